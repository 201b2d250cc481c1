"""Fixes that name what they speak of: *the promise*, *the partner*, *this channel*, *the plan* and *your rule*
become those of this business.

A fix is also read away from its mismatch, in a plan or among the first things to do, where *the promise* could be any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from trueup.answers.model import Audit
from trueup.content.marks import MARKS, OF_TOPIC, Mark, pieces, without_marks
from trueup.content.model import CLAIMS, Check, Content, Fix, RowKind
from trueup.engine.applicability import GOALS, INSTEAD_QUESTION
from trueup.engine.causes import CHANGE, RULE, SOURCE, same_words
from trueup.engine.efforts import brings_most
from trueup.engine.model import Mismatch, Statement, name_of, opening
from trueup.engine.slow_work import Remembered
from trueup.engine.telling import whom_to_tell
from trueup.engine.twins import correct_also

WORD = "word"
"""The way in which people come because others told them: a founder can only ask for it."""

MOST_NAMED = 2
"""A fix names at most this many promises, so that it stays a sentence one can act on (our choice)."""

LONGEST_PLAN = 60
"""The most characters of a plan that a fix names."""
LONGEST_ACCOUNT = 100
"""The most characters of what happens instead of a promise, if its beginning names the plan (our choice). A longer
account can begin with something else.
"""

_NAMED = Remembered[Check](512)
"""Checks whose fixes are already named: a check is found again at every keypress, mostly with the same promises."""


class _Promise(NamedTuple):
    """A promise that a mismatch quotes: its first words in quotation marks, a shorter form, and all of them."""

    name: str
    short: str
    words: str
    tag: str
    """What it claims, if the check compares promises with each other; otherwise empty."""


class _Names(NamedTuple):
    """What this business calls the things that a fix can speak of. What has no name, or several, is empty."""

    promises: tuple[_Promise, ...]
    again: str
    """What to do about promises elsewhere that say the same in other words."""
    tell: str
    """Whom a fix that changes words should tell."""
    title: str
    others: tuple[tuple[str, str], ...]
    """Key of any other mark → its name."""


def with_named_fixes(content: Content, mismatch: Mismatch, audit: Audit) -> Check:
    """The mismatch's check, with fixes that name the promise, the partner and the plan it is about."""
    check = mismatch.check
    corrects = not check.is_between_promises and any(fix.move == "say" for fix in check.fixes)
    again = correct_also(content, audit, mismatch.promises) if corrects else ""
    tell = whom_to_tell(content, audit, [mismatch]) if corrects else ""
    if not again and not tell and not check.marked and not any(fix.marked for fix in check.fixes):
        return check
    positions = _positions(mismatch)
    called = content.topics[check.topic].named if positions else {}
    work = called.get("work", {})
    others = {
        "channel": _named_rows("channel", mismatch, audit),
        "activity": _named_rows("activity", mismatch, audit, MOST_NAMED),
        "best": _best(content, mismatch, audit) if any("{best|" in fix.marked for fix in check.fixes) else "",
        "group": _named_rows("group", mismatch, audit),
        "goal": _goal(mismatch),
        "plan": _plan(mismatch),
        "rule": _rule(mismatch),
        **{key: work.get(positions.get(key, ""), "") for key in OF_TOPIC},
    }
    names = _Names(_promises(mismatch), again, tell, _titled(check, called, positions), tuple(others.items()))

    def named() -> Check:
        fixes = tuple(_named(fix, names) for fix in check.fixes)
        is_new = fixes != check.fixes or names.title != check.title
        return check.with_changes(fixes=fixes, title=names.title) if is_new else check

    return _NAMED.get((check,), names, named)


def _titled(check: Check, called: Mapping[str, Mapping[str, str]], positions: Mapping[str, str]) -> str:
    """The title, naming what is believed and what was found."""
    if without_marks(check.marked) != check.title:
        return check.title
    return "".join(
        called.get(each.key, {}).get(positions.get(each.key, ""), each.words) if isinstance(each, Mark) else each
        for each in pieces(check.marked)
    )


def _positions(mismatch: Mismatch) -> dict[str, str]:
    """The positions on the topic of a mismatch, as words: the one that is `believed`, and the one `found`."""
    key = {"believe": "believed", "deliver": "found"}
    said = (each for each in mismatch.statements if each.topic == mismatch.check.topic and each.subject is None)
    return {key[each.side]: each.word for each in said if each.side in key}


def _named(fix: Fix, names: _Names) -> Fix:
    do = "" if fix.marked else fix.do
    for piece in pieces(fix.marked):
        do += _filled(piece, fix, names, do) if isinstance(piece, Mark) else piece
    if fix.move == "say":
        do += names.again + ("" if fix.tells else names.tell)
    return fix.with_changes(do=do, marked="") if do != fix.do else fix


def _filled(mark: Mark, fix: Fix, names: _Names, before: str) -> str:
    """The text that takes the place of a mark: its words, a name, or both. `before` is the text before it."""
    promises, name = _listed(names.promises), dict(names.others).get(mark.key, "")
    match mark.key:
        case "promise" if promises and promises not in before:
            return f"the promise{'s' if len(names.promises) > 1 else ''} {promises}"
        case "other":
            return _listed([each for each in names.promises if each.tag != fix.to]) or mark.words
        case "words" if names.promises and not _are_said(mark, names.promises):
            return promises or "those words"
        case "best" | "believed" | "found":
            return name or mark.words
        case "rule" if name:
            return f"{mark.words} {name}"
        case "plan" if promises and not name:
            return f"{mark.words} that breaks {promises}"
        case _:
            return f"{mark.words} ({name})" if name else mark.words


def _listed(promises: Sequence[_Promise]) -> str:
    """The names of some promises; empty if there are too many to name."""
    if len(promises) == 1:
        return promises[0].name
    return " and ".join(each.short for each in promises) if len(promises) <= MOST_NAMED else ""


def _are_said(mark: Mark, promises: Sequence[_Promise]) -> bool:
    """Whether the promises contain all words that a mark quotes. The founder may have said the same in other words."""
    return all(any(same_words(quoted) in each.words for each in promises) for quoted in mark.quoted)


def _promises(mismatch: Mismatch) -> tuple[_Promise, ...]:
    """Each promise that the mismatch quotes; of those with the same words, only the first."""
    by_words: dict[tuple[str, str], _Promise] = {}
    for each in mismatch.statements:
        if each.side == "say" and each.subject is not None and each.subject.kind == "promise" and each.quote.strip():
            words, tag = same_words(each.quote), each.tag if mismatch.check.is_between_promises else ""
            by_words.setdefault((words, tag), _Promise(name_of(each.quote), f"“{opening(each.quote)}”", words, tag))
    return tuple(by_words.values())


def _named_rows(kind: RowKind, mismatch: Mismatch, audit: Audit, most: int = 1) -> str:
    """The names of the channels or activities that the mismatch is about; empty if there are more, or none."""
    rows = {each.subject.row for each in mismatch.statements if each.subject and each.subject.kind == kind}
    named = [row for row in audit.of(kind) if row.id in rows] if len(rows) <= most else []
    return " and ".join(" ".join(row.text("name").split()) for row in named)


def _best(content: Content, mismatch: Mismatch, audit: Audit) -> str:
    """The channel that brings most, named; if people there pass the founder's name on, to ask them for it."""
    way, name = brings_most(content, audit, mismatch.rows_of("activity"))
    work = content.topics[SOURCE].named.get("work", {}).get(way) if way == WORD and SOURCE in content.topics else ""
    return f"{work or MARKS['best']} ({name})" if name else ""


def _goal(mismatch: Mismatch) -> str:
    """The goal that the mismatch quotes: the founder's words in quotation marks, or what was picked without."""
    goal = next((each for each in mismatch.statements if each.source in GOALS), None)
    return _as_said(goal) if goal else ""


def _as_said(statement: Statement) -> str:
    """The founder's words in quotation marks, or what was picked without."""
    words = opening(statement.quote, LONGEST_PLAN)
    return f"{words[:1].lower()}{words[1:]}" if statement.is_label else f"“{words}”"


def _plan(mismatch: Mismatch) -> str:
    """The plan that the mismatch quotes: what the founder wrote in quotation marks, or what was picked without."""
    plan = next(plans_of(mismatch), None)
    if plan is None or (plan.source == INSTEAD_QUESTION and len(plan.quote) > LONGEST_ACCOUNT):
        return ""  # the beginning of an account may be about something else
    return _as_said(plan)


def _rule(mismatch: Mismatch) -> str:
    """The rule of the founder's own that the mismatch quotes."""
    said = (each.quote for each in mismatch.statements if each.tag == RULE and not each.is_label)
    return next((name_of(words) for words in said if words.strip()), "")


def plans_of(mismatch: Mismatch) -> Iterator[Statement]:
    """The plans that a mismatch quotes, and what it says happens instead of a promise."""
    broken = [each for each in mismatch.statements if each.source == INSTEAD_QUESTION]
    planned = [each for each in mismatch.statements if each.topic == CHANGE and each.source != CLAIMS]
    yield from (each for each in (*planned, *broken) if each.quote.strip())
