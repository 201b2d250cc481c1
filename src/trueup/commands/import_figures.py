"""`trueup import orders.csv`: previews figures from an export, and saves them only if the founder agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from pydantic import BaseModel, ValidationError

from trueup.answers.document import document_from_audit, readable
from trueup.answers.limits import LARGEST
from trueup.answers.model import Audit
from trueup.commands.open_file import bytes_of, content_of, open_quarter, open_to_write, refuse_finished, with_list
from trueup.commands.output import Refused, Reply, wrapped
from trueup.content.model import Content
from trueup.content.problems import instead
from trueup.engine.next_quarter import touched
from trueup.paths import columns_file
from trueup.reading.csv_columns import (
    ROLES,
    ColumnError,
    Columns,
    FiguresError,
    First,
    Role,
    Table,
    TableError,
    guessed,
    table_in,
)
from trueup.reading.sales_and_visits import Reading, Taken, names_of, taken
from trueup.storage.atomic import make_folder, replace_file, resolved
from trueup.storage.errors import shown
from trueup.storage.store import business_id
from trueup.wording import findings as wording
from trueup.wording.vocabulary import MISSING

MOST_PROBLEMS = 20
MOST_NAMED = 8
"""The most channels named."""
SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


class LastImport(BaseModel):
    """What is remembered of earlier exports. `columns`: role → headers of its column. `channels`: id of a business →
    name of a channel in exports → its slug.
    """

    columns: dict[str, list[str]] = {}
    channels: dict[str, dict[str, str]] = {}


@dataclass(frozen=True)
class Shown:
    """A preview of an import, with what is needed to save it."""

    reply: Reply
    path: Path
    before: Audit
    taken: Taken
    reading: Reading


def preview(
    source: str,
    path: Path,
    *,
    columns: Mapping[str, str],
    channels: Mapping[str, str],
    channel: str,
    dates: First | None,
    decimal: str,
    today: date,
) -> Shown:
    """Return a preview of what an export would fill in. Nothing is changed. Raises Refused, with all problems in it."""
    name = shown(Path(source))
    audit, _, note, content = open_quarter(path, content_of())
    refuse_finished(audit)
    table = _table(source, name)
    remembered = _remembered()
    known_as = {**remembered.channels.get(business_id(path), {}), **channels}
    try:
        found = guessed(table.headers, _named(columns), remembered.columns)
    except ColumnError as error:
        raise Refused(f"{name}: {error}. Nothing was changed.") from error
    reading = Reading(found, dates, decimal, _channel(audit, found, channel, channels), known_as)
    try:
        result = taken(content, audit, table, reading, today)
    except FiguresError as error:
        problems = [*error.problems[:MOST_PROBLEMS]]
        if len(error.problems) > MOST_PROBLEMS:
            problems.append(f"and {len(error.problems) - MOST_PROBLEMS} more")
        count = wording.count(len(error.problems), "problem")
        raise Refused(with_list(f"{count} in {name}, so nothing was changed", problems)) from error
    if not result.sums and not result.customers:
        raise Refused(f"{name} has nothing to take: {_why_nothing(audit, result, reading)}. Nothing was changed.")
    text = "\n".join(_told(content, audit, name, table, reading, result, today)) + "\n"
    return Shown(Reply(text, note), path, audit, result, reading)


def keep(proposal: Shown) -> Reply:
    """Save what was previewed. Raises Refused if the answers have changed since."""
    content = content_of()
    with open_to_write(proposal.path, date.today()) as store:
        stored = store.load()
        if not stored or readable(stored, content)[0] != proposal.before:
            raise Refused(f"{shown(proposal.path)} has changed in the meantime; nothing was imported.")
        store.save(document_from_audit(touched(proposal.before, proposal.taken.audit)))
        _remember(store.id, proposal.reading)
    customers = wording.count(len(proposal.taken.customers), "customer")
    figures = wording.count(len(proposal.taken.sums), "figure")
    return Reply(f"Taken into {shown(proposal.path)}: {customers}, {figures} of channels.\n")


def _table(source: str, name: str) -> Table:
    raw = bytes_of(source, name)
    if len(raw) > LARGEST:
        raise Refused(f"{name} is too large; export a shorter time. Nothing was changed.")
    try:
        return table_in(raw)
    except TableError as error:
        raise Refused(f"{name} {error}; nothing was changed.") from error


def _named(columns: Mapping[str, str]) -> dict[Role, str]:
    for role in columns:
        if role not in ROLES:
            raise Refused(f"No column is looked for as “{role}”; {instead(role, ROLES)}.")
    return {cast("Role", role): header for role, header in columns.items()}


def _channel(audit: Audit, columns: Columns, named: str, channels: Mapping[str, str]) -> str:
    """Return the slug of the channel that all lines are about: the one named or, if no column has channels, the only
    one there is; otherwise "". Raises Refused for an unknown channel.
    """
    known = names_of(audit, {})
    for each in filter(None, (named, *channels.values())):
        if each.casefold() not in known:
            raise Refused(f"“{each}” isn't one of your channels; {instead(each, [*known])}.")
    if named:
        return known[named.casefold()]
    only = set(known.values())
    return only.pop() if "channel" not in columns and len(only) == 1 else ""


def _why_nothing(audit: Audit, result: Taken, reading: Reading) -> str:
    if result.unknown:
        names = wording.listed(f"“{each}”" for each in result.unknown[:5])
        return f"{names} isn't one of your channels. {_which(audit, result)}"
    if "channel" not in reading.columns and not reading.channel:
        return "no column says which channel; --channel NAME does"
    return "no line is from the last three months"


def _which(audit: Audit, result: Taken) -> str:
    """Return how to say which channel an unknown name means, and the channels there are, by their names."""
    names = [row.text("name") or row.id for row in audit.of("channel") if not row.is_inactive]
    example = f'--as "{result.unknown[0]}={names[0]}"' if names else "--as NAME=CHANNEL"
    yours = f"; yours are {wording.listed(f'“{name}”' for name in names[:MOST_NAMED])}" if names else ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"Say which it is, such as {example}{yours}{more}"


# What is shown ----------------------------------------------------------------


def _told(
    content: Content, audit: Audit, name: str, table: Table, reading: Reading, result: Taken, today: date
) -> Iterator[str]:
    split = SEPARATOR_NAMES[table.separator]
    yield from wrapped(f"{name}: {wording.count(len(table.lines), 'line')} of {result.kind}, split by {split}.")
    for role, header in reading.columns.items():
        comes = f", the {result.first} first" if role == "date" and result.first else ""
        yield from wrapped(f"{role:<10}{header}{comes}", indent=2, hang=12)
    left = [header for header in table.headers if header not in reading.columns.values()]
    if left:
        yield from wrapped(f"{'not used':<10}{', '.join(left)}", indent=2, hang=12)
    if result.left_out:
        yield from wrapped(f"{'left out':<10}{result.left_out} cancelled or returned", indent=2, hang=12)
    if result.paid_out:
        count = wording.count(result.paid_out, "line")
        yield from wrapped(f"{'left out':<10}{count} with money you paid or paid back", indent=2, hang=12)
    if result.customers:
        yield from _customers(content, audit, result)
    if result.sums:
        yield from _sums(content, audit, result, today)
    if result.unknown:
        names = wording.listed(f"“{each}”" for each in result.unknown[:5])
        more = f" and {len(result.unknown) - 5} more" if len(result.unknown) > 5 else ""
        yield ""
        yield from wrapped(f"Not one of your channels: {names}{more}. {_which(audit, result)}.")
    if result.kind == "orders" and "channel" not in reading.columns and not reading.channel:
        yield ""
        yield from wrapped("No column says which channel, so no figure of a channel is filled in. --channel NAME does.")


def _customers(content: Content, audit: Audit, result: Taken) -> Iterator[str]:
    shown_fields = ("channel", "paid", "received")
    yield ""
    yield from wrapped("The last customers; what the export says about them counts as a record:")
    before = {row.id: row for row in audit.of("customer")}
    for row in result.customers:
        if before.get(row.id) == row:
            continue
        texts = []
        for name in shown_fields:
            question, answer = content.questions.get(f"customer.{name}"), row.fields.get(name)
            if question:
                texts.append(wording.answer(content, audit, question, answer) if answer else MISSING)
        yield from wrapped("  ".join([f"{row.text('who'):<24}", *texts]), indent=2, hang=4)
    kept = sum(before.get(row.id) == row for row in result.customers)
    if kept:
        yield from wrapped(f"and {wording.count(kept, 'customer')} on file, as they are", indent=2)
    if result.replaced:
        gone = wording.count(result.replaced, "customer")
        yield from wrapped(f"{gone} on file would go, because these are newer.", indent=2)


def _sums(content: Content, audit: Audit, result: Taken, today: date) -> Iterator[str]:
    yield ""
    when = f"{result.since} to {today}" if result.since else "all lines: none has a date, so all count"
    yield from wrapped(f"The last three months ({when}):")
    for each in result.sums:
        row = audit.row("channel", each.channel)
        question = content.questions[f"channel.{each.name}"]
        was = f" (was {each.was:g})" if each.was is not None else ""
        label = wording.row_name(content, "channel", row) if row else each.channel
        yield from wrapped(f"{label}: {question.short} {each.now:g}{was}", indent=2, hang=4)
    if result.newest and (today - result.newest).days > 31:
        yield from wrapped(f"The newest line is from {result.newest}: is the export complete?", indent=2)


# What is remembered -----------------------------------------------------------


def _remembered() -> LastImport:
    """Return what is remembered of earlier exports. Empty if there is no file, or it can't be read: it only saves
    typing.
    """
    place = columns_file()
    with suppress(OSError, ValidationError):
        return LastImport.model_validate_json(place.read_bytes()) if place else LastImport()
    return LastImport()


def _remember(business: str, reading: Reading) -> None:
    place, before = columns_file(), _remembered()
    columns = dict(before.columns)
    for role, header in reading.columns.items():
        columns[role] = list(dict.fromkeys([header, *before.columns.get(role, [])]))[:10]
    kept = LastImport(columns=columns, channels={**before.channels, business: dict(reading.known_as)})
    if place:
        with suppress(OSError):  # if it can't be written, the columns are guessed again next time
            make_folder(resolved(place).parent)
            replace_file(resolved(place), kept.model_dump_json(indent=1).encode())
