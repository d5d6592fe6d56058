"""`madoguchi papers`: files for their owner only, nothing overwritten, nothing sent, and clear words for what cannot be."""

import json
import os
import shlex
import stat
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folding import TOLD
from reporting import AT, RAW, SMS

from madoguchi import Story, consult
from madoguchi.cli import main
from madoguchi.knowledge import load
from madoguchi.papers import REPORT_KINDS, SHEET_KINDS, AlreadyThere, Original, write_papers
from madoguchi.papers.handing_out import Brought, Wanted, hand_out
from madoguchi.papers.writing import write_new

ROOT = Path(__file__).parents[2]
NOW = ("--at", "2026-11-22T10:00:00+09:00")


def papers(out: Path, *args: str, text: str = SMS) -> Result:
    return CliRunner().invoke(main, ["papers", text, "--out", str(out), *NOW, *args], prog_name="madoguchi")


def refusal(out: Path, *args: str, text: str = SMS) -> str:
    """The message of what cannot be: exit code 2, nothing written, Japanese, no traceback."""
    before = sorted(out.rglob("*"))
    done = papers(out, *args, text=text)
    assert (done.exit_code, done.stdout, sorted(out.rglob("*"))) == (2, "", before)
    assert done.stderr.startswith("madoguchi: ") and not done.stderr.isascii()
    return done.stderr


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_sms_gives_every_report(tmp_path):
    done = papers(tmp_path / "a" / "b", "--medium", "sms")
    assert done.exit_code == 0
    drafts = ["report-anti-phishing.eml", "report-spam-centre.eml"]
    assert names(tmp_path / "a" / "b") == sorted([*drafts, *(f"{kind}.txt" for kind in REPORT_KINDS)])


@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_a_kind_that_is_asked_for_is_written_alone(tmp_path, kind):
    assert papers(tmp_path, "--medium", "sms", "--kind", kind).exit_code == 0
    assert {name.rpartition(".")[0] for name in names(tmp_path)} == {kind}


@pytest.mark.skipif(os.name == "nt", reason="the rights of files are another matter there")
def test_only_the_owner_reads_the_files(tmp_path):
    papers(tmp_path / "out", "--medium", "sms")
    files = (tmp_path / "out").iterdir()
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_the_screen_says_that_nothing_was_sent_and_what_to_do(tmp_path):
    told = "".join(papers(tmp_path, "--medium", "sms").stdout.split())
    assert "どこにも送られていません" in told and "いますること" in told
    assert "http://otodoke" not in told


def test_the_json_lists_what_was_written(tmp_path):
    found = json.loads(papers(tmp_path, "--medium", "sms", "--json").stdout)
    assert (found["sent"], [one["kind"] for one in found["written"]]) == (False, list(REPORT_KINDS))
    assert sorted(Path(name).name for one in found["written"] for name in one["files"]) == names(tmp_path)


def test_what_the_person_tells_of_the_message_stands_in_the_draft(tmp_path):
    told = ("--subject", "重要なお知らせ", "--sender", "x@pay.example.top", "--received", "2026-11-21T20:05")
    papers(tmp_path, "--medium", "email", *told)
    draft = message_from_bytes((tmp_path / "report-anti-phishing.eml").read_bytes(), policy=default)
    words = draft.get_body().get_content()
    assert [
        one
        for one in ("重要なお知らせ", "x@pay[.]example[.]top", "2026年11月21日20時05分")
        if one not in words
    ] == []


def test_a_carrier_that_is_named_gets_a_report_of_its_own(tmp_path):
    papers(tmp_path, "--medium", "sms", "--carrier", "au")
    text = (tmp_path / "report-carrier.txt").read_text(encoding="utf-8")
    assert text.startswith("au への報告") and "docomo" not in text


def test_a_mail_is_attached_to_both_drafts(tmp_path):
    story = Story(text="口座を止めました。", medium="email", subject="重要", sender="info@pay.example.top")
    told = Brought(story, Original(raw=RAW), consult(story, at=AT), load())
    given = hand_out(told, Wanted(), folder=tmp_path, at=AT)
    drafts = [path.read_bytes() for path in sorted(tmp_path.glob("*.eml"))]
    assert [RAW in draft for draft in drafts] == [True, True] and given.refused == ()


def test_the_command_of_the_how_to_page_works(tmp_path):
    page = (ROOT / "docs" / "how-to" / "report-a-message.md").read_text(encoding="utf-8")
    shown = next(line for line in page.splitlines() if "$ madoguchi papers" in line)
    words = shlex.split(
        shown.replace("houkoku", str(tmp_path / "out")).replace("todoita", str(tmp_path / "a"))
    )
    (tmp_path / "a.txt").write_text(SMS, encoding="utf-8")
    assert CliRunner().invoke(main, words[2:]).exit_code == 0
    assert len(names(tmp_path / "out")) == 5


# --- what cannot be -----------------------------------------------------------------------------------


def test_an_unknown_kind_is_refused_with_those_that_are_known(tmp_path):
    assert "という種類の紙はありません" in refusal(
        tmp_path, "--kind", "report-spam-centre", "--kind", "letter"
    )


def test_a_file_that_is_there_is_not_overwritten_and_nothing_else_is_written(tmp_path):
    (tmp_path / "report-spam-centre.txt").write_text("mine")
    assert "report-spam-centre.txt がもうあります" in refusal(tmp_path, "--medium", "sms")
    assert (tmp_path / "report-spam-centre.txt").read_text() == "mine"


def test_a_link_to_another_file_is_not_followed(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report-carrier.txt").symlink_to(tmp_path / "elsewhere")
    assert "もうあります" in refusal(tmp_path / "out", "--medium", "sms")
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    assert str(tmp_path / "out") in refusal(tmp_path / "out", "--medium", "sms")


def test_a_story_needs_the_message_itself(tmp_path):
    told = refusal(tmp_path, text="宅配の不在通知のSMSが来て、リンクを押した")
    assert "届いた文そのもの" in told and "--medium" in told


@pytest.mark.parametrize(
    "args", [("--kind", "report-carrier"), ("--kind", "report-carrier", "--carrier", "au")]
)
def test_a_report_that_does_not_fit_is_explained(tmp_path, args):
    assert "SMSのものだけ" in refusal(tmp_path, "--medium", "email", *args)


def test_a_message_that_no_desk_takes_is_explained(tmp_path):
    assert "受け付ける窓口は、知識にありません" in refusal(
        tmp_path, "--medium", "ad", text="今だけ無料で当選です。"
    )


def test_what_does_not_fit_is_explained_and_the_rest_is_written(tmp_path):
    both = ("--kind", "report-spam-centre", "--kind", "report-carrier")
    done = papers(tmp_path, "--medium", "email", *both)
    assert (done.exit_code, "作れなかったもの" in done.stdout) == (1, True)
    assert names(tmp_path) == ["report-spam-centre.eml", "report-spam-centre.txt"]


def test_a_carrier_that_nobody_knows_is_refused(tmp_path):
    wanted = ("--kind", "report-carrier", "--carrier", "nobody")
    assert "docomo" in refusal(tmp_path, "--medium", "sms", *wanted)


@pytest.mark.parametrize("args", [("--received", "yesterday"), ("--medium", "fax")])
def test_a_wrong_value_is_refused(tmp_path, args):
    assert args[0] in refusal(tmp_path, *args)


def test_what_was_written_is_taken_back_when_the_rest_cannot_be(tmp_path):
    with pytest.raises(OSError):
        write_papers({"a.txt": b"1", "no/such/folder.txt": b"2"}, tmp_path)
    assert names(tmp_path) == []


def test_one_file_is_written_for_its_owner_and_never_over_another(tmp_path):
    write_new(tmp_path / "a.png", b"1")
    (tmp_path / "b.png").symlink_to(tmp_path / "c.png")
    for name in ("a.png", "b.png"):
        with pytest.raises(AlreadyThere, match="ほかの名前に"):
            write_new(tmp_path / name, b"2")
    assert (tmp_path / "a.png").read_bytes() == b"1" and not (tmp_path / "c.png").exists()


def test_the_same_name_twice_is_told_before_anything_is_written(tmp_path):
    (tmp_path / "b").write_bytes(b"")
    with pytest.raises(AlreadyThere, match="b がもうあります"):
        write_papers({"a": b"1", "b": b"2"}, tmp_path)
    assert names(tmp_path) == ["b"]


# --- the other papers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_every_paper_can_be_asked_for(tmp_path, kind):
    done = papers(tmp_path, "--kind", kind, "--json", text=TOLD)
    found = json.loads(done.stdout)
    assert (done.exit_code, found["sent"], found["written"]) == (0, False, [])
    assert sorted(Path(name).name for name in found["given"][0]["files"]) == names(tmp_path)


def test_papers_and_reports_can_be_asked_for_together(tmp_path):
    kinds = ("--kind", "clerk-card", "--kind", "report-spam-centre")
    assert papers(tmp_path, "--medium", "sms", *kinds).exit_code == 0
    assert names(tmp_path) == ["clerk-card.pdf", "report-spam-centre.eml", "report-spam-centre.txt"]


def test_the_command_says_what_stands_on_a_paper_and_that_a_person_hands_it_over(tmp_path):
    text = papers(tmp_path, "--kind", "for-the-counsellor", text=TOLD).stdout
    assert "相談員" in text and "のせること: 名前、住所" in text and "自分で渡します" in text


def test_whom_it_concerns_can_be_said(tmp_path):
    assert papers(tmp_path, "--kind", "case", "--person", "other", text=TOLD).exit_code == 0
    case = json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))
    assert case["consultation"]["situation"]["person"] == "other"


def test_the_papers_are_readable_by_their_owner_only(tmp_path):
    papers(tmp_path / "out", "--kind", "case", text=TOLD)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


def test_the_expiry_of_a_card_is_no_day_of_the_story(tmp_path):
    text = "I typed my card number 4111 1111 1111 1111 exp 09/28 cvv 312 on a fake page on 2026-11-20."
    done = papers(tmp_path, "--kind", "case", text=text)
    case = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.json"))
    assert done.exit_code == 0 and "2026-11-20" in case
    assert not [one for one in ("09/28", "09-28", "4111 1111") if one in case]
