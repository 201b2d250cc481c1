"""The import format: valid data comes back unchanged, and every error is reported at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import content_of, our_content
from tests.strategies import audits, fewer, texts

from trueup.answers.document import DocumentError, audit_from_document, document_from_audit, readable
from trueup.answers.former_names import with_current_names
from trueup.answers.limits import LONGEST
from trueup.answers.model import Answer, Audit, Row
from trueup.answers.validation import Checked, clean_text

CONTENT = content_of(Path(__file__).parents[1] / "fixtures" / "content")

Change = Callable[[dict[str, Any]], object]


def document() -> dict[str, Any]:
    """A document that uses every part of the format."""
    return {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {
            "identity.goal": {"unsure": True},
            "market.price": {"na": True, "note": "nobody asks"},
            "market.words": "It takes me\ta whole day\n\nevery week",
            "offer.extras": ["setup", "manual"],
            "offer.start": "alone",
            "operations.speed": {"value": 30, "evidence": "record", "note": "the last five"},
        },
        "promises": [{"id": "home", "asks": "alone", "claims": ["start.alone"], "groups": [], "words": "Start now"}],
        "channels": [
            {"id": "ads", "groups": ["shops"], "name": "Ads", "share": 0.6, "steps": ["ad", "talks?", "pays"]}
        ],
        "customers": [{"id": "customer-1", "channel": "ads", "started": "talk", "who": "a shop"}],
        "disclosed": {"start.gated": "before"},
        "compared": True,
        "place": "offer.start",
        "unticked": {"we reply within a day.": ["support.day"]},
    }


def problems(doc: object) -> dict[str, str]:
    with pytest.raises(DocumentError) as refused:
        audit_from_document(doc, CONTENT)
    found = {problem.path: problem.message for problem in refused.value.problems}
    assert len(found) == len(refused.value.problems), "two problems at one place"
    return found


def test_a_document_becomes_an_audit() -> None:
    audit = audit_from_document(document(), CONTENT)
    assert audit.business == "Acme"
    assert audit.answers["operations.speed"] == Answer(30.0, evidence="record", note="the last five")
    assert audit.answers["identity.goal"] == Answer(state="unsure")
    assert audit.answers["market.price"] == Answer(state="na", note="nobody asks")
    assert audit.of("channel")[0].many("steps") == ("ad", "talks?", "pays")
    assert audit.of("promise")[0].fields["groups"] == Answer(())
    assert audit.disclosed == {"start.gated": "before"}
    assert (audit.compared, audit.place) == (True, "offer.start")


def test_an_imported_document_is_exported_unchanged() -> None:
    assert document_from_audit(audit_from_document(document(), CONTENT)) == document()


def test_the_order_of_the_answers_does_not_change_the_written_bytes() -> None:
    audit = audit_from_document(document(), CONTENT)
    first = audit.answers["identity.goal"]
    again = audit.with_answer("identity.goal", None).with_answer("identity.goal", first)
    assert list(again.answers) != list(audit.answers)
    assert orjson.dumps(document_from_audit(again)) == orjson.dumps(document_from_audit(audit))


@given(audits(CONTENT))
def test_every_audit_survives_being_written_and_read(audit: Audit) -> None:
    written = orjson.dumps(document_from_audit(audit))
    read = audit_from_document(orjson.loads(written), CONTENT)
    assert read == audit
    assert orjson.dumps(document_from_audit(read)) == written


def test_a_document_needs_only_a_name_and_a_quarter() -> None:
    assert audit_from_document({"business": "", "quarter": "2027-Q1"}, CONTENT) == Audit("", "2027-Q1")


def test_a_share_can_be_written_as_a_part_of_a_whole() -> None:
    doc = document()
    doc["channels"][0]["share"] = "5 of 8"
    assert audit_from_document(doc, CONTENT).of("channel")[0].fields["share"].value == 0.625


def test_blank_text_counts_as_no_answer() -> None:
    doc = {**document(), "answers": {"market.words": " \n "}}
    assert not audit_from_document(doc, CONTENT).answers


def test_a_document_can_be_read_back_after_its_last_row_was_removed() -> None:
    audit = audit_from_document(document(), CONTENT).without_row("customer", "customer-1")
    assert audit_from_document(document_from_audit(audit), CONTENT) == audit


def part(**parts: Any) -> Change:
    return lambda doc: doc.update(parts)


def answer(question: str, value: object) -> Change:
    return lambda doc: doc["answers"].update({question: value})


def row(rows: str, **fields: Any) -> Change:
    return lambda doc: doc[rows][0].update(fields)


def disclosed(check: str, when: str) -> Change:
    return lambda doc: doc["disclosed"].update({check: when})


WRONG: list[tuple[str, Change, str, str]] = [
    ("key", part(anwers={}), "anwers", 'write "answers" instead'),
    ("key-steers", lambda d: d.update({"\x1b[2J": 1}), "document['\\x1b[2J']", "isn't part"),
    ("business-missing", lambda d: d.pop("business"), "business", "is missing"),
    ("business-type", part(business=3), "business", "write text in quotes"),
    ("business-lines", part(business="a\nb"), "business", "one line"),
    ("business-long", part(business="a" * 201), "business", "at most 200"),
    ("quarter", part(quarter="2026-Q5"), "quarter", "write one such as 2026-Q4"),
    ("quarter-digits", part(quarter="٢٠٢٦-Q4"), "quarter", "write one such as 2026-Q4"),
    ("answers-type", part(answers=[]), "answers", "write a table"),
    ("rows-type", part(customers={}), "customers", "write a list"),
    ("compared", part(compared="yes"), "compared", "write true or false"),
    ("place", part(place="\ud800"), "place", "half a character (U+D800)"),
    ("question", answer("offer.strat", "alone"), "answers.offer.strat", '"offer.start"'),
    ("field-as-question", answer("promise.words", "x"), "answers.promise.words", "isn't a question"),
    ("choice", answer("offer.start", "alnoe"), "answers.offer.start", 'write "alone" instead'),
    ("choice-type", answer("offer.start", 3), "answers.offer.start", "alone, talk, both"),
    ("choice-list", answer("offer.start", ["alone"]), "answers.offer.start", "one answer is asked"),
    ("null", answer("offer.start", None), "answers.offer.start", "leave the key out"),
    ("many-type", answer("offer.extras", "setup"), "answers.offer.extras", 'write ["…"]'),
    ("many-word", answer("offer.extras", ["rush", "setpu"]), "answers.offer.extras[1]", '"setup"'),
    ("many-twice", answer("offer.extras", ["rush", "rush"]), "answers.offer.extras[1]", "twice"),
    ("number-text", answer("operations.speed", "~1.2k"), "answers.operations.speed", "write 1200 without quotes"),
    ("number-bool", answer("operations.speed", True), "answers.operations.speed", "true isn't a number"),
    ("number-nan", answer("operations.speed", float("nan")), "answers.operations.speed", "isn't a number"),
    ("number-65-bits", answer("operations.speed", 2**65), "answers.operations.speed", "at most 1000000000000"),
    ("number-400-digits", answer("operations.speed", 10**400), "answers.operations.speed", "at most 1000000000000"),
    ("number-negative", answer("operations.speed", -1), "answers.operations.speed", "write 0 or more"),
    ("text-type", answer("market.words", 3), "answers.market.words", "write text in quotes"),
    ("text-long", answer("market.words", "a" * 20_001), "answers.market.words", "at most 20000"),
    ("text-control", answer("market.words", "a\x1b[31m"), "answers.market.words", "U+001B) is at position 2"),
    ("text-return", answer("market.words", "a\r\nb"), "answers.market.words", "U+000D"),
    ("text-c1", answer("market.words", "\x9b31m"), "answers.market.words", "U+009B"),
    ("text-surrogate", answer("market.words", "\udfff"), "answers.market.words", "half a character"),
    ("note", answer("offer.start", {"value": "alone", "note": "\x00"}), "answers.offer.start.note", "U+0000"),
    (
        "evidence",
        answer("offer.start", {"value": "alone", "evidence": "gues"}),
        "answers.offer.start.evidence",
        '"guess"',
    ),
    (
        "evidence-published",
        answer("offer.start", {"value": "alone", "evidence": "published"}),
        "answers.offer.start.evidence",
        "record, counted, memory, guess",
    ),
    (
        "evidence-of-nothing",
        answer("offer.start", {"na": True, "evidence": "guess"}),
        "answers.offer.start.evidence",
        "leave the evidence out",
    ),
    ("answer-key", answer("offer.start", {"value": "alone", "notes": "x"}), "answers.offer.start.notes", '"note"'),
    ("answer-empty", answer("offer.start", {}), "answers.offer.start", '"unsure": true'),
    ("answer-both", answer("offer.start", {"unsure": True, "na": True}), "answers.offer.start", "says unsure and na"),
    ("unsure-false", answer("offer.start", {"unsure": False}), "answers.offer.start.unsure", "write true"),
    ("row-type", lambda d: d["customers"].append(3), "customers[1]", "3 isn't a row"),
    ("row-id", row("promises", id="My page"), "promises[0].id", "small letters"),
    ("row-id-null", row("promises", id=None), "promises[0].id", "null isn't an id"),
    ("row-id-twice", lambda d: d["channels"].append({"id": "ads", "name": "More"}), "channels[1].id", "appears twice"),
    ("field", row("channels", stpes=[]), "channels[0].stpes", 'write "steps" instead'),
    ("step", row("channels", steps=["talk"]), "channels[0].steps[0]", 'write "talks" instead'),
    ("step-twice", row("channels", steps=["talks", "talks?"]), "channels[0].steps[1]", "twice"),
    ("optional-elsewhere", answer("offer.extras", ["rush?"]), "answers.offer.extras[0]", '"rush"'),
    ("share", row("channels", share=60), "channels[0].share", "write 0.6 for 60%"),
    ("share-part", row("channels", share="6 of 5"), "channels[0].share", "isn't part of a whole"),
    ("group", row("channels", groups=["a\nb"]), "channels[0].groups[0]", "one line"),
    ("group-type", row("channels", groups=[["a"]]), "channels[0].groups[0]", "isn't text"),
    ("claim", row("promises", claims=["start.alnoe"]), "promises[0].claims[0]", '"start.alone"'),
    ("claim-no-line-makes", row("promises", claims=["start.talk"]), "promises[0].claims[0]", "isn't a claim"),
    ("value-in-a-row", row("promises", asks={"value": "aloone"}), "promises[0].asks.value", '"alone"'),
    ("required", lambda d: d["channels"][0].pop("name"), "channels[0].name", "needs this"),
    ("required-blank", row("promises", words="  "), "promises[0].words", "needs this"),
    ("required-unsure", row("promises", words={"unsure": True}), "promises[0].words", "needs this"),
    ("required-wrong", row("promises", words=3), "promises[0].words", "isn't text"),
    ("channel", row("customers", channel="add"), "customers[0].channel", 'write "ads" instead'),
    ("channel-by-name", row("customers", channel="Ads"), "customers[0].channel", 'write its id, "ads"'),
    ("disclosed-unknown", disclosed("start.gatd", "before"), "disclosed.start.gatd", 'write "start.gated"'),
    ("disclosed-not-askable", disclosed("start.counted", "before"), "disclosed.start.counted", "leave it out"),
    ("unticked-claims", part(unticked={"we reply.": "x"}), 'unticked["we reply."]', "isn't what's asked for"),
    ("unticked-words", part(unticked={"\x1b[2J": ["x"]}), "unticked['\\x1b[2J']", "a control character"),
    ("disclosed-when", disclosed("speed.slow", "befor"), "disclosed.speed.slow", 'write "before" instead'),
]


@pytest.mark.parametrize(("change", "path", "says"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_each_error_is_reported_once_with_its_path_and_its_correction(change: Change, path: str, says: str) -> None:
    doc = document()
    change(doc)
    found = problems(doc)
    assert list(found) == [path]
    assert says in found[path]


def test_a_channel_named_by_a_customer_is_refused_while_the_business_has_no_channels() -> None:
    doc = {**document(), "channels": []}
    assert "write the channels of this business first" in problems(doc)["customers[0].channel"]


def test_all_errors_are_reported_at_once() -> None:
    doc = document()
    names = ("key", "quarter", "question", "step", "claim", "channel", "disclosed-when")
    together = [each for each in WRONG if each[0] in names]
    for _, change, _, _ in together:
        change(doc)
    assert set(problems(doc)) == {path for _, _, path, _ in together}


@pytest.mark.parametrize("doc", [None, [], "x", 3, True, float("nan")])
def test_data_that_is_not_a_document_is_refused(doc: object) -> None:
    assert "isn't a business" in problems(doc)["document"]


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.data())
def test_any_value_anywhere_is_either_read_or_refused_with_a_printable_message(data: st.DataObject) -> None:
    doc = document()
    inner: Any = doc
    while isinstance(inner, dict | list) and inner:
        key = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], dict | list) or data.draw(st.booleans()):
            inner[key] = data.draw(json_like)
            break
        inner = inner[key]
    audit, wrong = readable(doc, CONTENT)
    assert all(str(problem).isprintable() for problem in wrong)
    if not wrong:
        assert audit_from_document(document_from_audit(audit), CONTENT) == audit


@given(st.dictionaries(st.text(st.characters(), max_size=8) | st.integers() | st.none(), json_like, max_size=4))
def test_an_object_with_random_keys_is_refused_with_a_printable_message(doc: dict[Any, Any]) -> None:
    with pytest.raises(DocumentError) as refused:
        audit_from_document(doc, CONTENT)
    assert str(refused.value).replace("\n", "").isprintable()


def test_the_readable_parts_of_a_broken_document_are_kept() -> None:
    doc = document()
    doc["answers"]["offer.gone"] = "x"
    doc["answers"]["offer.start"] = "gone"
    doc["customers"] += [3, {"id": "NO"}, {"id": "customer-1"}]
    audit, wrong = readable(doc, CONTENT)
    assert [problem.path for problem in wrong if not problem.path.startswith("answers")] == [
        "customers[2].id",
        "customers[3].id",
        "customers[1]",
    ]
    assert audit.set_aside == {"answers": {"offer.gone": "x", "offer.start": "gone"}, "customers": [3, {"id": "NO"}]}
    del doc["answers"]["offer.gone"], doc["answers"]["offer.start"], doc["customers"][1:]
    assert replace(audit, set_aside={}) == audit_from_document(doc, CONTENT)


def test_rows_without_an_id_get_a_new_id() -> None:
    doc = document()
    doc["channels"] += [{"name": "Ads"}, {"name": "Ads"}, {"id": "ads-2", "name": "Other"}]
    assert [row.id for row in audit_from_document(doc, CONTENT).of("channel")] == ["ads", "ads-3", "ads-4", "ads-2"]


def test_a_document_can_refer_to_a_row_by_the_id_that_the_row_will_get() -> None:
    doc = {**document(), "channels": [{"name": "Word of mouth"}], "customers": [{"channel": "word-of-mouth"}]}
    customers = audit_from_document(doc, CONTENT).of("customer")
    assert customers == (Row("customer-1", {"channel": Answer("word-of-mouth")}),)


@given(st.text(st.characters()))
def test_a_cleaned_text_can_be_stored(text: str) -> None:
    assert Checked(CONTENT).text("here", clean_text(text)) is not None


@given(texts)
def test_cleaning_leaves_a_valid_text_unchanged(text: str) -> None:
    assert clean_text(text) == text


def test_a_text_that_is_too_long_is_cut() -> None:
    assert len(clean_text("a" * (LONGEST + 1))) == LONGEST


@fewer(8)
@given(audits(our_content()))
def test_every_audit_with_our_own_questions_survives_too(audit: Audit) -> None:
    document = document_from_audit(audit)
    assert with_current_names(document) == (document, ()), "none of it reads as a former name"
    written = orjson.dumps(document)
    read = audit_from_document(orjson.loads(written), our_content())
    assert read == audit
    assert orjson.dumps(document_from_audit(read)) == written
