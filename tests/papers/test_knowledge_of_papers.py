"""What papers say beside a story is knowledge: sourced, checked, ten things, three questions, six ticks, one number."""

import dataclasses

import msgspec
import pytest

from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.check import problems_of
from madoguchi.knowledge.check_papers import problems_of_papers

PAPERS = load().papers


def changed(**changes: object) -> Knowledge:
    return dataclasses.replace(load(), papers=msgspec.structs.replace(PAPERS, **changes))


def test_ten_things_three_questions_six_ticks():
    assert (len(PAPERS.preparations), len(PAPERS.clerk.ask), len(PAPERS.watcher.ticks)) == (10, 3, 6)


def test_the_knowledge_of_papers_has_no_problem():
    assert [*problems_of_papers(load())] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"onward": ["nobody"]},
        {"clerk": msgspec.structs.replace(PAPERS.clerk, contacts=["nobody"])},
        {"watcher": msgspec.structs.replace(PAPERS.watcher, contact="nobody")},
    ],
)
def test_a_desk_that_is_not_there_is_a_problem(wrong):
    assert ["窓口「nobody」がありません" in line for line in problems_of(changed(**wrong))] == [True]


def test_words_without_a_thing_to_look_for_are_a_problem():
    silent = msgspec.structs.replace(PAPERS.preparations[0], told_by="words")
    assert any("told_by と words" in line for line in problems_of(changed(preparations=[silent])))


def test_nobody_is_sent_to_a_named_lawyer_or_firm():
    assert {load().contacts[one].kind for one in PAPERS.onward} <= {"law", "desk", "association"}
