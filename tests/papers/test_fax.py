"""A fax of 200 dots to the inch, one bit a dot: what a machine still reads there, a person reads too."""

import difflib
import subprocess
from io import BytesIO

import pytest
from folding import AT, TOLD, bundle, drawn

from madoguchi.papers.blocks import Calls, Steps
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by

KINDS = ["for-the-person", "for-the-counsellor", "clerk-card", "watcher-sheet"]


def faxed(pdf: bytes, language: str = "jpn") -> str:
    """What Tesseract reads on the first page as a fax would bring it, without spaces; ``eng`` for signs like #."""
    page, out = (
        drawn(pdf, dots=200).convert("L").point(lambda level: 255 * (level > 128)).convert("1"),
        BytesIO(),
    )
    page.save(out, "PNG")
    command = ["tesseract", "-", "-", "-l", language, "--psm", "4", "--dpi", "200"]
    done = subprocess.run(command, input=out.getvalue(), capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def plain(line) -> str:
    return "".join("".join(piece.text for piece in line).split())


def likeness(words: str, text: str) -> float:
    """The share of ``words`` that is found in ``text`` in its order, near each other."""
    blocks = difflib.SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks()
    return sum(one.size for one in blocks if one.size > 1) / len(words)


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_to_call_survives_a_fax(kind):
    sheet, pdf = sheet_for(seen_by(kind, bundle(), at=AT))
    numbers = [plain(one.number) for block in sheet.blocks if isinstance(block, Calls) for one in block.items]
    text = faxed(pdf) + faxed(pdf, "eng")
    assert [number for number in numbers if number not in text] == []


@pytest.mark.parametrize("kind", ["for-the-person", "clerk-card"])
def test_every_step_survives_a_fax(kind):
    sheet, pdf = sheet_for(seen_by(kind, bundle(), at=AT))
    text = faxed(pdf)
    steps = [plain(one.text) for block in sheet.blocks if isinstance(block, Steps) for one in block.items]
    assert steps and {step: likeness(step, text) for step in steps if likeness(step, text) < 0.9} == {}


def test_amounts_and_the_callers_number_survive_a_fax():
    text = faxed(sheet_for(seen_by("for-the-counsellor", bundle(TOLD), at=AT))[1])
    unmarked = text.replace(",", "").replace(".", "")  # a speck beside the comma is no other sum
    assert "70000円" in unmarked and "050-1234-5678" in text
