"""Find and replace in the cells of tasks: which cells hold a text, and what would stand there instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.domain.task import CustomField
from ledger_app.errors import RejectedError
from ledger_app.ports import Progress, ReadSession
from ledger_app.services.cell_edits import MOST_CELLS, CellChange, CellRefusal, CellText, EditPlan, plan_known
from ledger_app.services.cell_fields import CELL_FIELDS, CellField, cell_field
from ledger_app.services.cell_reading import EditTime, read_known

# Words in these are kept by the program or are figures: nobody replaces a part of them.
_FREE = frozenset({"text", "long", "units", "leader"})
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to look for and what to write instead.

    Attributes:
        find: not empty; instead: "" takes the text away.
        fields: names of the fields to look in.
        is_exact_case: capitals count; is_whole: the cell must hold nothing else.
    """

    find: str
    instead: str
    fields: tuple[str, ...]
    is_exact_case: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        plan: what replacing would do; hits: times the text occurs; cells: in how many cells.
    """

    plan: EditPlan
    hits: int
    cells: int


def searchable(session: ReadSession) -> list[tuple[str, CellField]]:
    """Return the fields one can search, by name, the ledger's own behind."""
    own = {one.id: one for one in session.of(CustomField).find()}
    fields = [(name, one) for name, one in CELL_FIELDS.items() if one.kind in _FREE]
    names = [f"custom:{one.id}" for one in sorted(own.values(), key=lambda one: (one.ordinal, one.id))]
    return fields + [(name, one) for name in names if (one := cell_field(name, own)) and one.kind in _FREE]


def find_cells(
    session: ReadSession, task_ids: Sequence[int], wanted: Replacement, time: EditTime, progress: Progress
) -> Found:
    """Look through the cells of tasks in order, in parts; nothing is written.

    Raises:
        Cancelled: through `progress`.
        RejectedError: SVC-005 nothing is looked for; SVC-282 too many cells would change.
    """
    if not wanted.find:
        raise RejectedError("SVC-005", what="要查找的文字")
    changes: list[CellChange] = []
    refusals: list[CellRefusal] = []
    hits, cells, needs_reason, unchanged = 0, 0, False, 0
    pattern = re.compile(re.escape(wanted.find), 0 if wanted.is_exact_case else re.IGNORECASE)
    for start in range(0, len(task_ids), _AT_ONCE):
        progress.step(start, len(task_ids), "查找")
        ids = list(task_ids[start : start + _AT_ONCE])
        known = read_known(session, ids, time)
        texts = []
        for task_id in ids:
            for name in wanted.fields if task_id in known.facts else ():
                text = known.text(task_id, name)
                count = (pattern.fullmatch(text) is not None) if wanted.is_whole else len(pattern.findall(text))
                if count:
                    hits, cells = hits + int(count), cells + 1
                    texts.append(CellText(task_id, name, pattern.sub(lambda _match: wanted.instead, text)))
        plan = plan_known(known, texts)
        changes += plan.changes
        refusals += plan.refusals
        unchanged += plan.unchanged
        needs_reason = needs_reason or plan.needs_reason
        if len(changes) > MOST_CELLS:
            raise RejectedError("SVC-282", limit=MOST_CELLS, count=len(changes))
    return Found(EditPlan(tuple(changes), tuple(refusals), unchanged, needs_reason), hits, cells)
