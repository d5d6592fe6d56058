"""What each published number means, in Japanese and English, with a version: a figure is quoted with it, and a change of meaning is
a new version. The texts are part of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """``unit`` is the unit of ``count``, in Japanese."""

    id: str
    version: int
    ja: str
    en: str
    unit: str = "件"


_WHICH_JA = (
    "登録日がその日までの相談を、その日に分かっていた内容で数える（その日までの訂正を入れ、取り下げを除く）。年度は受付日による（4月から翌年3月）。"
    "消費生活センター等からの経由相談は除き、経由かどうか不明の相談は数えて、その数を示す。手口は主なもの一つによる。"
)
_WHICH_EN = (
    "Consultations registered by that day are counted as they were known on that day (with corrections made by then, without those "
    "withdrawn by then). The fiscal year, April to March, is that of the day of reception. Consultations that came through another "
    "centre are left out; where that is unknown they are counted, and their number is told. Each is counted under its main scheme. "
)


def _of(name: str, ja: str, en: str) -> tuple[str, Definition]:
    return name, Definition(id=name, version=1, ja=_WHICH_JA + ja, en=_WHICH_EN + en)


DEFINITIONS: Final[Mapping[str, Definition]] = dict(
    (
        _of(
            "yearly",
            "契約購入金額の平均は、金額が分かっている相談（n_amount 件）だけの平均で、"
            "1円未満を四捨五入する（0.5円は切り上げ）。支払った額の平均ではない。"
            "年度の途中の日では、その年度を partial とし、前の年度について、1年前の同じ日までに登録されていた件数（same_period_count）と比べる。",
            "The mean contract amount is that of the consultations whose amount is stated (n_amount), rounded half up to the yen; it is no "
            "mean of what was paid. On a day before its end the fiscal year is partial, and stands beside the number of the year before "
            "that was registered by the same day one year earlier (same_period_count).",
        ),
        _of(
            "payment_methods",
            "相手から指示された、または使った支払方法ごとの件数。一つの相談に支払方法が二つあれば、両方に数えるので、合計は相談の件数と一致しない。支払方法が不明の相談は数えない。",
            "Consultations by means of payment, asked for or used. One with two means counts in both, so that the rows do not add up to "
            "the number of consultations. Those whose means is unknown are in no row.",
        ),
        _of(
            "age_sex",
            "契約当事者の年代と性別ごとの件数。不明は unknown の行にする。",
            "Consultations by age band and sex of the consumer who made the contract; what is unknown has rows of its own.",
        ),
        _of(
            "regions",
            "都道府県ごとの件数。不明は unknown の行にする。",
            "Consultations by prefecture; what is unknown has a row of its own.",
        ),
        _of(
            "outcomes",
            "処理の結果ごとの件数。不明は unknown の行にする。",
            "Consultations by outcome; what is unknown has a row of its own.",
        ),
        _of(
            "cross",
            "二つの項目の組ごとの件数。不明は unknown の行にする。支払方法は、一つの相談が二つ以上に数えられる。",
            "Consultations by two columns at once; what is unknown has rows of its own. By means of payment one counts in each of its means.",
        ),
        _of(
            "risers",
            "その日の年度の初めからの件数を、前の年度の同じ期間（1年前の同じ日までに登録されていた分）と並べ、増えた数の大きい順にする。"
            "前の年度の数が 0 のときは、倍率を示さない。増えた理由も、確かさも言わない。",
            "The count since the beginning of that day's fiscal year beside that of the same period a year before (registered by the same "
            "day one year earlier), by how much it grew. Where there was none, no ratio is given. It says neither why nor how surely.",
        ),
    )
)

WARNING: Final = Definition(
    id="early_warning",
    version=1,
    ja=_WHICH_JA
    + "手口ごと、またそれに地域・支払方法・年代・言葉を組み合わせた区分ごとに、直近3日・7日・14日の受付のうち登録済みの件数（observed）を、"
    "過去3年までの記録から見込まれる件数（expected。季節・曜日・祝日・増減の傾向を入れ、まだ登録されていない分を除いたもの）と比べる。"
    "見込みは準ポアソン回帰、限界は負の二項分布による（Noufaily ほか 2013 の改良 Farrington 法にならう）。"
    "見ているすべての区分を合わせた誤った警報が、一週間に budget 回以下と見込まれるように限界を決める。少ない区分は上の区分で見る。"
    "sure は限界をどれだけ超えたかで、確率ではない。増えた理由は言わない。",
    en=_WHICH_EN
    + "By scheme, and by scheme with place, means of payment, age band and phrase, the consultations received in the last 3, 7 and 14 days "
    "and registered so far (observed) are compared with those expected to be registered by now, from up to three years of records, with "
    "season, weekday, holidays and trend (expected). Expected by quasi-Poisson regression, limits from a negative binomial "
    "distribution, after the improved Farrington algorithm (Noufaily et al. 2013). Limits are set so that all cells together are expected to "
    "give no more than budget false alarms a week. Small cells are watched in those above them. sure says how far beyond the limit; "
    "it is no probability. It does not say why.",
)
