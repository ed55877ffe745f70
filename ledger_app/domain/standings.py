"""How dated parts of a task stand at a cut-off date: turns, milestones, the monthly reports of 长期坚持.

Source: docs/domain.md sections 3.3 and 8.1.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from ledger_app.domain.task import Milestone, Occurrence


class Standing(Enum):
    """How a dated part stands."""

    DONE = "done"
    DONE_LATE = "done_late"
    LATE = "late"
    AHEAD = "ahead"
    SKIPPED = "skipped"


def turn_standing(turn: Occurrence, cutoff: dt.date) -> Standing:
    """Return how one turn of a recurring duty stands."""
    if turn.state == "skipped":
        return Standing.SKIPPED
    return _standing(turn.done_on, turn.due, cutoff, is_done=turn.state == "done")


def milestone_standing(milestone: Milestone, cutoff: dt.date) -> Standing:
    """Return how a milestone stands; without a day it is never late."""
    return _standing(milestone.done_on, milestone.due, cutoff, is_done=milestone.done_on is not None)


def report_standing(received: dt.date | None, due: dt.date, cutoff: dt.date, *, is_there: bool) -> Standing:
    """Return how the report of a month stands; one without a day of receipt counts as in time.

    Args:
        received: the day it came in.
        due: the day by which it had to be in; on that day itself it is not missing yet.
        cutoff: last day that counts.
        is_there: there is a report.
    """
    return _standing(received, due, cutoff, is_done=is_there)


def _standing(done_on: dt.date | None, due: dt.date | None, cutoff: dt.date, *, is_done: bool) -> Standing:
    if is_done:
        return Standing.DONE_LATE if done_on is not None and due is not None and done_on > due else Standing.DONE
    return Standing.LATE if due is not None and due < cutoff else Standing.AHEAD
