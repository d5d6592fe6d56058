"""What a person or another desk brings: read strictly, shown beside the record, taken line by line."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from brought_under_test import ABOUT, STORY, STRANGER, case, code, file, know, know_nobody
from brought_under_test import text as case_txt
from desk_under_test import case_of, case_row, sent, stored, town
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from doors_under_test import at_work
from site_under_test import unlimited
from test_gates import shared
from test_pages import hidden, text

from madoguchi.papers.material import About
from madoguchi.papers.signing import Signer
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case, CaseText, Counterpart, TakenIn
from madoguchi.web.desk.taking_in.brought import Brought, NotBrought
from madoguchi.web.desk.taking_in.opening import brought_in
from madoguchi.web.public import drafts
from madoguchi.web.public.clock import now
from madoguchi.web.public.walk import Walk
from madoguchi.words import Story

NUMBER = "4K7P-2M9X-H3QD-8WTR"


@pytest.fixture(autouse=True)
def nobody_known() -> Iterator[None]:
    unlimited()
    yield
    know_nobody()


def brought(data: bytes = b"", typed: str = "") -> Brought:
    return brought_in(data, typed, at=now())


def said(found: Brought) -> dict[str, str]:
    return {one.field: one.value for one in found.said}


def refused(data: bytes = b"", typed: str = "") -> str:
    with pytest.raises(NotBrought) as trouble:
        brought(data, typed)
    return str(trouble.value)


def at_the_page(roles: str = "head", *, case_id: str = "") -> tuple[Member, Client, str]:
    member = town(alone=True).person(roles)
    place = f"/desk/cases/{case_of(member, '') if not case_id else case_id}/take-in/"
    return member, at_work(member), place


def look(client: Client, place: str, data: bytes = b"", **typed: str) -> HttpResponse:
    page = hidden(text(client.get(place)))
    more = {"file": SimpleUploadedFile("case.json", data)} if data else {}
    return client.post(place, {**page, **typed, **more})


def ticked(page: str) -> list[str]:
    return re.findall(r'name="take" value="([0-9]+)" checked', page)


def take(client: Client, place: str, page: str, chosen: list[str] | None = None, **more: str) -> HttpResponse:
    carried = html.unescape(re.findall(r'name="brought" value="([^"]+)"', page)[0])
    chosen = ticked(page) if chosen is None else chosen
    return client.post(place, {**hidden(page), "brought": carried, "take": chosen, **more})


def line(page: str, label: str) -> str:
    """The place of the line that is called ``label``."""
    return re.findall(rf'name="take" value="([0-9]+)"[^>]*> {label}', page)[0]


def test_a_file_becomes_lines_with_who_said_them() -> None:
    found = brought(file())
    lines = said(found)
    assert lines["caller.name"] == ABOUT.name and lines["consumer.age_band"] == "70s"
    assert lines["scheme"] == "support_scam" and lines["counterpart.phone"] == "050-1234-5678"
    assert {one.source for one in found.said if one.field == "memo.words"} == {"person"}
    assert all(one.quote for one in found.said if one.field in ("scheme", "paid_amount"))


@pytest.mark.parametrize("form", ["file", "text", "pasted"])
def test_file_text_and_paste_bring_the_same_people_and_other_side(form: str) -> None:
    data, typed = {"file": (file(), ""), "text": (case_txt().encode(), ""), "pasted": (b"", case_txt())}[form]
    found = brought(data, typed)
    lines = said(found)
    assert found.made_at == "2026年11月24日 09:20" and found.number == "20261124-0920"
    assert lines["memo.words"].replace("hxxps", "https").replace("[.]", ".") == STORY
    assert lines["caller.phone"] == "090-1111-2222" and lines["memo.wishes"] == "返金されますか"
    assert lines["counterpart.phone"] == "050-1234-5678" and "scheme" in lines


@pytest.mark.parametrize(
    "story",
    [
        "母が警告の番号に電話して、5万円払いました。",
        "お客様がカードを5枚買おうとしています。レジの者です。",
        "警告の画面に電話しました。",
    ],
)
def test_whoever_told_it_the_words_come_whole(story: str) -> None:
    sheet = case_txt(story)
    assert "（全文）】" in sheet and said(brought(sheet.encode()))["memo.words"] == story


def test_an_archive_of_the_public_pages_is_opened() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("case.json", file())
    assert said(brought(whole.getvalue())) == said(brought(file()))


def test_a_bomb_in_an_archive_is_not_unpacked() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("case.json", b"{" + b" " * 30_000_000)
    assert "圧縮ファイル" in refused(whole.getvalue())


def changed(**more: object) -> bytes:
    return json.dumps({**json.loads(file()), **more}).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{" + b"x" * 1_000_001, "大きすぎます"),
        (b"{" * 100_000, "として読めません"),
        (b'{"story": NaN}', "として読めません"),
        (b"{}", "ではありません"),
        (file()[:-200], "途中で切れて"),
        (changed(schema=2), "この版は読めません".replace("この版", "（schema 2）")),
        (changed(story={"text": 3}), "$.story.text"),
        (changed(number="1\ud800"), "こわれています"),
        (changed(story={"text": "あ" * 20_200}), "長すぎます"),
        (b'{"schema": 1, "schema": 1, "story": {}}', "二度ある"),
        (b"%PDF-1.7", "PDF は、ここでは読めません"),
        (b"PK\x03\x04zzzz", "圧縮ファイルを開けません"),
        ("ただの手紙です。".encode(), "ファイル（case.json）でも"),
    ],
)
def test_what_is_no_case_file_is_refused_with_a_sentence(data: bytes, why: str) -> None:
    assert why in refused(data)


def test_a_key_that_stands_twice_deep_inside_is_found() -> None:
    twice = file().replace(b'"text":', b'"text": "x", "text":', 1)
    assert "（text）が二度" in refused(twice)


def test_who_signed_is_said_and_never_guessed() -> None:
    assert brought(file()).checked == "unsigned"
    assert (found := brought(file(signer=STRANGER))).checked == "stranger" and found.signer == STRANGER.name
    know(STRANGER)
    assert brought(file(signer=STRANGER)).checked == "known"
    assert brought(file(signer=settings.SIGNER)).checked == "known"


def test_a_signature_in_a_known_name_has_to_hold() -> None:
    know(STRANGER)
    forged = Signer(STRANGER.name, b"x" * 32)
    told = json.loads(file(signer=STRANGER))
    told["story"]["text"] += "。払わないと逮捕と言われました"
    assert "署名が合いません" in refused(json.dumps(told).encode())
    assert "署名が合いません" in refused(file(signer=forged))
    assert "署名が合いません" in refused(typed=code(signer=forged))


def test_a_file_of_keys_with_a_fault_is_told() -> None:
    (settings.DATA / "known-keys.json").write_bytes(b'[{"name": "x", "public_key": "AA=="}]')
    assert "known-keys.json" in refused(file(signer=STRANGER))


@pytest.mark.parametrize("typed", [str, lambda typed: f"  {typed}\n", lambda typed: typed.translate(WIDE)])
def test_a_code_is_read_as_a_scanner_types_it(typed: object) -> None:
    found = brought(typed=typed(code()))  # type: ignore[operator]
    assert found.way == "code" and found.number == "20261124-0920"
    assert said(found)["scheme"] == "support_scam" and found.checked == "stranger"


WIDE = {
    **{code: code + 0xFEE0 for code in range(0x21, 0x7F)},
    ord("-"): "ー",
    ord("."): "。",
}


def test_a_code_that_was_cut_says_how_to_mend_it() -> None:
    assert "半角英数" in refused(typed=code()[:200])


def test_a_code_vouches_for_its_own_file_and_for_no_other() -> None:
    know(STRANGER)
    own = file(signer=STRANGER)
    assert brought(own, code()).checked == "known"
    assert "合いません" in refused(file("別の話です。電話しました。", signer=STRANGER), code())


def test_secret_numbers_are_hidden_before_anything_is_kept() -> None:
    found = brought(file("カードの番号 4111 1111 1111 1111 と暗証番号 1234 を伝えた。"))
    words = said(found)["memo.words"]
    assert "4111" not in words and "1234" not in words and "****" in words


def test_words_cannot_act_on_the_page() -> None:
    _member, client, place = at_the_page()
    page = text(look(client, place, file(f"<script>alert(1)</script>\u202e\x00{STORY}")))
    assert "<script>alert" not in page and "\u202e" not in page and "\x00" not in page


def test_what_is_empty_is_filled_and_where_it_comes_from_is_kept() -> None:
    member, client, place = at_the_page()
    page = text(look(client, place, file()))
    assert take(client, place, page).status_code == 302
    whole = readings.read_case(member, place.split("/")[3], at=now())
    assert STORY in whole.texts["memo"] and "本人の申出の控えから" in whole.texts["memo"]
    assert whole.parties["caller"][1].name == ABOUT.name and whole.case.scheme == "support_scam"
    after = text(client.get(place))
    assert "これまでに取りこんだもの" in after and "相談者の名前" in after and "署名がありません" in after
    assert "取りこんだもの（控えから）: 相談者の名前" in text(client.get(place.replace("take-in/", "")))


def test_a_new_case_is_one_write() -> None:
    member = town().person("counsellor")
    client = at_work(member)
    page = text(look(client, "/desk/take-in/", file()))
    answer = take(client, "/desk/take-in/", page, method="visit")
    case = stored(member, Case, centre=member.centre)[0]
    assert answer.headers["Location"] == f"/desk/cases/{case.id}/" and case.method == "visit"
    acts = [one.act for one in stored(member, AuditEntry, centre=member.centre)]
    assert acts.count("take_in") == 1 and "open_case" not in acts


def test_the_same_press_twice_is_one_taking() -> None:
    member = town().person("counsellor")
    client = at_work(member)
    page = text(look(client, "/desk/take-in/", file()))
    first, again = (take(client, "/desk/take-in/", page) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert len(stored(member, Case, centre=member.centre)) == 1
    assert len(stored(member, TakenIn, by=member.staff)) == 1


def name_in(member: Member, place: str) -> str:
    return readings.read_case(member, place.split("/")[3], at=now()).parties["caller"][1].name


def test_a_conflict_is_shown_and_not_taken_unless_ticked() -> None:
    member, client, place = at_the_page()
    known = cases.record.PartyCodes(), cases.record.Identity(name="試験 太郎")
    cases.set_party(member, sent(), place.split("/")[3], "caller", *known)
    page = text(look(client, place, file()))
    assert "ちがいます:</b> 試験 太郎" in page and line(page, "相談者の名前") not in ticked(page)
    for chosen, name in ((None, "試験 太郎"), ([line(page, "相談者の名前")], ABOUT.name)):
        take(client, place, text(look(client, place, file())), chosen)
        assert name_in(member, place) == name


def test_another_writing_of_the_same_is_no_conflict() -> None:
    member, client, place = at_the_page()
    known = (
        cases.record.PartyCodes(),
        cases.record.Identity(name="試験　花子", phone="０９０（１１１１）２２２２"),
    )
    cases.set_party(member, sent(), place.split("/")[3], "caller", *known)
    assert "ちがいます" not in text(look(client, place, file()))


def test_words_go_under_the_memo_and_never_over_it() -> None:
    member, client, place = at_the_page()
    case_id = place.split("/")[3]
    cases.write_text(member, sent(), case_id, "memo", "電話で聞いたこと。", settled=True)
    take(client, place, text(look(client, place, file())))
    memo = readings.read_case(member, case_id, at=now()).texts["memo"]
    assert memo.startswith("電話で聞いたこと。\n\n〔本人の申出の控えから〕\n") and STORY in memo


def test_the_same_file_again_says_so_and_shows_only_what_changed() -> None:
    _member, client, place = at_the_page()
    take(client, place, text(look(client, place, file())))
    same = text(look(client, place, file()))
    assert "同じものを" in same and "新しいことは、ありません" in same
    other = text(look(client, place, file(about=About(name=ABOUT.name, phone="090-3333-4444"))))
    assert "同じものを" not in other and "ちがいます:</b> 090-1111-2222" in other
    assert other.count('name="take"') == 1


def test_somebody_elses_change_meanwhile_stops_the_taking() -> None:
    member, client, place = at_the_page()
    page = text(look(client, place, file()))
    cases.write_text(member, sent(), place.split("/")[3], "title", "同僚の件名")
    answer = take(client, place, page)
    assert answer.status_code == 409 and "先に変えました" in text(answer)
    assert stored(member, TakenIn, case=place.split("/")[3]) == []


def test_lines_read_for_one_case_are_taken_into_no_other() -> None:
    member, client, place = at_the_page()
    page = text(look(client, place, file()))
    other = f"/desk/cases/{case_of(member)}/take-in/"
    assert "もう一度読みこんで" in text(take(client, other, page))
    forged = page.replace('name="brought" value="', 'name="brought" value="x')
    assert take(client, place, forged).status_code == 422


def test_nothing_ticked_is_nothing_taken() -> None:
    _member, client, place = at_the_page()
    answer = take(client, place, text(look(client, place, file())), [])
    assert answer.status_code == 422 and "印が一つもありません" in text(answer)


def test_looking_writes_nothing() -> None:
    member, client, place = at_the_page()
    before = case_row(member, place.split("/")[3]).version
    look(client, place, file())
    assert case_row(member, place.split("/")[3]).version == before


def test_a_case_that_waits_for_approval_takes_nothing() -> None:
    member, client, place = at_the_page()
    page = text(look(client, place, file()))
    cases.ask_approval(member, sent(), place.split("/")[3])
    assert take(client, place, page).status_code == 409


def kept(number: str = NUMBER) -> None:
    walk = Walk(person="family", story=Story(text=STORY), started="2026-11-21T20:40:00+09:00")
    drafts.keep(walk, number, now=now())


def test_a_continue_number_brings_what_was_kept() -> None:
    kept()
    _member, client, place = at_the_page()
    page = text(look(client, place, scanned="４k7p 2m9x h3qd 8wtr"))
    assert NUMBER in page and "2026年11月21日 20:40" in page and "050-1234-5678" in page
    assert len(ticked(page)) >= 6 and "署名を確かめました" not in page


def test_a_wrong_number_is_told_and_after_some_that_the_right_one_opens() -> None:
    _member, client, place = at_the_page()
    answers = [text(look(client, place, scanned=f"0000-0000-0000-000{at}")) for at in range(7)]
    assert "ここにはありません" in answers[0] and "正しい番号なら、いまも開けます" in answers[-1]


def test_a_shared_case_takes_nothing() -> None:
    owner, there = town().person("counsellor"), town()
    case_id, _ = shared(owner, there)
    client = at_work(there.person("counsellor"))
    assert client.get(f"/desk/cases/{case_id}/take-in/").status_code == 404
    assert "取りこみ" not in text(client.get(f"/desk/cases/{case_id}/"))


def test_what_was_taken_is_sealed() -> None:
    member, client, place = at_the_page()
    take(client, place, text(look(client, place, file())))
    rows = [
        bytes(one.sealed)
        for model in (TakenIn, CaseText, Counterpart)
        for one in stored(member, model, case=place.split("/")[3])
    ]
    assert rows and not any(b"20261124" in row or "試験".encode() in row for row in rows)


def test_the_case_of_a_person_who_gave_no_words_brings_what_they_agreed_to() -> None:
    told = json.loads(file())
    told["story"]["text"] = ""
    lines = said(brought(json.dumps(told).encode()))
    assert "memo.words" not in lines and lines["scheme"] == "support_scam"
    assert case().consents
