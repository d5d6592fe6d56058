"""``madoguchi desk``: who may work at the desk, for whoever sits at the machine itself. What it does stands in the centre's log."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click
import msgspec

from madoguchi.cli.root import at_option, json_option, main, now_or, stop

if TYPE_CHECKING:
    from madoguchi.web.accounts.models import Role, Staff

_P = ParamSpec("_P")
_LOCAL = "http://localhost:8188"
_ROLES = "counsellor approver head network_analyst auditor administrator"
address_option = click.option(
    "--address", default=_LOCAL, show_default=True, help="机を開くアドレス（リンクの前半）。"
)


@main.group()
@click.option(
    "--data", type=click.Path(path_type=Path), help="データのフォルダー（なければ ./madoguchi-data）。"
)
def desk(data: Path | None) -> None:
    """相談員の机を使う人とセンターを決めます。例: madoguchi desk account list"""
    if data:
        os.environ["MADOGUCHI_DATA"] = str(data)


def with_records(command: Callable[_P, None]) -> Callable[_P, None]:
    """The records are opened before ``command``; what cannot be is told with how to mend it."""
    return _after("prepare", command)


def with_keys(command: Callable[_P, None]) -> Callable[_P, None]:
    """As ``with_records``, for a ``command`` that needs the keys alone: whichever program made the records, they stay closed."""
    return _after("set_up", command)


def _after(step: str, command: Callable[_P, None]) -> Callable[_P, None]:
    """``step``: the function of ``serving`` that comes before ``command``."""

    @wraps(command)
    def opened(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            from madoguchi.web import serving
        except ModuleNotFoundError as error:
            stop(f"机の部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[desk]'")
        from madoguchi.web.operators import NotAllowed

        try:
            getattr(serving, step)()
            from madoguchi.web.accounts.staffing import CannotBe
        except (serving.CannotServe, NotAllowed) as error:
            stop(str(error))
        try:
            command(*args, **kwargs)
        except CannotBe as error:
            stop(str(error))

    return opened


@desk.group("centre")
def centres() -> None:
    """センターを足し、並べます。例: madoguchi desk centre list"""


@centres.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--kept-years", type=int, required=True, help="記録を残す年数（文書管理の決まりの年数）。")
@click.option("--prefecture", default="", help="都道府県。")
@click.option("--municipality-code", default="", help="市区町村コード（5桁か6桁）。")
@click.option("--alone", is_flag=True, help="決裁する人がほかにいない（自分で確認し、記録に残す）。")
@with_records
def centre_add(code: str, name: str, **options: Any) -> None:
    """センターを一つ足します。

    例: madoguchi desk centre add mori 森町消費生活センター --prefecture 〇〇県 --kept-years 5
    """
    from madoguchi.web.accounts.staffing import NewCentre, add_centre

    made = add_centre(NewCentre(code=code, name=name, **options))
    click.echo(f"センター {made.code}（{made.name}）を足しました。記録は {made.kept_years} 年残します。")


@centres.command("list")
@json_option
@with_records
def centre_list(as_json: bool) -> None:
    """センターを並べます。例: madoguchi desk centre list"""
    from madoguchi.web.accounts.models import Centre

    columns = ("code", "name", "prefecture", "municipality_code", "kept_years", "approves_alone")
    rows = list(Centre.objects.order_by("code").values(*columns))
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    for row in rows:
        alone = "、一人で決裁" if row["approves_alone"] else ""
        click.echo(f"{row['code']}\t{row['name']}\t{row['prefecture']}\t{row['kept_years']}年保存{alone}")


@desk.group("account")
def accounts() -> None:
    """アカウントを足し、並べ、閉じ、開き、役割を付けます。例: madoguchi desk account list"""


def _show_link(staff: Staff, address: str) -> None:
    from madoguchi.web.accounts.links import new_link

    click.echo(
        f"{staff.name}さん（{staff.login}）に、次のリンクを渡してください。一度だけ、30分のあいだ使えます。"
    )
    click.echo(f"{address.rstrip('/')}{new_link(staff)}")


@accounts.command("add")
@click.argument("login")
@click.argument("name")
@click.option("--centre", required=True, help="センターの符号。")
@click.option("--role", "roles", multiple=True, required=True, help=f"役割（くり返せます）: {_ROLES}。")
@address_option
@with_records
def account_add(login: str, name: str, *, centre: str, roles: tuple[str, ...], address: str) -> None:
    """アカウントを足し、パスワードを決めるリンクを出します。

    例: madoguchi desk account add sato 佐藤 --centre mori --role counsellor
    """
    from madoguchi.web.accounts.staffing import add_account, centre_of, role_named

    wanted = role_named(roles)
    _show_link(add_account(login, name, centre=centre_of(centre), roles=wanted), address)


@accounts.command("list")
@json_option
@with_records
def account_list(as_json: bool) -> None:
    """アカウントと役割を並べます。例: madoguchi desk account list"""
    from madoguchi.web.accounts.models import Staff

    rows = [_row_of(staff) for staff in Staff.objects.order_by("login")]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    for row in rows:
        held = "、".join(f"{one['centre']}: {one['role']}" for one in row["roles"]) or "役割なし"
        click.echo(f"{row['login']}\t{row['name']}\t{'' if row['open'] else '閉じています　'}{held}")


def _row_of(staff: Staff) -> dict[str, Any]:
    from madoguchi.web.accounts.staffing import roles_of

    held = [{"centre": centre, "role": role} for centre, role in roles_of(staff)]
    second = sorted(set(staff.factors.values_list("kind", flat=True)))
    return {
        "login": staff.login,
        "name": staff.name,
        "open": staff.is_active,
        "second": second,
        "roles": held,
    }


@accounts.command("shut")
@click.argument("login")
@with_records
def account_shut(login: str) -> None:
    """アカウントを閉じます。サインインしていても、すぐに使えなくなります。例: madoguchi desk account shut sato"""
    from madoguchi.web.accounts.staffing import shut, staff_of

    shut(staff_of(login))
    click.echo(f"{login} を閉じました。記録の中の名前は残ります。")


@accounts.command("open")
@click.argument("login")
@with_records
def account_open(login: str) -> None:
    """閉じたアカウントを開きます。例: madoguchi desk account open sato"""
    from madoguchi.web.accounts.staffing import open_again, staff_of

    open_again(staff_of(login))
    click.echo(f"{login} を開きました。")


@accounts.command("reset")
@click.argument("login")
@address_option
@with_records
def account_reset(login: str, address: str) -> None:
    """パスワードと二つ目の確認を消し、決め直すリンクを出します。例: madoguchi desk account reset sato"""
    from madoguchi.web.accounts.staffing import reset, staff_of

    staff = staff_of(login)
    reset(staff)
    _show_link(staff, address)


@accounts.command("role")
@click.argument("login")
@click.option("--centre", required=True, help="センターの符号。")
@click.option("--give", multiple=True, help=f"付ける役割（くり返せます）: {_ROLES}。")
@click.option("--end", multiple=True, help="今日から外す役割（くり返せます）。")
@with_records
def account_role(login: str, *, centre: str, give: tuple[str, ...], end: tuple[str, ...]) -> None:
    """役割を付け、外します。

    例: madoguchi desk account role sato --centre mori --give approver
    """
    from madoguchi.web.accounts import staffing

    staff, at = staffing.staff_of(login), staffing.centre_of(centre)
    given, ended = staffing.role_named(give), staffing.role_named(end)
    if not given and not ended:
        stop(f"--give か --end で、役割を書いてください: {_ROLES}")
    _say("付けました", [one for one in given if staffing.give_role(staff, at, role=one)])
    _say("外しました", [one for one in ended if staffing.end_role(staff, at, role=one)])


def _say(what: str, roles: list[Role]) -> None:
    if roles:
        click.echo(f"{' '.join(roles)} を{what}。")


@desk.group("search")
def search() -> None:
    """似た相談を探すための索引。"""


@search.command("rebuild")
@with_records
def search_rebuild() -> None:
    """索引を、はじめから作り直します。部品を入れたあと、控えから戻したあとに使います。

    例: madoguchi desk search rebuild
    """
    from madoguchi.web.desk.search import outbox

    click.echo(f"{outbox.rebuild_all():,} 件を索引に入れました。")


@desk.group("tls")
def tls() -> None:
    """閉じたネットワークでの HTTPS の証明書を作ります。例: madoguchi desk tls make --name soudan.town.internal"""


@tls.command("make")
@click.option(
    "--name", required=True, help="ほかのパソコンから呼ぶ名前（パスキーには、数字でない名前が要ります）。"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("madoguchi-tls"),
    show_default=True,
    help="置くフォルダー。",
)
@at_option
def tls_make(name: str, out: Path, at: dt.datetime | None) -> None:
    """認証局と証明書を作ります。もう一度作ると、認証局はそのままで、証明書だけが新しくなります。

    例: madoguchi desk tls make --name soudan.town.internal
    """
    try:
        from madoguchi.web.certificates import BadCertificate, make
    except ModuleNotFoundError as error:
        stop(f"机の部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[desk]'")
    try:
        made = make(name, out, at=now_or(at))
    except BadCertificate as error:
        stop(str(error))
    click.echo(f"使うパソコンに入れるもの（認証局）: {made.authority}")
    click.echo(f"入れるときに見くらべる拇印: {made.thumbprint}")
    click.echo(
        f"開くとき: madoguchi serve --desk-only --host 0.0.0.0 --tls-cert {made.certificate} --tls-key {made.key}"
    )
    click.echo(f"証明書は {made.until:%Y年%m月%d日} まで。それまでに、もう一度この命令で作り直してください。")
