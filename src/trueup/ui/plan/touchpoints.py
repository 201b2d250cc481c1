"""The screen of a fix's touchpoints, the places where it has to be made. The fix stays open until all are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from trueup.answers.model import Audit, FixId, Row, Touchpoint, TouchpointState
from trueup.engine.analysis import Analysis
from trueup.engine.experiments import day
from trueup.engine.judge import judge
from trueup.engine.plan import (
    LONGEST_TOUCHPOINT,
    PROMISE,
    Followed,
    changed,
    others_than,
    resting_on,
    with_touchpoint,
    with_wording,
)
from trueup.sanitize import plain_text
from trueup.ui.base.background import load_cues
from trueup.ui.base.fields import Field
from trueup.ui.base.form_sheet import OneField
from trueup.ui.base.page import View
from trueup.ui.base.rows import Rows, digit, digit_keys, words
from trueup.ui.base.sheet import IfRoom, Part, show_in
from trueup.ui.base.signs import box
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, cut, heading, muted, paragraphs, plain, shorten
from trueup.ui.drawing.plan_text import said_day, touchpoint_name
from trueup.ui.drawing.statement_list import mismatch_lines
from trueup.wording.findings import count

MOST_FILES: Final = 4
"""The most files listed of those that were read again. Files that still contain the old claim come first."""
PAUSE: Final = 0.15
"""Seconds without a key before the wording being typed is judged."""

ADD, REWORD = "add-touchpoint", "reword"
"""The ids of the forms for a touchpoint of the founder's own, and for a promise's new words."""

MOST = 220
"""The most cells for a touchpoint's name: three lines in a narrow window."""

BRIEF = 28
"""The most cells for a touchpoint's name in `touchpoints_in_brief`."""


def touchpoint_lines(page: View, analysis: Analysis, each: Followed) -> Iterator[Line]:
    """Yield a line for each touchpoint of a fix, with a box that shows whether it's done."""
    done, total = each.touchpoints_done
    yield heading("Where to change it", f"{done} of {total} done")
    for name, touchpoint in each.touchpoints.items():
        mark = _mark(page, touchpoint.state)
        called = shorten(touchpoint_name(analysis, name), MOST)
        yield Line(Content(f"{mark}  "), plain(called, MUTED if touchpoint.state == "na" else ""))


class _SideBySide(Hung):
    """Short texts beside each other, as many on a line as fit. None is split between lines."""

    def __init__(self, things: Iterable[Content]) -> None:
        super().__init__(())
        self._things = tuple(things)

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        rows: list[Content] = []
        for each in self._things:
            if rows and rows[-1].cell_length + 3 + each.cell_length <= width:
                rows[-1] = Content.assemble(rows[-1], "   ", each)
            else:
                rows.append(cut(each, width))
        return rows


def touchpoints_in_brief(page: View, analysis: Analysis, each: Followed) -> Hung:
    """Return the touchpoints of a fix beside each other, each with a box that shows whether it's done."""
    named = ((shorten(touchpoint_name(analysis, name), BRIEF), it) for name, it in each.touchpoints.items())
    return _SideBySide(plain(f"{_mark(page, it.state)} {called}", MUTED) for called, it in named)


def _mark(page: View, state: TouchpointState) -> str:
    return "–".ljust(len(box(page, on=False))) if state == "na" else box(page, state == "done")


class TouchpointRows(Rows):
    """Touchpoints to tick. Enter goes back, digits and Space tick."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "tick", key_display="Space", id="touchpoints.tick"),
        Binding("enter", "screen.back", "done", id="touchpoints.done"),
        *digit_keys("pick", "tick", "touchpoints.pick", show=False),
    ]


class TouchpointsScreen(View):
    """The touchpoints of one fix."""

    VIEW = "Plan"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "not_applicable", "not applicable", id="touchpoints.na"),
        Binding("plus", "add", "add", id="touchpoints.add"),
        Binding("n", "note", "your own words", id="touchpoints.note"),
        Binding("c", "copy", "copy list", id="touchpoints.copy"),
    ]

    def __init__(self, fix: FixId) -> None:
        """`fix` is the planned fix to show."""
        super().__init__()
        self._of = fix
        self._pause: Timer | None = None
        """The timer after which the wording being typed is judged."""

    def body(self) -> Iterable[Widget]:
        """The fix, the files read again, the touchpoints, how many are done and, if there is room, the mismatch."""
        yield Static(id="touchpoints-of")
        yield Static(id="touchpoints-read")
        yield TouchpointRows(id="touchpoints")
        yield Static(id="touchpoints-done")
        yield IfRoom(self._mismatch, id="touchpoints-why")

    async def show(self) -> None:
        """Redraw everything; the mark stays where it was."""
        if self._fix is None:  # the fix has been taken out of the plan meanwhile
            self.navigator.step_back()
            return
        self._draw()
        self._read_again()
        if self.sheet is None:
            self.query_one(TouchpointRows).focus()

    # What it shows ---------------------------------------------------------

    @property
    def _fix(self) -> Followed | None:
        return next((each for each in self.session.analysis.plan if each.planned.id == self._of), None)

    @property
    def _marked(self) -> str:
        """The name of the marked touchpoint; empty if none is marked."""
        return (self.query_one(TouchpointRows).marked or "").removeprefix("at ")

    def _draw(self) -> None:
        each = self._fix
        if each is None:
            return
        self.place(f"fix {self.session.current.plan.index(each.planned) + 1}, where to change it")
        gain = Content(f"{each.tried.gain:.2f}" if each.tried else "0.00")
        half = plain(self.session.content.screens["plan"].texts["half"], MUTED)
        show_in(self, "#touchpoints-of", [Line(text=plain(each.fix.do, STRONG), right=gain), Line(text=half), Line()])
        self.query_one(TouchpointRows).refill(self._rows(each))
        done, total = each.touchpoints_done
        lines = paragraphs(f"{done} of {total} done" if total else self.texts["none"], MUTED)
        if total and done == total and each.is_open:
            lines = paragraphs(self.texts["ticked"], STRONG)
        show_in(self, "#touchpoints-done", [Line(), *lines])
        self.query_one(IfRoom).look_again()
        self.refresh_bindings()

    def _read_again(self) -> None:
        """Read again the files from which promises came, and list which still contain what the fix removes."""
        from trueup.reading.page_changes import old_claims, read_again, still_carrying

        each, session = self._fix, self.session
        old = old_claims(session.content, each.planned.check, each.fix) if each else frozenset[str]()
        read = read_again(session.content, session.current, old, session.path.parent) if old else ()
        still = {said.file: said.claims[0] for said in still_carrying(old, read)}
        said_it = {
            row.source.file
            for row in session.current.of("promise")
            if row.source and (not old.isdisjoint(row.many("claims")) or (each and row.id in each.planned.wording))
        }
        told = [f"{file}:{claim.line} still says “{' '.join(claim.words.split())}”" for file, claim in still.items()]
        changed_files = dict.fromkeys(one.document.name for one in read if one.document.name not in still)
        told += [f"{file} no longer says it" for file in changed_files if file in said_it]
        lines = [Line(text=plain(shorten(each, MOST))) for each in told[:MOST_FILES]]
        more = [muted(f"and {len(told) - MOST_FILES} more")] if len(told) > MOST_FILES else []
        show_in(self, "#touchpoints-read", [heading(self.texts["read"]), *lines, *more, Line()], is_there=bool(told))

    def _rows(self, each: Followed) -> Iterator[Option]:
        session = self.session
        for number, (name, touchpoint) in enumerate(each.touchpoints.items(), 1):
            lead = Content.assemble((f"{digit(number)}  ", KEY), f"{_mark(self, touchpoint.state)}  ")
            right = Content.styled(self._how(touchpoint), MUTED)
            called = touchpoint_name(session.analysis, name)
            lines = [Line(lead, plain(shorten(called, MOST)), right)]
            if planned := each.planned.wording.get(name.removeprefix(PROMISE)):
                said = shorten(f"planned: “{planned}”", MOST)
                lines.append(Line(Content(" " * lead.cell_length), plain(said, MUTED)))
            yield Option(Hung(lines), id=f"at {name}")
        yield words(Line(Content.styled("+  ", KEY), Content.styled("add one of your own", MUTED)))

    def _how(self, touchpoint: Touchpoint) -> str:
        if touchpoint.state == "na":
            return "  not applicable"
        return f"  changed {said_day(day(touchpoint.since), self.session.today)}" if touchpoint.since else ""

    def _mismatch(self) -> Iterator[Part]:
        """Yield the fix's mismatch and other fixes that would solve it; only in a tall window in this order."""
        session, each = self.session, self._fix
        found = session.findings.found(each.planned.check) if each is not None else None
        if found is None or each is None:
            return
        parts: list[Part] = [list(mismatch_lines(session.analysis, found))]
        if instead := others_than(session.content, session.current, session.findings, each):
            fixes = (Line(text=plain(tried.fix.do), right=Content(f"{tried.gain:.2f}")) for tried in instead)
            parts.append([heading(self.texts["instead"]), *fixes])
        yield from parts if self.has_class("-tall") else reversed(parts)

    # What can be done ------------------------------------------------------

    @on(TouchpointRows.OptionSelected, "#touchpoints")
    def _ticked(self) -> None:
        self._set("done")

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable what changes the list while a form is open, and rewriting if no touchpoint is a promise."""
        if action in ("not_applicable", "add", "note", "copy") and self.sheet is not None:
            return False
        if action == "note":
            there = [option.id or "" for rows in self.query(TouchpointRows) for option in rows.options]
            return any(id.startswith(f"at {PROMISE}") for id in there)
        return super().can_do(action, parameters)

    def action_not_applicable(self) -> None:
        """Set the marked touchpoint to *not applicable*, or back."""
        self._set("na")

    def _set(self, state: TouchpointState) -> None:
        each, name = self._fix, self._marked
        if each is None or name not in each.touchpoints:
            return
        now: TouchpointState = "todo" if each.touchpoints[name].state == state else state
        audit = self._with_state(each, name, now)
        row = audit.row("promise", name.removeprefix(PROMISE)) if name.startswith(PROMISE) else None
        if now == "done" and row is not None and (planned := each.planned.wording.get(row.id)):
            from trueup.reading.promises import reworded

            audit = audit.with_row("promise", reworded(self.session.content, row, planned))
        if self.keep(audit):
            self._draw()

    def action_add(self) -> None:
        """Ask for a touchpoint of the founder's own."""
        if self.may_change():
            self._ask(self.texts["add"], Field(id="touchpoint"), right="Enter adds it", id=ADD)

    def _ask(self, title: str, *asked: Widget, right: str, id: str, about: str = "") -> None:
        """Open a form with one field about the fix, and about one of its promises if `about` is one."""
        form = OneField.titled(title, *asked, right=right, id=id)
        form.about = f"{self._of} {about}".strip()
        self.raise_sheet(form)

    def open_half_typed(self) -> None:
        """Open the form about this fix in which the founder was typing when trueup was killed."""
        for where in self.session.current.typed:
            form, _, about = where.partition("#")[0].partition(":")
            if form == ADD and about == str(self._of):
                self.action_add()
                return
            if form == REWORD and about.startswith(f"{self._of} "):
                self.query_one(TouchpointRows).mark(f"at {PROMISE}{about.rpartition(' ')[2]}")
                self.action_note()
                return

    @on(Input.Submitted, "#touchpoint")
    def _added(self, event: Input.Submitted) -> None:
        self._take_form(f"at {self._add(event.value)}")

    def _add(self, typed: str) -> str:
        name, each = " ".join(plain_text(typed).split())[:LONGEST_TOUCHPOINT].strip(), self._fix
        if each is not None and name and not name.startswith(PROMISE) and name not in each.touchpoints:
            self.keep(self._with_state(each, name, "todo"))
        return name

    def _with_state(self, each: Followed, name: str, state: TouchpointState) -> Audit:
        today = self.session.today
        change = partial(with_touchpoint, touchpoints=each.touchpoints, name=name, state=state, today=today)
        return changed(self.session.current, each.planned, change)

    def action_note(self) -> None:
        """Open a field to rewrite a promise. At each pause in typing, it shows how many mismatches would be left."""
        row, each = self._to_word, self._fix
        if row is not None and each is not None and self.may_change():
            field = Field(each.planned.wording.get(row.id) or row.text("words"), id="wording")
            # Start now, so that the cues are loaded at the first pause.
            load_cues(self, self.session.content)
            judged = Static(id="wording-judged")
            self._ask(self.texts["words"], field, judged, right="Enter keeps it", id=REWORD, about=row.id)

    @property
    def _to_word(self) -> Row | None:
        """The promise to rewrite: the marked one, otherwise the first."""
        each = self._fix
        names = [name for name in (each.touchpoints if each else ()) if name.startswith(PROMISE)]
        name = self._marked if self._marked in names else next(iter(names), "")
        return self.session.current.row("promise", name.removeprefix(PROMISE)) if name else None

    @on(Input.Changed, "#wording")
    def _worded(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._judge)

    def _judge(self) -> None:
        from trueup.reading.promises import reworded

        row, session = self._to_word, self.session
        # The form may be closed by now, or not be mounted yet.
        field, judged = (self.query_one_optional(id) for id in ("#wording", "#wording-judged"))
        if row is not None and isinstance(field, Field) and isinstance(judged, Static):
            before = resting_on(session.findings, row.id)
            tried = session.current.with_row("promise", reworded(session.content, row, field.value))
            after = resting_on(judge(session.content, tried), row.id)
            judged.update(plain(f"{count(before, 'mismatch', 'mismatches')} → {after}", MUTED))

    @on(Input.Submitted, "#wording")
    def _keep_wording(self, event: Input.Submitted) -> None:
        self._plan_wording(event.value)
        self._take_form()

    def _take_form(self, mark: str = "") -> None:
        """Close the form, draw what it changed, and mark a row, if one is given."""
        self.lower_sheet()
        self._draw()
        rows = self.query_one(TouchpointRows)
        rows.mark(mark or rows.marked)
        rows.focus()

    def _plan_wording(self, typed: str) -> None:
        row, each, words = self._to_word, self._fix, " ".join(plain_text(typed).split())
        if row is not None and each is not None:
            planned = "" if words == row.text("words") else words
            if planned != each.planned.wording.get(row.id, ""):
                change = partial(with_wording, promise=row.id, words=planned)
                self.keep(changed(self.session.current, each.planned, change))

    def keep_typed(self) -> None:
        """Save a touchpoint, or a new wording, that was typed but not submitted."""
        for wording in self.query("#wording").results(Field):
            self._plan_wording(wording.value)
        for field in self.query("#touchpoint").results(Field):
            self._add(field.value)

    def action_copy(self) -> None:
        """Copy the list to the clipboard as Markdown."""
        each, boxes = self._fix, {"todo": "- [ ] ", "done": "- [x] "}
        if each is not None:
            lines = [
                boxes[it.state] + plain_text(touchpoint_name(self.session.analysis, name))
                for name, it in each.touchpoints.items()
                if it.state != "na"
            ]
            self.app.copy_to_clipboard("\n".join([plain_text(each.fix.do), "", *lines]) + "\n")
            self.say("Copied.")
