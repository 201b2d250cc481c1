"""Check one answer: its value against its question, and its text against what a file can hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from trueup.answers.limits import LONGEST, LONGEST_LINE
from trueup.answers.model import OPTIONAL_STEP, Value
from trueup.answers.numbers import NumberError, is_part, number_problem, parse_number
from trueup.content.model import Content, Question
from trueup.content.problems import instead

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN_KEY = re.compile(r"[\w-]+(\.[\w-]+)*", re.ASCII)
_ENOUGH = 100
"""After this many problems, the nearest valid word isn't looked up any more: such a file isn't one of ours."""


def at(path: str, key: object) -> str:
    """The path to a place inside a part of a document: `answers.offer.start`; a key that isn't plain is quoted."""
    if isinstance(key, str) and len(key) <= LONGEST_LINE and _PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}" if path else key
    return f"{path or 'document'}[{shown(key)}]"


class Problem(NamedTuple):
    """One problem in a document: its place (`channels[2].steps[0]`), and one sentence with what to write."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(slots=True)
class Checked:
    """The document being read: what it is checked against, and the problems found so far."""

    content: Content
    channels: Mapping[str, object] = field(default_factory=dict)
    """Slug → name of every channel in the document."""
    problems: list[Problem] = field(default_factory=list)

    def say(self, path: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(path, message))

    def unknown(self, path: str, what: str, word: object, valid: Iterable[str]) -> None:
        """Note a word that isn't valid, and suggest the nearest valid one."""
        tell = instead(word, valid) if len(self.problems) < _ENOUGH else "see the content"
        article = "" if what.startswith("part ") else "an " if what[0] in "aeiou" else "a "
        self.say(path, f"{shown(word)} isn't {article}{what}; {tell}")

    def text(self, path: str, given: object, *, most: int = LONGEST) -> str | None:
        """A text that can be kept, or None with the problem noted. Tab and newline are fine."""
        if not isinstance(given, str):
            self.say(path, f"{shown(given)} isn't text; write text in quotes")
        elif len(given) > most:
            self.say(path, f"the text has {len(given)} characters; write at most {most}")
        elif unfit := _UNFIT.search(given):
            sign = ord(unfit[0])
            what = "half a character" if 0xD800 <= sign <= 0xDFFF else "a control character"
            self.say(path, f"{what} (U+{sign:04X}) is at position {unfit.start() + 1}; remove it")
        else:
            return given
        return None

    def value(self, path: str, question: Question, given: object) -> Value | None:
        """The value of an answer to `question`, or None with every problem noted. If some of several picks are invalid,
        the valid ones are returned.
        """
        match question.kind:
            case "text":
                return self.text(path, given)
            case "number":
                return self._number(path, question, given)
            case "choice":
                return self._one(path, given, f"answer to {question.id}", question.by_key)
            case "channel":
                return self._channel(path, question, given)
            case "groups":
                return self._several(path, given, None, "")
            case "steps":
                return self._several(path, given, question.by_key, "step", optional=True)
            case "many" if question.is_checklist:
                return self._several(path, given, self.content.claims, "claim")
            case "many":
                return self._several(path, given, question.by_key, f"answer to {question.id}")

    def _one(self, path: str, given: object, what: str, valid: Collection[str]) -> str | None:
        if isinstance(given, str) and given in valid:
            return given
        if isinstance(given, list):
            self.say(path, f"{shown(given)} is a list, and one answer is asked; {instead('', valid)}")
        else:
            self.unknown(path, what, given, valid)
        return None

    def _several(
        self, path: str, given: object, valid: Collection[str] | None, what: str, *, optional: bool = False
    ) -> tuple[str, ...] | None:
        if not isinstance(given, list):
            self.say(path, f'{shown(given)} isn\'t a list; write ["…"], or [] for none')
            return None
        taken: list[str] = []
        seen: set[str] = set()
        for at, item in enumerate(given):
            here = f"{path}[{at}]"
            text = self.text(here, item, most=LONGEST_LINE)
            if text is None:
                continue
            word = text.removesuffix(OPTIONAL_STEP) if optional else text
            if valid is None and (not text.strip() or "\n" in text or "\t" in text):
                self.say(here, "a group's name is one line with something in it; write a short name")
            elif valid is not None and word not in valid:
                self.unknown(here, what, word, sorted(valid) if isinstance(valid, frozenset) else valid)
            elif word in seen:
                self.say(here, f"{shown(word)} appears twice; write it once")
            else:
                taken.append(text)
            seen.add(word)
        return tuple(taken)

    def _channel(self, path: str, question: Question, given: object) -> str | None:
        if isinstance(given, str) and (given in self.channels or given in question.by_key):
            return given
        by_name = next((slug for slug, name in self.channels.items() if name == given), None)
        if by_name:
            self.say(path, f'{shown(given)} is a channel\'s name; write its id, "{by_name}"')
        elif self.channels:
            self.unknown(path, "channel", given, self.channels)
        else:
            self.say(path, f"{shown(given)} isn't a channel; write the channels of this business first")
        return None

    def _number(self, path: str, question: Question, given: object) -> float | None:
        if isinstance(given, str) and is_part(given, question.unit):
            try:
                return parse_number(given, question.unit)
            except NumberError as error:
                self.say(path, str(error))
                return None
        if isinstance(given, bool) or not isinstance(given, int | float):
            tell = ""
            if isinstance(given, str):
                with suppress(NumberError):
                    number = parse_number(given, question.unit, below_zero=question.below_zero)
                    tell = f"write {number:.12g} without quotes"
            self.say(path, f"{shown(given)} isn't a number; {tell or 'write one such as 24 or 0.5'}")
            return None
        try:
            number = float(given) + 0.0  # makes -0.0 a plain zero
        except OverflowError:
            number = float("inf")
        if problem := number_problem(number, question.unit, below_zero=question.below_zero):
            self.say(path, f"{shown(given)}: {problem}")
            return None
        return number


def clean_text(text: str) -> str:
    """The nearest text that can be kept: line ends become newlines, control characters are removed, and it is cut to
    the longest allowed.
    """
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]


def shown(value: object) -> str:
    """Any value as text for a message, shortened and without control characters."""
    if isinstance(value, str):
        text = f'"{value[:40]}…"' if len(value) > 41 else f'"{value}"'
        return text if text.isprintable() else ascii(text[1:-1])
    if isinstance(value, dict | list):
        return f"a {'table' if isinstance(value, dict) else 'list'} of {len(value)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value:g}" if isinstance(value, float) else _whole(value)


def _whole(value: object) -> str:
    if isinstance(value, int) and value.bit_length() > 64:
        return "a whole number beyond 64 bits"
    return ascii(value)[:40]
