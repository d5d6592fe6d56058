"""Letters that are read as others: look-alikes of other scripts and of Chinese type, small kana, capitals."""

from __future__ import annotations

# Look-alikes of other scripts and of Chinese type: one code point each, so offsets do not move.
_LETTERS = (
    "АВЕКМНОРСТУХаеорсухіѕјԁʏІЅЈвкмнтгпԛԝһӏҮүΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβγεηι"
    "κνορτυχωɑɡıłøđսհոօᴀʙᴄᴅᴇɢʜɪᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡᴢ\u2010\u2011\u2013\u2014\u2015\u2212",
    "abekmhopctyxaeopcyxisjdyisjbkmhtrnqwhlyyabezhikmnoptyxabyeni"
    "kvoptuxwagiloduhnoabcdeghiklmnoprstuvwz------",
)
_CHINESE = (
    "稅埸塲场键冻户戶囯國账賬帐號來对對处處发發會样樣锁鎻關关闭开據證证檢检偿单單內廣广银认确员变變录錄續续濟济實实當权權險险"
    "邮费电话视购买卖賣货资质赏额愿类题应應态總总给约级组终络经經统绝絕继繼线紧编职闻规计订讼访设许诉诈试该详误说說谁课调谈论"
    "谢识议护读讀财贩责贮赔赠载输轉转连进运过达违选遗还间问门际难顶顺预领顾错钱錢值价價优债亿个圓圆务协收团團區图圖报增审专專"
    "导归歸厅廳库废廢强复恶惡戾斷损败數时书业乐樂标殘气氣减无获现环产產畫异临胜动拂勞劳效譯译辯辩鐵铁黑歲岁滿满兩两假惱恼胁腦"
    "脑莊藥药觉覺观觀觸誊让讓轻輕辭邊边遞递迟遲鄉乡釋释隐隱杂雜靈灵靜顯显饮驛驿骚騷髮齡龄齿齒牺犧獨獵淚泪涉滯潛濑營营攝摄舉举"
    "擔擇择拔惠徵從从徑弹彈张帶带屬层宽寬寶學坏壞压壓围圍囑醫勸劝勵剩兒儿佛亂亞亚與飞马风鱼鸟丽轮较农钓针镜长阅陆队阶阳阴离头"
    "颜饭馆养骗惊验驗",
    "税場場場鍵凍戸戸国国帳帳帳号来対対処処発発会様様鎖鎖関関閉開拠証証検検償単単内広広銀認確員変変録録続続済済実実当権権険険"
    "郵費電話視購買売売貨資質賞額願類題応応態総総給約級組終絡経経統絶絶継継線緊編職聞規計訂訟訪設許訴詐試該詳誤説説誰課調談論"
    "謝識議護読読財販責貯賠贈載輸転転連進運過達違選遺還間問門際難頂順預領顧錯銭銭値価価優債億個円円務協収団団区図図報増審専専"
    "導帰帰庁庁庫廃廃強復悪悪戻断損敗数時書業楽楽標残気気減無獲現環産産画異臨勝動払労労効訳訳弁弁鉄鉄黒歳歳満満両両仮悩悩脅脳"
    "脳荘薬薬覚覚観観触謄譲譲軽軽辞辺辺逓逓遅遅郷郷釈釈隠隠雑雑霊霊静顕顕飲駅駅騒騒髪齢齢歯歯犠犠独猟涙涙渉滞潜瀬営営摂摂挙挙"
    "担択択抜恵徴従従径弾弾張帯帯属層寛寛宝学壊壊圧圧囲囲嘱医勧勧励剰児児仏乱亜亜与飛馬風魚鳥麗輪較農釣針鏡長閲陸隊階陽陰離頭"
    "顔飯館養騙驚験験",
)
_SMALL = ("ァィゥェォヵヶ（）！？：；，．／％〜～", "アイウエオカケ()!?:;,./%~~")
_CAPITALS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
LEVEL = {
    char: plain
    for chars, plains in (_LETTERS, _CHINESE, _SMALL, _CAPITALS)
    for char, plain in zip(chars, plains, strict=True)
}
