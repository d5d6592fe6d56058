"""The vocabulary in plain Japanese, and days and sums as people write them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from madoguchi.words import (
    AgeBand,
    AmountRole,
    DateSpan,
    ItemWord,
    Part,
    PaymentMethod,
    PersonWord,
    StageWord,
    When,
)

PERSONS: Final[dict[PersonWord, str]] = {
    "self": "ご本人",
    "family": "ご家族",
    "other": "ほかの人",
    "unknown": "わかりません",
}
AGES: Final[dict[AgeBand, str]] = {
    "under_20": "20歳未満",
    "20s": "20代",
    "30s": "30代",
    "40s": "40代",
    "50s": "50代",
    "60s": "60代",
    "70s": "70代",
    "80s": "80代",
    "90s_up": "90歳以上",
    "unknown": "",
}
STAGES: Final[dict[StageWord, str]] = {
    "received_only": "届いただけ",
    "clicked_or_called": "リンクを開いた、または連絡した",
    "remote_access_given": "遠隔操作をさせた",
    "app_installed": "アプリやソフトを入れた",
    "personal_info_given": "名前や住所などを伝えた",
    "credentials_given": "パスワードや暗証番号などを伝えた",
    "card_given": "カードの番号を伝えた",
    "paid": "お金を払った",
    "unauthorized_use": "覚えのない利用があった",
    "contract_signed": "契約した",
    "being_threatened": "おどされている",
    "device_infected": "端末が感染した",
}
METHODS: Final[dict[PaymentMethod, str]] = {
    "prepaid_emoney": "電子マネー（プリペイドカード）",
    "credit_card": "クレジットカード",
    "bank_transfer": "振り込み",
    "cash": "現金",
    "convenience_store": "コンビニ払い",
    "carrier_billing": "携帯電話料金と一緒の支払い",
    "qr_payment": "QRコード決済",
    "crypto": "暗号資産",
    "cod": "代金引換",
}
METHOD_STATES: Final = {"paid": "払った", "demanded": "求められている", "unknown": "払ったかは不明"}
ITEMS: Final[dict[ItemWord, str]] = {
    "prepaid_code": "電子マネーの番号",
    "card_number": "カードの番号",
    "card_pin": "カードの暗証番号",
    "account_number": "口座番号",
    "password": "パスワード",
    "one_time_code": "一度だけ使う認証の番号",
    "id_document": "本人確認の書類",
    "personal_details": "名前や住所など",
    "remote_control": "端末の操作",
    "app_permission": "アプリの許可",
    "money": "お金",
    "device": "端末",
}
ITEM_STATES: Final = {
    "given": "渡した",
    "typed_not_sent": "入力したが送っていない",
    "refused": "渡していない",
    "unknown": "渡したかは不明",
}
ROLES: Final[dict[AmountRole, str]] = {
    "paid": "払った額",
    "demanded": "求められた額",
    "refunded": "戻った額",
    "lost": "失った額",
    "other": "出てきた額",
}
WHENS: Final[dict[When, str]] = {
    "now": "いま すること",
    "today": "きょうのうちに すること",
    "next_open": "窓口が開いたら すること",
    "later": "そのあとで すること",
}
PARTS: Final[dict[Part, str]] = {
    "subject": "件名",
    "sender": "差出人",
    "link": "リンク",
    "attachment": "添付",
}
CONDITION_STATES: Final = {"met": "当てはまる", "not_met": "当てはまらない", "not_known": "わからない"}

_WEEK = "月火水木金土日"
_REIWA = dt.date(2019, 5, 1)
_HEISEI = dt.date(1989, 1, 8)


def day_text(day: dt.date) -> str:
    """``2026年11月24日（令和8年）火曜日``."""
    return f"{day.year}年{day.month}月{day.day}日（{era(day)}）{_WEEK[day.weekday()]}曜日"


def era(day: dt.date) -> str:
    """The year in the Japanese count: ``令和8年``; days before Heisei are told as Shōwa."""
    if day >= _REIWA:
        name, year = "令和", day.year - 2018
    elif day >= _HEISEI:
        name, year = "平成", day.year - 1988
    else:
        name, year = "昭和", day.year - 1925
    return f"{name}{'元' if year == 1 else year}年"


def moment_text(moment: dt.datetime) -> str:
    """``11月24日(火) 10:00``."""
    return f"{moment.month}月{moment.day}日({_WEEK[moment.weekday()]}) {moment:%H:%M}"


def time_text(words: str) -> str:
    """A limit as the plan gives it: a sentence stays as it is, an ISO time becomes ``11月24日(火) 10:00``."""
    try:
        return moment_text(dt.datetime.fromisoformat(words))
    except ValueError:
        return words


def span_text(span: DateSpan) -> str:
    """The days that a phrase means, no finer than it said them."""
    first, last = span.from_day, span.to_day
    if span.precision == "year":
        return f"{first.year}年（{era(first)}）"
    if span.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月（{era(first)}）"
    return day_text(first) if first == last else f"{day_text(first)} から {day_text(last)} の間"


def yen(value: int) -> str:
    """``70,000円（7万円）``: both ways of writing it, where the second one is short."""
    man, rest = divmod(value, 10_000)
    if not 1 <= man < 10_000 or rest % 1_000:
        return f"{value:,}円"
    return f"{value:,}円（{man}万{f'{rest // 1_000}千' if rest else ''}円）"
