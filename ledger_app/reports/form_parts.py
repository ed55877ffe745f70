"""Rows that the forms share: a label with its text, pairs of them, opinions to be signed, blank dates."""

from __future__ import annotations

import datetime as dt

from ledger_app.reports.model import CellContent, FormCell, FormRow
from ledger_app.reports.narrative import date_words

LABEL_MM = 26.0
CENTRED = 12
"""Characters up to which the text of a short cell stands in its middle."""
BLANK_DATE = "　　年　　月　　日"
SIGN_FOOT = f"签字：　　　　　　{BLANK_DATE}"
STAMP_FOOT = f"负责人签字：　　　　　（单位盖章）{BLANK_DATE}"


def text_row(
    label: str, text: CellContent, *, min_mm: float = 10.0, grows: bool = False, task_ids: tuple[int, ...] = ()
) -> FormRow:
    """Return a label and its text across the row."""
    cells = (FormCell(label, is_label=True, width_mm=LABEL_MM), FormCell(text))
    return FormRow(cells, min_mm, grows, task_ids)


def pair_row(first: tuple[str, str], second: tuple[str, str], min_mm: float = 9.0) -> FormRow:
    """Return two labels with their texts side by side."""
    cells = [
        cell
        for label, text in (first, second)
        for cell in (
            FormCell(label, is_label=True, width_mm=LABEL_MM),
            FormCell(text, align="center" if len(text) <= CENTRED else "left"),
        )
    ]
    return FormRow(tuple(cells), min_mm)


def signing_row(
    label: str, foot: str = SIGN_FOOT, *, text: str = "", min_mm: float = 20.0, grows: bool = False
) -> FormRow:
    """Return an opinion with the line for signature and date at its foot."""
    return FormRow((FormCell(label, is_label=True, width_mm=LABEL_MM), FormCell(text, foot=foot)), min_mm, grows)


def signed_foot(name: str, on: dt.date) -> str:
    """Return the foot of an opinion that was recorded: who and when; the signature itself is written by hand."""
    return f"签字：　　　　　　{f'（{name}）' if name else ''}{date_words(on)}"


def date_or_blank(day: dt.date | None) -> str:
    """Return a day in words, or room to write one."""
    return BLANK_DATE if day is None else date_words(day)
