"""The texts that every contestant of a run reads: stories and messages, the same for the same seed."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable
from pathlib import Path

STORIES = Path(__file__).resolve().parents[1] / "tests" / "core" / "generate_stories.py"

WHO = ("母が", "父が", "私は", "夫が", "近所の人が", "祖母が", "お客さんが")
WHEN = ("きのうの夕方、", "11月20日に、", "先週の火曜ごろ、", "けさ、", "三日前に、", "")
WHAT = (
    "パソコンに警告が出て画面の番号に電話し、遠隔操作をされました。",
    "宅配の不在通知のSMSを開き、アプリを入れてしまいました。",
    "カード会社を名乗るメールのリンクから、カード番号と暗証番号を入力しました。",
    "未納料金があるというハガキが届き、今日中に連絡しないと訴えると書いてありました。",
    "当選したので手数料を払えば受け取れると言われました。",
    "証券口座から知らない株が売られていました。",
    "副業の登録料だと言われ、サポート費用も求められています。",
    "通販で靴を注文しましたが届かず、返金はアプリで行うと言われました。",
)
MONEY = (
    "コンビニで{n}万5千円のカードを{k}枚買い、番号を伝えました。",
    "銀行から{n}0万円を振り込みました。",
    "お金はまだ払っていません。",
    "{n}万円を請求されましたが、途中で家族が止めました。",
    "カードで{n}，９８０円の支払いになっています。",
    "",
)
END = (
    "どうしたらいいですか。",
    "お金は戻りますか。",
    "もう1枚買ってきてと言われています。",
    "相手とは電話がつながったままです。",
    "心配で眠れません。",
)


def own_texts(count: int, seed: int) -> list[str]:
    """Returns ``count`` texts of about 60 to 500 characters."""
    dice = random.Random(seed)
    return [" ".join(_story(dice) for _ in range(dice.choice((1, 1, 2, 4)))) for _ in range(count)]


def _story(dice: random.Random) -> str:
    money = dice.choice(MONEY).format(n=dice.randint(1, 9), k=dice.randint(1, 5))
    return dice.choice(WHO) + dice.choice(WHEN) + dice.choice(WHAT) + money + dice.choice(END)


def texts(count: int, *, seed: int = 20261121) -> list[str]:
    """Returns the generated stories of the property tests where these exist, else our own."""
    generate = _stories_of_the_tests()
    return generate(count, seed) if generate else own_texts(count, seed)


def sized(stories: list[str], characters: int) -> list[str]:
    """Returns texts of exactly so many characters: the stories one behind the other, cut off where a text is full."""
    found, text = [], ""
    for story in stories:
        text += story
        if len(text) >= characters:
            found.append(text[:characters])
            text = ""
    return found


def _stories_of_the_tests() -> Callable[[int, int], list[str]] | None:
    """Returns `stories(count, seed) -> list[str]` of tests/core/generate_stories.py, or None."""
    spec = importlib.util.spec_from_file_location("generate_stories", STORIES) if STORIES.exists() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stories: Callable[[int, int], list[str]] | None = getattr(module, "stories", None)
    return stories
