"""What is handed to ``madoguchi papers`` beside a story: about the person, consents, the operator, the key."""

import base64
import hashlib
import io
import json
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folding import TOLD, fifty, pages, text_of
from PIL import Image

from madoguchi.cli import main
from madoguchi.papers.case_file import signed_by

NOW = ("--at", "2026-11-21T20:40+09:00")
CONSENT = {
    "who": "本人",
    "to": "counsellor",
    "fields": ["words"],
    "purpose": "相談",
    "how": "電話で",
    "when": "2026-11-21T20:40:00+09:00",
}


def papers(out: Path, *args: str, text: str = TOLD) -> Result:
    return CliRunner().invoke(
        main, ["papers", "--out", str(out), *NOW, *args, "--", text], prog_name="madoguchi"
    )


def given(folder: Path, name: str, value: object) -> str:
    (folder / name).write_text(json.dumps(value), encoding="utf-8")
    return str(folder / name)


def test_what_is_known_of_the_person_stands_on_the_counsellors_paper(tmp_path):
    about = given(tmp_path, "about.json", {"name": "山川花子", "occupation": "農業"})
    papers(tmp_path / "out", "--kind", "for-the-counsellor", "--about", about)
    text = text_of((tmp_path / "out" / "for-the-counsellor.pdf").read_bytes())
    assert "山川花子" in text and "農業" in text


def test_consents_that_are_handed_in_are_the_only_ones(tmp_path):
    consents = given(tmp_path, "consents.json", [CONSENT])
    made = papers(tmp_path / "out", "--kind", "for-the-counsellor", "--consents", consents, "--json")
    assert json.loads(made.stdout)["given"][0]["fields"] == ["words"]
    refused = papers(tmp_path / "none", "--kind", "case", "--consents", consents)
    assert refused.exit_code == 2 and "同意" in refused.stderr and not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--about", {"nam": "x"}, "つづり"),
        ("--about", ["x"], "読めません"),
        ("--about", {"name": "あ" * 1_001}, "字まで"),
        ("--consents", [{"who": "本人"}], "読めません"),
        ("--consents", [{**CONSENT, "when": "2026-11-21T20:40:00"}], "時差"),
        ("--consents", [{**CONSENT, "field": []}], "つづり"),
        ("--about", {"name": "あ" * 40_000}, "大きすぎます"),
    ],
)
def test_what_is_handed_in_wrongly_is_refused_with_its_place(tmp_path, option, value, says):
    done = papers(tmp_path / "out", "--kind", "case", option, given(tmp_path, "given.json", value))
    assert done.exit_code == 2 and says in done.stderr and "given.json" in done.stderr


def test_a_paper_names_its_operator_and_how_to_reach_them(tmp_path):
    papers(tmp_path, "--kind", "clerk-card", "--operator", "みどりの会", "--contact", "平日9時から")
    text = text_of((tmp_path / "clerk-card.pdf").read_bytes())
    assert "運営:みどりの会" in text and "公的機関ではありません" in text and "平日9時から" in text


def test_an_operator_with_the_name_of_a_public_desk_is_refused(tmp_path):
    done = papers(tmp_path, "--kind", "clerk-card", "--operator", "みどり町消費生活センター")
    assert done.exit_code == 2 and "間違えられます" in done.stderr
    public = ("--operator", "みどり町消費生活センター", "--public-body")
    assert papers(tmp_path, "--kind", "clerk-card", *public).exit_code == 0


def test_the_key_is_made_once_for_its_owner_and_signs_every_case(tmp_path):
    key = tmp_path / "key"
    told = [papers(tmp_path / name, "--kind", "case", "--key", str(key), "--json") for name in "ab"]
    keys = [json.loads(one.stdout)["signed"]["public_key"] for one in told]
    assert keys[0] == keys[1] and stat.S_IMODE(key.stat().st_mode) == 0o600
    assert signed_by((tmp_path / "b" / "case.json").read_bytes(), base64.b64decode(keys[0]))


def test_a_key_that_is_too_short_is_refused(tmp_path):
    (tmp_path / "key").write_bytes(b"x" * 20)
    assert "32 バイト" in papers(tmp_path / "a", "--kind", "case", "--key", str(tmp_path / "key")).stderr


def test_without_a_key_nothing_is_signed(tmp_path):
    assert json.loads(papers(tmp_path, "--kind", "case", "--json").stdout)["signed"] is None


@pytest.mark.parametrize("text", ["詐欺", TOLD, fifty()[6]], ids=["word", "told", "20,000"])
def test_the_code_on_the_last_page_is_read_by_a_decoder(tmp_path, text):
    decoder = pytest.importorskip("zxingcpp", reason="no decoder of QR codes here (zxing-cpp)")
    papers(tmp_path, "--kind", "case", "--key", str(tmp_path / "key"), "--operator", "みどりの会", text=text)
    page = last_page((tmp_path / "case.pdf").read_bytes())
    read = [one.text for one in decoder.read_barcodes(page)]
    payload = read[0].split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    case = (tmp_path / "case.json").read_bytes()
    assert len(read) == 1 and told["case"] == hashlib.sha256(case).hexdigest() and told["by"] == "みどりの会"


def test_the_code_survives_a_fax_of_two_hundred_dots(tmp_path):
    decoder = pytest.importorskip("zxingcpp", reason="no decoder of QR codes here (zxing-cpp)")
    papers(tmp_path, "--kind", "case", "--key", str(tmp_path / "key"))
    page = (
        last_page((tmp_path / "case.pdf").read_bytes())
        .resize((1_728, 2_200))
        .point(lambda v: 255 * (v > 128))
    )
    assert decoder.read_barcodes(page)[0].text.startswith("MADOGUCHI1.")


def last_page(pdf: bytes) -> Image.Image:
    number = str(pages(pdf))
    command = ["pdftoppm", "-r", "200", "-f", number, "-l", number, "-gray", "-png", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))
