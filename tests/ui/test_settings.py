"""The theme is saved, a terminal without colours still shows everything, and broken settings don't stop the app."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.ui.conftest import TODAY, Opened

from trueup.session.session import open_session
from trueup.ui.app import TrueupApp
from trueup.ui.settings import Settings, SettingsError, keep_settings, read_settings
from trueup.ui.theme import HOUSE


def app_with(settings: Path | None, folder: Path) -> TrueupApp:
    return TrueupApp(partial(open_session, folder / "business.json", today=TODAY), settings)


@pytest.mark.parametrize("settings", [Settings(), Settings("light"), Settings("dark-ink", "ascii")])
def test_saved_settings_are_read_back_unchanged(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "there" / "settings.toml"
    keep_settings(file, settings)
    assert read_settings(file) == settings
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize("broken", [b"theme = ", b"\xff\xfe", b"theme = 3", b'marks = "emoji"', b"\x00"])
def test_broken_settings_are_reported_and_ignored(broken: bytes, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(broken)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        read_settings(file)
    app = app_with(file, tmp_path)
    assert app.theme == "dark"
    assert "settings.toml" in app.look_trouble
    assert file.read_bytes() == broken


def test_an_unknown_theme_is_ignored(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('theme = "velvet"', "utf-8")
    app = app_with(file, tmp_path)
    assert (app.theme, bool(app.look_trouble)) == ("dark", True)


def test_a_saved_theme_is_used_again(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    assert app_with(file, tmp_path).wear("light") == "Light, from now on."
    assert app_with(file, tmp_path).theme == "light"


def test_the_app_says_when_the_theme_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file, where a folder should be", "utf-8")
    app = app_with(tmp_path / "folder" / "settings.toml", tmp_path)
    assert "can't be written" in app.wear("light")
    assert app.theme == "light"


@pytest.mark.parametrize(("value", "theme"), [("1", "light-ink"), ("", "light")])
def test_the_saved_theme_is_shown_in_one_colour_if_colours_are_turned_off(
    value: str, theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    keep_settings(file, Settings("light"))
    monkeypatch.setenv("NO_COLOR", value)
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert app_with(file, tmp_path).theme == theme
    assert read_settings(file).theme == "light"


@pytest.mark.thorough
async def test_the_palette_offers_every_theme(opened: Opened) -> None:
    async with opened() as at:
        for name in ("light", "light-ink", "dark-ink", "sixteen", "dark"):
            await at.press("ctrl+p")
            await at.type(f"theme {name}:")
            text = await at.press("enter")
            assert at.app.theme == name
            assert "from now on" in text


@pytest.mark.thorough
async def test_every_theme_of_textual_can_be_drawn(opened: Opened) -> None:
    async with opened() as at:
        before = at.text
        for name in set(at.app.available_themes) - set(HOUSE):
            at.app.theme = name
            await at.settle()
            assert at.text == before


@pytest.mark.thorough
async def test_the_theme_sixteen_draws_marks_with_ascii_characters(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("1")
        assert "●" in text
        at.app.theme = "sixteen"
        await at.settle()
        assert "▌ 1  (o)" in at.text
        assert "2  ( )" in at.text
        assert "( )  not sure" in at.text
        assert not set("●○☑☐") & set(at.text)


async def test_broken_settings_are_reported_in_the_notice(tmp_path: Path, opened: Opened) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("theme = ", "utf-8")
    async with opened(settings=file) as at:
        assert "▌ settings.toml can't be read" in at.lines[-2]
        assert "settings.toml" not in await at.press("down")
