"""What a stretch of Japanese says is done: its predicates by their kanji, each with how it ends.

No dictionary: a predicate is a run of kanji (or katakana before する, or one of a few verbs written in kana) with the kana
behind it; 振り込んだ is one, 振込. The kanji carry most of the meaning.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"([一-龥々]+|[ァ-ヴー]{2,}|もら|くれ|あげ|とら|なくな|かか|はら|ふりこ|おろ)([ぁ-ん]{0,10})"
)
# The first that fits counts, so the order matters: よう言われ is asked, not plain.
_ENDS = re.compile(
    r"(?P<asked>.{0,4}(?:よう(?:に)?|ろ|なさい|てほし|てくださ|ねば|なければ|必要|ないと))"
    r"|(?P<not>.{0,3}(?:ない|なかっ|ませ[んぬ]|ず|まい))"
    r"|(?P<almost>.{0,3}(?:そうに|かけ|うとし|ところ))"
    r"|(?P<passive>.{0,2}[かがさたなばまらわ]れ(?:た|て|、|る|ま|そ)|られ)"
    r"|(?P<can>(?:でき|[えけせてねべめれげ]る|られる))"
    r"|(?P<past>.{0,3}[ただ](?:[^めろけい]|$))"
    r"|(?P<te>.{0,3}[てで])"
    r"|(?P<plain>.{0,2}[るすうくぐつぬぶむ])"
    r"|(?P<noun>[をがはもにのとで])"
)
_LOOK_AHEAD = 6
_PARTICLES = "をがはにのもへとでや"

Predicate = tuple[str, str]


def predicates_in(text: str) -> list[Predicate]:
    """Returns (the last two kanji, how it ends) in text order; what ends as a noun says by which particle: noun を."""
    found, kept = [], ""
    for hit in _PIECE.finditer(text):
        core, kana = kept + hit[1], hit[2]
        kept = ""
        joins = len(kana) <= 1 and (not kana or kana not in _PARTICLES)
        if joins and _is_kanji(hit[1]) and _is_kanji(text[hit.end() : hit.end() + 1]):
            kept = core  # 振|り|込: one verb
        elif kana and not (_is_katakana(hit[1]) and kana[0] not in "しすさ"):
            found.append((core[-2:], _end_of(kana, text[hit.end() : hit.end() + _LOOK_AHEAD])))
    return found


def _end_of(kana: str, following: str) -> str:
    if len(kana) == 1 and kana in _PARTICLES:
        return f"noun {kana}"
    found = _ENDS.match(kana + following)
    end = str(found.lastgroup) if found else "other"
    return f"noun {kana[0]}" if end == "noun" else end


def _is_kanji(text: str) -> bool:
    return bool(text) and ("一" <= text[0] <= "龥" or text[0] == "々")


def _is_katakana(text: str) -> bool:
    return "ァ" <= text[0] <= "ー"


def verbs_of(predicates: list[Predicate]) -> list[Predicate]:
    """Returns those that are no noun."""
    return [one for one in predicates if not one[1].startswith("noun")]
