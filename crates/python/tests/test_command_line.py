"""Python and the command line say the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Callable

import pytest

import wirecheck
from conftest import ROOT, command, told_of_row
from test_checker import write_config
from wirecheck import Checker

pa = pytest.importorskip("pyarrow")


def told(articles: list, checker: Checker) -> list:
    table = pa.table({name: [one.get(name) for one in articles] for name in ("id", "title", "text")})
    return [told_of_row(row) for row in checker.check_arrow(table, id="id", title="title").to_pylist()]


def test_both_find_the_same(articles: list, command_line: Callable) -> None:
    expected = command_line(articles)
    assert told(articles, Checker()) == expected
    assert len(expected) > 100 and any(article == "noted" for article, *_ in expected)


def test_both_understand_a_title_and_a_configuration(articles: list, command_line: Callable, tmp_path: Path) -> None:
    titled = [{**one, "title": f"The the  {one['id']}"} for one in articles]
    titled.append({"id": "house", "text": "It is utilised."})
    config = write_config(tmp_path)
    expected = command_line(titled, config)
    assert told(titled, Checker(config)) == expected
    rules = {rule for _, rule, *_ in expected}
    assert {"house/use", "duplicated-word"} <= rules


def test_both_are_of_one_version() -> None:
    said = subprocess.run([command(), "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    assert said.split()[:2] == ["wirecheck", wirecheck.__version__]


def examples(page: str) -> list:
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("page", ["README.md", "crates/python/README.md", "docs/python.md"])
def test_the_examples_of_the_pages_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of a page, one after the other in one session, in a folder with the files that they name."""
    write_config(tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    found = examples(page)
    assert found, "the page shows none"
    texts = ["The the vote was open.", None, "It opened on Monday."]
    pa.parquet = pytest.importorskip("pyarrow.parquet")
    pa.parquet.write_table(pa.table({"url": ["a", "b", "c"], "body": texts}), "articles.parquet")
    for code in found:
        needed = [name for name in ("polars", "duckdb", "ray", "pyspark") if re.search(rf"^(import|from) {name}\b", code, re.M)]
        # Engines have tests of their own, and Spark a test of its lines.
        if any(name in ("ray", "pyspark") for name in needed):
            compile(code, page, "exec")
            continue
        for name in needed:
            pytest.importorskip(name)
        exec(compile(code, page, "exec"), names)  # noqa: S102
