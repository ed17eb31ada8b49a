"""Spark, really run: odd partitions, null and long texts, a worker that is killed, and the findings of the command line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Iterator, List, Set

import pytest

from conftest import told_of_row
from test_checker import write_config
from wirecheck import Checker

pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")

from pyspark.sql import DataFrame, SparkSession  # noqa: E402
from pyspark.sql.functions import col, length, spark_partition_id, when  # noqa: E402
from pyspark.sql.functions import sum as total  # noqa: E402

from wirecheck import spark as wirecheck_spark  # noqa: E402

#: In one process, and as a cluster with two workers of their own.
MASTERS = ["local[2,4]", "local-cluster[2,1,1024]"]


def session(master: str) -> SparkSession:
    builder = (
        SparkSession.builder.master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.adaptive.enabled", "false")  # it would mend the partitions
        .config("spark.sql.shuffle.partitions", "5")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "4")
    )
    return builder.getOrCreate()


@pytest.fixture(scope="module", params=MASTERS)
def spark(request: pytest.FixtureRequest) -> Iterator[SparkSession]:
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is missing")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    try:
        spark = session(request.param)
    except Exception as error:  # whatever Java says
        if request.param == MASTERS[0]:
            raise
        pytest.skip(f"a cluster of processes does not start here: {error}")
    yield spark
    spark.stop()


@pytest.fixture(scope="module")
def archive(articles: list) -> list:
    """Articles with a few that are odd: null, empty, and 5 MB long."""
    long = "\n\n".join(one["text"] for one in articles if one["id"].startswith("faults"))
    texts = [(f"https://news.example/{one['id']}", one["text"]) for one in articles]
    texts += [("null", None), ("empty", ""), ("long", (long + "\n\n") * (5_000_000 // len(long)))]
    return [{"url": url, "body": body} for url, body in texts]


def expected(archive: list, command_line: Callable, *given: Any) -> list:
    lines = [{"id": one["url"], "text": one["body"]} for one in archive if one["body"]]
    return sorted(command_line(lines, *given))


def told(findings: DataFrame) -> list:
    return sorted(told_of_row(row.asDict(recursive=True), "url") for row in findings.collect())


def written(archive: list, folder: Path, form: str) -> str:
    path = folder / f"articles.{form}"
    if form == "parquet":
        import pyarrow.parquet

        pyarrow.parquet.write_table(pa.Table.from_pylist(archive), path, row_group_size=7)
    else:
        with open(path, "w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(one) + "\n" for one in archive)
    return str(path)


def read(spark: SparkSession, path: str) -> DataFrame:
    if path.endswith("parquet"):
        return spark.read.parquet(path)
    return spark.read.schema("url string, body string").json(path)


def oddly(df: DataFrame) -> DataFrame:
    """In five partitions: the long text alone is 80 % of all text in one, the others go to one other."""
    odd = df.repartition(5, when(col("url") == "long", 1).otherwise(2))
    sizes = odd.groupBy(spark_partition_id()).agg(total(length("body"))).collect()
    sizes = sorted(size for _, size in sizes)
    assert len(sizes) < 5, "some partitions are empty"
    assert sizes[-1] >= 0.8 * sum(sizes)
    return odd


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_the_findings_are_those_of_the_command_line(
    spark: SparkSession, archive: list, command_line: Callable, tmp_path: Path, form: str
) -> None:
    df = oddly(read(spark, written(archive, tmp_path, form)))
    findings = wirecheck_spark.check(df, text="body", id="url")
    found = told(findings)
    assert found == expected(archive, command_line)
    assert len(set(found)) == len(found) > 1000, "none twice"


def test_a_configuration_travels_as_text(
    spark: SparkSession, articles: list, command_line: Callable, tmp_path: Path
) -> None:
    config = write_config(tmp_path)
    archive = [{"url": one["id"], "body": one["text"]} for one in articles]
    archive.append({"url": "house", "body": "It is utilised."})
    right = expected(archive, command_line, config)
    df = read(spark, written(archive, tmp_path, "parquet"))
    findings = wirecheck_spark.check(df, "body", "url", config=config)
    (tmp_path / "house.toml").unlink()
    assert told(findings) == right
    assert any(rule == "house/use" for _, rule, *_ in right)
    with pytest.raises(ValueError, match="did you mean"):
        wirecheck_spark.check(df, "body", "url", config="[rules]\nstile = 'off'")


def test_ids_of_any_type_and_nested_texts(spark: SparkSession) -> None:
    df = spark.createDataFrame([(7, ("The the vote.", "A a title")), (8, (None, None))], "n int, article struct<body: string, head: string>")
    findings = wirecheck_spark.check(df, text="article.body", id="n", title="article.head").orderBy("start")
    assert [(row.n, row.rule, row.quote) for row in findings.collect()] == [
        (7, "duplicated-word", "A a"),
        (7, "duplicated-word", "The the"),
    ]
    assert dict(findings.dtypes)["n"] == "int"


def test_each_worker_builds_a_checker_once(spark: SparkSession, articles: list) -> None:
    """The same object in every task that one Python process has run."""
    checker = Checker("[rules]\nboilerplate = 'off'")

    def who(batches: Iterator[Any]) -> Iterator[Any]:
        for _ in batches:
            yield pa.RecordBatch.from_pydict({"pid": [os.getpid()], "checker": [id(checker)]})

    df = spark.range(0, 16, 1, 8)
    rows = df.mapInArrow(who, "pid bigint, checker bigint").collect()
    seen = {(row.pid, row.checker) for row in rows}
    assert len(rows) == 8 and len(seen) == len({pid for pid, _ in seen}) < 8


def parents() -> dict:
    """Every process of this machine that has a parent, with its parent and its command line."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            stat = (path / "stat").read_text()
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended
        found[int(path.name)] = (int(stat.rpartition(")")[2].split()[1]), command)
    return found


def python_workers(root: int) -> Set[int]:
    """The processes below `root` in which Spark runs Python: those that its daemon forked."""
    processes = parents()

    def is_below(pid: int) -> bool:
        while pid in processes:
            if pid == root:
                return True
            pid = processes[pid][0]
        return False

    def is_daemon(pid: int) -> bool:
        return "pyspark.daemon" in processes.get(pid, (0, ""))[1]

    return {pid for pid in processes if is_daemon(pid) and is_daemon(processes[pid][0]) and is_below(pid)}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_a_killed_worker_loses_and_doubles_nothing(
    spark: SparkSession, archive: list, command_line: Callable, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()

    def slowly(batches: Iterator[Any]) -> Iterator[Any]:
        """Lets articles through one batch after the other, and leaves a mark at each for the one who kills."""
        from pyspark import TaskContext

        task = TaskContext.get()
        assert task is not None
        for number, batch in enumerate(batches):
            (marks / f"{task.partitionId()}-{task.attemptNumber()}-{number}").touch()
            yield batch
            time.sleep(0.1)

    root = spark.sparkContext._gateway.proc.pid
    killed: List[int] = []

    def kill() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if any(mark.name.endswith("-0-4") for mark in marks.iterdir()):
                for worker in python_workers(root):
                    os.kill(worker, signal.SIGKILL)
                    killed.append(worker)
                return
            time.sleep(0.01)

    df = oddly(read(spark, written(archive, tmp_path, "parquet")))
    slow = df.mapInArrow(slowly, df.schema)
    killer = threading.Thread(target=kill)
    killer.start()
    found = told(wirecheck_spark.check(slow, text="body", id="url"))
    killer.join()
    assert killed, "nobody was killed"
    attempts = {mark.name.split("-")[1] for mark in marks.iterdir()}
    assert "1" in attempts, "no task was tried again"
    assert found == expected(archive, command_line)
