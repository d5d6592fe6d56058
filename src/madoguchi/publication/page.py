"""A publication as one page of HTML: no script, nothing from elsewhere, every picture with its words and its table."""

from __future__ import annotations

from html import escape

from madoguchi.publication.content import Content, Figure, day_of, person_of

_STYLE = (
    "body{font:1rem/1.8 'BIZ UDPGothic','Noto Sans JP',sans-serif;max-width:48rem;margin:0 auto;padding:1rem;color:#1a1a1a}"
    "table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.25rem .5rem}"
    "td{text-align:right}td:first-child{text-align:left}img{max-width:100%}.wide{overflow-x:auto}"
)


def html_of(content: Content) -> bytes:
    """Returns the page; pictures and data lie beside it."""
    draft, texts = content.draft, content.texts
    parts = [
        f"<p>第{draft.number}号　{day_of(draft.published_on)}公表　{escape(draft.publisher)}</p>",
        f"<h1>{escape(texts['title'])}</h1>",
        f"<p>－{escape(texts['subtitle'])}－</p>" if draft.subtitle else "",
        *(f"<p role=note><strong>{escape(change)}</strong></p>" for change in content.changes),
        *(f"<p>{escape(line)}</p>" for line in texts["lead"].splitlines() if line),
        *(_figure(one) for one in content.figures),
        _cases(content),
        _list("特徴と問題点", [text for where, text in texts.items() if where.startswith("points")]),
        _list("消費者へのアドバイス", draft.advice),
        _list("注", content.notes),
        "<p><a href=data/README.txt>データの説明</a>　"
        + "　".join(f"<a href=data/{one.name}.csv>{escape(one.title)}（CSV）</a>" for one in content.figures)
        + "</p>",
        f"<p>連絡先: {escape(draft.contact)}</p>",
        "<p>利用条件: CC BY 4.0（出典を書き、変えたときは変えたことと、だれが変えたかを書いてください）</p>",
    ]
    body = "\n".join(part for part in parts if part)
    return (
        f'<!doctype html>\n<html lang=ja>\n<meta charset=utf-8>\n<meta name=viewport content="width=device-width">\n'
        f"<title>{escape(texts['title'])}</title>\n<style>{_STYLE}</style>\n<main>\n{body}\n</main>\n</html>\n"
    ).encode()


def _figure(one: Figure) -> str:
    head = "".join(f"<th scope=col>{escape(cell)}</th>" for cell in one.head)
    rows = "\n".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in one.rows)
    return (
        f'<figure><figcaption>{escape(one.title)}</figcaption><img src={one.name}.svg alt="{escape(one.alt)}"></figure>\n'
        f'<div class=wide tabindex=0 role=region aria-label="{escape(one.title)}"><table><caption>{escape(one.title)}'
        f"</caption>\n<tr>{head}</tr>\n{rows}\n</table></div>"
    )


def _cases(content: Content) -> str:
    told = [
        f"<h3>【事例{at}】{escape(case.headline)}</h3>\n<p>{escape(case.text)}{person_of(case)}</p>"
        for at, case in enumerate(content.draft.cases, start=1)
    ]
    return "\n".join(["<h2>相談事例</h2>", *told]) if told else ""


def _list(title: str, lines: list[str] | tuple[str, ...]) -> str:
    items = "\n".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{title}</h2>\n<ul>\n{items}\n</ul>" if lines else ""
