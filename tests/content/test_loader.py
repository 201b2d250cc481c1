"""Loading screens/ as Content: every part of a valid file is read."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from tests.businesses import SMALL

from trueup.content.loader import load_content
from trueup.content.model import AREAS, ROW_KINDS, AskedIf, Band, Choice, Content, Fix, Term


def test_a_question_is_read_with_all_its_parts(small: Content) -> None:
    question = small.questions["offer.start"]
    assert question.text == "Can somebody buy without talking to you?"
    assert question.hint == "Think of the cheapest thing you sell."
    assert question.why == "a button promises what happens after it."
    assert (question.side, question.topic, question.short) == ("sell", "start", "buying alone")
    assert (question.essential, question.evidence, question.required) == (True, "memory", False)
    assert (question.location.file, question.location.line) == ("offer.md", 14)
    assert (question.home, question.field) == ("offer", "start")


def test_a_choice_stands_for_the_position_named_like_its_key_or_for_those_it_lists(small: Content) -> None:
    assert small.questions["offer.start"].choices == (
        Choice(key="alone", label="Yes, alone, any time", stands=("start.alone",)),
        Choice(key="talk", label="No, we talk first", stands=("start.talk",)),
        Choice(key="both", label="Small plans alone, large ones after a talk", stands=("start.alone", "start.help")),
    )
    assert small.questions["offer.price"].choices[-1].stands == ()
    assert small.questions["offer.model"].choices[0].stands == ()


def test_a_step_has_a_stage_and_takes_only_the_positions_that_it_lists(small: Content) -> None:
    steps = {choice.key: choice for choice in small.questions["channel.steps"].choices}
    assert steps["reads"] == Choice(key="reads", label="reads the page", stage="consideration")
    assert steps["talks"].stands == ("start.talk",)
    assert small.questions["channel.steps"].otherwise == ("start.alone",)


def test_a_number_is_read_with_its_bands_and_the_basis_of_each_kind_of_evidence(small: Content) -> None:
    question = small.questions["operations.speed"]
    assert question.bands == (
        Band(tag="speed.instant", upto=1), Band(tag="speed.day", upto=24), Band(tag="speed.week", upto=None)
    )  # fmt: skip
    assert question.rests_on == {
        "record": "the last five orders, from the payment's time to the delivery's",
        "memory": "what you would tell a friend",
    }


def test_a_question_may_depend_on_an_earlier_question(small: Content) -> None:
    assert small.questions["offer.extras"].asked_if == AskedIf(question="offer.model", values=("subscription",))


def test_questions_are_in_the_order_in_which_they_are_asked(small: Content) -> None:
    homes = list(dict.fromkeys(question.home for question in small.questions.values()))
    assert homes == [*AREAS, *(kind for kind in ROW_KINDS if kind in small.screens)]
    assert [question.field for question in small.of("offer")] == ["model", "start", "price", "extras"]


def test_a_screen_is_read_with_its_title_introduction_and_texts(small: Content) -> None:
    home = small.screens["home"]
    assert (home.title, home.intro) == ("Home", "One thing to do next.\n\nThen the rest.")
    assert small.screens["promise"].texts == {"empty": "No promise yet. Paste the headline of your home page."}
    assert set(small.screens) == {*AREAS, "promise", "channel", "customer", "home", "plan"}, "README.md isn't a screen"


def test_a_topic_is_read_with_its_checks(small: Content) -> None:
    topic = small.topics["start"]
    assert (topic.title, topic.heading) == ("How a customer starts", "starting")
    assert topic.about == "Whether people can begin without you."
    assert topic.measures == ("customer.started",)
    assert topic.claims == {"alone": "alone, no talk needed", "announced": "starts with a talk"}
    check = small.checks["start.gated"]
    assert (check.title, check.topic, check.severity) == ("Promised self-serve, gated by a talk", "start", 4)
    assert check.between == (
        Term(side="say", tags=("start.alone",)), Term(side="deliver", tags=("start.talk",), of="channel")
    )  # fmt: skip
    assert check.unless == (Term(side="say", tags=("start.announced",)),)
    assert (check.disclosed, check.first, check.tension) == (True, False, False)
    assert check.why == "They came to begin at once. They meet a calendar instead."
    assert check.fixes[0] == Fix(
        move="say",
        to="start.announced",
        effort="hours",
        do="Say beside the button that it starts with a talk",
        costs_you="buyers who won't talk",
    )
    assert check.fixes[2].stop == "channel"


def test_topics_are_sorted_by_their_order_and_then_by_name(small: Content) -> None:
    assert list(small.topics) == ["start", "price", "speed", "who"]
    assert [check.topic for check in small.checks.values()] == ["start", "start", "price", "price", "speed", "who"]


def test_the_topic_with_the_lowest_order_comes_first(folder: Path) -> None:
    path = folder / "mismatches" / "who.md"
    path.write_text(path.read_text().replace('heading = "people"', 'heading = "people"\norder = 0'))
    assert list(load_content(folder).topics) == ["who", "start", "price", "speed"]


def test_the_version_changes_only_when_a_file_changes(small: Content, folder: Path) -> None:
    assert load_content(folder).version == small.version
    path = folder / "mismatches" / "speed.md"
    path.write_text(path.read_text().replace("severity = 4", "severity = 3"))
    assert load_content(folder).version != small.version


def test_a_file_saved_on_windows_reads_the_same(small: Content, folder: Path) -> None:
    for path in folder.rglob("*.md"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert asdict(load_content(folder).with_changes(version="")) == asdict(small.with_changes(version=""))


def test_loading_imports_neither_textual_nor_rich_nor_tinydb() -> None:
    code = f"""
import sys
from dataclasses import asdict
from pathlib import Path
from trueup.content.loader import load_content
load_content(Path({str(SMALL)!r}))
print(*[name for name in ("textual", "rich", "tinydb") if name in sys.modules])
"""
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "\n"
