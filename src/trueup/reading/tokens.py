"""Splits a text into words, each with its place and its key, so that a word in a cue matches all its forms on a page.

A key is the stem of a word in lower case: *cancel*, *cancelled* and *Cancelling* have the same key. Contractions are
expanded: *don't* is *do not*. Curly apostrophes count as straight ones. A hyphen separates words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from Stemmer import Stemmer

_TOKEN: Final = re.compile(r"24/7|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*|[€$£¥₹%&]|(?<=\d)\+|\+(?= ?[^\W\d_])")

_JOINED: Final[Mapping[str, tuple[str, ...]]] = {
    "signup": ("sign", "up"),
    "signups": ("sign", "up"),
    "setup": ("set", "up"),
    "setups": ("set", "up"),
    "anytime": ("any", "time"),
    "cannot": ("can", "not"),
    "opensource": ("open", "source"),
    "handmade": ("hand", "made"),
    "handpicked": ("hand", "picked"),
    "moneyback": ("money", "back"),
    "online": ("on", "line"),
    "lifetime": ("life", "time"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "dont": ("do", "not"),
    "doesnt": ("does", "not"),
    "didnt": ("did", "not"),
    "isnt": ("is", "not"),
    "cant": ("can", "not"),
    "wont": ("will", "not"),
    "dinna": ("do", "not"),
    "thats": ("that",),
    "&": ("and",),
    "+": ("plus",),
}
"""Compounds that are also written as two words, and a few signs and dialect forms → their words."""

_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "n't": ("not",),
    "'re": ("are",),
    "'ve": ("have",),
    "'ll": ("will",),
    "'d": ("would",),
    "'m": ("am",),
    "'s": (),  # possessives, and *it's*: no cue needs this *'s*, so it has no key
}

_CONTRACTED: Final[Mapping[str, tuple[str, ...]]] = {
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
    "o'clock": ("o'clock",),
}

_IRREGULAR: Final[Mapping[str, str]] = {
    form: verb
    for verb, forms in {
        "be": "am is are been being",
        "begin": "began begun",
        "break": "broke broken",
        "bring": "brought",
        "buy": "bought",
        "choose": "chose chosen",
        "come": "came",
        "do": "does did done",
        "draw": "drew drawn",
        "get": "got gotten",
        "give": "gave given",
        "go": "goes went gone",
        "grow": "grew grown",
        "have": "has had",
        "hear": "heard",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "leave": "left",
        "lend": "lent",
        "lose": "lost",
        "make": "made",
        "meet": "met",
        "pay": "paid payed",
        "read": "read",
        "say": "said",
        "see": "saw seen",
        "sew": "sewn",
        "sell": "sold",
        "send": "sent",
        "show": "shown",
        "speak": "spoke spoken",
        "spend": "spent",
        "swear": "swore sworn",
        "take": "took taken",
        "teach": "taught",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "wear": "wore worn",
        "weave": "wove woven",
        "write": "wrote written",
        "child": "children",
        "person": "people persons",
        "man": "men",
        "woman": "women",
        "hour": "hr hrs",
        "minute": "min mins",
        "week": "wk wks",
        "month": "mth mths",
        "year": "yr yrs",
        "nothing": "nowt naught",
        "anything": "owt",
        "anyone": "anybody",
        "everyone": "everybody",
        "someone": "somebody",
        "no": "nae",
        "nobody": "naebody",
        "people": "folk folks",
        "picture": "pic pics",
        "message": "msg msgs",
        "information": "info",
        "you": "ye",
        "every": "ilka",
        "to": "tae",
        "out": "oot",
    }.items()
    for form in forms.split()
}
"""Irregular form → its word, where the stemmer wouldn't give both the same stem."""

_APART: Final[Mapping[str, str]] = {
    form: word
    for word, forms in {
        "customer": "customer customers",
        "accountant": "accountant accountants",
        "additive": "additive additives",
        "apartment": "apartment apartments",
        "authority": "authority authorities",
        "busy": "busy",
        "closely": "closely",
        "container": "container containers",
        "different": "different differently",
        "engineer": "engineer engineers engineering",
        "fitness": "fitness",
        "friendly": "friendly",
        "handful": "handful handfuls",
        "hardly": "hardly",
        "hospitality": "hospitality",
        "instalment": "instalment instalments installment installments",
        "lately": "lately",
        "nearly": "nearly",
        "nightly": "nightly",
        "shortly": "shortly",
        "university": "university universities",
        "weekly": "weekly",
        "monthly": "monthly",
        "hourly": "hourly",
        "was": "was were",
        "important": "important importantly",
        "insurance": "insurance insurances",
        "insurer": "insurer insurers",
        "personal": "personal personally",
        "training": "training trainings",
        "wedding": "wedding weddings",
        "yours": "yours",
    }.items()
    for form in forms.split()
}
"""Form → key, for words to which the stemmer would give the stem of another word. *Was* is kept apart from *is*,
because what was true may not be true any more.
"""

_STEMMER: Final = Stemmer("english")
_ISE: Final = re.compile(r"is(e|ed|es|ing|er|ers|ation|ations)$")
_OUR: Final = re.compile(r"(?<=..)our(s|ed|ing|able|ite|ites|hood)?$")

ABBREVIATIONS: Final = frozenset(
    {"eg", "ie", "etc", "approx", "vs", "mr", "mrs", "ms", "dr", "st", "inc", "incl", "excl", "ltd", "tel", "est"}
)
OR_MORE: Final = "upward"
"""The key of a plus sign right after a number, so that *from £300+* means *£300 upwards*."""

LONGEST_SENTENCE: Final = 120
"""The most words of a sentence. A longer one, such as a list without full stops, is cut."""

_PAUSE: Final = re.compile(r"[,;:()\[\]–—|\n&+/]|\s-\s")
_STOP: Final = re.compile(r"[|·•]\s|[.!?…][\"'”’»)\]]*(?:\s|$)|\n")
_HARD_STOP: Final = re.compile(r"[!?…|·•]|\n")


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and the words in it: the key of each, and where it begins and ends in the text."""

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)

    def before(self, index: int) -> str:
        """Return the text between a word and the word before it. For the first word, it's the text from the beginning;
        for the index after the last word, the rest.
        """
        return self.text[self.ends[index - 1] if index else 0 : self.starts[index] if index < len(self) else None]

    def quoted(self, first: int, last: int) -> str:
        """Return the text of the words from `first` up to but not including `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def words(text: str) -> Words:
    """Split a text into words. Signs such as *€*, *%* and *&* are words too; other signs only separate words."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        found = (OR_MORE,) if match[0] == "+" and text[start - 1 : start].isdigit() else keys_of(match[0])
        if len(found) == 1:
            keys.append(found[0])
            starts.append(start)
            ends.append(end)
        else:
            _split(found, start, end, keys, starts, ends)
    return Words(text, tuple(keys), tuple(starts), tuple(ends))


def _split(found: tuple[str, ...], start: int, end: int, keys: list[str], starts: list[int], ends: list[int]) -> None:
    """Append several words for one written word. Each gets an equal part of its characters, the last the rest."""
    at = start
    for nth, key in enumerate(found, 1):
        to = end if nth == len(found) else min(at + max(1, (end - start) // len(found)), end - 1)
        keys.append(key)
        starts.append(at)
        ends.append(to)
        at = to


@lru_cache(maxsize=50_000)
def keys_of(word: str) -> tuple[str, ...]:
    """Return the keys of a written word: one, or several for a contraction or a compound."""
    if word[0].isdigit() or len(word) == 1:
        return _JOINED.get(word) or (word.lower(),)
    plain = word.lower().replace("’", "'").replace("ʼ", "'").replace("`", "'")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
    if whole := _CONTRACTED.get(plain) or _JOINED.get(plain):
        return tuple(map(key, whole))
    if "'" in plain:
        for ending, more in _ENDINGS.items():
            if plain.endswith(ending) and len(plain) > len(ending):
                return tuple(map(key, (plain.removesuffix(ending), *more)))
        plain = plain.removesuffix("'")
    return (key(plain),)


@lru_cache(maxsize=50_000)
def key(word: str) -> str:
    """Return the key of a word in lower case, without apostrophes. British and American spellings have the same key."""
    if apart := _APART.get(word):
        return apart
    word = _IRREGULAR.get(word, word)
    if len(word) > 4 and word.isascii():
        word = _OUR.sub(r"or\1", _ISE.sub(r"iz\1", word))
    stem: str = _STEMMER.stemWord(word)
    return stem


def keyed(words: str) -> frozenset[str]:
    """Return the keys of the words in a string."""
    return frozenset(map(key, words.split()))


@dataclass(frozen=True)
class Sentence:
    """The words of a text from `first` up to but not including `last`, which form a sentence. A line break ends one
    too.
    """

    words: Words
    first: int
    last: int
    """The index after the last word."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the sentence's words."""
        return self.words.keys[self.first : self.last]

    @cached_property
    def key_set(self) -> frozenset[str]:
        """The keys of the sentence's words, each once."""
        return frozenset(self.keys)

    @cached_property
    def pauses(self) -> frozenset[int]:
        """The indexes, within the sentence, of words that begin a clause: after a comma, a dash or the like."""
        text, ends, starts = self.words.text, self.words.ends, self.words.starts
        return frozenset(
            index - self.first
            for index in range(self.first + 1, self.last)
            if (between := text[ends[index - 1] : starts[index]]) != " " and _PAUSE.search(between)
        )

    @cached_property
    def text(self) -> str:
        """The sentence as written, including its closing punctuation."""
        _, end = self.extent
        return self.words.text[self.words.starts[self.first] : end]

    @cached_property
    def extent(self) -> tuple[int, int]:
        """Where the sentence begins and ends in the text, including its closing punctuation."""
        end = self.words.ends[self.last - 1]
        tail = self.words.before(self.last)
        stop = _STOP.search(tail)
        return self.words.starts[self.first], end + (len(tail[: stop.end()].rstrip()) if stop else 0)

    @cached_property
    def is_question(self) -> bool:
        """Whether the sentence ends in a question mark."""
        tail = self.words.before(self.last)
        stop = _STOP.search(tail)
        return "?" in (tail[: stop.end()] if stop else tail)


def sentences(words: Words) -> list[Sentence]:
    """Split a text into sentences, in order. Sentences without words are left out."""
    found: list[Sentence] = []
    first = 0
    text, starts, ends = words.text, words.starts, words.ends
    for index in range(1, len(starts)):
        between = text[ends[index - 1] : starts[index]]
        if (between != " " and _is_stop(words, index, between)) or index - first == LONGEST_SENTENCE:
            found.append(Sentence(words, first, index))
            first = index
    if first < len(words):
        found.append(Sentence(words, first, len(words)))
    return found


def _is_stop(words: Words, index: int, between: str) -> bool:
    if not _STOP.search(between):
        return False
    after = words.text[words.starts[index]]
    if _HARD_STOP.search(between):
        return not (between == "\n" and after.islower())  # a headline over two lines is one sentence
    before = words.text[words.starts[index - 1] : words.ends[index - 1]].lower()
    return before not in ABBREVIATIONS and not (after.islower() and len(before) <= 4)
