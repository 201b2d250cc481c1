"""The form of a business file as pydantic models, which say what's wrong with a file of another form.

Loading pydantic takes a third as long as starting a bare terminal app. So `schema` asks this module only about a file
that isn't exactly as we write it.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from trueup.answers.limits import QUARTER

_DocId = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,15})$")]


class _Lenient(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")


class _Meta(_Lenient):
    version: int = Field(alias="schema", ge=1)
    business: str


class _Quarter(_Lenient):
    business: str
    quarter: str = Field(pattern=f"^{QUARTER.pattern}$")
    answers: dict[str, Any] = {}


class _Marks(_Lenient):
    marks: str
    rules: dict[str, str]
    questions: dict[str, str]


class _File(_Lenient):
    meta: dict[_DocId, _Meta] = Field(min_length=1, max_length=1)
    audits: dict[_DocId, _Quarter] = {}
    marks: dict[_DocId, _Marks] = {}


def wrong_in_file(tables: object) -> str:
    """Return the first thing that's wrong with the tables of a file, with its place; empty if nothing is."""
    return _wrong(_File, tables)


def wrong_in_quarter(document: object) -> str:
    """Return the first thing that's wrong with the document of a quarter, with its place; empty if nothing is."""
    return _wrong(_Quarter, document)


def _wrong(form: type[BaseModel], given: object) -> str:
    try:
        form.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(ascii(part)[1:-1] if isinstance(part, str) else str(part) for part in first["loc"])
        return f"{place[:80]}: {first['msg'].lower()}"
    return ""
