"""Where the data that ships with the application is found: fonts, icons, themes, calendars, samples.

The one module that knows; the composition root asks it and hands plain paths on.  Here belongs no reading of
the data itself.  The same folders stand beside this file in a source tree, in an installed package and in a
frozen build.
"""

from __future__ import annotations

from pathlib import Path


def root() -> Path:
    """Return the folder that holds all shipped data, absolute."""
    return Path(__file__).resolve().parent


def fonts() -> Path:
    """Return the folder of the shipped type faces."""
    return root() / "fonts"


def icons() -> Path:
    """Return the folder of the icons."""
    return root() / "icons"


def themes() -> Path:
    """Return the folder of the colour schemes and the style sheet."""
    return root() / "themes"


def calendars() -> Path:
    """Return the folder of the yearly holidays, one CSV file a year."""
    return root() / "calendars"


def samples() -> Path:
    """Return the folder of the sample plans, roster, progress and evidence of the invented county."""
    return root() / "samples"


def manual() -> Path:
    """Return the folder of the manual: sources of its topics, tables and pictures."""
    return root() / "manual"
