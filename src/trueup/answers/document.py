"""Turn the import format into an audit and back. Imports aren't trusted: every error is reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from trueup.answers.answer_codec import (
    SOURCE,
    SPANS,
    accepted_of,
    answer_in,
    disclosed_of,
    drafts_of,
    grounds_of,
    limits_of,
    objected_of,
    one_line,
    plan_of,
    source_of,
    spans_of,
    unticked_of,
    written,
    written_spans,
)
from trueup.answers.limits import LONGEST_LINE, MOST_ROWS, QUARTER
from trueup.answers.model import Answer, Audit, Found, Row
from trueup.answers.references import SLUG, TITLES, new_row_id, with_groups_by_name
from trueup.answers.set_aside import KEY, left_out, put_back, together
from trueup.answers.shape import shaped
from trueup.answers.validation import Checked, Problem, at, shown
from trueup.content.model import AREAS, ROW_KINDS, Content, Question, RowKind

LISTS: Mapping[RowKind, str] = {
    "group": "groups",
    "promise": "promises",
    "channel": "channels",
    "activity": "activities",
    "role": "roles",
    "customer": "customers",
}
"""Kind of row → the key its rows are under."""


_PARTS: Mapping[str, type] = {
    **{"business": str, "quarter": str, "answers": dict},
    **dict.fromkeys(LISTS.values(), list),
    **dict.fromkeys(("disclosed", "accepted", "objected", "grounds"), dict),
    **{"plan": list, "limits": dict, "unconfirmed": list, "found": dict},
    **{"compared": bool, "deeper": bool, "place": str},
    **dict.fromkeys(("drafts", "unticked", "what_ifs", "set_aside"), dict),
}
"""The parts of a document and their types. The content determines what can be inside them."""

_REQUIRED = ("business", "quarter")

_EXAMPLES: Mapping[type, str] = {
    str: "text in quotes",
    dict: 'a table, { "…": … }',
    list: "a list, [ … ]",
    bool: "true or false",
}


class DocumentError(Exception):
    """A document that doesn't fit this content; `problems` holds everything wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def audit_from_document(doc: object, content: Content) -> Audit:
    """The audit in a document of the import format. Raises DocumentError with every problem at once."""
    audit, problems = _read(doc, content)
    if problems:
        raise DocumentError(problems)
    return with_groups_by_name(content, audit)


def readable(doc: object, content: Content) -> tuple[Audit, tuple[Problem, ...]]:
    """As much of a document as fits today's questions, and what's wrong with the rest.

    This is for a file of our own, written before its questions changed. Data that fits no question goes to
    `Audit.set_aside` and stays in the file when the audit is saved; once a question for it exists again, it becomes an
    answer again.
    """
    before = doc.get(KEY) if isinstance(doc, dict) else None
    if isinstance(doc, dict) and isinstance(before, dict):
        doc = {**put_back(doc, before), KEY: before}
    audit, problems = _read(doc, content)
    if not isinstance(doc, dict) or not (problems or audit.set_aside):
        return audit, problems
    heard = document_from_audit(audit)
    set_aside = together(left_out(doc, heard), left_out(audit.set_aside, heard))
    return replace(audit, set_aside=set_aside), problems


def _read(doc: object, content: Content) -> tuple[Audit, tuple[Problem, ...]]:
    checked = Checked(content)
    if not isinstance(doc, dict):
        checked.say("document", f'{shown(doc)} isn\'t a business; write {{"business": "…", "quarter": "2026-Q4"}}')
        return Audit("", ""), tuple(checked.problems)
    parts = _shape(doc, checked)
    ids = {kind: _row_ids(kind, parts[LISTS[kind]], checked) for kind in ROW_KINDS}
    names = (row.get("name") if isinstance(row, dict) else None for row in parts["channels"])
    checked.channels = {slug: name for slug, name in zip(ids["channel"], names, strict=True) if slug}
    quarter = parts["quarter"]
    if not QUARTER.fullmatch(quarter) and "quarter" in doc:
        checked.say("quarter", f"{shown(quarter)} isn't a quarter; write one such as 2026-Q4")
    rows: dict[RowKind, tuple[Row, ...]] = {}
    answers = _answers(parts["answers"], checked)
    for kind in ROW_KINDS:
        read: dict[str, Row] = {}
        for nth, (row, slug) in enumerate(zip(parts[LISTS[kind]], ids[kind], strict=True)):
            fields = _fields(kind, row, f"{LISTS[kind]}[{nth}]", checked)
            if slug and isinstance(row, dict):
                read.setdefault(slug, _row(kind, slug, fields, row, f"{LISTS[kind]}[{nth}]", checked))
        if read:
            rows[kind] = tuple(read.values())
    audit = Audit(
        business=one_line("business", parts["business"], checked),
        quarter=quarter,
        answers=answers,
        rows=rows,
        disclosed=disclosed_of(parts["disclosed"], checked),
        accepted=accepted_of(parts["accepted"], checked),
        objected=objected_of(parts["objected"], checked),
        grounds=grounds_of(parts["grounds"], checked),
        plan=plan_of(parts["plan"], checked),
        limits=limits_of(parts["limits"], checked),
        unconfirmed=frozenset(shaped("unconfirmed", tuple[str, ...], parts["unconfirmed"], checked) or ()),
        found=None if parts["found"] is None else shaped("found", Found, parts["found"], checked),
        compared=parts["compared"],
        deeper=parts["deeper"],
        place=one_line("place", parts["place"], checked),
        drafts=drafts_of(parts["drafts"], checked),
        unticked=unticked_of(parts["unticked"], checked),
        what_ifs=_named(parts["what_ifs"], checked),
        set_aside=parts["set_aside"],
    )
    return audit, tuple(checked.problems)


def document_from_audit(audit: Audit) -> dict[str, Any]:
    """The audit in the import format: JSON-able, ids in alphabetical order, rows in the founder's order."""
    doc: dict[str, Any] = {"business": audit.business, "quarter": audit.quarter}
    doc["answers"] = {key: written(audit.answers[key]) for key in sorted(audit.answers)}
    for kind in ROW_KINDS:
        if audit.of(kind):
            doc[LISTS[kind]] = [
                {"id": row.id, **{key: written(row.fields[key]) for key in sorted(row.fields)}, **written_spans(row)}
                for row in audit.of(kind)
            ]
    rest = {
        "disclosed": dict(sorted(audit.disclosed.items())),
        "accepted": {key: _plain(asdict(audit.accepted[key])) for key in sorted(audit.accepted)},
        "objected": dict(sorted(audit.objected.items())),
        "grounds": {key: list(tags) for key, tags in sorted(audit.grounds.items())},
        "plan": [_plain(asdict(planned)) for planned in audit.plan],
        "limits": _plain(asdict(audit.limits)),
        "unconfirmed": sorted(audit.unconfirmed),
        "found": _plain(asdict(audit.found)) if audit.found else None,
        "compared": audit.compared,
        "deeper": audit.deeper,
        "place": audit.place,
        "drafts": dict(sorted(audit.drafts.items())),
        "unticked": {words: list(tags) for words, tags in audit.unticked.items()},
        "what_ifs": dict(sorted(audit.what_ifs.items())),
        KEY: dict(audit.set_aside),
    }
    return doc | {key: part for key, part in rest.items() if part}


def _shape(doc: dict[Any, Any], checked: Checked) -> dict[str, Any]:
    """The parts of a document, each checked for its type; a part of the wrong type is noted and taken as empty. Of
    more rows than trueup can handle, the first are taken.
    """
    for key in doc:
        if key not in _PARTS:
            checked.unknown(at("", key), "part of a document", key, _PARTS)
    parts: dict[str, Any] = {key: kind() for key, kind in _PARTS.items()} | {"found": None}
    for key, kind in _PARTS.items():
        if isinstance(given := doc.get(key), kind):
            parts[key] = given
        elif key not in doc and key in _REQUIRED:
            checked.say(key, 'this is missing; write "business": "…" and "quarter": "2026-Q4"')
        elif key in doc and (given is not None or key != "found"):
            checked.say(key, f"{shown(given)} isn't what's asked for; write {_EXAMPLES[kind]}")
    for key in LISTS.values():
        if (rows := len(parts[key])) > MOST_ROWS:
            checked.say(key, f"there are {rows} rows; write at most {MOST_ROWS}")
            parts[key] = parts[key][:MOST_ROWS]
    return parts


def _answers(given: dict[Any, Any], checked: Checked) -> dict[str, Answer]:
    questions = checked.content.questions
    answers: dict[str, Answer] = {}
    for key, value in given.items():
        path, question = at("answers", key), questions.get(key)
        if question is None or question.home not in AREAS:
            checked.unknown(path, "question", key, [id for id in questions if questions[id].home in AREAS])
        elif answer := answer_in(path, question, value, checked):
            answers[key] = answer
    return answers


def _fields(kind: RowKind, row: object, path: str, checked: Checked) -> dict[str, Answer]:
    if not isinstance(row, dict):
        checked.say(path, f"{shown(row)} isn't a row; write {{ … }}")
        return {}
    questions = _by_field(checked.content, kind)
    fields: dict[str, Answer] = {}
    for key, value in row.items():
        here = at(path, key)
        if key == "id" or (kind == "promise" and key in (SPANS, SOURCE)):
            continue
        if key not in questions:
            checked.unknown(here, f"field of a {kind}", key, ("id", *questions))
        elif answer := answer_in(here, questions[key], value, checked):
            fields[key] = answer
    for key, question in questions.items():
        answer = fields.get(key)
        if (
            question.required
            and (answer is None or answer.state != "given")
            and not _wrong_at(f"{path}.{key}", checked)
        ):
            checked.say(f"{path}.{key}", f'a {kind} needs this; write "{key}": "…"')
    return fields


@lru_cache(maxsize=16)
def _by_field(content: Content, kind: RowKind) -> Mapping[str, Question]:
    return {question.field: question for question in content.of(kind)}


def _row(
    kind: RowKind, slug: str, fields: Mapping[str, Answer], given: Mapping[Any, Any], path: str, checked: Checked
) -> Row:
    """The row. For a promise, it includes the places of the claims in its words, and where it was read."""
    row = Row(slug, fields)
    if kind == "promise" and SPANS in given:
        row = replace(row, spans=spans_of(path, given[SPANS], row.text("words"), row.many("claims"), checked))
    if kind == "promise" and SOURCE in given:
        row = replace(row, source=source_of(path, given[SOURCE], checked))
    return row


def _wrong_at(path: str, checked: Checked) -> bool:
    inside = tuple(f"{path}{mark}" for mark in ".[")
    return any(problem.path == path or problem.path.startswith(inside) for problem in checked.problems)


def _row_ids(kind: RowKind, rows: list[Any], checked: Checked) -> list[str]:
    """The slug of every row: its own slug (empty if invalid), or a new one if it has none."""
    ids: list[str] = []
    given = [row.get("id") if isinstance(row, dict) else None for row in rows]
    taken = {slug for slug in given if isinstance(slug, str)}
    for nth, (row, slug) in enumerate(zip(rows, given, strict=True)):
        path = f"{LISTS[kind]}[{nth}].id"
        if isinstance(row, dict) and "id" in row:
            if not isinstance(slug, str) or not SLUG.fullmatch(slug) or len(slug) > LONGEST_LINE:
                checked.say(path, f'{shown(slug)} isn\'t an id; write small letters, digits and hyphens: "home-page"')
                slug = ""
            elif slug in ids:
                checked.say(path, f"{shown(slug)} appears twice; write another id")
            ids.append(slug)
        else:
            title = row.get(TITLES.get(kind, "")) if isinstance(row, dict) else None
            ids.append(new_row_id(kind, title if isinstance(title, str) else "", taken))
            taken.add(ids[-1])
    return ids


def _named(given: dict[Any, Any], checked: Checked) -> dict[str, Any]:
    """The saved trials, by name. Their contents are checked when a trial is repeated."""
    kept: dict[str, Any] = {}
    for name, each in given.items():
        path = at("what_ifs", name)
        if one_line(path, name, checked) and isinstance(each, dict):
            kept[name] = each
        else:
            checked.say(path, f'{shown(each)} isn\'t a what-if; write {{"changes": {{ … }}, "fixes": [ … ]}}')
    return kept


def _plain(value: Any) -> Any:
    """Our own data in JSON form: tuples as lists, keys in alphabetical order, empty values left out."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in sorted(value.items()) if part not in (None, "", {}, (), False)}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value
