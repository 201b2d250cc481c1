"""Rules that reject matches that aren't claims: denied, asked, said by or about others, conditional, limited or not yet
true.

There is one rule for each kind. It looks at one match in its sentence. A rule that can't decide lets the match pass:
the founder sees all claims before they count, so a wrong one costs a key, but one that was missed is never seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from trueup.reading.blocks import BlockKind, listed
from trueup.reading.tokens import Sentence, keyed

Kind = Literal[
    "code", "legal", "quotation", "question", "comparison", "plan", "condition", "limit", "negation", "unlikely"
]


@dataclass(frozen=True, slots=True)
class Place:
    """A match in its sentence: the words from `first` up to but not including `last`."""

    sentence: Sentence
    first: int
    last: int
    rests_on: frozenset[int]
    """The indexes of the words that the cue names, without those that a gap skipped."""
    block: BlockKind = "text"
    is_affirmed: bool = False
    """Whether the match is in a question that is answered with yes."""
    is_testimonial: bool = False
    """Whether the match is a customer's testimonial, for a claim that there are testimonials."""
    cue: str = ""
    """The cue that found it, as written."""
    is_of_the_rest: bool = False
    """Whether the next sentence says what is different for customers of one channel."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The words of the sentence."""
        return self.sentence.keys

    def between(self, index: int) -> str:
        """Return the characters between a word of the sentence and the word before it."""
        return self.sentence.words.before(self.sentence.first + index)

    def written(self, index: int) -> str:
        """Return a word as it is written in the text."""
        at = self.sentence.first + index
        return self.sentence.words.quoted(at, at + 1)

    def before(self, stops: Iterable[str] = ()) -> Iterator[int]:
        """Yield the indexes of the words before the match in its clause, nearest first, up to a word in `stops`."""
        pauses = self.sentence.pauses
        for index in range(self.first - 1, -1, -1):
            if index + 1 in pauses or self.keys[index] in stops:
                return
            yield index

    def after(self) -> Iterator[int]:
        """Yield the indexes of the words after the match in its clause."""
        pauses = self.sentence.pauses
        for index in range(self.last, len(self.keys)):
            if index in pauses or self.keys[index] in _NEW_THOUGHT:
                return
            yield index

    def passed_over(self) -> Iterator[int]:
        """Return the indexes of the words within the match that a gap skipped."""
        return (index for index in range(self.first, self.last) if index not in self.rests_on)


_NEW_THOUGHT: Final = keyed("but so because and then whereas while although though")


def kind_of_trap(place: Place) -> Kind | None:
    """Return why a match isn't a claim; None if it is one."""
    if place.is_testimonial:
        return None
    return next((kind for kind, is_one in RULES.items() if is_one(place)), None)


# Denied ----------------------------------------------------------------------

_NEVER: Final = keyed("not never nor neither hardly rarely seldom unable refuse")
_NO: Final = keyed("no without zero minus")
_DENIALS: Final = _NEVER | _NO
_NOBODY: Final = _DENIALS | keyed("nobody")
_ONLY: Final = keyed("only just merely simply beat worry hesitate forget miss even")
"""Before one of these words, a *not* doesn't deny: *not only fast*, *you can't beat*."""
_LEADS_AWAY: Final = keyed("with for at in on of to by from when if until before after matter need doubt wait problem")
"""What comes after one of these words isn't denied by a *no* before it: *no extra cost for same-day delivery*."""


def is_negated(place: Place) -> bool:
    """Whether the match is negated by a *not*, *never* or *no* that isn't part of the cue."""
    if place.block == "denied" or _is_in_denied_list(place):
        return True
    if _is_at_most(place):
        return False
    return not place.sentence.key_set.isdisjoint(_NOBODY) and (
        any(_denies(place, index) for index in place.before(_NEW_THOUGHT))
        or any(place.keys[index] in _NEVER | _NO and not _is_idiom(place, index) for index in place.passed_over())
        or _is_denied_after(place)
    )


_GETS: Final = keyed("gets receives has")


def _denies(place: Place, index: int) -> bool:
    word, after = place.keys[index], place.keys[index + 1 : index + 3]
    if word in _NOBODY - _DENIALS or (word == "no" and after[:1] == ("one",)):
        return not _GETS.isdisjoint(after[1:] if word == "no" else after[:1])
    if word in _NEVER or (word == "no" and place.keys[index + 1] == "longer"):
        return not _is_idiom(place, index)
    if (
        word not in _NO or place.keys[place.first] in _NO
    ):  # in “no fees, no contract”, the first no doesn't deny the second
        return False
    between = place.keys[index + 1 : place.first]
    return len(between) <= 2 and _LEADS_AWAY.isdisjoint(between)


_DENIED_LIST: Final = re.compile(
    r"^(?:what|who|things?|where|when) [^:.!?]{0,40}(?:\bnot\b|n['’]t\b|\bnever\b)[^:.!?]{0,20}:|"
    r"^[^:.!?]{0,20}\b(?:not included|(?:does not|doesn['’]t) include|not covered|excluded|exclusions)\b[^:.!?]{0,20}:",
    re.IGNORECASE,
)
"""Headings of lists of what isn't offered: *What I'm not: …*, *Not included: …*."""


def is_denied_heading(text: str) -> bool:
    """Whether a heading introduces what isn't offered: *What I don't do*, *Not included*."""
    return len(text) <= _LONGEST_HEADING and bool(_DENIED_LIST.match(f"{text.rstrip(' :?')}:"))


_LONGEST_HEADING: Final = 60


def _is_in_denied_list(place: Place) -> bool:
    return ":" in place.sentence.text and bool(_DENIED_LIST.match(place.sentence.text))


def _is_idiom(place: Place, index: int) -> bool:
    return index + 1 < len(place.keys) and place.keys[index + 1] in _ONLY


def _is_denied_after(place: Place) -> bool:
    """Whether a denial follows the match: *… is not possible*, *…: no*."""
    after = [place.keys[index] for index in place.after()][:3]
    if after[:1] and after[0] in ("be", "was", "do", "can", "will", "may") and "not" in after[1:]:
        return True
    at = place.last
    is_answer = at < len(place.keys) and re.search(r"[:|–—?]|\s-\s", place.between(at))
    return bool(is_answer) and place.keys[at] in ("no", "not", "never") and at + 1 == len(place.keys)


# Asked -----------------------------------------------------------------------


def is_question(place: Place) -> bool:
    """Whether the match is in a question whose answer isn't yes."""
    return place.sentence.is_question and not place.is_affirmed


# Said by others ---------------------------------------------------------------

_QUOTED: Final = re.compile(
    r"“[^”]{1,600}”|«[^»]{1,600}»|„[^“”]{1,600}[“”]|(?<![\w\"])\"[^\"\n]{1,600}\"(?!\w)|(?<!\w)‘[^’]{20,600}’(?!\w)"
)
_SIGNED: Final = re.compile(
    r"\s*(?:[–—―-]{1,2}\s*\w|\(?(?:[A-ZÀ-Þ][\w.’'-]*\s?){1,4}(?:[,.)]|\sin\s|\sfrom\s|$)|"
    r"(?:says|said|wrote|writes)\s+[A-ZÀ-Þ]|"
    r"(?:an?|one|our|my)\s[^.!?]{3,40}\s(?:says|said|wrote|writes|told)\b)"
)
"""What comes after a customer's words: *– Jonas*, *(Sorcha, Galway)*, *says Priya*, *a baker in Cork wrote*."""
_SAID_BEFORE: Final = re.compile(
    r"\b(?!(?:I|We|You|They|It|i|we|you|they|it)\b)\w+ (?:wrote|writes|said|says|told (?:me|us)|put it)(?: that)?"
    r"[^.!?]{0,25}[\s,:]$"
)
"""What comes before a customer's words: *Jill wrote that her hands “…”*."""
_TESTIMONIAL_WORDS: Final = 3


def testimonials(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each testimonial in a text: a passage in quotation marks, with its speaker named
    before or after it.
    """
    if any(sign in text for sign in '“«„"‘'):
        for quoted in _QUOTED.finditer(text):
            if len(quoted[0].split()) >= _TESTIMONIAL_WORDS and (
                _SIGNED.match(text, quoted.end()) or _SAID_BEFORE.search(text[: quoted.start()])
            ):
                yield quoted.span()


_SAID_BY_OTHERS: Final = re.compile(
    r"\s*(?:is|are|was) (?:what|how) (?:(?:other|many|most|some|all the|the|big|large)\s)?"
    r"(?!I\b|we\b|you\b|my\b|our\b)\w+(?:\s\w+)? (?:promise|claim|say|offer|write|advertise|call)s?\b",
    re.IGNORECASE,
)
"""What comes after words that others use: *“…” is what other apps promise*."""
_QUOTE_WORDS: Final = 5
"""A text in quotation marks with at least this many words is what someone says, not a name."""
_OTHERS: Final = keyed("customers clients people users readers reviewers guests students they he she")
_SAY: Final = keyed("say tell write report rave love")
_THEIRS: Final = keyed("his hers theirs their they he she it")
_NOT_OTHERS: Final = keyed("i we you to and can will would may not")


def is_quoted(place: Place) -> bool:
    """Whether someone else says the words: in a quotation, a testimonial, or a report of what customers say."""
    if place.block == "quote":
        return True
    words = place.sentence.words
    start, end = words.starts[place.sentence.first + place.first], words.ends[place.sentence.first + place.last - 1]
    if any(sign in words.text for sign in '“«„"‘'):
        for quoted in _QUOTED.finditer(words.text):
            if not (quoted.start() <= start and end <= quoted.end()):
                continue
            if len(quoted[0].split()) >= _QUOTE_WORDS or _SAID_BY_OTHERS.match(words.text, quoted.end()):
                return True
    before = [place.keys[index] for index in place.before()]
    if any(word in _SAY and other in _OTHERS for word, other in pairwise(before)):
        return True
    at = next((nth for nth, word in enumerate(before) if word == "say"), len(before))
    is_somebody = at + 1 < len(before) and before[at + 1] not in _NOT_OTHERS
    # such as “the man next door says his is …”
    return is_somebody and not _THEIRS.isdisjoint(before[:at])


# About others --------------------------------------------------------------------

_OWN: Final = keyed("but we our i my and so")
"""Words after which the founder speaks of their own business again."""
_UNLIKE: Final = keyed(
    "unlike elsewhere competitor competitors rival rivals traditional traditionally compared whereas others than"
)
_SELLERS: Final = keyed(
    "agency agencies shop shops tool tools provider company platform app studio freelancer store brand service "
    "software "
    "bank firm website supplier contractor alternative vendor consultant dealer chain supermarket school course gym "
    "marketplace broker lawyer accountant place site seller sellers outfit outfits tracker trackers retailer "
    "retailers manufacturer builder garage salon hotel publisher network giant giants competition firms insurer"
)
_SUBJECTS: Final = keyed("agency app shop chain supermarket gym platform tool brand store bank broker dealer studio")
"""In the plural and at the beginning of a sentence, these words mean other businesses."""
_MOST: Final = keyed("most other many some typical usual normal average big large old current previous another every")
_MORE: Final = keyed("more less fewer longer")
_SMALL_NUMBERS: Final = keyed("a an half one two three four five six seven eight nine ten twenty thirty")
_COMPARING: Final = _UNLIKE | _MOST | {"instead", "rather"}


def is_of_others(place: Place) -> bool:
    """Whether the match is about other businesses: *unlike agencies that …*, *most shops …*, *instead of …*."""
    keys = place.keys
    if keys[0] == "unlik" and _is_second_clause(place) and _WHICH.match(place.sentence.text):
        return True
    if _is_others_clause(place):
        return True
    if place.sentence.key_set.isdisjoint(_COMPARING):
        return False
    for index in (*place.before(_OWN), *range(place.first, place.last)):
        word, after = keys[index], keys[index + 1 : index + 2]
        is_named = index in place.rests_on
        if is_named and (word in _UNLIKE or word == "everi"):
            continue
        if word in _UNLIKE and not (word == "than" and keys[index - 1] in _MORE and _is_number(after)):
            return True
        if not is_named and word in ("instead", "rather") and after in (("of",), ("than",)):
            return True
        if word in _MOST and any(_is_seller(place, at) for at in range(index + 1, min(index + 4, place.last))):
            return True
    return False


_WHICH: Final = re.compile(r"[^,]+, (?:which|who|where|whose)\b", re.IGNORECASE)


def _is_second_clause(place: Place) -> bool:
    return sum("," in place.between(index) for index in range(1, place.first + 1)) == 1


_CALLS_ITSELF: Final = re.compile(
    r"\b(?:calls? (?:it|them)sel(?:f|ves)|(?:swears?|boasts?|brags?) (?:that|they|of)\b)", re.I
)
_RIVALS: Final = keyed("competitor competitors competition rival rivals others")
_BACK_TO_US: Final = keyed("we our i my but so here")
_BIG: Final = keyed("agency chain supermarket bank giant brand broker dealer")
_GIANTS: Final = keyed(
    "amazon ebay etsy google facebook airbnb uber paypal microsoft netflix ikea xero quickbooks duolingo substack "
    "wix squarespace shopify canva calendly fiverr upwork tesco aldi lidl asda udemy coursera spotify youtube vinted"
)
_OFFICES: Final = keyed(
    "bank council government landlord insurer florist school library museum hospital ward doctor gp surgeon"
)
_ANY_GOOD: Final = keyed("good bad cheap decent proper typical")
"""After *a*, one of these words makes a statement general: *A good knife lasts a lifetime* is about all good knives."""
_WITH_US: Final = keyed("that who which stock carry trust use choose")
_LOT: Final = re.compile(
    r"[A-Z][\w ]{2,30}['’]s? lot\b|(?:the|my) (?:colleagues|big \w+|salon|gym|chap|bloke|woman|man) "
    r"(?:upstairs|next|in|by|give|send|have|put|let|sell|take)",
    re.IGNORECASE,
)
"""How others are named: *London Writers' lot*, *the big lads put …*, *the gym upstairs is …*."""
_OTHERS_SAY: Final = re.compile(
    r"^(?:some|most|many|plenty) of (?:them|these|those) (?!are\b)|"
    r"\b(?:firms|companies|shops|sites|others|agencies|traders) (?:advertising|promising|claiming|offering)\b",
    re.IGNORECASE,
)
"""How others' promises are introduced: *Some of them promise …*, *you'll see firms advertising …*."""
_OFFERS: Final = keyed("will would can might may charge offer promise want give cost take sell let claim")


@lru_cache(maxsize=256)
def _speaks_of_others(text: str) -> bool:
    return bool(_OTHERS_SAY.search(text) or _CALLS_ITSELF.search(text))


def _is_others_clause(place: Place) -> bool:
    """Whether the clause is about other businesses: *agencies tell you that …*, *an agency will …*, *the chains have
    …*.
    """
    keys = place.keys
    if (
        keys[0] in ("my", "our", "the", "a")
        and not _RIVALS.isdisjoint(keys[1:2])
        and _BACK_TO_US.isdisjoint(keys[2 : place.first])
    ):
        return True
    if _speaks_of_others(place.sentence.text) or _is_story(place) or _is_advised(place):
        return True
    if any(keys[index] in _GIANTS for index in place.passed_over()):
        return True
    if any(keys[index] in _OFFICES and keys[index - 1] == "the" for index in place.passed_over() if index):
        return True
    clause = [*place.before(_OWN)]
    first = clause[-1] if clause else place.first
    if not clause or not _OWN.isdisjoint(place.keys[: place.first]):
        return False
    if _LOT.match(place.sentence.text) and first == 0:
        return True
    word, after, verb = keys[first], keys[first + 1], keys[min(first + 2, place.last - 1)]
    if word in _GIANTS and first == 0:
        return True
    if word in _SUBJECTS and place.written(first).endswith("s"):
        return first == 0 and after != "and"
    if word in ("a", "an"):
        return (after in _SUBJECTS and verb in _OFFERS) or (after in _ANY_GOOD and first + 2 < place.first)
    if word == "the" and after in _OFFICES:
        return True
    return after in _BIG and place.written(first + 1).endswith("s") and verb not in _WITH_US


_SOMEBODY: Final = keyed("gentleman lady man woman student reader client customer friend couple bride one pal")
_PAST: Final = listed(
    "took sold said told wrote got came found had was sent made put lost won went gave kept left paid did"
)


def _is_story(place: Place) -> bool:
    """Whether the match only tells of one person: *One gentleman took two years over it*."""
    for index in place.before():
        word, after = place.keys[index], index + 1
        if word in _SOMEBODY and index and place.keys[index - 1] in ("one", "a", "another"):
            verb = place.written(after).lower()
            return verb in _PAST or verb.endswith("ed")
    return False


_TOLD_TO: Final = keyed("you it i we that this they all each")


def _is_advised(place: Place) -> bool:
    """Whether the match is advice on using a thing: *A candle should burn for an hour the first time*."""
    for index in place.before():
        if place.keys[index] == "should":
            return bool(index) and place.keys[index - 1] not in _TOLD_TO
    return False


def _is_number(words: tuple[str, ...]) -> bool:
    """Whether the words begin with a number. *More than 400 customers* doesn't compare the founder with anyone."""
    return bool(words) and (words[0][0].isdigit() or words[0] in _SMALL_NUMBERS)


def _is_seller(place: Place, index: int) -> bool:
    return place.keys[index] in _SELLERS and index not in place.rests_on


# Under a condition ------------------------------------------------------------

_WHEN: Final = keyed("if once when after unless provided whenever")
_HIGHER: Final = keyed(
    "plan pro premium plus upgrade tier package subscribe subscriber subscribing subscription member membership addon "
    "enterprise gold platinum vip annual annually elite eligible selected qualify approved spend patron"
)
_TIED_TO: Final = keyed("on with in under for")
_HOLDERS: Final = keyed(
    "plan tier package account subscription membership member subscriber customer user client order"
)
_MAYBE: Final = keyed("sometimes occasionally might perhaps maybe")
_SOME: Final = keyed("some most many certain selected")
_OVER: Final = keyed("over above from exceeding")
_SPENT: Final = keyed("order purchase spend basket")
_LIMITING: Final = _HIGHER | _MAYBE | _SPENT | keyed("may case subject paid pay business")
"""If a sentence contains none of these words, it states no condition of the kinds below."""


def is_conditional(place: Place) -> bool:
    """Whether the match is true only for some customers or cases: on a plan, for members, above an amount,
    *sometimes*.
    """
    if _is_supposed(place) or _is_for_enough(place):
        return True
    if place.keys[0] == "if" and 0 not in place.rests_on and is_of_one_channel(place.sentence.text):
        return True
    if any(_is_whether(place, index) for index in place.passed_over()):
        return True
    if any(place.keys[index] == "whether" for index in place.before(_NEW_THOUGHT)):
        return True
    if place.sentence.key_set.isdisjoint(_LIMITING):
        return False
    keys = place.keys
    if any(_begins_condition(place, index) for index in range(len(keys)) if keys[index] in _WHEN):
        return True
    near = [*place.before(), *place.passed_over(), *place.after()]
    for index in near:
        if index in place.rests_on:
            continue
        word, after = keys[index], keys[index + 1 : index + 5]
        if word in _HIGHER - _HOLDERS and not _HOLDERS.isdisjoint(after[:1]):  # the Pro plan adds …
            return True
        if word in _MAYBE or (word == "may" and place.written(index).islower() and _is_verb_may(place, index)):
            return True
        if word in _TIED_TO and _is_tied(after):
            return True
        if word == "in" and len(after) > 1 and after[0] in _SOME and after[1] == "case":
            return True
        if word in _SPENT and after and after[0] in _OVER and _has_amount(after):
            return True
        if word == "subject" and after[:1] == ("to",):
            return True
    return False


_ASKING: Final = keyed("ask see know wonder check")
_BUYING: Final = keyed("order buy take book bring pay ask want send come sponsor")
_SUBJECT: Final = keyed("i we you they he she it")
_WISHES: Final = keyed("like love rather be recommend suggest prefer never not say want need appreciate hope")


def _is_whether(place: Place, index: int) -> bool:
    """Whether the word at `index` begins an indirect question: *Ask if I can …*, *whether we …*."""
    word = place.keys[index]
    return word == "whether" or (word == "if" and index > 0 and place.keys[index - 1] in _ASKING)


def _is_supposed(place: Place) -> bool:
    """Whether the whole statement is hypothetical: *if you need it within a day*, *you'd find me …*."""
    subjects = 0
    for index in place.before():
        word = place.keys[index]
        if word == "if":
            return subjects < 2 and not any(at in place.sentence.pauses for at in range(place.first + 1, place.last))
        if word == "would" and place.keys[index + 1] not in _WISHES and index and place.keys[index - 1] in _SUBJECT:
            return True
        subjects += word in _SUBJECT
    return False


def _is_for_enough(place: Place) -> bool:
    """Whether the match is true only above a number or with a referral: *if you order more than 50, …*."""
    keys = place.keys
    if keys[0] != "if" or place.first == 0:
        return False
    clause = keys[1 : place.first]
    is_many = any(word[0].isdigit() or word in _SMALL_NUMBERS - {"a", "an"} for word in clause)
    return (is_many and not _BUYING.isdisjoint(clause)) or ("send" in clause[-2:] or "sent" in clause)


def _begins_condition(place: Place, index: int) -> bool:
    """Whether the clause that begins at `index`, with *if*, *once* or the like, is about a paid plan or membership."""
    clause: list[str] = []
    for at in range(index + 1, min(index + 12, len(place.keys))):
        if at in place.sentence.pauses:
            break
        clause.append(place.keys[at])
    return not _HIGHER.isdisjoint(clause)


_FOR_ALL: Final = keyed("free basic every each any all both")


def _is_tied(after: tuple[str, ...]) -> bool:
    """Whether these words, after *on*, *with* or *for*, name a paid plan: *the Pro plan*, *annual subscribers*, *our
    Plus package*.
    """
    words = [word for word in after if word not in ("the", "our", "a", "an", "ani", "all", "your")]
    return bool(words) and (
        (
            (words[0] in _HIGHER - _HOLDERS or words[0] in ("paid", "pay", "busi"))
            and not _HOLDERS.isdisjoint(words[1:3])
        )
        or (words[0] not in _FOR_ALL and words[1:2] in (["plan"], ["tier"], ["packag"]))
        or words[0] in keyed("subscribers members patrons")
    )


def _has_amount(after: tuple[str, ...]) -> bool:
    return any(word in ("€", "$", "£") or word[0].isdigit() for word in after)


_NO_DOUBT: Final = keyed("in on by since until from you anyone everyone who they all buyers customers members")
"""After one of these words, *may* doesn't express doubt: it's the month, or a permission."""


def _is_verb_may(place: Place, index: int) -> bool:
    return index > 0 and place.keys[index - 1] not in _NO_DOUBT


# With a limit -------------------------------------------------------------------

_PART: Final = keyed("some part parts half")
_REST: Final = keyed("some others other rest")
_EXCEPT: Final = keyed("except excepting excluding bar")
_CLOSED: Final = keyed(
    "christmas easter monday tuesday wednesday thursday friday saturday sunday mondays sundays weekends holiday "
    "holidays january february march april june july august september october november december"
)
"""After *except*, such a word names days on which a business is closed, which every page may do."""
_THROUGH: Final = re.compile(
    r"If (?:you|people|customers)(?:['’]re| are)? (?:come|coming|buy|buying|book|booking|order|ordering|join|joining|"
    r"sign up|arrive|arriving|get here|find (?:me|us|it)) (?:here )?(?:through|via|from|at|by way of)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about one channel only: *If you come through the guild, …*."""


def is_of_one_channel(text: str) -> bool:
    """Whether a sentence is only about customers who come through one channel, so it limits the sentence before it."""
    return bool(_THROUGH.match(text))


def is_limited(place: Place) -> bool:
    """Whether the sentence itself limits what the match says: to a part, *except for …*, *more than a week*."""
    return place.is_of_the_rest or _is_of_part(place) or _is_excepted(place) or _is_exceeded(place)


def _is_of_part(place: Place) -> bool:
    """Whether the match is about a part only: *part of it works …*, *some orders leave …, others …*."""
    keys = place.keys
    for index in (*place.before(_NEW_THOUGHT), *range(place.first, place.last)):
        if index in place.rests_on or keys[index] not in _PART:
            continue
        if keys[index + 1 : index + 2] == ("of",):
            return True
        if keys[index] == "some" and index < place.first and not _REST.isdisjoint(keys[place.last :]):
            return True
    return False


def _is_excepted(place: Place) -> bool:
    """Whether an exception follows: *works offline, except for …*, *apart from …*."""
    keys = place.keys
    for index in range(place.last, min(place.last + 3, len(keys))):
        if keys[index] in _BACK_TO_US:
            return False
        if keys[index] in _EXCEPT or keys[index : index + 2] in (
            ("apart", "from"),
            ("asid", "from"),
            ("other", "than"),
        ):
            what = keys[index + 1 : index + 5]
            return _CLOSED.isdisjoint(what) and not any(_is_number((word,)) for word in what)
    return False


def _is_exceeded(place: Place) -> bool:
    """Whether it takes more than the time that the match states: *more than a week*, but not *never more than a
    week*.
    """
    return _more_than(place) is not None and not _is_at_most(place)


_UNITS: Final = keyed("minute minutes hour hours day days week weeks month months year years working business")


def _more_than(place: Place) -> int | None:
    """The index of *more than* or *longer than* before the time in the match, if its cue is an upper limit; otherwise
    None.
    """
    if "<" not in place.cue:
        return None
    keys = place.keys
    for index in range(place.last - 2):
        if keys[index] in ("more", "longer") and keys[index + 1] == "than" and index + 2 in place.rests_on:
            is_named = index in place.rests_on and index + 1 in place.rests_on
            if not is_named and not _UNITS.isdisjoint(keys[index + 2 : index + 5]):
                return index
    return None


def _is_at_most(place: Place) -> bool:
    """Whether a denial turns *more than* into a limit: *it never takes more than a day*."""
    at = _more_than(place)
    return at is not None and not _NOBODY.isdisjoint(place.keys[:at])


# Not yet, or no more ----------------------------------------------------------

_SOON_IS_NOW: Final = keyed("as how too so see very well")
_PLANNED: Final = re.compile(
    r"\b(?:coming (?:soon|in|this|next)|working on|(?:we|i) plan (?:to|for)|planning (?:to|for)|planned for|"
    r"(?:on|in) (?:the|our) roadmap|in (?:the )?future|later this|hope to|not yet|some ?day|one day (?:we|i)|"
    r"will launch|launch(?:es|ing) (?:in|soon|this|next)|used to|in the past|back in (?:\d{4}\b|the days?\b)|"
    r"formerly|previously|(?:in|from) \d{4},? (?:we|i|it|they|there) (?:was|were|had|did|could|offered|sold)|"
    r"(?:until|till) (?:last|recently|\d{4})|where i (?:used to )?work(?:ed)?|back then|"
    r"(?:in (?:the|my|our)|for (?:the|my|our)|(?:the|my|our)|^)\s?first (?:few |two |three |six |\w+ )?"
    r"(?:years?|months?|seasons?|winters?|summers?),? (?:i|we|it) "
    r"(?:did|was|were|had|paid|sold|gave|sent|made|took|\w+ed)|"
    r"(?:in|at) the beginning,? (?:i|we|it) |in the beta|in (?:the )?new year|"
    r"by next (?:year|spring|summer|autumn|winter|may|june|easter)|"
    r"(?:i|we) had (?:\w+ed|sold|sent|made|paid)|at (?:the|my|our) old (?:place|shop|job|studio)|"
    r"no plans? (?:to|for)|i wish (?:i|we)|imagine (?:a|an|if)|if enough (?:people|of you)|"
    r"there(?:['’]s| is) no guarantee|(?:i|we) stopped \w+ing|my (?:old |former )?(?:boss|employer) |"
    r"(?:hoping|hope) to|with any luck|fingers crossed|(?:i|she|he)(?:['’]d| would) like (?:one|to|that)|"
    r"(?:maybe|perhaps),? (?:from|in|next|by)|(?:from|in|by) 20\d\d (?:maybe|perhaps)|"
    r"(?:next|by) (?:spring|summer|autumn|winter)\b[^.]{0,12}\bif|on the list for|"
    r"in the (?:old|early) days|during (?:the|our) beta|"
    r"(?:in|at) my (?:last|old|previous|former) |"
    r"when (?:i|we) (?:was|were|worked|lived)|my first \w+ (?:was|had)|"
    r"my (?:grand)?(?:father|mother|dad|mum|mom|gran|uncle|aunt) (?:\w+ed|made|had|did|sold|kept|wrote|built)|"
    r"(?:will|coming|from|starting) next (?:week|month|quarter|year|spring|summer|autumn|fall|winter|season))\b|"
    r"^next (?:week|month|quarter|year|spring|summer|autumn|fall|winter|season)\b.* will\b",
    re.IGNORECASE,
)


def is_planned(place: Place) -> bool:
    """Whether the match isn't true today: *soon*, *we're working on it*, *used to*, *until 2023*."""
    if _is_told(place):
        return True
    plans = _plans(place.sentence.text)
    if plans:
        return not any(_is_named(place, *span) for span in plans)
    keys = place.keys
    if keys[place.last : place.last + 1] == ("was",) or _is_passive_past(place):
        return True
    return any(
        word == "soon"
        and index not in place.rests_on
        and (index == 0 or keys[index - 1] not in _SOON_IS_NOW)
        and keys[index + 1 : index + 2] not in (("as",), ("after",))
        for index, word in enumerate(keys)
    )


_TOLD: Final = listed(
    "began broke brought came chose did drew drove fell felt flew gave got grew had heard held kept knew learnt left "
    "lent lost met ran rang sang sat saw sent sold spoke spent stood swore taught threw told took went woke won wore "
    "wove wrote"
)
"""Past forms, as written, of verbs that tell what happened once."""
_STILL_TRUE: Final = keyed("i we since ever have has had not only never")


_OF_KIN: Final = re.compile(
    r"\b[Mm]y (?:\w+ )?(?:(?:grand)?(?:father|mother)|gran|grandad|dad|mum|mom|uncle|aunt|teacher) "
    r"(?:always |never |once |only )?(?:made|did|could|would|had|was|used|\w+ed)\b"
)
"""How stories about relatives begin: *My mother made …*, but not *my grandfather's*."""


def _is_told(place: Place) -> bool:
    """Whether the match tells what happened once, in a past form that the cue doesn't name: *my mother made the cups*,
    *one bug took a week*. What the founders themselves did can still be a claim.
    """
    for index in place.rests_on:
        word = place.written(index).lower()
        if word in _TOLD and word not in place.cue:
            before = place.keys[max(index - 3, 0) : index]
            if _STILL_TRUE.isdisjoint(before):
                return True
    return bool(_OF_KIN.search(place.sentence.text)) and "now" not in place.sentence.key_set


def _is_passive_past(place: Place) -> bool:
    """Whether the match is a passive in the past: *The first copies were printed by hand*. *I was trained in Lyon*
    stays a claim.
    """
    at = place.first - 1
    at -= at > 0 and place.keys[at] in ("a", "an", "the")
    return at > 0 and place.keys[at] == "was" and place.keys[at - 1] not in _SUBJECT


@lru_cache(maxsize=256)
def _plans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _PLANNED.finditer(text))


def _is_named(place: Place, start: int, end: int) -> bool:
    """Whether the words at these characters of the sentence are named by the cue: *coming in May* can itself be a
    claim.
    """
    text, first = place.sentence.words, place.sentence.first
    begins = text.starts[first]
    return all(
        index in place.rests_on
        or not (start < text.ends[first + index] - begins and text.starts[first + index] - begins < end)
        for index in range(len(place.keys))
    )


# Code and law -------------------------------------------------------------------

_LEGAL: Final = re.compile(
    r"©|\(c\) ?\d{4}|all rights reserved|registered (?:in|office|trade ?mark)|company (?:number|no\b|reg)|"
    r"vat (?:number|no\b|id)|"
    r"terms (?:and conditions|& conditions)? ?apply|hereby|herein|notwithstanding|merchantability|governing law|"
    r"liability(?! (?:insurance|cover))|indemnif|jurisdiction",
    re.IGNORECASE,
)


_SHORT: Final = 300
"""In a block of at most this many characters, one legal term makes the whole block legal."""


def is_legal(place: Place) -> bool:
    """Whether the match is in the language of legal terms, which promises nothing to a visitor."""
    text = place.sentence.words.text
    said = text if len(text) <= _SHORT else place.sentence.text  # a short block, such as a footer, is legal as a whole
    return place.block == "legal" or _is_legal_language(said)


@lru_cache(maxsize=256)
def _is_legal_language(text: str) -> bool:
    return bool(_LEGAL.search(text))


def is_code(place: Place) -> bool:
    """Whether the match is part of a program, or set in code type."""
    if place.block == "code":
        return True
    words = place.sentence.words
    start = words.starts[place.sentence.first + place.first]
    return words.text.count("`", 0, start) % 2 == 1 and "`" in words.text[start:]


RULES: Final[Mapping[Kind, Callable[[Place], bool]]] = {
    "code": is_code,
    "legal": is_legal,
    "quotation": is_quoted,
    "question": is_question,
    "comparison": is_of_others,
    "plan": is_planned,
    "condition": is_conditional,
    "limit": is_limited,
    "negation": is_negated,
}
"""Reason why a match isn't a claim → its rule. The rules are tried in this order."""
