"""Colour schemes: named roles read from TOML, and what Qt is told of them (palette, style sheet).

Here belong the roles and how they become a palette and a style sheet; which scheme is in force now, and the
icons in its colours, are `ui/look.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette

# Tone of a light -> what it is called in the role table ("red" has red_text and red_ground).
TONES = ("red", "yellow", "green", "blue", "grey")


@dataclass(frozen=True, slots=True)
class Theme:
    """One colour scheme.

    Attributes:
        name: as shown in the settings.
        is_dark: light text on dark ground.
        colours: role -> "#RRGGBB".
    """

    name: str
    is_dark: bool
    colours: Mapping[str, str]

    def colour(self, role: str) -> QColor:
        """Return the colour of a role.

        Raises:
            KeyError: there is no such role (a fault of ours, found by the tests).
        """
        return QColor(self.colours[role])


def load_theme(path: Path) -> Theme:
    """Read a scheme from its TOML file."""
    with path.open("rb") as file:
        content = tomllib.load(file)
    return Theme(str(content["name"]), bool(content["is_dark"]), dict(content["colours"]))


def style_sheet(template: str, theme: Theme, pictures: Mapping[str, str]) -> str:
    """Fill the style sheet's roles.

    Args:
        template: text with `$role` gaps.
        theme: the colours.
        pictures: further gaps -> file paths of small pictures (arrows, check mark), with forward slashes.
    """
    return Template(template).substitute(theme.colours, **pictures)


def palette_of(theme: Theme) -> QPalette:
    """Return the palette, for all that a style sheet does not reach (delegates, Qt's own dialogs)."""
    roles = QPalette.ColorRole
    chosen = {
        roles.Window: "window",
        roles.WindowText: "text",
        roles.Base: "panel",
        roles.AlternateBase: "window",
        roles.Text: "text",
        roles.Button: "panel",
        roles.ButtonText: "text",
        roles.BrightText: "red_text",
        roles.ToolTipBase: "panel",
        roles.ToolTipText: "text",
        roles.Highlight: "accent",
        roles.HighlightedText: "on_accent",
        roles.Link: "accent",
        roles.LinkVisited: "accent",
        roles.PlaceholderText: "secondary",
        roles.Light: "panel",
        roles.Midlight: "hover",
        roles.Mid: "hairline",
        roles.Dark: "control_edge",
        roles.Shadow: "control_edge",
        roles.Accent: "accent",
    }
    palette = QPalette()
    for role, name in chosen.items():
        palette.setColor(role, theme.colour(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("disabled"))
    return palette
