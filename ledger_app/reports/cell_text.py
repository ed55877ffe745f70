r"""Texts on their way into spreadsheets: no formula, no sign that the file cannot hold, no more than a cell takes.

A cell that begins with = + - @, a tab or a carriage return may be taken for a formula by the program that opens
the file, and formulas may start programs: whoever wrote it into a plan must not reach the clerk's PC.
"""

from __future__ import annotations

import re

# What a cell holds at most, counted as UTF-16 units.
MOST_UNITS = 32_767
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What begins with a sign and is a figure ("-12.5", "+5 点", "-3%").
_FIGURE = re.compile(r"[+-]\d{1,15}(\.\d{1,10})?( 点|%)?")
# XML 1.0 has no place for these; lone surrogates come from damaged files.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Spreadsheets read this in a text as the character of that number.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def is_like_formula(text: str) -> bool:
    """Say whether a program may take a text for a formula."""
    return text.startswith(_STARTERS) and _FIGURE.fullmatch(text) is None


def cleaned(text: str) -> str:
    """Return a text without signs that files of XML cannot hold; line ends are plain ones."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """Return a text in which spreadsheets find no character numbers ("_x000D_" stays these seven signs)."""
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def shortened(text: str) -> str:
    """Return a text that fits into a cell."""
    if len(text) * 2 <= MOST_UNITS or len(text.encode("utf-16-le")) // 2 <= MOST_UNITS:
        return text
    return text.encode("utf-16-le")[: (MOST_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"


def guarded(text: str) -> tuple[str, bool]:
    """Return a clean text that no program takes for a formula, and whether it might have been taken for one.

    For files that cannot say what a cell is; there an apostrophe before the text says it.
    """
    clean = cleaned(text)
    is_guarded = is_like_formula(text) or is_like_formula(clean)
    return (f"'{clean}" if is_guarded else clean), is_guarded
