"""What the words plainly tell of a contract: its day, its sum, how it came about, with whom. The rest stays empty."""

import datetime as dt

import pytest

from madoguchi.consult import reading_of
from madoguchi.words import Contract

DAY = dt.date(2026, 11, 21)
ROOF = (
    "母が10月3日に訪問販売で屋根の工事を128万円で契約し、手付金30万円を現金で払いました。会社は三次ルーフという名前です。"
    "工事は12月10日の予定です。"
)


def told(text: str) -> Contract:
    return reading_of(text, on=DAY).situation.contract


def days(text: str) -> list[str]:
    return [f"{one.from_day:%m-%d}" for one in told(text).days]


def sums(text: str) -> list[int]:
    return [one.yen for one in told(text).amounts]


def ways(text: str) -> list[str]:
    return [one.way for one in told(text).sales]


def names(text: str) -> list[str]:
    return [one.quote for one in told(text).parties]


def test_the_roof_is_read_whole() -> None:
    assert (days(ROOF), sums(ROOF), ways(ROOF)) == (["10-03"], [1_280_000], ["door_to_door"])
    assert names(ROOF) == ["三次ルーフ"]
    assert [one.quote for one in told(ROOF).delivery] == ["12月10日"]


def test_every_part_is_quoted_from_the_story() -> None:
    contract = told(ROOF)
    every = (*contract.days, *contract.amounts, *contract.sales, *contract.parties, *contract.delivery)
    assert [ROOF[one.start : one.end] for one in every] == [one.quote for one in every]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10月3日に契約しました。いえ、10月5日でした。", "10-05"),
        ("契約は11月3日ではなく11月4日です。", "11-04"),
        ("契約日は11月1日、業者名は有限会社みどり工業。", "11-01"),
        ("契約したのは11月8日です。", "11-08"),
        ("先週の火曜日に突然男性が来て、瓦がずれていると言われ、その場で契約書にサインしました。", "11-10"),
        ("マルチ商法の化粧品を35万円で契約。11月7日。カード払い。", "11-07"),
        ("10/3 訪販で屋根工事128万契約。手付30万現金払い済。", "10-03"),
    ],
)
def test_the_day_of_a_contract(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "10月12日に業者が来て、翌日に30万円で交換の契約をした。",
        "来週の12月1日に契約する予定です。200万円です。",
        "11月20日までに契約してほしいと言われています。",
        "10月20日に解約の電話をしました。",
    ],
)
def test_a_day_that_is_not_plainly_told_stays_open(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("見積もりは80万円でしたが、値引きで60万円で契約しました。", 600_000),
        ("契約額は75万円、内金15万円を現金で渡しました。契約は11月12日です。", 750_000),
        ("息子が学習教材を訪問販売で契約しました。総額70万円、月々1万5千円の分割です。", 700_000),
        ("11月1日にエアコン修理を頼んだ。修理代は8万円だった。", 80_000),
        ("110万円の工事をすすめられ、断ると70万円にすると言われて契約しました。", 700_000),
        ("訪問販売で布団を買いました。38万円でした。", 380_000),
    ],
)
def test_what_a_contract_is_for(text: str, yen: int) -> None:
    assert sums(text) == [yen]


@pytest.mark.parametrize(
    "text",
    [
        "手付金30万円を払って契約しました。",
        "月額5980円で契約しました。",
        "まだ契約していません。訪問販売の人が床下換気扇を48万円で勧めてきました。",
        "訪問販売で布団を勧められましたが契約しませんでした。38万円と言われました。",
        "契約しかけましたが、家族が止めました。11月1日、60万円でした。",
        "契約していないのに、契約したことになっていると言われ、30万円請求されました。",
        "スマホに「契約が完了しました。59800円」と出た。何も契約していない。",
    ],
)
def test_no_sum_where_no_contract_is_told(text: str) -> None:
    assert sums(text) == [] == days(text)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("電話勧誘で健康食品を3万円で契約した。", "telemarketing"),
        ("光回線の勧誘の電話がかかってきて申し込んでしまった。", "telemarketing"),
        ("ネットで靴を注文しましたが届きません。", "mail_order"),
        ("業者が突然家に来て、指輪を2万円で買い取られました。", "door_purchase"),
        ("人を紹介すると報酬がもらえる会員になる契約をしました。", "multilevel"),
        ("営業マンが来て、断れずに契約した。", "door_to_door"),
        ("訪問販売ではなく、店に行って契約しました。", "shop"),
    ],
)
def test_how_a_contract_came_about(text: str, way: str) -> None:
    assert ways(text) == [way]


def test_a_course_of_a_salon_is_sold_in_a_shop_and_is_a_service_that_goes_on() -> None:
    assert set(ways("脱毛サロンで24万円のコースを契約しました。")) == {"shop", "continuous_service"}


@pytest.mark.parametrize(
    "text",
    [
        "大手通販を名乗るメールが来ました。",
        "業者を呼んだら11万円と言われ、その場で契約書にサインしました。",
        "訪問販売の人は来ていません。",
        "警察を名乗る男が訪ねてきて、キャッシュカードを渡しました。",
    ],
)
def test_what_nobody_sold_in_such_a_way(text: str) -> None:
    assert ways(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ひまわり建装という会社でした。", "ひまわり建装"),
        ("会社名は「すこやか堂」です。", "すこやか堂"),
        ("夫が株式会社グリーンソーラーの営業に勧められた。", "株式会社グリーンソーラー"),
        ("警察を名乗る男から電話があった。", "警察"),
        ("業者:三次ルーフ。工事は済んだ。", "三次ルーフ"),
    ],
)
def test_the_other_side_has_the_name_that_was_told(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text", ["会社はとても親切でした。", "業者は不明です。", "地元の業者という男が来た。"]
)
def test_what_is_no_name(text: str) -> None:
    assert names(text) == []


def test_a_message_tells_of_no_contract() -> None:
    text = "【重要】ご契約金額は98,000円です。11月30日までにお支払いください。お客様サポート"
    assert told(text) == Contract()


def test_an_earlier_year_is_counted_back() -> None:
    assert [one.from_day for one in told("去年の12月20日に屋根修理を契約。120万円。").days] == [
        dt.date(2025, 12, 20)
    ]


CAME = [
    "三日前、見たことのない業者が来て、瓦が浮いていると言われ、その場で工事の契約をしました。",
    "屋根をお見せくださいと若い男が来て、おととい契約書に名前を書いた。",
    "しらない ひとが うちに きました。やねが こわれていると いいました。きのう けいやく しました。",
    "インターホンが鳴って出たら業者で、外壁の塗装を契約してしまいました。",
    "ドアを開けたらセールスの女の人で、浄水器の契約をさせられた。",
    "2日前に知らん人が来はって、床下が傷んどる言うて契約してしもうた。",
    "水道局の方から来たという人が浄水器をつけて、契約書にサインしました。",
    "外から声をかけられて、屋根がめくれていると言われ契約しました。",
]
SENT_FOR = [
    "ネットで調べた水道業者に電話したら男の人が来て、工事の契約をしました。",
    "自分で頼んだリフォーム業者が来て、契約しました。",
    "見積もりをお願いしたら業者が来て、屋根の契約をしました。",
    "宅配の人が来て、注文した靴の代金を払いました。",
    "サロンで契約しました。担当の人が来て説明しました。",
    "警察官を名乗る男が来て、キャッシュカードを渡しました。",
]


@pytest.mark.parametrize("text", CAME)
def test_who_came_unasked_and_got_a_contract_sold_at_the_door(text: str) -> None:
    assert ways(text) == ["door_to_door"] and told(text).made


@pytest.mark.parametrize("text", SENT_FOR)
def test_who_was_sent_for_or_sells_nothing_did_not_sell_at_the_door(text: str) -> None:
    assert "door_to_door" not in ways(text)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("業者に言われて、契約書に名前を書いてしまいました。", False),
        ("紙に名前を書かされました。屋根の工事です。", False),
        ("契約書に住所と名前を書きました。", True),
        ("電話で名前を教えました。", True),
    ],
)
def test_who_signs_gives_no_details_away(text: str, given: bool) -> None:
    gave = reading_of(text, on=DAY).situation.gave
    assert any(one.item == "personal_details" for one in gave) is given
