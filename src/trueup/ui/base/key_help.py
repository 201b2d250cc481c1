"""What `F1` tells of a screen."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from trueup.ui.base.key_hints import Shown
from trueup.ui.base.text import KEY, STRONG, Line, paragraphs


def keys_told(keys: list[Shown], how_to: str) -> list[Line]:
    """How a screen is worked, its own keys in two columns, and those that work everywhere."""

    def pairs(some: list[Shown]) -> list[Line]:
        # Down the left column first, then down the right.
        half = -(-len(some) // 2)
        return [Line(fill=partial(_beside, some[at::half])) for at in range(half)]

    here = pairs([key for key in keys if not key.everywhere])
    everywhere = pairs([key for key in keys if key.everywhere])
    first = [Line(), *paragraphs(how_to)] if how_to else []
    return [*first, Line(), *here, Line(), Line(text=Content.styled("Everywhere", STRONG)), *everywhere]


def _beside(keys: list[Shown], width: int) -> Content:
    column = min(width // 2, 34)
    for_key = 10 if column > 28 else 8
    return Content.assemble(
        *(
            Content.assemble((f"{'  '.join(key.displays[:2])} ".ljust(for_key), KEY), key.help.ljust(column - for_key))
            for key in keys
        )
    )
