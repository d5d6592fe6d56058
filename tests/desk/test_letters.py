"""Letters in the consumer's own name: drafted from the record, agreed to, printed, marked as sent; nothing invented, nothing concluded."""

import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest
from desk_under_test import case_of, case_row, sent, stored, town
from django.test import Client
from doors_under_test import at_work
from test_disposal import ended, signed
from test_disposal import place as office
from test_gates import shared
from test_pages import hidden, send, text

from madoguchi.knowledge import load
from madoguchi.papers.own_letters import LetterWords
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.letter_models import ConditionSeen, Letter
from madoguchi.web.desk.letters.grounds import mark_of
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Attachment, Case
from madoguchi.web.desk.roles import ROLES
from madoguchi.web.public.clock import now

WHO = Identity(name="試験 ウメ", address="森町1-2-3", phone="0537-00-0000", postcode="437-0000")


def written(memo: str = "", **codes: object) -> tuple[Member, Client, str]:
    """Somebody at work with a case in which consumer and seller are known; their browser, and where its letters stand."""
    member = town(alone=True).person("head")
    case_id = case_of(member, memo)
    cases.set_party(member, sent(), case_id, "consumer", PartyCodes(), WHO)
    cases.add_counterpart(member, sent(), case_id, "name", "森の水株式会社", "seller")
    cases.set_codes(member, sent(), case_id, Codes(**codes), version=case_row(member, case_id).version)
    return member, at_work(member), f"/desk/cases/{case_id}/letters/"


def drafted(client: Client, place: str, form: str = "cooling_off") -> str:
    return send(client, place, draft=form).headers["Location"]


def typed(page: str) -> dict[str, str]:
    """What stands in the fields of the letter."""
    found = dict(re.findall(r'<input id="\w+" name="(\w+)" value="([^"]*)"', page))
    return {**found, **dict(re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>([^<]*)</textarea>', page))}


def act(client: Client, at: str, name: str, **fields: object) -> object:
    page = text(client.get(at))
    return client.post(at, {**hidden(page), **typed(page), "act": name, **fields})


def kept(member: Member, place: str) -> list[readings.OpenLetter]:
    whole = readings.read_case(member, place.split("/")[3], at=now())
    with within(member.centre):
        return readings.letters_of(whole)


def test_a_draft_holds_what_the_record_knows_and_blanks_for_the_rest() -> None:
    _, client, place = written(contract_amount=105_000)
    page = text(client.get(drafted(client, place)))
    assert "105,000円（10万5千円）" in page and "森の水株式会社　御中" in page and "試験 ウメ" in page
    assert "支払った金額　〔　　　　　　円〕" in page and "契約した日（申し込んだ日）　〔" in page


def test_the_day_and_the_goods_of_the_record_stand_in_a_draft() -> None:
    member, client, place = written(contracted_on=dt.date(2026, 11, 10))
    cases.write_text(member, sent(), place.split("/")[3], "goods", "羽毛布団\n2組")
    page = text(client.get(drafted(client, place)))
    assert "契約した日（申し込んだ日）　2026年11月10日" in page and "商品・サービス　羽毛布団 2組" in page


@pytest.mark.parametrize("form", load().letters)
def test_nothing_stands_in_a_draft_of_an_empty_case_but_our_words_and_blanks(form: str) -> None:
    member = town().person("counsellor")
    place = f"/desk/cases/{case_of(member, '')}/letters/"
    words = typed(text((client := at_work(member)).get(drafted(client, place, form))))
    own = load().letters[form]
    assert words["body"].strip() == "\n".join(own.body).format_map(Blanks()).strip()
    assert not re.search("[0-9０-９]", "".join(words.values()).replace("下4けた", ""))


class Blanks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        room = "　" * 12
        known = {"seller": f"〔名前{room}〕", "goods": f"〔名前{room}〕", "phone": f"〔電話番号{room}〕"}
        return {**known, **dict.fromkeys(("contracted_on", "papers_on"), "〔　　　　年　　月　　日〕")}.get(
            name, "〔　　　　　　円〕"
        )


FIRST = "<h2>条件を確かめた書面</h2>"


def marks_on(page: str, rule: str) -> list[str]:
    """The marks of the conditions of a rule, as they stand on the page."""
    texts = [one.text for one in load().redress[rule].conditions]
    return [re.search(rf'value="(\w+)"[^>]*> {re.escape(one)}', page)[1] for one in texts]


def test_without_a_look_no_letter_is_offered_first_and_all_are_offered() -> None:
    _, client, place = written()
    page = text(client.get(place))
    assert FIRST not in page and page.count("条件が確かめられていません。") == 6
    assert page.count('name="draft"') == len(load().letters)


def test_a_letter_is_offered_first_only_when_every_condition_was_looked_at() -> None:
    member, client, place = written()
    marks = marks_on(text(client.get(place)), "tokusho_cooling_off")
    send(client, place, rule="tokusho_cooling_off", condition=marks[:-1])
    assert FIRST not in text(client.get(place))
    send(client, place, rule="tokusho_cooling_off", condition=marks)
    first = text(client.get(place)).partition(FIRST)[2].partition("</section>")[0]
    assert "クーリング・オフ" in first and "支払停止" not in first
    assert len(stored(member, ConditionSeen, case=place.split("/")[3])) == len(marks)


def test_what_the_record_says_against_a_condition_is_said() -> None:
    _, client, place = written(sales_channel="mail_order")
    assert "話か記録と合わない" in text(client.get(place))
    _, client, place = written(sales_channel="door_to_door")
    assert "話か記録と合う" in text(client.get(place)) and "話か記録と合わない" not in text(client.get(place))


def test_every_condition_stands_with_its_source_and_the_day_it_was_seen() -> None:
    _, client, place = written()
    page = text(client.get(place))
    assert "支払いの総額が40,000円以上" in page and "名古屋市消費生活センター" in page
    assert page.count("に見た）") >= sum(len(one.rules) for one in load().letters.values())


@pytest.mark.parametrize("page", ["record", "approval"])
def test_a_letter_that_was_agreed_to_printed_and_sent_stands_in_the_outcome(page: str) -> None:
    _, client, place = written()
    sent_out(client, place)
    told = "クーリング・オフ）</a>　森の水株式会社　御中　2026年11月20日　ＦＡＸ"
    assert told in text(client.get(place.replace("letters", page)))


def test_the_log_names_the_letter_and_nothing_that_stands_in_it() -> None:
    member, client, place = written()
    sent_out(client, place)
    entries = stored(member, AuditEntry, centre=member.centre, act="write_letter")
    assert entries[-1].fields == ["letter.cooling_off", "letter.sent"]
    log = text(client.get("/desk/log/"))
    assert "契約をやめる通知（クーリング・オフ）、書面を出した" in log and "森の水" not in log


def test_a_record_that_is_disposed_of_takes_its_letters_with_it() -> None:
    member = office().person("head")
    case_id = ended(member)
    cases.draft_letter(member, sent(), case_id, "cooling_off", LetterWords(to_name="森の水"))
    mark = mark_of(load().redress["kappu_kobenken"].conditions[0].text)
    cases.look_at_conditions(member, sent(), case_id, "kappu_kobenken", [mark])
    signed(member, case_id)
    assert stored(member, Letter, case=case_id) == [] == stored(member, ConditionSeen, case=case_id)


@pytest.mark.parametrize(
    ("done", "agreed", "why"), [("print", "", "同意が、まだありません"), ("save", "oral", "控えがありません")]
)
def test_what_nobody_agreed_to_or_printed_is_not_marked_as_sent(done: str, agreed: str, why: str) -> None:
    member, client, place = written()
    act(client, at := drafted(client, place), done, agreed=agreed)
    answer = act(client, at, "sent", on="2026-11-20", way="fax")
    assert answer.status_code == 422 and why in text(answer) and kept(member, place)[0].row.sent_on is None


def test_another_wording_is_agreed_to_and_printed_anew() -> None:
    member, client, place = written()
    at = drafted(client, place)
    act(client, at, "print", agreed="written")
    assert kept(member, place)[0].agreed and kept(member, place)[0].printed
    act(client, at, "save", body="ほかの言葉")
    now_ = kept(member, place)[0]
    assert not now_.agreed and not now_.printed and now_.words.body == "ほかの言葉"


def test_a_consent_that_was_taken_back_ends_the_agreement() -> None:
    member, client, place = written()
    act(client, drafted(client, place), "print", agreed="oral")
    case_id = place.split("/")[3]
    whole = readings.read_case(member, case_id, at=now())
    with within(member.centre):
        (consent, said), *_ = readings.consents_of(whole)
    assert consent.fields == ["letter"] and "クーリング・オフ" in said.purpose
    cases.revoke_consent(member, sent(), case_id, consent.pk)
    assert not kept(member, place)[0].agreed


def sent_out(client: Client, place: str) -> str:
    """Where a letter stands that was agreed to, printed and sent."""
    at = drafted(client, place)
    act(client, at, "print", agreed="oral")
    assert act(client, at, "sent", on="2026-11-20", way="fax").status_code == 302
    return at


def test_what_was_sent_changes_no_more_until_the_mark_is_taken_back() -> None:
    member, client, place = written()
    at = sent_out(client, place)
    changed = act(client, at, "save", body="x")
    assert changed.status_code == 422 and "変えられません" in text(changed)
    act(client, at, "not_sent")
    assert kept(member, place)[0].row.sent_on is None and act(client, at, "save", body="x").status_code == 302


def test_the_file_of_what_was_sent_is_not_taken_out() -> None:
    member, client, place = written()
    sent_out(client, place)
    file = kept(member, place)[0].row.file_id
    gone = send(client, place.replace("letters", "files"), remove=file)
    assert gone.status_code == 422 and len(stored(member, Attachment, pk=file)) == 1


def read_of(pdf: bytes, folder: Path) -> str:
    (folder / "a.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", folder / "a.pdf", "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


@pytest.mark.parametrize("form", ["cooling_off", "fax_cover", "address_label"])
def test_the_print_is_a_file_of_the_case_with_text_that_can_be_marked(form: str, tmp_path: Path) -> None:
    member, client, place = written()
    act(client, drafted(client, place, form), "print")
    row = stored(member, Attachment, case=place.split("/")[3])[0]
    data = readings.read_file(member, place.split("/")[3], file_id=row.pk, at=now()).data
    said = read_of(data, tmp_path)
    assert "森の水株式会社" in said and "試験ウメ" in said and "本人の名前で出す書面の下書き" in said
    assert "本人の同意:まだ" in said and member.centre.name not in said


def test_the_print_says_how_and_when_the_consumer_agreed(tmp_path: Path) -> None:
    member, client, place = written()
    act(client, drafted(client, place), "print", agreed="oral", body="#eval(1) $x$ *a*")
    row = stored(member, Attachment, case=place.split("/")[3])[0]
    data = readings.read_file(member, place.split("/")[3], file_id=row.pk, at=now()).data
    today = now().date()
    said = read_of(data, tmp_path)
    assert (
        f"本人の同意:口頭（{today.year}年{today.month}月{today.day}日）" in said and "#eval(1)$x$*a*" in said
    )


def test_a_cover_takes_the_addresses_of_its_letter() -> None:
    member, client, place = written()
    at = drafted(client, place)
    act(client, at, "save", to_address="大阪市北区9-9", to_postcode="530-0001")
    made = act(client, at, "fax_cover").headers["Location"]
    words = typed(text(client.get(made)))
    assert words["to_address"] == "大阪市北区9-9" and words["enclosed"].strip() == "通知書"
    assert {one.form.id for one in kept(member, place)} == {"cooling_off", "fax_cover"}


def test_a_draft_is_thrown_away_and_a_letter_of_another_case_is_not_there() -> None:
    member, client, place = written()
    at = drafted(client, place)
    other = f"/desk/cases/{case_of(member)}/letters/{at.split('/')[5]}/"
    assert client.get(other).status_code == 404
    assert act(client, at, "remove").headers["Location"] == place and kept(member, place) == []


def test_a_shared_case_shows_its_letters_and_gives_nothing_to_press() -> None:
    asker, owner = town(), town().person("counsellor")
    case_id, _ = shared(owner, asker)
    cases.draft_letter(owner, sent(), case_id, "cooling_off", LetterWords(to_name="森の水"))
    page = text(at_work(asker.person("counsellor")).get(f"/desk/cases/{case_id}/letters/"))
    assert "森の水" in page and 'name="draft"' not in page and "確かめたことを残す" not in page


def test_the_words_of_a_letter_lie_sealed() -> None:
    member, client, place = written()
    drafted(client, place)
    row = stored(member, Letter, case=place.split("/")[3])[0]
    assert "試験".encode() not in bytes(row.sealed) and "森の水".encode() not in bytes(row.sealed)


def test_letters_are_written_to_a_closed_case_too() -> None:
    member, _, place = written()
    case_id = place.split("/")[3]
    for do in (cases.ask_approval, lambda *a: cases.decide(*a, "approved"), cases.register, cases.close):
        do(member, sent(), case_id)
    assert stored(member, Case, pk=case_id)[0].state == "closed"
    assert cases.draft_letter(member, sent(), case_id, "cancellation", LetterWords())


def test_a_day_to_come_is_no_day_on_which_it_was_sent() -> None:
    member, client, place = written()
    act(client, at := drafted(client, place), "print", agreed="oral")
    later = str(now().date() + dt.timedelta(days=2))
    assert act(client, at, "sent", on=later, way="fax").status_code == 422
    assert kept(member, place)[0].row.sent_on is None


def test_every_role_to_which_a_letter_goes_is_in_the_list() -> None:
    assert {role for one in load().letters.values() for role in one.to} <= set(ROLES)


@pytest.mark.parametrize(
    ("memo", "day"),
    [
        ("2026年11月18日に訪問販売で布団を契約。契約書は2026年11月20日に届いた。", "2026年11月20日"),
        (
            "2026年11月18日に訪問販売で布団を契約。契約書は2026年11月20日ごろ届いた。",
            "〔　　　　年　　月　　日〕",
        ),
        ("2026年11月18日に訪問販売で布団を契約。契約書はまだ届かない。", "〔　　　　年　　月　　日〕"),
    ],
)
def test_the_day_of_the_papers_comes_from_the_memo_where_it_is_told_outright(memo: str, day: str) -> None:
    _, client, place = written(memo)
    assert f"書面を受け取った日　{day}" in text(client.get(drafted(client, place)))
