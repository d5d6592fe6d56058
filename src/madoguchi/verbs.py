"""The stems of verbs, so that a pattern need not spell them out."""

from __future__ import annotations

from madoguchi.english_verbs import UnknownEnglishVerb, forms_of

_GODAN = {
    "く": "かきいこ",
    "ぐ": "がぎいご",
    "す": "さしそ",
    "つ": "たちっと",
    "ぬ": "なにんの",
    "ぶ": "ばびんぼ",
    "む": "まみんも",
    "る": "らりっろ",
    "う": "わいっお",
}

# Spoken in the west beside the others: ゆうた, こうて, はろうた. Kept as short as their て needs.
_IN_THE_WEST = {
    "言う": ("ゆわ", "ゆい", "ゆっ", "ゆお", "ゆう"),
    "買う": ("こう",),
    "払う": ("払ろ", "はろう"),
    "使う": ("つこう",),
}


class UnknownVerb(ValueError):
    """A verb whose stems are not known; says which and what to do (Japanese)."""


def verb_stems(verb: str) -> tuple[str, ...]:
    """Returns the stems of a dictionary-form verb: 押す → 押さ 押し 押そ 押す; 電話する → 電話し 電話をし … 電話。

    The imperative and conditional (押せ) are left out: nobody has done what stands in them. A verb in Latin letters is English (pay).
    """
    if verb.isascii():
        try:
            return forms_of(verb)
        except UnknownEnglishVerb:
            raise UnknownVerb(
                f"英語の動詞「{verb}」は english_verbs.py にありません。足してください。"
            ) from None
    if verb.endswith("する"):
        noun = verb[:-2]
        ends = ("し", "す", "さ", "せ")
        return (*(noun + joint + end for joint in ("", "を", "は", "も") for end in ends), f"{noun}。")
    if verb.endswith("る1"):
        return (verb[:-2],)
    if verb.endswith("くる"):
        return (verb[:-2] + "来", verb[:-2] + "き", verb[:-2] + "く")
    ends_godan = _GODAN.get(verb[-1])
    if ends_godan is None:
        raise UnknownVerb(
            f"動詞「{verb}」の活用が分かりません。一段活用なら 1 を付けてください（例: <入れる1>）。"
        )
    stems: tuple[str, ...] = (*ends_godan, verb[-1])
    if verb.endswith(("行く", "ていく")):
        stems = ("か", "き", "っ", "こ", "く")
    spoken = tuple(verb[:-2] + stem for stem in _IN_THE_WEST.get(verb[-2:], ()))
    return (*(verb[:-1] + stem for stem in stems), *spoken)
