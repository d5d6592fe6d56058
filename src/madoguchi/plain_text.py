"""Levels a text for reading while every quote stays verbatim.

Half and full width, case, look-alike letters, invisible and combining characters, torn words and readings beside their
kanji are levelled, with a map back to the original and in linear time whatever is pasted. Most texts need no map: every
step first searches whether it has anything to do.
``unicodedata.normalize`` is never given the whole text: its canonical composition is quadratic in runs of
combining marks on Python 3.11, and one U+FDFA becomes eighteen characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import msgspec

from madoguchi.english import is_english, with_stops
from madoguchi.letters import LEVEL
from madoguchi.native import NATIVE
from madoguchi.simple_japanese import in_full
from madoguchi.words import Unreadable

PART_END = "\n\n‥\n\n"  # stands between a text and its subject and sender; people do not write it
MAX_CHARS = 20_000
MAX_CHARS_DESK = 200_000
_MAX_EXPANSION = 4

Offsets = tuple[int, ...]
Levelled = tuple[str, Offsets | None, Offsets | None]

_KANA = "ァ-ヶー"
_CJK = "ぁ-ゖゝゞァ-ヶー一-龥々〆〇ヵ"
_MARKS = "、。「」『』・（）！？：；，．／％【】〈〉《》…‥○●→←↑↓※＊"
_GOOD = f"\\t\\n -~{_CJK}{_MARKS}"
_ODD = re.compile(f"[^{_GOOD}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BESIDE = "、。「『」』"  # as good a neighbour as a Japanese letter
_IS_CJK = re.compile(f"[{_CJK}{_BESIDE}]")

_TO_LEVEL = re.compile(f"[{''.join(LEVEL)}]")


class UnreadableText(ValueError):
    """The text cannot be read at all; the message says why and what to do (Japanese), ``reason`` names it for other languages."""

    def __init__(self, message: str, reason: Unreadable) -> None:
        super().__init__(message, reason)
        self.message, self.reason = message, reason

    def __str__(self) -> str:
        return self.message


class PlainText(msgspec.Struct, frozen=True):
    """``text`` is levelled; ``starts``/``ends`` lead each of its characters back to ``original`` (None: the same)."""

    original: str
    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    @classmethod
    def of(cls, original: str, *, limit: int = MAX_CHARS, fill: bool = True) -> PlainText:
        """Returns the levelled text; ``fill``: simple Japanese with its kanji and particles.

        Raises UnreadableText: over ``limit`` code points, or lone surrogates.
        """
        if len(original) > limit:
            raise UnreadableText(
                f"文章が長すぎます（{len(original):,}文字）。{limit:,}文字までにしてください。気になる部分だけを貼ってください。",
                "text_long",
            )
        odd, broken = _STEPS.survey(original)
        if broken:
            raise UnreadableText(
                "文字がこわれていて読めません。もう一度コピーするか、打ち直してください。", "text_broken"
            )
        text: str = original
        starts: Offsets | None = None
        ends: Offsets | None = None
        if odd:
            text, starts, ends = _STEPS.without_odd(text)
        text = _STEPS.plain(text)
        if fill:
            text, starts, ends = in_full(text, starts=starts, ends=ends)
        text, starts, ends = _STEPS.without_tears(text, starts=starts, ends=ends)
        text = _STEPS.mended(text)
        if is_english(text):
            text = with_stops(text)
        return cls(original, text, starts, ends)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the original offsets of the levelled span."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1] if end > start else self.starts[start]

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """Returns the original words of the levelled span, with their offsets."""
        first, last = self.span(start, end)
        return self.original[first:last], first, last


def level(text: str) -> str:
    """Returns ``text`` levelled, for patterns of the knowledge (they meet levelled text only)."""
    return PlainText.of(text, limit=MAX_CHARS_DESK, fill=False).text


# --- one odd character after the other ----------------------------------------------------------------

_VOICE = {**dict.fromkeys("\u3099\u309bﾞ", "\u3099"), **dict.fromkeys("\u309a\u309cﾟ", "\u309a")}
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0")  # letters for Unicode, nothing for the eye
_GONE = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Co", "Cn"})
_ORNAMENTS = frozenset({"So", "Sk", "Po"})
_ORNAMENT = "★"
_SPACES = {"Zs": " ", "Zl": "\n", "Zp": "\n"}


@lru_cache(maxsize=4096)
def _one(char: str) -> str:
    """Returns what one odd code point is levelled to: nothing for marks, at most four characters else."""
    category = unicodedata.category(char)
    if category in _GONE or char in _INVISIBLE:
        return ""
    if category in _SPACES:
        return _SPACES[category]
    if "\U0001f1e6" <= char <= "\U0001f1ff":  # the letters that flags are made of
        return chr(ord("a") + ord(char) - 0x1F1E6)
    if "\U0001f150" <= char <= "\U0001f189":  # white letters on a dark ground
        return chr(ord("a") + (ord(char) - 0x1F150) % 32)
    form = unicodedata.normalize("NFKC", char)
    if len(form) > _MAX_EXPANSION:
        return "□"
    if form == char and category in _ORNAMENTS:
        return _ORNAMENT
    bare = unicodedata.normalize("NFKD", char)[0]
    kept = bare if category[0] == "L" and bare.isascii() else form
    return "".join(c for c in kept if unicodedata.category(c) not in _GONE or c == "\n")


def _without_odd(original: str) -> Levelled:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for hit in _ODD.finditer(original):
        odd = hit.start()
        chars += original[at:odd]
        starts += range(at, odd)
        ends += range(at + 1, odd + 1)
        at = odd + 1
        if hit[0] in _VOICE and chars and (joined := _voiced(chars[-1], hit[0])):
            chars[-1], ends[-1] = joined, at
            continue
        plain = _one(hit[0])
        chars += plain
        starts += [odd] * len(plain)
        ends += [at] * len(plain)
    chars += original[at:]
    starts += range(at, len(original))
    ends += range(at + 1, len(original) + 1)
    return "".join(chars), tuple(starts), tuple(ends)


def _voiced(last: str, mark: str) -> str | None:
    """Joins a (half-width or combining) voice mark with the kana before it; one pair, so no quadratic work. None: it stands alone."""
    joined = unicodedata.normalize("NFC", last + _VOICE[mark])
    if len(joined) != 1:
        return last if mark in "\u3099\u309a" else None
    return joined


# --- what tears words apart ---------------------------------------------------------------------------

_TEAR, _DOT, _BROKEN = " \t*#_|^`★☆♯♪♡♥❤✦✨◆◇■□", "・./~'○●※→,:;=+-", "をのんっゃゅょぁぃぅぇぉー々ンッャュョ"
_TEARS = re.compile(f"[{re.escape(_TEAR)}]+")
_DOTS = re.compile(f"[{re.escape(_DOT)}]")
_LETTERS_APART = re.compile(" [a-z0-9] [a-z0-9] [a-z0-9](?: [a-z0-9])*")
_READING = re.compile("[(《][ぁ-ん]{1,10}[)》]")
_BROKEN_LINE = re.compile(f"\n[{_BROKEN}]")
_SHORT_LINES = re.compile(f"\n[{_CJK}]{{1,2}}\n[{_CJK}]{{1,2}}(?:\n[{_CJK}]{{1,2}})*")


def _cuts(text: str) -> list[tuple[int, int]]:
    """Returns the spans to leave out, in order: what stands between two Japanese characters and belongs to neither."""
    found = [
        (first, last)
        for first, last in [hit.span() for hit in _TEARS.finditer(text)]
        if first and _IS_CJK.match(text, first - 1) and _IS_CJK.match(text, last)
    ]
    for at in [hit.start() for hit in _BROKEN_LINE.finditer(text)]:
        if at and _IS_CJK.match(text, at - 1) and text[at - 1] not in "。」』":
            found.append((at, at + 1))
    for first, last in [hit.span() for hit in _READING.finditer(text)]:
        if first and _is_kanji(text[first - 1]):
            found.append((first, last))
    found += [(at, at + 1) for at in _chains(text)]
    return sorted(found)


def _chains(text: str) -> list[int]:
    """Where the same sign stands behind every single character: お・客・様, A m a z o n, and a character a line."""
    dots = [hit.start() for hit in _DOTS.finditer(text)]
    found = [
        at
        for first, second in pairwise(dots)
        if second == first + 2
        and text[first] == text[second]
        and _within(text, first)
        and _within(text, second)
        for at in (first, second)
    ]
    for first, last in [hit.span() for hit in _LETTERS_APART.finditer(text)]:
        begins = first == 1 or text[first - 2] in " \n"
        ends = last == len(text) or not (text[last].isascii() and text[last].isalnum())
        found += range(first if begins else first + 2, last if ends else last - 2, 2)
    for first, last in [hit.span() for hit in _SHORT_LINES.finditer(text)]:
        found += [at for at in range(first, last) if text[at] == "\n"]
    return found


def _within(text: str, at: int) -> bool:
    return at > 0 and bool(_IS_CJK.match(text, at - 1) and _IS_CJK.match(text, at + 1))


def _cut(text: str, cuts: list[tuple[int, int]], *, starts: Offsets | None, ends: Offsets | None) -> Levelled:
    kept: list[int] = []
    at = 0
    for first, last in cuts:
        kept += range(at, first)
        at = max(at, last)
    kept += range(at, len(text))
    return (
        "".join([text[i] for i in kept]),
        tuple(kept) if starts is None else tuple(starts[i] for i in kept),
        tuple(i + 1 for i in kept) if ends is None else tuple(ends[i] for i in kept),
    )


# --- signs that pass for others: one for one, offsets do not move ---------------------------------------

_IN_WORD = re.compile("[a-z][01]{1,3}[a-z]")
_TO_KATAKANA = dict(zip("-口力工夕卜才二八三一べぺり", "ーロカエタトオニハミーベペリ", strict=True))
_LIKE = re.escape("".join(_TO_KATAKANA))
_SINGLE = "リヘベペカロエタニハミ"
_LIKE_KATAKANA = re.compile(f"[{_LIKE}][{_KANA}]|[{_KANA}][{_LIKE}]")
_ANY_LIKE = re.compile(f"[{_LIKE}]")
_RUN = re.compile(f"[{_KANA}{_LIKE}]{{2,}}")
_ALONE = re.compile(f"[{_SINGLE}]")
_TO_KANJI = dict(zip("カロエタニハミ", "力口工夕二八三", strict=True))
_TO_HIRAGANA = dict(zip("リヘベペ", "りへべぺ", strict=True))
_NUMERALS = "0123456789一二三四五六七八九十数何"


def _letters(text: str) -> str:
    """Mends amaz0n and app1e: figures between Latin letters."""
    return _IN_WORD.sub(lambda hit: hit[0].replace("0", "o").replace("1", "l"), text)


def _katakana(text: str) -> str:
    """Mends 力一ド, カ−ド, 口グイン, and the other way round ロ座, 入カ."""
    if _ANY_LIKE.search(text) and _LIKE_KATAKANA.search(text):
        text = _RUN.sub(_run, text)
    alone = [hit.start() for hit in _ALONE.finditer(text) if _is_alone(text, hit.start())]
    if not alone:
        return text
    chars = list(text)
    for at in alone:
        chars[at] = _alone(text, at)
    return "".join(chars)


def _is_alone(text: str, at: int) -> bool:
    return not (at and _is_katakana(text[at - 1])) and not _is_katakana(text[at + 1 : at + 2] or " ")


def _is_kanji(char: str) -> bool:
    return "一" <= char <= "龥鿿"


def _alone(text: str, at: int) -> str:
    """A single katakana among kanji or hiragana is none: 入カ, ロ座, あリがとう; but 三カ月."""
    char, before, after = text[at], text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if char in _TO_HIRAGANA:
        return _TO_HIRAGANA[char]
    counts = bool(before) and before in _NUMERALS
    return _TO_KANJI[char] if not counts and (_is_kanji(before) or _is_kanji(after)) else char


def _run(hit: re.Match[str]) -> str:
    run, text = hit[0], hit.string
    if _TO_KATAKANA.keys().isdisjoint(run) or not any(map(_is_katakana, run)):
        return run
    chars = list(run)
    around = text[hit.start() - 1 : hit.start()], text[hit.end() : hit.end() + 1]
    for at, char in enumerate(run):
        if char in _TO_KATAKANA and _passes(chars, at, around):
            chars[at] = _TO_KATAKANA[char]
    return "".join(chars)


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ー"


def _passes(chars: list[str], at: int, around: tuple[str, str]) -> bool:
    """Whether a sign in a run of katakana (mended up to ``at``) stands for one of them."""
    char, first, last = chars[at], at == 0, at == len(chars) - 1
    behind = around[1] if last else chars[at + 1]
    if char in "一二三八" and _counts("".join(chars[at + 1 : at + 3]) or around[1]):
        return False
    if first:
        leads = behind in "ャュョッンー" if char in "二三八" else char in "口力工夕卜才ぺべ"
        return leads and not last and not _is_kanji(around[0]) and (char, behind) not in _WORDS
    if not _is_katakana(chars[at - 1]):
        return False
    return (char in "-一二夕卜才ぺり" and not _is_kanji(behind)) if last else True


_WORDS = {("口", "コ"), ("べ", "テ")}


def _counts(behind: str) -> bool:
    """Whether a numeral before ``behind`` counts something: カード一枚, 二つ, 三ヶ月."""
    return behind in ("つ", "ケ", "カ", "コ") or (_is_kanji(behind) and behind[0] not in _TO_KATAKANA)


# --- the steps over the whole of a text, and the same by the native module (src/native/levels.c) -------------


class InPython:
    """The steps that look at every character of a text."""

    def survey(self, text: str) -> tuple[bool, bool]:
        """Returns whether it holds odd characters, and lone surrogates."""
        return _ODD.search(text) is not None, _SURROGATE.search(text) is not None

    def without_odd(self, text: str) -> Levelled:
        """Returns the text with what each odd character is levelled to, with the original offsets."""
        return _without_odd(text)

    def plain(self, text: str) -> str:
        """Returns ``text`` with look-alikes, small kana and capitals levelled one for one."""
        return _TO_LEVEL.sub(lambda hit: LEVEL[hit[0]], text)

    def without_tears(self, text: str, *, starts: Offsets | None, ends: Offsets | None) -> Levelled:
        """Returns the text without what tears words apart, with the original offsets of what is left (None: the same)."""
        cuts = _cuts(text)
        return _cut(text, cuts, starts=starts, ends=ends) if cuts else (text, starts, ends)

    def mended(self, text: str) -> str:
        """Returns ``text`` with signs that pass for others put right, one for one."""
        return _letters(_katakana(text))


class Natively:
    """The same steps: the native module tells which of them have anything to do, and does the common ones."""

    def __init__(self) -> None:
        """Raises RuntimeError where the native module is not built, or not wanted."""
        if NATIVE is None:
            raise RuntimeError("the native module is not there; take InPython")
        sets = (f"\t\n{_MARKS}", _BESIDE, _TEAR, _DOT, "".join(_TO_KATAKANA), _SINGLE, _BROKEN)
        self._levels = NATIVE.Levels(plain=LEVEL, sets=sets)

    def survey(self, text: str) -> tuple[bool, bool]:
        """Returns what InPython.survey does."""
        found = self._levels.survey(text)
        return bool(found & 1), bool(found & 2)

    def without_odd(self, text: str) -> Levelled:
        """Returns what InPython.without_odd does."""
        return self._levels.without_odd(text, _one, _voiced)

    def plain(self, text: str) -> str:
        """Returns what InPython.plain does."""
        return self._levels.plain(text)

    def without_tears(self, text: str, *, starts: Offsets | None, ends: Offsets | None) -> Levelled:
        """Returns what InPython.without_tears does."""
        return self._levels.without_tears(text, starts, ends) or (text, starts, ends)

    def mended(self, text: str) -> str:
        """Returns what InPython.mended does."""
        found = self._levels.mends(text)
        text = _katakana(text) if found & 3 else text
        return _letters(text) if found & 4 else text


_STEPS = Natively() if NATIVE else InPython()
