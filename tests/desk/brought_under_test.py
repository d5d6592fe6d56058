"""Case files as the public side hands them out, signed by whoever is asked for."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib

import msgspec

from madoguchi import consult
from madoguchi.hours import TOKYO
from madoguchi.knowledge import load
from madoguchi.papers.case_file import Case, case_json, case_of, hand_over_code
from madoguchi.papers.case_sheet import case_text
from madoguchi.papers.consents import asked_for
from madoguchi.papers.material import About, Bundle, Operator, Seen, seen_by
from madoguchi.papers.signing import Signer
from madoguchi.words import Story

MORNING = dt.datetime(2026, 11, 24, 9, 20, tzinfo=TOKYO)
STORY = (
    "78歳の母のパソコンに警告画面が出て、050-1234-5678 に電話しました。遠隔操作のソフトを入れました。"
    "コンビニでアップルカードを35,000円分、2枚買って番号を読み上げました。https://keikoku.example.top/a を見ました。"
)
ABOUT = About(name="試験 花子", phone="090-1111-2222", address="試験町一丁目", wishes="返金されますか")
STRANGER = Signer("となり町のサイト", hashlib.sha256(b"stranger").digest())


def seen(story: str = STORY, *, about: About = ABOUT) -> Seen:
    """What the case of ``story`` may tell."""
    told = Story(text=story)
    bundle = Bundle(
        story=told,
        answer=consult(story, at=MORNING),
        knowledge=load(),
        person="family",
        about=about,
        operator=Operator(name="試験のサイト", public=True),
        consents=(asked_for("case", who="本人", when=MORNING),),
        number="20261124-0920",
    )
    return seen_by("case", bundle, at=MORNING)


def case(story: str = STORY, *, about: About = ABOUT, signer: Signer | None = None) -> Case:
    """The case of ``story``."""
    return case_of(seen(story, about=about), signer)


def file(story: str = STORY, *, about: About = ABOUT, signer: Signer | None = None) -> bytes:
    """case.json."""
    return case_json(case(story, about=about, signer=signer))


def text(story: str = STORY) -> str:
    """case.txt."""
    found = seen(story)
    return case_text(found, case_of(found))


def code(story: str = STORY, *, signer: Signer = STRANGER) -> str:
    """The hand-over code as a scanner reads it."""
    return hand_over_code(case(story, signer=signer), signer).decode()


def know(signer: Signer) -> None:
    """From now on the desk knows the key of ``signer``."""
    from django.conf import settings

    key = {"name": signer.name, "public_key": base64.b64encode(signer.public_key).decode()}
    (settings.DATA / "known-keys.json").write_bytes(msgspec.json.encode([key]))


def know_nobody() -> None:
    """The desk knows no key but its own."""
    from django.conf import settings

    (settings.DATA / "known-keys.json").unlink(missing_ok=True)
