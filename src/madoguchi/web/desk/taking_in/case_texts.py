"""The text form of a case (case.txt): what survives where files are turned into text. Nobody can check who made it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from madoguchi.papers.material import About
from madoguchi.papers.vocabulary import IN_FULL, PERSONS, WHOSE_WORDS
from madoguchi.plain_text import MAX_CHARS, MAX_CHARS_DESK
from madoguchi.web.desk.taking_in.brought import Brought, NotBrought, digest_of, moment_in, safe
from madoguchi.web.desk.taking_in.told import Told, said_in
from madoguchi.web.readers import READERS
from madoguchi.words import Consultation, PersonWord, Story

FIRST = "【番号】"
_PART = re.compile(r"^【([^】\n]{1,40})】[ \t]*$", re.MULTILINE)
_WORDS = frozenset(words + IN_FULL for words in WHOSE_WORDS.values())
_LAST = "知識の版"
_ABOUT: Final[Mapping[str, str]] = {
    "名前": "name",
    "住所": "address",
    "電話": "phone",
    "性別": "sex",
    "年齢": "age",
    "職業": "occupation",
    "相談者から見て": "relation",
    "ほかの窓口への相談": "other_desks",
    "聞きたいこと": "wishes",
}
_NOTHING = frozenset({"ありません", "未確認"})


def brought_in_text(text: str, *, at: dt.datetime) -> Brought:
    """Returns what the text form brings; its codes are read anew out of the words, as of ``at``. Raises NotBrought."""
    if len(text) > MAX_CHARS_DESK:
        raise NotBrought(f"文が長すぎます（{len(text):,}文字）。{MAX_CHARS_DESK:,}文字までです。")
    parts = _parts(text.replace("\r\n", "\n"))
    number, told = parts["番号"].split("\n"), _labelled(parts["番号"])
    about = About(
        **{_ABOUT[name]: value for name, value in _labelled(parts.get("本人", "")).items() if name in _ABOUT}
    )
    words = next((text for name, text in parts.items() if name in _WORDS), "")
    if len(words) > MAX_CHARS:
        raise NotBrought(f"話した言葉が長すぎます（{len(words):,}文字）。{MAX_CHARS:,}文字までです。")
    story = Story(text="" if words in _NOTHING else words)
    answer = _for_whom(read(story, at=at), parts.get("だれのこと", ""))
    added = parts.get("あとから足したこと", "")
    return Brought(
        way="text",
        number=safe(number[0], most=120),
        made_at=moment_in(told.get("作った時", "")),
        by=safe(told.get("作成"), most=120),
        checked="unsigned",
        signer="",
        digest=digest_of(" ".join(text.split()).encode("utf-8", "replace")),
        said=said_in(
            Told(story=story, answer=answer, about=about, added=() if added in _NOTHING else (added,))
        ),
        agreed=tuple(safe(line, most=200) for line in parts.get("同意", "").split("\n")[:20] if line),
    )


def read(story: Story, *, at: dt.datetime, answers: Mapping[str, str] | None = None) -> Consultation:
    """Returns the reading of ``story`` as of ``at``. Raises UnreadableText."""
    return READERS.read(story, at=at, answers=dict(answers or {}), tongue="ja", limit=MAX_CHARS_DESK)


def _parts(text: str) -> dict[str, str]:
    """What the person said comes last but one: a line of theirs that looks like a heading of ours is theirs."""
    heads = list(_PART.finditer(text))
    names = [head[1] for head in heads]
    words = next((at for at, name in enumerate(names) if name in _WORDS), 0)
    if not words or names[0] != "番号":
        raise NotBrought(
            "引きつぎの文（case.txt）として読めません。「【番号】」から終わりまで、全部を貼ってください。"
        )
    end = len(names) - 1 - names[::-1].index(_LAST) if _LAST in names[words:] else len(names)
    kept = [head for at, head in enumerate(heads) if at <= words or at >= end]
    ends = [*(head.start() for head in kept[1:]), len(text)]
    found: dict[str, str] = {}
    for head, stop in zip(kept, ends, strict=True):
        found.setdefault(head[1], text[head.end() : stop].strip())
    return found


def _labelled(part: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in part.split("\n"))
    return {name: value.strip() for name, sign, value in pairs if sign and value.strip()}


def _for_whom(answer: Consultation, told: str) -> Consultation:
    from msgspec.structs import replace

    words: dict[str, PersonWord] = {PERSONS[one]: one for one in ("self", "family", "other")}
    person = next((word for shown, word in words.items() if told.startswith(shown)), None)
    return answer if person is None else replace(answer, situation=replace(answer.situation, person=person))
