"""Reads a file of screens/mismatches/ with one topic, its cues, and its checks."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.content.cue_language import CueError, parse_cue, with_shared_words
from trueup.content.markdown import WORD, Part, Section, frozen, open_part, quoted, titled
from trueup.content.marks import MARKS, keys, mistakes
from trueup.content.model import IT, SIDES, Check, ClaimCues, Fix, Topic, fix_text
from trueup.content.problems import Report, instead

TOPIC_KEYS = (
    *("id", "heading", "stage", "measures", "kinds", "order", "positions"),
    *("claims", "phrases", "phrases_for", "phrases_unless", "phrases_add", "claims_for"),
    *("in_brief", "admits", "minor", "if_claimed", "exclusive", "parts", "apart", "allow"),
)
CHECK_KEYS = (
    *("id", "severity", "between", "unless", "disclosed", "first", "safety"),
    *("tension", "broad", "mild", "mostly", "under", "fix", "allow"),
)
FIX_KEYS = (
    "move",
    "to",
    "stop",
    "ends",
    "inward",
    "replaces",
    "adds",
    "effort",
    "do",
    "do_for",
    "hours",
    "costs_you",
    "only",
    "unless",
)
CONDITIONS = ("only", "unless")
"""The keys of a fix that say where it is offered."""
TERM_KEYS = (*SIDES, "of", "other", "group", "everyone")
STOPPABLE = ("promise", "channel", "activity")

POSITION, CLAIM, TITLE, PHRASE = 12, 34, 60, 90
"""The most characters of a position's label, a claim, a check's title and a phrase, as there is room on screen."""


def read_topic(
    file: str, found: list[Section], report: Report, shared: Mapping[str, str]
) -> tuple[tuple[Topic, Part] | None, list[tuple[Check, Part]]]:
    """Return the topic in a file, and its checks. Each comes with its part, which later checks across files need.
    `shared` are the sets of words for cues, by name.
    """
    top, rest = titled(file, found, report, "and the topic's title")
    part = open_part(file, top, report, 'id = "start", heading = "…" and [positions]')
    topic = _read_topic(part) if part else None
    name = part.data.get("id") if part else None
    checks: list[tuple[Check, Part]] = []
    for section in rest:
        if check := open_part(file, section, report, "id, severity, between and [[fix]]"):
            if is_cues(check):
                topic = _with_cues(topic, check, shared)
                continue
            read = _read_check(check, name if isinstance(name, str) else None)
            if read:
                checks.append((read.with_changes(apart=True) if topic and topic.apart else read, check))
    return ((topic, part) if topic and part else None), checks


def _with_cues(topic: Topic | None, part: Part, shared: Mapping[str, str]) -> Topic | None:
    if topic is None:  # the topic couldn't be read, so don't report problems of its cues
        return None
    if topic.cues:
        part.say("a second section of cues; write all of them in the first", "cues")
    return topic.with_changes(cues=read_cues(part, topic.claims, shared))


def order_of(part: Part) -> float:
    """Return the place of a topic among all: its `order`, or infinity without one."""
    order = part.data.get("order")
    return order if isinstance(order, int | float) else float("inf")


def _read_topic(part: Part) -> Topic | None:
    before = len(part.report.problems)
    data = part.data
    part.allow(TOPIC_KEYS)
    positions = part.table("positions", of_text=True)
    claims = part.table("claims", of_text=True)
    phrases = part.table("phrases", of_text=True)
    given = data.get("id")
    if isinstance(given, str) and not WORD.fullmatch(given):
        part.say(f'"{given}" isn\'t an id of a topic; write one word in small letters', "id")
    if "order" in data and (isinstance(data["order"], bool) or not isinstance(data["order"], int)):
        part.say(f'"order" is {quoted(data["order"])}; write a whole number', "order")
    if "positions" in data and len(positions) < 2:
        part.say('fewer than two positions; write word = "label" lines below [positions]', "positions")
    for word, label in positions.items():
        part.short_enough(label, POSITION, f'the label of "{word}"', "positions", word)
    for word, claim in claims.items():
        part.short_enough(claim, CLAIM, f'the claim "{word}"', "claims", word)
        if word not in positions:
            part.say(f'"{word}" isn\'t a position of this topic; {instead(word, positions)}', "claims", word)
    for word, phrase in phrases.items():
        part.short_enough(phrase, PHRASE, f'the phrase "{word}"', "phrases", word)
        if word not in positions:
            part.say(f'"{word}" isn\'t a position of this topic; {instead(word, positions)}', "phrases", word)
    phrases_for = part.table("phrases_for")
    every = dict.fromkeys(w for table in (phrases, *phrases_for.values()) if isinstance(table, dict) for w in table)
    for kind, others in phrases_for.items():
        for word, phrase in others.items() if isinstance(others, dict) else ():
            part.short_enough(phrase, PHRASE, f'the phrase "{word}"', "phrases_for", kind)
            if word not in positions:
                part.say(f'"{word}" isn\'t a position of this topic; {instead(word, positions)}', "phrases_for", kind)
    for kind, others in part.table("claims_for").items():
        for word, claim in others.items() if isinstance(others, dict) else ():
            part.short_enough(claim, CLAIM, f'the claim "{word}"', "claims_for", kind)
            if word not in claims:
                part.say(f'"{word}" isn\'t a claim of this topic; {instead(word, claims)}', "claims_for", kind)
    in_brief = part.table("in_brief", of_text=True)
    for word in in_brief:
        if word not in claims:
            part.say(f'"{word}" isn\'t a claim of this topic; {instead(word, claims)}', "in_brief", word)
    if not part.section.prose:
        part.say("the topic isn't described; write a paragraph below the fence")
    topic = part.build(
        Topic,
        {
            **{
                key: frozen(data[key])
                for key in ("id", "heading", "stage", "measures", "kinds", "parts", "apart")
                if key in data
            },
            **({"positions": positions} if "positions" in data else {}),
            "claims": claims,
            "phrases": phrases,
            "phrases_for": phrases_for,
            "phrases_unless": _phrases_unless(part, every),
            "phrases_add": _phrases_add(part, every),
            "claims_for": part.table("claims_for"),
            "in_brief": in_brief,
            **{key: _with_a_phrase(part, every, key) for key in ("admits", "minor", "if_claimed")},
            "exclusive": _exclusive(part, claims),
            "allow": part.allowances(),
            "title": part.section.title,
            "about": part.section.prose,
            "location": {"file": part.file, "line": part.section.line},
        },
        {},
    )
    if len(part.report.problems) > before:
        part.report.broken.add(str(given))
    return topic


def _phrases_unless(part: Part, phrases: Mapping[str, None]) -> Mapping[str, tuple[str, ...]]:
    unless = part.table("phrases_unless")
    for word in unless:
        if word not in phrases:
            part.say(f'"{word}" has no phrase in this topic; {instead(word, phrases)}', "phrases_unless", word)
    return {word: part.tags(tags, "phrases_unless", "phrases_unless", word) for word, tags in unless.items()}


def _phrases_add(part: Part, phrases: Mapping[str, None]) -> Mapping[str, str]:
    add = part.table("phrases_add", of_text=True)
    for word in add:
        if word not in phrases:
            part.say(f'"{word}" has no phrase in this topic; {instead(word, phrases)}', "phrases_add", word)
    return {word: str(lack) for word, lack in add.items()}


def _with_a_phrase(part: Part, phrases: Mapping[str, None], key: str) -> tuple[str, ...]:
    """Return the words listed under a key. Report each word that has no phrase for any kind of business."""
    given = part.data.get(key, [])
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        part.say(f'"{key}" lists words that have a phrase; write [ "account" ]', key)
        return ()
    for word in given:
        if word not in phrases:
            part.say(f'"{word}" has no phrase in this topic; {instead(word, phrases)}', key, word=word)
    return tuple(given)


def _exclusive(part: Part, claims: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    given = part.data.get("exclusive", [])
    if not isinstance(given, list) or not all(
        isinstance(each, list) and len(each) > 1 and all(isinstance(word, str) for word in each) for each in given
    ):
        part.say('"exclusive" lists claims that can\'t both be true; write [ ["alone", "talk"] ]', "exclusive")
        return ()
    for word in (word for each in given for word in each if word not in claims):
        part.say(f'"{word}" isn\'t a claim of this topic; {instead(word, claims)}', "exclusive", word=word)
    return tuple(tuple(each) for each in given)


def _read_check(part: Part, topic: str | None) -> Check | None:
    before = len(part.report.problems)
    data = part.data
    part.allow(CHECK_KEYS)
    mostly = data.get("mostly", "")
    for title in (part.section.title, mostly if isinstance(mostly, str) else ""):
        if (long := len(title)) > TITLE:
            part.report.say(part.file, part.section.line, f"the title has {long} characters; write at most {TITLE}")
    given = data.get("id")
    home, _, word = given.partition(".") if isinstance(given, str) else ("", "", "")
    if isinstance(given, str) and topic and (home != topic or not WORD.fullmatch(word)):
        part.say(f'"{given}" isn\'t an id for a check of this file; write "{topic}.<word>"', "id")
    if not part.section.prose:
        part.say("nothing says why a customer feels it; write two or three sentences below the fence")
    values: dict[str, object] = {
        key: data[key]
        for key in ("id", "severity", "disclosed", "first", "safety", "tension", "broad", "mild", "mostly")
        if key in data
    }
    values |= {
        "title": part.section.title,
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
        rest = {name: term[name] for name in ("of", "other", "group", "everyone") if name in term}
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
    plain = {key: frozen(fix[key]) for key in fix if key in FIX_KEYS and key not in CONDITIONS}
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
    elif check.broad and not all(IT.search(title) for title in (check.title, check.mostly) if title):
        part.say('the title of a broad check says "it" where its mismatch names the promise; write “You promise it, …”')
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
    for key, is_said in (("replaces", fix.replaces), ("adds", fix.adds)):
        if is_said and fix.move != "say":
            part.say(f'"{key}" is about the words of a promise; write it beside move = "say"', "fix", nth, key)
    if fix.replaces and fix.adds:
        part.say("words that replace a promise aren't added to it; write one of replaces and adds", "fix", nth, "adds")
    elif fix.adds and check.first:
        part.say("words beside an untrue claim don't make it true; write a fix that takes it away", "fix", nth, "adds")
    elif fix.replaces and not all("promise" in keys(text) for text in fix.texts):
        part.say("nothing names the promise that is replaced; write {promise|the promise}", "fix", nth, "do")


def _check_marks(part: Part, check: Check) -> None:
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


KEYS = ("is", "not", "match", "miss", "none")
SAID = ("is", "match", "miss")
"""The keys that a claim with cues must have: the cues, sentences that they find, and sentences that they don't."""


def is_cues(part: Part) -> bool:
    """Whether a section contains cues instead of a check."""
    return part.data.get("cues") is True


def read_cues(part: Part, claims: Mapping[str, object], shared: Mapping[str, str]) -> Mapping[str, ClaimCues]:
    """Return the cues of a topic by claim, with sets of words written out. Report all problems."""
    read: dict[str, ClaimCues] = {}
    for word, table in part.data.items():
        if word == "cues":
            continue
        if word not in claims:
            part.say(f'"{word}" isn\'t a claim of this topic; {instead(word, claims)}', word)
        elif not isinstance(table, dict):
            part.say(f'"{word}" must be a table; write [{word}] on a line of its own', word)
        elif cues := _of_claim(part, word, table, shared):
            read[word] = cues
    return read


def _of_claim(part: Part, word: str, table: Mapping[str, object], shared: Mapping[str, str]) -> ClaimCues | None:
    part.allow_in(table, KEYS, word)
    texts = {key: _texts(part, word, key, table[key]) for key in KEYS[:4] if key in table}
    if "none" in table:
        if not isinstance(table["none"], str) or not table["none"].strip():
            part.say('"none" is why no cue can exist; write a sentence: none = "…"', word, "none")
        if texts:
            part.say(f'"{next(iter(texts))}" is next to "none"; write one of them', word, next(iter(texts)))
    elif missing := next((key for key in SAID if not texts.get(key)), None):
        why = {
            "is": 'write is = ["no call needed"], or none = "why no cue can exist"',
            "match": "write a sentence in which the cue must be found",
            "miss": "write a sentence close to it that claims something else",
        }[missing]
        part.say(f'"{missing}" is missing; {why}', word, missing)
    for key in ("is", "not"):
        written: list[str] = []
        for cue in texts.get(key, ()):
            try:
                written.append(with_shared_words(cue, shared))
                parse_cue(written[-1])
            except CueError as error:
                part.say(f"the cue {quoted(cue)}: {error}", word, key, word=cue)
        if written:
            texts[key] = tuple(written)
    values = {
        "cues": texts.get("is", ()),
        "never": texts.get("not", ()),
        "match": texts.get("match", ()),
        "miss": texts.get("miss", ()),
        "none": frozen(table.get("none", "")),
        "location": {"file": part.file, "line": part.fence.line_of(word)},
    }
    return part.build(ClaimCues, values, {"cues": "is", "never": "not"})


def _texts(part: Part, word: str, key: str, given: object) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(text, str) and text.strip() for text in given):
        twice = next((text for nth, text in enumerate(given) if text in given[:nth]), None)
        if twice:
            part.say(f"{quoted(twice)} appears twice; write it once", word, key, word=twice)
        return tuple(given)
    part.say(f'"{key}" must be a list of texts; write {key} = ["…"]', word, key)
    return ()
