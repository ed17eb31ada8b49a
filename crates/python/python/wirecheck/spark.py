"""Findings of a DataFrame of Spark, by its own workers.

>>> from wirecheck import spark as wirecheck_spark
>>> findings = wirecheck_spark.check(articles, text="body", id="url")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, Mapping, Optional, Union

from wirecheck import Checker

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow
    from pyspark.sql import DataFrame

#: The columns of findings after the id, in the words of Spark.
COLUMNS = (
    "rule string NOT NULL, category string NOT NULL, severity string NOT NULL, start bigint NOT NULL, end bigint NOT NULL, "
    "byte_start bigint NOT NULL, byte_end bigint NOT NULL, quote string NOT NULL, message string NOT NULL, reason string, "
    "edits array<struct<start: bigint, end: bigint, byte_start: bigint, byte_end: bigint, replacement: string>> NOT NULL, "
    "confidence float NOT NULL, original string"
)


def check(
    df: DataFrame,
    text: str = "text",
    id: str = "id",
    *,
    title: Optional[str] = None,
    original: Optional[str] = None,
    config: Union[Checker, Path, str, Mapping[str, Any], None] = None,
    machine_translated: Optional[bool] = None,
    source_language: Optional[str] = None,
    jobs: int = 1,
) -> DataFrame:
    """The findings in a column of texts, one row each, with the columns of `Checker.check_arrow`.

    `text`, `id`, `title` and `original` name columns, nested ones with points; the id may be of any type. A row without a
    text has no findings. `config` is what `Checker` takes, or a Checker: it is read here, on the driver, and travels to the
    workers as text, with its packs; each Python worker builds it once. wirecheck and pyarrow must be installed there.
    Each task checks on one thread, unless `jobs` asks for more: the cores are Spark's.

    Raises `ValueError` for a bad configuration, at once; nothing is checked before the DataFrame is used.
    """
    from pyspark.sql.functions import col
    from pyspark.sql.types import StructField, StructType, _parse_datatype_string

    checker = config if isinstance(config, Checker) else Checker(config)
    checker.check("", machine_translated=machine_translated, source_language=source_language)
    wanted = {"text": text, "title": title, "original": original}
    columns = {name: f"_{name}" for name, column in wanted.items() if column is not None}
    key = df.select(id).schema[0]
    table = df.select(col(id).alias(key.name), *[col(str(wanted[name])).alias(alias) for name, alias in columns.items()])

    def findings(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield checker.check_arrow(
                batch,
                columns["text"],
                key.name,
                title=columns.get("title"),
                original=columns.get("original"),
                machine_translated=machine_translated,
                source_language=source_language,
                jobs=jobs,
            )

    found = _parse_datatype_string(COLUMNS)
    assert isinstance(found, StructType)
    schema = StructType([StructField(key.name, key.dataType, key.nullable), *found.fields])
    return table.mapInArrow(findings, schema)
