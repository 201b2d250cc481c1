"""The rule under the head. On screens of questions it is the gauge: heavy is behind you, light is ahead."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


def gauge(width: int, done: int, total: int, *, heavy: str = "$accent", light: str = "$gauge-off") -> Content:
    """A gauge of `width` cells; something done is never nothing, something left is never full."""
    width = max(width, 0)
    filled = round(width * done / total) if total else 0
    if 0 < done < total:
        filled = max(min(max(filled, 1), width - 1), 0)
    return Content.assemble(("━" * filled, heavy), ("─" * (width - filled), light))


class Rule(Widget):
    """One line over the measure, drawn from its own width."""

    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    """0: a plain rule."""

    def render(self) -> Content:
        """The rule, or the gauge."""
        if not self.total:
            return Content.styled("─" * self.size.width, "$rule")
        return gauge(self.size.width, self.done, self.total)
