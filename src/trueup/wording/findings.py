"""The words for findings and answers, one line each and as plain text: for the summary, for `trueup check`.

Nothing here is escaped; the founder's own words are unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from unicodedata import category

from trueup.answers.model import OPTIONAL_STEP, Answer, Audit, Row
from trueup.answers.numbers import SHARE, counted, unit_of
from trueup.content.model import Content, Fix, Question, RowKind
from trueup.engine import applicability as asking
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import INSTEAD_QUESTION, STAYS_QUESTION
from trueup.engine.causes import CHANGE, FACTS, same_words
from trueup.engine.fixes import other_causes, passed_over_by
from trueup.engine.judge import total
from trueup.engine.measures import CustomerCount
from trueup.engine.model import (
    Agreement,
    Findings,
    Mismatch,
    NeedsAnswer,
    Statement,
    TriedFix,
    as_reported,
    name_of,
    opening,
)
from trueup.engine.named_fixes import MOST_NAMED
from trueup.engine.open_questions import promise_decided
from trueup.engine.ranking import CERTAINTY, SEVERITY_WORDS, VOWED
from trueup.engine.statements import ask_of
from trueup.engine.things import are_of_one_thing
from trueup.engine.twins import PARTNER
from trueup.sanitize import plain_text
from trueup.wording import vocabulary
from trueup.wording.shortening import in_marks, shortened

COUNTED = frozenset({"hours", "days"})
"""Units that are words and lose their s after a 1: `1 hour`."""


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 check`, `3 checks`, `no checks`."""
    return f"{number or 'no'} {noun if number == 1 else plural or noun + 's'}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; at least one."""
    *most, end = parts
    return f"{', '.join(most)} {last} {end}" if most else end


def figure(value: float, unit: str = "") -> str:
    """A number as a person says it: `1,200 hours`, `1 hour`, `$39`; shares (0–1) are shown in percent."""
    if unit == SHARE:
        return f"{value * 100:,.4g}%"
    number = f"{value:,.12g}"
    if len(unit) == 1 and category(unit) == "Sc":
        return f"-{unit}{number[1:]}" if value < 0 else f"{unit}{number}"
    if value == 1 and unit in COUNTED:
        unit = unit.removesuffix("s")
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".rstrip()


def order(findings: Findings) -> str:
    """How the open mismatches are sorted; empty if they are simply sorted by impact."""
    impacts = [found.impact for found in findings.leaders]
    is_by_impact = impacts == sorted(impacts, reverse=True)
    return "" if is_by_impact else "Sorted by harm, critical untrue claims, what's read first, then impact."


def lead(findings: Findings) -> str:
    """The number of mismatches, counting each cause once, and how much could be judged. What couldn't be judged is
    never presented as fine.
    """
    judged = f"{findings.decided} of {count(findings.possible, 'check')}"
    left = findings.possible - findings.decided
    needs = "1 more needs" if left == 1 else f"{left} more need"
    unanswered = f" {needs} an answer, and may still conflict." if left else ""
    if decided := settled(findings):
        unanswered = f"{unanswered} {decided[:1].upper()}{decided[1:]}."
    verdicts = [found.verdict for found in findings.leaders]
    if not verdicts:
        return f"Nothing conflicts in what has been judged: {judged}.{unanswered}"
    kinds = {"contradiction": "contradictions", "tension": "tensions", "unproven": "unproven"}
    found = listed(count(verdicts.count(one), one, several) for one, several in kinds.items() if one in verdicts)
    return f"{count(len(verdicts), 'mismatch', 'mismatches')} in {judged}: {found}.{unanswered}"


def settled(findings: Findings) -> str:
    """How many mismatches were accepted and how many objected to: `1 accepted and 2 not true here`, or an
    empty string.
    """
    by_word = {vocabulary.DECISIONS["accepted"]: findings.accepted, vocabulary.DECISIONS["objected"]: findings.objected}
    parts = [f"{len(found)} {word}" for word, found in by_word.items() if found]
    return listed(parts) if parts else ""


def reach(mismatch: Mismatch) -> str:
    """Whom a mismatch affects: `everyone`, `everyone it applies to`, `46% of customers` or `of the people who come`,
    and whether that's assumed; or `2 cases so far`, if a promise was counted in few.
    """
    if mismatch.cases:
        return f"{count(mismatch.cases, 'case')} so far"
    share = mismatch.reach
    people = "the people who come" if mismatch.of_coming else "customers"
    everyone = "everyone it applies to" if mismatch.is_of_some else "everyone"
    whom = everyone if share >= 1 else f"{share:.0%} of {people}" if share >= 0.01 else f"under 1% of {people}"
    return f"{whom}, assumed" if mismatch.reach_assumed else whom


def gist(mismatch: Mismatch) -> str:
    """Verdict, severity, customers affected and impact in a few words."""
    return f"{mismatch.verdict}, {SEVERITY_WORDS[mismatch.severity]}, {reach(mismatch)}, impact {mismatch.impact:.2f}"


def arithmetic(mismatch: Mismatch) -> str:
    """How the impact is worked out, so that the founder can dispute it."""
    return (
        f"Impact {mismatch.severity} × {mismatch.reach:.4g} × {mismatch.certainty:.4g} = {mismatch.impact:.2f}: "
        f"severity {mismatch.severity} of 5 ({SEVERITY_WORDS[mismatch.severity]}), "
        f"customers affected: {reach(mismatch)}, certainty {mismatch.certainty:.4g} "
        f"(weaker side: {how_known(mismatch)})."
    )


def how_known(mismatch: Mismatch) -> str:
    """How certain the weaker side of a mismatch is, in words: `from memory`."""
    weakest = [each for each in mismatch.statements if each.evidence == mismatch.evidence]
    known = PLANNED if weakest and all(map(is_planned, weakest)) else vocabulary.KNOWN[mismatch.evidence]
    if mismatch.certainty > CERTAINTY[mismatch.evidence]:
        return f"{known}, needs no counting"
    return f"{known}, in few cases" if mismatch.cases and mismatch.certainty < CERTAINTY[mismatch.evidence] else known


def position(content: Content, statement: Statement) -> str:
    """The position a statement takes, in a word or two; a guess carries a question mark."""
    return content.label(statement.tag) + ("?" if statement.evidence == "guess" else "")


def positions(content: Content, statements: Iterable[Statement]) -> str:
    """The positions that statements in the same words take."""
    return ", ".join(dict.fromkeys(position(content, statement) for statement in statements))


def agreed(content: Content, agreement: Agreement) -> str:
    """What two or more sides agree on, as sentences; for a position that has none, the topic and the position's
    label. If the promises are only about some cases, the sentences say so.
    """
    topic = content.topics[agreement.topic]
    words = [tag.partition(".")[2] for tag in agreement.tags]
    sentences = " ".join(topic.agreed.get(word) or f"{topic.title}: {topic.positions[word]}." for word in words)
    return f"{sentences.rstrip('.')}, as far as you promise it." if agreement.is_scoped else sentences


def sayings(content: Content, statements: Iterable[Statement]) -> list[list[Statement]]:
    """The statements in groups: those in the same words, from one answer or from promises published in several places,
    are in one group, whatever positions they take. Without words, only those with one position are.
    """
    found: dict[tuple[object, ...], list[Statement]] = {}
    for statement in statements:
        home = content.questions[ask_of(statement.source)].home
        is_quoted = bool(statement.quote) and not statement.measured
        who = same_words(statement.quote) if is_quoted and home == "promise" else statement.subject
        tag = "" if is_quoted else statement.tag
        found.setdefault((statement.side, tag, who, home, statement.quote, statement.evidence), []).append(statement)
    return list(found.values())


def source(analysis: Analysis, statement: Statement, *same: Statement) -> str:
    """Where the quoted words come from: `Offer: buying alone`, `HomeGuild: the steps`, `The last ten customers:
    started`.
    """
    every = (statement, *same)
    questions = [analysis.content.questions[ask_of(each.source)] for each in every]
    home = listed(dict.fromkeys(_home(analysis, each) for each in every))
    return f"{home}: {listed(dict.fromkeys(question.short or question.text for question in questions))}"


def _home(analysis: Analysis, statement: Statement) -> str:
    """The name of the area or the row that a statement is from."""
    content = analysis.content
    if statement.subject is None:
        home = content.questions[ask_of(statement.source)].home
        return vocabulary.ROWS["customer"] if home == "customer" else content.screens[home].title
    row = analysis.audit.row(statement.subject.kind, statement.subject.row)
    return row_name(content, statement.subject.kind, row) if row else statement.subject.row


def whence(analysis: Analysis, statement: Statement, *same: Statement) -> str:
    """Where the quoted words come from and, for what really happens, how that's known: `Operations: speed, from a
    record`.
    """
    home = source(analysis, statement, *same)
    is_known_by = statement.side == "deliver" or statement.evidence == "guess"
    known = PLANNED if is_planned(statement) else vocabulary.KNOWN[statement.evidence]
    return f"{home}, {known}" if is_known_by else home


def backing(content: Content, statement: Statement) -> str:
    """How an answer about a promise is known; for terms, the name of the question."""
    if statement.side == "deliver":
        return PLANNED if is_planned(statement) else vocabulary.KNOWN[statement.evidence]
    question = content.questions[ask_of(statement.source)]
    return question.short or question.text


PLANNED = "as planned"
"""How an answer about the future is known, unless a record or a guess was named."""
_TODAY = "kept.untrue"
"""The only position of the question about the future that is about today: *It isn't true today*."""


def is_planned(statement: Statement) -> bool:
    """Whether a statement is about what the founder plans, which can't be remembered."""
    return _is_a_plan(statement) and statement.evidence == "memory"


def _is_a_plan(statement: Statement) -> bool:
    return statement.source == STAYS_QUESTION and statement.tag != _TODAY


def known_in_a_word(statement: Statement) -> str:
    """How a statement is known, in one word for a narrow place: `memory`, `record`, `plan`."""
    return "plan" if is_planned(statement) else statement.evidence


UNPLACED = "A promise"
"""The name of a promise whose place isn't answered."""


def row_name(content: Content, kind: RowKind, row: Row) -> str:
    """A row's name: the place of a promise, the name of a channel, the name of a customer; else its slug."""
    said = row.text(vocabulary.NAMED_BY[kind])
    question = content.questions.get(f"{kind}.{vocabulary.NAMED_BY[kind]}")
    labels = {choice.key: choice.label for choice in question.choices} if question else {}
    return plain_text(labels.get(said, said)).strip() or (UNPLACED if kind == "promise" else row.id)


def place_name(analysis: Analysis, promise: Row) -> str:
    """The place of a promise. If another promise has the same place, the beginning of the words is added, to tell the
    two apart.
    """
    name = row_name(analysis.content, "promise", promise)
    alike = [row for row in analysis.audit.of("promise") if row.text("where") == promise.text("where")]
    return f"{name} (“{opening(promise.text('words'))}”)" if len(alike) > 1 else name


def answer(content: Content, audit: Audit, question: Question, given: Answer) -> str:
    """An answer in the words of the choices; *not sure* and *not applicable* are answers too."""
    if given.state != "given":
        return "not sure" if given.state == "unsure" else "not applicable"
    value = given.value
    if isinstance(value, float):
        return counted(given, question.unit) or figure(value, unit_of(audit, question))
    if question.kind == "text" and isinstance(value, str):
        return value
    if question.kind == "channel" and isinstance(value, str):
        row, choice = audit.row("channel", value), question.by_key.get(value)
        return row_name(content, "channel", row) if row else choice.label if choice else value
    picked = (value,) if isinstance(value, str) else value or ()
    if question.is_checklist:
        labels = {f"{f.id}.{word}": claim for f in content.topics.values() for word, claim in f.claims.items()}
    else:
        labels = {choice.key: choice.label for choice in question.choices}
    if question.kind == "steps":
        return ", then ".join(_step(key, labels) for key in picked)
    return ", ".join(labels.get(key, key) for key in picked) or (
        "everyone" if question.kind == "groups" else "none of these"
    )


def known(question: Question, answer: Answer) -> str:
    """How an answer is known, in brackets; empty if that isn't asked."""
    if question.side != "deliver" or answer.state != "given":
        return ""
    return f"({known_from(question, answer)})"


def known_from(question: Question, answer: Answer) -> str:
    """How an answer is known: `from memory`, or for an answer about the future `as planned`."""
    evidence = answer.evidence or question.evidence
    if question.id == STAYS_QUESTION and evidence == "memory":
        choice = question.by_key.get(answer.value) if isinstance(answer.value, str) else None
        if choice is not None and _TODAY not in choice.stands:
            return PLANNED
    return vocabulary.KNOWN[evidence]


def _step(key: str, labels: Mapping[str, str]) -> str:
    name = key.removesuffix(OPTIONAL_STEP)
    return labels.get(name, name) + (" (some skip it)" if key.endswith(OPTIONAL_STEP) else "")


def who_moves(fix: Fix, statements: Iterable[Statement] = ()) -> str:
    """What a fix changes: message, offer, channel, operations, goal or market; `stop` if it stops a row.

    The statements of a mismatch distinguish a channel from the rest of what is delivered.
    """
    if fix.move is None:
        return "stop"
    rows = {
        statement.subject.kind if statement.subject else "" for statement in statements if statement.side == fix.move
    }
    return "channel" if fix.move == "deliver" and rows == {"channel"} else vocabulary.MOVES[fix.move]


def gain_in_words(findings: Findings, tried: TriedFix) -> str:
    """The gain of a fix, as a sum: the impact of all mismatches before it, after it, and the difference. A fix that
    gains nothing by itself has no sum: what it leaves may weigh more than what it ends.
    """
    if not tried.gain:
        return f"{gain(tried)}."
    before = total(findings.mismatches)
    after = abs(round(before - tried.gain, 2))
    return f"Gain {before:.2f} − {after:.2f} = {tried.gain:.2f}, the impact of everything before and after."


def gain(tried: TriedFix) -> str:
    """The gain of a fix. If it solves something and gains nothing, that is said too."""
    while_others_stay = " while others with the same cause stay" if tried.solves and not tried.gain else ""
    return f"Gain {tried.gain:.2f}{while_others_stay}"


def outcome(content: Content, findings: Findings, tried: TriedFix, mismatch: Mismatch) -> str:
    """What a fix does to the mismatch it is offered for, what else it solves, and what of the same cause it leaves. A
    rewritten promise is offered for each of its mismatches.
    """
    passed = [each.id for each in passed_over_by(findings, tried, mismatch)]
    others = [check for check in tried.solves if check != mismatch.id and check not in passed]
    named = {*tried.solves, *(each.id for each in other_causes(findings, mismatch))}
    left = [each.id for each in findings.mismatches if each.under == mismatch.id and each.id not in named]
    half = half_done(findings, tried, mismatch)
    solves = (vocabulary.OUTCOMES_OF_HALF if half else vocabulary.OUTCOMES)[tried.outcome].replace("{half}", half)
    also = f"; solves {titles(content, others, findings)} too" if others else ""
    if_said = f"; solves {titles(content, passed, findings)} if the new words say so" if passed else ""
    but = f"; leaves {titles(content, left, findings)}" if left and tried.outcome != "not enough alone" else ""
    return f"{solves}{also}{if_said}{but}"


def half_done(findings: Findings, tried: TriedFix, mismatch: Mismatch, done: Collection[str] = ()) -> str:
    """What a fix leaves of what breaks the promise, such as `half of what breaks it: ‘…’ remains`; empty if it leaves
    nothing. What is in `done` is solved by other fixes.
    """
    others = other_causes(findings, mismatch)
    left = [each for each in others if each.id not in tried.solves and each.id not in done]
    if not left or tried.outcome == "not enough alone":
        return ""
    part, remain = ("half", "remains") if len(left) == len(others) == 1 else ("part", "remain" + "s" * (len(left) == 1))
    return f"{part} of what breaks it: {_by_title(left)} {remain}"


def also_to_say(findings: Findings, tried: TriedFix, mismatch: Mismatch) -> str:
    """What the new words of a fix pass over but must deal with, by title; empty if nothing."""
    passed = passed_over_by(findings, tried, mismatch)
    return _by_title(passed) if passed else ""


def _by_title(found: Iterable[Mismatch]) -> str:
    return listed(f"‘{each.title}’" for each in found)


def without_fixes(content: Content, mismatch: Mismatch) -> str:
    """Why a mismatch has no fix of its own."""
    return content.screens["card"].texts["fix-above" if mismatch.promise and mismatch.under else "no-fix"]


PRINTED = frozenset({"paper", "mail"})
"""The places of promises whose copies can't be changed any more: on paper, and in emails."""

_TODAY_FIRST = re.compile(r"^Today, (\w)")
_TODAY_LATER = re.compile(
    r"(?<![Ff]rom)(?<!true)(?<!placed)(?<! up)(?<!accessible)(?<!have) today(?=[,.]| and\b| or\b| with\b)"
)
_AND_TODAY = re.compile(r"(?<=\band) today|(?<=^Stop) today")


def by_a_day(do: str) -> str:
    """What to do, for a list that says by which day: without *today*."""
    do = _AND_TODAY.sub("", do)
    return _TODAY_LATER.sub("", _TODAY_FIRST.sub(lambda found: found[1].upper(), do))


def to_do(audit: Audit, findings: Findings, tried: TriedFix, others: Iterable[TriedFix] = ()) -> str:
    """What to do, for a list without the mismatches: with the promise it's about, unless the fix names it, what the fix
    and the others in the list leave of what breaks the promise, and what the founder said happens instead, if that is
    to be written. Unless it reads as copy, it's called a note.
    """
    fix, mismatch = tried.fix, findings.found(tried.check)
    if mismatch is None:
        return fix.do
    below = [each for each in findings.mismatches if each.under == mismatch.id and each.promise]
    quoted = _words_of([mismatch]) or _words_of(below)
    if tried.is_either:
        return whatever_is_true(tried, quoted)
    named = [
        name_of(each) if len(quoted) == 1 else f"“{opening(each)}”"
        for each in quoted
        if f"“{opening(each, RECOGNISED).rstrip('…')}" not in fix.do
    ]
    do = f"{fix.do.rstrip('.')} ({listed(named)})." if named and len(quoted) == len(named) <= MOST_NAMED else fix.do
    promises = {fix.rewrite} if fix.rewrite else mismatch.promises
    rewritten = [row for row in audit.of("promise") if row.id in promises]
    if fix.move == "say" and "printed" not in do and any(row.text("where") in PRINTED for row in rewritten):
        do += " Also correct any copies already printed or sent."
    if fix.move == "say" and (going_out := _going_out(audit, rewritten)):
        do += f" Check what's still to go out: {listed(going_out)}."
    if half := half_done(findings, tried, mismatch, {id for each in others for id in each.solves}):
        do += f" This ends {half}."
    if passed := also_to_say(findings, tried, mismatch):
        do += f" The new words must also deal with {passed}."
    # Imported late: home needs none of its many patterns.
    from trueup.wording.own_account import names_of_customers, told

    about = [each for each in below if each.promise in promises]
    shown, is_copy = told(_account((mismatch, *about), promises), names_of_customers(audit))
    if not shown or fix.move not in ("say", *FACTS) or _ends(mismatch, tried.fix):
        return do
    if fix.move != "say":
        return f"{do} {REMINDER}: {in_marks(shown)}"
    # What breaks a promise without exceptions should end, and isn't to be published. Nor is a plan that ends one.
    is_copy = is_copy and not any(
        row.text("where") == PARTNER or row.text("stays") == "ends" or VOWED & {*row.many("claims")}
        for row in rewritten
    )
    return f"{do} {'In your words' if is_copy else NOTE}: {in_marks(shown)}"


def whatever_is_true(tried: TriedFix, quoted: Sequence[str]) -> str:
    """What to do: the fix or, if it deletes one of two promises of which nothing says which is true, to find out."""
    if not tried.is_either or len(quoted) != MOST_NAMED:
        return tried.fix.do
    return EITHER.replace("{words}", " or ".join(map(name_of, quoted)))


def do_about(mismatch: Mismatch, tried: TriedFix) -> str:
    """What to do beside a mismatch, which already quotes everything."""
    return whatever_is_true(tried, _words_of([mismatch]))


EITHER = "Find out which is true, {words}, and delete the other. If they're about different things, say which is which."
"""What to do about two promises that exclude each other, where nothing says which of them is true."""

KEEPS_IT = "what it said."
"""How a fix ends that keeps a promise for people who relied on it, whatever is planned."""

REMINDER = "Your note on what happens"
"""What introduces it where the fix ends or changes what happens."""

NOTE = "Your note, to write from and not to copy"
"""What introduces the founder's account where it isn't fit for a page. Many accounts are confessions, name one
customer's case, or are no longer true once the fix is done."""

WITH_WORDS = frozenset({"ads", "posts", "writing", "mail", "paper", "partner"})
"""Kinds of activities that publish words."""
SHORT = WITH_WORDS - {"posts", "writing"}
"""Those that have room for little more than a headline."""
TO_COME = frozenset({"planned", "booked"})
"""The states of activities that haven't begun."""


def _going_out(audit: Audit, promises: Sequence[Row]) -> list[str]:
    """The names of planned activities whose words could repeat what is untrue: they are about the same thing as one of
    these promises, if it's printed or among those that people read first. Empty if there are too many to name.
    """
    headline = next((row.id for row in audit.of("promise") if not row.is_inactive), "")
    own = [row for row in promises if row.text("where") != PARTNER]
    names = [
        " ".join(each.text("name").split())
        for each in audit.of("activity")
        if each.text("state") in TO_COME
        and any(are_of_one_thing(audit, row, each) and _may_repeat(row, each, headline) for row in own)
    ]
    names = [name for name in names if name]
    return names if len(names) <= MOST_NAMED else []


def _may_repeat(promise: Row, activity: Row, headline: str) -> bool:
    """Whether an activity may say the same as a promise: whatever is short repeats the headline, what is printed
    repeats printed words, and everything that invites people says whom it's for.
    """
    what = activity.text("what")
    if not {"access.condition", "who.one"}.isdisjoint(promise.many("claims")):
        return what in WITH_WORDS
    return (promise.id == headline and what in SHORT) or (promise.text("where") in PRINTED and what in PRINTED)


RECOGNISED = 16
"""How many characters of a promise a fix must contain so that it names the promise."""


def _words_of(found: Iterable[Mismatch]) -> tuple[str, ...]:
    """The different words of the promises that some mismatches quote."""
    spoken = (each for every in found for each in every.statements if each.side == "say")
    words = [each.quote for each in spoken if each.row_of("promise")]
    return tuple({same_words(each): each for each in reversed(words) if each.strip()}.values())[::-1]


def _account(found: Iterable[Mismatch], promises: Collection[str]) -> str:
    """What happens instead of a promise, in the founder's words: as the mismatch itself says, or a count of the same
    promise that is folded under it. Empty if a fix is about several promises.
    """
    if len(promises) != 1:
        return ""
    said = (each.quote for every in found for each in every.statements if each.source == INSTEAD_QUESTION)
    return next(filter(str.strip, said), "")


def _ends(mismatch: Mismatch, fix: Fix) -> bool:
    """Whether a mismatch is about what the founder plans, so that what was told is the plan and not what to write. If a
    planned change is only to be announced, it is what to write.
    """
    is_kept = fix.tells or fix.do.endswith(KEEPS_IT)
    return any(_is_a_plan(each) or (each.topic == CHANGE and is_kept) for each in mismatch.statements)


def gates(content: Content, findings: Findings) -> list[str]:
    """What is more urgent than any single mismatch, in the words of screens/compare.md."""
    texts = content.screens["compare"].texts if "compare" in content.screens else {}
    return [texts.get(gate.id, gate.id) for gate in findings.gates]


def titles(content: Content, checks: Iterable[str], findings: Findings | None = None) -> str:
    """Mismatches by their titles, or `nothing`. In single quotes, since titles quote what pages say. Those found in
    this business name their promise; without `findings`, only the titles of the checks are known.
    """

    def title(id: str) -> str:
        found = findings.found(id) if findings else None
        return found.title if found is not None and found.id == id else as_reported(content.checks[id].title)

    named = list(dict.fromkeys(f"‘{title(check)}’" for check in checks))
    return listed(named) if named else "nothing"


LONGEST_PROMISE = 40
"""The most characters of a promise named beside an open question."""


def decides(analysis: Analysis, needed: NeedsAnswer) -> str:
    """What an open question would decide: `3 checks, first on “Back in a day”`, `1 check on “Back in a day”`."""
    checks = count(len(needed.decides), "check")
    promise = promise_decided(analysis.content, analysis.audit, needed)
    if promise is None:
        return checks
    words = in_marks(shortened(promise.text("words"), LONGEST_PROMISE))
    return f"{checks}{', first' if len(needed.decides) > 1 else ''} on {words}"


def ask(analysis: Analysis, wanted: str) -> str:
    """What to answer: the question as worded for this kind of business, with the rows it belongs to; or the rows to
    add.
    """
    if wanted in vocabulary.ROWS_TO_ADD:
        return vocabulary.ROWS_TO_ADD[wanted]
    question = analysis.content.questions[wanted]
    text = asking.wording(analysis.audit, question)
    return f"{vocabulary.ROWS[question.row_kind]}: {text}" if question.row_kind else text


DID: Mapping[str, str] = {
    "customer.started.alone": "started alone",
    "customer.started.help": "asked for help to start",
    "customer.started.talk": "had to talk first",
    "customer.paid.full": "paid the full price",
    "customer.paid.less": "paid less",
    "customer.paid.rule": "paid less by rule",
    "customer.paid.favour": "paid less as a favour",
    "customer.paid.agreed": "paid an agreed price",
    "customer.paid.repaid": "got a refund",
    "customer.paid.more": "paid more for the same thing",
    "customer.paid.added": "paid for something on top",
    "customer.paid.free": "got it free",
    "customer.received.ontime": "got it on time",
    "customer.received.late": "got it late",
    "customer.received.moved": "had the date moved",
    "customer.group.aimed": "are target customers",
    "customer.group.other": "aren't target customers",
}
"""An answer about a customer → what the customer did. Answers that aren't listed follow a colon."""


def did(content: Content, counted: CustomerCount, of: str = "your last ") -> str:
    """How many of the last customers gave one answer: `9 of your last 10 had to talk first`."""
    said = f"{counted.count} of {of}{counted.total}"
    if done := DID.get(f"{counted.column}.{counted.key}"):
        return f"{said} {done}"
    choice = content.questions[counted.column].by_key.get(counted.key)
    return f"{said}: {choice.label if choice else counted.key}"
