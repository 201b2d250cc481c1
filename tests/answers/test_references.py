"""The slug of a new row never changes. Removing a row removes the answers that name it. Renaming a group changes its
name wherever it occurs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business import promise
from tests.businesses import content_of, our_content
from tests.strategies import slugs

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit, Row
from trueup.answers.references import SLUG, group_names, new_row_id, renamed_group, without_row
from trueup.content.model import ROW_KINDS, Content, RowKind

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The content of the small screens/ folder, extended by groups, activities and roles."""
    from tests.ui.conflicting_business import with_more_rows

    return content_of(with_more_rows(tmp_path_factory.mktemp("full"), FIXTURES / "content"))


@pytest.fixture
def business(full: Content) -> Audit:
    document = {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "groups": [{"id": "firms", "name": "firms"}],
        "promises": [
            {"id": "one", "words": "One", "groups": {"value": ["Firms", "schools"], "note": "sure"}},
            {"id": "two", "words": "Two", "groups": ["firms"]},
            {"id": "all", "words": "All", "groups": []},
        ],
        "channels": [{"id": "guild", "name": "HomeGuild"}, {"id": "site", "name": "Own site", "groups": ["clubs"]}],
        "activities": [{"id": "letter", "name": "Letter", "channel": "guild"}],
        "customers": [{"id": "c1", "channel": {"value": "guild", "note": "sure"}}, {"id": "c2", "channel": "site"}],
    }
    return audit_from_document(document, full)


def test_removing_a_channel_removes_the_answers_that_named_it(full: Content, business: Audit) -> None:
    left = without_row(full, business, "channel", "guild")
    assert [row.id for row in left.of("channel")] == ["site"]
    assert left.row("customer", "c1") == Row("c1")
    assert left.row("customer", "c2") == business.row("customer", "c2")
    assert left.row("activity", "letter").text("channel") == ""
    # a document with a reference to a missing row would be refused
    audit_from_document(document_from_audit(left), full)


def test_removing_a_group_removes_its_name_from_promises_and_keeps_their_other_groups(
    full: Content, business: Audit
) -> None:
    left = without_row(full, business, "group", "firms")
    assert left.row("promise", "one").many("groups") == ("schools",)
    assert left.row("promise", "one").fields["groups"].note == "sure"
    assert "groups" not in left.row("promise", "two").fields, "named nobody else, so it is to be asked again"
    assert left.row("promise", "all") == business.row("promise", "all")


def test_removing_a_row_that_does_not_exist_changes_nothing(full: Content, business: Audit) -> None:
    assert without_row(full, business, "channel", "nowhere") == business


def called(full: Content, audit: Audit, name: str) -> Audit:
    """The audit with the group "firms" renamed."""
    was = audit.row("group", "firms")
    assert was is not None
    return renamed_group(full, audit.with_row("group", Row("firms", {"name": Answer(name)})), was)


def test_a_new_name_replaces_the_old_one_wherever_the_group_is_named(full: Content, business: Audit) -> None:
    renamed = called(full, business, "companies")
    assert renamed.row("group", "firms").text("name") == "companies"
    assert renamed.row("promise", "one").many("groups") == ("companies", "schools")
    assert renamed.row("promise", "two").many("groups") == ("companies",)
    assert called(full, renamed, "companies") == renamed
    again = called(full, renamed, "schools")
    assert again.row("promise", "one").many("groups") == ("schools",), "a name stands once"


def test_group_names_come_first_from_the_groups_and_then_from_other_rows(full: Content, business: Audit) -> None:
    assert group_names(full, business) == ("firms", "schools", "clubs")


def test_a_document_may_name_a_group_by_its_id() -> None:
    groups = [{"id": "over70", "name": "People over seventy"}, {"id": "firms", "name": "over80"}]
    row = promise(groups=["over70", "firms", "others", "People over seventy"])
    document = {"business": "Acme", "quarter": "2026-Q4", "groups": groups, "promises": [row]}
    read = audit_from_document(document, our_content()).of("promise")[0]
    assert read.many("groups") == ("People over seventy", "over80", "others")


def test_the_name_of_a_group_counts_before_the_id_of_another() -> None:
    groups = [{"id": "firms", "name": "Schools"}, {"id": "schools", "name": "Firms"}]
    document = {"business": "Acme", "quarter": "2026-Q4", "groups": groups, "promises": [promise(groups=["firms"])]}
    assert audit_from_document(document, our_content()).of("promise")[0].many("groups") == ("firms",)


@pytest.mark.parametrize(
    ("kind", "title", "taken", "slug"),
    [
        ("promise", "Start now, at once — today, for nothing!", (), "start-now-at-once-today"),
        ("channel", "Google Ads", (), "google-ads"),
        ("channel", "Google Ads", ("google-ads",), "google-ads-2"),
        ("channel", "Google Ads", ("google-ads", "google-ads-2"), "google-ads-3"),
        ("channel", "Märkte & Cafés", (), "markte-cafes"),
        ("channel", "口コミ", (), "channel-1"),
        ("channel", "口コミ", ("a", "channel-3"), "channel-4"),
        ("promise", "x" * 300, (), "x" * 40),
        ("customer", "", ("customer-1",), "customer-2"),
        ("customer", "", ("customer-2",), "customer-3"),
    ],
)  # fmt: skip
def test_the_slug_of_a_new_row_is_made_from_its_title(
    kind: RowKind, title: str, taken: tuple[str, ...], slug: str
) -> None:
    assert new_row_id(kind, title, taken) == slug


@given(st.sampled_from(ROW_KINDS), st.text(), st.sets(slugs | st.integers(1, 9).map("customer-{}".format)))
def test_a_new_slug_is_valid_and_free(kind: RowKind, title: str, taken: set[str]) -> None:
    slug = new_row_id(kind, title, taken)
    assert SLUG.fullmatch(slug)
    assert slug not in taken
