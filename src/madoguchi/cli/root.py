"""The command ``madoguchi``, and what its commands share: options, errors, how a story comes in.

Errors say what is wrong, where and how to mend it, in Japanese and never as a traceback.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
import msgspec

from madoguchi.consult import TOKYO, consult
from madoguchi.intake import MAX_BYTES, is_picture, read_story, text_of
from madoguchi.knowledge import DATA, Knowledge, KnowledgeError, known_in, load_from
from madoguchi.lines import Way, check_lines, moment_of, trouble
from madoguchi.native import HOW_IT_READS
from madoguchi.plain_text import UnreadableText
from madoguchi.words import Consultation, Story

if TYPE_CHECKING:
    from madoguchi.intake.picture import Picture

# telling and papers are imported where they are used: `check --json` is the path that must start quickly.

_CTRL_C = 130  # what a shell calls "ended by Ctrl-C"
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Group(click.Group):
    """Shows every error as one calm message in Japanese and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.NoArgsIsHelpError, click.exceptions.Exit, click.Abort):
            raise  # the help itself, --version, Ctrl-C
        except click.UsageError as error:
            stop(_misuse(error))
        except (UnreadableText, KnowledgeError, LookupError) as error:
            stop(str(error.args[0] if error.args else error))
        except BrokenPipeError:
            raise  # the reader has seen enough (`| head`): click ends quietly
        except OSError as error:
            stop(trouble(error))
        except Exception as error:
            _fault(error)


def _misuse(error: click.UsageError) -> str:
    """What click says in English, in Japanese; messages of our own stay as they are."""
    command = error.ctx.command_path if error.ctx else "madoguchi"
    named = error.param.opts[0] if isinstance(error, click.BadParameter) and error.param else ""
    if isinstance(error, click.NoSuchOption):
        what = f"「{error.option_name}」という指定はありません。"
    elif isinstance(error, click.MissingParameter):
        what = f"「{named}」がありません。"
    elif not isinstance(error, click.BadParameter):
        what = f"指定が合いません（{error.message.rstrip('.')}）。"
    elif error.message.isascii():
        what = f"{named}: 値が使えません（{error.message.rstrip('.')}）。"
    else:
        what = f"{named}: {error.message}"
    return f"{what}\n使い方: {command} --help"


def _fault(error: Exception) -> NoReturn:
    """Our own mistake. A traceback could carry what the person wrote into a log: it is shown on request only."""
    if os.environ.get("MADOGUCHI_TRACEBACK"):
        raise error
    stop(
        f"プログラムの側の問題で、答えを出せませんでした（{type(error).__name__}）。文章のせいではありません。\n"
        "くわしく見るには: MADOGUCHI_TRACEBACK=1 を付けて、もう一度動かしてください。"
    )


def stop(message: str) -> NoReturn:
    click.echo(f"madoguchi: {message}", err=True)
    raise SystemExit(2)


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.datetime | None:
    try:
        return None if value is None else moment_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from None


def now_or(at: dt.datetime | None) -> dt.datetime:
    return at or dt.datetime.now(TOKYO)


at_option = click.option("--at", metavar="ISO", callback=_moment, help="「いま」とする時刻（なければ時計）。")
received_option = click.option("--received", metavar="ISO", callback=_moment, help="届いた時刻。")
json_option = click.option("--json", "as_json", is_flag=True, help="機械のための JSON で出します。")


@click.group(cls=_Group, context_settings=_HELP)
@click.version_option(package_name="madoguchi", message=f"%(prog)s, version %(version)s ({HOW_IT_READS})")
@click.option(
    "--desks",
    type=click.Path(path_type=Path),
    envvar="MADOGUCHI_DESKS",
    show_envvar=True,
    help="自分の町の窓口を足す YAML。",
)
@click.pass_context
def main(context: click.Context, desks: Path | None) -> None:
    """窓口（まどぐち）: 起きたことや届いた文を読み、いまできることを順番に出します。

    例: madoguchi check "宅配の不在通知のSMSが来て、リンクを押した"
    """
    context.obj = desks
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of another encoding still gets its answer


def known_here(language: str = "ja") -> Knowledge:
    """The knowledge that is shipped, with the operator's own desks laid over it."""
    desks = click.get_current_context().find_root().obj
    if desks is None:
        return known_in(language)
    from madoguchi.knowledge.own_desks import with_own_desks

    return with_own_desks(known_in(language), desks)


@main.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path),
    help="文章のファイル（.txt .html .eml、画像 .png .jpg .webp）。",
)
@click.option("--marked", type=click.Path(path_type=Path), help="--file の画像に引用の枠をかいて残す PNG。")
@click.option("--answers", type=click.Path(path_type=Path), help='質問への答え {"質問": "答え"} の JSON。')
@click.option("--lines", "lines_in", type=click.Path(path_type=Path), help="1行1件の JSONL を順に読みます。")
@click.option(
    "--out", type=click.Path(path_type=Path), help="--lines の答えを書くファイル（全部できたら現れます）。"
)
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="--lines を読むプロセスの数（なければ使えるコアの数）。",
)
@click.option(
    "--engine",
    metavar="duckdb|spark|spark://…",
    help="--lines の Parquet か CSV を読むもの。--basis がいります。",
)
@click.option(
    "--basis",
    type=click.Choice(["consent", "reported", "statute"]),
    help="--lines の文を読む法的な根拠。答えは、文のない判定の行になります。",
)
@click.option("--anew", is_flag=True, help="途中で止まった --out の続きからではなく、初めからにします。")
@click.option("--lang", type=click.Choice(["ja", "easy", "en"]), default="ja", help="答えの言葉。")
@at_option
@json_option
def check(
    text: str | None, path: Path | None, lines_in: Path | None, out: Path | None, **options: Any
) -> None:
    """起きたこと、または届いた文を読み、何に見えるか、いま何をするかを出します。

    例: madoguchi check "パソコンに警告が出て、画面の番号に電話した"
    """
    at = now_or(options["at"])
    check_together(text, path, lines_in=lines_in, out=out, answers=options["answers"])
    way = Way(options["workers"], options["anew"], options["at"] is not None, options["basis"])
    _check_way(way, lines_in=lines_in, out=out)
    if options["engine"] or options["basis"]:
        from madoguchi.cli.in_bulk import read_in_bulk

        read_in_bulk(lines_in, out, at=at, way=way, engine=options["engine"])
    if lines_in is not None and options["marked"] is None:
        raise SystemExit(_lines(lines_in, out, at=at, way=way, known=known_here(options["lang"])))
    picture = _picture(path, options["marked"])
    story = picture.story if picture else story_given(text, path)
    if not (story.text.strip() or story.subject or story.attachments):
        stop('文章がありません。起きたことや、届いた文を書いてください。例: madoguchi check "…"')
    known = known_here(options["lang"])
    if not options["as_json"]:  # on a screen others may look too; JSON keeps the words as they were sent
        from madoguchi.secret_numbers import hidden

        story = hidden(story)
    answer = consult(story, at=at, answers=answers_given(options["answers"]), knowledge=known)
    if picture:
        _mark(picture, answer, options["marked"])
    if options["as_json"]:
        click.echo(msgspec.json.encode(answer))
        return
    from madoguchi import telling

    click.echo(telling.consultation(answer, known, at=at))


def check_together(
    text: str | None, path: Path | None, *, lines_in: Path | None, out: Path | None, answers: Path | None
) -> None:
    """Refuses what would otherwise be left out without a word."""
    if lines_in is not None and (text is not None or path is not None or answers is not None):
        stop("--lines は、文章や --file や --answers と一緒には使えません。どれか一つにしてください。")
    if text is not None and path is not None:
        stop("文章と --file は一緒には使えません。どちらか一つにしてください。")
    if out is not None and lines_in is None:
        stop("--out は --lines と一緒に使います。画面の答えを残すには、> ファイル名 を付けてください。")


def _check_way(way: Way, *, lines_in: Path | None, out: Path | None) -> None:
    if way.workers is not None and lines_in is None:
        stop("--workers は --lines と一緒に使います。")
    if way.anew and out is None:
        stop("--anew は --lines と --out と一緒に使います。")


def _lines(path: Path, out: Path | None, *, at: dt.datetime, way: Way, known: Knowledge) -> int:
    try:
        return check_lines(path, out, at=at, knowledge=known, way=way)
    except KeyboardInterrupt:
        return _CTRL_C


def story_given(text: str | None, path: Path | None) -> Story:
    if path is not None:
        return read_story(path)
    if text is None or text == "-":
        if text is None and sys.stdin.isatty():
            stop('文章がありません。madoguchi check "…" か、--file、- （標準入力）で渡してください。')
        return Story(text=text_of(sys.stdin.buffer.read(MAX_BYTES + 1), where="標準入力"))
    if _names_a_file(text):
        stop(f"文章の代わりに、ファイルの名前が渡されました。中を読むときは: madoguchi check --file {text}")
    return Story(text=text)


def _picture(path: Path | None, marked: Path | None) -> Picture | None:
    """The picture that is to be drawn on; without --marked a picture is a story like any other."""
    if marked is None:
        return None
    if path is None or not is_picture(path) or marked.suffix.lower() != ".png":
        stop(
            "--marked は --file の画像と一緒に使い、名前は .png で終わるものにします。例: --file a.jpg --marked b.png"
        )
    if os.path.lexists(marked):
        stop(f"{marked}: もうあります。上書きはしません。ほかの名前にしてください。")
    from madoguchi.intake.picture import read_picture

    return read_picture(path)


def _mark(picture: Picture, answer: Consultation, out: Path) -> None:
    from madoguchi.intake.picture import marked
    from madoguchi.papers.writing import write_new

    write_new(out, marked(picture, answer))


def _names_a_file(text: str) -> bool:
    try:
        return "\n" not in text and Path(text).is_file()
    except (OSError, ValueError):  # longer than a name can be, or a NUL in it: a text
        return False


def answers_given(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(MAX_BYTES), type=dict[str, str])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        example = '{"質問の名前": "答えの名前"}'
        stop(f"{path}: 答えとして読めません。{example} の形の JSON（UTF-8）にしてください。")


@main.group()
def knowledge() -> None:
    """日付と出典のある知識を、調べ、並べ、見ます。例: madoguchi knowledge check"""


@knowledge.command("check")
def knowledge_check() -> None:
    """知識の全体を確かめます（正しくなければ終了コード2）。例: madoguchi knowledge check"""
    from madoguchi import telling
    from madoguchi.decisions import contradictions_of
    from madoguchi.knowledge.check import problems_of
    from madoguchi.knowledge.tongues import untranslated
    from madoguchi.signs import scanner_of

    known = (
        known_here() if click.get_current_context().find_root().obj else load_from(DATA)
    )  # the files, not what was kept
    scanner_of(known)  # refuses a faulty pattern
    problems = [*problems_of(known), *contradictions_of(known), *untranslated(known)]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(2)
    click.echo(telling.knowledge_summary(known))


@knowledge.command("list")
@click.argument("room", required=False)
def knowledge_list(room: str | None) -> None:
    """知識の部屋と、その中の id を並べます。例: madoguchi knowledge list contacts"""
    from madoguchi import telling

    click.echo(telling.knowledge_list(known_here(), room))


@knowledge.command("show")
@click.argument("id_")
@json_option
def knowledge_show(id_: str, as_json: bool) -> None:
    """一つの知識を、出典と日付とともに見せます。例: madoguchi knowledge show ipa_anshin"""
    from madoguchi import telling

    click.echo(telling.knowledge_item(known_here(), id_, as_json=as_json))


@knowledge.command("stale")
@at_option
def knowledge_stale(at: dt.datetime | None) -> None:
    """見直しの日が来たものを並べます（あれば終了コード1）。例: madoguchi knowledge stale"""
    from madoguchi.knowledge.stale import stale_on

    old = stale_on(known_here(), now_or(at).astimezone(TOKYO).date())
    for line in old:
        click.echo(line)
    raise SystemExit(1 if old else 0)


@knowledge.command("table")
def knowledge_table() -> None:
    """手口 × 段階 × 支払い の最初の対処と窓口を CSV で出します。例: madoguchi knowledge table"""
    from madoguchi.decisions import decision_table

    click.echo(decision_table(known_here()), nl=False)
