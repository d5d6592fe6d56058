"""What the forms of the desk send, as the domain takes it. Sums are typed as people type them; what is empty is unknown."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from typing import get_args

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from madoguchi.amounts import number_of as yen_in
from madoguchi.consult import TOKYO
from madoguchi.masks import levelled
from madoguchi.plain_text import PlainText
from madoguchi.web.desk.cases.codes_given import CodeNotKnown, Codes
from madoguchi.web.desk.cases.consents import Agreed
from madoguchi.web.desk.cases.frame import Sending
from madoguchi.web.desk.cases.record import IDENTITY, Identity, NotFit, PartyCodes
from madoguchi.web.desk.codes import FIELD_NAMES, TEXT_NAMES, Sex, TextField
from madoguchi.web.public.clock import now
from madoguchi.words import AgeBand

_MOST_TYPED = 40
_KEY_BYTES = 24
# What the fields are called where a refused form gives back what was typed.
TYPED_NAMES: Mapping[str, str] = {
    **FIELD_NAMES,
    **{str(field): name for field, name in TEXT_NAMES.items()},
    "minutes_spent": "所要時間",
    "comment": "ひとこと",
    "text": "読み上げた説明の文",
    "note": "メモ",
    "to_name": "宛先",
    "to_postcode": "宛先の郵便番号",
    "to_address": "宛先の住所",
    "to_fax": "FAX番号",
    "from_name": "差出人",
    "from_postcode": "差出人の郵便番号",
    "from_address": "差出人の住所",
    "from_phone": "差出人の電話",
    "body": "本文",
    "enclosed": "一緒に送るもの",
    "letter": "書面",
    "letter.printed": "書面を刷った",
    "letter.sent": "書面を出した",
    "letter.not_sent": "書面の出した印を外した",
    "condition": "確かめた条件",
    "line": "自分の言葉の助言",
    "proposal.advice": "助言の案",
}


def sending(request: HttpRequest) -> Sending:
    """Returns what comes with the write, and the moment.

    One page has several forms with one key, and a form can be filled anew after Back: so the key of a write is made from the page's key,
    the address and what was typed. The same form sent twice is one write; anything else is another.
    """
    own = request.POST.get("key", "") or secrets.token_hex(16)
    typed = [
        (name, request.POST.getlist(name)) for name in sorted(request.POST) if name != "csrfmiddlewaretoken"
    ]
    files = [
        (name, one.name, _digest(one))
        for name in sorted(request.FILES)
        for one in request.FILES.getlist(name)
    ]
    whole = msgspec.json.encode((own, request.path, typed, files))
    return Sending(hashlib.blake2b(whole, digest_size=_KEY_BYTES).hexdigest(), now())


def _digest(file: UploadedFile[bytes]) -> str:
    """Two files of one name are two writes."""
    file.seek(0)
    found = hashlib.blake2b(file.read(), digest_size=_KEY_BYTES).hexdigest()
    file.seek(0)
    return found


def version_of(request: HttpRequest) -> int:
    """Returns the version of the case that the page had read. Raises NotFit."""
    typed = request.POST.get("version", "")
    if not typed.isdecimal() or len(typed) > 9:
        raise NotFit("画面が古くなりました。開き直してください。")
    return int(typed)


def sum_of(typed: str, *, name: str) -> int | None:
    """Returns the yen of 35000, ３５，０００円 or 3万5千円; None for nothing typed. Raises CodeNotKnown."""
    plain = PlainText.of(typed[: _MOST_TYPED + 1]).text.replace(",", "").replace(" ", "").strip()
    if not plain:
        return None
    value = yen_in(plain.removesuffix("円")) if len(plain) <= _MOST_TYPED else None
    if value is None or value != int(value) or value < 0:
        raise CodeNotKnown(
            f"{name}: 「{typed[:20]}」を金額として読めません。35000 か 3万5千円 のように入れてください。"
        )
    return int(value)


def number_of(request: HttpRequest, field: str = "number") -> str:
    """Returns the number of a case as somebody typed it, in any width."""
    return levelled(request.POST.get(field, "")[:_MOST_TYPED]).strip()


def _words_of(typed: str) -> list[str]:
    """Words between 、 and spaces, each once."""
    return list(dict.fromkeys(typed.replace("、", " ").replace(",", " ").replace("，", " ").split()))


def codes_of(request: HttpRequest) -> Codes:
    """Returns the codes of the form of the record. Raises CodeNotKnown, NotFit."""
    typed = request.POST
    minutes = levelled(typed.get("minutes_spent", "")).strip()
    if minutes and not (minutes.isdecimal() and len(minutes) < 5):
        raise CodeNotKnown("所要時間は、分の数で入れてください。")
    return Codes(
        kind=typed.get("kind", ""),
        scheme=typed.get("scheme", ""),
        product_code=typed.get("product_code", ""),
        sales_channel=typed.get("sales_channel", ""),
        content_categories=typed.getlist("content_categories"),
        payment_methods=typed.getlist("payment_methods"),
        contracted_on=day_of(typed.get("contracted_on", "").strip()),
        contract_amount=sum_of(typed.get("contract_amount", ""), name="契約購入金額"),
        paid_amount=sum_of(typed.get("paid_amount", ""), name="既支払額"),
        keywords=_words_of(typed.get("keywords", "")) if "keywords" in typed else msgspec.UNSET,
        outcome=typed.get("outcome", ""),
        minutes_spent=int(minutes) if minutes else None,
        via_other_centre={"yes": True, "no": False}.get(typed.get("via_other_centre", "")),
    )


def texts_of(request: HttpRequest) -> dict[TextField, str]:
    """Returns the texts of the form of the record; one that the form does not have is left as it is."""
    fields: tuple[TextField, ...] = ("title", "summary", "handling", "goods")
    return {field: request.POST[field].strip() for field in fields if field in request.POST}


def party_of(request: HttpRequest, part: str) -> tuple[PartyCodes, Identity]:
    """Returns one of the two parties of the form."""
    typed = {
        name: request.POST.get(f"{part}-{name}", "").strip() for name in (*IDENTITY, "relation", "occupation")
    }
    age, sex = request.POST.get(f"{part}-age_band", ""), request.POST.get(f"{part}-sex", "")
    code = levelled(request.POST.get(f"{part}-municipality_code", "")).strip()
    if (
        (code and not (code.isdecimal() and len(code) in (5, 6)))
        or len(typed["relation"]) > 24
        or len(typed["occupation"]) > 24
    ):
        raise NotFit("市区町村コードは5〜6けたの数字、続柄と職業は24文字までで入れてください。")
    codes = PartyCodes(
        relation=typed["relation"],
        age_band=next((one for one in get_args(AgeBand) if one == age), None),
        sex=next((one for one in get_args(Sex) if one == sex), "unknown"),
        occupation=typed["occupation"],
        municipality_code=code,
    )
    return codes, Identity(**{name: typed[name] for name in IDENTITY})


def agreed_of(request: HttpRequest) -> Agreed:
    """Returns the consent of the form. Raises NotFit for a day that is none."""
    typed = {
        name: request.POST.get(name, "").strip()
        for name in ("who", "to", "purpose", "how", "text", "legal_basis")
    }
    if (
        len(typed["to"]) > 40
        or len(typed["purpose"]) > 80
        or len(typed["legal_basis"]) > 80
        or typed["who"] not in ("caller", "consumer")
    ):
        raise NotFit("だれの同意かを選び、相手は40文字、目的と根拠は80文字までで書いてください。")
    return Agreed(
        **typed, fields=tuple(request.POST.getlist("fields")), until=day_of(request.POST.get("until", ""))
    )


def day_of(typed: str) -> dt.date | None:
    """Returns the day of a date field; None for nothing typed. Raises NotFit."""
    if not typed:
        return None
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        raise NotFit("日付を読めません。2026-11-24 のように入れてください。") from None


def moment_of(request: HttpRequest) -> dt.datetime:
    """Returns the moment of the fields ``day`` and ``time``, in Japan. Raises NotFit."""
    day = day_of(request.POST.get("day", ""))
    try:
        time = dt.time.fromisoformat(request.POST.get("time", "") or "17:00")
    except ValueError:
        day = None
    if day is None:
        raise NotFit("いつまでかを、日と時刻で入れてください。")
    return dt.datetime.combine(day, time, tzinfo=TOKYO)
