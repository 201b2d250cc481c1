"""What you can truthfully say: each claim beside what the answers allow, and a page made of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.analysis import Analysis
from trueup.engine.truthful import Truth, decided_by, together
from trueup.sanitize import plain_text
from trueup.ui.base.page import View
from trueup.ui.base.rows import GUTTER, Numbered, digit, words
from trueup.ui.base.sheet import Reading, show_in
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, Raised, heading, paragraphs, plain, wrapped
from trueup.ui.drawing.statement_list import go_to_ask, stop
from trueup.wording.findings import count
from trueup.wording.say import (
    as_answered,
    claimed_in_brief,
    headlines,
    instead,
    keeping,
    lacking,
    meant,
    without_overstated,
)
from trueup.wording.vocabulary import SIGNS

LEAD, JOINT = 3, 5
"""Cells before a claim, and between the two columns, for the sign: `  ≠  `."""

CLAIM_LINES = 3

TRUE = ("agrees", "partly")
"""How a claim that is true compares with the answers."""

INK: dict[str, str] = dict(INKS) | dict.fromkeys(TRUE, "$success") | {"guessed": INKS["unproven"]}
"""How a claim compares with the answers → the colour of its sign."""


def columns(width: int) -> tuple[int, int]:
    """Return the widths of the two columns, if the row has `width` cells."""
    left = (width - LEAD - JOINT) // 2
    return left, width - LEAD - JOINT - left


LETS_SAY = ("what you deliver lets you say", "what you can say")
"""The heading of the second column, and a shorter one for a narrow window."""


class Heads(Widget):
    """The headings of the two columns: what the founder claims, and what can be said instead."""

    def render(self) -> Content:
        """Render the row at the width available."""
        left, right = columns(self.size.width - GUTTER - 1)  # the list keeps a column for its scrollbar
        head = "what you say".ljust(left + JOINT)
        beside = next((words for words in LETS_SAY if len(words) <= right), LETS_SAY[-1])
        return Content.styled(f"{' ' * (GUTTER + LEAD)}{head}{beside}", MUTED)


class Facing(Hung):
    """A row with two columns: a claim, and what may truthfully be said instead; the sign is between them."""

    def __init__(self, key: str, left: Sequence[tuple[Content, int]], sign: Content, right: Sequence[Content]) -> None:
        """`left` are the parts of the claim, each with the most lines that it may take; 0 for any number."""
        super().__init__(())
        self.key = key
        self.left, self.sign, self.right = left, sign, right

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        near, far = columns(width)
        left = (line for text, most in self.left for line in wrapped(text, near, most))
        right = (line for text in self.right for line in text.wrap(far))
        lead, joint = Content.styled(self.key.ljust(LEAD), KEY), Content.assemble("  ", self.sign, "  ")
        lines = []
        for one, other in zip_longest(left, right, fillvalue=Content("")):
            lines.append(Content.assemble(lead, one, " " * (near - one.cell_length), joint, other))
            lead, joint = Content(" " * LEAD), Content(" " * JOINT)
        return lines


def facing(analysis: Analysis, number: int, truth: Truth, above: frozenset[str]) -> Option:
    """Return the row of one claim. A published sentence that an earlier row shows too (`above`) is cut to one line."""
    screens, findings = analysis.content, analysis.findings
    said, more = claimed_in_brief(screens, findings, truth)
    claims = [(plain(line), 1 if line in above else CLAIM_LINES) for line in said]
    claims += [(plain(text, MUTED), 0) for text in (more, meant(screens, findings, truth)) if text]
    right = [plain(sentence) for sentence in instead(truth)]
    right += [plain(note, f"italic {MUTED}") for note in _notes(analysis, truth) if note]
    sign = Content.styled(SIGNS[truth.compared], f"bold {INK.get(truth.compared, MUTED)}")
    return Option(Facing(digit(number).strip(), claims, sign, right), id=str(number))


def _notes(analysis: Analysis, truth: Truth) -> Iterator[str]:
    """Yield what is noted below the true sentences: what they lack, what keeps the claim, or what would settle it."""
    screens, findings, sentences = analysis.content, analysis.findings, instead(truth)
    yield (lack := lacking(analysis, truth, sentences))
    if keep := keeping(truth):
        yield keep
    elif ask := decided_by(screens, findings, truth):
        yield f"({_settled_by(analysis, ask, guessed=bool(truth.mismatch))})"
    elif not sentences and not lack:
        none = "(no answer settles this yet)" if truth.compared == "guessed" else "(nothing true to say instead)"
        yield as_answered(screens, findings, truth) or (none if truth.compared else "")


def _settled_by(analysis: Analysis, ask: str, *, guessed: bool) -> str:
    """Return what the founder should do to settle a claim, such as `a guess so far; look up operations 9, ways out`."""
    question = analysis.content.questions.get(ask)
    name = f", {question.short}" if question and question.short else ""
    place = f"{stop(analysis, ask)}{name}"
    return f"a guess so far; look up {place}" if guessed else f"open; go to {place}"


class Page(Raised):
    """The shortest true page, or the sentence `none` if there isn't one; with `most`, only that many lines of it."""

    def __init__(self, page: Sequence[str], none: str, *, most: int = 0) -> None:
        keys = Content.assemble(("a", KEY), (" reads it all  ", MUTED), ("c", KEY), (" copies it ", MUTED))
        super().__init__([heading("Together", keys if page else "")])
        self.page = [plain(paragraph) for paragraph in page] or [plain(none, MUTED)]
        self.most = most

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells, with background and bar."""
        room = max(width - 3, 4)
        if self.most:
            shown = wrapped(Content(" ").join(self.page), room, self.most)
        else:
            shown = [line for paragraph in self.page for line in (*paragraph.wrap(room), Content(""))][:-1]
        return Raised([*self.lines, *(Line(text=line) for line in shown)]).set(width)


GLIMPSE = 3
"""How many lines of the page are shown below the claims, if it isn't beside them."""


class SayScreen(View):
    """The claims, in the order of a page. Enter opens a claim's mismatch, or the question that settles it."""

    VIEW = "What you can say"
    HAS_KEYS = "#claims"
    NEEDS_COMPARISON = True
    FOLLOWS_WINDOW = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "open"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "all", "read it all", id="say.all"),
        Binding("c", "copy", "copy the page", id="say.copy"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[Truth, ...] = ()

    def body(self) -> Iterable[Widget]:
        """The claims, and the page: below the claims or, in a wide window, beside them."""
        yield Static(id="nothing-said", classes="prose")
        yield Static(id="headlines")
        yield Horizontal(
            Vertical(Heads(), Numbered(id="claims"), id="side-by-side"),
            VerticalScroll(Static(), id="page", can_focus=False),
            id="said",
        )
        yield Static(id="page-below")

    # What it shows ---------------------------------------------------------

    def draw(self) -> None:
        """Redraw everything; the mark stays where it was."""
        session = self.session
        self._told = without_overstated(session.analysis, session.analysis.truths)
        every, true = len(self._claims), sum(truth.compared in TRUE for truth in self._claims)
        self.place(f"{true} of {every} true" if every else "")
        show_in(self, "#nothing-said", paragraphs(self.texts["empty"]), is_there=not self._told)
        self.query_one("#said").display = bool(self._told)
        lines = self._headlines
        drawn = [Line(Content("  "), plain(each)) for each in lines]
        show_in(self, "#headlines", [heading(self.texts["headlines"]), *drawn], is_there=bool(lines))
        page = together(self.session.content, self._told)
        self.query_one("#page Static", Static).update(Page(page, self.texts["none"]))
        self.query_one("#page-below", Static).update(Page(page, self.texts["none"], most=GLIMPSE))
        self.query_one("#page-below").display = bool(self._told) and not (
            self.has_class("-wide") or self.has_class("-low")
        )
        self.query_one(Numbered).refill(self._rows())

    @property
    def _headlines(self) -> tuple[str, ...]:
        return headlines(self.session.analysis, self._told)

    @property
    def _headed_page(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The headlines, and the page below them without what they say."""
        lines = self._headlines
        return lines, together(self.session.content, self._told, lines)

    @property
    def _claims(self) -> tuple[Truth, ...]:
        return tuple(truth for truth in self._told if truth.claims)

    def _rows(self) -> Iterator[Option]:
        session, above = self.session, frozenset[str]()
        for number, truth in enumerate(self._claims, 1):
            if number > 1:
                yield words()
            yield facing(session.analysis, number, truth, above)
            above |= set(claimed_in_brief(session.content, session.findings, truth)[0])

    # Going -----------------------------------------------------------------

    @on(Numbered.OptionSelected, "#claims")
    def _taken(self, event: Numbered.OptionSelected) -> None:
        truth = self._claims[int(event.option_id or 1) - 1]
        ask = decided_by(self.session.content, self.session.findings, truth)
        if truth.mismatch:
            self.navigator.show_mismatch(truth.mismatch)
        elif ask:
            go_to_ask(self, ask)
        else:
            self.say("This claim is true." if truth.compared in TRUE else "No question asks about this one.")

    def action_all(self) -> None:
        """Show the headlines and the whole page, to be read aloud."""
        lines, page = self._headed_page
        if lines or page:
            shown = [Line(), *(Line(text=plain(each, STRONG)) for each in lines)]
            shown += [line for paragraph in page for line in (Line(), Line(text=plain(paragraph)))]
            self.raise_sheet(Reading.saying("Together", shown, id="together"))

    def action_copy(self) -> None:
        """Copy the headlines and the page."""
        lines, page = self._headed_page
        if lines or page:
            text = plain_text("\n\n".join([*lines, *page]), lines=True)
            self.app.copy_to_clipboard(text)
            self.say(f"Copied: {count(len(text.split()), 'word')}, ready to paste.")
        else:
            self.say("There's nothing to copy yet.")
