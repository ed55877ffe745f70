"""Rows of a plan and of its items as they were read, and the codes of the tasks made of them.

Source: docs/domain.md section 1.1.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.task import Task
from ledger_app.domain.task_code import make_code
from ledger_app.intake.proposal import ProposedItem
from ledger_app.ports import UnitOfWork
from ledger_app.services.import_readings import readings_of
from ledger_app.services.lookup import new_uid

_PLAIN_NUMBER = re.compile(r"[(（]?(\d{1,4})[.、)）]?")


def item_row(plan_id: int, ordinal: int, item: ProposedItem) -> PlanItem:
    """Return an item as the paper has it, for a plan it is the ordinal-th item of, from 1."""
    is_in_text = item.place.start >= 0
    return PlanItem(
        id=0,
        uid=new_uid(),
        plan_id=plan_id,
        ordinal=ordinal,
        no=item.no,
        path=item.path,
        title=item.title,
        kind=item.kind,
        text=item.text,
        measures=item.measures,
        place_start=item.place.start if is_in_text else None,
        place_end=max(item.place.end, item.place.start) if is_in_text else None,
        sheet=item.place.sheet,
        row=item.place.row,
        readings=json.dumps(readings_of(item), ensure_ascii=False),
    )


def codes_of(work: UnitOfWork, plan: Plan, items: Sequence[ProposedItem]) -> list[str]:
    """Return a code an item: plan number and printed number where those run through, else the item's position."""
    earlier = work.of(Task).find(plan_id=plan.id)
    if earlier:
        prefix = earlier[0].code.rpartition("-")[0]
        first = int(work.next_code(prefix).rpartition("-")[2])
        return [make_code(prefix, first + position) for position in range(len(items))]
    number = work.of(Plan).count()
    while work.next_code(str(number)) != make_code(str(number), 1):
        number += 1
    return [make_code(str(number), one) for one in _running_numbers(items) or range(1, len(items) + 1)]


def _running_numbers(items: Sequence[ProposedItem]) -> list[int]:
    """Return the printed numbers if they are plain and ascend through the whole plan, else none."""
    numbers = []
    for item in items:
        match = _PLAIN_NUMBER.fullmatch(unicodedata.normalize("NFKC", item.no).strip())
        if match is None:
            return []
        numbers.append(int(match[1]))
    ascending = all(one < other for one, other in pairwise(numbers))
    return numbers if ascending and numbers and numbers[0] > 0 else []
