"""The open business: its content, file, answers and findings. Saves every change.

Importing this module is slow, because it imports pydantic and the engine. So the app does it after its first frame.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trueup.answers.document import document_from_audit
from trueup.answers.model import PAGE, TYPED, Answer, Audit, FixId, mark
from trueup.content.cache import remembered
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import business_kind
from trueup.engine.follow_up import FollowUp, follow_ups
from trueup.engine.history import History
from trueup.engine.model import Findings
from trueup.engine.next_quarter import confirmed, finish, quarter_of, touched, turn
from trueup.engine.review import Due, left
from trueup.paths import memory_file, rescue_folder, screens_folder
from trueup.session.page_draft import PageDraft
from trueup.session.quarters import Quarters
from trueup.session.stopwatch import Stopwatch
from trueup.storage.atomic import make_folder, resolved
from trueup.storage.errors import NotSaved
from trueup.storage.store import Store, open_store
from trueup.wording.changes import news

if TYPE_CHECKING:
    from trueup.engine.what_if import Difference
    from trueup.session.trial import Trial

READ_ONLY = "read only"
NOT_SAVED = "not saved"
TRYING = "what if"
SAMPLE = "sample, nothing is saved"

MOST_TAKEN_BACK = 20


MOST_ANALYSED = 4


class Counts(NamedTuple):
    """Open mismatches by verdict."""

    contradictions: int = 0
    tensions: int = 0
    unproven: int = 0


class Session:
    """One business file, open. A change is saved before `change` returns; findings are worked out when needed."""

    def __init__(self, content: Content, store: Store, path: Path, *, today: date, sample: Path | None = None):
        self._content = content
        self.path = path
        self.today = today
        self._store = store
        self._sample = sample
        self._analysis: Analysis | None = None
        self._analysed: deque[Analysis] = deque(maxlen=MOST_ANALYSED)
        """The analyses of the last states, so that an undo needn't repeat the work."""
        self._earlier: deque[Audit] = deque(maxlen=MOST_TAKEN_BACK)
        """The audit before each change, the last change at the end. Audits are frozen, so this costs little."""
        self._undone: list[Audit] = []
        """The audit before each undo, the last at the end, until something else changes."""
        self._counted: Findings | None = None
        """The findings that were last counted for the founder."""
        self.stopwatch = Stopwatch()
        self.is_saved = True
        self._is_place_kept = True
        self.trouble = ""
        """Why the last change was refused or is not on disk: one sentence."""
        self.quarters = Quarters(content, store)
        newest = self.quarters.open()
        self.audit: Audit | None = newest.audit if newest else None
        self._follow_ups: tuple[Audit, tuple[FollowUp, ...]] | None = None
        self._trial: Trial | None = None
        self.passed: list[str] = []
        """The stops that the founder has gone past in this sitting, in any area, the last at the end."""
        self.furthest = 0, 0.0
        """How many questions the founder had gone past when the share of them was last shown, and that share."""
        self.page_draft = PageDraft(self.audit.drafts.get(PAGE, "") if self.audit else "")
        """A pasted page whose promises aren't added yet. Its text is in the file, too."""
        self.has_offered_page = False
        """Whether the review has offered in this sitting to read the page again before its promises."""
        self.put_off: set[str] = set()
        """The places that the founder has put off in the review of this sitting."""
        self.summaries_written: dict[tuple[Path, str, bool], tuple[str, str]] = {}
        """Folder, file and whether the details have a file of their own → page one and details as last written."""
        self._told_aside: tuple[Path, ...] = ()
        self._told_gone = 0
        self.unheard: tuple[str, ...] = newest.unheard if newest else ()
        """The places of answers whose question was removed after the file was last saved."""

    @cached_property
    def summary_folder(self) -> Path:
        """Where the summary is written: the folder last chosen while this file is open. At first it's the current
        folder or, if that was removed, the folder of the file.
        """
        try:
            return Path.cwd()
        except FileNotFoundError:
            return self.path.parent

    # What the head says ----------------------------------------------------

    @property
    def business(self) -> str:
        """The name of the business; empty before it has one."""
        return self.audit.business if self.audit else ""

    @property
    def id(self) -> str:
        """The id of the business; it stays when the name changes."""
        return self._store.id

    @property
    def quarter(self) -> str:
        """The quarter being worked on."""
        return self.audit.quarter if self.audit else ""

    @property
    def read_only(self) -> str:
        """Why nothing can be changed, or an empty string."""
        if self._store.read_only:
            return self._store.read_only.sentence
        return f"{self.quarter} is finished: it can be looked at, but not changed." if self.is_finished else ""

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be written to this file, whichever quarter is shown."""
        return self._store.read_only is not None

    @property
    def is_finished(self) -> bool:
        """Whether the shown quarter has ended, with its findings kept in it."""
        return self.audit is not None and self.audit.found is not None

    @property
    def opens_plan(self) -> bool:
        """Whether the plan can be looked at: once the quarter is compared, and before that if fixes of the last quarter
        are in it, so that the founder can say first which of them were done.
        """
        return self.current.compared or bool(self.current.plan)

    @property
    def state(self) -> str:
        """What the head shows in place of the counts: not saved, a trial, read-only or the sample."""
        if not self.is_saved:
            return NOT_SAVED
        if self.tried is not None:
            return f"{TRYING}: {self.tried.was} → {self.tried.now}"
        return READ_ONLY if self.read_only else SAMPLE if self._sample else ""

    @property
    def is_sample(self) -> bool:
        """Whether this is a copy of the sample, which is removed when closed."""
        return self._sample is not None

    @property
    def counts(self) -> Counts | None:
        """Open mismatches by verdict, one for each cause; None until the founder has asked to compare."""
        if self.audit is None or not self.audit.compared or self.state in (NOT_SAVED, READ_ONLY):
            return None
        verdicts = [mismatch.verdict for mismatch in self.findings.leaders]
        return Counts(verdicts.count("contradiction"), verdicts.count("tension"), verdicts.count("unproven"))

    def news(self) -> str:
        """What has become of mismatches since this was last called, in words; empty if nothing has, or if they aren't
        counted: before the founder compares, in a finished quarter, and while trying out.
        """
        if self.counts is None or self._trial is not None:
            return ""
        before, self._counted = self._counted, self.findings
        if before is None or before is self._counted:
            return ""
        return news(before, self._counted, self.analysis.statements)

    @property
    def findings(self) -> Findings:
        """Everything found in the answers as they are now."""
        return self.analysis.findings

    @property
    def analysis(self) -> Analysis:
        """Everything that follows from the answers as they are now, each part worked out when first asked for."""
        if self._analysis is None:
            judged = self.current.judged
            known = (each for each in self._analysed if each.audit.judged == judged)
            self._analysis = next(known, None) or Analysis(self._content, self.current)
        return self._analysis

    def is_about_now(self, analysis: Analysis) -> bool:
        """Whether an analysis is of the current answers."""
        return analysis is self._analysis

    @property
    def content(self) -> Content:
        """The content, in the words for this kind of business."""
        return self._content if self.audit is None else self._content.worded(business_kind(self.audit))

    @property
    def current(self) -> Audit:
        """The audit, once there is one."""
        if self.audit is None:
            raise LookupError("no business yet: `begin` comes first")
        return self.audit

    # All quarters -----------------------------------------------------------

    @property
    def begins(self) -> str:
        """The quarter that could begin today, after the newest one; empty unless the newest one is shown."""
        if self.is_locked or self.is_trying or self.quarter != self.quarters.newest:
            return ""
        return self.quarters.begins(self.today)

    @property
    def reviewed(self) -> tuple[Due, ...]:
        """Everything to confirm in this quarter, whether already confirmed or not, in order."""
        return () if self.is_finished else self.quarters.review(self.current, self.findings)

    @property
    def due(self) -> tuple[Due, ...]:
        """The items to confirm that are still unconfirmed, without those put off in this sitting."""
        return tuple(due for due in left(self.current, self.reviewed) if due.place not in self.put_off)

    @property
    def history(self) -> History:
        """All quarters side by side, this one as it is now."""
        return self.quarters.history(self.current, lambda: self.findings)

    @property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """What to follow up from earlier quarters, worked out once for each audit."""
        if self._follow_ups is None or self._follow_ups[0] is not self.audit:
            found = follow_ups(self.content, self.history, self.current, self.findings)
            self._follow_ups = (self.current, found)
        return self._follow_ups[1]

    # Changes ---------------------------------------------------------------

    def begin(self, business: str) -> bool:
        """Begin a new audit for today's quarter."""
        return self.change(Audit(business=business, quarter=quarter_of(self.today)))

    @property
    def half_typed_name(self) -> str:
        """The name that was being typed for a business that hasn't begun; empty once it has."""
        return self._store.business if self.audit is None else ""

    def keep_half_typed_name(self, name: str) -> None:
        """Write the name that is being typed for a new business. That it can't be written isn't reported yet."""
        if self.audit is None and not self.read_only and name != self.half_typed_name:
            with suppress(NotSaved):
                self._store.save_business(name)

    def change(self, audit: Audit) -> bool:
        """Take `audit` and save it. Return False in a read-only session. `is_saved`: whether it's on disk."""
        if self.read_only:
            self.trouble = self.read_only
            return False
        before = self.audit
        if audit == before and self.is_saved:
            return True
        if self._trial is not None and before is not None:
            self._trial.change(self._content, audit, is_step=_there(audit, before) != before)
            self._show_tried()
            return True
        if before is None or audit.quarter != before.quarter:
            self._earlier.clear()
        elif _there(audit, before) != before:
            self._earlier.append(before)
            self._undone.clear()
        self._put(audit if before is None else touched(before, audit))
        return True

    def take_back(self) -> Audit | None:
        """Undo the last change, and save. Returns what was undone; None if there was nothing to undo."""
        now = self.audit
        if self._trial is not None and self._trial.step_back():
            self._show_tried()
            return now
        if now is None or self.read_only or self._trial is not None or not self._earlier:
            return None
        before = self._earlier.pop()
        self._undone.append(now)
        notes = {place: note for place, note in before.drafts.items() if not place.startswith(TYPED)}
        self._put(replace(_there(before, now), drafts={**notes, **now.drafts}))
        return now

    def do_again(self) -> Audit | None:
        """Reverse the last undo, and save. Returns what was before; None if there is nothing to reverse."""
        if self.read_only or self._trial is not None or not self._undone:
            return None
        now = self.current
        after = self._undone.pop()
        self._earlier.append(now)
        self._put(_there(after, now))
        return now

    def _put(self, audit: Audit) -> None:
        if self.audit is None or audit.judged != self.audit.judged:
            self._forget_analysis()
        self.audit = audit
        self.save()

    def _forget_analysis(self) -> None:
        """Drop the analysis: the answers it was worked out from have changed."""
        if self._analysis is not None and self._analysis not in self._analysed:
            self._analysed.append(self._analysis)
        self._analysis = None

    def answer(self, question: str, answer: Answer | None) -> bool:
        """Answer one question of an area; None leaves it blank."""
        return self.change(self.current.with_answer(question, answer))

    def look_at(self, place: str) -> None:
        """Remember where the founder is. It's written with the next change or on closing."""
        if self.read_only or place == self.current.place:
            return
        if self._trial is not None:
            self.change(replace(self.current, place=place))
            return
        self.audit = replace(self.current, place=place)
        self._is_place_kept = False

    def keep_half_typed(self, texts: Mapping[str, str]) -> None:
        """Write text that is being typed, by the place of its answer, and where the founder is. Empty text is removed.

        Undo passes over it. If it can't be written, that isn't reported: no answer is missing on disk.
        """
        if self.audit is None or self.read_only or self._trial is not None or not self.is_saved:
            return
        after = self.audit.with_typed(texts)
        if after.drafts != self.audit.drafts and not self._store.is_gone:
            before = self.audit
            self.audit = after
            if not self.save():
                self.audit, self.is_saved, self.trouble = before, True, ""

    def confirm(self, place: str) -> bool:
        """Confirm that an answer or row copied from the previous quarter is still true."""
        return self.change(confirmed(self.current, place))

    def save(self) -> bool:
        """Write what isn't on disk yet. If that fails, the answers stay in memory."""
        if self.audit is None or self.read_only:
            return self.is_saved
        return self._write()

    def _write(self) -> bool:
        if self._trial is not None:  # what is being tried is never written
            return True
        try:
            self._store.save(document_from_audit(self.current))
        except NotSaved as error:
            self.is_saved, self.trouble = False, str(error)
        else:
            self.is_saved, self.trouble = True, ""
            self._is_place_kept = True
        return self.is_saved

    def keep_place(self) -> None:
        """Write where the founder is, if it isn't on disk yet, but not to a file that was moved away."""
        if not self._is_place_kept and self.is_saved and not self._store.is_gone and not self.save():
            self.is_saved, self.trouble = True, ""  # no answer is missing on disk

    def save_elsewhere(self, path: Path) -> Path:
        """Write everything to another file when this one can't be written. Raises NotSaved."""
        audit = self._trial.real if self._trial else self.current
        return self._store.save_to(path, document_from_audit(audit))

    def rescue(self) -> Path | None:
        """Save before the system ends trueup; if that fails, save to a file beside the cache. Returns that file; None
        if there was no need for it, or if nothing could be written at all.
        """
        if self.is_sample or self.save():
            return None
        for folder in (rescue_folder(), Path(tempfile.gettempdir())):
            with suppress(NotSaved, OSError):
                if folder is not None:
                    make_folder(folder)
                    return self.save_elsewhere(folder / f"{_rescued_as(self.path)}-{time.time_ns()}.json")
        return None

    @property
    def rescued(self) -> tuple[Path, ...]:
        """The rescue files that were written for this file in the past and still exist."""
        folder = rescue_folder()
        return tuple(sorted(folder.glob(f"{_rescued_as(self.path)}-*.json"))) if folder else ()

    def newly_aside(self) -> tuple[Path, ...]:
        """The versions of the file by other programs that were newly kept beside it. Each is returned once."""
        new = tuple(path for path in self._store.kept_aside if path not in self._told_aside)
        self._told_aside += new
        return new

    def newly_written_again(self) -> bool:
        """Whether the file was deleted or moved away, and was written again. True only once each time."""
        told, self._told_gone = self._told_gone, self._store.times_gone
        return told != self._told_gone

    # What if ---------------------------------------------------------------

    @property
    def is_trying(self) -> bool:
        """Whether changes are only tried out and nothing is written."""
        return self._trial is not None

    @property
    def tried(self) -> Difference | None:
        """What is being tried, compared with the current answers; None if nothing is being tried."""
        return self._trial.tried(self.findings) if self._trial else None

    @property
    def tries_nothing(self) -> bool:
        """Whether changes are being tried out, but none has been made."""
        return self._trial is not None and self._trial.tries_nothing

    def begin_trying(self, name: str = "") -> bool:
        """Start trying changes out, or repeat a saved trial. Returns False if that's impossible or not saved."""
        if self.read_only or not self.is_saved or self._trial is not None:
            return False
        self.keep_place()
        from trueup.session.trial import Trial  # imported late: few sittings try anything

        self._trial = Trial(self.current, self.findings)
        if name:
            self._trial.repeat(self.content, self.current.what_ifs.get(name, {}))
            self._show_tried()
        return True

    def try_fix(self, id: FixId) -> bool:
        """Add a fix to what is being tried. Returns False if it is already included."""
        assert self._trial is not None
        is_new = self._trial.try_fix(id)
        if is_new:
            self._show_tried()
        return is_new

    def _show_tried(self) -> None:
        assert self._trial is not None
        self._forget_analysis()
        self.audit = self._trial.now.audit(self._content)

    def stop_trying(self, *, keep_as: str = "") -> bool:
        """Discard what is being tried; with a name, save it to try again. Returns False if that couldn't be saved."""
        trial = self._end_trial()
        if not keep_as:
            return True
        what_ifs = {**trial.real.what_ifs, keep_as: trial.as_saved()}
        return self.change(replace(trial.real, what_ifs=what_ifs)) and self.is_saved

    def take_tried(self) -> bool:
        """Adopt what is tried: its answers, and its fixes in the plan. Returns False if it isn't saved."""
        taken = self._end_trial().taken(self.content, self.today)
        return self.change(taken) and self.is_saved

    def _end_trial(self) -> Trial:
        assert self._trial is not None
        trial, self._trial = self._trial, None
        self._forget_analysis()
        self.audit = trial.real
        return trial

    def forget_tried(self, name: str) -> bool:
        """Delete the trial saved under a name."""
        audit = self.current
        left = {other: each for other, each in audit.what_ifs.items() if other != name}
        return self.change(replace(audit, what_ifs=left))

    # Quarters --------------------------------------------------------------

    def begin_quarter(self) -> bool:
        """Begin today's quarter and finish the newest. Returns False if there is none to begin, or not saved."""
        name = self.begins
        if not name:
            return False
        for quarter in turn(self._content, self.current, name, self.today):
            try:
                self._store.save(document_from_audit(quarter))
            except NotSaved as error:
                self.trouble = str(error)
                return False
            self._turn_to(quarter)
        return True

    def show_quarter(self, name: str) -> bool:
        """Show another quarter of the file. Returns False if that would hide answers that aren't on disk yet."""
        if self._trial is not None or (not self.is_saved and not self.save()):
            return False
        self.keep_place()
        opened = self.quarters.open(name)
        if opened is None:
            return False
        self._turn_to(opened.audit)
        self.unheard = opened.unheard
        return True

    def reopen(self) -> bool:
        """Allow changes to the finished quarter that is shown. Returns False if that's impossible or not saved."""
        if not self.is_finished or self.is_locked:
            return False
        self._turn_to(replace(self.current, found=None))
        return self._write()

    def finish(self) -> bool:
        """Finish an earlier quarter that was reopened. Returns False if that's impossible or not saved."""
        if self.quarter == self.quarters.newest or self.read_only or self.is_trying:
            return False
        self._turn_to(finish(self._content, self.current, self.today))
        return self._write()

    def _turn_to(self, audit: Audit) -> None:
        """Show this quarter from now on. Changes made in another quarter can't be undone from here."""
        self._earlier.clear()
        self._undone.clear()
        self._analysed.clear()
        self.put_off.clear()
        self._analysis = None
        self._counted = None
        self.audit = audit
        self.quarters.forget()

    def close(self) -> None:
        """Try to save one last time, and release the file."""
        if not self.is_saved:
            self.save()
        self.keep_place()
        self._store.close()
        if self._sample:
            shutil.rmtree(self._sample, ignore_errors=True)


def _rescued_as(path: Path) -> str:
    """The beginning of a rescue file's name. It's made from the whole path, as files may share a name."""
    return f"rescued-{mark(str(resolved(path)))}"


def _there(audit: Audit, elsewhere: Audit) -> Audit:
    """An audit with what undo doesn't touch taken from another: place, progress, and notes on open questions."""
    there = replace(audit, place=elsewhere.place, compared=elsewhere.compared, deeper=elsewhere.deeper)
    return replace(there, drafts=elsewhere.drafts)


def open_session(path: Path, *, today: date | None = None) -> Session:
    """Open a business file, or start one at `path`. Raises ContentError, FileError."""
    today = today or date.today()
    content = remembered(screens_folder(), memory_file())
    return Session(content, open_store(path, today=today), path, today=today)
