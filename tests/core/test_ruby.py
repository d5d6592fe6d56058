"""Readings in a text: cut out, left out, written behind."""

from madoguchi.ruby import Run, beside, runs, without

TOLD = "すぐ {警察|けいさつ}に {電話|でんわ}する"


def test_a_reading_stands_with_its_word() -> None:
    assert runs(TOLD) == [
        Run("すぐ "),
        Run("警察", "けいさつ"),
        Run("に "),
        Run("電話", "でんわ"),
        Run("する"),
    ]


def test_the_pieces_together_are_the_text_without_readings() -> None:
    assert "".join(run.text for run in runs(TOLD)) == without(TOLD) == "すぐ 警察に 電話する"


def test_a_reading_can_stand_behind_its_word() -> None:
    assert beside("{警察|けいさつ}へ") == "警察（けいさつ）へ"


def test_braces_that_are_no_reading_stay() -> None:
    assert runs("{a|b} {｜} {名前}") == [Run("{a|b} {｜} {名前}")]


def test_an_empty_text_has_no_pieces() -> None:
    assert runs("") == []
