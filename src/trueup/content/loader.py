"""Reads screens/, checks it, and returns it as a Content."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from trueup.content.cue_language import WORDS, shared_words
from trueup.content.markdown import sections
from trueup.content.model import USUAL_HOURS, Check, Checks, ClaimCues, Content, Effort, Screen
from trueup.content.problems import ContentError, Problem, Report
from trueup.content.screen_file import HOMES, NEEDED, read_screen
from trueup.content.screens_folder import TOPICS, files_in, version_of
from trueup.content.topic_file import disagreements, order_of, read_topic
from trueup.content.validation import Whole, check


def load_content(folder: Path) -> Content:
    """Return the content of the folder screens/. Raises ContentError with all problems in it."""
    if not folder.is_dir():
        raise ContentError([Problem(str(folder), 1, "there is no such folder; write the path of screens/")])
    report = Report()
    files = files_in(folder)
    whole = Whole([], [], [])
    screens: dict[str, Screen] = {}
    cues: dict[str, ClaimCues] = {}
    for file, raw in files.items():
        found = sections(_text(file, raw, report))
        if not file.startswith(f"{TOPICS}/"):
            screen, questions = read_screen(file.removesuffix(".md"), found, report)
            screens[screen.name] = screen
            whole.questions.extend(questions)
        else:
            shared = screens[WORDS].texts if WORDS in screens else {}  # topics come after screens
            topic, checks, of_claims = read_topic(file, found, report, shared_words(shared))
            whole.checks.extend(checks)
            cues |= of_claims
            if topic:
                whole.topics.append(topic)
    for home in NEEDED:
        if f"{home}.md" not in files:
            say = f"this file is missing; write # {home.title()} and its questions in it"
            report.say(f"{home}.md", 1, say)
    if plan := screens.get("plan"):
        said = {effort for effort, _, _ in USUAL_HOURS.findall(plan.texts.get("usual-hours", ""))}
        for effort in sorted({*get_args(Effort)} - said):
            say = f"the hours that fixes of {effort} usually take are missing; write - {effort}: from 1 to 4"
            report.say("plan.md", plan.lines.get("usual-hours", 1), say)
    whole.questions.sort(key=lambda read: HOMES.index(read[0].home) if read[0].home in HOMES else len(HOMES))
    whole.topics.sort(key=lambda read: order_of(read[1]))
    check(whole, report)
    if report.problems:
        raise ContentError(report.problems)
    ranks = {topic.id: rank for rank, (topic, _) in enumerate(whole.topics)}
    whole.checks.sort(key=lambda read: ranks[read[0].topic])
    return Content(
        screens=screens,
        questions={question.id: question for question, _ in whole.questions},
        topics={topic.id: topic for topic, _ in whole.topics},
        checks=_with_disagreements(whole),
        cues=dict(sorted(cues.items(), key=lambda each: ranks[each[0].partition(".")[0]])),
        version=version_of(files),
    )


def _with_disagreements(whole: Whole) -> Checks:
    """Return the checks by id, in the order of topics: those written, then those made from exclusive claims. One that
    is written replaces one that is made.
    """
    checks = {check.id: check for check, _ in whole.checks}
    result: dict[str, Check] = {}
    for topic, _ in whole.topics:
        result |= {id: check for id, check in checks.items() if check.topic == topic.id}
        result |= {check.id: check for check in disagreements(topic) if check.id not in checks}
    return Checks(result)


def _text(file: str, raw: bytes, report: Report) -> str:
    text = raw.decode("utf-8-sig", errors="replace")
    if "\ufffd" in text:
        line = text[: text.index("\ufffd")].count("\n") + 1
        report.say(file, line, "a character that isn't text; write the file as UTF-8")
    return text
