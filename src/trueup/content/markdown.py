"""One Markdown file split into sections: headings, TOML fences, prose. Also fills a model from a fence."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from trueup.content.model import Frozen
from trueup.content.problems import Report, instead

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


_TABLE = re.compile(r"\s*\[(?P<many>\[)?\s*(?P<name>[\w-]+)")
_KEY = re.compile(r"""\s*["']?(?P<key>[\w-]+)["']?\s*=""")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an item of a list when it has a `marker` (`- `, `2. `); soft line breaks are undone."""

    text: str
    line: int
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Fence:
    """A TOML fence: the line in the file where it opens, and its contents."""

    line: int
    text: str

    def data(self) -> Mapping[str, object]:
        """The fence parsed as TOML. Raises FenceError with the line in the file."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            said = str(error)
            at = re.search(r" \(at (?:line (\d+)|end of document).*\)$", said)
            line = int(at[1]) if at and at[1] else self.text.count("\n")
            raise FenceError(self.line + line, said[: at.start()] if at else said) from None

    def line_of(self, *path: str | int, word: str = "") -> int:
        """The line in the file with the key at `path`, or, if the key isn't there, with the table that should hold it.

        `("choices", "alone")` is a key of a table, `("fix", 1, "to")` a key of the second `[[fix]]`. With `word`, it is
        the first line from there on that contains the word: for one tag in a list over several lines.
        """
        found, depth = 0, 0
        for line, here in self._keys():
            if len(here) > depth and here == path[: len(here)]:
                found, depth = line, len(here)
        if word:
            lines = self.text.splitlines()[max(found - 1, 0) :]
            found = next((at for at, line in enumerate(lines, max(found, 1)) if word in line), found)
        return self.line + found

    def _keys(self) -> Iterator[tuple[int, tuple[str | int, ...]]]:
        """Every line inside the fence that opens a table or starts with a key, with its path."""
        header: tuple[str | int, ...] = ()
        count: Counter[str] = Counter()
        for number, line in enumerate(self.text.splitlines(), 1):
            if table := _TABLE.match(line):
                name = table["name"]
                header = (name, count[name]) if table["many"] else (name,)
                count[name] += 1
                yield number, header
            elif key := _KEY.match(line):
                yield number, (*header, key["key"])


class FenceError(Exception):
    """A fence that isn't TOML: `line` in the file, and what the TOML reader says."""

    def __init__(self, line: int, said: str) -> None:
        self.line = line
        self.said = said
        super().__init__(f"line {line}: {said}")


@dataclass(slots=True)
class Section:
    """A heading of level 1 or 2 with everything up to the next heading. Level 0 is the text before any heading."""

    level: int
    title: str
    line: int
    fences: list[Fence] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def prose(self) -> str:
        """The blocks as Markdown: paragraphs separated by a blank line, list items on lines of their own."""
        text, before = "", None
        for block in self.blocks:
            together = block.marker and before and before.marker
            text += ("" if before is None else "\n" if together else "\n\n") + block.marker + block.text
            before = block
        return text


@cache
def _parser() -> MarkdownIt:
    """Only the block rules that screens/ uses, and no inline parsing: prose stays as it was written."""
    from markdown_it import MarkdownIt  # imported late: it takes half of the loading time

    parser = MarkdownIt("zero").enable(["heading", "fence", "list"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def sections(text: str) -> list[Section]:
    """The sections of one file, in order. A fence that isn't TOML counts as prose, and so does a heading of level 3 or
    deeper.
    """
    found = [Section(0, "", 1)]
    tokens = iter(_parser().parse(text))
    markers: list[str] = []
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open":
            title = next(tokens).content
            if len(token.markup) <= 2:
                found.append(Section(len(token.markup), title, line))
            else:
                found[-1].blocks.append(Block(f"{token.markup} {title}", line))
        elif token.type == "fence" and token.info.strip() == "toml":
            found[-1].fences.append(Fence(line, token.content))
        elif token.type == "fence":
            verbatim = f"{token.markup}{token.info}\n{token.content}{token.markup}"
            found[-1].blocks.append(Block(verbatim, line))
        elif token.type == "list_item_open":
            markers.append("  " * (token.level // 2) + _marker(token))
        elif token.type == "inline":
            marker = markers.pop() if markers else ""
            unwrapped = " ".join(part.strip() for part in token.content.splitlines())
            found[-1].blocks.append(Block(unwrapped, line, marker))
    return found if found[0].blocks or found[0].fences else found[1:]


def _marker(item: Token) -> str:
    return f"{item.info}{item.markup} " if item.info else f"{item.markup} "


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
"""Key → an example of its value, for the message if the key is missing."""

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
        """Note every key of a table inside the fence that has no meaning in that table."""
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
                self.say(f'"{word}" isn\'t a word; write small letters, digits and hyphens', key, word)
            if of_text and not isinstance(told, str):
                self.say(f'"{word}" must be text; write {word} = "…"', key, word)
        return value

    def allowances(self) -> Mapping[str, str]:
        """Words the style check would refuse, each with the reason why these texts need it."""
        value = self.data.get("allow", {})
        if isinstance(value, dict) and all(isinstance(reason, str) and reason.strip() for reason in value.values()):
            return value
        self.say('"allow" names words, each with a reason; write [allow] and "word" = "why it is needed"', "allow")
        return {}

    def short_enough(self, text: object, most: int, what: str, *path: str | int) -> None:
        """Note a text that is too long for where it is shown."""
        if isinstance(text, str) and len(text) > most:
            self.say(f"{what} has {len(text)} characters; write at most {most}", *path)

    def tags(self, value: object, name: str, *path: str | int) -> tuple[str, ...]:
        """A list of tags, checked for shape only; whether the tags exist is checked when all topics are known."""
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
        """The path in the fence for a place in the model, with a choice's number replaced by its key: `choices, 1,
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


def titled(file: str, found: list[Section], report: Report, write: str) -> tuple[Section, list[Section]]:
    """The title's section and the sections below it. `write` is an example of a title, for the message if
    it's missing.
    """
    top, rest = (found[0], found[1:]) if found and found[0].level < 2 else (Section(1, "", 1), found)
    if not top.title:
        report.say(file, 1, f"no title; write # {write} on the first line")
    for section in rest:
        if section.level == 1:
            report.say(file, section.line, f"a second title; write ## {section.title}")
    return top, [section for section in rest if section.level == 2]


def open_part(file: str, section: Section, report: Report, write: str) -> Part | None:
    """The section with its one fence parsed. None, with the problem noted, if there's no fence or it isn't TOML.

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
    """Turn lists into tuples at every level, so that TOML values fit a frozen model."""
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    return {key: frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


def quoted(value: object) -> str:
    """A value as it would be written in the file."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _toml_sentence(told: str) -> str:
    if told.startswith(("Cannot overwrite", "Cannot declare", "Cannot redefine", "Duplicate")):
        return "this key or table appears twice; write it once"
    return f'this is no TOML ({told}); write key = "text", key = 3 or key = ["a", "b"]'
