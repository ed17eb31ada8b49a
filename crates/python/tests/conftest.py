"""What several tests need: articles, and what the command line says of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

import pytest

ROOT = Path(__file__).resolve().parents[3]

Article = Dict[str, Any]
#: What two programs must say alike of a finding: its article, rule, severity, place, quote, message, edits.
Told = Tuple[str, str, str, int, int, int, int, str, str, str]


def edits_of(edits: Any) -> str:
    return json.dumps([[edit["start"], edit["end"], edit["replacement"]] for edit in edits or []])


def corpus() -> List[Article]:
    """Small articles of ours: sentences as translation engines leave them, ten an article, and articles by people."""
    sentences = []
    for name in ("faults/translated.jsonl", "faults/cases.jsonl"):
        with open(ROOT / "corpora" / name, encoding="utf-8") as lines:
            sentences += [json.loads(line)["text"] for line in lines]
    articles = [
        {"id": f"faults-{at}", "text": "\n\n".join(sentences[at : at + 10])} for at in range(0, len(sentences), 10)
    ]
    for path in sorted((ROOT / "corpora/clean").glob("*.txt")):
        articles.append({"id": path.stem, "text": path.read_text(encoding="utf-8")})
    note = "This article was automatically translated from Russian."
    articles.append({"id": "noted", "text": f"{articles[0]['text']}\n\n{note}"})
    articles.append({"id": "emoji", "text": "A 😀 day in São Paulo. The the vote 😀 was was open."})
    articles.append({"id": "marks", "text": ". , ; !"})
    return articles


@pytest.fixture(scope="session")
def articles() -> List[Article]:
    return corpus()


def command() -> str:
    """The command `wirecheck` beside this Python, as pip installs it."""
    beside = Path(sys.executable).parent / "wirecheck"
    found = os.environ.get("WIRECHECK") or (str(beside) if beside.exists() else shutil.which("wirecheck"))
    if not found:
        pytest.skip("the command wirecheck is not installed")
    return found


@pytest.fixture
def command_line(tmp_path: Path) -> Callable[..., List[Told]]:
    """What `wirecheck check` finds in some articles, in their order."""

    def check(articles: List[Article], config: Optional[Path] = None) -> List[Told]:
        lines = tmp_path / "articles.jsonl"
        with open(lines, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(article) + "\n" for article in articles)
        given = ["--config", str(config)] if config else []
        run = subprocess.run(
            [command(), "check", str(lines), "--format", "jsonl", "--exit-zero", *given],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            check=False,
        )
        assert run.returncode in (0, 3), "3: an article without a word was not checked"
        told = []
        for line in run.stdout.decode().split("\n"):
            record = json.loads(line) if line else {}
            if record.get("type") == "finding":
                edits = [{**edit["chars"], "replacement": edit["replacement"]} for edit in record["edits"]]
                told.append(
                    (
                        record["article"],
                        record["rule"],
                        record["severity"],
                        record["chars"]["start"],
                        record["chars"]["end"],
                        record["span"]["start"],
                        record["span"]["end"],
                        record["quote"],
                        record["message"],
                        edits_of(edits),
                    )
                )
        return told

    return check


def told_of_row(row: Dict[str, Any], id: str = "id") -> Told:
    """A row of a table of findings, as `command_line` tells it."""
    names = ("rule", "severity", "start", "end", "byte_start", "byte_end", "quote", "message")
    return (str(row[id]), *(row[name] for name in names), edits_of(row["edits"]))  # type: ignore[return-value]
