"""What the other side is called, as it was told: 会社は三次ルーフ, 三次ルーフという会社, 株式会社三次ルーフ, 警察を名乗る男.

Whether there is such a firm, nobody has checked. A word that only says what kind of firm it is (工事の会社) is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_LETTERS = "一-龥々〆ァ-ヴーa-z0-9&・\\-"
_NAME = f"[ぁ-ん]{{0,8}}[{_LETTERS}][{_LETTERS}]{{0,24}}(?:の[一-龥々ァ-ヴー]{{2,12}})?"
_FIRM = "会社|業者|販売店|工務店|事業者|事務所|法人|団体|店|ショップ|サロン|教室|サイト|探偵社?|機構|財団|協会|クリニック|ジム|塾"
_WHO = re.compile(
    f"(?:名前の|名の)?[一-龥ァ-ヴー]{{0,8}}の?(?:{_FIRM}|人|方|男|女|者|営業|担当|相手|ところ|所|先生|アカウント|社員|職員)"
)
_MESSAGE = re.compile(
    "メール|メッセージ|ショートメ|件名|表題|題名|タイトル|通知|画面|表示|リンク|ボタン|文面|ページ"
)
_SAID = re.compile(
    "という|といった|とかいう|っていう|と名乗[っるり]|を名乗[っるり]|と名のる|を名のる|と称[すし]|といいます|と言います|といいまし"
)
_QUOTED_BEFORE = re.compile("「([^「」\n]{2,30})」$")
_NAME_BEFORE = re.compile(
    f"(?:^|[^{_LETTERS}ぁ-ん])({_NAME}|[{_LETTERS}]{{2,20}}[ぁ-ん]{{1,5}}[うえおかきぎくけこごさしせそちつとどにねのぱびぷほまみめもやゆよらりれろん])$"
)
_RUN_BEFORE = re.compile(f"([{_LETTERS}]{{2,25}}(?:の[一-龥々ァ-ヴー]{{2,12}})?)$")
_LABEL = re.compile(
    f"(?:{_FIRM}|相手|相手方|契約先|購入先|注文先|依頼先|頼んだ先|屋号)(?:の会社)?(?:の名前|名前|名称|名|の名)?(?:は|:)"
)
_QUOTED = re.compile("「([^「」\n]{2,30})」")
_LABELLED = re.compile(
    f"([{_LETTERS}]{{2,25}}(?:の[一-龥々ァ-ヴー]{{2,12}})?|[ぁ-ん]{{2,8}}[{_LETTERS}]{{1,20}})"
    "(です|でした|といい|という|と言い|と言う|だっ|だ[。\n]|と名乗|とのこと|らし|さん|。|\n|、|\\(|$)"
)
_FORM = re.compile("株式会社|有限会社|合同会社|npo法人|\\((?:株|有|同)\\)")
_FORM_AND_NAME = re.compile(f"((?:[ぁ-ん]{{0,8}}[{_LETTERS}]{{1,24}}))")
_KINDS = frozenset(
    (
        "会社 業者 相手 工事 屋根 屋根工事 リフォーム リフォーム業者 販売 通販 訪問販売 電話勧誘 "
        "詐欺 投資 副業 不用品 回収 点検 修理 作業 大手 有名 悪質 優良 地元 近所 同じ 別 "
        "不明 本当 知らない 海外 外国 東京 大阪 県外 市内 県内 自分 本人 初めて 何 誰 個人 "
        "法人 連絡 電話 住所 不在 倒産 無料 こちら 格安 最大手 上場 請求 契約 商品 返金 対応 "
        "説明 確認 解約 有名人 日本人 外国人 外人 同級生 男性 女性 友人 知人 知り合い 家族 "
        "息子 娘 孫 甥 姪 彼 彼女 実在 架空 存在 今 今日 昨日 先生 名前 名義 最初 県 市 "
        "町 国 若い男 若い女 複数 二人 一人 2人 3人 返事 音信不通 親切 丁寧 強引 女の人 "
        "男の人 中国 登録 匿名 必要 大丈夫 無理 だめ 損 得 安全 簡単 有料 高額 危険 緊急 "
        "警告 感染 未納 滞納 当選 結婚 病気 事故 税金 手数料 保証金 違約金 解約料 被害 場合 "
        "方法 状態 理由 内容 条件 値段 金額 "
    ).split()
)
_TALKS = re.compile(
    "^(?:一切|全く|まったく|何|まだ|もう|すぐ|いつ|どこ|この|その|あの|とても|大変|対応|もし|ただ|また|でも|それ|これ|あれ|そう|こう|どう|ある|ない"
    "|[0-9]{1,6}(?:人|円|万|日|月|年|歳|代|回|件|枚|分|時))|(?:円|万|日|ない|した|ます|です|する|される|こと|もの|ため|よう|とき|払え|払う|込め)$"
    "|ログイン|お知らせ|おしらせ|ご案内|のご?確認$|^(?:重要|至急|緊急)|完了$|取り戻|取り返|[一-龥](?:[せれげえけてめ]る|ります|れます|せます)$"
)
_MOST, _BACK, _AHEAD = 12, 44, 44
_MOST_PLACES = 200


def parties_in(text: str) -> Iterator[Span]:
    """Yields where the names stand in the levelled ``text``, at most a dozen, in the order of the text."""
    found: list[Span] = []
    for start, end in (*_labelled(text), *_said(text), *_firms(text)):
        start, end = _cut(text, start, end)
        if _is_name(text[start:end]) and not any(start < last and first < end for first, last in found):
            found.append((start, end))
    yield from sorted(found)[:_MOST]


def _said(text: str) -> Iterator[Span]:
    """三次ルーフという会社, 「返金センター」を名乗る男."""
    for _, hit in zip(range(_MOST_PLACES), _SAID.finditer(text), strict=False):
        begin = max(0, hit.start() - _BACK)
        before = text[begin : hit.start()]
        ahead = text[hit.end() : hit.end() + _AHEAD]
        if _MESSAGE.match(ahead) or not _WHO.match(ahead):
            continue
        name = _QUOTED_BEFORE.search(before) or _NAME_BEFORE.search(before) or _RUN_BEFORE.search(before)
        if name:
            yield begin + name.start(1), begin + name.end(1)


def _labelled(text: str) -> Iterator[Span]:
    """会社は三次ルーフです, 業者名:三次ルーフ."""
    for _, hit in zip(range(_MOST_PLACES), _LABEL.finditer(text), strict=False):
        ahead = text[hit.end() : hit.end() + _AHEAD]
        name = _QUOTED.match(ahead)
        if name is None:
            name = _LABELLED.match(ahead)
            if name and "ぁ" <= name[1][0] <= "ん" and not name[2].startswith(("とい", "と言", "と名")):
                continue
        if name:
            yield hit.end() + name.start(1), hit.end() + name.end(1)


def _firms(text: str) -> Iterator[Span]:
    """株式会社三次ルーフ, 三次ルーフ(株)."""
    for _, hit in zip(range(_MOST_PLACES), _FORM.finditer(text), strict=False):
        begin = max(0, hit.start() - _BACK)
        before, behind = (
            _RUN_BEFORE.search(text[begin : hit.start()]),
            _FORM_AND_NAME.match(text[hit.end() : hit.end() + _AHEAD]),
        )
        if before:
            yield begin + before.start(1), hit.end()
        elif behind:
            yield hit.start(), hit.end() + behind.end(1)


def _cut(text: str, start: int, end: int) -> Span:
    """The name without the kind of firm before it: 地元の工務店の三次ルーフ is 三次ルーフ."""
    head, part, rest = text[start:end].partition("の")
    if part and rest and (head in _KINDS or head.endswith(("会社", "業者", "工務店", "事業者", "センター"))):
        return end - len(rest), end
    return start, end


def _is_name(name: str) -> bool:
    kind = name in _KINDS or name.endswith(("男性", "女性", "業者", "男", "女", "人"))
    return len(name) > 1 and not kind and not name.isdigit() and not _TALKS.search(name)
