"""What other people ask, on the page 分かったこと: folded, the person's own question open and first."""

import re

from site_under_test import found

ASKS = "警告の画面の番号に電話しました。お金は払っていません。本当に家に<b>来ますか。"


def folded(page: str) -> list[str]:
    return re.findall(r"<details.*?</details>", page, re.DOTALL)


def test_what_the_person_asks_comes_first_and_is_open() -> None:
    first, *others = folded(found("警告の画面の番号に電話しました。本当に家に来ますか。").html)
    assert first.startswith("<details open>") and "<q>家に来ますか</q>" in first
    assert len(others) == 4 and not any(" open" in one for one in others)


def test_every_answer_names_who_published_what_it_rests_on() -> None:
    shown = folded(found().html)
    assert shown and all("もとの資料：" in one for one in shown)


def test_what_the_person_wrote_stays_text() -> None:
    assert "&lt;b&gt;" in "".join(folded(found(ASKS).html))


def test_where_nobody_asks_anything_there_is_no_section() -> None:
    assert "ほかの人も聞いていること" not in found("きょうは庭の花が咲きました。").text
