"""What reading a question, a topic and a check have in common: a heading, its fence, and a model to fill."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from trueup.content.markdown import Fence, FenceError, Section
from trueup.content.model import Frozen
from trueup.content.problems import Report, instead

Model = TypeVar("Model", bound=Frozen)

WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Keys of choices, words of tags, and each half of an id."""

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
"""What to write where a key is missing."""

KINDS_OF_VALUE: Mapping[str, str] = {
    "string_type": 'text in quotes: "…"',
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": 'a list of texts: ["…"]',
    "dict_type": "a table: key = value",
    "mapping_type": "a table: key = value",
    "model_type": "a table: { key = value }",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One heading with its fence read, on its way to becoming a question, a topic or a check."""

    file: str
    section: Section
    fence: Fence
    data: Mapping[str, object]
    report: Report

    def say(self, message: str, *path: str | int, word: str = "") -> None:
        """Note a problem at the line of the key at `path`."""
        self.report.say(self.file, self.fence.line_of(*path, word=word), message)

    def allow(self, keys: Iterable[str]) -> None:
        """Note every key of the fence that has no meaning here."""
        self.allow_in(self.data, keys)

    def allow_in(self, table: Mapping[str, object], keys: Iterable[str], *path: str | int) -> None:
        """Note every key of a table inside the fence that has no meaning there."""
        valid = tuple(keys)
        for key in table:
            if key not in valid:
                self.say(f'"{key}" means nothing here; {instead(key, valid)}', *path, key)

    def table(self, key: str, *, of_text: bool = False) -> Mapping[str, object]:
        """The table under `key`, or an empty one. With `of_text`, its values must be text."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.say(f'"{key}" must be a table; write [{key}] on a line of its own', key)
            return {}
        for word, told in value.items():
            if not WORD.fullmatch(word):
                self.say(f'"{word}" is no word; write small letters, digits and hyphens', key, word)
            if of_text and not isinstance(told, str):
                self.say(f'"{word}" must be text; write {word} = "…"', key, word)
        return value

    def allowances(self) -> Mapping[str, str]:
        """Words the style check would refuse, each with the reason why it is needed in these texts."""
        value = self.data.get("allow", {})
        if isinstance(value, dict) and all(isinstance(reason, str) and reason.strip() for reason in value.values()):
            return value
        self.say('"allow" names words, each with a reason; write [allow] and "word" = "why it is needed"', "allow")
        return {}

    def short_enough(self, text: object, most: int, what: str, *path: str | int) -> None:
        """Note a text that would not fit where it is shown."""
        if isinstance(text, str) and len(text) > most:
            self.say(f"{what} has {len(text)} characters; write at most {most}", *path)

    def tags(self, value: object, name: str, *path: str | int) -> tuple[str, ...]:
        """A list of tags, shape only; whether they exist is asked when all topics are known."""
        if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
            return tuple(value)
        self.say(f'"{name}" must be a list of tags; write ["start.alone"]', *path)
        return ()

    def build(self, model: type[Model], values: Mapping[str, object], names: Mapping[str, str]) -> Model | None:
        """The model filled strictly with `values`, or None with all errors noted. `names`: field → fence key."""
        try:
            return model.model_validate(values, strict=True)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                path = self._path(one["loc"], names)
                self.say(self._sentence(path, one["type"], one["input"], one.get("ctx", {})), *path)
            self.report.broken.add(str(self.data.get("id")))
            return None

    def _path(self, loc: tuple[str | int, ...], names: Mapping[str, str]) -> list[str | int]:
        """The path in the fence of a place in the model: `choices, 1, stands` → `choices, talk, stands`."""
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


def titled(file: str, found: list[Section], report: Report, write: str) -> tuple[Section, list[Section]]:
    """The title's section and those of the headings below it. `write` is what a missing title could say."""
    top, rest = (found[0], found[1:]) if found and found[0].level < 2 else (Section(1, "", 1), found)
    if not top.title:
        report.say(file, 1, f"no title; write # {write} on the first line")
    for section in rest:
        if section.level == 1:
            report.say(file, section.line, f"a second title; write ## {section.title}")
    return top, [section for section in rest if section.level == 2]


def open_part(file: str, section: Section, report: Report, write: str) -> Part | None:
    """The section with its one fence read. None, with the problem noted, where none is or it is no TOML.

    `write` is what a fence here should hold, for the message.
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


def frozen(value: object) -> object:
    """Lists as tuples, all the way down: what TOML gives, made fit for a frozen model."""
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    return {key: frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


def quoted(value: object) -> str:
    """A value as it could stand in the file."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _toml_sentence(told: str) -> str:
    if told.startswith(("Cannot overwrite", "Cannot declare", "Cannot redefine", "Duplicate")):
        return "this key or table stands twice; write it once"
    return f'this is no TOML ({told}); write key = "text", key = 3 or key = ["a", "b"]'
