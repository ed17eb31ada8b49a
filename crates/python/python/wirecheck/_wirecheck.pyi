from os import PathLike
from typing import Any, Mapping, Protocol, Sequence, final

import pyarrow

__version__: str

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

@final
class Checker:
    """Checks texts. Built once, then shared by any number of threads; it can be pickled.

    `config` says which rules run: the path of a `wirecheck.toml` as a `pathlib.Path`, its text as a `str`, or what stands in
    it as a mapping. Of that file, `packs`, `[words]`, `[[terms]]` and `[rules]` count; what it says of feeds, of fetching and
    of reports is passed over. The paths of packs are relative to the file, or to the working directory. Without a
    configuration every rule runs with its own severity; no file is looked for.

    Raises `ValueError` with file and line for a bad configuration, `OSError` where its file cannot be read.
    """

    def __new__(cls, config: str | PathLike[str] | Mapping[str, Any] | None = None) -> Checker: ...
    @property
    def config(self) -> str:
        """The text of the configuration; empty without one."""

    def check(
        self,
        text: str,
        *,
        title: str | None = None,
        original: str | None = None,
        machine_translated: bool | None = None,
        source_language: str | None = None,
    ) -> Checked:
        """Checks one text.

        `title` is checked too, as the first line of the text, unless that begins with it. `original` is the text that it was
        translated from: numbers, names and what is missing are compared with it. `machine_translated` says whether a machine
        translated it; some rules speak on such texts only. Where it is None, notes in the text decide ("Translated by …"), or
        its style. `source_language` is the BCP 47 tag of the language that it was translated from.

        Other threads of Python run meanwhile. Raises `ValueError` for a language that is not known, and where the text has a
        lone surrogate.
        """

    def check_batch(
        self,
        texts: Sequence[str],
        *,
        titles: Sequence[str | None] | None = None,
        originals: Sequence[str | None] | None = None,
        machine_translated: bool | None = None,
        source_language: str | None = None,
        jobs: int = 1,
    ) -> list[Checked]:
        """Checks many texts, as `check` does each, on `jobs` threads. The answers come in the order of the texts.

        Raises `ValueError` where there are not as many titles or originals as texts.
        """

    def check_arrow(
        self,
        batch: _ArrowStream | _ArrowArray,
        text: str = "text",
        id: str | None = None,
        *,
        title: str | None = None,
        original: str | None = None,
        machine_translated: bool | None = None,
        source_language: str | None = None,
        jobs: int = 1,
    ) -> pyarrow.RecordBatch:
        """Checks a column of texts of a table: of pyarrow, Polars, DuckDB, or anything with Arrow's C data interface.

        `text`, `title` and `original` name columns of strings, `id` one of any type. The answer has a row for each finding,
        in the order of the texts: the id, under its own name (without one the number of the row, as `row`), `rule`,
        `category`, `severity`, `start`, `end`, `byte_start`, `byte_end`, `quote`, `message`, `reason`, `edits`,
        `confidence` and `original`, the sentence of the original. Where a title was given, offsets are into the title, a
        blank line and the text. A row without a text has no findings.

        Needs pyarrow. Raises `KeyError` for a column that is not there, `TypeError` for one that is not of strings,
        `ValueError` for one whose values are not what its type says.
        """

    def correct(
        self, text: str, *, machine_translated: bool | None = None, source_language: str | None = None
    ) -> str:
        """The text after every correction that can be accepted unread."""

    def rules(self) -> tuple[Rule, ...]:
        """Every rule that this Checker knows, also those that are off: ours by name, then those of packs."""

    def explain(self, rule: str) -> str:
        """What a rule finds, why such faults occur, and its examples, for people.

        Raises `ValueError` for a rule that does not exist.
        """

    def __reduce__(self) -> tuple[Any, Any]: ...

@final
class Checked:
    """Everything that is said of one text."""

    @property
    def text(self) -> str:
        """Exactly what was checked: all offsets are into it. It begins with the title, if one was given."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the text, sorted by place."""

    @property
    def corrected(self) -> str:
        """The text after the edits of all findings, which can be accepted unread."""

    @property
    def language(self) -> str | None:
        """BCP 47 tag of the language of the text; None where there is too little of it to tell."""

    @property
    def has_words(self) -> bool:
        """Whether there was a word or a number to check."""

    @property
    def words(self) -> int:
        """Words and numbers of the text proper, without the site's own lines."""

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in order."""

    @property
    def likelihood(self) -> Likelihood | None:
        """Whether it reads like a translation; None where it is too short or not English."""

    @property
    def by_style(self) -> bool:
        """Whether its style alone made it pass for a machine translation, on which more rules speak."""

    @property
    def comparison(self) -> Alongside | None:
        """How it lies beside its original; None where it was not compared with one."""

@final
class Span:
    """Where something is in a text: `text[span.start:span.end]`, which is `text[span.slice]`."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character after the last."""

    @property
    def byte_start(self) -> int:
        """The first byte of the text in UTF-8."""

    @property
    def byte_end(self) -> int:
        """The byte after the last."""

    @property
    def slice(self) -> slice[int, int, int]:
        """The span as a slice of a string."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Finding:
    """One fault in one place."""

    @property
    def rule(self) -> str:
        """The rule that says so, such as `stray-punctuation-sequence`."""

    @property
    def category(self) -> str:
        """MQM dimension and error type: `Fluency / Punctuation`."""

    @property
    def severity(self) -> str:
        """`critical`, `major`, `minor` or `info`."""

    @property
    def span(self) -> Span:
        """The faulty text; never empty."""

    @property
    def quote(self) -> str:
        """The faulty text itself."""

    @property
    def message(self) -> str:
        """What is wrong in this sentence; plain text, no full stop at the end."""

    @property
    def reason(self) -> str | None:
        """Why this happened here, where more can be said than the rule's explanation does."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The correction, only where it can be accepted unread. Apply all of them or none."""

    @property
    def confidence(self) -> float:
        """How sure the rule is, from 0 to 1."""

    @property
    def related(self) -> tuple[Related, ...]:
        """Other places that belong to the same fault, such as the definition of an acronym."""

    @property
    def beside(self) -> Beside | None:
        """What the original says there, where the text was compared with it."""

    def as_dict(self) -> dict[str, Any]:
        """Everything as dictionaries, lists, strings and numbers, to be sent or stored."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...

@final
class Edit:
    """A replacement of one span of the text. An empty span inserts, an empty replacement deletes."""

    @property
    def span(self) -> Span:
        """What is replaced."""

    @property
    def replacement(self) -> str:
        """What stands there afterwards."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Related:
    """Another place in the same text that explains a finding."""

    @property
    def span(self) -> Span:
        """Where."""

    @property
    def note(self) -> str:
        """What that place has to do with the finding."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Beside:
    """What the original says in the place of a finding."""

    @property
    def language(self) -> str:
        """BCP 47 tag of the original."""

    @property
    def sentence(self) -> str:
        """Its sentence, or the few that one sentence of the translation renders."""

    @property
    def span(self) -> Span:
        """The words that the finding is about, in that sentence; empty where none of them are."""

    @property
    def note(self) -> str | None:
        """What both sides say, in one notation."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Likelihood:
    """How likely a text is a translation, by its style alone."""

    @property
    def probability(self) -> float:
        """Of texts that score like this one, the share that are translations, were half of all texts translations."""

    @property
    def low(self) -> float:
        """In four texts of five the probability would not be below this were there more of the text."""

    @property
    def high(self) -> float:
        """And not above this."""

    @property
    def reasons(self) -> list[str]:
        """The strongest reasons, strongest first, at most three."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...

@final
class Alongside:
    """How a translation lies beside its original."""

    @property
    def language(self) -> str:
        """BCP 47 tag of the original."""

    @property
    def confidence(self) -> float:
        """How sure it is that the two are translations of each other, from 0 to 1; no measure of quality."""

    @property
    def aligned_with(self) -> str:
        """What the sentences were aligned with."""

    @property
    def sentences(self) -> int:
        """The sentences of the translation."""

    @property
    def aligned(self) -> int:
        """Of these, the ones that render a sentence of the original."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...

@final
class Rule:
    """What there is to know about a rule."""

    @property
    def name(self) -> str:
        """Its name as findings carry it; those of packs are `pack/name`."""

    @property
    def summary(self) -> str:
        """What it finds, in one line without a full stop."""

    @property
    def category(self) -> str:
        """MQM dimension and error type of its findings."""

    @property
    def severity(self) -> str:
        """Its own severity."""

    @property
    def level(self) -> str:
        """What the configuration makes of it: `off`, or the severity of its findings."""

    @property
    def language(self) -> str | None:
        """BCP 47 tag of the texts it judges; None for texts in any language."""

    @property
    def point(self) -> str:
        """`any-text`, or `known-translation` for a rule that speaks on machine translations only."""

    @property
    def explain(self) -> str:
        """Why such faults occur; full sentences."""

    @property
    def examples(self) -> tuple[Example, ...]:
        """Texts that it flags and lets pass."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...

@final
class Example:
    """A text that shows what a rule does."""

    @property
    def text(self) -> str:
        """The text, with what the rule flags between `[[` and `]]`."""

    @property
    def flagged(self) -> bool:
        """Whether the rule flags something in it."""

    @property
    def fixed(self) -> str | None:
        """The text after the correction; None where the rule offers none."""

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...

def from_parts(name: str, text: str, packs: Mapping[str, str]) -> Checker: ...
