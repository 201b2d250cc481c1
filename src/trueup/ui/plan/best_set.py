"""The best set of fixes for the founder's hours: its sheets, and the search, begun and watched on the plan's screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event
from time import monotonic
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import FixId, PlanLimits
from trueup.answers.numbers import NumberError, parse_number
from trueup.content.model import SIDES, Fix
from trueup.content.model import Content as Screens
from trueup.engine.analysis import Analysis
from trueup.engine.best_set import CLOSE, FixSet, Leaning, Limits, Outcome, Search, estimate, untrue_claims
from trueup.sanitize import plain_text
from trueup.ui.base.form_sheet import Deciding, Last, Listed, Part
from trueup.ui.base.rows import Rows, Ways, digit, entry
from trueup.ui.base.sheet import Asking, Reading, show_in
from trueup.ui.base.text import KEY, MUTED, Hung, Line, heading, plain, shorten
from trueup.ui.drawing.fix_lines import Chooses
from trueup.ui.questions.choices import Choices, Entered, enter_word
from trueup.wording import findings as wording
from trueup.wording.changes import title

EVERY = "every"
"""The id of the row that adds the whole set to the plan."""

ASK, SEARCH, FOUND = "best-set", "best-set-search", "best-set-found"
"""Ids of the three sheets: form, progress, result."""

HOURS = "fix-hours"
"""Id of the sheet on which the hours of one fix are corrected."""

KEPT = "untouchable"
"""Id of the list of what a search can leave as it is."""

MOST_SAID = 60
"""The most cells of a promise in that list."""

MOST_NAMED = 5
"""The most claims named that a set leaves untrue."""

GRAVE = "about safety, privacy or money"
"""What the untrue claims are about that come first."""

USUAL_HOURS = "12"
WEEKS = 13
"""Weeks in a quarter."""
WORKING_DAY = 8
"""Hours of work in a day, for a founder who writes "2 days"."""
_SPAN = re.compile(r"(.*?)\s*(/|\b(?:a|per|each|every|this))\s*(week|quarter)", re.IGNORECASE)
_DAYS = re.compile(r"(.*?)\s*(?:working )?days?", re.IGNORECASE)

MOST_SECONDS = 10.0
"""The longest that a search takes, in seconds. Then the best set so far is shown, with how much better one could be."""

LEANINGS: tuple[Leaning, ...] = ("", "words", "work")

SETS_A_STEP = 10
"""How many sets are judged before the progress is shown again."""


class WrongLimitError(Exception):
    """A search can't begin. `text` is the name of a text in screens/plan.md that says why, and quotes the `name`."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__(text)
        self.text, self.name = text, name


class BestFixes(Ways):
    """The fixes of the best set, and a row for all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "add to the plan", id="best-fixes.add")]


@dataclass
class Searched(Message):
    """Posted during a search: the result so far, and whether the search is over."""

    outcome: Outcome
    is_over: bool


def asking_sheet(texts: Mapping[str, str], analysis: Analysis) -> Deciding:
    """Return the form for a search, filled in as it was last submitted."""
    said = analysis.audit.limits
    hours = "hours" if said.hours else "hours, assumed"
    numbers = {each.id: str(number) for number, each in enumerate(analysis.findings.leaders, 1)}
    musts = ", ".join(numbers[each] for each in said.must if each in numbers)
    kept = names_of(analysis, said.untouchable)
    parts = [
        Part("hours", hours, said.hours or USUAL_HOURS, "for this quarter; or 6 this week; or 2 a week"),
        Part("must", "must be gone", musts, "numbers of mismatches, such as 1, 3"),
        Part("keep", "don't touch", kept, "F9 lists what there is; or write names", is_listed=True),
        Part("lean", "rather", said.leaning, "change words or work; leave empty for either"),
        Part("takes", "takes longer", "", "hours of a fix in the last list, such as 2 = 8"),
    ]
    return Deciding(texts["best-set"], "Ctrl+S searches", parts, id=ASK, about="plan")


def written_limits(analysis: Analysis, said: dict[str, str], last: FixSet | None = None) -> PlanLimits:
    """Return the limits typed into the form; `last`: the fixes that hours refer to by number.

    Raises WrongLimitError.
    """
    try:
        quarter_hours(said["hours"])
    except NumberError:
        raise WrongLimitError("best-set-hours") from None
    leaders = analysis.findings.leaders
    musts = dict.fromkeys(leaders[_index(name, len(leaders))].id for name in _names(said["must"]))
    untouchable = _tokens(analysis, said["keep"])
    leaning = said.get("lean", "").casefold()
    if leaning not in LEANINGS:
        raise WrongLimitError("best-set-name", said["lean"])
    estimates = dict(analysis.audit.limits.estimates)
    for name in _names(said.get("takes", "")):
        number, _, takes = (part.strip() for part in name.partition("="))
        hours = positive_hours(takes)
        if hours is None or not (number.isascii() and number.isdecimal()):
            raise WrongLimitError("best-set-takes", name)
        if last is None:
            raise WrongLimitError("best-set-no-list", name)
        estimates[str(last.fixes[_index(number, len(last.fixes))].id)] = hours
    return PlanLimits(said["hours"], tuple(musts), untouchable, leaning, estimates)


def _index(number: str, most: int) -> int:
    """Return the index meant by a number from 1 to `most`. Raises WrongLimitError."""
    if not (number.isascii() and number.isdecimal() and 0 < int(number) <= most):
        raise WrongLimitError("best-set-name", number)
    return int(number) - 1


def limits_of(written: PlanLimits) -> Limits:
    """Return the limits that a search takes, from those written by the founder."""
    leaning = next(each for each in LEANINGS if each == written.leaning)
    return Limits(
        quarter_hours(written.hours),
        frozenset(written.untouchable),
        frozenset(written.must),
        leaning=leaning,
        estimates=written.estimates,
    )


def quarter_hours(text: str) -> float:
    """Return the hours meant by `12`, `6 this week`, or `2 a week` (times thirteen). Raises NumberError."""
    span = _SPAN.fullmatch(text.strip())
    if span is None:
        return work_hours(text)
    times = WEEKS if span[3].casefold() == "week" and span[2].casefold() != "this" else 1
    return work_hours(span[1]) * times


def work_hours(text: str) -> float:
    """Return the hours meant by `6`, `90 minutes` or `2 days` (of eight hours). Raises NumberError."""
    days = _DAYS.fullmatch(text.strip())
    return parse_number(days[1], "hours") * WORKING_DAY if days else parse_number(text, "hours")


def positive_hours(text: str) -> float | None:
    """Return the hours meant by a text like those of `work_hours`; None if it means none."""
    try:
        hours = work_hours(text)
    except NumberError:
        return None
    return hours if hours > 0 else None


def hours_sheet(texts: Mapping[str, str], screens: Screens, limits: PlanLimits, id: FixId, fix: Fix) -> Deciding:
    """Return the form for the hours that one fix takes. It shows the last correction and the usual hours."""
    least, most = screens.hours_of(fix)
    takes = limits.estimates.get(str(id))
    usual = f"usually {least:g} to {most:g}; empty: as usual"
    value = f"{takes:g}" if takes is not None else ""
    part = Part("hours", "hours", value, usual)
    return Deciding(texts["fix-hours"], "Enter saves", [part], id=HOURS, about=str(id))


def corrected(limits: PlanLimits, id: FixId, said: str) -> PlanLimits | None:
    """Return the limits with one fix's hours set to `said`, or to the usual ones; None if it's no number."""
    estimates = {name: hours for name, hours in limits.estimates.items() if name != str(id)}
    if said:
        hours = positive_hours(said)
        if hours is None:
            return None
        estimates[str(id)] = hours
    return replace(limits, estimates=estimates)


def _names(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split(",") if name.strip()]


def _tokens(analysis: Analysis, text: str) -> tuple[str, ...]:
    """Return the tokens of what a text names. Names may have commas: the longest wins. Raises WrongLimitError."""
    parts, found, known = _names(text), dict[str, None](), _known(analysis)
    while parts:
        runs = ((length, _token(known, ", ".join(parts[:length]))) for length in range(len(parts), 0, -1))
        length, token = next(((length, token) for length, token in runs if token), (0, ""))
        if not token:
            raise WrongLimitError("best-set-keep", parts[0])
        found[token] = None
        del parts[:length]
    return tuple(found)


_QUOTES = str.maketrans("", "", "“”„\"‘’'`«»")


def _plainly(name: str) -> str:
    """Return a name without capitals, quotation marks and differences in spaces."""
    return ", ".join(" ".join(part.split()) for part in name.casefold().translate(_QUOTES).split(","))


def _known(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """Return what a search can leave as it is: the token of each side, topic, channel and promise → its names, first
    the one that is written into the form.
    """
    audit = analysis.audit
    known: dict[str, tuple[str, ...]] = {f"side:{side}": (side,) for side in SIDES}
    known |= {f"topic:{topic.id}": (topic.id, topic.title) for topic in analysis.content.topics.values()}
    known |= {f"channel:{row.id}": (row.text("name") or row.id, row.id) for row in audit.of("channel")}
    promises = enumerate(audit.of("promise"), 1)
    return known | {f"promise:{row.id}": (f"promise {n}", row.id, row.text("words")) for n, row in promises}


def _token(known: Mapping[str, Sequence[str]], name: str) -> str:
    """Return the token of what has this name, or of the only channel or promise with a name that begins so."""
    sought = _plainly(name)
    if not sought:
        return ""
    names = {token: [_plainly(each) for each in called] for token, called in known.items()}
    if called := next((token for token, its in names.items() if sought in its), ""):
        return called
    begun = [
        token for token, its in names.items() if any(each.startswith((f"{sought} ", f"{sought},")) for each in its)
    ]
    rows = [token for token in begun if token.startswith(("channel:", "promise:"))]
    return rows[0] if len(rows) == 1 else ""


def untouchable_sheet(analysis: Analysis, text: str, title: str) -> Asking:
    """Return the list of what a search can leave, with what `text` names ticked. Raises WrongLimitError."""
    chosen = _tokens(analysis, text)
    choices = Choices(list(_listed(analysis, chosen)), chosen, many=True, id=KEPT)
    return Asking.titled(title, choices, id=f"{KEPT}-sheet")


def _listed(analysis: Analysis, chosen: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield token and label of all that can be named; of topics, those of open mismatches and `chosen` ones."""
    content, audit, known = analysis.content, analysis.audit, _known(analysis)
    yield from ((f"side:{side}", f"what you {side}") for side in SIDES)
    for kind in ("channel", "promise"):
        for row in audit.of(kind):
            token = f"{kind}:{row.id}"
            name = known[token][0]
            said = f"{name}: {row.text('words')}" if kind == "promise" else name
            if _token(known, name) == token:  # several may have the same name
                yield token, shorten(plain_text(said), MOST_SAID)
    topics = dict.fromkeys(content.checks[found.check.id].topic for found in analysis.findings.leaders)
    named = (token.removeprefix("topic:") for token in chosen if token.startswith("topic:"))
    yield from ((f"topic:{topic}", content.topics[topic].title) for topic in dict.fromkeys((*topics, *named)))


def names_of(analysis: Analysis, tokens: Sequence[str]) -> str:
    """Return the names of what was chosen, as the form takes them, without what is gone."""
    known = _known(analysis)
    return ", ".join(known[token][0] for token in tokens if token in known)


class Request(NamedTuple):
    """A search: its analysis, its limits, and the event that stops it."""

    analysis: Analysis
    limits: Limits
    stop: Event


def search(analysis: Analysis, limits: Limits, stop: Event) -> Iterator[tuple[Outcome, bool]]:
    """Search until done, stopped or out of time. Yield the result so far, and whether the search is over."""
    searching, since = Search(analysis.content, analysis.audit, analysis.findings, limits), monotonic()
    while not stop.is_set() and monotonic() - since < MOST_SECONDS and searching.step(SETS_A_STEP):
        yield searching.outcome, False
    yield searching.outcome, True


def _leaves(analysis: Analysis, best: FixSet) -> str:
    """Return how much of the total impact of all open mismatches a set leaves."""
    whole = round(sum(found.impact for found in analysis.findings.leaders), 2)
    return f"leaves {best.left:.2f} of {whole:.2f}"


def _could_leave(outcome: Outcome) -> str:
    """Return how much better another set may be."""
    less = f"; none can leave less than {outcome.could_leave:.2f}" if outcome.could_leave >= CLOSE else ""
    return f"A better one may exist{less}."


def progress_lines(analysis: Analysis, outcome: Outcome) -> list[Line]:
    """Return lines with the number of sets judged, and the impact that the best set so far would leave."""
    return [
        heading("Searching", f"{outcome.tried:,} sets judged"),
        Line(),
        Line(text=plain(f"The best set so far {_leaves(analysis, outcome.best)}. {_could_leave(outcome)}")),
        Line(text=Content.assemble(("Esc", KEY), (" stops and shows the best so far", MUTED))),
    ]


def found_sheet(analysis: Analysis, limits: Limits, outcome: Outcome) -> Asking | Reading:
    """Return the sheet with the result. Enter adds the marked fix to the plan."""
    lines = list(found_lines(analysis, limits, outcome))
    if not outcome.best.fixes:
        return Reading(Static(Hung(lines)), id=FOUND)
    rows = BestFixes(*_rows(analysis, limits, outcome.best), id="best-fixes")
    return Asking(Static(Hung([*lines, Line()])), rows, id=FOUND)


def found_lines(analysis: Analysis, limits: Limits, outcome: Outcome) -> Iterator[Line]:
    """Yield lines on the best set: what it ends and leaves, whether it's proven to be the best, and the runner-up."""
    best = outcome.best
    hours = wording.figure(limits.hours, "hours")
    fixes = wording.count(len(best.fixes), "fix", "fixes")
    right = f"{fixes}, {wording.figure(best.hours, 'hours')}" if best.fixes else ""
    yield heading(f"The best set within {hours}", right)
    yield from _left(analysis, best)
    if outcome.is_proven:
        yield Line(text=plain(f"Proven: no other set within {hours} {_weighed(analysis, limits)}"))
    else:
        yield Line(text=plain(f"The search was stopped early. {_could_leave(outcome)}"))
    if best.musts:
        yield Line(text=plain(f"{wording.count(best.musts, 'mismatch', 'mismatches')} you want gone would stay."))
    if best.creates:
        yield Line(text=plain(f"It creates {wording.titles(analysis.content, best.creates)}."))
    second = outcome.runner_up
    if second is not None and second.fixes:
        said = f"{_why_second(best, second)} in {wording.figure(second.hours, 'hours')}. {_differs(best, second)}"
        yield Line(Content.styled("Runner-up  ", MUTED), plain(said, MUTED))


def _left(analysis: Analysis, best: FixSet) -> Iterator[Line]:
    """Yield lines with how many untrue claims the set ends, what impact it leaves, and which claims stay untrue."""
    untrue = untrue_claims(analysis.findings)
    stay = [found.id for found in untrue if found.id not in best.solves]
    ends = f"ends {_ended(len(untrue), len(stay))} and " if untrue else ""
    said = f"It {ends}{_leaves(analysis, best)} impact."
    yield Line(text=plain(said if best.fixes else "No set helps."))
    if best.fixes and stay:
        more = f", and {len(stay) - MOST_NAMED} more" if len(stay) > MOST_NAMED else ""
        named = wording.titles(analysis.content, stay[:MOST_NAMED], analysis.findings)
        yield Line(text=plain(f"Still untrue with it: {named}{more}."))


def _ended(untrue: int, stay: int) -> str:
    """Return how many of the untrue claims a set ends, if so many of them stay."""
    if untrue == 1:
        return "no untrue claim" if stay else "the only untrue claim"
    ends = f"{untrue - stay or 'none'} of the" if stay else "all"
    return f"{ends} {untrue} untrue claims"


def _weighed(analysis: Analysis, limits: Limits) -> str:
    """Return in what no other set is better: untrue claims or wishes may count before impact."""
    is_grave = any(found.check.first for found in analysis.findings.mismatches)
    first = [*([f"untrue claims {GRAVE}"] if is_grave else []), *(["what you want gone"] if limits.must else [])]
    if not first:
        return "leaves less."
    return f"is better. What counts, in this order: {', '.join(first)}, impact."


def _differs(best: FixSet, second: FixSet) -> str:
    """Return how the runner-up differs: the fixes that it leaves out, by number, and those it has instead."""
    does, instead = ({each.id for each in which.fixes} for which in (best, second))
    left_out = [str(n) for n, each in enumerate(best.fixes, 1) if each.id in does - instead]
    added = [each.fix.do.rstrip(".") for each in second.fixes if each.id in instead - does]
    if not added:
        return f"It leaves out {wording.listed(left_out)}."
    begins = f"Instead of {wording.listed(left_out)}" if left_out else "Also"
    return f"{begins}: {'; '.join(added)}."


def _why_second(best: FixSet, second: FixSet) -> str:
    """Return why the runner-up comes second, such as `leaves 0.45, 0.12 more,`."""
    if second.untrue > best.untrue:
        return f"leaves {wording.count(second.untrue, 'untrue claim')} {GRAVE}, {second.left:.2f} in all,"
    if second.musts > best.musts:
        return f"leaves what you want gone, {second.left:.2f} in all,"
    return f"leaves {second.left:.2f}, {second.left - best.left:.2f} more,"


def _rows(analysis: Analysis, limits: Limits, best: FixSet) -> Iterator[Option]:
    """Yield the fixes, each with its hours and its mismatch, which makes clear what “this channel” in a fix is."""
    content, count = analysis.content, len(best.fixes)
    for number, tried in enumerate(best.fixes, 1):
        hours = wording.figure(estimate(content, tried.id, tried.fix, limits), "hours")
        about = plain(f"{hours}   {title(content, tried.check, analysis.audit)}", MUTED)
        under = [Line(text=about, right=plain(f"{tried.gain:.2f}"))]
        yield entry(digit(number), plain(tried.fix.do), under=under, id=str(tried.id))
    if count > 1:
        yield entry(digit(count + 1), f"Add all {count} to the plan", id=EVERY)


class SearchesBestSet(Chooses):
    """A view on which the best set of fixes can be searched for, and its fixes added to the plan."""

    _last_best: FixSet | None = None
    """The result of the last search. In the form, the founder refers to its fixes by number."""
    _request: Request | None = None
    """The running or last search."""

    def action_best_set(self) -> None:
        """Open the form of a search for the best set."""
        self.raise_sheet(asking_sheet(self.texts, self.session.analysis), taken=self._begin_search)

    def _begin_search(self, asked: Deciding) -> None:
        """Search within the limits in the form; if one of them is wrong, say so."""
        session, analysis = self.session, self.session.analysis
        try:
            written = written_limits(analysis, asked.said, self._last_best)
        except WrongLimitError as wrong:
            self._say_what_is_wrong(wrong)
            return
        if not session.read_only:
            session.change(replace(session.current, limits=written).without_typed(*self.half_typed_forms))
        asked.remove()
        self._request = Request(analysis, limits_of(written), Event())
        self.query_one("#body").mount(Reading(Static(id="best-set-progress"), id=SEARCH))
        self._search(self._request)

    @on(Listed.Asked, "#keep")
    def _list_untouchable(self, event: Listed.Asked) -> None:
        """Open the list from which what must not be touched is chosen. The form stays beneath."""
        try:
            listed = untouchable_sheet(self.session.analysis, event.field.value, self.texts["best-set-list"])
        except WrongLimitError as wrong:
            self._say_what_is_wrong(wrong)
        else:
            self.raise_sheet(listed, keeps_open=True)

    def _say_what_is_wrong(self, wrong: WrongLimitError) -> None:
        self.say(plain(self.texts[wrong.text].replace("{name}", wrong.name)))

    def pick_keys(self, keys: tuple[str, ...], *, none: bool) -> None:  # noqa: ARG002
        """Update the keys line when something that must not be touched is ticked: Enter may do something else now."""
        self.refresh_bindings()

    @on(Entered)
    def _untouchable_chosen(self, event: Entered) -> None:
        """Write what was chosen into the field of the form."""
        event.stop()
        choices = self.query_one(f"#{KEPT}", Choices)
        if choices.taken_by_enter is not None:
            choices.take_marked()
        self.lower_sheet()
        self.fill_in(names_of(self.session.analysis, choices.chosen))

    def fill_in(self, text: str) -> None:
        """Write what was chosen from a list into the form's field for it."""
        for field in self.query(Listed):
            field.value = text
            field.cursor_position = len(text)

    @work(thread=True)
    def _search(self, request: Request) -> None:
        for outcome, is_over in search(*request):
            self.post_message(Searched(outcome, is_over=is_over))

    @on(Searched)
    def _searched(self, event: Searched) -> None:
        request, up = self._request, self.sheet
        # The founder has closed the sheet of the search and doesn't want the result.
        if request is None or up is None or up.id != SEARCH:
            return
        if event.is_over:
            self._last_best = event.outcome.best
            up.remove()
            self.query_one("#body").mount(found_sheet(request.analysis, request.limits, event.outcome))
        else:
            show_in(self, "#best-set-progress", progress_lines(request.analysis, event.outcome))

    @on(Rows.OptionSelected, "#best-fixes")
    def _best_taken(self, event: Rows.OptionSelected) -> None:
        event.stop()
        if event.option_id == EVERY:
            self.take_fixes([each.id for each in self._last_best.fixes] if self._last_best else [])
            self.draw()
        elif self.take_fix(FixId.of(event.option_id or "")):
            self.draw()

    @property
    def key_words(self) -> Mapping[str, str]:
        """In the form of the best set, Ctrl+S and the last Enter search."""
        if isinstance(listed := self.focused, Choices):
            done = enter_word("done", listed.taken_by_enter, len(listed.chosen))
            return {**super().key_words, "go_on": done, "pick": "tick"}
        if self.sheet is None or self.sheet.id != ASK:
            return super().key_words
        searching = ("take", "submit") if isinstance(self.focused, Last) else ("take",)
        return {**super().key_words, **dict.fromkeys(searching, "search")}

    async def action_back(self) -> None:
        """Stop a running search, so that the best set so far is shown; otherwise go back."""
        if self.sheet is not None and self.sheet.id == SEARCH and self._request is not None:
            self._request.stop.set()
        else:
            await super().action_back()

    def on_unmount(self) -> None:
        """Stop the search, because its result isn't wanted any more."""
        if self._request is not None:
            self._request.stop.set()
