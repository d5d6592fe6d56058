"""Letters in the consumer's own name. A letter is sent by a person: here it is only written, printed, and marked as sent.

What was agreed to and what was printed names the wording it was: another wording is agreed to and printed anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import msgspec

from madoguchi.knowledge import load
from madoguchi.papers.own_letters import LetterWords
from madoguchi.web.desk.cases.codes_given import is_day
from madoguchi.web.desk.cases.consents import Agreed, NoConsent, put_consent
from madoguchi.web.desk.cases.files import put_file
from madoguchi.web.desk.cases.frame import Doing, changes
from madoguchi.web.desk.cases.record import ChangedMeanwhile, NotFit, assert_unchanged
from madoguchi.web.desk.codes import SENT_WAYS
from madoguchi.web.desk.letter_models import ConditionSeen, Letter
from madoguchi.web.desk.letters.grounds import mark_of
from madoguchi.web.desk.models import Consent
from madoguchi.web.desk.taking_in.brought import LetterOver

MOST_LETTERS = 30
_MOST_LINE, _MOST_BODY, _MOST_TO = 400, 8_000, 40
_HOWS = ("oral", "written")
_FIRST = dt.date(2000, 1, 1)  # a letter that went out before is a slip of the key
_NOT_SENT = "書面を出した日か、出し方が読めません。書面の行の印を外してください。"


@changes("write_letter")
def look_at_conditions(doing: Doing, rule_id: str, marks: Collection[str]) -> str:
    """Keeps which conditions of a rule somebody looked at and found to hold; what is not among ``marks`` is open again. Raises NotFit."""
    rule = load().redress.get(rule_id)
    known = {mark_of(one.text) for one in rule.conditions} if rule else set()
    if rule is None or not set(marks) <= known:
        raise NotFit("その条件は、いまの決まりにありません。画面を開き直してください。")
    kept = ConditionSeen.objects.filter(case=doing.this, rule=rule_id)
    kept.exclude(condition__in=marks).delete()
    for mark in sorted(set(marks) - set(kept.values_list("condition", flat=True))):
        ConditionSeen.objects.create(
            case=doing.this, rule=rule_id, condition=mark, by=doing.member.staff, at=doing.at
        )
    doing.fields.add("condition")
    return rule_id


@changes("write_letter")
def draft_letter(doing: Doing, form_id: str, words: LetterWords) -> str:
    """Begins a letter; returns its id. Raises NotFit."""
    if form_id not in load().letters:
        raise NotFit("その書面はありません。一覧から選んでください。")
    if Letter.objects.filter(case=doing.this).count() >= MOST_LETTERS:
        raise NotFit(f"一つの相談に作れる書面は {MOST_LETTERS} までです。いらない下書きを消してください。")
    made = Letter(case=doing.this, form=form_id, by=doing.member.staff, at=doing.at)
    made.sealed = _sealed(doing, made, words)
    made.save(force_insert=True)
    doing.fields.add("letter")
    return made.id


def sent_on_of(over: LetterOver) -> dt.date | None:
    """Returns the day on which a letter of another desk went out, None for a draft. Raises NotFit.

    Day and way lie open in the record: a day is a day, a way is one of the list, and a draft has neither.
    """
    if not over.sent_on and not over.sent_way:
        return None
    if not is_day(over.sent_on) or over.sent_on < _FIRST.isoformat() or over.sent_way not in SENT_WAYS:
        raise NotFit(_NOT_SENT)
    return dt.date.fromisoformat(over.sent_on)


def put_letter(doing: Doing, over: LetterOver) -> None:
    """Puts a letter of another desk beside those of the case, once: sent it only tells so, a draft is agreed to and printed anew. Raises NotFit."""
    held = Letter.objects.filter(case=doing.this)
    sent = sent_on_of(over)
    if any(
        (one.form, one.sent_on, words_of(doing, one)) == (over.form, sent, over.words)
        for one in held.filter(form=over.form)
    ):
        return
    if over.form not in load().letters or held.count() >= MOST_LETTERS:
        raise NotFit(
            f"書面が {MOST_LETTERS} をこえるか、この机にない書面です。書面の行の印を外してください。"
        )
    if sent is not None and sent > doing.at.date():
        raise NotFit(_NOT_SENT)
    made = Letter(case=doing.this, form=over.form, by=doing.member.staff, at=doing.at)
    made.sent_on, made.sent_way = sent, over.sent_way
    made.sealed = _sealed(doing, made, over.words)
    made.save(force_insert=True)
    doing.fields.add("letter")


@changes("write_letter")
def write_letter(
    doing: Doing, letter_id: str, words: LetterWords, *, agreed: str = "", version: int | None = None
) -> str:
    """Keeps what a letter says now. ``agreed``: the consumer agreed to these very words (oral, written), which is kept as a consent.

    Raises NotFit for a text that is too long, for a letter that was sent and for one of another case; ChangedMeanwhile.
    """
    assert_unchanged(doing, version)
    row = _unsent(doing, letter_id)
    if words != words_of(doing, row):
        row.version += 1
        row.sealed = _sealed(doing, row, words)
    if agreed:
        row.consent = _agreed(doing, row, words=words, how=agreed)
        row.agreed_version = row.version
        row.printed_version = 0  # what was printed says that nobody agreed yet
    row.by, row.at = doing.member.staff, doing.at
    row.save()
    doing.fields.add("letter")
    return row.id


def _agreed(doing: Doing, row: Letter, *, words: LetterWords, how: str) -> Consent:
    if how not in _HOWS:
        raise NotFit("同意は、口頭か書面かを選んでください。")
    name = load().letters[row.form].name
    made = put_consent(
        doing,
        Agreed(
            who="consumer",
            to=(words.to_name or name)[:_MOST_TO],
            fields=("letter",),
            purpose=f"本人の名前の書面: {name}"[:80],
            how=how,
            text="",
        ),
    )
    return Consent.objects.get(pk=made)


@changes("write_letter")
def keep_print(doing: Doing, letter_id: str, words: LetterWords, data: bytes) -> str:
    """Keeps the printed letter with the files of the case; ``words`` is what was printed. Returns the id of the file.

    Raises NotFit, NotAFile, ChangedMeanwhile for another wording.
    """
    row = _unsent(doing, letter_id)
    if words_of(doing, row) != words:
        raise ChangedMeanwhile(doing.this.version)
    name = load().letters[row.form].name.partition("（")[0]
    row.file_id = put_file(doing, f"{name}-{doing.at:%m%d-%H%M}.pdf", data=data)
    row.printed_version = row.version
    row.save()
    doing.fields.add("letter.printed")
    return row.file_id


@changes("write_letter")
def mark_sent(doing: Doing, letter_id: str, on: dt.date | None, way: str) -> str:
    """Notes when and by which way a letter went out. Raises NotFit for a day to come and a way that is none; NoConsent."""
    row = _unsent(doing, letter_id)
    if on is None or not _FIRST <= on <= doing.at.date() or way not in SENT_WAYS:
        raise NotFit("出した日（今日まで）と、出し方を選んでください。")
    if row.agreed_version != row.version or row.consent is None or row.consent.revoked_at:
        raise NoConsent("この文面への本人の同意が、まだありません。読み上げて確かめ、同意を残してください。")
    if row.printed_version != row.version:
        raise NotFit("いまの文面の控えがありません。「刷る」を押してから、出した印を付けてください。")
    row.sent_on, row.sent_way = on, way
    row.save()
    doing.fields.update(("letter.sent", f"letter.{row.form}"))
    return row.id


@changes("write_letter")
def unmark_sent(doing: Doing, letter_id: str) -> str:
    """Takes the mark back: the letter did not go out after all. Raises NotFit."""
    row = _letter(doing, letter_id)
    row.sent_on, row.sent_way = None, ""
    row.save()
    doing.fields.add("letter.not_sent")
    return row.id


@changes("write_letter")
def remove_letter(doing: Doing, letter_id: str) -> str:
    """Throws a draft away; what was printed of it stays among the files. Raises NotFit for one that was sent."""
    _unsent(doing, letter_id).delete()
    doing.fields.add("letter")
    return letter_id


def words_of(doing: Doing, row: Letter) -> LetterWords:
    """Returns what ``row`` says, opened."""
    return msgspec.json.decode(doing.opened(row.sealed, f"letter/{row.pk}"), type=LetterWords)


def _sealed(doing: Doing, row: Letter, words: LetterWords) -> bytes:
    for name in words.__struct_fields__:
        most = _MOST_BODY if name in ("body", "enclosed") else _MOST_LINE
        if len(getattr(words, name)) > most:
            raise NotFit(f"長すぎます。本文は {_MOST_BODY:,} 文字、ほかの欄は {_MOST_LINE} 文字までです。")
    return doing.sealed(msgspec.json.encode(words).decode(), f"letter/{row.pk}")


def _letter(doing: Doing, letter_id: str) -> Letter:
    found = Letter.objects.filter(case=doing.this, pk=letter_id).select_related("consent").first()
    if found is None:
        raise NotFit("その書面は、この事案にありません。画面を開き直してください。")
    return found


def _unsent(doing: Doing, letter_id: str) -> Letter:
    found = _letter(doing, letter_id)
    if found.sent_on is not None:
        raise NotFit("出した書面は変えられません。直すときは、新しく作ってください。")
    return found
