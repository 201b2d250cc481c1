"""Names that documents used before schema 4, and the names they have now.

Files of schema 3 are migrated with this table, and `trueup import` accepts the former names in documents written by
hand, so no one has to rewrite an old export.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any

from trueup.answers.model import mark

PARTS: Mapping[str, str] = {
    "hats": "roles",
    "ten": "customers",
    "told": "disclosed",
    "kept": "accepted",
    "misfits": "set_aside",
}
"""Former key of a part of a document → its key now."""

ROLE: Mapping[str, str] = {"hat": "role"}
"""Former key of a role → its key now."""

PLAN: Mapping[str, str] = {"clash": "check", "places": "touchpoints"}
"""Former key of a planned fix → its key now."""

VALUES: Mapping[str, str] = {"strain": "tension", "kept": "accepted"}
"""Former verdict or state of a mismatch in a finished quarter → its name now."""

_MARK = re.compile("[0-9a-f]{8}")

_IDS = (
    (re.compile(r"^hat\.hat$"), "role.role"),
    (re.compile(r"^hat(?=[.:]|$)"), "role"),
    (re.compile(r"^ten(?=[.:]|$)"), "customer"),
    (re.compile(r"^identity\.load-"), "identity.feels-"),
    (re.compile(r"^operations\.reply$"), "operations.answered"),
)
"""Former beginnings of question ids, and of rows such as `hat:seller` → how they begin now."""

WAITS = (("hour", 1), ("hours", 3), ("sameday", 9), ("day", 24), ("few", 72), ("week", 168), ("later", math.inf))
"""Today's choices for how soon the founder replied, each with the most hours it stands for. Formerly, a number of hours
was asked for."""

MOVED: Mapping[tuple[str, str], str] = {
    ("operations.origin", "natural"): "operations.material",
    ("operations.origin", "synthetic"): "operations.material",
    ("operations.full", "capped"): "operations.cap",
    ("operations.full", "beyond"): "operations.cap",
}
"""A question and one of its former choices → the question that has this choice now."""


def with_current_names(document: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The document with today's names, and the former names it used, in the order they were found.

    A former key stays unchanged if the document also has the current one; validation then reports it.
    """
    translation = _Translation()
    return translation.document(document), tuple(f"{old} → {new}" for old, new in translation.found.items())


@dataclass(frozen=True, slots=True)
class _Value:
    """The value of an answer. If the answer was written as a table, also that table, which may say how the answer is
    known.
    """

    value: Any
    table: Mapping[str, Any] | None

    @classmethod
    def of(cls, answers: Mapping[str, Any], question: str, kind: type | UnionType) -> _Value | None:
        """Return the answer to a question if its value has the expected type, else None."""
        given = answers.get(question)
        table = given if isinstance(given, dict) else None
        value = table.get("value") if table else given
        return cls(value, table) if isinstance(value, kind) and not isinstance(value, bool) else None

    @property
    def listed(self) -> Sequence[Any]:
        """The choices picked, as a list even if the question allowed only one."""
        return self.value if isinstance(self.value, list) else [self.value]

    def replaced(self, value: Any) -> Any:
        """The answer with another value in place of the present one."""
        return value if self.table is None else {**self.table, "value": value}


class _Translation:
    """A document being translated to today's names, with the former names found in it so far."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def document(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Translate a document, or a part of one that was set aside. Anything of an unknown shape is left as it is."""
        parts: Mapping[str, Callable[[Any], Any]] = {
            "answers": _in_table(self.answers),
            "unconfirmed": _in_list(self.id),
            "roles": _in_list(_in_table(lambda row: self.keys(row, ROLE.get))),
            "plan": _in_list(_in_table(self.fix)),
            "found": _in_table(self.finished),
            "place": self.id,
            "set_aside": _in_table(self.document),
        }
        named = self.keys(given, PARTS.get)
        return {key: parts[key](value) if key in parts else value for key, value in named.items()}

    def answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Translate the answers outside rows: former ids, hours in place of a choice, and choices moved to another
        question.
        """
        answers = self.ids(given)
        if hours := _Value.of(answers, "operations.answered", int | float):
            answers["operations.answered"] = hours.replaced(
                next((key for key, most in WAITS if hours.value <= most), WAITS[-1][0])
            )
        for (question, choice), now in MOVED.items():
            chosen = _Value.of(answers, question, str | list)
            if chosen is None or now in answers or choice not in chosen.listed:
                continue
            self.found.setdefault(f"{question} {choice}", now)
            answers[now] = chosen.replaced(choice)
            rest = [each for each in chosen.listed if each != choice]
            if rest:
                answers[question] = chosen.replaced(rest)
            else:
                del answers[question]
        return answers

    def fix(self, planned: Mapping[str, Any]) -> dict[str, Any]:
        """Translate a planned fix."""
        named = self.keys(planned, PLAN.get)
        test = _in_table(
            lambda test: {key: self.id(value) if key == "column" else value for key, value in test.items()}
        )
        return {key: test(value) if key == "test" else value for key, value in named.items()}

    def finished(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Translate the findings of a finished quarter."""
        parts: Mapping[str, Callable[[Any], Any]] = {
            "questions": _in_table(self.questions),
            "mismatches": _in_list(_in_table(self.mismatch)),
        }
        return {key: parts[key](value) if key in parts else value for key, value in found.items()}

    def questions(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Translate the questions of a finished quarter: formerly their texts, now a short hash of each."""
        return {
            id: mark(text) if isinstance(text, str) and not _MARK.fullmatch(text) else text
            for id, text in self.ids(found).items()
        }

    def mismatch(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Translate a mismatch of a finished quarter."""
        return {
            key: self.now(value, VALUES.get) if key in ("verdict", "state") else value for key, value in found.items()
        }

    def ids(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Translate a table by question id."""
        return self.keys(given, _current_id)

    def id(self, given: Any) -> Any:
        """Translate a question id, or the id of a row such as `role:seller`."""
        return self.now(given, _current_id)

    def keys(self, given: Mapping[str, Any], name_now: Callable[[str], str | None]) -> dict[str, Any]:
        """Translate the keys of a table, unless the table already has a key of the current name."""
        result: dict[str, Any] = {}
        for key, value in given.items():
            new = name_now(key) if isinstance(key, str) else None
            result[key if new is None or new in given or new in result else self.now(key, name_now)] = value
        return result

    def now(self, given: Any, name_now: Callable[[str], str | None]) -> Any:
        """The current form of a former name; any other name stays as it is."""
        new = name_now(given) if isinstance(given, str) else None
        if new is None:
            return given
        self.found.setdefault(given, new)
        return new


def _in_table(translate: Callable[[Mapping[str, Any]], Any]) -> Callable[[Any], Any]:
    return lambda value: translate(value) if isinstance(value, dict) else value


def _in_list(translate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: [translate(each) for each in value] if isinstance(value, list) else value


def _current_id(text: str) -> str | None:
    """The current form of a question id or of a row such as `hat:seller`; None if it never changed."""
    return next((former.sub(now, text) for former, now in _IDS if former.search(text)), None)
