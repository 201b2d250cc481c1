"""A share of customers, asked for and read as people say it."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from trueup.answers.numbers import NumberError, parse_number, show_number
from trueup.ui.base.fields import Field
from trueup.ui.base.text import MUTED, plain
from trueup.ui.questions.question_form import Asked

_OF = re.compile(r"\s*(\d{1,6})\s*(?:of|/)\s*(\d{1,6})\s*")


class AskedShare(Asked):
    """A share of customers, as a person says it: `60%`, `60`, `6 of 10`, `0.6`."""

    def _answer_widgets(self) -> ComposeResult:
        value = self.answer.value if self.answer else None
        shown = _percentage(value) if isinstance(value, float) else ""
        with Horizontal(id="number"):
            yield Field(shown, placeholder="60% or 6 of 10", id="answer")
            yield Static(id="counts")

    def _counts_as(self, text: str) -> Content:
        if not text.strip():
            return Content.styled("of all customers", MUTED)
        try:
            share = share_of(text)
        except NumberError as error:
            return plain(str(error), MUTED)
        return Content.styled(f"{share:.0%} of all customers", MUTED)

    def keep_typed(self) -> bool:
        """Take the share. What was written another way stands there as a percentage from then on."""
        field = self.query_one("#answer", Field)
        if field.value.strip():
            try:
                field.show(_percentage(share_of(field.value)))
            except NumberError as error:
                self.post_message(self.Refused(f"Not taken: {error}."))
                return False
        return super().keep_typed()


def share_of(text: str) -> float:
    """The share (0 to 1) in `60%`, `60`, `6 of 10` or `0.6`. Raises NumberError with a sentence.

    A bare 1 could be one in a hundred or all of them, so it is asked back.
    """
    if counted := _OF.fullmatch(text):
        part, whole = int(counted[1]), int(counted[2])
        if not 0 < whole >= part:
            raise NumberError(f"{part} of {whole} is no part of a whole")
        return part / whole
    number = parse_number(text.replace("%", ""))
    if "%" not in text and number < 1:
        return number
    if "%" not in text and number == 1:
        raise NumberError("1 may be 1% or all; write 1% or 100%")
    if number > 100:
        raise NumberError("no more than 100% of customers can come one way")
    return number / 100


def _percentage(share: float) -> str:
    """As the field shows it; `share_of` reads it back."""
    return f"{show_number(round(share * 100, 6))}%"
