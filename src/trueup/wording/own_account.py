"""Whether the founder's account of a broken promise reads as a sentence that a page could print.

Founders write it to answer a question, so most of it is a report or a confession. The rules are cautious: unless an
account is clearly fit for a page, it's shown as a fact and not as a text to publish.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from trueup.answers.model import Audit
from trueup.wording.shortening import LEFT_OUT, one_line

LONGEST = 160
"""The most characters in a sentence to publish."""
LONGEST_FACT = 320
"""The most characters in a fact. A sentence is never cut to fit, because its end may be the part that matters."""
LEAST = 40
"""The fewest characters in a text to publish: a shorter one is rarely a whole sentence (our choice)."""


def _one_of(*running: str) -> str:
    """A pattern for any of these words, each of which may be a pattern."""
    return rf"(?:{'|'.join(' '.join(running).split())})"


_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z0-9“\"£€$])")
_CLAUSE_END = re.compile(r"[;:] ")
_CLAUSE_START = re.compile(r"(?<=[;:]) ")

_NUMBER = rf"(?:\d[\d.,]*|{_one_of('one two three four five six seven eight nine ten half most some others all')})"
_SPAN = _one_of("year month week spring summer autumn winter quarter season")
_MONTH = _one_of(
    "January February March April May June July August September October November December Easter Christmas",
    "spring summer autumn winter weeks",
)
_PAST = _one_of(
    r"(?!(?:need|feed|speed|exceed|proceed)\b)\w{2,}ed took went came gave told sold wrote sent said made ran paid",
    "kept left let put began chose found bought brought rang lost held been had taken written",
)

_UNTOLD = (
    rf"\bwithout (?:a |their )?{_one_of('mark label word notice warning asking telling saying marking knowing')}\b",
    rf"(?:n['’]t|\b{_one_of('not never no(?:body|ne) nothing only first')}|\bno one) (?:\w+ )?"
    + _one_of(
        r"been\b say\b said\b tell\b told\b mention\b bring\b shown?\b know\b mark\b label\b written\b write\b",
        r"hear\b",
        r"name asked\b",
    ),
)
RULES = {
    "It speaks of the founder, or of customers, in the third person. A page speaks to customers, as I or we.": (
        rf"\b{_one_of('he she his her hers him they them their himself herself')}\b|\bthey['’]",
    ),
    "It tells what happened, how often or since when. A page says what happens.": (
        rf"^since\b|\bsince (?:{_MONTH}|{_one_of('last this then version the I my')}|\d)",
        rf"^{_one_of('in for before from after on')}\b[^,;:]*\b{_MONTH}\b|\b(?:19|20)\d\d\b|\b(?:last|this) {_SPAN}\b",
        rf"\bthe last {_NUMBER}\b|\b{_NUMBER} (?:out )?(?:of|in) (?:(?:the|my|our|your) )?(?:last )?{_NUMBER}\b",
        r"\b\d[\d,.]* (?:addresses|people|customers|readers)\b",
        r"\b(?:so far|up to now|until now|on average|median|at the moment|used to)\b",
        rf"\b{_one_of('was were had did got')}\b|\b{_one_of('did was were had could')}n['’]t\b",
        r"\bpaid (?:me|us|for|[£€$\d])",
        rf"\b(?:I|we|it|you|who|people|customers|clients|has|I['’]ve|we['’]ve|(?:I|we) have|{_NUMBER})"
        rf" (?:(?:then|only|often) )?{_PAST}\b",
    ),
    "It says what customers aren't told, or hides behind a reason of the founder's own.": (
        *_UNTOLD,
        r"n['’]t (?:on the|in the (?:terms|price|repo)|in it)\b",
        _one_of(
            r"\bsecret", r"\bhid(?:e|den)\b", r"\bl(?:ie|ies|ying)\b", r"\bpretend \bfake \bcheat \brefuse \bguilty"
        ),
        r"\bembarrass|\b(?:under|in) my (?:name|voice)\b|\bfrighten|\bsigns? [“\"]",
        rf"\b{_one_of('because since as otherwise')} {_one_of('I we my our')}\b",
    ),
    "It's an order, or a plan.": (
        rf"^{_one_of('tell say stop ask send write remove check change delete add put find call ring remember')}\b",
        r"^(?:try|make|do|don['’]t|never|need|must|should|to)\b",
        rf"\b(?:I|we)(?:['’]ll| {_one_of('will should must want plan intend hope mean need ought')}|['’]m going)\b",
    ),
    "It's private.": (
        r"\b(?:trouble|ashamed|sorry|regret|admit|(?:don['’]t|never) mention|no one knows|no ?body knows|on purpose)\b",
    ),
}
"""Why a text isn't for a page → patterns that show it."""

_UNFIT = [re.compile(pattern, re.IGNORECASE) for patterns in RULES.values() for pattern in patterns]
_NO_ONE_TOLD = re.compile(
    r"(?:\S+ ){0,4}?\S*(?:n['’]t|\bnever|\bnot|\bno ?(?:body|one)(?:['’]s)?) (?:been )?"
    + _one_of("ask asked tell told say said mention bring brought show know mark label hear write written")
    + r"\b\D*$",
    re.IGNORECASE,
)
"""A clause whose point is that someone isn't told. With a figure in it, it says more."""
_CUSTOMER = _one_of(
    "customer client buyer reader guest owner member family pupil firm user publisher choir group couple lady woman",
    r"man girl boy mother father widow [A-Z]\w+(?:wo)?m[ae]n",
)
_ONE_CASE = re.compile(
    rf"(?:and |but )?(?:of \S+ )?(?:[Aa]n?|[Oo]ne) (?:\w+ )?{_CUSTOMER}\b(?! (?:can|may|pays?|gets?) )"
)
"""The beginning of a clause that tells what happened to one customer."""
_OF_SOMEONE = re.compile(rf"(?:and |but )?(?!I\b)[A-Z]\w+ (?:{_PAST}|\w+n['’]t)\b")
"""The beginning of a later clause that tells what someone did, whose name it begins with."""
_WHERE_IT_IS_SAID = re.compile(
    r"[;,] (?:and |but )?(?:(?:this|that|it|which) is |it['’]s )?"
    + _one_of("said stated named listed written mentioned")
    + rf" (?:only |just |first )?(?:on|in|at) {_one_of('the my our a page lesson chapter part')} [^,;.!?]*"
    r"|, as (?:the|my|our) (?:\w+ )?(?:page|site|FAQ|leaflet|mail|email|newsletter)s? (?:says?|states?|explains?)",
    re.IGNORECASE,
)
"""Where customers can read it, or could: the sentence itself is what they'll read."""
_HOW_IT_IS_KNOWN = re.compile(
    r"(?:and |but )?(?:(?:I|we)(?:['’]ve| have)? )?"
    + _one_of("counted estimated guessed")
    + r"\b[^,;]*\b(?:in|from|by|on|at)\b|(?:looked|added) (?:it |them |this )?up\b|(?:according to|from memory)\b"
    r"|from (?:the|my|our) (?:records?|books?|logs?|notes?|invoices?|calendar|list|spreadsheet)\b",
    re.IGNORECASE,
)
"""The beginning of a clause about how or where something was counted, which is no material for a sentence."""
_PRIVATE = [re.compile(pattern, re.IGNORECASE) for pattern in RULES["It's private."]]

_NAME = re.compile(r"\b(?!The\b|And\b|From\b|For\b|Mrs?\b)[A-Z]\w{2,}")

_SUBJECT_AND_VERB = re.compile(
    r"\b(?:I|we|you|it|there)(?:['’]\w+)? [a-z']+|\b"
    + _one_of(
        "is are isn't aren't has have can may costs? takes? pays? gets? goes comes? stays? runs ends lasts starts",
        "needs? includes? covers closes? opens makes? does sees sends says copies depends?",
    )
    + r"\b"
)


def reads_as_copy(text: str) -> bool:
    """Whether a text could be printed on a page as it is: a whole sentence of some length, to which no rule objects."""
    return (
        LEAST <= len(text) <= LONGEST
        and (text[0].isupper() or not text[0].isalpha())
        and _SUBJECT_AND_VERB.search(_CLAUSE_END.split(text)[0]) is not None
        and not any(pattern.search(text) for pattern in _UNFIT)
    )


def told(text: str, customers: Collection[str] = ()) -> tuple[str, bool]:
    """As many whole sentences of the founder's account as there is room for, and whether they read as copy. Empty if
    the first sentence is private or too long, if its first clause names one of the customers, or if it only says how
    it's known. Further sentences and clauses that a page doesn't need are left out: one customer's case, that no one
    was told, and how it's known. Where it's said is left out of all of it.

    They count as copy only if nothing else is left out, because customers may need what is cut off.
    """
    whole = _without_its_source(_WHERE_IT_IS_SAID.sub("", one_line(text)))
    names = re.compile(rf"\b{_one_of(*map(re.escape, customers))}\b") if customers else None
    if reads_as_copy(whole) and not (names and names.search(whole)):
        return whole, True
    sentences = _SENTENCE_END.split(whole)
    first = _CLAUSE_START.split(sentences[0])[0]
    if len(sentences[0]) > LONGEST_FACT or _is_private(sentences[0]) or (names and names.search(first)):
        return "", False
    shown = ""
    for sentence in sentences:
        needed = _needed(sentence, names, is_first=not shown)
        if _is_private(sentence) or len(f"{shown} {needed}") > LONGEST_FACT:
            return f"{shown.removesuffix(LEFT_OUT).rstrip()} {LEFT_OUT}", False
        shown = f"{shown} {needed}".strip()
    return shown.replace(f"{LEFT_OUT} {LEFT_OUT}", LEFT_OUT), False


def _without_its_source(text: str) -> str:
    """A text without a first clause about how it's known; empty if it says nothing else."""
    first, *others = _CLAUSE_START.split(text)
    if not _HOW_IT_IS_KNOWN.match(first):
        return text
    rest = " ".join(others)
    return f"{rest[:1].upper()}{rest[1:]}"


def _needed(sentence: str, names: re.Pattern[str] | None, *, is_first: bool) -> str:
    """A sentence without the clauses that a page doesn't need; the first clause of an account always stays."""
    first, *others = _CLAUSE_START.split(sentence)
    out = first if is_first or not _is_needless(first, names) else LEFT_OUT
    for clause in others:
        if not (_is_needless(clause, names) or _OF_SOMEONE.match(clause)):
            out = f"{out} {clause}"
        elif not out.endswith(LEFT_OUT):
            out = f"{out.rstrip(';:')} {LEFT_OUT}"
    return out


def _is_needless(clause: str, names: re.Pattern[str] | None) -> bool:
    about = _ONE_CASE.match(clause) or _NO_ONE_TOLD.match(clause) or _HOW_IT_IS_KNOWN.match(clause)
    return bool(about or (names and names.search(clause)))


def names_of_customers(audit: Audit) -> frozenset[str]:
    """The words by which the founder calls the last customers, such as a town. Those in a promise are left out: there
    they're more than one customer's name.
    """
    published = " ".join(row.text("words") for row in audit.of("promise"))
    named = {word for row in audit.of("customer") for word in _NAME.findall(row.text("who"))}
    return frozenset(word for word in named if word not in published)


def _is_private(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in _PRIVATE)
