"""Checks the style of the texts in screens/: their length, words to avoid, and British spelling.

If a text needs a word that is to be avoided, its fence says so under `[allow]`, with the reason. The lists of
misspellings come from codespell, one of the `dev` extras. Without it, spelling isn't checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import NamedTuple

from trueup.content.marks import without_marks
from trueup.content.model import Check, Content, Fix, Location, Question, Topic

QUESTION, HINT, WHY, CHOICE, COSTS, PHRASE, FIX, HELP = 14, 16, 22, 10, 8, 14, 18, 60
"""The most words of each kind of text. A fix may have a second sentence with the exact words to publish."""

CHECK_TITLE = 54
"""The most characters of a check's title, so that it fits a line of a list at 80 columns."""

CHECK_WHY = 34
"""The most words of the text that says why a mismatch hurts. It has at most two sentences."""

SHORTEST_CHOICE = 4
"""The longest choice may have at most twice as many words as the shortest. For this, a choice with fewer words than
this, such as "No", counts as having this many.
"""

WORDS: Mapping[str, str] = {
    r"somebody|someone else's": "a customer, or someone",
    r"nobody": "no one, or no customer",
    r"everybody": "everyone",
    r"anybody": "anyone",
    r"whoever|whom": "who, or customers who …",
    r"those who(?! (?:sell|buy) )": "customers who …",
    r"stands|stood": "is, says or sees",
    r"comes? upon|came upon": "sees, or finds",
    r"in place of": "instead of",
    r"a talk|the talk|talks with": "a call, or a conversation",
    r"rings?(?: you)?(?= (?:me|you|them|up|back))": "call",
    r"a mail|the mail|mails|mailed": "an email, or a newsletter",
    r"a sum|the sum|sums": "an amount, or the price",
    r"dear|dearer|dearest": "expensive",
    r"mends?|mended|mending": "fix",
    r"strike": "delete",
    r"reckon(?:s|ed|ing)?": "work out",
    r"glad|gladly": "happy",
    r"anew|afresh": "again",
    r"at no charge": "free",
    r"people you aim at|those it is for": "target customers",
    r"put right|puts right": "fix",
    r"becomes? of|became of": "happens to",
    r"at which price": "at what price",
    r"one's|oneself": "your, or yourself",
    r"facets?": "topic",
    r"clash(?:es|ed|ing)?": "check, mismatch or conflict",
    r"hats?": "role",
    r"the ten|last ten(?! (?:customers|orders|parcels|clients|buyers|readers|projects|bookings|sales|emails|enquiries"
    r"|messages|sellers|visits|jobs|users|issues|replies|listings|posts|people|times|days|replies|items|students"
    r"|refunds|complaints|leavers|requests|deals|learners|pieces|who))": "the last ten customers",
    r"known by": "evidence",
    r"gives? up": "costs you",
    r"what holds": "what agrees",
    r"on paper": "preview",
    r"load on you": "how it feels",
    r"(?:it|that|only) rubs": "it matters less",
    r"kept on purpose": "accepted",
    r"what waits": "needs an answer",
    r"voices": "statements, or who says so",
    r"strains?": "tension",
    r"grave(?:ly)?": "critical",
    r"(?:paper|lamp) theme": "light or dark theme",
}
"""A pattern of words to avoid → what to write instead."""

_WORDS = [(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), better) for pattern, better in WORDS.items()]
_CURLY = re.compile(r"\w’\w")
_GLUE = re.compile(r", too[.!?]|\bas well[.!?,]")
_WORD = re.compile(r"[^\s–—…·]*\w[^\s–—…·]*")
_SENTENCE = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[“\"‘'A-Z0-9])")


class Text(NamedTuple):
    """One text of screens/, with its location and kind for messages. `allow`: word to avoid → why this text needs
    it.
    """

    location: Location
    what: str
    text: str
    allow: Mapping[str, str]


BEGINNINGS: Mapping[str, re.Pattern[str]] = {
    "replaces": re.compile(r"(?:Today, r|R)eplace \{promise\|"),
    "adds": re.compile(r"(?:Next to|Under|Beside|Above|Wherever you) "),
}
"""How fixes begin that replace a promise, or add to it. Their fence must say so too, because the program doesn't read
the words."""


_TELLS = re.compile(r"\b(?:tell|pay|repay|refund|honour|keep|let|make it up|when customers leave)\b", re.IGNORECASE)
"""Words of a fix that does something for the people who came before."""
_TELLS_THEM = re.compile(
    r"\btell (?:everyone who|the people|those people|recent|past|earlier|every|customers (?:who|you))\b"
    r"|\b(?:repay|refund|pay|honour)\b[^,;:]*\b(?:everyone|earlier|past|those|customers) (?:who|you|customers|buyers)\b"
    r"|\bearlier (?:buyers|orders)\b"
)
"""Words that show it beyond doubt."""


def style(content: Content) -> list[str]:
    """Return all problems of style, except spelling, as `file:line: sentence`, sorted by place."""
    found = [*_lengths(content), *(problem for text in texts(content) for problem in _wording(text)), *_unsaid(content)]
    return sorted(found, key=place)


def texts(content: Content) -> Iterator[Text]:
    """Yield all texts that a founder can read."""
    for name, screen in content.screens.items():
        first = Location(file=f"{name}.md", line=1)
        if name != "words":
            yield Text(first, "the title", screen.title, {})
            yield Text(first, "the introduction", screen.intro, {})
            for id, text in screen.texts.items():
                where = Location(file=first.file, line=screen.lines.get(id, 1))
                yield Text(where, f"the text {id}", without_marks(text), screen.allow.get(id, {}))
    for question in content.questions.values():
        yield from _of_question(question)
    for topic in content.topics.values():
        yield from _of_topic(topic)
    for check in content.checks.values():
        yield from _of_check(check)


def _of_question(question: Question) -> Iterator[Text]:
    for what, text in (
        ("the question", question.text),
        *((f"the question for {kind}", text) for kind, text in question.wording.items()),
        ("the hint", question.hint),
        *((f"the hint for {kind}", text) for kind, text in question.hints.items()),
        ("why we ask", question.why),
        ("short", question.short),
        *((f"the {word} line", text) for word, text in question.rests_on.items()),
        *((f"the choice {choice.key}", choice.label) for choice in question.choices),
        *((f"the choice {c.key} for {kind}", text) for c in question.choices for kind, text in c.wording.items()),
    ):
        yield Text(question.location, f"{question.id}, {what}", text, question.allow)


def _of_topic(topic: Topic) -> Iterator[Text]:
    by_word = {
        "the position {}": topic.positions,
        "the claim {}": topic.claims,
        "the phrase {}": topic.phrases,
        **{f"the phrase {{}} for {kind}": phrases for kind, phrases in topic.phrases_for.items()},
        **{f"the claim {{}} for {kind}": claims for kind, claims in topic.claims_for.items()},
        "what agrees on {}": topic.agreed,
        "the claim {} in brief": topic.in_brief,
        **{f"{{}} as {role}": names for role, names in topic.named.items()},
    }
    yield Text(topic.location, f"{topic.id}, the title", topic.title, topic.allow)
    yield Text(topic.location, f"{topic.id}, the description", topic.about, topic.allow)
    for what, texts in by_word.items():
        for word, text in texts.items():
            yield Text(topic.location, f"{topic.id}, {what.format(word)}", text, topic.allow)


def _of_check(check: Check) -> Iterator[Text]:
    yield Text(check.location, f"{check.id}, the title", check.title, check.allow)
    yield Text(check.location, f"{check.id}, the title for most", check.mostly, check.allow)
    yield Text(check.location, f"{check.id}, the title for what is said aloud", check.aloud, check.allow)
    yield Text(check.location, f"{check.id}, why it hurts", check.why, check.allow)
    for nth, fix in enumerate(check.fixes, 1):
        for text in fix.texts:
            yield Text(check.location, f"{check.id}, fix {nth}", without_marks(text), check.allow)
        yield Text(check.location, f"{check.id}, what fix {nth} costs", fix.costs_you, check.allow)


def _wording(text: Text) -> Iterator[str]:
    for pattern, better in _WORDS:
        for match in pattern.finditer(text.text):
            if match.group(0).casefold() not in text.allow:
                yield problem_of(text, f"says “{match.group(0)}”; write {better}")
    if curly := _CURLY.search(text.text):
        yield problem_of(text, f"says “{curly.group(0)}” with a curly apostrophe; write a straight one")
    glue = _GLUE.search(text.text)
    if glue and glue.group(0).strip(" ,.!?") not in text.allow:
        yield problem_of(text, f"ends on “{glue.group(0).strip()}”; write “also” before the verb, or leave it out")


def _lengths(content: Content) -> Iterator[str]:
    for text in texts(content):
        yield from _length(text)
    for question in content.questions.values():
        kinds = dict.fromkeys(kind for choice in question.choices for kind in choice.wording)
        for asked, of in ((question, ""), *((question.worded(kind), f" for {kind}") for kind in kinds)):
            lengths = [words(choice.label) for choice in asked.choices]
            if lengths and question.kind == "choice" and max(lengths) > 2 * max(min(lengths), SHORTEST_CHOICE):
                said = f"have {min(lengths)} to {max(lengths)} words; the longest at most twice the shortest"
                yield f"{question.location}: {question.id}: its choices{of} {said}"


def _unsaid(content: Content) -> Iterator[str]:
    """Yield a problem for each fix of a promise whose words say that it replaces or adds something, if its fence
    doesn't.
    """
    for check in content.checks.values():
        for nth, fix in enumerate(check.fixes, 1):
            for key, is_said in (("replaces", fix.replaces), ("adds", fix.adds)):
                begins = any(BEGINNINGS[key].match(text) for text in fix.texts)
                if fix.move == "say" and begins and not is_said:
                    text = Text(check.location, f"{check.id}, fix {nth}", fix.do, {})
                    yield problem_of(text, f"begins like a fix that {key} words; write {key} = true in its fence")
            if fix.move == "say":
                yield from _telling(check, nth, fix)


def _telling(check: Check, nth: int, fix: Fix) -> Iterator[str]:
    """Yield a problem if a fix of words does something for the people who came before and its fence doesn't say so, or
    the other way round.
    """
    text = Text(check.location, f"{check.id}, fix {nth}", fix.do, {})
    if fix.tells and not all(_TELLS.search(each) for each in fix.texts):
        yield problem_of(text, "tells no one who came before; leave out tells = true, or say whom it tells or pays")
    if not fix.tells and any(_TELLS_THEM.search(each) for each in fix.texts):
        yield problem_of(text, "does something for people who came before; write tells = true in its fence")


def _length(text: Text) -> Iterator[str]:
    _, _, what = text.what.rpartition(", ")
    if what.startswith("the question"):
        yield from _most(text, QUESTION)
        if not text.text.endswith("?") or text.text.count("?") > 1:
            yield problem_of(text, "is one question, and ends in “?”")
        if ":" in text.text:
            yield problem_of(text, "has a colon; ask in one plain sentence")
    elif what.startswith("the hint") and text.text:
        yield from _most(text, HINT)
    elif what == "why we ask" and text.text:
        yield from _most(text, WHY)
        if not text.text.startswith(("So ", "so ", "Customers ", "customers ")):
            yield problem_of(text, "begins “So we can compare …” or “Customers …”")
    elif what.startswith("the choice"):
        yield from _most(text, CHOICE)
    elif what.startswith("the phrase"):
        yield from _most(text, PHRASE)
    elif what.startswith("what fix"):
        yield from _most(text, COSTS)
    elif what.startswith("fix "):
        first, *rest = sentences(text.text)
        if words(first) > FIX:
            yield problem_of(text, f"has {words(first)} words; write at most {FIX} in its first sentence")
        if len(rest) > 1:
            yield problem_of(text, "has more than two sentences")
    elif what == "why it hurts":
        yield from _most(text, CHECK_WHY)
        if len(sentences(text.text)) > 2:
            yield problem_of(text, "has more than two sentences")
    elif what == "the title" and "." in text.what.partition(",")[0]:
        if len(text.text) > CHECK_TITLE:
            yield problem_of(text, f"has {len(text.text)} characters; write at most {CHECK_TITLE}")
        if ";" in text.text:
            yield problem_of(text, "has a semicolon; write “You say …, but …”")
    elif text.what == "the text help":
        yield from _most(text, HELP)


def _most(text: Text, most: int) -> Iterator[str]:
    if (count := words(text.text)) > most:
        yield problem_of(text, f"has {count} words; write at most {most}")


def words(text: str) -> int:
    """Return the number of words in a text. Signs and dashes on their own don't count."""
    return len(_WORD.findall(text))


def sentences(text: str) -> list[str]:
    """Split a text into sentences."""
    return _SENTENCE.split(text.strip()) if text.strip() else [""]


def problem_of(text: Text, sentence: str) -> str:
    """Return the message of a problem: the place and the beginning of the text, then the sentence."""
    shown = text.text if len(text.text) <= 60 else f"{text.text[:57]}…"
    return f"{text.location}: {text.what} “{shown}” {sentence}"


def place(problem: str) -> tuple[str, int]:
    """Return the file and the line that a message names, to sort messages."""
    file, line, _ = problem.split(":", 2)
    return file, int(line)


AMERICAN, MISSPELLED = "dictionary_en-GB_to_en-US.txt", "dictionary.txt"
"""Files of codespell. Each line is `word->correction`. If the correction contains a comma, it lists several words to
choose from."""

BOTH = frozenset(
    {"story", "stories", "practice", "practices", "licensed", "program", "programs", "meter", "meters", "draft"}
)
"""American spellings that also exist in British English, with another meaning."""

_SPELLED_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)?(?!\w)")


def can_check() -> bool:
    """Whether codespell is installed."""
    return find_spec("codespell_lib") is not None


def misspelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a text that isn't spelled as in British English, with its correct spelling."""
    known = _corrections()
    for word in _SPELLED_WORD.findall(text):
        if better := known.get(word.casefold()):
            yield word, better


def spelling(content: Content) -> list[str]:
    """Return all misspellings, as `file:line: sentence`, sorted by place."""
    found = (
        problem_of(text, f"says “{word}”; spell it “{better}”")
        for text in texts(content)
        for word, better in misspelled(text.text)
        if word.casefold() not in text.allow
    )
    return sorted(found, key=place)


@cache
def _corrections() -> Mapping[str, str]:
    """Return misspelled or American word → British word."""
    if not can_check():
        return {}
    pairs = dict(_lines(MISSPELLED))
    british = dict(_lines(AMERICAN))
    pairs = {word: better for word, better in pairs.items() if "," not in better and word not in british}
    return {**pairs, **{american: word for word, american in british.items() if american not in BOTH}}


def _lines(name: str) -> Iterator[tuple[str, str]]:
    data = files("codespell_lib").joinpath("data", name).read_text("utf-8")
    for line in data.splitlines():
        word, _, better = line.partition("->")
        yield word.casefold(), better.strip().strip(",").strip()
