"""Finds the garbled sentences in machine-translated news, for Python.

>>> from wirecheck import Checker
>>> checked = Checker().check("The the vote was open.")
>>> [(finding.rule, checked.text[finding.span.slice]) for finding in checked.findings]
[('duplicated-word', 'The the')]
>>> checked.corrected
'The vote was open.'

A `Checker` is built once and shared by any number of threads. `check` and `check_batch` take strings, `check_arrow` takes
tables; `wirecheck.spark` checks a DataFrame of Spark. docs/python.md of the project tells more.
"""

from wirecheck._wirecheck import (
    Alongside,
    Beside,
    Checked,
    Checker,
    Edit,
    Example,
    Finding,
    Likelihood,
    Related,
    Rule,
    Span,
    __version__,
)

__all__ = [
    "Alongside",
    "Beside",
    "Checked",
    "Checker",
    "Edit",
    "Example",
    "Finding",
    "Likelihood",
    "Related",
    "Rule",
    "Span",
    "__version__",
]
