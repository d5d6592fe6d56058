"""What leaves a summary before anybody else sees it: sixty planted values, whole and in parts."""

import secrets

import pytest
from desk_under_test import MORNING, case_of, case_row, sent, town
from django.conf import settings

from madoguchi.web.desk import cases
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.hiding import HIDDEN, Known, hidden
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.similar import similar
from madoguchi.web.desk.search.words import HAS_DICTIONARY

# Invented; the numbers of 0AB0-0000 kind belong to nobody, the card and the individual number only have the right check digit.
PEOPLE = (
    Identity(
        "日下部 蛍子",
        "クサカベ ケイコ",
        "090-0000-4157",
        "999-4157",
        "架空県夢見市桃色町4-15-7 コーポ蛍205",
        "keiko.k@example.jp",
    ),
    Identity(
        "五百旗頭 渉",
        "イオキベ ワタル",
        "080-0000-9263",
        "999-9263",
        "架空県星降郡泉沢町大字奥山92番地63",
        "wataru@example.org",
    ),
)
OTHER_SIDE = (
    ("phone", "050-0000-7781"),
    ("account", "架空銀行 夢見支店 普通 7781903"),
    ("name", "株式会社ゆめみ商会"),
    ("email", "shop@yumemi.example"),
)
SECRETS = (
    "4111 1111 1111 1111",
    "1234 5678 9018",
    "0120-000-553",
    "somebody@example.com",
    "昭和23年4月15日生",
)
KNOWN = Known(PEOPLE, OTHER_SIDE)


def planted() -> tuple[str, ...]:
    """Sixty values: every whole, its pieces, and other ways to write them."""
    pieces = [
        *(
            "日下部蛍子",
            "日下部",
            "蛍子",
            "クサカベ",
            "くさかべ",
            "ケイコ",
            "けいこ",
            "ｸｻｶﾍﾞ",
            "日下部 蛍子",
            "クサカベ ケイコ",
        ),
        *("五百旗頭渉", "五百旗頭", "イオキベ", "いおきべ", "ワタル", "わたる", "五百旗頭　渉", "渉さん"),
        *(
            "09000004157",
            "090-0000-4157",
            "０９０－００００－４１５７",
            "090 0000 4157",
            "00004157",
            "+81 90-0000-4157",
            "08000009263",
        ),
        *("080(0000)9263", "080・0000・9263", "00009263", "999-4157", "〒999-4157", "9994157", "999-9263"),
        *(
            "架空県夢見市桃色町4-15-7 コーポ蛍205",
            "夢見市",
            "桃色町",
            "桃色町4-15-7",
            "4-15-7",
            "コーポ蛍",
            "夢見市桃色町",
            "４－１５－７",
        ),
        *("星降郡", "泉沢町", "奥山92番地63", "大字奥山"),
        *("keiko.k@example.jp", "keiko.k", "KEIKO.K@EXAMPLE.JP", "wataru@example.org", "wataru"),
        *(
            "050-0000-7781",
            "05000007781",
            "7781903",
            "株式会社ゆめみ商会",
            "shop@yumemi.example",
            "７７８１９０３",
        ),
        *SECRETS,
    ]
    return tuple(dict.fromkeys(pieces))[:60]


def around(value: str) -> str:
    return f"相談者は{value}と話した。パソコンに警告が出て、3万5千円の電子マネーを2枚買った。"


def test_there_are_sixty_planted_values() -> None:
    assert len(planted()) == 60


@pytest.mark.parametrize("value", planted())
def test_a_planted_value_leaves_the_summary(value: str) -> None:
    told = hidden(around(value), KNOWN)
    letters = [one for one in value.split("さん")[0].replace("生", "") if one.isalnum()]
    assert value not in told and sum(one in told[4 : 4 + len(value)] for one in letters) <= 1
    assert told.endswith("パソコンに警告が出て、3万5千円の電子マネーを2枚買った。") and len(told) == len(
        around(value)
    )


@pytest.mark.parametrize(
    "text",
    [
        "35,000円を2回、合計70000円払った。",
        "2026年11月20日に契約し、8日目に通知した。",
        "光回線の契約を1年、月額5500円で結んだ。",
        "120件のSMSが送られた。",
        "端末に感染の警告が表示され、サポートを名のる者に遠隔操作をさせた。",
    ],
)
def test_what_the_case_is_about_stays(text: str) -> None:
    assert hidden(text, KNOWN) == text


@pytest.mark.skipif(
    not HAS_DICTIONARY, reason="without the extra `search` only names that the case knows are hidden"
)
def test_a_name_that_only_the_dictionary_knows_goes_as_well() -> None:
    assert "田中" not in hidden("友人の田中太郎に誘われた。", Known())


def test_the_name_of_a_single_letter_goes_where_it_names_somebody() -> None:
    known = Known((Identity(name="森 一"),))
    assert hidden("森さんの山林の話。", known) == f"{HIDDEN}さんの山林の話。"


def with_people(member: Member) -> str:
    """A case in which every planted value stands in some text."""
    case_id = case_of(member, " ".join(planted()))
    for part, one in zip(("caller", "consumer"), PEOPLE, strict=True):
        cases.set_party(member, sent(), case_id, part, PartyCodes(), one)
    for kind, value in OTHER_SIDE:
        cases.add_counterpart(member, sent(), case_id, kind, value)
    for field in ("summary", "handling"):
        cases.write_text(member, sent(), case_id, field, "".join(map(around, planted())))
    cases.write_text(member, sent(), case_id, "title", around("日下部蛍子"))
    return case_id


def test_no_planted_value_is_in_the_index_neither_sealed_nor_shown() -> None:
    member = town().person("counsellor")
    case_id = with_people(member)
    outbox.feed(member.centre)
    shown = outbox.shown_of(case_id, outbox.index_of(member.centre).sealed_of()[case_id])
    assert shown is not None and "警告" in shown.text
    assert [one for one in planted() if one in shown.text] == []


def test_no_planted_value_and_no_word_at_all_is_in_the_bytes_of_the_index() -> None:
    member = town().person("counsellor")
    with_people(member)
    outbox.feed(member.centre)
    folder = outbox.folder_of(member.centre)
    bytes_ = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    words = [
        one.encode(coding) for one in (*planted(), "警告", "電子マネー") for coding in ("utf-8", "utf-16-le")
    ]
    assert len(bytes_) > 1_000 and [one for one in words if len(one) > 4 and one in bytes_] == []


def test_no_planted_value_finds_its_case() -> None:
    member = town().person("counsellor")
    with_people(member)
    names = [one for one in planted() if not one.isascii() or "@" in one][:40]
    found = {one: [hit.sentence for hit in similar(member, one, at=MORNING).hits] for one in names}
    assert not [one for one, sentences in found.items() if any(one in told for told in sentences)]


def test_the_memo_never_comes_into_the_index() -> None:
    member, word = town().person("counsellor"), secrets.token_hex(8)
    case_id = case_of(member, f"家族だけの秘密 {word}")
    outbox.feed(member.centre)
    shown = outbox.shown_of(case_id, outbox.index_of(member.centre).sealed_of()[case_id])
    assert shown is not None and word not in shown.text and "秘密" not in shown.text
    assert case_row(member, case_id).number and settings.DATA
