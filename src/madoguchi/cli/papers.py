"""``madoguchi papers``: what is written, where to, and what the person does with it now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from madoguchi.cli.beside import beside_given
from madoguchi.cli.root import (
    answers_given,
    at_option,
    check_together,
    json_option,
    known_here,
    main,
    now_or,
    received_option,
    story_given,
)
from madoguchi.consult import consult
from madoguchi.secret_numbers import hidden
from madoguchi.words import Story

if TYPE_CHECKING:
    from madoguchi.papers import Original, Translated


@main.command()
@click.argument("text", required=False)
@click.option("--file", "path", type=click.Path(path_type=Path), help="文章のファイル（.txt .html .eml）。")
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="紙を置くフォルダー。")
@click.option("--kind", "kinds", multiple=True, help="紙の種類（くり返せます）。なければ、合う報告をすべて。")
@click.option("--person", type=click.Choice(["self", "family", "other"]), help="だれのことか。")
@click.option("--medium", type=click.Choice(["sms", "email", "popup", "dm", "ad"]), help="どう届いたか。")
@click.option("--sender", help="送り主（電話番号、アドレス、表示名）。")
@click.option("--subject", help="メールの件名。")
@received_option
@click.option("--carrier", help="契約している通信会社: docomo au softbank rakuten。")
@click.option(
    "--lang",
    type=click.Choice(["ja", "easy", "en"]),
    default="ja",
    help="本人の紙、見守る人の紙、予定の言葉（窓口と店の紙は、いつも日本語）。",
)
@click.option("--answers", type=click.Path(path_type=Path), help='質問への答え {"質問": "答え"} の JSON。')
@click.option(
    "--about", type=click.Path(path_type=Path), help="名前や住所など、本人のことの JSON（なくてよい）。"
)
@click.option(
    "--consents",
    type=click.Path(path_type=Path),
    help="だれに何を見せてよいかの JSON。なければ、頼んだことが同意です。",
)
@click.option("--operator", envvar="MADOGUCHI_OPERATOR", help="運営する人の名前。どの紙にも入ります。")
@click.option(
    "--public-body", is_flag=True, envvar="MADOGUCHI_PUBLIC_BODY", help="公的な機関が運営しているとき。"
)
@click.option("--contact", envvar="MADOGUCHI_CONTACT", help="運営する人への連絡のしかた。")
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    envvar="MADOGUCHI_KEY",
    help="引きつぎのファイルに署名する鍵のファイル。なければ作ります。",
)
@at_option
@json_option
def papers(text: str | None, path: Path | None, folder: Path, kinds: tuple[str, ...], **options: Any) -> None:
    """起きたことや届いた文から、渡す紙を作ります。渡すのは人です。ここからは何も送りません。

    \b
    種類:
      for-the-person      本人に渡す紙（1枚、大きな字）
      for-the-counsellor  相談員に渡す紙（A4 1枚）
      for-a-lawyer        法律の相談に持って行く紙
      course-of-events    経緯書（本人の名前で書く紙）
      clerk-card          店の人に見せる紙
      watcher-sheet       見守る人が書く紙
      deadlines           電話をかける日（.ics）
      case                引きつぐための一式（.json .txt .pdf）
      report-spam-centre / report-anti-phishing / report-carrier  届いた文の報告

    例: madoguchi papers --file soudan.txt --kind for-the-person --out kami
    """
    from madoguchi.papers import THEIR_OWN, language_of
    from madoguchi.papers.handing_out import Brought, Wanted, hand_out, told

    at, known = now_or(options["at"]), known_here()
    check_together(text, path, lines_in=None, out=None, answers=None)
    story = hidden(_with_told(story_given(text, path), options))
    answers = answers_given(options["answers"])
    answer = consult(story, at=at, answers=answers, knowledge=known)
    translated = {
        kind: _translated(story, answers, language=language_of(kind, options["lang"]), at=at)
        for kind in THEIR_OWN
        if kind in kinds
    }
    original = _original(path, options["received"])
    brought = Brought(
        story, original, answer, known, answers, options["person"], translated, beside_given(options)
    )
    given = hand_out(brought, Wanted(kinds, options["carrier"]), folder=folder, at=at)
    click.echo(msgspec.json.encode(given) if options["as_json"] else told(given))
    raise SystemExit(1 if given.refused else 0)


def _translated(story: Story, answers: dict[str, str], *, language: str, at: dt.datetime) -> Translated:
    from madoguchi.papers import Translated

    known = known_here(language)
    return Translated(consult(story, at=at, answers=answers, knowledge=known), known)


def _with_told(story: Story, options: dict[str, Any]) -> Story:
    """What the person says about the message counts more than what was read from a file."""
    told = {name: options[name] for name in ("medium", "sender", "subject") if options[name]}
    return msgspec.structs.replace(story, **told)


def _original(path: Path | None, received: dt.datetime | None) -> Original:
    """The mail as it came, when it was a mail; its size was looked at when it was read."""
    from madoguchi.papers import Original

    is_mail = path is not None and path.suffix.lower() == ".eml"
    return Original(raw=path.read_bytes() if path and is_mail else None, received=received)
