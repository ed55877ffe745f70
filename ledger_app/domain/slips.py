"""Supervision slips: colours and their order, numbers, how a slip stands, the chain from a slip to its escalation.

A slip has a due date of its own; when that passes without a reply, the next colour is proposed, never taken by
itself.  Source: docs/domain.md sections 3.1 (schemes C and D), 3.3 and 4.3.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Slip, SlipColour

SLIP_COLOUR_NAMES: Mapping[SlipColour, str] = {"blue": "蓝色", "yellow": "黄色", "orange": "橙色", "red": "红色"}
YEAR_GAP, NUMBER_GAP = "{年}", "{号}"
DEFAULT_REPLY_DAYS = 7

_STEPS: Mapping[SlipColour, SlipColour] = {"blue": "orange", "yellow": "orange", "orange": "red"}
# Scheme D knows blue, yellow and red cards only.
_CARD_STEPS: Mapping[SlipColour, SlipColour] = {"blue": "yellow", "yellow": "red", "orange": "red"}
_YEAR_AND_NUMBER = re.compile(r"(\d{4})\D{0,4}?(\d{1,4})\D*$")


class SlipState(StrEnum):
    """How a slip stands at a cut-off date."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    REPLIED = "replied"
    ESCALATED = "escalated"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        """Return the Chinese word."""
        return _WORDS[self]


_WORDS = {
    SlipState.WAITING: "待回复",
    SlipState.OVERDUE: "超期未回复",
    SlipState.REPLIED: "已回复",
    SlipState.ESCALATED: "已升级",
    SlipState.CLOSED: "已办结",
}


def slip_state(
    slip: Slip, cutoff: dt.date, *, is_escalated: bool = False, known_on: dt.date | None = None
) -> SlipState:
    """Return how a slip stands.

    Args:
        slip: the slip.
        cutoff: day at which it is late or not.
        is_escalated: a slip of the next colour took its place.
        known_on: last day whose replies and closings count, None = the cut-off date.
    """
    known = known_on or cutoff
    if slip.closed_on is not None and slip.closed_on <= known:
        return SlipState.CLOSED
    if is_escalated:
        return SlipState.ESCALATED
    if slip.replied_on is not None and slip.replied_on <= known:
        return SlipState.REPLIED
    return SlipState.OVERDUE if overdue_days(slip, cutoff) else SlipState.WAITING


def overdue_days(slip: Slip, cutoff: dt.date) -> int:
    """Return the calendar days past a slip's own due date, 0 if it is not past or has none."""
    return max(0, (cutoff - slip.due).days) if slip.due is not None else 0


def next_colour(colour: SlipColour, settings: LedgerSettings) -> SlipColour | None:
    """Return the colour a slip climbs to: blue, orange, red; blue, yellow, red by scheme D; None after red."""
    return (_CARD_STEPS if settings.colour_scheme == "cards" else _STEPS).get(colour)


def default_pattern(settings: LedgerSettings) -> str:
    """Return how slips are numbered where the office has not said: 代字 without 发, 督, year, running number."""
    return f"{settings.doc_prefix.removesuffix('发') or '卫'}督〔{YEAR_GAP}〕{NUMBER_GAP}号"


def is_pattern(pattern: str) -> bool:
    """Say whether a pattern has year and running number, once each, the year first."""
    return (
        pattern.count(YEAR_GAP) == 1
        and pattern.count(NUMBER_GAP) == 1
        and pattern.index(YEAR_GAP) < pattern.index(NUMBER_GAP)
    )


def number_text(pattern: str, year: int, number: int) -> str:
    """Return a slip's number as printed."""
    return pattern.replace(YEAR_GAP, str(year)).replace(NUMBER_GAP, str(number))


def read_number(text: str) -> tuple[int, int] | None:
    """Return (year, running number) of a slip's number as printed, None if it has none; any pattern will do."""
    found = _YEAR_AND_NUMBER.search(text)
    return (int(found[1]), int(found[2])) if found else None


def numbers_of(slips: Iterable[Slip], year: int) -> set[int]:
    """Return the running numbers used in a year."""
    read = (read_number(slip.number) for slip in slips)
    return {number for found in read if found is not None for used, number in [found] if used == year}


def missing_numbers(slips: Iterable[Slip], year: int) -> tuple[int, ...]:
    """Return the running numbers of a year that were passed over or deleted, ascending."""
    used = numbers_of(slips, year)
    return tuple(number for number in range(1, max(used, default=0)) if number not in used)


@dataclass(frozen=True, slots=True)
class SlipChain:
    """The slips that followed each other on one matter, the first one first."""

    slips: tuple[Slip, ...]

    @property
    def words(self) -> str:
        """Return the chain in one line ("1号蓝色 → 4号橙色")."""
        return " → ".join(f"{slip.number}（{SLIP_COLOUR_NAMES[slip.colour]}）" for slip in self.slips)


def chain_of(slip: Slip, slips: Iterable[Slip]) -> SlipChain:
    """Return the chain a slip belongs to."""
    by_id = {one.id: one for one in slips} | {slip.id: slip}
    after = {one.escalated_from_id: one for one in by_id.values() if one.escalated_from_id is not None}
    first = slip
    seen = {slip.id}
    while (before := by_id.get(first.escalated_from_id or 0)) is not None and before.id not in seen:
        first = before
        seen.add(before.id)
    chain = [first]
    while (later := after.get(chain[-1].id)) is not None and later not in chain:
        chain.append(later)
    return SlipChain(tuple(chain))
