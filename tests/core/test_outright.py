"""What a sum is where the words say so outright: each rule with what it must read and what it must leave alone."""

import pytest
from reading import amounts, told


def role_of(yen: int, text: str) -> set[str]:
    return {role for amount, _, role in amounts(text) if amount == yen}


OTHER = [
    (90_000, "身に覚えのない9万円の決済がはじかれたと、カード会社から連絡があった。"),
    (60_000, "知らない店で6万円使われそうになったが、本人確認で止まった。"),
    (300_000, "友人は同じ広告で30万円を振り込んだという。私は5千円を払っただけで済んだ。"),
    (8_000_000, "証券口座に入られ、株を800万円分売られた。下がった株を手放して150万円の損になった。"),
    (9_800, "美容液のお試しを頼んだ。紙に次からは9800円と書いてあった。"),
    (190_000, "通販のサイトで19万円の時計が1万5千円だったので、すぐ振り込んだ。届かない。"),
    (5_000_000, "「500万円振り込むから口座を教えて」というメールが届いた。"),
    (1_200_000, "銀行から120万円おろして、100万円を若い男に渡してしまった。"),
]
PAID = [
    (45_000, "残高を出すには税金4万5千円がいると言われて応じたが、出金できない。"),
    (20_000, "直すのに2万円と言われて電子マネーを買った。もう2万円と言われ、それもだめだと言われた。"),
    (2_000_000, "男は祖母に200万円を宅配便で送らせ、そのまま連絡を絶った。"),
    (980, "写真のアプリを入れたら、毎週980円が引き落とされていた。会費とは知らなかった。"),
    (120_000, "私が払ったのは12万円です。残りは払っていません。"),
    (60_000, "鍵の交換で16万円を請求されたが、話し合って6万円で決着した。"),
    (140_000, "業者に居座られ、14万円と言われて払うしかなかった。"),
    (230_000, "弟は10万円、13万円と二度送金し、合わせて23万円になった。"),
]
DEMANDED = [
    (40_000, "カード代の4万円は後で返すから銀行から振り込んでと言われたが、断った。"),
    (70_000, "携帯の料金に、覚えのないゲーム代として7万円もの請求が来た。"),
    (40_000, "4万円払えば会員から外すと言われているが、まだ何もしていない。"),
    (500_000, "50万円を出さなければ近所に言いふらすと電話で言われた。"),
    (700_000, "レターパックで70万円を送ろうと郵便局に行き、局員に止められた。"),
    (8_900, "通販のサイトで8900円の靴を代金引換で注文した。まだ届いていない。"),
    (30_000, "最初に請求されたのは3万円だけだった。"),
]
REFUNDED = [
    (15_000, "投資のサイトに10万円入れて1万5千円は引き出せたが、残りは凍結された。"),
    (60_000, "娘がゲームで11万円使った。会社に頼んだら、6万円だけ返してもらえた。"),
    (30_000, "投資のサイトに90万円入れた。出金できたのは3万円だけだ。"),
]


@pytest.mark.parametrize(("yen", "text"), OTHER)
def test_what_is_only_told_of_is_something_else(yen: int, text: str) -> None:
    assert role_of(yen, text) == {"other"}


@pytest.mark.parametrize(("yen", "text"), PAID)
def test_what_the_words_say_was_paid_is_paid(yen: int, text: str) -> None:
    assert role_of(yen, text) >= {"paid"}


@pytest.mark.parametrize(("yen", "text"), DEMANDED)
def test_what_is_asked_for_is_not_paid(yen: int, text: str) -> None:
    assert role_of(yen, text) == {"demanded"}


@pytest.mark.parametrize(("yen", "text"), REFUNDED)
def test_what_came_out_again_is_refunded(yen: int, text: str) -> None:
    assert role_of(yen, text) == {"refunded"}


NOT_SO = [
    (50_000, "paid", "5万円と言われて従おうとしたが、店員に止められた。"),
    (200_000, "paid", "20万円を求められたが、応じなかった。"),
    (3_000_000, "paid", "犯人は祖父に300万円を払わせようとしたが、銀行が気づいた。"),
    (990_000, "paid", "口座から引き出されたのは99万円だった。暗証番号を偽の画面に入れていた。"),
    (18_000, "paid", "偽のアプリのせいで、海外への送信料が1万8千円かかったと請求された。"),
]


@pytest.mark.parametrize(("yen", "role", "text"), NOT_SO)
def test_a_rule_does_not_reach_further_than_its_words(yen: int, role: str, text: str) -> None:
    assert role not in role_of(yen, text)


def test_a_sum_that_is_told_once_more_in_parts_is_told_once() -> None:
    found = amounts("未納が30万円ある、2万円の電子マネーを15枚買えと言われた。払っていない。")
    assert found == [(300_000, 1, "demanded")]


def test_parts_that_were_paid_are_all_kept() -> None:
    assert len(amounts("5万円のカードを3枚買って番号を伝えた。合わせて15万円を払った。")) == 2


def test_parts_of_a_bill_are_asked_for_like_the_whole() -> None:
    found = amounts("修理のあと、部品3万円、作業4万円、出張1万円、合計8万円の請求書を渡された。")
    assert [role for _, _, role in found] == ["demanded"] * 4


def test_a_message_tells_of_no_payment() -> None:
    answer = told("手続きの費用3万円が必要です。言われたとおりコンビニで払ってください。", medium="sms")
    assert "paid" not in {amount.role for amount in answer.situation.amounts}
