"""A share of customers, asked for and read as people say it."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from trueup.answers.numbers import SHARE, NumberError, parse_number, show_number
from trueup.ui.base.fields import Field
from trueup.ui.base.text import MUTED, plain
from trueup.ui.questions.question_form import Asked


class AskedShare(Asked):
    """A share of customers, as a person says it: `60%`, `60`, `6 of 10`, `0.6`."""

    def _answer_widgets(self) -> ComposeResult:
        with Horizontal(id="number"):
            yield Field(self._shown_answer(), placeholder="60% or 6 of 10", id="answer")
            yield Static(id="counts")

    def _read(self, text: str) -> float:
        return share_of(text)

    def _written(self, value: float) -> str:
        return f"{show_number(round(value * 100, 6))}%"

    def _counts_as(self, text: str) -> Content:
        if not text.strip():
            return Content.styled("of all customers", MUTED)
        try:
            share = share_of(text)
        except NumberError as error:
            return plain(str(error), MUTED)
        return Content.styled(f"{share:.0%} of all customers", MUTED)


def share_of(text: str) -> float:
    """The share (0 to 1) in `60%`, `60`, `6 of 10` or `0.6`. Raises NumberError with a sentence.

    A bare 1 could be one in a hundred or all of them, so it is asked back.
    """
    if re.search(r"\bof\b|/", text):
        return parse_number(text, SHARE)
    number = parse_number(text.replace("%", ""))
    if "%" not in text and number < 1:
        return number
    if "%" not in text and number == 1:
        raise NumberError("1 may be 1% or all; write 1% or 100%")
    if number > 100:
        raise NumberError("no more than 100% can come one way")
    return number / 100
