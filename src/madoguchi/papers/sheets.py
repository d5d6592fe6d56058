"""A report as plain text: a cover for the person, then the fields to paste, each between two lines.

In the cover no address works as a link. In the fields the message stands as it came, for a desk needs its real addresses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from madoguchi.hours import TOKYO
from madoguchi.papers.reports import MEDIA, Field, Report, Route
from madoguchi.telling.labels import day_text
from madoguchi.telling.layout import bulleted, clean, labelled, titled, wrapped

HIDDEN = {"card": "カード番号らしい数字", "phone": "電話番号", "mail": "メールアドレス"}
_BEGINS, _ENDS = "――― ここから ―――", "――― ここまで ―――"
_MARK = "―――"
_EACH = "会社ごとにちがいます。下の、契約している会社のところを見てください。"
_WAYS = {
    "mail": "メールで送ります。",
    "phone": "届いた携帯電話から、転送して知らせます。",
    "app": "携帯電話のアプリの機能で知らせます。",
    "not_known": "受付の形は確認できていません。",
}


def sheet_of(report: Report, *, at: dt.datetime) -> str:
    """Returns the text file of ``report``: the cover as of ``at`` (aware), then the fields."""
    day = day_text(at.astimezone(TOKYO).date())
    lines = [
        clean(report.name),
        *wrapped(f"{day}に作りました。まだ、どこにも送られていません。送るかどうかは、あなたが決めます。"),
        *titled("送り先と出し方", _route(report.route, each=bool(report.others))),
        *(line for route in report.others for line in titled(route.desk.name, _route(route))),
        *titled("送る前に見ること", bulleted(_look(report))),
        *titled("出典", [*bulleted(_sources(report)), f"  知識の版: {report.revision}"]),
        "",
        *wrapped(
            "ここから下は、窓口の欄に貼る文です。リンクは届いたままです。押したり、開いたりしないでください。"
        ),
    ]
    return "\n".join([*lines, *(line for field in report.fields for line in _field(field)), ""])


def _route(route: Route, *, each: bool = False) -> Iterator[str]:
    """The official addresses stand on lines of their own: a broken address leads elsewhere."""
    yield from labelled("送り先", clean(route.desk.name))
    yield from labelled("出し方", _EACH if each else _WAYS[route.way])
    if route.desk.mail and route.way in ("mail", "phone"):
        yield f"  宛先: {route.desk.mail}"
    if route.desk.web:
        yield f"  公式の案内: {route.desk.web}"
    yield from bulleted(route.steps)
    yield from bulleted(route.look)
    yield from bulleted([*route.not_known, *_old(route)])


def _old(route: Route) -> Iterator[str]:
    if route.stale or not route.desk.verified:
        yield f"再確認待ち: この形は {route.seen} に見たものです。送る前に、公式の案内で確かめてください。"


def _look(report: Report) -> Iterator[str]:
    """What the person has to fill in, to add and to look at."""
    message = report.message
    if message.assumed:
        yield (
            f"どう届いたか分からないので、{MEDIA[message.medium]}として書きました。"
            "ちがうときは、どう届いたかを選んで（--medium）作り直してください。"
        )
    empty = [field.label for field in report.fields if not field.text and not field.optional]
    if empty:
        yield f"分からなかったところ: {'、'.join(empty)}。書いてから送ってください。"
    yield from (f"自分で添えるもの: {one}。" for one in report.attach)
    yield from _own_data(report)
    if any(field.of == "summary" and not field.text for field in report.fields):
        yield (
            "知られた手口の特徴は、この文からは見つかりませんでした。問題がない、という意味ではありません。"
            "概要は、自分の言葉で書いてください。"
        )


def _own_data(report: Report) -> Iterator[str]:
    hidden = [f"{HIDDEN[kind]} {count}か所" for kind, count in sorted(report.message.hidden.items())]
    if hidden:
        yield (
            f"あなたのものかもしれないので * にしたところ: {'、'.join(hidden)}。"
            "相手の番号やアドレスだったときは、元の文を見て書き直してください。"
        )
    yield "リンクと送り主は、届いたままです。その中にあなたの名前やアドレスがあるときは、消してから送ってください。"
    if report.message.raw is not None:
        yield "添付の元のメールは、届いたままです。あなたのメールアドレスが入っています。"
        if hidden:
            yield "上で * にした番号やアドレスも、添付の元のメールには、そのまま残っています。"


def _sources(report: Report) -> list[str]:
    return list(dict.fromkeys(one for route in (report.route, *report.others) for one in route.sources))


def _field(field: Field) -> Iterator[str]:
    """The label and the text between two lines; no line of the text can pass for one of them."""
    yield from ["", f"【{field.label}】", _BEGINS]
    yield from (row.replace(_MARK, "－－－") for row in field.text.split("\n") if field.text)
    yield _ENDS
