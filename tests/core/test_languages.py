"""The same answer in three languages: other words, the same ids, weights, quotes, numbers and addresses."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from madoguchi import ruby, telling
from madoguchi.cli import main
from madoguchi.consult import TOKYO, consult
from madoguchi.knowledge import DATA, KnowledgeError, known_in, load, load_from, rules_of
from madoguchi.knowledge.displayed import changed, texts_of
from madoguchi.knowledge.tongues import LANGUAGES, mark_of, read_texts, untranslated
from madoguchi.phrases import places_of, quoted, said
from madoguchi.words import Consultation, Story

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
OTHERS = LANGUAGES[1:]
STORIES = {
    "support": "母が画面の番号に電話して遠隔操作され、3万5千円のカードを2枚買って番号を伝えました。",
    "sms": "宅配の不在通知のSMSからアプリを入れてしまい、知らない人から電話が来て、SMSの料金を2万円くらい請求された",
    "phishing": "銀行のメールのリンクを開いて、カード番号と暗証番号を入力してしまいました。5万円使われました。",
    "broker": "証券口座に知らない人が入って株を売買された。覚えのない取引がある",
    "trader": "データ復旧の業者に、復元率99%と言われ、早くしないと悪くなる、今日中に契約してと急がされた。もう30万円払った",
    "dying": "投資で500万円だまし取られて、もう死にたい",
    "court": "裁判所から支払督促という封筒を手渡しで受け取った。身に覚えがない",
    "nothing": "きのう友だちと公園に行きました。",
}
MESSAGE = Story(
    text="【重要】お客様の口座が停止されました。確認 https://example-bank.top/login 19,800円", medium="sms"
)
ANSWERS = {
    "sms": {"which_carrier": "docomo"},
    "broker": {"broker_and_day": "sbi_rakuten_matsui", "damage_day": "in_2025"},
}
# what people read: everything else of an answer must be the same in all languages
READ = frozenset(
    "name why is_it_fraud will_they_come will_money_return not_known text say have_ready before too_late_after never keep"
    " prevent phone_if_not depends_on hours accepts does_not needs note source what how assumes rule deadline notes ask"
    " serious in_writing says revision question answer".split()
)


@cache
def answer(name: str, language: str) -> Consultation:
    story = MESSAGE if name == "message" else STORIES[name]
    return consult(story, at=AT, answers=ANSWERS.get(name), knowledge=known_in(language))


def bare(value: Any) -> Any:
    """The answer without its texts: of a text only whether there is one, of a list of texts how many."""
    if isinstance(value, dict):
        return {key: shape(one) if key in READ else bare(one) for key, one in value.items()}
    return [bare(one) for one in value] if isinstance(value, list) else value


def shape(value: Any) -> Any:
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return bare(value)
    return len(value) if isinstance(value, list) else bool(value)


def built(found: Consultation) -> Any:
    return json.loads(msgspec.json.encode(found))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", [*STORIES, "message"])
def test_an_answer_differs_in_its_texts_alone(name: str, language: str) -> None:
    assert bare(built(answer(name, language))) == bare(built(answer(name, "ja")))


@pytest.mark.parametrize("language", OTHERS)
def test_the_words_of_an_answer_are_of_the_language(language: str) -> None:
    here, japanese = answer("support", language), answer("support", "ja")
    assert here.three_answers != japanese.three_answers and here.notes != japanese.notes
    assert not {step.text for step in here.plan.steps} & {step.text for step in japanese.plan.steps}


@pytest.mark.parametrize("language", OTHERS)
def test_quotes_stay_the_words_of_the_person(language: str) -> None:
    signs = answer("support", language).schemes[0].signs
    assert all(STORIES["support"][one.start : one.end] == one.quote for one in signs) and signs


def test_questions_asked_in_another_language_take_the_same_answers() -> None:
    asked = {q.id: [c.id for c in q.choices] for q in answer("support", "easy").questions}
    assert asked == {q.id: [c.id for c in q.choices] for q in answer("support", "ja").questions}


def test_two_languages_in_turn_do_not_mix() -> None:
    known = known_in("en")
    hours = [
        consult(STORIES["court"], at=AT, knowledge=one).contacts[0].hours for one in (known, load(), known)
    ]
    assert hours[0] == hours[2] != hours[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_told_in_the_language_that_is_asked_for(language: str) -> None:
    signs = answer("support", language).schemes[0].signs
    rules = {rule.id: rule.why for rule in known_in(language).schemes["support_scam"].signs}
    assert (
        [one.why for one in signs if one.id in rules]
        == [rules[one.id] for one in signs if one.id in rules]
        != []
    )


def test_languages_differ_in_revision_behind_the_dot_alone() -> None:
    revisions = [known_in(language).revision for language in LANGUAGES]
    assert len(set(revisions)) == 3 and {rules_of(one) for one in revisions} == {load().revision}


def test_japanese_is_what_is_loaded_anyway() -> None:
    assert known_in("ja") is load()


def test_another_language_is_refused_with_the_choice() -> None:
    with pytest.raises(ValueError, match=r"「fr」.*ja easy en"):
        known_in("fr")


# --- completeness ---------------------------------------------------------------------------------------


def test_every_text_is_there_in_every_language() -> None:
    assert list(untranslated(load_from(DATA))) == []


def test_a_changed_original_is_reported_and_its_translation_not_shown() -> None:
    place = "schemes/phishing/name"
    other = changed(load(), lambda at, text: "別の名前" if at == place else text)
    found = [line for line in untranslated(other) if place in line]
    assert len(found) == len(OTHERS) and all(mark_of("別の名前") in line for line in found)


def test_a_missing_text_is_reported(tmp_path: Path) -> None:
    for language in OTHERS:
        (tmp_path / language).mkdir()
    found = list(untranslated(load(), tmp_path))
    assert len(found) == len(OTHERS) * len(texts_of(load())) and "訳がありません" in found[0]


def entry(place: str, text: str = "x") -> str:
    return f'- at: {place}\n  of: "00000000"\n  text: "{text}"\n'


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"a.yaml": "texts:\n" + entry("schemes/nobody/name")}, r"a\.yaml:2"),
        ({n: "texts:\n" + entry("schemes/phishing/name") for n in ("a.yaml", "b.yaml")}, r"b\.yaml:2"),
        ({"a.yaml": "texts:\n" + entry("schemes/phishing/name") * 2}, r"a\.yaml:5"),
        (
            {"a.yaml": "texts:\n" + entry("schemes/phishing/name") + "- at: x\n  of: a\n  txt: b\n"},
            r"a\.yaml:7",
        ),
    ],
)
def test_a_place_that_is_not_there_or_twice_there_is_refused(
    tmp_path: Path, files: dict[str, str], where: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=where):
        read_texts(tmp_path, load())


# --- the sentences --------------------------------------------------------------------------------------


def test_values_stand_as_they_are_whatever_they_hold() -> None:
    assert said({"a": "{x}と{y}"}, "a", x="{y}", y="1") == "{y}と1"


def test_braces_of_a_person_are_no_readings() -> None:
    assert ruby.without(quoted("{安全|あんぜん}")) == "｛安全|あんぜん｝"
    assert quoted("{ふつう}") == "{ふつう}"


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_no_place_that_its_original_does_not_fill(language: str) -> None:
    japanese = load().phrases
    sentences = known_in(language).phrases
    assert [one for one in japanese if places_of(sentences[one]) - places_of(japanese[one])] == []


# --- the terminal ---------------------------------------------------------------------------------------


def lines_of(name: str, language: str) -> Iterator[str]:
    return iter(telling.consultation(answer(name, language), known_in(language), at=AT).splitlines())


def test_the_terminal_speaks_english() -> None:
    shown = list(lines_of("support", "en"))
    assert shown[0] == "Answer as of Saturday, 21 November 2026 (Reiwa 8), 20:40"
    assert {"【To do now】", "【What it looks like】", "【Sources】"} <= set(shown)


@pytest.mark.parametrize("name", STORIES)
def test_readings_stand_behind_their_words_on_a_terminal(name: str) -> None:
    shown = "".join("".join(lines_of(name, "easy")).split())
    assert not re.search(r"\{[^{}]+\|", shown) and "窓口（まどぐち）" in shown


def test_the_command_takes_the_language() -> None:
    done = CliRunner().invoke(main, ["check", "--lang", "en", "--json", STORIES["phishing"]])
    assert json.loads(done.output)["schemes"][0]["name"].startswith("Phishing")


def test_the_command_refuses_another_language() -> None:
    done = CliRunner().invoke(main, ["check", "--lang", "fr", "はい"])
    assert done.exit_code == 2 and "--lang" in done.output
