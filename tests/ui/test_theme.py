"""Colour schemes: the same roles in both, readable text, a style sheet without gaps, icons in their colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from ui.look import Look
from ui.theme import TONES, Theme, load_theme, palette_of

PAIRS = [
    ("text", "window"),
    ("text", "panel"),
    ("text", "selection"),
    ("text", "deadline_ground"),
    ("text", "target_ground"),
    ("secondary", "window"),
    ("secondary", "panel"),
    ("accent", "panel"),
    ("accent", "window"),
    ("on_accent", "accent"),
    *((f"{tone}_text", f"{tone}_ground") for tone in TONES),
    *((f"{tone}_text", "panel") for tone in TONES),
]


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, root_dir: Path) -> Theme:
    return load_theme(root_dir / "resources" / "themes" / f"{request.param}.toml")


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    lights = sorted((_luminance(theme.colour(text)), _luminance(theme.colour(ground))))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def test_both_schemes_have_the_same_roles(root_dir: Path) -> None:
    folder = root_dir / "resources" / "themes"
    assert load_theme(folder / "light.toml").colours.keys() == load_theme(folder / "dark.toml").colours.keys()


def test_the_palette_has_our_ground_and_text(theme: Theme) -> None:
    palette = palette_of(theme)
    assert palette.window().color() == theme.colour("window")
    assert palette.text().color() == theme.colour("text")


def test_switching_the_scheme_recolours_style_and_icons(qapp: QApplication, root_dir: Path) -> None:
    look = Look(root_dir / "resources", "light")
    look.apply(qapp)
    before = (qapp.styleSheet(), _ink(look.icon("undo")))
    assert "$" not in before[0]
    look.choose("dark")
    assert look.is_dark
    assert "$" not in qapp.styleSheet()
    assert (qapp.styleSheet(), _ink(look.icon("undo"))) != before
    look.choose("light")
    assert (qapp.styleSheet(), _ink(look.icon("undo"))) == before


def _ink(icon: QIcon) -> str:
    """Return the colour of the most opaque point of an icon."""
    image = icon.pixmap(20, 20).toImage()
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(points, key=lambda colour: colour.alpha()).name()


def test_pictures_of_the_style_sheet_are_shipped(look: Look, qapp: QApplication) -> None:
    look.apply(qapp)
    urls = [part.split(")")[0] for part in qapp.styleSheet().split("url(")[1:]]
    assert urls
    assert [url for url in urls if not Path(url).is_file()] == []


def test_every_shipped_icon_can_be_drawn(look: Look, root_dir: Path) -> None:
    for file in sorted((root_dir / "resources" / "icons").glob("*.svg")):
        image = look.icon(file.stem).pixmap(16, 16).toImage()
        assert any(image.pixelColor(x, y).alpha() > 100 for x in range(16) for y in range(16)), file.name
