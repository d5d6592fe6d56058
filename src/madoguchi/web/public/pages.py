"""The pages of the walk as one table: what a page takes from its form, and which page comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.http import HttpRequest, QueryDict

from madoguchi.conditions import SEVERAL
from madoguchi.knowledge.shapes import QuestionRule
from madoguchi.secret_numbers import hidden
from madoguchi.web.knowing import known_in
from madoguchi.web.public import limits
from madoguchi.web.public.answers import answer_to, next_question
from madoguchi.web.public.clock import now
from madoguchi.web.public.entry import NotTaken, story_of_file, story_of_words
from madoguchi.web.public.reopening import reopened
from madoguchi.web.public.sheets import with_consent
from madoguchi.web.public.walk import Added, Lost, Walk, fits
from madoguchi.web.tongue import Tongue
from madoguchi.words import Story

_PERSONS = ("self", "family", "watched", "customer")
_DONE = ("done", "could_not", "open")
_OF_A_STORY: dict[str, Any] = {  # what was said to one story holds for no other
    "answers": {},
    "asked": (),
    "put": 0,
    "added": (),
    "done": {},
    "again_to_do": (),
    "consents": (),
    "again": (),
}


class Page(NamedTuple):
    """``take`` returns the walk with what the form said; ``then`` names the page that follows by itself."""

    take: Callable[[Walk, HttpRequest], Walk]
    then: Callable[[Walk, Tongue], str]
    needs_story: bool = True


def _who(walk: Walk, request: HttpRequest) -> Walk:
    person = request.POST.get("person", "")
    if person not in _PERSONS:
        raise NotTaken("who.error.empty")
    return msgspec.structs.replace(walk, person=person)


def _tell(walk: Walk, request: HttpRequest) -> Walk:
    form = request.POST
    file = request.FILES.get("file")
    message = form.get("message") == "1"
    if file:
        limits.count(request, limits.FILES)
    story = story_of_file(file) if file else None
    typed = form.get("text", "")
    if story is None:
        story = story_of_words(typed, medium=form.get("medium", ""), sender=form.get("sender", ""))
    elif typed.strip():
        story = _with_words(story, typed)
    message = message or story.medium == "email" or story.from_picture
    same = walk.story is not None and walk.story.text == story.text
    kept = walk if same else msgspec.structs.replace(walk, **_OF_A_STORY)
    return msgspec.structs.replace(
        kept, story=story, message=message, started=walk.started or now().isoformat()
    )


def _with_words(story: Story, typed: str) -> Story:
    """What was typed beside a file stands before it."""
    words = story_of_words(typed).text
    text = f"{words}\n\n{story.text}"
    if not fits(text):
        raise NotTaken("tell.error.long")
    return msgspec.structs.replace(story, text=text)


def _ask(walk: Walk, request: HttpRequest) -> Walk:
    question = request.POST.get("question", "")
    rule = known_in("ja").questions.get(question)
    if rule is None:
        raise Lost
    choice = _chosen(rule, request.POST.getlist("choice"))
    asked = tuple(dict.fromkeys((*walk.asked, question)))
    return msgspec.structs.replace(walk, answers={**walk.answers, question: choice}, asked=asked)


def _chosen(rule: QuestionRule, came: Sequence[str]) -> str:
    """The answer of a form; what says something stands before わからない and なし beside it. Raises NotTaken."""
    known = {one.id: one for one in rule.choices}
    if not came or not set(came) <= known.keys() | {"unknown"} or (len(came) > 1 and not rule.several):
        raise NotTaken("ask.error.empty")
    saying = [one for one in known if one in came and (known[one].gave or known[one].stage)]
    return SEVERAL.join(saying) or came[0]


def _change(walk: Walk, request: HttpRequest) -> Walk:
    """Puts a question again: its answer is taken back."""
    question = request.POST.get("change", "")
    if question not in walk.asked:
        raise Lost
    asked = tuple(one for one in walk.asked if one != question)
    answers = {one: choice for one, choice in walk.answers.items() if one != question}
    return msgspec.structs.replace(walk, answers=answers, asked=asked, put=min(walk.put, len(asked)))


def _do(walk: Walk, request: HttpRequest) -> Walk:
    step, _, state = request.POST.get("step", "").rpartition(":")
    if not step:
        return walk
    if state not in _DONE or len(step) > 80:
        raise Lost
    done = {name: was for name, was in walk.done.items() if name != step}
    if state != "open":
        done[step] = "done" if state == "done" else "could_not"
    left = tuple(one for one in walk.again_to_do if one != step)
    return msgspec.structs.replace(walk, done=done, again_to_do=left)


def _add(walk: Walk, request: HttpRequest) -> Walk:
    if walk.story is None:
        raise Lost
    text = hidden(story_of_words(request.POST.get("added", ""))).text
    more = (*walk.added, Added(at=now().isoformat(timespec="minutes"), text=text))
    longer = msgspec.structs.replace(walk, added=more, put=len(walk.asked))
    if longer.whole and not fits(longer.whole.text):
        raise NotTaken("tell.error.long")
    if not walk.done:
        return longer
    before, after = (answer_to(one, "ja", at=now()) for one in (walk, longer))
    return reopened(longer, before=before, after=after)


def _as_it_is(walk: Walk, request: HttpRequest) -> Walk:
    return walk


def _after_tell(walk: Walk, tongue: Tongue) -> str:
    if next_question(walk, answer_to(walk, tongue, at=now())) is not None:
        return "ask"
    return "found" if walk.message else "review"


def _always(page: str) -> Callable[[Walk, Tongue], str]:
    return lambda walk, tongue: page


PAGES: Mapping[str, Page] = {
    "who": Page(_who, _always("tell"), needs_story=False),
    "tell": Page(_tell, _after_tell, needs_story=False),
    "ask": Page(_ask, _after_tell),
    "change": Page(_change, _always("ask")),
    "review": Page(_as_it_is, _always("found")),
    "found": Page(_as_it_is, _always("do")),
    "do": Page(_do, _always("do")),
    "money": Page(_as_it_is, _always("papers")),
    "papers": Page(_as_it_is, _always("papers")),
    "sheet": Page(_as_it_is, _always("sheet")),
    "agree": Page(with_consent, _always("papers")),
    "add": Page(_add, _after_tell),
    "show": Page(_as_it_is, _always("found"), needs_story=False),
}


def target_of(form: QueryDict, page: Page, *, walk: Walk, tongue: Tongue) -> str:
    """Returns the page to show: the one that a button names, else the one that follows. Raises Lost."""
    name = form.get("go") or page.then(walk, tongue)
    if name not in PAGES:
        raise Lost
    return "tell" if PAGES[name].needs_story and walk.story is None else name
