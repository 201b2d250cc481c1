"""Reads a check: the section of a file of screens/mismatches/ that says what conflicts, why it hurts,
and how to fix it.
"""

from __future__ import annotations

from collections.abc import Mapping

from trueup.content.marks import MARKS, OF_TOPIC, keys, mistakes, without_marks
from trueup.content.model import IT, SIDES, Check, Fix, fix_text
from trueup.content.part import WORD, Part
from trueup.content.problems import instead

CHECK_KEYS = (
    *("id", "severity", "between", "unless", "disclosed", "first", "safety"),
    *("unlawful", "tension", "broad", "mild", "mostly", "aloud", "times", "kinds", "under", "fix", "allow"),
)
PLAIN = (
    *("id", "severity", "disclosed", "first", "safety", "unlawful"),
    *("tension", "broad", "mild", "mostly", "aloud", "times", "kinds"),
)
"""The keys whose values are used as they are written."""
FIX_KEYS = (
    *("move", "to", "stop", "ends", "tells", "inward", "alone", "turns_away", "replaces", "whole", "adds"),
    *("effort", "do", "do_for", "hours", "costs_you", "kinds", "only", "unless"),
)
CONDITIONS = ("only", "unless")
"""The keys of a fix that say where it is offered."""
BESIDE_SIDE = ("of", "other", "group", "everyone")
TERM_KEYS = (*SIDES, *BESIDE_SIDE)
STOPPABLE = ("promise", "channel", "activity")

TITLE = 60
"""The most characters of a check's title, as there is room on screen."""


def read_check(part: Part, topic: str | None) -> Check | None:
    """Return the check in a section; if it can't be used, report all problems and return None. `topic` is the id of the
    file's topic, if it could be read.
    """
    before = len(part.report.problems)
    data = part.data
    part.allow(CHECK_KEYS)
    others = (data.get("mostly"), data.get("aloud"))
    usual = without_marks(part.section.title)
    for title in (usual, *(each for each in others if isinstance(each, str))):
        if (long := len(title)) > TITLE:
            part.report.say(part.file, part.section.line, f"the title has {long} characters; write at most {TITLE}")
    given = data.get("id")
    home, _, word = given.partition(".") if isinstance(given, str) else ("", "", "")
    if isinstance(given, str) and topic and (home != topic or not WORD.fullmatch(word)):
        part.say(f'"{given}" isn\'t an id for a check of this file; write "{topic}.<word>"', "id")
    if not part.section.prose:
        part.say("nothing says why a customer feels it; write two or three sentences below the fence")
    values = part.values(PLAIN) | {
        "title": usual,
        "marked": part.section.title if usual != part.section.title else "",
        "topic": topic or home,
        "why": part.section.prose,
        "location": {"file": part.file, "line": part.section.line},
        "fixes": _fixes(part),
        "unless": _terms(part, part.data.get("unless", []), "unless"),
        "under": part.tags(data.get("under", []), "under", "under"),
        "allow": part.allowances(),
    }
    if "between" in data:
        values["between"] = terms = _terms(part, part.data["between"], "between")
        if len(terms) not in (2, 3, 4):
            part.say(f"a check is between two, three or four terms, not {len(terms)}; write them all", "between")
    _check_severity(part)
    check = part.build(Check, values, {"fixes": "fix"})
    if check:
        _check_joins(part, check)
        _check_fixes(part, check)
        _check_marks(part, check)
    if len(part.report.problems) > before:
        part.report.broken.add(str(given))
    return check


def _check_severity(part: Part) -> None:
    severity = part.data.get("severity")
    if isinstance(severity, int) and not 1 <= severity <= 5:
        scale = "5 critical, 4 high, 3 medium, 2 or 1 low"
        part.say(f"there is no severity {severity}; write {scale}", "severity")
    elif isinstance(severity, int) and severity > 2 and part.data.get("tension") is True:
        part.say(f"a tension ranks low, and severity is {severity}; write 2 or 1", "severity")


def _terms(part: Part, given: object, *path: str | int) -> tuple[Mapping[str, object], ...]:
    key = str(path[-1])
    if not isinstance(given, list) or not all(isinstance(term, dict) for term in given):
        part.say(f'"{key}" must be a list of terms; write {key} = [ {{ say = ["start.alone"] }} ]', *path)
        return ()
    terms: list[Mapping[str, object]] = []
    for term in given:
        sides = [name for name in term if name in SIDES]
        for name in term:
            if name not in TERM_KEYS:
                part.say(f'"{name}" isn\'t a side; {instead(name, TERM_KEYS)}', *path, word=name)
        if len(sides) != 1:
            if all(name in TERM_KEYS for name in term):
                part.say(f"a term speaks of {len(sides)} sides; write exactly one of {', '.join(SIDES)}", *path)
            sides = sides or [SIDES[0]]
        rest = {name: term[name] for name in BESIDE_SIDE if name in term}
        tags = part.tags(term.get(sides[0], []), sides[0], *path)
        if not tags and sides[0] in term:
            part.say(f'the term "{sides[0]}" names no position; write {sides[0]} = ["start.alone"]', *path)
        terms.append({"side": sides[0], "tags": tags, **rest})
    return tuple(terms)


def _fixes(part: Part) -> tuple[Mapping[str, object], ...]:
    given = part.data.get("fix", [])
    if not isinstance(given, list) or not all(isinstance(fix, dict) for fix in given):
        part.say('"fix" must be a table of its own; write [[fix]] on a line above it', "fix")
        return ()
    if not given:
        part.say("no way out is offered; write a [[fix]] with move, to, effort, do and costs_you")
    for nth, fix in enumerate(given):
        part.allow_in(fix, FIX_KEYS, "fix", nth)
    return tuple(_fix(part, nth, fix) for nth, fix in enumerate(given))


def _fix(part: Part, nth: int, fix: Mapping[str, object]) -> Mapping[str, object]:
    plain = {key: value for key, value in fix.items() if key in FIX_KEYS and key not in CONDITIONS}
    text = fix.get("do")
    if isinstance(text, str):
        plain |= fix_text(text)
    return plain | {key: _terms(part, fix[key], "fix", nth, key) for key in CONDITIONS if key in fix}


def _check_joins(part: Part, check: Check) -> None:
    for term in check.between:
        others = [one for one in check.between if one is not term and one.of == term.of]
        if term.other and (term.of is None or not others):
            part.say('"other" is another row of the same kind; write of = "channel" in both terms', "between")
    if any(term.other and term.of is None for term in check.unless):
        part.say('"other" is another row of the same kind; write of = "channel" beside it', "unless")
    if check.broad and not any(term.of == "promise" for term in check.between):
        part.say('a broad check is about promises; write of = "promise" in a term', "broad")
    elif check.broad and not all(IT.search(title) for title in (check.title, check.mostly, check.aloud) if title):
        part.say('the title of a broad check says "it" where its mismatch names the promise; write “You promise it, …”')
    if check.times and not check.is_between_promises:
        part.say('"times" compares what two promises say; write say = … with of = "promise" and other = true', "times")
    if any(term.group and not term.other for term in check.between):
        part.say('"group" silences a check for one group; write it in unless, or beside other = true', "between")


def _check_fixes(part: Part, check: Check) -> None:
    sides = {term.side for term in check.between}
    if check.fixes and all(fix.is_conditional for fix in check.fixes):
        part.say('every fix has a condition, so some businesses are offered none; leave out one "only"', "fix", 0)
    for nth, fix in enumerate(check.fixes):
        earlier = next((one for one in check.fixes[:nth] if one.key == fix.key and not one.is_conditional), None)
        if earlier is not None:
            part.say("an earlier fix makes the same move, so this one is never offered; write only = in it", "fix", nth)
        if (fix.move is None) == (fix.stop is None):
            part.say("a fix does one thing; write either move = or stop =", "fix", nth)
        if fix.to is not None and fix.move is None:
            part.say('"to" needs a side to move; write move = "say"', "fix", nth, "to")
        if fix.stop is not None and fix.stop not in STOPPABLE:
            part.say(f'"{fix.stop}" can\'t be stopped; {instead(fix.stop, STOPPABLE)}', "fix", nth, "stop")
        if fix.move is not None and fix.move not in sides:
            said = f"the side {fix.move} doesn't conflict here, so moving it changes nothing"
            part.say(f"{said}; write {' or '.join(sorted(sides))}", "fix", nth, "move")
        moved = [term for term in check.between if term.side == fix.move]
        # If the side has several terms, one of them may have the position to which the fix moves the others.
        if moved and all(fix.to in term.tags for term in moved):
            part.say(f'"{fix.to}" is what conflicts; write another position', "fix", nth, "to")
        _check_words_of_fix(part, check, nth, fix)


def _check_words_of_fix(part: Part, check: Check, nth: int, fix: Fix) -> None:
    """Report a fix whose `replaces` or `adds` can't be true."""
    for key, is_said in (("replaces", fix.replaces), ("whole", fix.whole), ("adds", fix.adds)):
        if is_said and fix.move != "say":
            part.say(f'"{key}" is about the words of a promise; write it beside move = "say"', "fix", nth, key)
    if (fix.replaces or fix.whole) and fix.adds:
        part.say("words that replace a promise aren't added to it; write one of replaces and adds", "fix", nth, "adds")
    elif fix.adds and check.first:
        part.say("words beside an untrue claim don't make it true; write a fix that takes it away", "fix", nth, "adds")
    elif fix.replaces and not all("promise" in keys(text) for text in fix.texts):
        part.say("nothing names the promise that is replaced; write {promise|the promise}", "fix", nth, "do")


def _check_marks(part: Part, check: Check) -> None:
    for key in keys(check.marked):
        if key not in OF_TOPIC:
            part.say(f'"{key}" can\'t be named in a title; {instead(key, OF_TOPIC)}')
    for nth, fix in enumerate(check.fixes):
        for text in fix.texts:
            for wrong, sentence in mistakes(text):
                part.say(sentence, "fix", nth, "do", word=wrong)
            for key in keys(text):
                if key == "other" and not check.is_between_promises:
                    say = "no two promises conflict here; write {promise|the promise}"
                    part.say(say, "fix", nth, "do", word=f"{{{key}|")
                elif key in MARKS and key != "other" and check.is_between_promises:
                    say = "two promises conflict here, and only one changes; write {other|the other promise}"
                    part.say(say, "fix", nth, "do", word=f"{{{key}|")
