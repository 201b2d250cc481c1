"""When the questions change between two sessions, answers that no longer fit stay in the file until they fit again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import content_of
from tests.storage.files import opened, plainly
from tests.strategies import audits, fewer

from trueup.answers.document import audit_from_document, document_from_audit, readable
from trueup.answers.model import Answer, Audit, FoundMismatch
from trueup.answers.set_aside import named
from trueup.content.model import Content

CONTENT = content_of(Path(__file__).parents[1] / "fixtures" / "content")


def without(questions: Collection[str] = (), checks: Collection[str] = ()) -> Content:
    """The content without these questions and checks."""
    return CONTENT.with_changes(
        questions={id: question for id, question in CONTENT.questions.items() if id not in questions},
        checks={id: check for id, check in CONTENT.checks.items() if id not in checks},
    )


def stored(**rest: Any) -> dict[str, Any]:
    return {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"offer.start": "alone", "offer.price": {"value": "high", "note": "since May"}},
        "channels": [
            {"id": "site", "name": "Own site", "steps": ["ad", "pays"]},
            {"id": "guild", "name": "HomeGuild", "steps": ["talks", "pays"]},
        ],
        "disclosed": {"start.gated": "before"},
        **rest,
    }


def test_answers_to_a_removed_question_stay_in_the_file(tmp_path: Path) -> None:
    content = without(["offer.price", "channel.steps"], ["start.gated"])
    path = tmp_path / "business.json"
    with opened(path) as store:
        store.save(stored())
        audit, problems = readable(store.load(), content)
        assert len(problems) == 4
        assert sorted(named(audit.set_aside)) == [
            "answers.offer.price",
            "channels.guild.steps",
            "channels.site.steps",
            "disclosed.start.gated",
        ]
        store.save(document_from_audit(audit.with_answer("offer.start", Answer("talk"))))
    (document,) = plainly(path)
    assert document["answers"] == {"offer.start": "talk"}
    assert document["set_aside"]["answers"] == {"offer.price": {"value": "high", "note": "since May"}}


def test_answers_count_again_once_their_question_is_back(tmp_path: Path) -> None:
    smaller = without(["offer.price", "channel.steps"], ["start.gated"])
    audit, _ = readable(stored(), smaller)
    back, problems = readable(document_from_audit(audit), CONTENT)
    assert (back, problems) == (audit_from_document(stored(), CONTENT), ())


def test_a_newer_answer_counts_and_the_older_one_stays_set_aside() -> None:
    doc = stored(set_aside={"answers": {"offer.price": "dear", "offer.start": "talk"}})
    audit, _ = readable(doc, CONTENT)
    assert audit.answers["offer.start"] == Answer("alone")
    assert document_from_audit(audit)["set_aside"] == doc["set_aside"]


def test_a_removed_row_does_not_come_back() -> None:
    audit, _ = readable(stored(), without(["channel.steps"]))
    left = document_from_audit(audit.without_row("channel", "guild"))
    back, _ = readable(left, CONTENT)
    assert [row.id for row in back.of("channel")] == ["site"]
    assert back.set_aside == {"channels": [{"id": "guild", "steps": ["talks", "pays"]}]}


def test_only_choices_that_are_still_offered_count() -> None:
    doc = stored(channels=[{"id": "site", "name": "Own site", "steps": ["ad", "flies", "pays"]}])
    audit, _ = readable(doc, CONTENT)
    assert audit.of("channel")[0].many("steps") == ("ad", "pays")
    assert audit.set_aside == {"channels": [{"id": "site", "steps": ["ad", "flies", "pays"]}]}


def test_answers_set_aside_survive_export_and_import() -> None:
    audit, _ = readable(stored(), without(["offer.price"]))
    written = document_from_audit(audit)
    assert audit_from_document(written, without(["offer.price"])) == audit


def test_a_mismatch_without_impact_survives_saving_and_loading() -> None:
    audit = audit_from_document(stored(found={"day": "2026-12-30", "content": "v"}), CONTENT)
    assert audit.found
    nothing = replace(audit.found, mismatches=(FoundMismatch("start.gated", "tension", 0.0, "accepted", 2),))
    audit = replace(audit, found=nothing)
    assert audit_from_document(document_from_audit(audit), CONTENT) == audit


def test_zero_and_an_empty_choice_are_set_aside_like_other_answers() -> None:
    doc = stored(answers={"operations.largest": 0}, channels=[{"id": "site", "name": "Own site", "conditions": []}])
    audit, _ = readable(doc, without(["operations.largest", "channel.conditions"]))
    assert audit.set_aside == {
        "answers": {"operations.largest": 0},
        "channels": [{"id": "site", "conditions": []}],
    }


@fewer(3)
@given(audits(CONTENT), st.sets(st.sampled_from(sorted(CONTENT.questions))), st.sets(st.sampled_from(["start.gated"])))
def test_nothing_is_lost_when_a_file_is_saved_with_fewer_questions_and_read_again_with_all(
    audit: Audit, questions: set[str], checks: set[str]
) -> None:
    written = orjson.loads(orjson.dumps(document_from_audit(audit)))
    smaller, _ = readable(written, without(questions, checks))
    back, problems = readable(orjson.loads(orjson.dumps(document_from_audit(smaller))), CONTENT)
    assert (back, problems) == (audit, ())
