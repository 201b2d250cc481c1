"""Reads a file of screens/mismatches/ with one topic, its cues and its checks, and makes the checks that no file writes
out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from trueup.content.check_section import read_check
from trueup.content.cue_language import CueError, parse_cue, with_shared_words
from trueup.content.markdown import Section
from trueup.content.marks import OF_TOPIC
from trueup.content.model import Check, ClaimCues, Fix, Term, Topic, fix_text
from trueup.content.part import WORD, Part, is_list_of_text, open_part, quoted, titled
from trueup.content.problems import Report

TOPIC_KEYS = (
    *("id", "heading", "stage", "measures", "kinds", "order", "positions"),
    *("claims", "phrases", "phrases_for", "phrases_unless", "phrases_add", "claims_for"),
    *("agreed", "in_brief", "named", "admits", "minor", "if_claimed", "of_some", "exclusive", "parts", "apart"),
    "allow",
)
LONGEST = {"label": 12, "claim": 34, "phrase": 90, "sentence": 66, "name": 34}
"""The most characters of a position's label, a claim, a phrase, a sentence on what agrees and a name, as there is room
on screen."""
ROLES = (*OF_TOPIC, "work")
"""What a position can be named for: as believed or as found in a title, and as work in a fix."""

NO_POSITION = "isn't a position of this topic"
NO_CLAIM = "isn't a claim of this topic"
NO_PHRASE = "has no phrase in this topic"


def read_topic(
    file: str, found: list[Section], report: Report, shared: Mapping[str, str]
) -> tuple[tuple[Topic, Part] | None, list[tuple[Check, Part]], Mapping[str, ClaimCues]]:
    """Return the topic in a file, its checks, and the cues of its claims by tag. Topic and checks come with their part,
    which later checks across files need. `shared` are the sets of words for cues, by name.
    """
    top, rest = titled(file, found, report, "and the topic's title")
    part = open_part(file, top, report, 'id = "start", heading = "…" and [positions]')
    topic = _read_topic(part) if part else None
    name = part.data.get("id") if part else None
    checks: list[tuple[Check, Part]] = []
    cues: Mapping[str, ClaimCues] = {}
    for section in rest:
        if check := open_part(file, section, report, "id, severity, between and [[fix]]"):
            if check.data.get("cues") is True:
                if cues:
                    check.say("a second section of cues; write all of them in the first", "cues")
                if topic:  # if the topic couldn't be read, don't report problems of its cues
                    cues = _read_cues(check, topic, shared)
                continue
            read = read_check(check, name if isinstance(name, str) else None)
            if read:
                checks.append((read.with_changes(apart=True) if topic and topic.apart else read, check))
    return ((topic, part) if topic and part else None), checks, cues


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
        part.short_enough(label, LONGEST["label"], f'the label of "{word}"', "positions", word)
    phrases_for, claims_for = part.table("phrases_for"), part.table("claims_for")
    agreed = part.table("agreed", of_text=True)
    _check_texts(part, "claim", claims, positions, NO_POSITION, "claims")
    _check_texts(part, "sentence", agreed, positions, NO_POSITION, "agreed")
    _check_texts(part, "phrase", phrases, positions, NO_POSITION, "phrases")
    for kind, texts in claims_for.items():
        _check_texts(part, "claim", texts, claims, NO_CLAIM, "claims_for", kind)
    for kind, texts in phrases_for.items():
        _check_texts(part, "phrase", texts, positions, NO_POSITION, "phrases_for", kind)
    every = dict.fromkeys(w for table in (phrases, *phrases_for.values()) if isinstance(table, dict) for w in table)
    in_brief = _table(part, "in_brief", claims, NO_CLAIM, of_text=True)
    named = _table(part, "named", ROLES, "isn't said of a position")
    for role, words in named.items():
        _check_texts(part, "name", words, positions, NO_POSITION, "named", role)
    if not part.section.prose:
        part.say("the topic isn't described; write a paragraph below the fence")
    topic = part.build(
        Topic,
        {
            **part.values(("id", "heading", "stage", "measures", "kinds", "parts", "apart")),
            **({"positions": positions} if "positions" in data else {}),
            "claims": claims,
            "phrases": phrases,
            "phrases_for": phrases_for,
            "phrases_unless": {
                word: part.tags(tags, "phrases_unless", "phrases_unless", word)
                for word, tags in _table(part, "phrases_unless", every, NO_PHRASE).items()
            },
            "phrases_add": {
                word: str(lack) for word, lack in _table(part, "phrases_add", every, NO_PHRASE, of_text=True).items()
            },
            "claims_for": claims_for,
            "agreed": agreed,
            "in_brief": in_brief,
            "named": named,
            **{
                key: _words(part, key, every, "words that have a phrase", NO_PHRASE)
                for key in ("admits", "minor", "if_claimed")
            },
            "of_some": _words(part, "of_some", positions, "positions", NO_POSITION),
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


def _check_texts(part: Part, what: str, texts: object, known: Collection[str], otherwise: str, *path: str) -> None:
    """Report the texts of claims or phrases that are too long, and words that aren't `known`."""
    for word, text in texts.items() if isinstance(texts, dict) else ():
        part.short_enough(text, LONGEST[what], f'the {what} "{word}"', *path, word)
        part.knows(word, known, otherwise, *path, word)


def _table(
    part: Part, key: str, known: Collection[str], otherwise: str, *, of_text: bool = False
) -> Mapping[str, object]:
    """Return the table at a key, such as `in_brief`. Report each of its words that isn't `known`."""
    table = part.table(key, of_text=of_text)
    for word in table:
        part.knows(word, known, otherwise, key, word)
    return table


def _words(part: Part, key: str, known: Collection[str], what: str, otherwise: str) -> tuple[str, ...]:
    """Return the words listed under a key. Report each that isn't `known`."""
    given = part.data.get(key, [])
    if not is_list_of_text(given):
        part.say(f'"{key}" lists {what}; write [ "account" ]', key)
        return ()
    for word in given:
        part.knows(word, known, otherwise, key, in_list=True)
    return tuple(given)


def _exclusive(part: Part, claims: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    given = part.data.get("exclusive", [])
    if not isinstance(given, list) or not all(is_list_of_text(each) and len(each) > 1 for each in given):
        part.say('"exclusive" lists claims that can\'t both be true; write [ ["alone", "talk"] ]', "exclusive")
        return ()
    for word in (word for each in given for word in each):
        part.knows(word, claims, NO_CLAIM, "exclusive", in_list=True)
    return tuple(tuple(each) for each in given)


# Cues -------------------------------------------------------------------------

KEYS = ("is", "not", "match", "miss", "none")
SAID = ("is", "match", "miss")
"""The keys that a claim with cues must have: the cues, sentences that they find, and sentences that they don't."""


def _read_cues(part: Part, topic: Topic, shared: Mapping[str, str]) -> Mapping[str, ClaimCues]:
    """Return the cues of a topic by tag, with sets of words written out. Report all problems."""
    read: dict[str, ClaimCues] = {}
    for word, table in part.data.items():
        if word == "cues" or not part.knows(word, topic.claims, NO_CLAIM, word):
            continue
        if not isinstance(table, dict):
            part.say(f'"{word}" must be a table; write [{word}] on a line of its own', word)
        elif cues := _of_claim(part, word, table, shared):
            read[f"{topic.id}.{word}"] = cues
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
        "none": table.get("none", ""),
        "location": {"file": part.file, "line": part.fence.line_of(word)},
    }
    return part.build(ClaimCues, values, {"cues": "is", "never": "not"})


def _texts(part: Part, word: str, key: str, given: object) -> tuple[str, ...]:
    if is_list_of_text(given) and all(text.strip() for text in given):
        twice = next((text for nth, text in enumerate(given) if text in given[:nth]), None)
        if twice:
            part.say(f"{quoted(twice)} appears twice; write it once", word, key, word=twice)
        return tuple(given)
    part.say(f'"{key}" must be a list of texts; write {key} = ["…"]', word, key)
    return ()


# Promises that exclude each other ---------------------------------------------

SEVERITY_OF_BOTH = 3
WHY_OF_BOTH = (
    "Customers who read both promises don't know which one is true. Many trust neither, or expect the better one."
)


def disagreements(topic: Topic) -> Iterator[Check]:
    """Yield a check for each two claims of a topic that exclude each other, with an id such as `start.alone-or-
    talk`.
    """
    # Skip unknown words, which are reported elsewhere.
    known = ([word for word in words if word in topic.claims and word in topic.positions] for words in topic.exclusive)
    pairs = dict.fromkeys(pair for words in known for pair in combinations(words, 2))
    for one, two in pairs:
        brief = {word: _inside_quotes(topic.in_brief.get(word, topic.positions[word])) for word in (one, two)}
        yield Check(
            id=f"{topic.id}.{one}-or-{two}",
            title=f"You promise both “{brief[one]}” and “{brief[two]}”",
            topic=topic.id,
            severity=SEVERITY_OF_BOTH,
            between=(_term(topic, one), _term(topic, two)),
            fixes=tuple(
                Fix(
                    **fix_text(
                        f"Keep “{_inside_quotes(topic.claims[to])}”, and delete {{other|the other promise}}."
                        " If they're about different things, say which is which."
                    ),
                    effort="hours",
                    move="say",
                    to=f"{topic.id}.{to}",
                    costs_you=f"the promise “{brief[gone]}”",
                )
                for to, gone in ((one, two), (two, one))
            ),
            why=WHY_OF_BOTH,
            is_made=True,
            location=topic.location,
        )


def _inside_quotes(text: str) -> str:
    """Return a text to put into quotation marks, with its own quotation marks made single."""
    return text.replace("“", "‘").replace("”", "’")


def _term(topic: Topic, word: str) -> Term:
    return Term(side="say", tags=(f"{topic.id}.{word}",), of="promise", other=True, group=True)
