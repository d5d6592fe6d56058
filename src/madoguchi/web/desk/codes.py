"""The code lists of a record, in the words of the published statistics (facts/pionet_items.yaml, as of 2026-11-21).

The official manual of entries and its numbers are not public: these are our own identifiers. A list that a centre completes with its
own rows stands in ``roles``; no name stands here that was not seen in a published table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

State = Literal["in_hand", "for_approval", "returned", "approved", "registered", "closed"]
Method = Literal["phone", "visit", "letter", "fax", "email", "web"]
Kind = Literal["complaint", "inquiry", "request"]
Sex = Literal["female", "male", "other", "unknown"]
Outcome = Literal["advice", "information", "mediation", "referral", "continuing", "closed_other"]
TextField = Literal["memo", "title", "summary", "course", "handling", "advice", "goods"]
PartyWord = Literal["caller", "consumer"]
CounterpartKind = Literal["name", "phone", "url", "account", "email"]
Scope = Literal["summary", "case"]
Answer = Literal["taken", "left_out"]

STATES: tuple[State, ...] = get_args(State)
METHODS: Mapping[Method, str] = {
    "phone": "電話",
    "visit": "来所",
    "letter": "文書",
    "fax": "ＦＡＸ",
    "email": "電子メール",
    "web": "ウェブ",
}
KINDS: Mapping[Kind, str] = {"complaint": "苦情", "inquiry": "問合せ", "request": "要望"}
SEXES: Mapping[Sex, str] = {"female": "女性", "male": "男性", "other": "その他", "unknown": "不明"}
OUTCOMES: Mapping[Outcome, str] = {
    "advice": "助言",
    "information": "情報提供",
    "mediation": "あっせん",
    "referral": "他機関紹介",
    "continuing": "継続",
    "closed_other": "その他で終了",
}
SALES_CHANNELS: Mapping[str, str] = {
    "shop": "店舗購入",
    "door_to_door": "訪問販売",
    "mail_order": "通信販売",
    "telemarketing": "電話勧誘販売",
}
CONTENT_CATEGORIES: Mapping[str, str] = {
    "contract": "契約・解約",
    "sales_method": "販売方法",
    "safety_quality": "安全・品質",
}
PRODUCTS: tuple[str, ...] = (
    *"商品一般 食料品 住居品 光熱水品 被服品 保健衛生品 教養娯楽品 車両・乗り物 土地・建物・設備 他の商品".split(),
    *"クリーニング レンタル・リース・貸借 工事・建築・加工 修理・補修 管理・保管".split(),
    *"役務一般 金融・保険サービス 運輸・通信サービス 教養・娯楽サービス 保健・福祉サービス 他の役務 他の行政サービス 他の相談".split(),
)
SENT_WAYS: Mapping[str, str] = {
    "kani_kakitome": "簡易書留",
    "tokutei_kiroku": "特定記録",
    "naiyo_shomei": "内容証明",
    "post": "普通の郵便",
    "fax": "ＦＡＸ",
    "email": "電子メール",
    "web_form": "ウェブの窓口",
    "by_hand": "手わたし",
}
STATE_NAMES: Mapping[str, str] = {
    "in_hand": "処理中",
    "for_approval": "決裁待ち",
    "returned": "決裁もどり",
    "approved": "決裁済み",
    "registered": "登録済み",
    "closed": "終了",
}
FIELD_NAMES: Mapping[str, str] = {
    "kind": "相談区分",
    "outcome": "処理結果の区分",
    "scheme": "手口",
    "secondary_schemes": "ほかの手口",
    "stages": "段階",
    "payment_methods": "支払方法",
    "product_code": "商品・役務等",
    "contracted_on": "契約年月日",
    "contract_amount": "契約購入金額",
    "paid_amount": "既支払額",
    "sales_channel": "販売購入形態",
    "content_categories": "内容別分類",
    "age_band": "契約当事者の年代",
    "sex": "契約当事者の性別",
    "keywords": "キーワード",
}
TEXT_NAMES: Mapping[TextField, str] = {
    "memo": "メモ",
    "title": "件名",
    "summary": "相談概要",
    "course": "経緯",
    "handling": "処理結果",
    "advice": "助言",
    "goods": "商品・役務（名前）",
}
