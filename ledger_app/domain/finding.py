"""What was noticed and where: the one shape in which readers, checks and services tell people of it.

A fault in what was read is a value, collected and shown in a list; it is never raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a document.

    Attributes:
        start: first character in the document's text; -1 where only sheet and row are known.
        end: one past the last character.
        page: page number from 1, None where the format has no pages.
        sheet: name of the sheet, None outside workbooks.
        row: row number in the sheet or table from 1, None outside tables.
    """

    start: int = -1
    end: int = -1
    page: int | None = None
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about a reading, a check or a file; a value, never raised.

    Attributes:
        severity: info, warning or error.
        code: stable code such as "INT-101".
        message: one Chinese sentence.
        place: where, or None for the whole document.
    """

    severity: Severity
    code: str
    message: str
    place: Place | None = None
