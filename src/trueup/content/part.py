"""A section of a file in screens/ with its fence parsed: models are filled from it, and its problems reported."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeGuard, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from trueup.content.markdown import Fence, FenceError, Section
from trueup.content.model import Frozen
from trueup.content.problems import Report, instead

Model = TypeVar("Model", bound=Frozen)

WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The form of a choice's key, of a word in a tag, and of each half of an id."""

EXAMPLES: Mapping[str, str] = {
    "heading": '"starting"',
    "severity": "3",
    "between": '[ { say = ["start.alone"] }, { deliver = ["start.talk"] } ]',
    "positions": 'alone = "alone" below [positions]',
    "effort": '"hours"',
    "do": '"Say next to the button that …"',
    "label": '"Yes, alone, any time"',
    "stage": '"decision"',
    "question": '"offer.model"',
    "is": '["subscription"]',
}
"""Key → an example of its value, for the message that the key is missing."""

KINDS_OF_VALUE: Mapping[str, str] = {
    "string_type": 'text in quotes: "…"',
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": 'a list of texts: ["…"]',
    "dict_type": "a table: key = value",
    "mapping_type": "a table: key = value",
    "dataclass_type": "a table: { key = value }",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its parsed fence, from which a question, a topic or a check is built."""

    file: str
    section: Section
    fence: Fence
    data: Mapping[str, object]
    report: Report

    def say(self, message: str, *path: str | int, word: str = "") -> None:
        """Report a problem at the line of the key at `path`."""
        self.report.say(self.file, self.fence.line_of(*path, word=word), message)

    def allow(self, keys: Iterable[str]) -> None:
        """Report all keys of the fence other than these."""
        self.allow_in(self.data, keys)

    def allow_in(self, table: Mapping[str, object], keys: Iterable[str], *path: str | int) -> None:
        """Report all keys of a table other than these. `path` is the table's path in the fence."""
        valid = tuple(keys)
        for key in table:
            if key not in valid:
                self.say(f'"{key}" means nothing here; {instead(key, valid)}', *path, key)

    def values(self, keys: Iterable[str]) -> dict[str, object]:
        """Return the values of those of these keys that the fence has."""
        return {key: self.data[key] for key in keys if key in self.data}

    def table(self, key: str, *, of_text: bool = False) -> Mapping[str, object]:
        """Return the table at `key`, or an empty one. Report keys that aren't words and, with `of_text`, values that
        aren't text.
        """
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.say(f'"{key}" must be a table; write [{key}] on a line of its own', key)
            return {}
        for word, told in value.items():
            if not WORD.fullmatch(word):
                self.say(f'"{word}" isn\'t a word; write small letters, digits and hyphens', key, word)
            if of_text and not isinstance(told, str):
                self.say(f'"{word}" must be text; write {word} = "…"', key, word)
        return value

    def allowances(self) -> Mapping[str, str]:
        """Return the words that these texts may use although the style check refuses them, each with the reason."""
        value = self.data.get("allow", {})
        if isinstance(value, dict) and all(isinstance(reason, str) and reason.strip() for reason in value.values()):
            return value
        self.say('"allow" names words, each with a reason; write [allow] and "word" = "why it is needed"', "allow")
        return {}

    def short_enough(self, text: object, most: int, what: str, *path: str | int) -> None:
        """Report a text with more than `most` characters."""
        if isinstance(text, str) and len(text) > most:
            self.say(f"{what} has {len(text)} characters; write at most {most}", *path)

    def knows(self, word: str, known: Collection[str], otherwise: str, *path: str | int, in_list: bool = False) -> bool:
        """Whether a word is one of the `known`. If not, report what it is `otherwise`: `isn't a claim of this topic`.
        A word `in_list` has no key of its own, so its line is searched for below the key at `path`.
        """
        if word in known:
            return True
        self.say(f'"{word}" {otherwise}; {instead(word, known)}', *path, word=word if in_list else "")
        return False

    def tags(self, value: object, name: str, *path: str | int) -> tuple[str, ...]:
        """Return a list of tags. Report it if it isn't a list of texts. Whether the tags exist is checked later, when
        all topics are known.
        """
        if is_list_of_text(value):
            return tuple(value)
        self.say(f'"{name}" must be a list of tags; write ["start.alone"]', *path)
        return ()

    def build(self, model: type[Model], values: Mapping[str, object], names: Mapping[str, str]) -> Model | None:
        """Return the model built from `values`; if they are invalid, report all errors and return None. `names`: field
        of the model → key in the fence, where they differ.
        """
        # pydantic makes dataclasses from JSON only. It knows no dates; a table is never right where one is written.
        given = json.dumps(values, default=lambda day: {"date": str(day)})
        try:
            built: Model = validator_of(cast("Any", model)).validate_json(given, strict=True)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                path = self._path(one["loc"], names)
                self.say(self._sentence(path, one["type"], one["input"], one.get("ctx", {})), *path)
            self.report.broken.add(str(self.data.get("id")))
            return None
        return built

    def _path(self, loc: tuple[str | int, ...], names: Mapping[str, str]) -> list[str | int]:
        """Return the path in the fence for a path in the model. The index of a choice becomes its key: `choices, 1,
        stands` → `choices, talk, stands`.
        """
        path = [names.get(part, part) if isinstance(part, str) else part for part in loc]
        table = self.data.get(str(path[0]))
        if isinstance(table, dict) and len(path) > 1 and isinstance(path[1], int):
            path[1] = list(table)[path[1]]
        return path

    def _sentence(self, path: list[str | int], kind: str, given: object, context: Mapping[str, Any]) -> str:
        key = next((part for part in reversed(path) if isinstance(part, str)), "this")
        if kind == "missing" and key == "id":
            stem = self.file.rpartition("/")[2].removesuffix(".md")
            return f'"id" is missing; write id = "{stem if self.section.level == 1 else f"{stem}.<word>"}"'
        if kind == "missing":
            return f'"{key}" is missing; write {key} = {EXAMPLES.get(key, chr(34) + "…" + chr(34))}'
        if kind == "literal_error":
            valid = re.findall(r"'([^']+)'", str(context.get("expected", "")))
            return f'"{key}" can\'t be {quoted(given)}; {instead(given, valid)}'
        return f'"{key}" is {quoted(given)}; write {KINDS_OF_VALUE.get(kind, "another value")}'


@cache
def validator_of(shape: Any) -> TypeAdapter[Any]:
    """Return the validator for a type. Cached, because making one takes longer than using it."""
    return TypeAdapter(shape)


def titled(file: str, found: list[Section], report: Report, write: str) -> tuple[Section, list[Section]]:
    """Return the section of the title, and the sections below it. `write` is an example of a title, for the message
    that it's missing.
    """
    top, rest = (found[0], found[1:]) if found and found[0].level < 2 else (Section(1, "", 1), found)
    if not top.title:
        report.say(file, 1, f"no title; write # {write} on the first line")
    for section in rest:
        if section.level == 1:
            report.say(file, section.line, f"a second title; write ## {section.title}")
    return top, [section for section in rest if section.level == 2]


def open_part(file: str, section: Section, report: Report, write: str) -> Part | None:
    """Return a section with its fence parsed. If it has no fence, or one that isn't TOML, report that and return None.
    `write` says what the fence should contain, for the message.
    """
    if not section.fences:
        report.say(file, section.line, f"no TOML fence below this heading; write one with {write}")
        return None
    for more in section.fences[1:]:
        report.say(file, more.line, "a second fence below one heading; write all of it in the first")
    fence = section.fences[0]
    try:
        return Part(file, section, fence, fence.data(), report)
    except FenceError as error:
        report.say(file, error.line, _toml_sentence(error.said))
        if named := re.search(r'^\s*id\s*=\s*"([^"]+)"', fence.text, re.MULTILINE):
            report.broken.add(named[1])
        return None


def is_list_of_text(value: object) -> TypeGuard[list[str]]:
    """Whether a TOML value is a list of texts; it may be empty."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def quoted(value: object) -> str:
    """Return a value as it's written in a fence."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _toml_sentence(told: str) -> str:
    if told.startswith(("Cannot overwrite", "Cannot declare", "Cannot redefine", "Duplicate")):
        return "this key or table appears twice; write it once"
    return f'this is no TOML ({told}); write key = "text", key = 3 or key = ["a", "b"]'
