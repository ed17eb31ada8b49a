"""Checker, and what it says of strings."""

from __future__ import annotations

import json
import pickle
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import wirecheck
from wirecheck import Checker, Finding

TEXT = "A 😀 day in São Paulo.\n\nThe the vote 😀 was open, said the International Information Security (IIB)."


def test_spans_slice_a_python_string_and_its_bytes() -> None:
    checked = Checker().check(TEXT)
    assert [finding.rule for finding in checked.findings] == ["duplicated-word", "acronym-mismatch"]
    for finding in checked.findings:
        assert checked.text[finding.span.slice] == finding.quote
        assert checked.text[finding.span.start : finding.span.end] == finding.quote
        in_bytes = checked.text.encode()[finding.span.byte_start : finding.span.byte_end]
        assert in_bytes.decode() == finding.quote
    assert [TEXT[span.slice] for span in checked.sentences][0] == "A 😀 day in São Paulo."
    assert checked.findings is checked.findings, "made once"


def test_what_is_said_has_the_words_of_the_library() -> None:
    finding = Checker().check(TEXT).findings[0]
    assert (finding.severity, finding.category) == ("major", "Accuracy / Addition")
    (edit,) = finding.edits
    assert edit.replacement == "" and edit.span.byte_end - edit.span.byte_start == len(" the")
    assert 0.5 < finding.confidence <= 1
    assert finding.beside is None and finding.related == ()
    assert json.loads(json.dumps(finding.as_dict()))["span"]["start"] == finding.span.start
    assert repr(finding).startswith('Finding("duplicated-word", "major", Span(23, 30), ')
    assert finding == Checker().check(TEXT).findings[0]
    with pytest.raises(AttributeError):
        finding.rule = "other"  # type: ignore[misc]


def test_the_edits_of_all_findings_correct_a_text() -> None:
    checker = Checker()
    corrected = checker.correct(TEXT)
    assert "The vote 😀 was open" in corrected and "(IIS)" in corrected
    assert corrected == checker.check(TEXT).corrected
    assert checker.check(corrected).findings == ()


def test_a_title_is_checked_once_and_offsets_are_into_the_whole() -> None:
    checker = Checker()
    checked = checker.check("The vote was open.", title="The the  vote")
    assert checked.text == "The the vote\n\nThe vote was open."
    assert [checked.text[finding.span.slice] for finding in checked.findings] == ["The the"]
    assert checker.check("The the vote\n\nIt was.", title="THE the vote").text == "The the vote\n\nIt was."


def test_a_translation_is_compared_with_its_original() -> None:
    text = "The WHO report lists 17 towns. It will be published on Wednesday, the mayor said."
    original = "Доклад ВОЗ называет 71 город. Его опубликуют в среду, сообщил мэр."
    checked = Checker().check(text, original=original)
    assert checked.comparison is not None and checked.comparison.language == "ru"
    numbers = [finding for finding in checked.findings if finding.rule == "original-number"]
    assert numbers and numbers[0].beside is not None and "71" in numbers[0].beside.sentence
    assert Checker().check(text).comparison is None


def test_who_says_that_a_text_is_a_translation_hears_more(articles: list) -> None:
    checker = Checker()
    texts = [article["text"] for article in articles if article["id"].startswith("faults")]

    def count(machine_translated: bool) -> int:
        batch = checker.check_batch(texts, machine_translated=machine_translated, source_language="ru")
        return sum(len(checked.findings) for checked in batch)

    assert count(True) > count(False)
    with pytest.raises(ValueError, match="source_language=\"klingonish\""):
        checker.check("A text.", source_language="klingonish")


PACK = 'name = "house"\n[[rule]]\nname = "use"\nphrase = "{utilise}"\nreplacement = "{use}"\n'
CONFIG = 'packs = ["house.toml"]\n[words]\nallowed = ["IIB"]\n[rules]\nduplicated-word = "info"\n[fetch]\ntimeout = 9\n'


def write_config(folder: Path) -> Path:
    (folder / "house.toml").write_text(PACK)
    (folder / "wirecheck.toml").write_text(CONFIG)
    return folder / "wirecheck.toml"


def test_a_configuration_is_a_path_a_text_or_a_mapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_config(tmp_path)
    monkeypatch.chdir(tmp_path)
    mapping = {"packs": [Path("house.toml")], "rules": {"duplicated-word": "info"}, "words": {"allowed": ("IIB",)}}
    text = "The the bridge is utilised by all."
    for config in (path, CONFIG, mapping):
        checker = Checker(config)
        findings = checker.check(text).findings
        assert [(finding.rule, finding.severity) for finding in findings] == [
            ("duplicated-word", "info"),
            ("house/use", "minor"),
        ]
        assert checker.correct(text) == "The bridge is used by all."
        levels = {rule.name: rule.level for rule in checker.rules()}
        assert levels["duplicated-word"] == "info" and levels["house/use"] == "minor"


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("\n[rules]\nduplicated-wrd = 'off'", "config: line 3, in [rules]: there is no rule or group `duplicated-wrd`"),
        ("fail-onn = 'major'", "did you mean `fail-on`?"),
        ("[rules]\nstyle = 'sometimes'", "line 2"),
        ("packs = ['no-such.toml']", "config: line 1, packs: cannot read no-such.toml"),
        ("wirecheck.toml", "give a file as pathlib.Path"),
        ({"rules": {"style": 3}}, "config: "),
        ({"rules": {"accuracy": "off", "terminology": "off", "fluency": "off", "style": "off", "locale": "off", "design": "off"}}, "no rule is left"),
    ],
)
def test_a_bad_configuration_is_a_value_error(config: object, expected: str) -> None:
    with pytest.raises(ValueError) as raised:
        Checker(config)  # type: ignore[arg-type]
    assert expected in str(raised.value)


def test_errors_name_file_and_line(tmp_path: Path) -> None:
    path = write_config(tmp_path)
    (tmp_path / "house.toml").write_text(PACK + 'flags = ["No mark."]\n')
    with pytest.raises(ValueError) as raised:
        Checker(path)
    assert str(raised.value).startswith(f"{path}: house.toml: line 2, rule `use`: ")
    path.write_text("[rules]\n\nstile = 'off'\n")
    with pytest.raises(ValueError) as raised:
        Checker(path)
    assert str(raised.value).startswith(f"{path}: line 3, in [rules]: ")
    with pytest.raises(FileNotFoundError, match="none.toml"):
        Checker(tmp_path / "none.toml")
    with pytest.raises(TypeError):
        Checker(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="rules"):
        Checker({"rules": object()})


def test_a_pickled_checker_needs_no_file_and_is_built_once(tmp_path: Path) -> None:
    checker = Checker(write_config(tmp_path))
    for file in tmp_path.iterdir():
        file.unlink()
    again = pickle.loads(pickle.dumps(checker))
    assert again.correct("It is utilised.") == "It is used."
    assert again.config == CONFIG
    assert pickle.loads(pickle.dumps(checker)) is again


def test_rules_explain_themselves() -> None:
    checker = Checker("[rules]\nboilerplate = 'off'")
    rules = {rule.name: rule for rule in checker.rules()}
    assert len(rules) > 80 and rules["boilerplate"].level == "off"
    rule = rules["duplicated-word"]
    assert any(example.flagged and "[[" in example.text for example in rule.examples)
    told = checker.explain("duplicated-word")
    assert rule.summary in told and rule.explain in told and "Let pass:" in told
    with pytest.raises(ValueError, match="did you mean `duplicated-word`"):
        checker.explain("duplicated-wrd")


def test_other_threads_run_while_a_text_is_checked(articles: list) -> None:
    long = "\n\n".join(article["text"] for article in articles) * 20
    checker, ticks, is_over = Checker(), [], threading.Event()

    def tick() -> None:
        while not is_over.wait(0.002):
            ticks.append(time.perf_counter())

    ticker = threading.Thread(target=tick)
    ticker.start()
    start = time.perf_counter()
    checker.check(long)
    end = time.perf_counter()
    is_over.set()
    ticker.join()
    during = [moment for moment in ticks if start + 0.005 < moment < end - 0.005]
    assert end - start > 0.1, "the text is too short to tell"
    assert len(during) >= 5


def findings_of(batch: list) -> list:
    return [list(checked.findings) for checked in batch]


def test_threads_share_a_checker_and_a_batch_takes_several(articles: list) -> None:
    checker, texts = Checker(), [article["text"] for article in articles]
    one_by_one = findings_of([checker.check(text) for text in texts])
    with ThreadPoolExecutor(4) as pool:
        assert findings_of(list(pool.map(checker.check, texts))) == one_by_one
    assert findings_of(checker.check_batch(texts)) == one_by_one
    assert findings_of(checker.check_batch(texts * 5, jobs=3)) == one_by_one * 5
    assert sum(map(len, one_by_one)) > 100


def test_a_batch_has_as_many_titles_as_texts() -> None:
    checker = Checker()
    batch = checker.check_batch(["One.", "Two."], titles=["The the", None], originals=[None, None])
    assert [len(checked.findings) for checked in batch] == [1, 0]
    with pytest.raises(ValueError, match="there are 2 texts and 1 titles"):
        checker.check_batch(["One.", "Two."], titles=["A"])
    with pytest.raises(ValueError, match="jobs=0"):
        checker.check_batch([], jobs=0)
    assert checker.check_batch([]) == []


class Alarm(Exception):
    pass


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer")
def test_a_batch_can_be_interrupted(articles: list) -> None:
    def ring(*_: object) -> None:
        raise Alarm

    texts = [article["text"] for article in articles] * 200
    before = signal.signal(signal.SIGALRM, ring)
    start = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(Alarm):
            Checker().check_batch(texts)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert time.perf_counter() - start < 5


def test_odd_texts_are_taken_or_refused() -> None:
    checker = Checker()
    for text in ("", " \n", "\0", ". , ;", "ни слова по-английски", "a" * 100_000):
        checked = checker.check(text)
        assert checked.text == text
    assert not checker.check(". , ; !").has_words
    with pytest.raises(ValueError):
        checker.check("a lone \ud800 surrogate")
    with pytest.raises(TypeError):
        checker.check(b"bytes")  # type: ignore[arg-type]


def test_the_package_says_what_it_is() -> None:
    assert isinstance(Checker().check("The the.").findings[0], Finding)
    assert wirecheck.__version__.count(".") == 2
    assert Finding.__module__ == "wirecheck"
