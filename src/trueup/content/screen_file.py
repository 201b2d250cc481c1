"""Reads a file of screens/ with the texts and questions of one screen."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import get_args

from trueup.content.markdown import Section
from trueup.content.model import AREAS, CLAIMS, ROW_KINDS, STAGES, Question, QuestionKind, Screen
from trueup.content.part import WORD, Part, open_part, quoted, titled
from trueup.content.problems import Report, instead

HOMES = (*AREAS, *ROW_KINDS)
"""The screens that contain questions, in the order in which they are asked."""

NEEDED = (*AREAS, "promise", "channel", "customer")
"""The screens that the product can't do without."""

PLAIN = (
    *("id", "about", "party", "kind", "side", "topic", "short"),
    *("essential", "evidence", "required", "unit", "below_zero", "kinds"),
)
KEYS = (*PLAIN, "asked_if", "otherwise", "choices", "bands", "wording", "hints", "allow")
CHOICE_KEYS = ("label", "stands", "stage", "kinds", "wording", "also", "customers")
KINDS: tuple[str, ...] = get_args(QuestionKind)
PICKED = ("choice", "many", "steps")
WHY = "Why we ask:"
EVIDENCE_NAMED = ("record", "counted", "memory")
SHORT, HINT_LINES, HINT_WIDTH = 18, 2, 76


def read_screen(name: str, found: list[Section], report: Report) -> tuple[Screen, list[tuple[Question, Part]]]:
    """Return the screen in a file, and its questions. Each comes with its part, which later checks across files
    need.
    """
    file = f"{name}.md"
    top, rest = titled(file, found, report, name.capitalize())
    for fence in top.fences:
        report.say(file, fence.line, "a title has no fence; write it below a ## heading")
    texts: dict[str, str] = {}
    lines: dict[str, int] = {}
    allow: dict[str, Mapping[str, str]] = {}
    questions: list[tuple[Question, Part]] = []
    for section in rest:
        part = open_part(file, section, report, f'id = "{name}.…" or text = "…"')
        if part is None:
            continue
        if "text" in part.data:
            if key := _read_text(part, texts):
                lines[key] = section.line
                if allowed := part.allowances():
                    allow[key] = allowed
        elif name not in HOMES:
            part.say(f"no questions are asked on this screen; write them in one of {', '.join(HOMES)}", "id")
        elif question := _read_question(part, name):
            questions.append((question, part))
    screen = Screen(name=name, title=top.title, intro=top.prose, texts=texts, lines=lines, allow=allow)
    return screen, questions


def _read_text(part: Part, texts: dict[str, str]) -> str:
    """Add the text of a section to `texts`, and return its id; if that is invalid or taken, report it and return an
    empty string.
    """
    part.allow(("text", "allow"))
    key = part.data["text"]
    if not isinstance(key, str) or not WORD.fullmatch(key):
        part.say(f'"text" is {quoted(key)}; write a word in quotes: text = "empty"', "text")
    elif key in texts:
        part.say(f'the text "{key}" appears twice in this file; write another word', "text")
    else:
        texts[key] = part.section.prose
        return key
    return ""


def _read_question(part: Part, name: str) -> Question | None:
    before = len(part.report.problems)
    data = part.data
    part.allow(KEYS)
    _check_id(part, name)
    part.short_enough(data.get("short"), SHORT, "short", "short")
    kind = data.get("kind", "choice")
    values = part.values(PLAIN) | _prose(part)
    values["text"] = part.section.title
    values["location"] = {"file": part.file, "line": part.section.line}
    values["choices"] = _choices(part, str(kind))
    values["bands"] = _bands(part, str(kind))
    values["wording"] = part.table("wording", of_text=True)
    values["hints"] = part.table("hints", of_text=True)
    values["allow"] = part.allowances()
    if "otherwise" in data:
        values["otherwise"] = part.tags(data["otherwise"], "otherwise", "otherwise")
        if kind not in ("steps", "many", "text"):
            part.say(f'"otherwise" means nothing for kind {kind}; write it for text, steps or many', "otherwise")
    if asked_if := part.table("asked_if") if "asked_if" in data else {}:
        values["asked_if"] = _condition(part, asked_if, "asked_if")
    if data.get("required") and name in AREAS:
        part.say('"required" means nothing in an area; leave it out', "required")
    question = part.build(Question, values, {"values": "is", "other": "or"})
    if question and not question.side:
        _check_takes_no_position(part, question)
    if len(part.report.problems) > before:
        part.report.broken.add(str(data.get("id")))
    return question


def _condition(part: Part, table: Mapping[str, object], *path: str) -> Mapping[str, object]:
    part.allow_in(table, ("question", "is", "or"), *path)
    condition: dict[str, object] = {"question": table["question"]} if "question" in table else {}
    if "is" in table:
        condition["values"] = table["is"]
    if "or" in table:
        other = table["or"]
        condition["other"] = _condition(part, other, *path, "or") if isinstance(other, dict) else other
    return condition


def _check_id(part: Part, name: str) -> None:
    given = part.data.get("id")
    if not isinstance(given, str):
        return  # missing or not a text: the model reports it
    home, _, field = given.partition(".")
    if home != name or not WORD.fullmatch(field) or (name in ROW_KINDS and field == "id"):
        part.say(f'"{given}" isn\'t an id for a question of this file; write "{name}.<word>"', "id")


def _check_takes_no_position(part: Part, question: Question) -> None:
    stands = question.bands or question.otherwise or any(choice.stands for choice in question.choices)
    if stands or (question.topic and question.kind in (*PICKED, "number")):
        part.say('answers stand for positions, but no side is named; write side = "say" or another', "id")


def _prose(part: Part) -> dict[str, object]:
    hints: list[str] = []
    why = ""
    rests_on: dict[str, str] = {}
    for block in part.section.blocks:
        if block.marker:
            word, colon, told = block.text.partition(":")
            if colon and word in EVIDENCE_NAMED:
                rests_on[word] = told.strip()
            else:
                say = f'"{word}" is no way to know an answer; {instead(word, EVIDENCE_NAMED)}'
                part.report.say(part.file, block.line, say)
        elif block.text.startswith(WHY):
            why = block.text.removeprefix(WHY).strip()
        elif hints:
            part.report.say(part.file, block.line, f'a second hint; write one paragraph, then "{WHY} …"')
        else:
            hints.append(block.text)
            if len(textwrap.wrap(block.text, HINT_WIDTH)) > HINT_LINES:
                most = f"at most {HINT_LINES} lines of {HINT_WIDTH}"
                say = f"the hint has {len(block.text)} characters; write {most}"
                part.report.say(part.file, block.line, say)
    return {"hint": "".join(hints), "why": why, "rests_on": rests_on}


def _choices(part: Part, kind: str) -> tuple[Mapping[str, object], ...]:
    table = part.table("choices")
    if kind not in PICKED and not (kind == "channel" and table):
        if table and kind in KINDS:
            other = "[bands]" if kind == "number" else 'kind = "choice"'
            part.say(f"kind {kind} has no choices; write {other} instead", "choices")
        return ()
    given = part.data.get("id")
    if given == CLAIMS:
        if table:
            part.say("the claims are in the topics; write them under [claims] there", "choices")
        return ()
    if len(table) < 2:
        part.say('fewer than two choices; write key = "label" lines below [choices]', "choices")
    topic = part.data.get("topic")
    choices: list[Mapping[str, object]] = []
    labels: set[str] = set()
    for key, told in table.items():
        choice = dict(told) if isinstance(told, dict) else {"label": told}
        part.allow_in(choice, CHOICE_KEYS, "choices", key)
        if "stands" in choice:
            choice["stands"] = part.tags(choice["stands"], "stands", "choices", key)
        elif isinstance(topic, str) and kind != "steps":
            choice["stands"] = (f"{topic}.{key}",)
        if kind == "steps" and "stage" not in choice:
            part.say(f'step "{key}" belongs to no stage; {instead("", STAGES)}', "choices", key)
        elif kind != "steps" and "stage" in choice:
            part.say('only steps have a stage; leave it out, or write kind = "steps"', "choices", key)
        if quoted(choice.get("label")) in labels:
            part.say(f"the label {quoted(choice['label'])} appears twice; write another", "choices", key)
        labels.add(quoted(choice.get("label")))
        choices.append({"key": key, **{name: choice[name] for name in CHOICE_KEYS if name in choice}})
    return tuple(choices)


def _bands(part: Part, kind: str) -> tuple[Mapping[str, object], ...]:
    table = part.table("bands")
    if not table:
        return ()
    topic = part.data.get("topic")
    if kind not in KINDS:
        return ()
    if kind != "number":
        part.say(f'kind {kind} has no bands; write kind = "number"', "bands")
        return ()
    if not isinstance(topic, str):
        part.say('the words of bands are positions of a topic; write topic = "…"', "bands")
        return ()
    bands: list[Mapping[str, object]] = []
    last = -math.inf
    for word, upto in table.items():
        if isinstance(upto, bool) or not isinstance(upto, int | float) or math.isnan(upto):
            part.say(f'"{word}" must be a number; write {word} = 24, or {word} = inf', "bands", word)
            return ()
        if upto <= last:
            part.say(f"the bands don't ascend; write a number above {last:g} for {word}", "bands", word)
        last = upto
        bands.append({"tag": f"{topic}.{word}", "upto": None if math.isinf(upto) else float(upto)})
    if last != math.inf:
        part.say(f"the last band ends at {last:g}; write {word} = inf", "bands", word)
    return tuple(bands)
