"""Checks of what a person entered; each raises one clear refusal.  Nothing here reads the ledger."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection

from ledger_app.domain.period import Period
from ledger_app.errors import RejectedError

LONGEST_NAME = 200
LONGEST_TEXT = 20_000
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# What comes along when text is pasted from terminals and old documents: no face can print it.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def require_text(value: str, field: str, longest: int = LONGEST_TEXT) -> str:
    """Return the text without blanks around it.

    Raises:
        RejectedError: SVC-020 it is empty; SVC-026 it is too long.
    """
    text = limit_text(value, field, longest)
    if not text:
        raise RejectedError("SVC-020", field=field)
    return text


def limit_text(value: str, field: str, longest: int = LONGEST_TEXT) -> str:
    """Return the text without blanks around it and without control characters, one kind of line end; it may be empty.

    Raises:
        RejectedError: SVC-026 it is too long.
    """
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", value)).strip()
    if len(text) > longest:
        raise RejectedError("SVC-026", field=field, length=len(text), limit=longest)
    return text


def require_reason(value: str, what: str) -> str:
    """Return the reason for an act.

    Raises:
        RejectedError: SVC-041 there is none; SVC-026.
    """
    if not value.strip():
        raise RejectedError("SVC-041", what=what)
    return limit_text(value, "原因")


def require_percent(value: float | None) -> float | None:
    """Return a percentage of 0 to 100, None for none.

    Raises:
        RejectedError: SVC-021.
    """
    if value is not None and not (math.isfinite(value) and 0 <= value <= 100):
        raise RejectedError("SVC-021", value=f"{value:g}")
    return value


def require_month(text: str, today: dt.date) -> Period:
    """Return the month of "YYYY-MM"; the month after the present one is still taken, later ones are slips of the pen.

    Raises:
        RejectedError: SVC-022 it is no month; SVC-023 it lies in the future.
    """
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise RejectedError("SVC-022", value=text) from error
    if period.kind != "month":
        raise RejectedError("SVC-022", value=text)
    if period.first_day > Period.containing(today).next.first_day:
        raise RejectedError("SVC-023", value=text)
    return period


def require_choice(value: str, allowed: Collection[str], field: str) -> None:
    """Refuse a value that is not among those allowed.

    Raises:
        RejectedError: SVC-025.
    """
    if value not in allowed:
        raise RejectedError("SVC-025", field=field, value=value)


def require_order(start: dt.date | None, end: dt.date | None) -> None:
    """Refuse a span that ends before it begins.

    Raises:
        RejectedError: SVC-028.
    """
    if start is not None and end is not None and end < start:
        raise RejectedError("SVC-028", start=start.isoformat(), end=end.isoformat())
