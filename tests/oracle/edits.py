"""What whoever wants to slip through does to a message: five kinds of edits, four ways each, the same ones in every run.

`edits_of(message)` gives 20 edited messages: other words (synonym), torn apart (spacing), look-alike and hidden characters
(homoglyph), other widths (half_width), something left out (deletion). Nothing here is known to the program.
"""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Message = dict[str, Any]
Edit = Callable[[str, random.Random], str]

_LINK = re.compile(r"https?://\S+|\S+@\S+|[0-9][0-9-]{7,}")
_JAPANESE = re.compile("[ぁ-ゖァ-ヶー一-龥々]")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_PARTICLES = "をがはにのでともへ"


def messages() -> list[Message]:
    """Returns the 200 seeds: id, scheme, medium, text, and subject and sender where there are any."""
    return [json.loads(line) for line in (HERE / "seeds.jsonl").read_text(encoding="utf-8").splitlines()]


def edits_of(message: Message) -> Iterator[tuple[str, Message]]:
    """Yields (kind, edited message), 20 of them. The subject is edited in the same way; the sender stays."""
    for kind, ways in EDITS.items():
        for number, edit in enumerate(ways):
            chance = random.Random(f"{message['id']} {kind} {number}")
            changed = {
                part: _beside_links(message[part], edit, chance)
                for part in ("text", "subject")
                if message.get(part)
            }
            yield kind, {**message, **changed}


def _beside_links(text: str, edit: Edit, chance: random.Random) -> str:
    """Links and numbers must go on working for whoever sends them: only the words are edited."""
    pieces, at = [], 0
    for link in _LINK.finditer(text):
        pieces += [edit(text[at : link.start()], chance), link[0]]
        at = link.end()
    return "".join([*pieces, edit(text[at:], chance)])


# --- other words --------------------------------------------------------------------------------------


def _table() -> list[list[str]]:
    with (HERE / "synonyms.tsv").open(encoding="utf-8", newline="") as rows:
        return [row for row in csv.reader(rows, delimiter="\t") if row]


SYNONYMS = {word: [other for other in row if other != word] for row in _table() for word in row[:1]}
_WORD = re.compile("|".join(sorted(SYNONYMS, key=len, reverse=True)))


def other_words(share: float) -> Edit:
    def edit(text: str, chance: random.Random) -> str:
        return _WORD.sub(
            lambda hit: chance.choice(SYNONYMS[hit[0]]) if chance.random() < share else hit[0], text
        )

    return edit


# --- torn apart ---------------------------------------------------------------------------------------


def between(signs: str, share: float) -> Edit:
    """Puts one of ``signs`` behind that share of the Japanese characters."""

    def edit(text: str, chance: random.Random) -> str:
        return "".join(
            char + (chance.choice(signs) if _JAPANESE.match(char) and chance.random() < share else "")
            for char in text
        )

    return edit


# --- look-alikes --------------------------------------------------------------------------------------

KATAKANA = dict(zip("カロエニタトオハミヘヲーりべペ", "力口工二夕卜才八三へヲ一リベぺ", strict=True))
OTHER_SCRIPTS = dict(zip("AaBCcEeHIiKMNOoPpSsTXxYy", "АаВСсЕеНІіКМΝОоРрЅѕТХхҮу", strict=True))
CHINESE = dict(zip("場鍵凍戸国帳号対処会様閉検処単税", "埸键冻户囯账號對處會樣閉檢処單稅", strict=True))
ENCLOSED = {chr(at): chr(0x24B6 + at - ord("A")) for at in range(ord("A"), ord("Z") + 1)} | {
    str(digit): chr(0x2460 + digit - 1) for digit in range(1, 10)
}


def changed(table: dict[str, str], share: float = 1.0) -> Edit:
    def edit(text: str, chance: random.Random) -> str:
        return "".join(table[char] if char in table and chance.random() < share else char for char in text)

    return edit


# --- other widths -------------------------------------------------------------------------------------


def _half_widths() -> dict[str, str]:
    """Katakana -> its half-width form, read backwards from what Unicode says of the half-width ones."""
    plain = {unicodedata.normalize("NFKC", chr(at)): chr(at) for at in range(0xFF65, 0xFF9E)}
    voiced = {
        unicodedata.normalize("NFC", full + mark): half + sign
        for full, half in plain.items()
        for mark, sign in (("\u3099", "ﾞ"), ("\u309a", "ﾟ"))
    }
    return {full: half for full, half in {**plain, **voiced}.items() if len(full) == 1}


HALF = _half_widths()
FULL = {chr(at): chr(at + 0xFEE0) for at in range(0x21, 0x7F)}


# --- something left out -------------------------------------------------------------------------------


def without_characters(text: str, chance: random.Random) -> str:
    chars = list(text)
    for _ in range(chance.randint(1, 3)):
        if len(chars) > 1:
            del chars[chance.randrange(len(chars))]
    return "".join(chars)


def without_particles(text: str, chance: random.Random) -> str:
    return "".join(char for char in text if char not in _PARTICLES or chance.random() < 0.7)


def without_a_sentence(text: str, chance: random.Random) -> str:
    sentences = _SENTENCE.findall(text)
    if len(sentences) < 3:
        return without_characters(text, chance)
    del sentences[chance.randrange(len(sentences))]
    return "".join(sentences)


EDITS: dict[str, list[Edit]] = {
    "synonym": [other_words(1.0), other_words(0.6), other_words(0.3), other_words(0.8)],
    "spacing": [
        between(" ", 1.0),
        between("\u200b\u200d\u2060", 0.5),
        between("\u3000 ", 0.2),
        between("\u00a0\u2009\n", 0.06),
    ],
    "homoglyph": [
        changed(KATAKANA),
        changed({**OTHER_SCRIPTS, **CHINESE, **ENCLOSED}, 0.7),
        between("\u0749\u2061\u2064\u200b\u0336", 0.5),
        between("★♯☆♪◆■", 0.15),
    ],
    "half_width": [
        changed(HALF),
        changed(FULL),
        changed({**HALF, **FULL}),
        changed({**HALF, **FULL}, 0.5),
    ],
    "deletion": [without_characters, without_particles, without_a_sentence, without_characters],
}
