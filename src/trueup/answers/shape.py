"""Parts of a document as instances of our own types. JSON with exactly the right shape needs no pydantic.

Loading pydantic takes a third as long as starting a bare terminal app. So it's only loaded for a part of another shape:
it accepts some of these, and says what's wrong with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Literal, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

import orjson

from trueup.answers.validation import Checked, at, shown

Shaped = TypeVar("Shaped")

Make = Callable[[Any], Any]
"""Makes an instance of a type from JSON. Raises an error of `OTHER_SHAPE` for any JSON but what the type is written as
in our files."""

OTHER_SHAPE = (TypeError, KeyError)


def shaped(path: str, shape: type[Shaped], given: object, checked: Checked) -> Shaped | None:
    """Return the part of a document at `path` as an instance of a type, or None with every problem noted."""
    try:
        made: Shaped = _maker(cast("Any", shape))(orjson.loads(orjson.dumps(given)))
    except OTHER_SHAPE:
        return by_pydantic(path, shape, given, checked)
    return made


def by_pydantic(path: str, shape: type[Shaped], given: object, checked: Checked) -> Shaped | None:
    """The same for a part that doesn't have exactly the right shape: it may still be accepted."""
    from pydantic import ValidationError
    from pydantic_core import PydanticSerializationError, to_json

    from trueup.content.part import validator_of

    try:
        read: Shaped = validator_of(cast("Any", shape)).validate_json(to_json(given), strict=True)
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
def _maker(shape: Any) -> Make:
    """Return what makes a type: a dataclass; `str`, `bool`, `int` or `float`; a Literal of texts; a tuple of any
    length; a Mapping with texts as keys; or one of these or None.
    """
    origin, args = get_origin(shape), get_args(shape)
    if isinstance(shape, type) and is_dataclass(shape):
        parts = {name: _maker(kind) for name, kind in get_type_hints(shape).items()}
        return lambda given: shape(**{name: parts[name](part) for name, part in _table(given).items()})
    if shape is float:
        return lambda given: float(given) if type(given) in (int, float) else _refuse()
    if origin is Literal:
        return lambda given: given if type(given) is str and given in args else _refuse()
    if origin is tuple:
        item = _maker(args[0])
        return lambda given: tuple(map(item, given)) if type(given) is list else _refuse()
    if origin in (dict, Mapping):
        value = _maker(args[1])
        return lambda given: {key: value(part) for key, part in _table(given).items()}
    if args:
        some = _maker(args[0])
        return lambda given: None if given is None else some(given)
    return lambda given: given if type(given) is shape else _refuse()


def _table(given: Any) -> dict[str, Any]:
    return given if type(given) is dict else _refuse()


def _refuse() -> NoReturn:
    raise TypeError
