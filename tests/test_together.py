"""Cases that share a test: all of them run, and every failing case is named with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests import together
from tests.together import PARTS

WORDS = [f"word {at}" for at in range(5 * PARTS)]


def parts_of(function: Callable[..., None]) -> list[Any]:
    """The parameters of the tests that `together` has made of a function."""
    (mark,) = function.pytestmark  # type: ignore[attr-defined]
    return list(mark.args[1])


def run(function: Callable[..., None], **fixtures: Any) -> str:
    """Run all parts of a function. Return what the failing ones said."""
    said = []
    for param in parts_of(function):
        try:
            function(part=param.values[0], **fixtures)
        except AssertionError as error:
            said.append(str(error))
    return "\n".join(said)


def test_every_case_runs_once_in_a_few_tests() -> None:
    seen = []

    @together.together("word", WORDS)
    def each(word: str, factor: int) -> None:
        seen.append((word, factor))

    assert run(each, factor=2) == ""
    assert sorted(seen) == sorted((word, 2) for word in WORDS)
    assert 1 < len(parts_of(each)) <= PARTS


def test_every_failing_case_is_named_with_its_reason_and_the_others_still_run() -> None:
    seen = []

    @together.together("word, length", [(word, len(word)) for word in WORDS])
    def each(word: str, length: int) -> None:
        seen.append(word)
        assert word != "word 3", "three is wrong"
        if word == "word 4":
            pytest.fail("so is four")
        _ = {}[word] if word == "word 5" else None

    said = run(each)
    assert len(seen) == len(WORDS)
    for failed in ("word 3-6: AssertionError: three is wrong", "word 4-6: Failed: so is four", "word 5-6: KeyError: "):
        assert failed in said
    assert "word 6-6:" not in said


def test_thorough_cases_have_tests_of_their_own() -> None:
    @together.together("word", [pytest.param(word, marks=pytest.mark.thorough) for word in WORDS] + ["short"])
    def each(word: str) -> None:
        pass

    usual, *long = parts_of(each)
    assert list(usual.values[0].cases) == ["short"]
    assert not usual.marks
    assert sorted(case for param in long for case in param.values[0].cases) == sorted(WORDS)
    assert all(mark.name == "thorough" for param in long for mark in param.marks)


def test_cases_with_the_same_first_argument_are_in_the_same_part() -> None:
    def each(word: str, at: int) -> None:
        pass

    first, second = [
        [{case.split("-")[0] for case in param.values[0].cases} for param in parts_of(function)]
        for function in (together.together("word, at", [(word, at) for word in WORDS])(each) for at in (1, 2))
    ]
    assert first == second


def test_the_option_case_runs_only_cases_with_this_text_in_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(together, "wanted", "word 1")

    @together.together("word", WORDS)
    def each(word: str) -> None:
        seen.append(word)

    run(each)
    assert sorted(seen) == sorted(word for word in WORDS if "word 1" in word)


def test_two_cases_of_the_same_name_are_refused() -> None:
    with pytest.raises(AssertionError, match="two cases are called word"):
        together.together("word", ["word", "word"])
