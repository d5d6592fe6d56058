"""A record that goes to another installation as a file: sealed under a number, signed, compared line by line, never put over anything."""

import base64
import hashlib
import re

import msgspec
import pytest
from desk_under_test import MORNING, case_of, sent, stored, town
from django.test import override_settings
from doors_under_test import at_work
from test_pages import hidden, text
from test_taking_in import look, take

from madoguchi.papers.signing import Signer
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.consents import Agreed
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.sealing import sealed
from madoguchi.web.desk.taking_in import desk_records
from madoguchi.web.desk.taking_in.brought import Brought, NotBrought
from madoguchi.web.desk.taking_in.desk_records import FIRST, DeskRecord, brought_by_desk
from madoguchi.web.desk.taking_in.lines import lines_of
from madoguchi.web.desk.taking_in.opening import brought_in
from madoguchi.web.public.numbers import number_of

NUMBER = "4K7P-2M9X-H3QD-8WTR"
ELSEWHERE = Signer("となり県の机", hashlib.sha256(b"elsewhere").digest())


def recorded(member: Member) -> tuple[str, str]:
    """A case with everything, and a consent to hand it to somebody elsewhere; their ids."""
    case_id = case_of(member, "母が警告画面に電話した")
    cases.set_party(
        member, sent(), case_id, "consumer", PartyCodes(age_band="70s"), Identity(name="試験 ウメ")
    )
    cases.add_counterpart(member, sent(), case_id, "phone", "050-0000-0000")
    cases.write_text(member, sent(), case_id, "summary", "警告画面から電話をかけさせられた。")
    agreed = Agreed("consumer", "となり県のセンター", ("case",), "引き継ぐため", "oral", "読み上げた文")
    return case_id, cases.record_consent(member, sent(), case_id, agreed)


def file_of(member: Member, case_id: str, consent: str) -> bytes:
    form = {"consent": consent, "number": NUMBER}
    answer = at_work(member).post(f"/desk/cases/{case_id}/hand-over/", form)
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def handed_over() -> bytes:
    member = town().person("counsellor")
    return file_of(member, *recorded(member))


def said(found: Brought) -> dict[str, str]:
    return {one.field: one.value for one in found.said}


def test_all_of_the_record_goes_over_and_who_made_it_is_checked() -> None:
    found = brought_by_desk(handed_over(), "4k7p 2m9x h3qd 8wtr")
    lines = said(found)
    assert lines["memo.words"] == "母が警告画面に電話した" and lines["consumer.name"] == "試験 ウメ"
    assert lines["counterpart.phone"] == "050-0000-0000" and lines["memo.summary"].startswith("警告画面")
    assert found.checked == "known" and "引き継ぐため" in found.agreed[0]


def test_the_file_tells_nothing_without_its_number() -> None:
    whole = handed_over()
    for word in ("警告", "試験", "050-0000", "となり県", "2026-0000"):
        assert word.encode() not in whole
    with pytest.raises(NotBrought, match="番号が合わない"):
        brought_by_desk(whole, "4K7P-2M9X-H3QD-8WTS")
    with pytest.raises(NotBrought, match="番号（16けた）"):
        brought_by_desk(whole, "")


def test_no_changed_byte_opens() -> None:
    whole = handed_over()
    for at in range(len(FIRST) + 1, len(whole) - 2, max(1, len(whole) // 40)):
        changed = whole[:at] + (b"A" if whole[at : at + 1] != b"A" else b"B") + whole[at + 1 :]
        with pytest.raises(NotBrought):
            brought_by_desk(changed, NUMBER)


@pytest.mark.parametrize("rest", [b"", b"\n", b"\n====", b"\nQUJD", b"\n\xff\xfe", b"\n" + b"A" * 9_000])
def test_what_is_no_record_is_said(rest: bytes) -> None:
    with pytest.raises(NotBrought):
        brought_by_desk(FIRST + rest, NUMBER)


def test_a_signature_of_a_stranger_is_told_and_one_in_our_name_has_to_hold() -> None:
    with override_settings(SIGNER=ELSEWHERE):
        whole = handed_over()
    assert brought_by_desk(whole, NUMBER).checked == "stranger"
    ours = Signer(ELSEWHERE.name, hashlib.sha256(b"another key").digest())
    with override_settings(SIGNER=ours), pytest.raises(NotBrought, match="署名が合いません"):
        brought_by_desk(whole, NUMBER)


def test_at_the_other_desk_lines_are_ticked_and_what_stands_there_stays() -> None:
    member = town().person("counsellor")
    case_id, whole = case_of(member, "先に書いたメモ"), handed_over()
    cases.set_party(member, sent(), case_id, "consumer", PartyCodes(), Identity(name="試験 梅子"))
    client, place = at_work(member), f"/desk/cases/{case_id}/take-in/"
    take(client, place, page := text(look(client, place, whole, scanned=NUMBER)))
    now = readings.read_case(member, case_id, at=MORNING)
    assert "ちがいます:</b> 試験 梅子" in page and len(now.counterparts) == 1
    assert now.parties["consumer"][1].name == "試験 梅子"
    assert re.match("先に書いたメモ\n(.|\n)*ほかの机の記録から", now.texts["memo"])


def test_a_later_revision_shows_only_what_is_new() -> None:
    theirs, ours = town().person("counsellor"), town().person("counsellor")
    case_id, consent = recorded(theirs)
    client, place = at_work(ours), f"/desk/cases/{case_of(ours, '')}/take-in/"
    take(client, place, text(look(client, place, file_of(theirs, case_id, consent), scanned=NUMBER)))
    cases.add_counterpart(theirs, sent(), case_id, "url", "https://later.example/")
    page = text(look(client, place, file_of(theirs, case_id, consent), scanned=NUMBER))
    assert len(re.findall('name="take"', page)) == 1 and "https://later.example/" in page


def test_nothing_goes_without_a_consent_and_the_log_names_it() -> None:
    member = town().person("counsellor")
    case_id, consent = recorded(member)
    file_of(member, case_id, consent)
    assert [one.on for one in stored(member, AuditEntry, centre=member.centre, act="export")] == [case_id]
    cases.revoke_consent(member, sent(), case_id, consent)
    form = {"consent": consent, "number": NUMBER}
    answer = at_work(member).post(f"/desk/cases/{case_id}/hand-over/", form)
    assert answer.status_code == 422 and "同意（または法令の根拠）がありません" in text(answer)


def test_the_page_shows_a_number_and_its_button_makes_the_file() -> None:
    member = town().person("counsellor")
    case_id, consent = recorded(member)
    client = at_work(member)
    page = text(client.get(f"/desk/cases/{case_id}/links/"))
    number = re.findall('name="number" value="([^"]+)"', page)[0]
    form = {**hidden(page), "number": number, "consent": consent}
    made = client.post(f"/desk/cases/{case_id}/hand-over/", form).content
    assert brought_by_desk(made, number).said


STRANGE = (
    ("consumer.age_band", "試験 花子 090-1111-2222"),
    ("consumer.sex", "女の人"),
    ("consumer.municipality_code", "２２４６１"),
    ("consumer.occupation", "長い" * 20),
    ("contract_amount", "12万"),
    ("paid_amount", "9" * 5_000),
)


@pytest.mark.parametrize("line", STRANGE, ids=[field for field, _ in STRANGE])
def test_codes_and_sums_that_are_none_are_not_brought(line: tuple[str, str]) -> None:
    found = brought_by_desk(made_of(("consumer.name", "試験 ウメ"), line), NUMBER)
    assert said(found) == {"consumer.name": "試験 ウメ"} and "1 ありました" in found.agreed[-1]


def made_of(*lines: tuple[str, str]) -> bytes:
    """The file of a desk that says just these lines."""
    told = DeskRecord(
        exchange=1, number="1", revision=1, centre="となり", made_at="", agreed="引き継ぐため", lines=lines
    )
    salt = bytes(16)
    inner = salt + sealed(
        msgspec.json.encode(told), key=desk_records._key(number_of(NUMBER), salt), place="desk record 1"
    )
    return b"\n".join((FIRST, base64.b64encode(inner)))


def test_of_two_values_for_one_field_only_the_first_is_ticked() -> None:
    found = brought_by_desk(made_of(("consumer.name", "一"), ("consumer.name", "二")), NUMBER)
    assert [(one.says, one.ticked, one.state) for one in lines_of(found, None)] == [
        ("一", True, "new"),
        ("二", False, "differs"),
    ]


def test_the_same_file_for_a_new_case_leads_to_the_one_that_has_it() -> None:
    client, whole = at_work(town().person("counsellor")), handed_over()
    take(client, "/desk/take-in/", text(look(client, "/desk/take-in/", whole, scanned=NUMBER)))
    page = text(look(client, "/desk/take-in/", whole, scanned=NUMBER))
    assert "に取りこんでいます。同じ相談なら" in page


def test_a_record_with_more_lines_than_anybody_takes_is_not_sent() -> None:
    member = town().person("counsellor")
    case_id, consent = recorded(member)
    for number in range(200):
        cases.add_counterpart(member, sent(), case_id, "phone", f"050-0000-{number:04}")
    answer = at_work(member).post(f"/desk/cases/{case_id}/hand-over/", {"consent": consent, "number": NUMBER})
    assert "行が多すぎて" in text(answer)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\xef\xbb\xbf\n "])
def test_a_mark_or_a_line_before_a_record_does_not_hide_it(before: bytes) -> None:
    assert brought_in(before + handed_over(), NUMBER, at=MORNING).way == "desk"
