"""A draft of nobody's case, and a mart of synthetic records, for the tests of publications."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
from click.testing import CliRunner

from madoguchi.cli import main
from madoguchi.publication.draft import Draft, read_draft

AT = dt.datetime(2022, 2, 24, 14, tzinfo=dt.timezone(dt.timedelta(hours=9)))
ORIGINAL = (
    "母が、急に鳴りだした警報の音にびっくりして、画面の電話番号にかけてしまいました。店で止めてもらいました。"
)
TEXT = """\
number: 2
title: そのセキュリティ警告画面・警告音は偽物です
subtitle: 電話をかけない、電子マネーやクレジットカードで払わない
published_on: 2022-02-24
as_of: 2021-12-31
scheme: support_scam
publisher: 試しのセンター
contact: 試しのセンター 相談情報部
source: 試しの相談記録（作りもの）
tables: [yearly, payment_methods, regions, age_sex, outcomes]
lead: |
  2020年度の相談は{yearly.2020.count}件でした。
  2021年度は12月31日までで{yearly.2021.count}件です（前年度の同じ時期は{yearly.2021.same_period_count}件）。
short: 2020年度の相談は{yearly.2020.count}件でした。困ったら188へ。
line: 2020年度に{yearly.2020.count}件。困ったら188へ。
points: [音で不安にさせ、電話をかけさせます]
advice:
  - 警告画面の番号に電話をかけないでください
  - 困ったときは、消費者ホットライン188に電話してください
numbers:
  yearly.2020.count: 5495
  yearly.2021.count: 3700
  yearly.2021.same_period_count: 3755
cases:
  - headline: 音に驚いて電話した
    text: パソコンから大きな音が出て、表示された先に連絡した。カードを買うよう言われ、店員が気付いた。
    age_band: 70s
    sex: female
    received: 2021-10
    original: case_1.txt
    agreed: true
    rewritten_by: 甲
    second_reader: 乙
checked_by:
  - {who: 甲, on: 2022-02-22, names_of_traders: true}
  - {who: 乙, on: 2022-02-23, easy_to_read: true}
"""


def written(folder: Path, text: str = TEXT) -> Path:
    """Writes the draft and its case's original, and returns the draft."""
    (folder / "case_1.txt").write_text(ORIGINAL, encoding="utf-8")
    (folder / "draft.yaml").write_text(text, encoding="utf-8")
    return folder / "draft.yaml"


def publish(draft: Path, mart: Path, out: Path, *more: str):
    """Returns what the command did, as click tells it."""
    return CliRunner().invoke(main, ["publish", str(draft), "--mart", str(mart), "--out", str(out), *more])


def draft(folder: Path, **other) -> Draft:
    return msgspec.structs.replace(read_draft(written(folder)), **other)
