"""Names that documents used before schema 4, and the names they have now.

Files of schema 3 are migrated with this table, and `trueup import` accepts the former names in documents written by
hand, so nobody has to rewrite an old export.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PARTS: Mapping[str, str] = {
    "hats": "roles",
    "ten": "customers",
    "told": "disclosed",
    "kept": "accepted",
    "misfits": "set_aside",
}
"""Former key of a part of a document → its key now."""

PLAN: Mapping[str, str] = {"clash": "check", "places": "touchpoints"}
"""Former key of a planned fix → its key now."""

VALUES: Mapping[str, str] = {"strain": "tension", "kept": "accepted"}
"""Former verdict or state of a mismatch in a finished quarter → its name now."""

_IDS = (
    (re.compile(r"^hat\.hat$"), "role.role"),
    (re.compile(r"^hat(?=[.:]|$)"), "role"),
    (re.compile(r"^ten$"), "customer"),
    (re.compile(r"^ten(?=[.:])"), "customer"),
    (re.compile(r"^(identity\.)?load-"), r"\1feels-"),
)
"""Former beginnings of question ids and of places such as `hat:seller` → how they begin now."""


def with_current_names(document: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The document with today's names, and the former names it used, in the order they were found.

    A former key is left as it is when the document has the current one too; validation then reports it.
    """
    found: dict[str, str] = {}

    def renamed(key: Any, names: Mapping[str, str], others: Mapping[Any, Any]) -> Any:
        new = names.get(key) if isinstance(key, str) else None
        if new is None or new in others:
            return key
        found.setdefault(key, new)
        return new

    def current_id(text: Any) -> Any:
        new = _current_id(text) if isinstance(text, str) else text
        if new != text:
            found.setdefault(text, new)
        return new

    def ids(part: Any) -> Any:
        if isinstance(part, dict):
            return {current_id(key): value for key, value in part.items()}
        return [current_id(each) for each in part] if isinstance(part, list) else part

    def planned(each: Any) -> Any:
        if not isinstance(each, dict):
            return each
        fix = {renamed(key, PLAN, each): value for key, value in each.items()}
        if isinstance(test := fix.get("test"), dict) and isinstance(test.get("column"), str):
            fix["test"] = {**test, "column": current_id(test["column"])}
        return fix

    def mismatch(each: Any) -> Any:
        if not isinstance(each, dict):
            return each
        return {
            key: VALUES.get(value, value) if key in ("verdict", "state") and isinstance(value, str) else value
            for key, value in each.items()
        }

    def found_then(part: Any) -> Any:
        if not isinstance(part, dict):
            return part
        new = {key: ids(value) if key == "questions" else value for key, value in part.items()}
        if isinstance(new.get("mismatches"), list):
            new["mismatches"] = [mismatch(each) for each in new["mismatches"]]
        return new

    result = {renamed(key, PARTS, document): value for key, value in document.items()}
    for key in ("answers", "unconfirmed"):
        if key in result:
            result[key] = ids(result[key])
    if isinstance(result.get("roles"), list):
        result["roles"] = [
            {renamed(key, {"hat": "role"}, row): value for key, value in row.items()} if isinstance(row, dict) else row
            for row in result["roles"]
        ]
    if isinstance(result.get("plan"), list):
        result["plan"] = [planned(each) for each in result["plan"]]
    if "found" in result:
        result["found"] = found_then(result["found"])
    if isinstance(result.get("place"), str):
        result["place"] = _current_id(result["place"])
    if isinstance(result.get("set_aside"), dict):
        result["set_aside"] = with_current_names(result["set_aside"])[0]
    return result, tuple(f"{old} → {new}" for old, new in found.items())


def _current_id(text: str) -> str:
    for former, now in _IDS:
        text, changed = former.subn(now, text)
        if changed:
            break
    return text
