"""Whether the knowledge holds together, as far as knowledge alone can see.

The loader refuses what it does not understand; here stands what YAML types cannot say: ids that lead nowhere,
acts outside the list, phrases that nobody may be told. Whether a sign catches its samples needs the scanner
(tests/core/test_knowledge.py); whether steps contradict the never-lists needs the plan (decisions.py).
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.check_asked import problems_of_asked
from madoguchi.knowledge.check_letters import problems_of_letters
from madoguchi.knowledge.check_papers import problems_of_papers
from madoguchi.knowledge.check_reports import problems_of_reports
from madoguchi.knowledge.shapes import (
    Answers,
    Claim,
    Contact,
    If,
    Line,
    OfferWordRule,
    OtherWordsRule,
    PointRule,
    QuestionRule,
    Scheme,
    SignRule,
    Spans,
    StepRule,
    TradeRule,
)
from madoguchi.words import StageWord

# What a step may be said to do, and what a never-line may forbid.
ACTS = frozenset(
    """
    ask_court buy_more_codes call_register_number call_their_number change_password contact_188 contact_bank
    contact_card contact_issuer contact_police delete_app disconnect discard_evidence ignore_paper
    keep_evidence keep_power_on_connected open_link pay pay_helper reply_to_them report_message reset_device
    send_device send_images sign_contract
    """.split()
)
# Nothing here may promise, clear, judge a person's rights (弁護士法72条), or shout.
FORBIDDEN = (
    "安全です",
    "詐欺ではありません",
    "必ず戻",
    "100%",
    "支払義務はありません",
    "支払い義務はありません",
    "違法です",
    "勝てます",
    "返金されます",
    "弁護士を紹介",
    "!!",
)
_NOT_SHOWN = frozenset(
    {"id", "any", "samples", "innocent", "sources", "does", "forbids", "contacts", "replaces", "questions"}
    | {"topic", "schemes", "steps", "after"}
    | {"redress", "url", "kind", "status", "phase", "when", "values", "comparator", "where", "counts"}
    | {"contact", "carrier", "media", "way", "of", "given", "told"}
)
_UNSOURCED = (SignRule, Answers)  # they rest on the sources of their scheme
_MOMENTS: tuple[tuple[str, tuple[StageWord, ...]], ...] = (
    ("届いただけ", ("received_only",)),
    ("何かを渡した後", ("personal_info_given", "credentials_given", "card_given")),
    ("お金が動いた後", ("paid", "unauthorized_use", "contract_signed")),
)
_ID = frozenset(string.ascii_lowercase + string.digits + "_")
_HOST = frozenset(string.ascii_letters + string.digits + ".-")
_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")
_SPACES = str.maketrans("", "", " \u3000\t\n,、")
_Problems = Iterator[str]


def problems_of(known: Knowledge) -> list[str]:
    """Returns what is wrong with ``known``, one Japanese line each: where, what, how to mend."""
    return [line for check in _CHECKS for line in check(known)]


def shown_texts(known: Knowledge) -> Iterator[tuple[str, str]]:
    """Yields (where, text) for every text that people may be shown: not retired desks, not checked claims."""
    for where, part in structs_of(known):
        for name, text in _strings(part):
            yield f"{where} {name}", text


def structs_of(known: Knowledge) -> Iterator[tuple[str, msgspec.Struct]]:
    """Yields (where, part) for every part of the knowledge that is in force, down to the smallest."""
    for room, parts in _rooms(known).items():
        for part in parts:
            yield from _walk(part, f"{room}/{_name(part)}" if _name(part) else room)


def _rooms(known: Knowledge) -> Mapping[str, Iterable[msgspec.Struct]]:
    return {
        "schemes": [one for one in known.schemes.values() if one.status != "retired"],
        "steps": known.steps,
        "questions": known.questions.values(),
        "asked": [*known.asked.values(), *known.asked_topics.values()],
        "contacts": [one for one in known.contacts.values() if one.status != "retired"],
        "law": known.redress.values(),
        "cover": known.cover,
        "brokers": [known.brokers],
        "carriers": [known.carriers],
        "reports": known.reports.values(),
        "safety": known.safety,
        "genuine": known.genuine,
        "solicitations": known.solicitations.values(),
        "offers": [*known.offers.trades, *known.offers.words],
        "brands": known.link_tricks.values(),
        "figures": [known.figures],
        "papers": [known.papers],
    }


def _walk(part: msgspec.Struct, where: str) -> Iterator[tuple[str, msgspec.Struct]]:
    yield where, part
    for name in part.__struct_fields__:
        value = getattr(part, name)
        children = value if isinstance(value, list) else [value]
        for at, child in enumerate(children):
            if isinstance(child, msgspec.Struct):
                place = _name(child) or (f"{at + 1}" if isinstance(value, list) else "")
                yield from _walk(child, f"{where} {name}/{place}".rstrip("/"))


def _name(part: msgspec.Struct) -> str:
    return str(getattr(part, "id", ""))


def _strings(part: msgspec.Struct) -> Iterator[tuple[str, str]]:
    if isinstance(part, If | Spans):
        return
    for name in part.__struct_fields__:
        value = getattr(part, name)
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        if name not in _NOT_SHOWN:
            yield from ((name, text) for text in texts if isinstance(text, str))


def _line(where: str, what: str, mend: str) -> str:
    return f"{where}: {what} 直し方: {mend}"


# --- ids that lead nowhere --------------------------------------------------------------------------


def _sources(known: Knowledge) -> _Problems:
    for where, part in structs_of(known):
        cited = getattr(part, "sources", None)
        if cited == [] and not isinstance(part, _UNSOURCED):
            yield _line(where, "出典がありません。", "sources に sources/*.yaml の id を書いてください。")
        yield from _missing(where, "出典", ids=cited or (), among=known.sources)


def _hours(known: Knowledge) -> _Problems:
    for where, part in structs_of(known):
        for span in part.spans if isinstance(part, Spans) else ():
            if not _SPAN.fullmatch(span) or span[:5] >= span[6:]:
                mend = "09:00-17:00 のように、早いほうから書いてください。夜中をまたぐときは二つに分けます。"
                yield _line(where, f"時間「{span}」は読めません。", mend)


def _references(known: Knowledge) -> _Problems:
    steps = {step.id for step in _all_steps(known)}
    for where, part in structs_of(known):
        if isinstance(part, StepRule):
            yield from _missing(where, "窓口", ids=part.contacts, among=known.contacts)
            yield from _missing(where, "対処", ids=part.replaces, among=steps)
        if isinstance(part, Scheme):
            yield from _missing(where, "質問", ids=part.questions, among=known.questions)
            yield from _missing(where, "補償・救済", ids=part.redress, among=known.redress)
            yield from _missing(where, "手口", ids=[*part.look_alikes, *part.after], among=known.schemes)
        if isinstance(part, If):
            yield from _condition(where, part, known)


def _condition(where: str, rule: If, known: Knowledge) -> _Problems:
    rows = {row.id for row in known.safety}
    yield from _missing(where, "手口", ids=[*rule.scheme, *rule.not_scheme], among=known.schemes)
    yield from _missing(where, "安全の行", ids=[*rule.safety, *rule.not_safety], among=rows)
    yield from _missing(where, "質問", ids=rule.answered, among=known.questions)
    for question, choices in rule.answered.items():
        if question in known.questions:
            offered = {choice.id for choice in known.questions[question].choices}
            yield from _missing(where, f"質問「{question}」の答え", ids=choices, among=offered)


def _missing(where: str, what: str, *, ids: Iterable[str], among: Iterable[str]) -> _Problems:
    for one in ids:
        if one not in among:
            yield _line(where, f"{what}「{one}」がありません。", "id の綴りを確かめるか、足してください。")


def _all_steps(known: Knowledge) -> list[StepRule]:
    return [*known.steps, *(step for scheme in known.schemes.values() for step in scheme.steps)]


def _ids(known: Knowledge) -> _Problems:
    for step, count in Counter(step.id for step in _all_steps(known)).items():
        if count > 1:
            yield _line(
                f"steps/{step}", f"id が{count}か所にあります。", "一つを残して、id を変えてください。"
            )
    for where, part in structs_of(known):
        if _name(part) and not _is_id(_name(part)):
            yield _line(where, "id は英小文字・数字・_ です。", "id を書き直してください。")


def _is_id(name: str) -> bool:
    return name[0] in string.ascii_lowercase and _ID.issuperset(name)


# --- what a part must have --------------------------------------------------------------------------


def _acts(known: Knowledge) -> _Problems:
    for where, part in structs_of(known):
        acts = part.does if isinstance(part, StepRule) else part.forbids if isinstance(part, Line) else []
        yield from _missing(where, "行いの言葉", ids=acts, among=ACTS)
        if isinstance(part, StepRule) and "ignore_paper" in part.does and not _spares_court_papers(part):
            yield _line(
                where,
                "裁判所の書類も放っておくことになります。",
                "not_safety に court_paper を足してください。",
            )


def _spares_court_papers(step: StepRule) -> bool:
    return all("court_paper" in rule.not_safety for rule in (step.if_, *step.also))


def _schemes(known: Knowledge) -> _Problems:
    for scheme in known.schemes.values():
        if scheme.status == "in_use":
            yield from _in_use(scheme, known)


def _in_use(scheme: Scheme, known: Knowledge) -> _Problems:
    where = f"schemes/{scheme.id}"
    for name in ("signs", "steps", "never", "keep", "prevent"):
        if not getattr(scheme, name):
            yield _line(where, f"{name} が空です。", "書くか、status を draft にしてください。")
    for moment, stages in _MOMENTS:
        if not any(_may_apply(step, stages) for step in scheme.steps):
            yield _line(
                where, f"{moment}の対処がありません。", f"{'か'.join(stages)} の step を足してください。"
            )


def _may_apply(step: StepRule, stages: Iterable[StageWord]) -> bool:
    """Returns whether nothing in the conditions speaks against one of ``stages``."""
    rules = (step.if_, *step.also)
    return any((not r.stage or s in r.stage) and s not in r.not_stage for r in rules for s in stages)


def _questions(known: Knowledge) -> _Problems:
    for question in known.questions.values():
        yield from _question(question)


def _question(question: QuestionRule) -> _Problems:
    where = f"questions/{question.id}"
    ids = [choice.id for choice in question.choices]
    if "unknown" not in ids:
        yield _line(where, "答え unknown（わからない）がありません。", "choices に足してください。")
    if len(ids) != len(set(ids)):
        yield _line(where, "同じ id の答えがあります。", "id を変えてください。")


def _solicitations(known: Knowledge) -> _Problems:
    numbers = sorted(rule.number for rule in known.solicitations.values())
    if numbers != list(range(1, len(numbers) + 1)):
        yield _line(
            "solicitations", f"番号 {numbers} が続いていません。", "資料の順に 1 から付けてください。"
        )
    for where, part in structs_of(known):
        if isinstance(part, PointRule | OfferWordRule) and not (part.ask and part.any and part.samples):
            yield _line(
                where, "ask・any・samples のどれかが空です。", "聞き返す質問と、言葉と、例を書いてください。"
            )
        if isinstance(part, OtherWordsRule) and not part.ask:
            yield _line(where, "ask が空です。", "聞き返す質問を書いてください。")
        if isinstance(part, TradeRule):
            yield from _missing(where, "手口", ids=part.schemes, among=known.schemes)
    if known.offers.voice:
        yield from _missing("offers/voice", "手口", ids=known.offers.voice.no_contact, among=known.schemes)


def _retired(known: Knowledge) -> _Problems:
    yield from (line for part in known.schemes.values() for line in _ended("schemes", part, known.schemes))
    yield from (line for part in known.contacts.values() for line in _ended("contacts", part, known.contacts))


def _ended(room: str, part: Scheme | Contact, among: Iterable[str]) -> _Problems:
    if part.status == "retired" and not part.retired_because:
        yield _line(f"{room}/{part.id}", "終わった理由がありません。", "retired_because に書いてください。")
    for name, other in (("後継", part.successor), ("代わりに出す先", getattr(part, "stands_for", None))):
        if other and other not in among:
            yield _line(f"{room}/{part.id}", f"{name}「{other}」がありません。", "id を直してください。")


def _addresses(known: Knowledge) -> _Problems:
    for source in known.sources.values():
        if source.url is not None and not _is_page(source.url):
            yield _address(f"sources/{source.id} url", source.url)
    for contact in known.contacts.values():
        if contact.web and not _is_page(contact.web.value):
            yield _address(f"contacts/{contact.id} web", contact.web.value)
        if contact.mail and not _is_mail(contact.mail.value):
            yield _address(f"contacts/{contact.id} mail", contact.mail.value)


def _address(where: str, value: str) -> str:
    return _line(
        where, f"「{value}」は宛先として読めません。", "http(s) の URL かメールアドレスだけを書いてください。"
    )


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and _is_host(host) and not any(c.isspace() for c in url)


def _is_mail(address: str) -> bool:
    name, _, host = address.partition("@")
    return bool(name) and name.isascii() and name.isprintable() and " " not in name and _is_host(host)


def _is_host(host: str) -> bool:
    return _HOST.issuperset(host) and len(host.split(".")) > 1 and all(host.split("."))


# --- what nobody may be told ------------------------------------------------------------------------


def _tone(known: Knowledge) -> _Problems:
    phrases = {_plain(phrase): phrase for phrase in FORBIDDEN}
    for where, text in shown_texts(known):
        for phrase in _found(phrases, text):
            yield _line(where, f"「{phrase}」と言っています。", "約束も断定もしない言い方にしてください。")


def _claims(known: Knowledge) -> _Problems:
    phrases = {_plain(phrase): phrase for claim in known.claims for phrase in phrases_of(claim)}
    for where, text in shown_texts(known):
        for phrase in _found(phrases, text):
            yield _line(
                where, f"「{phrase}」は、今は言えません。", "retired/claims の evidence に合わせてください。"
            )


def _found(phrases: Mapping[str, str], text: str) -> list[str]:
    plain = _plain(text)
    return [phrase for form, phrase in phrases.items() if form in plain]


def _plain(text: str) -> str:
    """Full and half width, commas and spaces do not make another statement."""
    return unicodedata.normalize("NFKC", text).translate(_SPACES)


def phrases_of(claim: Claim) -> list[str]:
    """Returns the phrases that would repeat a claim that no longer holds; none for a claim that does."""
    return [claim.claim, *claim.never_say] if claim.verdict in ("no", "partly") else []


_CHECKS: tuple[Callable[[Knowledge], _Problems], ...] = (
    _sources,
    _hours,
    _references,
    problems_of_asked,
    problems_of_reports,
    problems_of_papers,
    problems_of_letters,
    _ids,
    _acts,
    _schemes,
    _questions,
    _solicitations,
    _retired,
    _addresses,
    _tone,
    _claims,
)
