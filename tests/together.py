"""Run many cases that differ only in their data as a few tests. Each failing case is named with its reason.

pytest takes longer to prepare and report a test than such a case takes to run, and there are thousands of them.
`pytest --case TEXT` runs only the cases whose name contains the text.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from zlib import crc32

import pytest

PARTS = 8
"""The number of tests over which a function's cases are spread, so that every core gets some of them."""

wanted = ""
"""The text that the names of cases must contain; set by `--case`."""


class Part:
    """Some of the cases of a function: name → arguments."""

    def __init__(self, cases: dict[str, tuple[Any, ...]]) -> None:
        self._cases = cases

    @property
    def cases(self) -> dict[str, tuple[Any, ...]]:
        """The cases to run."""
        return {name: values for name, values in self._cases.items() if wanted in name}


def together(arguments: str, cases: Iterable[Any], *, name: Callable[[Any], str] = str) -> Callable[..., Any]:
    """Like `pytest.mark.parametrize`, but with only a few tests for all cases.

    Cases with the same first argument are in the same part of every function, so that they run on one core and can
    share its caches. Cases marked as thorough have tests of their own.
    """
    names = [each.strip() for each in arguments.split(",")]
    usual: list[dict[str, tuple[Any, ...]]] = [{} for _ in range(PARTS)]
    long: list[dict[str, tuple[Any, ...]]] = [{} for _ in range(PARTS)]
    for case in cases:
        given = case if hasattr(case, "marks") else pytest.param(*(case if len(names) > 1 else (case,)))
        parts = long if any(mark.name == "thorough" for mark in given.marks) else usual
        words = [name(value) for value in given.values]
        part, called = parts[crc32(words[0].encode()) % PARTS], "-".join(words)
        assert called not in part, f"two cases are called {called}"
        part[called] = given.values
    params = [pytest.param(Part(part), id=f"part {at}") for at, part in enumerate(usual, 1) if part]
    params += [
        pytest.param(Part(part), id=f"long part {at}", marks=pytest.mark.thorough)
        for at, part in enumerate(long, 1)
        if part
    ]

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def run(part: Part, **fixtures: Any) -> None:
            __tracebackhide__ = True
            failed: dict[str, BaseException] = {}
            for called, values in part.cases.items():
                try:
                    function(**dict(zip(names, values, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    failed[called] = error
            if failed:
                why = "\n".join(f"{called}: {type(error).__name__}: {error}" for called, error in failed.items())
                first = next(iter(failed.values()))  # its traceback is shown as well
                raise AssertionError(f"{len(failed)} of {len(part.cases)} cases:\n{why}") from first

        signature = inspect.signature(function)
        kept = [each for each in signature.parameters.values() if each.name not in names]
        taken = inspect.Parameter("part", inspect.Parameter.KEYWORD_ONLY)
        run.__signature__ = signature.replace(parameters=[*kept, taken])  # type: ignore[attr-defined]
        return pytest.mark.parametrize("part", params, scope="module")(run)

    return decorate
