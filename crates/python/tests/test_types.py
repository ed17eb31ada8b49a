"""The stubs are true, and they let mypy find mistakes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def test_the_stubs_are_what_the_package_has(tmp_path: Path) -> None:
    config = tmp_path / "mypy.ini"
    config.write_text("[mypy]\nignore_missing_imports = True\n")  # pyarrow has no types, and need not be there
    result = run("mypy.stubtest", "wirecheck._wirecheck", "--ignore-missing-stub", "--mypy-config-file", str(config))
    assert result.returncode == 0, result.stdout


def mypy(tmp_path: Path, code: str) -> str:
    file = tmp_path / "example.py"
    file.write_text(code)
    return run("mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(file)).stdout


def test_types_are_known_and_checked(tmp_path: Path) -> None:
    right = (
        "from pathlib import Path\n"
        "from wirecheck import Checker, Finding\n"
        "def quotes(text: str) -> list[str]:\n"
        "    checked = Checker(Path('wirecheck.toml')).check(text, title=None)\n"
        "    return [checked.text[finding.span.slice] for finding in checked.findings]\n"
        "def certain(finding: Finding) -> bool:\n"
        "    return finding.confidence > 0.9 and finding.edits != ()\n"
    )
    assert mypy(tmp_path, right).startswith("Success")
    wrong = mypy(tmp_path, right + "Checker().check(3)\nreveal_type(Checker().check('').findings[0].span.start)\n")
    assert 'Argument 1 to "check" of "Checker" has incompatible type "int"' in wrong
    assert 'Revealed type is "int"' in wrong or 'Revealed type is "builtins.int"' in wrong


def test_our_own_python_is_typed() -> None:
    result = run("mypy", "--strict", "--ignore-missing-imports", "-p", "wirecheck")
    assert result.returncode == 0, result.stdout
