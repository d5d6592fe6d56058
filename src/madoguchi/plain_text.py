"""Levels a text for reading while every quote stays verbatim.

Half and full width, case, look-alike letters, invisible and combining characters and spaced-out words are
levelled one code point at a time with a map back to the original, so the cost is linear whatever is pasted.
``unicodedata.normalize`` is never given the whole text: its canonical composition is quadratic in runs of
combining marks on Python 3.11, and one U+FDFA becomes eighteen characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

PART_END = "\n\n‥\n\n"  # stands between a text and its subject and sender; people do not write it
MAX_CHARS = 20_000
MAX_CHARS_DESK = 200_000
_MAX_EXPANSION = 4

_KANA = "ァ-ヶー"
_CJK = "ぁ-ゖゝゞァ-ヶー一-龥々〆〇ヵ"
_GOOD = f"\\t\\n -~{_CJK}、。「」『』・（）！？：；，．／％【】〈〉《》…‥○●→←↑↓※＊"
_ODD = re.compile(f"[^{_GOOD}]")
_SPACED = re.compile(f"[{_CJK}、。][ \\t]+[{_CJK}「『]")
_DECOR = re.compile(f"[{_CJK}][*#★☆♯♪♡♥❤✦✨◆◇]+[{_CJK}]")
_KATAKANA_LIKE = re.compile(f"[{_KANA}][-一口力二工夕卜‐−–—―]|[口力二工夕卜][{_KANA}一-]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Look-alikes of other scripts and of Chinese type: one code point each, so offsets do not move.
_LIKE = str.maketrans(
    "АВЕКМНОРСТХаеорсухіѕјԁʏІЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν稅埸鍵冻户囯账號來對處發會樣帳鎖關閉據檢處無償內單証戻廣",
    "abekmhopctxaeopcyxisjdyisabezhikmnoptyxoav税場鍵凍戸国帳号来対処発会様帳鎖関閉拠検処無償内単証戻広",
)
_SMALL = str.maketrans("ァィゥェォヵヶ（）！？：；，．／％〜～", "アイウエオカケ()!?:;,./%~~")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_LEVEL = {**_LIKE, **_SMALL, **_LOWER}
_TO_KATAKANA = dict(zip("口力二工夕卜", "ロカニエタト", strict=True))
_DASHES = "-一‐−–—―"


class UnreadableText(ValueError):
    """The text cannot be read at all; the message says why and what to do (Japanese)."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """``text`` is levelled; ``starts``/``ends`` lead each of its characters back to ``original`` (None: the same)."""

    original: str
    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    @classmethod
    def of(cls, original: str, *, limit: int = MAX_CHARS) -> PlainText:
        """Returns the levelled text. Raises UnreadableText: over ``limit`` code points, or lone surrogates."""
        if len(original) > limit:
            raise UnreadableText(
                f"文章が長すぎます（{len(original):,}文字）。{limit:,}文字までにしてください。気になる部分だけを貼ってください。"
            )
        if _SURROGATE.search(original):
            raise UnreadableText("文字がこわれていて読めません。もう一度コピーするか、打ち直してください。")
        level = original.translate(_LEVEL)
        if _ODD.search(level) or _SPACED.search(level) or _DECOR.search(level):
            return _levelled_slowly(original)
        return cls(original, _katakana(level), None, None)

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
    return PlainText.of(text, limit=MAX_CHARS_DESK).text


@lru_cache(maxsize=4096)
def _one(char: str) -> str:
    """Returns what one odd code point is levelled to: nothing for marks, at most four characters else."""
    if unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf", "Cc", "Co", "Cn"} and char not in "\n\t":
        return ""
    form = unicodedata.normalize("NFKC", char)
    if len(form) > _MAX_EXPANSION:
        return "□"
    kept = "".join(c for c in form if unicodedata.category(c) not in {"Mn", "Me", "Cf", "Cc"} or c == "\n")
    return kept.translate(_LEVEL)


def _levelled_slowly(original: str) -> PlainText:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(original):
        if char in "\u3099\u309aﾞﾟ" and chars and _voice(chars, char):
            ends[-1] = at + 1
            continue
        plain = _LEVEL.get(ord(char), char) if not _ODD.match(char) else _one(char)
        for c in plain if isinstance(plain, str) else chr(plain):
            chars.append(c)
            starts.append(at)
            ends.append(at + 1)
    kept = _kept(chars)
    text = _katakana("".join(chars[i] for i in kept))
    return PlainText(original, text, tuple(starts[i] for i in kept), tuple(ends[i] for i in kept))


def _voice(chars: list[str], mark: str) -> bool:
    """Joins a (half-width or combining) voice mark with the kana before it; one pair, so no quadratic work."""
    combining = "\u3099" if mark in "\u3099ﾞ" else "\u309a"
    joined = unicodedata.normalize("NFC", chars[-1] + combining)
    if len(joined) != 1:
        return mark in "\u3099\u309a"
    chars[-1] = joined
    return True


_DROPPED = frozenset(" \t*#★☆♯♪♡♥❤✦✨◆◇")
_IS_CJK = re.compile(f"[{_CJK}、。「『」』]")


def _kept(chars: list[str]) -> list[int]:
    """Returns the indices to keep: spaces and ornaments between two Japanese characters go."""
    kept: list[int] = []
    run: list[int] = []
    for i, char in enumerate(chars):
        if char in _DROPPED:
            run.append(i)
            continue
        if run:
            between = kept and _IS_CJK.match(chars[kept[-1]]) and _IS_CJK.match(char)
            if not between:
                kept.extend(run)
            run = []
        kept.append(i)
    return kept + run


def _katakana(text: str) -> str:
    """Mends 力一ド, カ−ド, 口グイン: signs that pass for katakana beside katakana. Offsets do not move."""
    if not _KATAKANA_LIKE.search(text):
        return text
    chars = list(text)
    for i in range(len(chars)):
        before = chars[i - 1] if i else ""
        after = chars[i + 1] if i + 1 < len(chars) else ""
        chars[i] = _katakana_of(chars[i], before, after)
    return "".join(chars)


def _is_katakana(char: str) -> bool:
    return bool(char) and "ァ" <= char <= "ー"


def _katakana_of(char: str, before: str, after: str) -> str:
    if char in _DASHES and _is_katakana(before):
        return "ー" if char != "一" or _is_katakana(after) else char
    if char not in _TO_KATAKANA or "一" <= before <= "龥" or (char == "口" and after == "コ"):
        return char
    follows = _is_katakana(after) or (after in "一-−" and bool(after))
    return _TO_KATAKANA[char] if follows else char
