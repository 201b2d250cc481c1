"""A page being turned into promises, kept while trueup is open, so that leaving the screen loses nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueup.answers.model import Row
    from trueup.reading.page_corrections import Page


@dataclass
class PageDraft:
    """What was pasted, and what was found in it, with the founder's corrections so far."""

    text: str = ""
    page: Page | None = None
    read_from: str = ""
    promises: tuple[Row, ...] = ()
    earlier: list[Page] = field(default_factory=list)
    """The page before each correction, the latest at the end."""

    later: list[Page] = field(default_factory=list)
    """The page before each undo, the last at the end, until the founder corrects something else."""

    def is_read(self, text: str, promises: tuple[Row, ...]) -> bool:
        """Whether the page was read from this text, with these promises on file."""
        return self.page is not None and self.read_from == text and self.promises == promises

    def read(self, page: Page, text: str, promises: tuple[Row, ...]) -> None:
        """Record that a text was read."""
        self.page, self.read_from, self.promises = page, text, promises
        self.earlier.clear()
        self.later.clear()

    def correct(self, page: Page) -> None:
        """Record the founder's correction."""
        if self.page is not None:
            self.earlier.append(self.page)
        self.later.clear()
        self.page = page

    def take_back(self) -> bool:
        """Undo the last correction. Returns False if there is none."""
        return self._turn(self.earlier, self.later)

    def do_again(self) -> bool:
        """Reverse the last undo. Returns False if there is none."""
        return self._turn(self.later, self.earlier)

    def _turn(self, there: list[Page], here: list[Page]) -> bool:
        if not there or self.page is None:
            return False
        here.append(self.page)
        self.page = there.pop()
        return True
