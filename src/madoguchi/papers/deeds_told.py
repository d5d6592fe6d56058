"""What somebody did, named only where their own words say it outright: else the words stand alone, without a name.

A stage is read for the plan, where one too many does no harm (知り合って, 出金できません tell how far it has gone). A paper in the
person's own name says nothing that they did not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from madoguchi.papers.vocabulary import STAGES
from madoguchi.words import StageFact, StageWord

_LINK, _CONTACT = "リンクを開いた", "連絡した"
_OPENED = re.compile(
    "(?:リンク|URL|ＵＲＬ).{0,8}(?:開[いけ]|押し|クリック|タップ|アクセス)|click|opened the link|tapped"
)
_CONTACTED = re.compile(
    "電話(?:を|に)?(?:かけ|掛け|し(?:まし|た)|して(?:相|話|聞|頼|伝|教|、))|電話番号にかけ|かけ直し|折り返し(?:た|まし|電話)|返信|返事を?(?:し|出し)"
    "|連絡(?:し|を取|を入れ)|問い合わせ(?:まし|た|て)|called|replied|phoned"
)
_PLAINLY: Mapping[StageWord, re.Pattern[str]] = {
    "received_only": re.compile("届|受け?取|来まし|来た|来て|received"),
    "remote_access_given": re.compile("遠隔|リモート|操作さ|操作を(?:許|任|さ)|remote"),
    "app_installed": re.compile("アプリ|ソフト|インストール|ダウンロード|install|download"),
    "personal_info_given": re.compile("名前|氏名|住所|電話番号|生年月日|個人情報|勤務先|address|my name"),
    "credentials_given": re.compile(
        "パスワード|暗証|認証|ログイン|コード|口座|ＩＤ|ID|password|PIN|code", re.IGNORECASE
    ),
    "card_given": re.compile("カード|card", re.IGNORECASE),
    "paid": re.compile(
        "払[っいわ]|振り?込|送金し|入金し|現金を|お金を渡|電子マネーを買|チャージし|paid|transferred|sent",
        re.IGNORECASE,
    ),
    "unauthorized_use": re.compile(
        "使われ|引き落と|引き出さ|ログインされ|覚えの|不正|送金され|買われ|charged"
    ),
    "contract_signed": re.compile("契約(?:し|を|さ|書に)|サイン|署名|判[子をこ]|ハンコ|はんこ|押印|signed"),
    "being_threatened": re.compile("脅|おど|殺|危害|ばらま|ばらす|晒|さらす|threat"),
    "device_infected": re.compile("感染|暗号化|infected|encrypted"),
}
_NOT_DONE = re.compile("ません|ない|なかっ|せず|解約|キャンセル|取り消|やめ|ながら|でき|断[りっ]")


def told_outright(fact: StageFact, *, sentence: str = "") -> str:
    """Returns what ``fact`` is called where its words say so themselves; nothing where they do not.

    That something only came in is told by its whole ``sentence``, for its quote may be no more than what came.
    """
    words, came = fact.quote, fact.stage == "received_only"
    if came:
        return STAGES[fact.stage] if _PLAINLY[fact.stage].search(sentence or words) else ""
    if _NOT_DONE.search(words):
        return ""
    if fact.stage == "clicked_or_called":
        return _LINK if _OPENED.search(words) else _CONTACT if _CONTACTED.search(words) else ""
    return STAGES[fact.stage] if _PLAINLY[fact.stage].search(words) else ""


def names_of(facts: Iterable[StageFact], *, sentence: str = "") -> str:
    """Returns the names of all ``facts`` that are told outright, each once; ``sentence``: the one that they stand in."""
    return "、".join(dict.fromkeys(filter(None, (told_outright(one, sentence=sentence) for one in facts))))
