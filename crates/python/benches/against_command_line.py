"""What checking costs from Python and in Spark, against the command line on the same articles.

    python crates/python/benches/against_command_line.py [--megabytes 15] [--rounds 5] [--spark]

Articles are those of corpora/, repeated with changed numbers. Programs take turns, so that other work on the machine meets
all of them; of each, seconds of CPU and of the clock are printed, medians, and the ratio to the command line's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Callable, Dict, List, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from conftest import command, corpus  # noqa: E402

Cost = Tuple[float, float]

#: Checks a JSON Lines file in a process of its own: what Python needs to start is part of it, as with the command line.
BATCH = """
import json, sys
from wirecheck import Checker
with open(sys.argv[1], encoding="utf-8") as lines:
    articles = [json.loads(line) for line in lines]
checker, findings = Checker(), 0
for at in range(0, len(articles), 1000):
    for checked in checker.check_batch([one["text"] for one in articles[at : at + 1000]]):
        findings += len(checked.findings)
print(findings)
"""


def archive(megabytes: float) -> List[dict]:
    """Articles of our corpora again and again, with other numbers each time, so that no text comes twice."""
    dice, articles, size = random.Random(7), [], 0
    sources = [one for one in corpus() if one["text"].strip(". ,;!")]
    while size < megabytes * 1e6:
        for one in sources:
            text = re.sub(r"\d+", lambda _: str(dice.randint(2, 999)), one["text"]) + f"\n\nNo. {len(articles)}."
            articles.append({"id": f"{len(articles)}", "text": text})
            size += len(text.encode())
    return articles


def of_children() -> float:
    """Seconds of CPU that processes took which this one started, and which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def below(root: int) -> float:
    """Seconds of CPU that a running process took, and all that came of it."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended
        stats[int(path.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))

    def is_below(pid: int) -> bool:
        return pid == root or pid in stats and is_below(stats[pid][0])

    return sum(ticks for pid, (_, ticks) in stats.items() if is_below(pid)) / os.sysconf("SC_CLK_TCK")


def cost(run: Callable[[], object], used: Callable[[], float]) -> Cost:
    before, start = used(), time.perf_counter()
    run()
    clock = time.perf_counter() - start
    return used() - before, clock


def process(*args: str, cores: str) -> Callable[[], object]:
    pinned = ["taskset", "--cpu-list", cores, *args]
    return lambda: subprocess.run(pinned, stdout=subprocess.DEVNULL, check=True)


def report(costs: Dict[str, List[Cost]], megabytes: float) -> None:
    first = next(iter(costs))
    for name, rounds in costs.items():
        cpu, clock = (median(one[at] for one in rounds) for at in (0, 1))
        pairs = list(zip(rounds, costs[first]))
        ratios = [median(one[at] / other[at] for one, other in pairs) for at in (0, 1)]
        print(
            f"{name:34} CPU {cpu:6.2f} s, clock {clock:6.2f} s, {megabytes / clock:5.1f} MB/s; "
            f"times the first: CPU {ratios[0]:.2f}, clock {ratios[1]:.2f}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--megabytes", type=float, default=15)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--spark", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        articles = archive(given.megabytes)
        megabytes = sum(len(one["text"].encode()) for one in articles) / 1e6
        with open("articles.jsonl", "w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)
        print(f"{len(articles)} articles, {megabytes:.1f} MB of text")
        check = [command(), "check", "articles.jsonl", "--quiet", "--exit-zero", "--max-articles", "1000000"]
        (spark if given.spark else batch)(check, articles, megabytes, given.rounds)


def batch(check: List[str], articles: List[dict], megabytes: float, rounds: int) -> None:
    programs = {
        "command line, one core": process(*check, cores="0"),
        "check_batch, one core": process(sys.executable, "-c", BATCH, "articles.jsonl", cores="0"),
    }
    costs: Dict[str, List[Cost]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, run in programs.items():
            costs[name].append(cost(run, of_children))
    report(costs, megabytes)


def spark(check: List[str], articles: List[dict], megabytes: float, rounds: int) -> None:
    import pyarrow
    import pyarrow.parquet
    from pyspark.sql import SparkSession

    from wirecheck import spark as wirecheck_spark

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(articles), "articles.parquet")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.execution.arrow.maxRecordsPerBatch", "500").getOrCreate()
    df = session.read.parquet("articles.parquet").repartition(8).cache()
    df.count()

    def check_all() -> None:
        wirecheck_spark.check(df).write.format("noop").mode("overwrite").save()

    check_all()  # Spark is running, and so are its workers
    java = session.sparkContext._gateway.proc.pid
    command_line = process(*check, cores="0,1")
    costs: Dict[str, List[Cost]] = {"command line, two cores": [], "Spark, local[2]": []}
    for _ in range(rounds):
        costs["command line, two cores"].append(cost(command_line, of_children))
        costs["Spark, local[2]"].append(cost(check_all, lambda: below(java)))
    report(costs, megabytes)
    session.stop()


if __name__ == "__main__":
    main()
