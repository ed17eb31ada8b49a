"""Tables in, tables out."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from conftest import told_of_row
from wirecheck import Checker

pa = pytest.importorskip("pyarrow")


def told(table: Any, id: str = "id") -> list:
    return [told_of_row(row, id) for row in table.to_pylist()]


@pytest.fixture(scope="module")
def table(articles: list) -> Any:
    return pa.table({"id": [one["id"] for one in articles], "text": [one["text"] for one in articles]})


def test_a_table_has_the_findings_of_its_texts(articles: list, table: Any) -> None:
    checker = Checker()
    found = checker.check_arrow(table, id="id")
    assert isinstance(found, pa.RecordBatch)
    rows = iter(found.to_pylist())
    for article in articles:
        for finding in checker.check(article["text"]).findings:
            row = next(rows)
            assert (row["id"], row["rule"], row["message"]) == (article["id"], finding.rule, finding.message)
            assert article["text"][row["start"] : row["end"]] == row["quote"] == finding.quote
            assert article["text"].encode()[row["byte_start"] : row["byte_end"]].decode() == row["quote"]
            assert [edit["replacement"] for edit in row["edits"]] == [edit.replacement for edit in finding.edits]
            assert row["reason"] == finding.reason
    assert next(rows, None) is None
    assert checker.check_arrow(table, id="id", jobs=3).equals(found)


def layouts(table: Any) -> dict:
    chunked = pa.concat_tables([table.slice(0, 3), table.slice(3, 0), table.slice(3)])
    text = table.column("text")

    def of(kind: Any) -> Any:
        return table.set_column(1, "text", text.cast(kind))

    return {
        "a batch": table.combine_chunks().to_batches()[0],
        "chunks": chunked,
        "a reader": table.to_reader(max_chunksize=7),
        "large strings": of(pa.large_string()),
        "views": of(pa.string_view()),
        "a dictionary": table.set_column(1, "text", text.dictionary_encode()),
        "a slice of more": pa.concat_tables([table, table]).slice(table.num_rows),
    }


def test_any_layout_gives_the_same(table: Any) -> None:
    checker = Checker()
    expected = told(checker.check_arrow(table, id="id"))
    for name, other in layouts(table).items():
        assert told(checker.check_arrow(other, "text", "id")) == expected, name


def test_polars_and_duckdb_speak_arrow(table: Any) -> None:
    checker = Checker()
    expected = told(checker.check_arrow(table, id="id"))
    pl = pytest.importorskip("polars")
    frame = pl.from_arrow(table)
    findings = pl.from_arrow(checker.check_arrow(frame, text="text", id="id"))
    assert [told_of_row(row) for row in findings.to_dicts()] == expected
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.from_arrow(table)
    found = checker.check_arrow(relation, text="text", id="id")
    assert told(found) == expected
    counted = duckdb.sql("SELECT count(*) FROM found WHERE severity = 'major'").fetchall()
    assert counted == [(sum(row[2] == "major" for row in expected),)]


def test_ray_data_maps_batches(table: Any) -> None:
    data = pytest.importorskip("ray.data")
    import ray

    ray.init(num_cpus=1, _node_ip_address="127.0.0.1", include_dashboard=False, log_to_driver=False, configure_logging=False)
    try:
        checker = Checker()
        articles = data.from_arrow(table)
        findings = articles.map_batches(lambda batch: pa.table(checker.check_arrow(batch, id="id")), batch_format="pyarrow")
        rows = sorted(told_of_row(row) for row in findings.take_all())
        assert rows == sorted(told(checker.check_arrow(table, id="id")))
    finally:
        ray.shutdown()


def test_ids_keep_their_type_and_rows_are_numbered(table: Any) -> None:
    checker = Checker()
    texts = ["The the.", None, "Fine.", "A a vote was was open."]
    batch = pa.table({"n": pa.array([7, 8, 9, None], pa.int16()), "text": texts})
    found = checker.check_arrow(pa.concat_tables([batch, batch]), id="n")
    assert found.column("n").to_pylist() == [7, None, 7, None]
    assert found.schema.field("n").type == pa.int16()
    rows = checker.check_arrow(pa.concat_tables([batch, batch]))
    assert rows.column("row").to_pylist() == [0, 3, 4, 7]
    structs = pa.array([{"a": at} for at in range(4)])
    nested = checker.check_arrow(pa.table({"key": structs, "text": texts}), id="key")
    assert nested.column("key").to_pylist() == [{"a": 0}, {"a": 3}]


def test_titles_and_originals_are_columns_too() -> None:
    batch = pa.table(
        {
            "text": ["It lists 17 towns in the north, the mayor said on Wednesday evening.", "Fine."],
            "head": ["The the report", None],
            "source": ["В нём 71 город на севере, сообщил мэр в среду вечером.", None],
        }
    )
    found = Checker().check_arrow(batch, title="head", original="source", source_language="ru").to_pylist()
    assert {row["rule"] for row in found} >= {"duplicated-word", "original-number"}
    assert next(row for row in found if row["rule"] == "original-number")["original"].startswith("В нём 71")


def test_an_empty_table_has_the_same_columns(table: Any) -> None:
    checker = Checker()
    full = checker.check_arrow(table, id="id").schema
    for empty in (table.slice(0, 0), table.schema.empty_table(), pa.Table.from_batches([], table.schema)):
        found = checker.check_arrow(empty, id="id")
        assert found.num_rows == 0 and found.schema.equals(full)
    nulls = pa.table({"id": ["a"], "text": pa.nulls(1)})
    assert checker.check_arrow(nulls, id="id").num_rows == 0


def lying_strings() -> Any:
    offsets = pa.py_buffer(b"\0\0\0\0\2\0\0\0")
    return pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"\xff\xfe")])


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: pa.table({"text": [3]}), TypeError, "of type Int64, not a string"),
        (lambda: pa.table({"body": ["A"]}), KeyError, "there is no column \"text\" among body"),
        (lambda: pa.table({"text": lying_strings()}), ValueError, "the column \"text\""),
        (lambda: pa.record_batch({"text": lying_strings()}), ValueError, "UTF-8"),
        (lambda: ["A text."], TypeError, "is no Arrow table"),
    ],
)
def test_what_is_no_table_of_texts_is_refused(make: Callable[[], Any], error: type, message: str) -> None:
    with pytest.raises(error) as raised:
        Checker().check_arrow(make())
    assert message.lower() in str(raised.value).replace("\\", "").lower()


def test_the_id_has_a_name_of_its_own(table: Any) -> None:
    with pytest.raises(ValueError, match="rule"):
        Checker().check_arrow(table.rename_columns(["rule", "text"]), id="rule")
    with pytest.raises(KeyError, match="url"):
        Checker().check_arrow(table, id="url")
