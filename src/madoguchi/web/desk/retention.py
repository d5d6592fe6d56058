"""How long records are kept: as many years as the centre says, none by itself. What is over is listed; nothing goes without a signature."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from madoguchi.consult import TOKYO
from madoguchi.web.desk.gates import Member, cases_for, within
from madoguchi.web.desk.models import Case, Consent, Disposal, Due

MOST_LISTED = 50  # a list that somebody can still look through, line by line
MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Ripe:
    """A record whose time is over. ``ended_on``: from when its years are counted; ``why_not``: what speaks against (Japanese).

    ``may_go``: whether it can be chosen at all; one that has not ended cannot.
    """

    case_id: str
    number: str
    received_on: dt.date
    ended_on: dt.date
    why_not: tuple[str, ...]
    may_go: bool


def over_before(today: dt.date, *, years: int) -> dt.date:
    """Returns the last day on which a record may have ended whose ``years`` are over ``today``."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # the 29th of February of a year that has none
        return today.replace(year=today.year - years, day=28)


def ripe_for(member: Member, *, today: dt.date, most: int = MOST_LISTED) -> tuple[list[Ripe], int]:
    """Returns the records of the member's centre whose time is over, the oldest first, at most ``most``; and how many there are.

    Nothing where the centre has not said how long it keeps them. Raises NotAllowed.
    """
    with within(member.centre):
        found = _over(member, today)
        ordered = found.order_by("ended", "pk")
        return _told(ordered[:most], today), found.count()


def chosen_of(member: Member, case_ids: Sequence[str], *, today: dt.date) -> list[Ripe]:
    """Returns those of ``case_ids`` whose time is over, sorted by number. Call it within the member's centre. Raises NotAllowed."""
    found = _over(member, today).filter(pk__in=list(case_ids)[:MOST_LISTED])
    return sorted(_told(found, today), key=lambda one: one.number)


def _over(member: Member, today: dt.date) -> QuerySet[Case]:
    years = member.centre.kept_years
    own = cases_for(member, "dispose", today=today).filter(centre=member.centre, merged_into=None)
    dated = own.annotate(ended=Coalesce("closed_on", "registered_on", "received_on"))
    return dated.filter(ended__lte=over_before(today, years=years)) if years else dated.none()


def _told(rows: Iterable[Case], today: dt.date) -> list[Ripe]:
    cases = list(rows)
    whole = {case.pk: case.pk for case in cases}  # a part goes with the case that it was merged into
    whole |= dict(Case.objects.filter(merged_into__in=cases).values_list("pk", "merged_into"))
    due = Due.objects.filter(case__in=whole, done_at=None)
    valid = Consent.objects.filter(Q(until=None) | Q(until__gte=today), case__in=whole, revoked_at=None)
    waiting, agreed = ({whole[pk] for pk in rows.values_list("case", flat=True)} for rows in (due, valid))
    return [_ripe(case, waiting, agreed) for case in cases]


def _ripe(case: Case, waiting: set[str], agreed: set[str]) -> Ripe:
    has_ended = case.state == "closed"
    against = (
        "" if has_ended else "終わっていません（先に終えてください）",
        "すんでいない予定があります" if case.pk in waiting else "",
        "取り消していない同意があります" if case.pk in agreed else "",
    )
    ended_on = case.closed_on or case.registered_on or case.received_on
    return Ripe(
        case.pk, case.number, case.received_on, ended_on, tuple(filter(None, against)), may_go=has_ended
    )


def lines_of(listed: Iterable[Sequence[str]]) -> str:
    """Returns the lines of a list as they are hashed and printed: number, received, ended, with tabs between."""
    return "".join("\t".join(line) + "\n" for line in listed)


def listed_of(chosen: Iterable[Ripe]) -> list[list[str]]:
    """Returns what is kept of a list that is signed."""
    return [[one.number, one.received_on.isoformat(), one.ended_on.isoformat()] for one in chosen]


def digest_of(listed: Iterable[Sequence[str]]) -> str:
    """Returns the SHA-256 of a list in hexadecimal: of just the lines that the certificate prints."""
    return hashlib.sha256(lines_of(listed).encode()).hexdigest()


def disposals_of(member: Member) -> list[Disposal]:
    """Returns the lists that were signed in the member's centre, the newest first."""
    with within(member.centre):
        return list(Disposal.objects.filter(centre=member.centre).select_related("by").order_by("-at")[:100])


def disposal_of(member: Member, disposal_id: str) -> Disposal | None:
    """Returns a list that was signed in the member's centre; None for any other."""
    with within(member.centre):
        found = Disposal.objects.filter(centre=member.centre, pk=disposal_id)
        return found.select_related("by", "centre").first()


def certificate_of(disposal: Disposal, *, line: str = "") -> str:
    """Returns the certificate of a disposal as a text (Japanese); ``line`` stands on top, for practice."""
    at = disposal.at.astimezone(TOKYO)
    return f"""{line}相談記録の廃棄証明

センター　　　　{disposal.centre.name}（{disposal.centre.code}）
廃棄した日時　　{at:%Y-%m-%d %H:%M}（日本時間）
廃棄を決めた人　{disposal.by.name}（{disposal.by.login}）
保存の年数　　　{disposal.kept_years}年（終了した日から）
件数　　　　　　{len(disposal.listed)}件
廃棄の番号　　　{disposal.pk}

したこと
・相談ごとの鍵を消しました。メモ、概要、名前、連絡先、相手の情報は、このデータの中では、だれにも開けません。
・これらの行と、添付のファイルを消しました。検索の索引からも外しました。
・残したのは、受付番号、受付・登録・終了の日時、受付方法、担当者、統計に数えるコード、金額、所要時間、年代だけです。
・操作の記録（だれが、いつ、どの番号を）は残ります。

していないこと
・この日より前に取った控え（バックアップ）には、記録と鍵が残っています。控えを消した日を、下に書いてください。
　控えを消した日　　　　　年　　月　　日　　確認した人

廃棄した記録（受付番号、受付日、終了した日）
{lines_of(disposal.listed)}
上の一覧（「廃棄した記録」の次の行から最後の行まで、改行も入れて）の SHA-256:
{disposal.digest}
"""
