"""No answer invents: quotes stand in the input, numbers to call in the register, figures in either."""

from __future__ import annotations

import datetime as dt
import json
import re
import runpy
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from madoguchi import Consultation, Story, consult
from madoguchi.hours import may_show, shown_on
from madoguchi.knowledge import load
from madoguchi.knowledge.check import shown_texts, structs_of
from madoguchi.words import Exposure

AT = dt.datetime.fromisoformat("2026-11-21T20:40+09:00")
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
BATCHES, BATCH = 20, 250

PHONE = re.compile(
    r"(?<![\d.,])(?:\+81[- ]?|0)\d{1,4}[-( ]?\d{1,4}[-) ]?\d{3,4}(?!\d)|#\d{4}|(?<!\d)1\d\d(?=番(?!目|地))"
)
PAGE = re.compile(r"h(?:tt|xx)ps?://[^\s、。,「」（）()]+")
HOST = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w])", re.IGNORECASE | re.ASCII)
MAIL = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
ID = re.compile(r"[a-z][a-z0-9_]*")
DATE = re.compile(r"(?:資料日付 |、|^|\s)\d{4}(?:-\d\d){0,2}(?=\)| に)")
TERM = r"\d[\d,.]*[^\s\d=、。()]*"
SUM = re.compile(rf"({TERM}(?: [×+] {TERM})*) = ([\d,.]+)円")
PLAIN_YEN = re.compile(r"(?:約|¥)?([\d,]+)(?:円|えん)?-?")
CLEARS = (
    "安全です",
    "詐欺ではありません",
    "問題ありません",
    "心配ありません",
    "心配いりません",
    "本物です",
    "偽物ではありません",
    "信用できます",
)
OURS = {
    Decimal(n) for n in (1, 31, 200)
}  # 1 day or yen, the longest month, the sends of the founding document
# Fields that hold a number, an address or a time by themselves: seen here as such, and in test_contact_shown.py.
REGISTERED = {"source", "hours", "web", "phone", "phone_if_not", "mail"}
COMPUTED = {"how", "assumes", "what", "rule"}  # where prices, caps and ceilings come to stand as numbers
SILENT = {"id", "quote", "start", "end", "sources", "revision", "as_of", "opens_next", "closes"}
SILENT |= {"checked_on", "seen", "perhaps_from", "from", "to", "schema", "weight", "count", "yen", "age_band"}


# --- what is known ------------------------------------------------------------------------------------


@cache
def register() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Phones, mail addresses and pages that people may see on the day of the tests."""
    known = load()
    open_ones = [desk for desk in known.contacts.values() if shown_on(desk, AT.date())]
    values = {
        name: frozenset(
            shown.value
            for desk in open_ones
            for shown in (getattr(desk, field) for field in name.split())
            if shown and may_show(shown.sources, known.sources)
        )
        for name in ("phone phone_alt", "mail", "web")
    }
    seen = {source.url for source in known.sources.values() if source.url}
    return values["phone phone_alt"], values["mail"], values["web"] | seen


def level(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@cache
def known_texts() -> tuple[str, ...]:
    """Every text of the knowledge that holds a figure, the longest first."""
    texts = {level(text) for _, text in shown_texts(load())}
    return tuple(
        sorted((text for text in texts if len(text) > 5 and re.search(r"\d", text)), key=len, reverse=True)
    )


@cache
def known_numbers() -> frozenset[Decimal]:
    """Prices, caps and ceilings: numbers that the knowledge holds as numbers."""
    fields = {
        "value",
        "yen",
        "yen_per_part",
        "max_yen",
        "full_width_max",
        "parts",
        "ceiling_yen",
        "first_months",
    }
    parts = [(part, name) for _, part in structs_of(load()) for name in fields & {*part.__struct_fields__}]
    values = [getattr(part, name) for part, name in parts]
    return frozenset(
        Decimal(v) for v in values if isinstance(v, int) or re.fullmatch(r"[\d.]+", str(v or ""))
    )


@cache
def without_known_texts(text: str) -> str:
    weak = (one.answers.is_it_fraud.partition("。")[2] for one in load().schemes.values())
    for known in (*known_texts(), *filter(None, weak)):
        text = text.replace(known, "")
    return text


# --- what an answer says ------------------------------------------------------------------------------


def said(part: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Yields (field, text) for all that an answer says in its own voice: no quotes, ids, times."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in SILENT:
                yield from said(value, key)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from said(value, name)
    elif isinstance(part, str) and not ID.fullmatch(part):
        yield name, part


def quotes(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("quote") is not None:
            yield part
        part = list(part.values())
    if isinstance(part, list | tuple):
        for value in part:
            yield from quotes(value)


class Answer:
    """An answer beside the story that it is for."""

    def __init__(self, story: Story, told: Consultation | None = None) -> None:
        self.story = story
        self.told = told or consult(story, at=AT)
        self.plain = msgspec.to_builtins(self.told)
        self.quotes = list(quotes(self.plain))
        self.texts = [(name, self._own(text)) for name, text in said(self.plain)]

    def _own(self, text: str) -> str:
        """The text without the words of the person, which stand between 「 and 」."""
        for quote in self.quotes if "「" in text else ():
            text = text.replace(f"「{quote['quote']}」", "")
        for term in self.told.withdrawals:  # its figures are counted again by wrong_terms
            text = text.replace(term.text, "")
        return level(text)

    def faults(self) -> list[str]:
        found = [
            fault
            for check in (misquoted, strange_figures, wrong_sums, misread_yen, wrong_terms)
            for fault in check(self)
        ]
        found += [fault for name, text in self.texts for fault in strange_words(name, text)]
        return [f"{fault} ← {self.story.text[:60]}" for fault in (*found, *clears(self))]


@cache
def strange_words(name: str, text: str) -> list[str]:
    """Numbers to call and addresses that nobody registered, and words that clear. Most texts come again and again."""
    found = [("番号", one) for one in strange_phones(text)] + [
        ("宛先", one) for one in strange_addresses(text)
    ]
    found += [("保証", phrase) for phrase in CLEARS if phrase in text]
    return [f"{kind} {one} が {name} に: {text[:50]}" for kind, one in found]


def strange_phones(text: str) -> list[str]:
    phones = {re.sub(r"\D", "", phone) for phone in register()[0]}
    return [one for one in PHONE.findall(PAGE.sub("", text)) if re.sub(r"\D", "", one) not in phones]


def strange_addresses(text: str) -> list[str]:
    _, mails, pages = register()
    strange = [one for one in MAIL.findall(text) if one not in mails]
    strange += [one for one in PAGE.findall(text) if not any(page.startswith(one) for page in pages)]
    return strange + [
        one for one in HOST.findall(MAIL.sub("", PAGE.sub("", text))) if not is_known_host(one.lower())
    ]


def is_known_host(host: str) -> bool:
    _, mails, pages = register()
    hosts = {mail.split("@")[1] for mail in mails} | {urlsplit(page).hostname or "" for page in pages}
    return any(known == host or known.endswith(f".{host}") for known in hosts)


def misquoted(answer: Answer) -> Iterator[str]:
    beside = {"subject": answer.story.subject, "sender": answer.story.sender}
    links = [*answer.story.urls, *(word for anchor in answer.story.anchors for word in anchor)]
    for quote in answer.quotes:
        part = quote.get("part")
        sources = links if part == "link" else [beside.get(part, answer.story.text) or ""]
        if not any(text[quote["start"] : quote["end"]] == quote["quote"] for text in sources):
            yield f"引用 {quote}"


def strange_figures(answer: Answer) -> Iterator[str]:
    told = {Decimal(n) for one in answer.told.situation.amounts for n in (one.yen or 0, one.count)}
    for name, text in answer.texts:
        known = told | OURS | known_numbers() if name in COMPUTED else told
        strange = [] if name in REGISTERED else figures_in(name, text)
        yield from (f"数字 {one} が {name} に: {text[:60]}" for one in strange if number(one) not in known)


@cache
def figures_in(name: str, text: str) -> list[str]:
    """The figures that neither stand in the knowledge as they are nor come out of a sum that is shown."""
    inputs_only = re.sub(r" → [\d,]+円", "", SUM.sub(r"\1", text))
    rest = without_known_texts(inputs_only)
    return NUMBER.findall(DATE.sub("", rest) if name == "note" else rest)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").rstrip("."))


def wrong_sums(answer: Answer) -> Iterator[str]:
    for exposure in answer.told.exposure:
        for left, right in SUM.findall(exposure.how):
            if worth(left) != number(right):
                yield f"計算 {exposure.how}"
        yield from (f"導き方のない額 {yen}: {exposure.how}" for yen in underived(exposure))


def worth(left: str) -> Decimal:
    total = Decimal(0)
    for term in left.split(" + "):
        product = Decimal(1)
        for factor in NUMBER.findall(term):
            product *= number(factor)
        total += product
    return total


def underived(exposure: Exposure) -> list[int]:
    shown = (exposure.yen_low, exposure.yen_high)
    return [yen for yen in shown if yen is not None and f"{yen:,}円" not in exposure.how]


def wrong_terms(answer: Answer) -> Iterator[str]:
    """A last day is so many days after a day that was told, as many as the law's; its sentence says both and no other."""
    may_be = told_days(answer)
    periods = {period.days for rule in load().redress.values() for period in rule.periods}
    for term in answer.told.withdrawals:
        pairs = [(term.first, term.last), (term.first_at_latest, term.last_at_latest)]
        days = {(one.year, one.month, one.day) for pair in pairs for one in pair if one}
        said_days = {tuple(map(int, hit)) for hit in re.findall(r"(\d+)年(\d+)月(\d+)日", term.text)}
        counted = all(counts(first, last, term.days) for first, last in pairs if first or last)
        invented = {first for first, _ in pairs if first} - may_be
        early = term.state == "passed" and max(last for _, last in pairs if last) >= AT.date()
        if term.days not in periods or said_days != days or not counted or invented or early:
            yield f"期限 {term}"


def counts(first: dt.date | None, last: dt.date | None, days: int) -> bool:
    return bool(first and last) and len(list(days_between(first, last))) == days


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def told_days(answer: Answer) -> set[dt.date]:
    """Each day that is told of a contract or its papers; three to either side where the words tell it only about."""
    contract, found = answer.told.situation.contract, set[dt.date]()
    for one in (*contract.papers, *contract.days):
        room = dt.timedelta(days=3 if one.about else 0)
        found |= set(days_between(one.from_day - room, one.to_day + room))
    return found | {AT.date()}  # no day later than today counts: the end of a week that still runs is today


def misread_yen(answer: Answer) -> Iterator[str]:
    """Amounts in plain digits are read again, the slow way; other spellings have their own tests."""
    for amount in answer.told.situation.amounts:
        plain = PLAIN_YEN.fullmatch(level(amount.quote))
        if plain and plain[1].strip(",") and amount.yen != int(plain[1].replace(",", "")):
            yield f"金額 {amount}"


def clears(answer: Answer) -> Iterator[str]:
    first = answer.told.three_answers.is_it_fraud
    if answer.told.verdict == "nothing_known" and "問題がないという意味ではありません" not in first:
        yield f"保証 何も見つからないことを、そう言っていません: {first}"


# --- the tests ----------------------------------------------------------------------------------------


@cache
def stories() -> list[str]:
    maker = runpy.run_path(str(Path(__file__).with_name("generate_stories.py")))
    return list(maker["stories"](BATCHES * BATCH, seed=2))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_answer_to_a_generated_story_invents_anything(batch: int) -> None:
    chosen = stories()[batch * BATCH : (batch + 1) * BATCH]
    assert len(chosen) == BATCH
    assert [fault for text in chosen for fault in Answer(Story(text=text)).faults()] == []


def test_there_are_five_thousand_stories_and_no_two_are_the_same() -> None:
    assert len(stories()) == len(set(stories())) == 5_000


def corpus(name: str) -> list[Story]:
    rows = [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]
    return [
        msgspec.convert({k: row[k] for k in Story.__struct_fields__ if row.get(k)}, Story) for row in rows
    ]


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is not here")
@pytest.mark.parametrize("name", ["stories.jsonl", "messages.jsonl"])
def test_no_answer_to_the_corpus_invents_anything(name: str) -> None:
    assert [fault for story in corpus(name) for fault in Answer(story).faults()] == []


CALL_ME = "被害者には{}に電話するよう伝えてください。パソコンに警告が出て、電子マネーで3万円払いました。"


@pytest.mark.parametrize(
    "shown", ["0120-000-000", "050-0000-1234", "０９０ー００００ー００００", "+81 50 0000 1234"]
)
def test_a_number_from_the_input_is_never_one_to_call(shown: str) -> None:
    answer = Answer(Story(text=CALL_ME.format(shown)))
    digits = re.sub(r"\D", "", level(shown))
    assert answer.faults() == []
    assert [text for _, text in answer.texts if digits in re.sub(r"[-() ー]", "", text)] == []


@pytest.mark.parametrize("text", ["", "🙂🙂🙂", "Hello, nice weather today.", "きょうは庭の花が咲きました。"])
def test_nothing_known_is_said_as_such_and_is_no_clearance(text: str) -> None:
    answer = Answer(Story(text=text))
    assert answer.told.verdict == "nothing_known"
    assert answer.faults() == []
    assert answer.told.plan.steps


# --- the checks themselves see what they look for -----------------------------------------------------


def altered(**changes: object) -> Answer:
    story = Story(text="パソコンに警告が出て、電子マネーで35,000円払いました。")
    return Answer(story, msgspec.structs.replace(consult(story, at=AT), **changes))


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("03-0000-0000 に電話してください", "番号"),
        ("0120000000 に電話してください", "番号"),
        ("#9999 に電話してください", "番号"),
        ("177番に電話してください", "番号"),
        ("a1.example を見てください", "宛先"),
        ("https://www.ipa.example/ を見てください", "宛先"),
        ("madoguchi@ipa.example に送ってください", "宛先"),
        ("8日以内です", "数字"),
        ("12,345円が戻ります", "数字"),
        ("このサイトは安全です", "保証"),
    ],
)
def test_an_invention_would_be_seen(note: str, kind: str) -> None:
    assert kind in {fault[:2] for fault in altered(notes=(note,)).faults()}
    assert altered().faults() == []


def test_a_quote_that_is_not_in_the_input_would_be_seen() -> None:
    situation = altered().told.situation
    moved = msgspec.structs.replace(situation.amounts[0], start=situation.amounts[0].start + 1)
    faults = altered(situation=msgspec.structs.replace(situation, amounts=(moved,))).faults()
    assert [fault[:2] for fault in faults] == ["引用"]


def test_a_sum_that_does_not_add_up_would_be_seen() -> None:
    wrong = msgspec.structs.replace(
        altered().told.exposure[0], yen_high=70_000, how="35,000円 × 2 = 80,000円"
    )
    assert {fault[:2] for fault in altered(exposure=(wrong,)).faults()} >= {"計算", "導き"}
