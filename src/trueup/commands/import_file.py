"""`trueup import`: saves the answers of a JSON document in the business file, either all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from trueup.answers.document import LISTS, DocumentError, audit_from_document, document_from_audit
from trueup.answers.former_names import with_current_names
from trueup.answers.json_text import NotJson, json_in
from trueup.answers.limits import CUSTOMERS
from trueup.answers.model import Answer, Audit
from trueup.answers.validation import Problem
from trueup.commands.open_file import bytes_of, content_of, open_to_write, with_list
from trueup.commands.output import Refused, Reply
from trueup.content.model import ROW_KINDS, Content, Question, RowKind
from trueup.engine.analysis import LONG, rows_in
from trueup.engine.applicability import field_applies, is_asked, is_for, is_offered
from trueup.engine.model import opening
from trueup.engine.reach import stated_together
from trueup.storage.errors import NoFile, shown
from trueup.storage.store import read_documents
from trueup.wording import findings as wording


def bring(source: str, path: Path, *, replace: bool) -> Reply:
    """Check a document (`-` is standard input), and save it as a quarter of the file at `path`. Raises Refused, with
    all problems in it.
    """
    name = "standard input" if source == "-" else shown(Path(source))
    document, problems = _parsed(source, name)
    translated: tuple[str, ...] = ()
    if isinstance(document, dict):
        document, translated = with_current_names(document)
    content = content_of()
    try:
        audit = audit_from_document(document, content)
    except DocumentError as error:
        problems += error.problems
    if problems:
        found = wording.count(len(problems), "problem")
        raise Refused(with_list(f"{found} in {name}, so nothing was changed", problems))
    with suppress(NoFile):  # checked before opening, because opening leaves a lock file
        _refuse_to_replace(path, audit, read_documents(path), replace=replace)
    with open_to_write(path, date.today()) as store:
        documents = store.documents()
        _refuse_to_replace(path, audit, documents, replace=replace)
        audit, asked_again = _without_what_is_outdated(content, audit, documents)
        store.save(document_from_audit(audit))
    rows: tuple[RowKind, ...] = ("promise", "channel", "customer")
    counts = (wording.count(len(audit.of(kind)), kind) for kind in rows)
    held = wording.listed([wording.count(len(audit.answers), "answer"), *counts])
    return Reply(
        f"Imported into {shown(path)}: {audit.business or 'a business'}, {audit.quarter}, {held}.\n"
        + _former(translated)
        + _outdated(asked_again)
        + _many(audit),
        with_list("Imported as it is, but look at it again", doubts) if (doubts := doubtful(content, audit)) else "",
    )


def _without_what_is_outdated(
    content: Content, audit: Audit, documents: dict[str, dict[str, Any]]
) -> tuple[Audit, tuple[str, ...]]:
    """Return the audit without answers about old words of promises, and the new words of these promises. The old words
    are those in the file for the same quarter or, if the quarter is new, for the latest one before.
    """
    then = max((quarter for quarter in documents if quarter <= audit.quarter), default=None)
    if then is None:
        return audit, ()
    before = audit_from_document(documents[then], content)
    changed: list[str] = []
    for row in audit.of("promise"):
        old = before.row("promise", row.id)
        left = row.without_what_is_outdated(old) if old else row
        if left is not row and left != row:
            audit = audit.with_row("promise", left)
            changed.append(row.text("words"))
    return audit, tuple(changed)


def _outdated(words: tuple[str, ...]) -> str:
    """Return a note on promises whose answers were about their old words; "" if there are none."""
    if not words:
        return ""
    named = wording.listed([f"“{opening(each)}”" for each in words])
    return f"The words changed, so trueup asks again whether you keep: {named}.\n"


def _many(audit: Audit) -> str:
    """Return a note if there are so many rows that fixes take long to work out; otherwise ""."""
    if (rows := rows_in(audit)) <= LONG:
        return ""
    return f"It has {rows} rows beside the customers; with more than {LONG}, fixes take a while to work out.\n"


def _former(names: tuple[str, ...]) -> str:
    """Return a note on former names in the document, so that its writer can replace them; "" if there are none."""
    return f"Old names in it were replaced: {', '.join(names)}.\n" if names else ""


def _refuse_to_replace(path: Path, audit: Audit, documents: dict[str, dict[str, Any]], *, replace: bool) -> None:
    if replace:
        return
    same_quarter = documents.get(audit.quarter)
    newest = documents[max(documents)] if documents else None
    if same_quarter and any(same_quarter.get(part) for part in ("answers", *LISTS.values())):
        raise Refused(
            f"{shown(path)} already has answers for {audit.quarter}; nothing was changed. "
            "--replace would put these there instead."
        )
    if newest and newest["business"] not in ("", audit.business):
        raise Refused(
            f"{shown(path)} belongs to {newest['business']}, not to {audit.business}; nothing was changed. "
            "Name another file with -f, or --replace to rename the business."
        )


def _parsed(source: str, name: str) -> tuple[object, tuple[Problem, ...]]:
    try:
        return json_in(bytes_of(source, name))
    except NotJson as error:
        raise Refused(f"{name} {error}; nothing was changed.") from error


def doubtful(content: Content, audit: Audit) -> tuple[str, ...]:
    """Return sentences about imported answers that the founder should look at again."""
    return (*_doubts(audit), *_unasked(content, audit))


def _unasked(content: Content, audit: Audit) -> Iterator[str]:
    """Yield sentences about answers that are kept but not compared, because this business isn't asked for them."""
    foreign, waiting = [], []
    for question, answer, is_met in _given(content, audit):
        if not is_for(audit, question) or not is_offered(audit, question, answer):
            foreign.append(question.id)
        elif not is_met:
            waiting.append(question.id)
    if foreign:
        yield f"Not asked, or not this way, of this kind of business, so not compared: {_named(foreign)}."
    if waiting:
        yield f"Asked only after another answer, so not compared: {_named(waiting)}."


def _given(content: Content, audit: Audit) -> Iterator[tuple[Question, Answer, bool]]:
    """Yield all answers that were given, each with its question and whether the question is asked."""
    for key, answer in audit.answers.items():
        if answer.state == "given" and key in content.questions:
            question = content.questions[key]
            yield question, answer, is_asked(content, audit, question)
    for kind in ROW_KINDS:
        for row in audit.of(kind):
            for field, answer in row.fields.items():
                if answer.state == "given" and f"{kind}.{field}" in content.questions:
                    question = content.questions[f"{kind}.{field}"]
                    yield question, answer, field_applies(content, audit, row, question)


def _named(questions: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(questions))


def _doubts(audit: Audit) -> Iterator[str]:
    if (together := stated_together(audit)) > 1:
        yield f"The shares of your channels add up to {together:.0%} of customers. Count each customer once."
    if (rows := len(audit.of("customer"))) > CUSTOMERS:
        yield f"There are {rows} customers, and all of them count. trueup asks for the last {CUSTOMERS}."
