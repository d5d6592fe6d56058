"""The case as plain text and as pages: what survives where files are turned into text or pictures on their way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from madoguchi.papers import telling_facts as facts
from madoguchi.papers.blocks import Line
from madoguchi.papers.case_file import Case
from madoguchi.papers.consents import FIELDS, RECIPIENTS
from madoguchi.papers.drawn_pages import Margins, Row, image_pdf
from madoguchi.papers.events import day_of
from madoguchi.papers.frame import NOT_CHECKED, Style, framed
from madoguchi.papers.material import Seen, lines_of
from madoguchi.papers.vocabulary import IN_FULL, whose_words
from madoguchi.telling.labels import moment_text
from madoguchi.telling.layout import clean, defanged

NAME = "引きつぎの紙"
_UNSIGNED = "署名: ありません（だれが作ったかを、このファイルだけでは確かめられません）"
_CODE = "引きつぎの符号（どの事案の、だれのファイルか。アドレスではありません）"
_MOST_LINES = 300  # of a part in the picture form: beyond that its pages would be hundreds
_RUN_ON = "（行が多いので、続けて書きます。／ が行の終わりです）"


def case_text(seen: Seen, case: Case) -> str:
    """Returns case.txt: everything of the case in labelled lines; no address in it works as a link."""
    return "\n".join(f"【{title}】\n{body}\n" for title, body in _parts(seen, case)) + "\n"


def case_pdf(seen: Seen, case: Case, *, code: bytes | None = None) -> bytes:
    """Returns the same as pages that are pictures; ``code``: the QR picture (PNG) for a last page of its own.

    Raises CannotSet without the extra ``papers``.
    """
    page = framed(seen, (), name=NAME, style=Style(12.0, 0.5))
    margins = Margins(*map(_plain, (*page.header, *page.footer)))
    return image_pdf(_rows(_parts(seen, case)), margins, at=seen.at, last=(_CODE, code) if code else None)


def _plain(line: Line) -> str:
    return "".join(piece.text for piece in line)


def _rows(parts: Iterable[tuple[str, str]]) -> Iterator[Row]:
    for title, body in parts:
        yield Row(title, heading=True)
        lines = [line for line in body.split("\n") if line]
        yield from map(Row, lines if len(lines) <= _MOST_LINES else [_RUN_ON, "／".join(lines)])


def _parts(seen: Seen, case: Case) -> Iterator[tuple[str, str]]:
    signed = f"署名: {case.signature.by}（Ed25519）" if case.signature else _UNSIGNED
    yield (
        "番号",
        f"{case.number}\n作った時: {case.created_at.isoformat(timespec='minutes')}\n作成: {case.operator}\n{signed}",
    )
    yield "同意", "\n".join(_consents(case)) or "記録がありません"
    yield "本人", "\n".join(_about(case)) or NOT_CHECKED
    yield "だれのこと", facts.told(seen, "person", text=facts.whom(seen))
    yield (
        "何に見えるか（プログラムの読み取り）",
        "\n".join(_schemes(case)) or "見つかりませんでした（問題がないという意味ではありません）",
    )
    yield "経過（話した順）", facts.told(seen, "events", text="\n".join(_events(seen)))
    yield "契約（話から読み取ったもの）", "\n".join(_contract(seen)) or NOT_CHECKED
    if seen.answer.withdrawals:
        yield (
            "通知の日数（条件つき。権利があるかは判断していません）",
            "\n".join(one.text for one in seen.answer.withdrawals),
        )
    yield "相手", facts.told(seen, "counterparty", text="\n".join(facts.other_side(seen, most=2_000)))
    yield "渡したもの", facts.told(seen, "gave", text=facts.given(seen, most=2_000))
    yield "支払い方", facts.told(seen, "payments", text=facts.methods(seen, most=2_000))
    every = facts.amounts(seen, ("paid", "lost", "demanded", "refunded", "other"))
    yield "金額", facts.told(seen, "amounts", text="\n".join([*facts.sums(seen), *every]))
    yield "することの順番", "\n".join(_steps(seen)) or "ありません"
    yield "あとから足したこと", "\n".join(_added(case)) or "ありません"
    yield (
        whose_words(case.consultation.situation.person) + IN_FULL,
        "\n".join(map(defanged, lines_of(case.story.text).split("\n"))) or "ありません",
    )
    yield "知識の版", case.revision


def _consents(case: Case) -> Iterator[str]:
    for one in case.consents:
        fields = "、".join(FIELDS[field] for field in one.fields)
        yield (
            f"{clean(one.who)} → {RECIPIENTS[one.to]}: {fields or '取り消し'}"
            f"（{clean(one.purpose)}、{clean(one.how)}、{moment_text(one.when)}）"
        )


_ABOUT = {
    "name": "名前",
    "address": "住所",
    "phone": "電話",
    "sex": "性別",
    "age": "年齢",
    "occupation": "職業",
    "relation": "相談者から見て",
    "other_desks": "ほかの窓口への相談",
    "wishes": "聞きたいこと",
}


def _about(case: Case) -> Iterator[str]:
    told = ((label, getattr(case.about, name)) for name, label in _ABOUT.items())
    yield from (f"{label}: {defanged(text)}" for label, text in told if text)


def _schemes(case: Case) -> Iterator[str]:
    for one in case.consultation.schemes:
        yield one.name
        yield from (f"・{sign.why}「{defanged(sign.quote)}」" for sign in one.signs if sign.counts == "for")


def _events(seen: Seen) -> Iterator[str]:
    for one in seen.events:
        yield f"{day_of(one)}　{one.what}「{defanged(one.words)}」"


def _contract(seen: Seen) -> Iterator[str]:
    told = (
        ("契約日", facts.contract_days(seen)),
        ("契約購入金額", facts.contract_sums(seen)),
        ("販売購入形態", facts.sales(seen)),
        ("引渡時期", facts.delivery(seen)),
        ("書面の受領", facts.papers_of_contract(seen)),
        ("契約の内容", facts.things(seen)),
    )
    if any(lines for _, lines in told):
        yield from (f"{label}: {'、'.join(lines) or NOT_CHECKED}" for label, lines in told)


def _steps(seen: Seen) -> Iterator[str]:
    for number, step in enumerate(seen.answer.plan.steps, 1):
        state = {"done": "（した）", "could_not": "（できなかった）"}.get(seen.done.get(step.id, ""), "")
        yield f"{number} {step.text}{state}"


def _added(case: Case) -> Iterator[str]:
    yield from (f"{moment_text(one.at)} {clean(one.by)}: {defanged(one.text)}" for one in case.added)
