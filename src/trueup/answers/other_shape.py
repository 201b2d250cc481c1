"""Parts of a document that don't have exactly the right shape: whether they can be accepted, or what's wrong."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from trueup.answers.validation import Checked, at, shown

Shaped = TypeVar("Shaped")


def by_pydantic(path: str, shape: type[Shaped], given: object, checked: Checked) -> Shaped | None:
    """Return the part of a document at `path` as an instance of a type, or None with every problem noted."""
    try:
        read: Shaped = _adapter(cast("Any", shape)).validate_json(to_json(given), strict=True)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = path
            for part in each["loc"]:
                where = f"{where}[{part}]" if isinstance(part, int) else at(where, part)
            checked.say(where, f"{shown(each['input'])} isn't what's asked for; {each['msg'].lower()}")
    except PydanticSerializationError:
        checked.say(path, "it contains half a character; remove it")
    else:
        return read
    return None


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    """The validator for a type. Cached, because making one takes longer than reading a quarter with it."""
    return TypeAdapter(shape)
