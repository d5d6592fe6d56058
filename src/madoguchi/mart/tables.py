"""What a record of the mart is: fixed columns of codes, days and sums. There is no column for a person, and none can be added
from outside: a name that stands nowhere here is refused.

Two clocks: ``received_on`` says to which fiscal year a record belongs, ``known_on`` since when it is known (the day of
registration, or of the correction). ``superseded_on`` is the day on which the next version of it became known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, get_args

from madoguchi.words import AgeBand, PaymentMethod, SalesWord

NEEDED: Final = ("case_id", "received_on", "registered_on", "centre")
COLUMNS: Final = (
    *NEEDED,
    *("prefecture", "municipality_code", "via_other_centre", "kind", "scheme", "secondary_schemes"),
    *("product_code", "sales_channel", "age_band", "sex", "occupation", "contract_amount", "paid_amount"),
    *("payment_methods", "outcome", "phrases", "revised_on", "withdrawn"),
)
DAYS: Final = ("received_on", "registered_on", "revised_on")
SUMS: Final = ("contract_amount", "paid_amount")
YES_OR_NO: Final = ("via_other_centre", "withdrawn")
LISTS: Final = ("secondary_schemes", "payment_methods", "phrases")
# Where a value stands that is in no list, the record stays and the value is left out, and that is told.
OPEN_LISTS: Final = ("phrases", "occupation", "product_code")

FIRST_DAY: Final = dt.date(1984, 4, 1)  # the network's first fiscal year
MOST_YEN: Final = 100_000_000_000  # of one record: the sums of twenty million of them stay exact

KINDS: Final[Mapping[str, str]] = {"complaint": "苦情", "inquiry": "問合せ", "request": "要望"}
SEXES: Final[Mapping[str, str]] = {"female": "女性", "male": "男性", "other": "その他", "unknown": "不明"}
OUTCOMES: Final[Mapping[str, str]] = {
    "advice": "助言",
    "information": "情報提供",
    "mediation": "あっせん",
    "referral": "他機関紹介",
    "continuing": "継続",
    "closed_other": "その他で終了",
}
AGES: Final[tuple[str, ...]] = get_args(AgeBand)
PAYMENTS: Final[tuple[str, ...]] = get_args(PaymentMethod)
SALES: Final[tuple[str, ...]] = get_args(SalesWord)
# The first two were seen in published tables (facts/pionet_items.yaml); the others are words of ours for the rest of the people.
OCCUPATIONS: Final = ("給与生活者", "自営・自由業", "家事従事者", "学生", "無職", "その他")
PREFECTURES: Final = tuple(
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 "
    "山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
    "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県".split()
)


def fiscal_year_of(day: dt.date) -> int:
    """Returns the fiscal year of ``day``: April to March, so that 31 March 2021 lies in 2020."""
    return day.year if day.month >= 4 else day.year - 1


def last_day_of(fiscal_year: int) -> dt.date:
    return dt.date(fiscal_year + 1, 3, 31)


def a_year_before(day: dt.date) -> dt.date:
    """Returns the same day a year earlier; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def schema() -> Any:
    """Returns the pyarrow.Schema of the table ``consultations``: the columns of the import, but that ``case_key`` stands in the
    place of ``case_id``, which the mart does not keep; lists are sorted and joined by ``|``.
    """
    arrow = import_module("pyarrow")
    kinds = {
        **dict.fromkeys(DAYS, arrow.date32()),
        **dict.fromkeys(SUMS, arrow.int64()),
        **dict.fromkeys(YES_OR_NO, arrow.bool_()),
    }
    return arrow.schema(
        [
            ("case_key", arrow.int64()),
            *((name, kinds.get(name, arrow.string())) for name in COLUMNS[1:]),
            ("fiscal_year", arrow.int64()),  # as DuckDB reads it from the name of the folder
            ("known_on", arrow.date32()),
            ("superseded_on", arrow.date32()),
        ]
    )
