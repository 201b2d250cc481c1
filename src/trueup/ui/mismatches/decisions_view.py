"""Decisions about a mismatch: when customers are told, that it is accepted, or that it is not true here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from trueup.answers.model import Accepted, Audit, Disclosed, Standing
from trueup.engine.decisions import accepting, objecting, refused, reopened, suggested
from trueup.ui.base.form_sheet import Deciding, Part
from trueup.ui.base.page import View
from trueup.ui.base.sheet import Asking
from trueup.ui.base.signs import one_of
from trueup.ui.base.text import muted
from trueup.ui.mismatches.card_view import TERMS
from trueup.wording.vocabulary import SIGNS

DISCLOSED: dict[Disclosed, str] = {
    "never": "Never",
    "after": "After they paid",
    "before": "Before they pay",
    "beside": "Next to the promise, where they read it",
}
EXAMPLES = {
    "watch": "a number you can look up",
    "below": "the lowest that number may get, or",
    "above": "the highest that number may get",
}
"""Field of an accepted mismatch → what the form shows while it's empty."""

UNSAID = "unsaid"
"""The id of the option that the founder hasn't said when customers are told."""

NO_MORE: dict[Standing, str] = {"accepted": "accept", "objected": "object"}
"""A decision → the action by which it's made. While the decision holds, the action is disabled."""


class Decides(View):
    """A screen on which decisions about one mismatch are made. Pressing the key of a decision again undoes it."""

    def __init__(self, check: str) -> None:
        super().__init__()
        self.check = check
        """The id of the mismatch that is shown."""
        self.taken_back: dict[str, str] = {}
        """Field → what was written in it for the decision that was just undone. The next form is filled in with it."""

    def _decide(self, audit: Audit, saying: str = "Saved") -> bool:
        """Save a decision, close its form and redraw. Return False if the file is read-only."""
        if not self.keep(audit, saying=saying):
            return False
        for sheet in self.query(Asking):
            sheet.remove()
        self.taken_back = {}
        self.draw()
        return True

    # When customers are told -----------------------------------------------

    def action_disclosed(self) -> None:
        """Ask when customers are told of the mismatch."""
        told = self.session.current.disclosed.get(self.check)
        ways = dict[str, str]([*DISCLOSED.items(), (UNSAID, "I haven't said")])
        rows = one_of(self, ways, told or UNSAID, id="when")
        hint = [muted(self.texts["disclosed-hint"])]
        self.raise_sheet(Asking.titled(self.texts["disclosed"], rows, more=hint, id="disclosed"), taken=self._tell)

    def _tell(self, when: str) -> None:
        audit, before = self.session.current, self.session.findings.mismatch(self.check)
        said = {check: time for check, time in audit.disclosed.items() if check != self.check}
        chosen = next((time for time in DISCLOSED if time == when), None)
        if self._decide(replace(audit, disclosed=said if chosen is None else {**said, self.check: chosen})):
            now = self.session.findings.mismatch(self.check)
            if now and before and self.session.is_saved and now.verdict != before.verdict:
                self.say(f"Saved. It counts as a {now.verdict} now.")

    # Accepted, not true here ----------------------------------------

    def action_accept(self) -> None:
        """Open the form for accepting the mismatch. If it can't be accepted, because a claim is untrue, say so."""
        session = self.session
        found = session.findings.found(self.check)
        if found is None or not self.may_change():
            return
        if why := refused(found.check, session.current):
            self.say(self.texts[f"accept-{why}"])
            return
        suggestion = suggested(session.content, session.current, found)
        # What it costs is the founder's to say: a sentence of ours would be kept as theirs.
        said = asdict(replace(suggestion, cost="")) | self.taken_back
        reason = Part("reason", "reason", said["reason"], "why you accept it, for yourself in half a year")
        examples = EXAMPLES | {"cost": f"such as: {suggestion.cost}"}
        terms = [Part(name, label, said[name], examples.get(name, "")) for name, label in TERMS.items()]
        self._ask("accepted", [reason, *terms])

    def action_object(self) -> None:
        """Open the form that asks why the mismatch is not true here."""
        if self.may_change():
            said = self.taken_back.get("reason", "")
            self._ask("objected", [Part("reason", "because", said, "what the two answers leave out")])

    def _ask(self, decision: Standing, parts: Sequence[Part]) -> None:
        """Open the form of a decision about the mismatch."""
        action = NO_MORE[decision]
        beside = f"{SIGNS[decision]} {self.texts[f'{action}-beside']}"
        form = Deciding(self.texts[action], beside, parts, id=action, about=self.check)
        self.raise_sheet(form, taken=self._take)

    def _take(self, deciding: Deciding) -> None:
        audit, said = self.session.current, deciding.said
        found = self.session.findings.found(self.check)
        if deciding.id == "object":
            if said["reason"]:
                self._decide(objecting(audit, self.check, said["reason"], found), "Not true here. i undoes it.")
            else:
                self.say(self.texts["object-reason"])
            return
        kept = Accepted(said["reason"], said["cost"], said["watch"], said["below"], said["review"], said["above"])
        why = refused(self.session.content.checks[self.check], audit, kept)
        if why is None:
            self._decide(accepting(audit, self.check, kept, found), "Accepted. k undoes it.")
        else:
            self.say(self.texts[f"accept-{why}"])
            deciding.go_to(why)

    def open_half_typed(self) -> None:
        """Open the form about this mismatch in which the founder was typing when trueup was killed."""
        forms = {where.partition("#")[0] for where in self.session.current.typed}
        if f"object:{self.check}" in forms:
            self.action_object()
        elif f"accept:{self.check}" in forms:
            self.action_accept()

    def keep_typed(self) -> None:
        """If a reason was typed but not submitted, submit the form."""
        for deciding in self.query(Deciding):
            if deciding.said.get("reason"):
                self._take(deciding)

    def action_reopen(self, decided: str) -> None:
        """Undo the decision. If it's made again, its form is filled in with the same words."""
        audit = self.session.current
        kept = audit.accepted.get(self.check)
        said = asdict(kept) if kept and decided == "accepted" else {"reason": audit.objected.get(self.check, "")}
        if self._decide(reopened(audit, self.check), "Open again."):
            self.taken_back = said

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *customers told* only if telling them makes the mismatch less severe, *open again* only for a mismatch
        with that decision, and a decision only if it isn't made already.
        """
        if action in ("reopen", "disclosed", *NO_MORE.values()) and not self.navigator.is_open:
            return False
        if action == "reopen":
            return parameters == (self.session.findings.standing(self.check),)
        if action in NO_MORE.values():
            standing = self.session.findings.standing(self.check)
            return standing is not None and NO_MORE.get(standing) != action
        if action == "disclosed":
            found = self.session.findings.mismatch(self.check)
            return found is not None and found.check.disclosed
        return super().can_do(action, parameters)
