"""Consent and what rests on it: nothing of a case leaves its centre without one, or without the law that allows it."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import msgspec

from madoguchi.masks import levelled
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.cases.frame import Doing, changes
from madoguchi.web.desk.codes import Scope
from madoguchi.web.desk.models import Consent, Share

_HOWS = ("oral", "written", "by_law")
_MOST_TEXT = 4_000


class NoConsent(ValueError):
    """There is no consent, and no law, for this; says what is missing (Japanese)."""


class Agreed(msgspec.Struct, frozen=True):
    """Who agreed that what goes to whom, and how; ``how`` "by_law" names the ``legal_basis`` instead of a person's word."""

    who: str
    to: str
    fields: tuple[str, ...]
    purpose: str
    how: str
    text: str
    legal_basis: str = ""
    until: dt.date | None = None


class ConsentWords(msgspec.Struct, frozen=True):
    """What of a consent is words, to whom and what for included: sealed as one."""

    to: str
    purpose: str
    legal_basis: str
    text: str


@changes("record_consent")
def record_consent(doing: Doing, agreed: Agreed) -> str:
    """Records a consent with the words that were read out; returns its id. Raises NoConsent where something is missing."""
    if not set(agreed.fields) <= set(get_args(Scope)):  # they go into the log as they are
        raise NoConsent("何を見せてよいかを、一覧から選んでください。")
    return put_consent(doing, agreed)


def put_consent(doing: Doing, agreed: Agreed) -> str:
    """Puts a consent into the record; returns its id. Raises NoConsent."""
    if agreed.how not in _HOWS or not agreed.to or not agreed.fields or not agreed.purpose:
        raise NoConsent("同意には、だれの・何を・どこへ・何のために・どう得たか が要ります。")
    if (agreed.how == "by_law") != bool(agreed.legal_basis):
        raise NoConsent(
            "法令による場合は、その根拠を書いてください。同意を得た場合は、根拠の欄を空けてください。"
        )
    if len(agreed.text) > _MOST_TEXT or (agreed.until and agreed.until < doing.at.date()):
        raise NoConsent(f"説明の文は {_MOST_TEXT:,} 文字まで、期限は今日よりあとにしてください。")
    here = _centre_called(agreed.to)
    to = here.code if here else agreed.to
    made = Consent(
        case=doing.this,
        who=agreed.who,
        to=here.code if here else "",
        fields=sorted(set(agreed.fields)),
        how=agreed.how,
        until=agreed.until,
        given_at=doing.at,
        by=doing.member.staff,
    )
    words = ConsentWords(to, agreed.purpose, agreed.legal_basis, agreed.text)
    made.sealed_text = doing.sealed(msgspec.json.encode(words).decode(), f"consent/{made.pk}")
    made.save(force_insert=True)
    doing.fields.update(("consent", *agreed.fields))
    return made.id


def _centre_called(typed: str) -> Centre | None:
    """The centre of this installation with that code, or with that name where one alone has it: people know the name."""
    plain = levelled(typed).strip()
    code = Centre.objects.filter(code__iexact=plain).first()
    named = [] if code else list(Centre.objects.filter(name=typed.strip())[:2])
    return code or (named[0] if len(named) == 1 else None)


@changes("revoke_consent")
def revoke_consent(doing: Doing, consent_id: str) -> str:
    """Ends a consent: what rested on it is closed from this moment."""
    if not Consent.objects.filter(case=doing.this, pk=consent_id, revoked_at=None).update(
        revoked_at=doing.at
    ):
        raise NoConsent("取り消す同意が、この事案にありません。")
    Share.objects.filter(consent=consent_id).update(revoked_at=doing.at)
    doing.fields.add("consent")
    return consent_id


@changes("share")
def share(doing: Doing, centre: Centre, consent_id: str, scope: Scope) -> str:
    """Lets ``centre`` read the case as far as the consent goes. Raises NoConsent."""
    consent = Consent.objects.filter(case=doing.this, pk=consent_id, revoked_at=None, to=centre.code).first()
    if consent is None or (consent.until and consent.until < doing.at.date()) or scope not in consent.fields:
        raise NoConsent(f"{centre.name} に見せることへの同意（または法令の根拠）が、この事案にありません。")
    made, is_new = Share.objects.get_or_create(
        case=doing.this,
        centre=centre,
        consent=consent,
        defaults={"scope": scope, "until": consent.until, "from_centre": doing.this.centre},
    )
    if not is_new and scope == "case":  # the summary was shown before; now all of it
        Share.objects.filter(pk=made.pk).update(scope=scope)
    doing.fields.add(f"share.{scope}")
    return str(made.pk)
