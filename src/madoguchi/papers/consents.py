"""Who may be told what: a paper for somebody else is built from the consent of the person, and from nothing else.

``NEEDS`` says what each paper can use at all. What is on a paper is what the paper needs and the person agreed to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal

from madoguchi.words import Word

FieldName = Literal[
    "identity",
    "person",
    "words",
    "scheme",
    "events",
    "dates",
    "counterparty",
    "gave",
    "payments",
    "amounts",
    "done",
    "wishes",
    "plan",
    "money",
]
Recipient = Literal["person", "counsellor", "lawyer", "business_or_police", "clerk", "watcher", "next_desk"]
SheetKind = Literal[
    "for-the-person",
    "for-the-counsellor",
    "clerk-card",
    "watcher-sheet",
    "course-of-events",
    "for-a-lawyer",
    "case",
    "deadlines",
]

FIELDS: Final[dict[FieldName, str]] = {
    "identity": "名前、住所、電話、性別、年齢、職業",
    "person": "だれのことか、年代",
    "words": "話した言葉",
    "scheme": "何に見えるかと、その理由",
    "events": "起きたこと",
    "dates": "日付",
    "counterparty": "相手の番号やアドレス",
    "gave": "渡したもの",
    "payments": "支払い方",
    "amounts": "金額",
    "done": "もうしたこと、ほかの窓口への相談",
    "wishes": "聞きたいこと",
    "plan": "することの順番と窓口",
    "money": "補償や救済のしくみ、これからのおそれ",
}
RECIPIENTS: Final[dict[Recipient, str]] = {
    "person": "本人",
    "counsellor": "消費生活センターなどの相談員",
    "lawyer": "弁護士、法テラス",
    "business_or_police": "相手の事業者、または警察",
    "clerk": "店の人",
    "watcher": "見守る人",
    "next_desk": "引きつぐ窓口",
}
TO: Final[dict[SheetKind, Recipient]] = {
    "for-the-person": "person",
    "for-the-counsellor": "counsellor",
    "clerk-card": "clerk",
    "watcher-sheet": "watcher",
    "course-of-events": "business_or_police",
    "for-a-lawyer": "lawyer",
    "case": "next_desk",
    "deadlines": "person",
}
_CASE: Final[tuple[FieldName, ...]] = (
    "person",
    "words",
    "events",
    "dates",
    "counterparty",
    "gave",
    "payments",
    "amounts",
)
NEEDS: Final[dict[SheetKind, tuple[FieldName, ...]]] = {
    "for-the-person": ("plan", "scheme"),
    "for-the-counsellor": ("identity", *_CASE, "scheme", "done"),
    "clerk-card": (),
    "watcher-sheet": (),
    "course-of-events": ("identity", *_CASE),
    "for-a-lawyer": ("identity", *_CASE, "done", "wishes"),
    "case": tuple(FIELDS),
    "deadlines": ("plan", "dates", "words"),
}
# What stays with the person, and what says nothing about anybody, needs no consent.
FREE: Final = frozenset(kind for kind in NEEDS if TO[kind] == "person" or not NEEDS[kind])
# What is read by whoever asks for it, in their language; a desk in Japan, and a shop, read Japanese.
THEIR_OWN: Final[tuple[SheetKind, ...]] = ("for-the-person", "watcher-sheet", "deadlines")
PURPOSES: Final[dict[SheetKind, str]] = {
    "for-the-person": "本人が、することを見るため",
    "for-the-counsellor": "相談をするため",
    "clerk-card": "店の人に声をかけてもらうため",
    "watcher-sheet": "見守る人が気づいたことを書くため",
    "course-of-events": "起きたことを伝えるため",
    "for-a-lawyer": "法律の相談をするため",
    "case": "相談を引きつぐため",
    "deadlines": "電話をかける日を忘れないため",
}


class Consent(Word, frozen=True, kw_only=True):
    """What the person agreed to. ``who`` agreed, ``to`` whom, which ``fields``, for what, ``how`` (spoken, written …), when.

    The last one to a recipient counts; without fields it is a withdrawal.
    """

    who: str
    to: Recipient
    fields: tuple[FieldName, ...]
    purpose: str
    how: str
    when: dt.datetime


def language_of(kind: SheetKind, language: str) -> str:
    """Returns the language of a paper of ``kind`` for somebody who reads ``language`` (ja, easy, en).

    Japanese for the person is the easy wording: it has readings above its kanji, and can be read out.
    """
    if kind not in THEIR_OWN:
        return "ja"
    return "easy" if kind == "for-the-person" and language == "ja" else language


class NoConsent(LookupError):
    """A paper for which nobody has agreed; says which and what to do (Japanese)."""


def agreed_for(kind: SheetKind, consents: Iterable[Consent]) -> tuple[FieldName, ...]:
    """Returns what may stand on a paper of ``kind``, in the order of NEEDS. Raises NoConsent."""
    if kind in FREE:
        return NEEDS[kind]
    to = TO[kind]
    last = next((one for one in reversed(tuple(consents)) if one.to == to), None)
    if last is None or not last.fields:
        raise NoConsent(
            f"「{kind}」は「{RECIPIENTS[to]}」に見せる紙です。見せてよいという本人の同意が、記録されていません。"
            "本人に、だれに何を見せるかを聞いて、同意を記録してください。"
        )
    return tuple(field for field in NEEDS[kind] if field in last.fields)


def asked_for(kind: SheetKind, *, who: str, when: dt.datetime) -> Consent:
    """Returns the consent of ``who`` asks for a paper of ``kind`` about themselves: everything that the paper needs."""
    return Consent(
        who=who,
        to=TO[kind],
        fields=NEEDS[kind],
        purpose=PURPOSES[kind],
        how="この紙を作るように頼んだこと",
        when=when,
    )
