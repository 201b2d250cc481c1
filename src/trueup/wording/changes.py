"""What changed between two quarters, or would change in a what-if, and the trend in figures: for the summary, for the
command line, for the screen.

Nothing here is escaped; the founder's own words are unchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from trueup.answers.model import OPTIONAL_STEP, PASTED, Answer, Audit, FoundMismatch, Row
from trueup.answers.numbers import unit_of
from trueup.answers.place import Place, in_row
from trueup.content.model import IT, OF_PROMISE, Content, Question, RowKind
from trueup.engine.history import (
    GROUPS,
    MARKS,
    AnswerChange,
    Change,
    History,
    Point,
    Quarter,
    Rewritten,
    Stood,
    tallies,
)
from trueup.engine.model import Findings, Mismatch, Statement, Verdict, as_reported, from_its_claim, opening
from trueup.engine.next_quarter import CUSTOMERS
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.sanitize import plain_text
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.shortening import shortened

if TYPE_CHECKING:
    from trueup.engine.what_if import Difference

LONGEST_NAME = 32
"""The most characters of a promise's words in the name of its row."""

MOST_NAMED = 3
"""The most mismatches named when a what-if is compared with today."""

NOTHING = "not answered"


def title(content: Content, mismatch: str, *audits: Audit) -> str:
    """The title of a mismatch by its id, with the words of its promise from the first of these audits that has it. If
    its check no longer exists, it's named by the id.
    """
    if mismatch not in content.checks:
        return f"A check that is gone: {mismatch}"
    said = as_reported(content.checks[mismatch].title)
    promise = mismatch.partition(OF_PROMISE)[2]
    words = next((from_its_claim(row) for audit in audits if promise and (row := audit.row("promise", promise))), "")
    return IT.sub(lambda _: f"“{opening(words)}”", said, count=1) if words else said


def title_in(content: Content, mismatch: str, *quarters: Quarter) -> str:
    """The title of a mismatch as it was found in the first of these quarters that has it. Older files don't say what
    their mismatches were called, so those have the title of today.
    """
    called = (each.title for quarter in quarters for each in quarter.found.mismatches if each.id == mismatch)
    return next(called, "") or title(content, mismatch, *(quarter.audit for quarter in quarters))


def sign(found: FoundMismatch) -> str:
    """The one-character sign for a mismatch in an earlier quarter, such as `≠`."""
    return vocabulary.SIGNS.get(found.verdict if found.state == "open" else found.state, "")


def stood(how: Stood) -> str:
    """What a mismatch was in a quarter, in a word or two: its verdict, *accepted*, *not true here*, *fine* or *not
    judged*.
    """
    if not isinstance(how, FoundMismatch):
        return how
    return vocabulary.DECISIONS.get(how.state, how.verdict)


def headline(changes: Sequence[Change]) -> str:
    """How many changes there are in each group: `2 new, 1 reopened and 5 fixed`, or `nothing found, then or now`."""
    parts = [(group, sum(change.group == group for change in changes)) for group in GROUPS]
    told = [f"{number} {group}" for group, number in parts if number]
    return wording.listed(told) if told else "nothing found, then or now"


def moment(changes: Sequence[Change], since: str) -> str:
    """What has improved since a quarter, then what has got worse. If something was fixed and nothing got worse, how
    many mismatches are now counted because the one they were listed under is fixed: without this, the trend would seem
    to contradict the sentence.
    """
    fixed = sum(change.group == "fixed" for change in changes)
    worse = sum(change.group in ("new", "reopened") for change in changes)
    if not fixed and not worse:
        return f"Since {since}, nothing got better or worse."
    better = f"you fixed {wording.count(fixed, 'mismatch', 'mismatches')}" if fixed else "nothing was fixed"
    if worse:
        return f"Since {since}, {better}. {worse} {'is' if worse == 1 else 'are'} new or back."
    if left := sum(map(_is_counted_only_now, changes)):
        return f"Since {since}, {better}. {left} with the same cause {'is' if left == 1 else 'are'} left."
    return f"Since {since}, {better}. Nothing new came up."


def _is_counted_only_now(change: Change) -> bool:
    """Whether a mismatch was listed under another one, and isn't any more."""
    was, now = change.was, change.now
    return change.group == "persisting" and was is not None and now is not None and bool(was.under) and not now.under


# What one change did ---------------------------------------------------------


def news(before: Findings, after: Findings, said: Sequence[Statement]) -> str:
    """Which mismatches a change to an audit has ended, brought or turned into something else: `Gone: ‘…’. New: ‘…’
    and 2 more.` Empty if none. Mismatches with one cause are named once, and a decision about one isn't news. If all
    that a mismatch rests on is still said, and an answer about what happens ended it, the two may not fit together.
    """
    then, now = ({each.id: each for each in findings.leaders} for findings in (before, after))
    had, has = ({each.id: each for each in findings.every} for findings in (before, after))
    gone = {id: each.title for id, each in then.items() if id not in has}
    standing = {id for id in gone if _is_ended_by_a_fact(then[id], said)}
    new = {id: each.title for id, each in now.items() if id not in had}
    both = [(was, has[id]) for id, was in then.items() if id in has and after.mismatch(id) is has[id]]
    parts = {
        "Gone": [title for id, title in gone.items() if title not in new.values() and id not in standing],
        STILL_SAID: [title for id, title in gone.items() if title not in new.values() and id in standing],
        "New": [title for title in new.values() if title not in gone.values()],
        **{
            said: [each.title for was, each in both if not each.under and was.verdict != each.verdict == verdict]
            for verdict, said in TURNED.items()
        },
        "Under another with the same cause": [each.title for _, each in both if each.under],
        "On its own now": [each.title for id, each in now.items() if id in had and had[id].under],
    }
    return " ".join(f"{said}: {_named(titles)}." for said, titles in parts.items() if titles)


def _is_ended_by_a_fact(mismatch: Mismatch, said: Iterable[Statement]) -> bool:
    """Whether all that a mismatch rests on is still said, and silenced by what is delivered, not by other words."""
    left = {each.key: each for each in said}
    if not all(each.key in left for each in mismatch.statements):
        return False
    taken = {(each.side, each.tag) for each in left.values()}
    silencing = {term.side for term in mismatch.check.unless if any((term.side, tag) in taken for tag in term.tags)}
    return silencing == {"deliver"}


STILL_SAID = "Ended by this answer, which may contradict an earlier one"
"""What is said of a mismatch that another answer has ended."""

TURNED: Mapping[Verdict, str] = {
    "contradiction": "A contradiction now",
    "tension": "Only a tension now",
    "unproven": "Only unproven now",
}
"""What is said of a mismatch whose verdict has changed."""

MOST_IN_NEWS = 2
"""The most mismatches named as gone, as new and so on. A notice is one line, or a few."""


def _named(titles: Sequence[str]) -> str:
    several = list(dict.fromkeys(f"‘{each}’" for each in titles))
    more = len(several) - MOST_IN_NEWS
    return wording.listed([*several[:MOST_IN_NEWS], *([f"{more} more"] if more > 0 else [])])


# Answers ---------------------------------------------------------------------


def where(content: Content, audits: Sequence[Audit], place: str) -> str:
    """The name of an answer's place: `Offer: buying alone` or `HomeGuild: the steps`. For a whole row, only the row's
    name: `HomeGuild`.

    The row's name comes from the first of the audits that has the row.
    """
    at = Place.of(place)
    question = content.questions.get(at.question)
    asked = (question.short or question.text) if question else at.field or place
    if at.kind is None:
        home = content.screens.get(question.home) if question else None
        return f"{home.title}: {asked}" if home else vocabulary.ROWS["customer"] if place == CUSTOMERS else place
    row = next((row for audit in audits if (row := audit.row(at.kind, at.row))), None)
    name = named(content, at.kind, row) if row else at.row
    return f"{name}: {asked}" if at.field else name


def named(content: Content, kind: RowKind, row: Row) -> str:
    """A row's name in a list of rows of all kinds: a promise by its words, others by their names."""
    if kind == "promise" and row.text("words").strip():
        return f"“{shortened(row.text('words'), LONGEST_NAME)}”"
    return wording.row_name(content, kind, row)


PASTED_PAGE = "Pasted page"


def read_at(row: Row) -> str:
    """The file and the line, `home.html:14`, or the day on which a page was pasted; empty if the promise was typed."""
    source = row.source
    if source is None:
        return ""
    if source.file == PASTED:
        return f"{PASTED_PAGE}, {_written(source.day)}" if source.day else PASTED_PAGE
    return plain_text(f"{source.file.replace(chr(92), '/').rpartition('/')[2]}:{source.line}")


def _written(day: str) -> str:
    """A day as `15 Nov 2026`."""
    at = date.fromisoformat(day)
    return f"{at.day} {at:%b} {at.year}"


def said(content: Content, audit: Audit, place: str, answer: Answer | None) -> str:
    """An answer as it was picked or written; for a removed question, as it is in the file."""
    if answer is None:
        return NOTHING
    question = content.questions.get(Place.of(place).question)
    if question is None:
        value = answer.value if answer.state == "given" else answer.state
        return ", ".join(value) if isinstance(value, tuple) else str(value)
    return wording.answer(content, audit, question, answer)


def label(content: Content, audit: Audit, question: Question, answer: Answer | None) -> str:
    """An answer in a word or two: the position it takes, if any, else the answer as given."""
    if answer is None or answer.state != "given":
        return {"unsure": "unsure", "na": "n/a"}[answer.state] if answer else "open"
    if isinstance(answer.value, float):
        return wording.figure(answer.value, unit_of(audit, question))
    if isinstance(answer.value, str) and question.kind != "choice":
        return answer.value
    picked = (answer.value,) if isinstance(answer.value, str) else answer.value or ()
    first = _position(content, question, picked[0]) if picked else "none"
    return f"{first} +{len(picked) - 1}" if len(picked) > 1 else first


def _position(content: Content, question: Question, key: str) -> str:
    """The label of what was picked: for a claim its position, for a choice the first position it stands for."""
    name = key.removesuffix(OPTIONAL_STEP)
    stands = (name,) if question.is_checklist else next((c.stands for c in question.choices if c.key == name), ())
    known = [tag for tag in stands if tag.partition(".")[0] in content.topics]
    return content.label(known[0]) if known else name


class AnswerDifference(NamedTuple):
    """One answer that differs, or a row that's new or gone: its place, its name, and its old and new answer."""

    place: str
    where: str
    then: str
    now: str


def differences(
    content: Content, was: Audit, now: Audit, changes: Iterable[AnswerChange]
) -> Iterator[AnswerDifference]:
    """The answers that differ, in words. A row that's new or gone is mentioned once, not field by field. Each quarter
    has different customers, so only their totals are compared.
    """
    told: set[str] = set()
    for change in changes:
        at = Place.of(change.place)
        had, has = (audit.row(at.kind, at.row) if at.kind else None for audit in (was, now))
        if at.kind is None or (had and has):
            place = where(content, (now, was), change.place)
            yield AnswerDifference(change.place, place, *_differing(content, was, now, change))
        elif (row := in_row(at.kind, at.row)) not in told:
            told.add(row)
            then, today = ("there", "gone") if had else ("", "new")
            yield AnswerDifference(change.place, where(content, (now, was), row), then, today)

    yield from _of_customers(content, was, now)


def _of_customers(content: Content, was: Audit, now: Audit) -> Iterator[AnswerDifference]:
    """The customer columns whose totals differ. Nothing counts as changed while the later quarter has no customers."""
    then, today = tallies(content, was), tallies(content, now)
    for column, (question, counted) in today.items():
        before = then.get(column)
        if before is None or before[1] != counted:
            place = f"{vocabulary.ROWS['customer']}: {question.short or question.text}"
            yield AnswerDifference(
                column, place, tally(question, before[1]) if before else NOTHING, tally(question, counted)
            )


def tally(question: Question, counted: Counter[str]) -> str:
    """A column of the last ten customers, counted: `4 talked first, 6 alone`. Never a percentage, because they are so
    few.
    """
    labels = {choice.key: choice.label.partition(",")[0] for choice in question.choices}
    order = sorted(counted, key=lambda key: list(labels).index(key) if key in labels else len(labels))
    return ", ".join(f"{counted[key]} {labels.get(key, key)}" for key in order)


def _differing(content: Content, was: Audit, now: Audit, change: AnswerChange) -> tuple[str, str]:
    """An answer before and after; if both read the same, with the evidence or note that differs."""
    then, today = said(content, was, change.place, change.was), said(content, now, change.place, change.now)
    if then != today or change.was is None or change.now is None:
        return then, today
    if change.was.evidence != change.now.evidence:
        known = [vocabulary.KNOWN[each.evidence] if each.evidence else "as usual" for each in (change.was, change.now)]
        return f"{then}, {known[0]}", f"{today}, {known[1]}"
    notes = [f"note: “{each.note}”" if each.note else "without a note" for each in (change.was, change.now)]
    return f"{then}, {notes[0]}", f"{today}, {notes[1]}"


# Changed questions and checks ----------------------------------------------------------------


def rewriting(content: Content, history: History, since: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """Headings such as *Questions that are new* or *Checks that are gone*, each with the questions or checks it applies
    to.
    """
    changed: Rewritten = history.rewritten(since, name)

    def asked(id: str) -> str:
        """The question as it's asked today; a removed one by its id."""
        return content.questions[id].text if id in content.questions else id

    parts = (
        ("Questions that are new", [asked(id) for id in changed.new_questions]),
        ("Questions worded differently", [asked(id) for id in changed.reworded]),
        ("Questions that are gone", [asked(id) for id in changed.gone_questions]),
        ("Checks that are new", [title(content, id) for id in changed.new_rules]),
        ("Checks that look at something else", [title(content, id) for id in changed.changed_rules]),
        ("Checks that are gone", [title(content, id) for id in changed.gone_rules]),
    )
    yield from ((heading, lines) for heading, lines in parts if lines)


# A what-if, compared with today ---------------------------------------------------------------


def what_if_in_one_line(tried: Difference) -> str:
    """The number of mismatches today and with what is being tried: `5 → 2 mismatches, 1 new`. If the number stays the
    same, the change in impact is added.
    """
    new = f", {len(tried.new)} new" if tried.new else ""
    counted = f"{tried.was} → {tried.now} mismatches{new}"
    if tried.was == tried.now and tried.impact_was != tried.impact_now:
        return f"{counted}, impact {tried.impact_was:.2f} → {tried.impact_now:.2f}"
    return counted


def what_if_in_full(content: Content, tried: Difference) -> list[str]:
    """What would be gone, and what would be new; a sentence each."""
    said = []
    for what, ids in (("Gone", tried.gone), ("New", tried.new)):
        if ids:
            more = [f"{len(ids) - MOST_NAMED} more"] if len(ids) > MOST_NAMED else []
            said.append(f"{what}: {wording.listed([f'“{title(content, id)}”' for id in ids[:MOST_NAMED]] + more)}.")
    return [*said, f"Impact {tried.impact_was:.2f} → {tried.impact_now:.2f}."]


# The trend: one series per number, one figure per quarter -----------------------------------------


class Series(NamedTuple):
    """One number over the quarters."""

    label: str
    sign: str
    values: tuple[float | None, ...]
    """None: not known in that quarter."""
    is_share: bool = False
    """Whether the values are shares (0–1), which are shown in percent."""

    @property
    def figures(self) -> tuple[str, ...]:
        """The values as they are shown."""
        return tuple(
            vocabulary.MISSING if v is None else f"{v:.0%}" if self.is_share else f"{v:g}" for v in self.values
        )


def series(points: Sequence[Point]) -> tuple[Series, ...]:
    """The numbers of the trend: open mismatches by verdict, how much was judged, who bought, and how it feels."""
    marked = next((point.strain for point in reversed(points) if point.strain), None)
    return (
        Series("contradiction", vocabulary.SIGNS["contradiction"], tuple(each.contradictions for each in points)),
        Series("tension", vocabulary.SIGNS["tension"], tuple(each.tensions for each in points)),
        Series("unproven", vocabulary.SIGNS["unproven"], tuple(each.unproven for each in points)),
        Series("checks judged", "", tuple(each.judged for each in points), is_share=True),
        Series("asked, then bought", "", tuple(each.bought for each in points), is_share=True),
        Series(
            f"how it feels, of {marked.most}" if marked else "how it feels",
            "",
            tuple(each.strain.total if each.strain else None for each in points),
        ),
    )


def by_severity(points: Sequence[Point]) -> tuple[Series, ...]:
    """Open mismatches by severity, the most severe first; severities that never occurred are left out."""
    words = [
        word for word in dict.fromkeys(SEVERITY_WORDS.values()) if any(word in each.by_severity for each in points)
    ]
    return tuple(Series(word, "", tuple(point.by_severity.get(word, 0) for point in points)) for word in words)


def by_channel(content: Content, audits: Sequence[Audit], points: Sequence[Point]) -> tuple[Series, ...]:
    """For each channel, how many of the people who asked also bought, as a share. The channel's name comes from the
    newest audit that has it.
    """
    slugs = dict.fromkeys(flow.channel for point in points for flow in point.flows)
    rows = {slug: next(filter(None, (audit.row("channel", slug) for audit in audits)), None) for slug in slugs}
    return tuple(
        Series(
            wording.row_name(content, "channel", row) if row else slug,
            "",
            tuple(point.bought_in(slug) for point in points),
            is_share=True,
        )
        for slug, row in rows.items()
    )


def carried(content: Content, audit: Audit) -> frozenset[str]:
    """The labels of the numbers that depend on answers copied from the quarter before and not confirmed yet."""
    kinds = {Place.of(place).kind for place in audit.unconfirmed}
    labels = {"asked, then bought"} if "channel" in kinds else set()
    asked = (content.questions.get(place) for place in audit.unconfirmed)
    if any(question is not None and question.field.startswith(MARKS) for question in asked):
        labels.add("how it feels")
    return frozenset(labels)


def quarter_heads(names: Sequence[str]) -> Iterator[str]:
    """Quarters as column headings: `25 Q4`, `26 Q1`, `Q2`, with the year when it changes."""
    for nth, name in enumerate(names):
        year, _, quarter = name.partition("-")
        another = nth == 0 or names[nth - 1].partition("-")[0] != year
        yield f"{year[2:]} {quarter}" if another else quarter
