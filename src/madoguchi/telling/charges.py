"""What SMS can cost at most, with how it comes about."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.money import Ceiling
from madoguchi.telling.labels import yen
from madoguchi.telling.layout import bulleted, labelled, wrapped


def ceiling(most: Ceiling) -> str:
    """Returns the most that SMS can cost by a carrier's terms, with how it comes about."""
    lines = [f"{most.carrier}: 約款で請求されうるSMS料金の上限", *_bounds(most), *labelled("計算", most.how)]
    lines += labelled("送信の上限", most.cap or "")
    lines += ["  前提:", *bulleted(most.assumes, indent=4)] if most.assumes else []
    lines += labelled("出典", "、".join(most.sources))
    return "\n".join(
        [*lines, "  出典の中身は madoguchi knowledge show ID で見られます。"] if most.sources else lines
    )


def _bounds(most: Ceiling) -> Iterator[str]:
    if most.yen_low is None and most.yen_high is None:
        yield from wrapped("上限の額は出せません。わけは下の前提にあります。", first="  ")
        return
    yield from labelled("ふつうの読み方", yen(most.yen_low) if most.yen_low is not None else "出せません")
    if most.yen_high != most.yen_low:
        worst = yen(most.yen_high) if most.yen_high is not None else "出せません"
        yield from labelled("いちばん悪い読み方（未確認）", worst)
