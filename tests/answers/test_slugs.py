"""The slug of a new row, which never changes afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import slugs

from trueup.answers.references import SLUG, new_row_id
from trueup.content.model import ROW_KINDS, RowKind


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
