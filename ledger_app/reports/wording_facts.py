"""What the words of a circular are written from, and how they name days and long titles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ledger_app.domain.figures import Statistics
from ledger_app.domain.period import Period


@dataclass(frozen=True, slots=True)
class NarrativeFacts:
    """What the words need besides the figures.

    Attributes:
        office: who asks for reports ("县卫生健康局办公室").
        contact: contact in brackets, "" = none.
        reply_by: day by which overdue work must be answered for in writing.
        next_report: day by which the next reports must be in, None = not said.
        rank_minimum: sections with fewer tasks are not compared.
        bureau: its full name.
    """

    office: str
    contact: str = ""
    reply_by: dt.date | None = None
    next_report: dt.date | None = None
    rank_minimum: int = 3
    bureau: str = ""


@dataclass(frozen=True, slots=True)
class WordingFacts:
    """The figures of a period and what belongs to them."""

    statistics: Statistics
    period: Period
    narrative: NarrativeFacts


def date_words(day: dt.date) -> str:
    """Return a day as official papers print it: 2024年7月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def shortened(text: str, length: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= length else text[: length - 1] + "…"
