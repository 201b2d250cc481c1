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

from trueup.answers.validation import Checked

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
        from trueup.answers.other_shape import by_pydantic

        return by_pydantic(path, shape, given, checked)
    return made


@cache
def _maker(shape: Any) -> Make:
    """Return what makes a type: a dataclass; `str`, `bool`, `int` or `float`; a Literal of texts; a tuple of any
    length; a Mapping with texts as keys; or one of these or None.
    """
    origin, args = get_origin(shape), get_args(shape)
    if is_dataclass(shape):
        return _maker_of_dataclass(shape)
    if shape is float:
        return lambda given: float(given) if type(given) in (int, float) else _refuse()
    if origin is Literal:
        return lambda given: given if type(given) is str and given in args else _refuse()
    if origin is tuple:
        return _maker_of_tuple(_maker(args[0]))
    if origin in (dict, Mapping):
        return _maker_of_mapping(_maker(args[1]))
    if args:
        some = _maker(args[0])
        return lambda given: None if given is None else some(given)
    return lambda given: given if type(given) is shape else _refuse()


def _maker_of_dataclass(shape: Any) -> Make:
    parts = {name: _maker(kind) for name, kind in get_type_hints(shape).items()}
    return lambda given: shape(**{name: parts[name](part) for name, part in _table(given).items()})


def _maker_of_tuple(each: Make) -> Make:
    return lambda given: tuple(map(each, given)) if type(given) is list else _refuse()


def _maker_of_mapping(each: Make) -> Make:
    return lambda given: {key: each(part) for key, part in _table(given).items()}


def _table(given: Any) -> dict[str, Any]:
    return given if type(given) is dict else _refuse()


def _refuse() -> NoReturn:
    raise TypeError
