"""Questions of twenty million records: the mart on DuckDB beside SQL by hand, Polars and pandas on the same files, PostgreSQL on the same rows.

``python benchmarks/ask_the_mart.py [--rows N] [--folder F]``. Each way runs in a process of its own and asks the five questions of
the issue, the second time of two counted: count and mean by fiscal year as of a day, the same period a year before, means of
payment, age and sex. The others are given the rows of each version with the day on which the next one begins: what a mart
without versions would have to find out first. Told: seconds a question, the most memory. Exit 1 where a question takes more than
0.3 s longer than the SQL by hand, more than 1 GiB is held, a build takes in fewer than 200,000 rows a second, or answers differ.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

SLOWER, MOST_MIB, ROWS_A_SECOND = 0.3, 1_024, 200_000
DAY, YEAR_AGO, SCHEME = "2021-12-31", "2020-12-31", "support_scam"
Questions = dict[str, Callable[[], Any]]


def made(folder: Path, rows: int) -> Path:
    """Writes the records, once."""
    from madoguchi.mart.synthetic import written

    path = folder / f"{rows}.csv"
    if not path.exists():
        written(path, rows, seed=3, tell=lambda _: None)
    return path


def build(source: Path, mart: Path) -> None:
    from madoguchi.mart.build import build as built
    from madoguchi.mart.values import Reading

    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    built(source, mart, reading=Reading(now.date()), at=now, tell=lambda _: None)


def ours(mart: Path) -> Questions:
    from madoguchi.engines import engine_of
    from madoguchi.mart import questions as asking

    asked = asking.Asked(engine_of("duckdb"), mart, dt.date.fromisoformat(DAY), SCHEME)
    return {
        "yearly": lambda: {
            row["fiscal_year"]: (row["count"], row["mean_contract_amount"])
            for row in asking.yearly(asked).rows
        },
        "same_period": lambda: asking.yearly(asked).rows[-1]["same_period_count"],
        "payments": lambda: asking.payment_methods(asked).n,
        "age_sex": lambda: asking.age_sex(asked).n,
    }


def by_hand(mart: Path) -> Questions:
    duckdb: Any = import_module("duckdb")

    own = duckdb.connect(config={"memory_limit": "1500MiB"})
    files = f"read_parquet('{mart}/consultations/**/*.parquet')"
    last = "known_on <= DATE '{day}' AND (superseded_on IS NULL OR superseded_on > DATE '{day}') AND NOT withdrawn"
    where = f"scheme = '{SCHEME}' AND via_other_centre IS DISTINCT FROM true AND {last}"
    now, before = where.format(day=DAY), where.format(day=YEAR_AGO)

    def all_of(sql: str) -> Any:
        return own.execute(sql).fetchall()

    return {
        "yearly": lambda: {
            year: (n, int(mean + 0.5))
            for year, n, mean in all_of(
                f"SELECT fiscal_year, count(*), avg(contract_amount) FROM {files} WHERE {now} GROUP BY 1"  # noqa: S608
            )
        },
        "same_period": lambda: all_of(
            f"SELECT count(*) FROM {files} WHERE fiscal_year = 2020 AND {before}"  # noqa: S608
        )[0][0],
        "payments": lambda: all_of(
            f"""SELECT sum(n) FROM (SELECT fiscal_year, payment_methods, count(*) n FROM {files} WHERE {now} GROUP BY 1, 2)"""  # noqa: S608
        )[0][0],
        "age_sex": lambda: all_of(
            f"SELECT sum(n) FROM (SELECT fiscal_year, age_band, sex, count(*) n FROM {files} WHERE {now} GROUP BY 1, 2, 3)"  # noqa: S608
        )[0][0],
    }


def polars(mart: Path) -> Questions:
    pl: Any = import_module("polars")

    def known(day: str) -> Any:
        on = dt.date.fromisoformat(day)
        return pl.scan_parquet(f"{mart}/consultations/**/*.parquet", hive_partitioning=False).filter(
            (pl.col("scheme") == SCHEME)
            & ~pl.col("via_other_centre").fill_null(False)
            & (pl.col("known_on") <= on)
            & (pl.col("superseded_on").is_null() | (pl.col("superseded_on") > on))
            & ~pl.col("withdrawn")
        )

    def grouped(*names: str) -> Any:
        return (
            known(DAY)
            .group_by("fiscal_year", *names)
            .agg(pl.len().alias("n"), pl.col("contract_amount").mean().alias("mean"))
            .collect(engine="streaming")
        )

    return {
        "yearly": lambda: {
            row["fiscal_year"]: (row["n"], int(row["mean"] + 0.5)) for row in grouped().iter_rows(named=True)
        },
        "same_period": lambda: (
            known(YEAR_AGO).filter(pl.col("fiscal_year") == 2020).select(pl.len()).collect().item()
        ),
        "payments": lambda: grouped("payment_methods")["n"].sum(),
        "age_sex": lambda: grouped("age_band", "sex")["n"].sum(),
    }


def pandas(mart: Path) -> Questions:
    pd: Any = import_module("pandas")

    def known(day: str, *more: str) -> Any:
        columns = [
            "fiscal_year",
            "scheme",
            "via_other_centre",
            "known_on",
            "superseded_on",
            "withdrawn",
            *more,
        ]
        files = sorted((mart / "consultations").rglob("*.parquet"))
        frame = pd.concat(
            pd.read_parquet(path, columns=columns, filters=[("scheme", "==", SCHEME)], partitioning=None)
            for path in files
        )
        on = dt.date.fromisoformat(day)
        open_ended = frame["superseded_on"].isna() | (frame["superseded_on"] > on)
        via = frame["via_other_centre"].fillna(False).astype(bool)
        return frame[~via & (frame["known_on"] <= on) & open_ended & ~frame["withdrawn"]]

    def yearly() -> Any:
        found = known(DAY, "contract_amount").groupby("fiscal_year")["contract_amount"].agg(["size", "mean"])
        return {int(year): (int(row["size"]), int(row["mean"] + 0.5)) for year, row in found.iterrows()}

    return {
        "yearly": yearly,
        "same_period": lambda: int((known(YEAR_AGO)["fiscal_year"] == 2020).sum()),
        "payments": lambda: len(known(DAY, "payment_methods")),
        "age_sex": lambda: len(known(DAY, "age_band", "sex")),
    }


def postgresql(mart: Path) -> Questions:
    """A PostgreSQL of its own, filled before anything is asked; two workers, as many as the others have cores."""
    from madoguchi.mart.manifest import files_of, manifest_of

    psycopg: Any = import_module("psycopg")
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    until = import_module("contextlib").ExitStack()
    import_module("atexit").register(until.close)
    address = until.enter_context(import_module("with_postgres").cluster())["DATABASE_OWNER_URL"]
    own = psycopg.connect(address, autocommit=True)
    files = files_of(mart, manifest_of(mart).parts)
    filled(own, files)
    known = (
        "scheme = '{scheme}' AND via_other_centre IS DISTINCT FROM true AND known_on <= '{day}'"
        " AND (superseded_on IS NULL OR superseded_on > '{day}') AND NOT withdrawn"
    )
    now, before = (known.format(scheme=SCHEME, day=day) for day in (DAY, YEAR_AGO))

    def all_of(sql: str) -> Any:
        return own.execute(sql).fetchall()

    return {
        "yearly": lambda: {
            int(year): (n, int(mean + 0.5))
            for year, n, mean in all_of(
                f"SELECT fiscal_year, count(*), avg(contract_amount)::float8 FROM c WHERE {now} GROUP BY 1"  # noqa: S608
            )
        },
        "same_period": lambda: all_of(f"SELECT count(*) FROM c WHERE fiscal_year = 2020 AND {before}")[0][0],  # noqa: S608
        "payments": lambda: int(
            all_of(
                f"SELECT sum(n) FROM (SELECT count(*) n FROM c WHERE {now} GROUP BY fiscal_year, payment_methods) t"  # noqa: S608
            )[0][0]
        ),
        "age_sex": lambda: int(
            all_of(
                f"SELECT sum(n) FROM (SELECT count(*) n FROM c WHERE {now} GROUP BY fiscal_year, age_band, sex) t"  # noqa: S608
            )[0][0]
        ),
    }


def filled(own: Any, files: list[Path]) -> None:
    """Copies the columns that are asked for into the table ``c``."""
    csv, dataset, buffer = import_module("pyarrow.csv"), import_module("pyarrow.dataset"), import_module("io")
    columns = {
        **dict.fromkeys(("fiscal_year", "contract_amount"), "bigint"),
        **dict.fromkeys(("scheme", "age_band", "sex", "payment_methods"), "text"),
        **dict.fromkeys(("via_other_centre", "withdrawn"), "boolean"),
        **dict.fromkeys(("known_on", "superseded_on"), "date"),
    }
    own.execute(f"CREATE TABLE c ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    rows = dataset.dataset([str(one) for one in files], format="parquet", partitioning=None)
    with own.cursor() as asking, asking.copy("COPY c FROM STDIN (FORMAT csv)") as into:
        for batch in rows.to_batches(columns=list(columns)):
            made = buffer.BytesIO()
            csv.write_csv(batch, made, csv.WriteOptions(include_header=False))
            into.write(made.getvalue())
    own.execute("VACUUM ANALYZE c")


WAYS: dict[str, Callable[[Path], Questions]] = {
    "ours": ours,
    "by_hand": by_hand,
    "polars": polars,
    "pandas": pandas,
    "postgresql": postgresql,
}


def most_mib() -> float:
    """The most that this process held; what it was started from is none of it."""
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def one(way: str, mart: Path) -> None:
    told: dict[str, Any] = {"seconds": {}, "answers": {}}
    for name, ask in WAYS[way](mart).items():
        ask()
        begun = time.perf_counter()
        told["answers"][name] = json.loads(json.dumps(ask()))
        told["seconds"][name] = time.perf_counter() - begun
    print(json.dumps({**told, "mib": most_mib()}))


def built(source: Path, mart: Path, *, rows: int) -> list[str]:
    """Builds the mart in a process of its own; returns what was missed."""
    begun = time.perf_counter()
    command = [sys.executable, __file__, "--way", "build", "--mart", str(mart), "--source", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rate, told = rows / (time.perf_counter() - begun), json.loads(done.stdout.splitlines()[-1])
    print(
        f"build    {rate:,.0f} rows a second, {rows / told['cores']:,.0f} a second of one core, "
        f"{told['mib']:,.0f} MiB, load {os.getloadavg()[0]:.1f}"
    )
    return ["build"] if rate < ROWS_A_SECOND else []


def run(way: str, mart: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--way", way, "--mart", str(mart)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    seconds = ", ".join(f"{name} {value:.2f} s" for name, value in told["seconds"].items())
    print(f"{way:8} {seconds}, {told['mib']:,.0f} MiB")
    return told


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--folder", type=Path)
    options.add_argument("--way", choices=[*WAYS, "build"], help=argparse.SUPPRESS)
    options.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--mart", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.way == "build":
        build(given.source, given.mart)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps({"cores": used.ru_utime + used.ru_stime, "mib": most_mib()}))
        return 0
    if given.way:
        one(given.way, given.mart)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        source, mart, missed = made(folder, given.rows), folder / f"mart-{given.rows}", []
        if not mart.exists():
            missed += built(source, mart, rows=given.rows)
        told = {way: run(way, mart) for way in WAYS if way in ("ours", "by_hand") or _is_here(way)}
    mine, hand = told["ours"], told["by_hand"]
    missed += [name for name, value in mine["seconds"].items() if value > hand["seconds"][name] + SLOWER]
    missed += ["memory"] if mine["mib"] > MOST_MIB else []
    missed += [f"{way} differs" for way, other in told.items() if other["answers"] != mine["answers"]]
    print(f"missed: {', '.join(missed)}" if missed else "every bar is kept")
    return 1 if missed else 0


def _is_here(name: str) -> bool:
    try:
        return bool(import_module("psycopg" if name == "postgresql" else name))
    except ImportError:
        return False


if __name__ == "__main__":
    sys.exit(main())
