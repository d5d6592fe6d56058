"""What each act is called, for people: on the page of the log and in the table of rights."""

from __future__ import annotations

from collections.abc import Mapping

from madoguchi.web.desk.permissions import Act

ACT_NAMES: Mapping[Act, str] = {
    "read_case": "記録を読む",
    "read_summary": "要約を読む",
    "read_file": "添えたファイルを開く",
    "open_case": "相談を受け付ける",
    "write_text": "文章を書く",
    "write_codes": "項目を書く",
    "write_party": "相談者・契約者を書く",
    "write_counterpart": "相手方を書く",
    "write_due": "折り返し・期限を書く",
    "write_letter": "本人の名前の書面を作る・出した印を付ける",
    "take_in": "持ちこまれたものを取りこむ",
    "attach": "ファイルを添える・外す",
    "record_consent": "同意を残す",
    "revoke_consent": "同意の撤回を残す",
    "share": "ほかのセンターと共有・移送する",
    "merge": "相談をまとめる",
    "ask_approval": "決裁を求める",
    "decide": "決裁する",
    "register": "登録する",
    "reopen": "開き直す",
    "close": "終了する",
    "search": "探す",
    "export": "引継ぎの書類を出す",
    "dispose": "廃棄する",
    "read_report": "月報を読む",
    "analyse": "広く数えて、公表の原稿を作る",
    "read_log": "操作の記録を読む",
    "manage_staff": "職員を決める",
    "manage_centre": "センターを決める",
    "back_up": "控えを取る・確かめる",
}
# What stands in the log beside the acts of the table of rights: at the door, of accounts, and at the machine itself.
_BESIDE: Mapping[str, str] = {
    "sign_in": "サインイン",
    "sign_out": "サインアウト",
    "sign_in_failed": "サインインできず",
    "second_failed": "二つ目の確認ができず",
    "confirm_failed": "パスワードの確認ができず",
    "recovery_code_used": "紙の番号でサインイン",
    "new_recovery_codes": "紙の番号を新しくした",
    "change_password": "パスワードを変えた",
    "add_factor": "二つ目の確認を足した",
    "remove_factor": "二つ目の確認を外した",
    "add_account": "アカウントを足した",
    "open_account": "アカウントを開いた",
    "shut_account": "アカウントを閉じた",
    "reset_account": "アカウントをやり直しにした",
    "give_role": "役割を付けた",
    "end_role": "役割を終えた",
    "dispose_case": "記録を廃棄した",
    "export_report": "月報のファイルを出した",
    "restore": "控えから戻した",
    "new_recovery_key": "控えを開く復旧鍵を決めた",
    "upgrade": "新しい版のデータにした",
    "rotate_keys": "センターの鍵を新しくした",
    "new_outer_key": "外の鍵を新しくした",
    "forget_outer_key": "前の外の鍵を消した",
}
_ALL: Mapping[str, str] = {**_BESIDE, **{str(act): name for act, name in ACT_NAMES.items()}}


def name_of(act: str) -> str:
    """Returns what ``act`` is called; one without a name keeps its word."""
    return _ALL.get(act, act)
