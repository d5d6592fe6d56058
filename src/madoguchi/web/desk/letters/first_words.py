"""The first words of a letter: parts of the record, and blanks where it does not know. Nothing is guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from madoguchi.knowledge.shapes.letters import LetterForm
from madoguchi.papers.own_letters import LetterWords
from madoguchi.telling.labels import yen
from madoguchi.web.desk.cases.record import Identity
from madoguchi.web.desk.readings import WholeCase
from madoguchi.words import Contract

_ROOM = "　" * 12  # to write in by hand
_BLANKS: Mapping[str, str] = {
    "contracted_on": "〔　　　　年　　月　　日〕",
    "papers_on": "〔　　　　年　　月　　日〕",
    "goods": f"〔名前{_ROOM}〕",
    "contract_amount": "〔　　　　　　円〕",
    "paid_amount": "〔　　　　　　円〕",
    "seller": f"〔名前{_ROOM}〕",
    "phone": f"〔電話番号{_ROOM}〕",
}
_NOT_TOLD = Contract()
_NOBODY = f"〔相手の名前{_ROOM}〕"


def first_words(whole: WholeCase, form: LetterForm, *, told: Contract = _NOT_TOLD) -> LetterWords:
    """Returns the draft of ``form`` from what the record holds, and from the memo when the papers came (``told``)."""
    party = whole.parties.get("consumer")
    who = party[1] if party else Identity()
    known = {**_BLANKS, **_parts(whole, who), **_papers(told)}
    to = next((name for role in form.to if (name := _name(whole, role))), _NOBODY)
    return LetterWords(
        title=form.title,
        to_name=f"{to}　御中",
        to_address=f"〔相手の住所{_ROOM}〕" if form.layout != "fax" else "",
        to_fax=f"〔FAX番号{_ROOM}〕" if form.layout == "fax" else "",
        from_name=who.name or f"〔本人の名前{_ROOM}〕",
        from_postcode=who.postcode,
        from_address=who.address or f"〔本人の住所{_ROOM}〕",
        from_phone=who.phone,
        body="\n".join(line.format_map(known) for line in form.body),
        enclosed="\n".join(form.enclose),
    )


def beside(words: LetterWords, form: LetterForm) -> LetterWords:
    """Returns the words of a cover or a label (``form``) for a letter that has ``words``: nobody types an address twice."""
    return LetterWords(
        title=form.title,
        to_name=words.to_name,
        to_postcode=words.to_postcode,
        to_address=words.to_address,
        to_fax=words.to_fax or (f"〔FAX番号{_ROOM}〕" if form.layout == "fax" else ""),
        from_name=words.from_name,
        from_postcode=words.from_postcode,
        from_address=words.from_address,
        from_phone=words.from_phone,
        body="\n".join(form.body),
        enclosed=words.title if form.layout == "fax" else "",
    )


def blanks_in(words: LetterWords) -> int:
    """Returns how many blanks are still open."""
    return sum(getattr(words, name).count("〔") for name in words.__struct_fields__)


def _papers(told: Contract) -> dict[str, str]:
    """The one day that is told outright: of several, or of one told only about, the person says which it was."""
    days = {one.from_day for one in told.papers}
    sure = len(days) == 1 and all(one.from_day == one.to_day and not one.about for one in told.papers)
    return {"papers_on": _written(days.pop())} if sure else {}


def _written(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _parts(whole: WholeCase, who: Identity) -> dict[str, str]:
    case, found = whole.case, dict[str, str]()
    if (day := case.contracted_on) is not None:
        found["contracted_on"] = _written(day)
    if goods := " ".join(whole.texts.get("goods", "").split()):
        found["goods"] = goods
    if case.contract_amount is not None:
        found["contract_amount"] = yen(case.contract_amount)
    if case.paid_amount is not None:
        found["paid_amount"] = yen(case.paid_amount)
    if seller := _name(whole, "seller"):
        found["seller"] = seller
    if who.phone:
        found["phone"] = who.phone
    return found


def _name(whole: WholeCase, role: str) -> str:
    return next(
        (one.value.strip() for one in whole.other_side if one.role == role and one.kind == "name"), ""
    )
