"""How much a file or an import may hold. Checked when bytes and documents come in; later code relies on
these limits.
"""

from __future__ import annotations

import re

LARGEST = 64 * 1024 * 1024
"""Bytes in a file. Forty quarters of a busy business have about two million."""

DEEPEST = 64
"""Levels of nesting. Our own documents have six; orjson gives up at 254."""

LONGEST = 20_000
"""Characters in a text."""

LONGEST_PAGE = 200_000
"""Characters in a page that is pasted to be read. With more in the field, each key would take seconds."""

LONGEST_LINE = 200
"""Characters in a text that must fit on one line: the business, a group, a slug."""

MOST_ROWS = 1_000
"""Rows of one kind."""

CUSTOMERS = 10
"""Customers trueup asks for. More can be imported; all of them count then."""

QUARTER = re.compile(r"20[0-9]{2}-Q[1-4]")
"""The form of a quarter's name: `2026-Q4`. A year of another century is a typing error."""

_NESTING = (dict, list, tuple)


def is_too_deep(value: object, levels: int = DEEPEST) -> bool:
    """Whether lists and tables are nested deeper than this. Also terminates for a list that contains itself."""
    level = [value]
    for _ in range(levels + 1):
        parts = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, _NESTING))
        level = [each for inside in parts for each in inside if isinstance(each, _NESTING)]
        if not level:
            return False
    return True
