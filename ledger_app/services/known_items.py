"""What the ledger has already of a plan that comes in, told by file, title, number and wording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.task import TaskSource
from ledger_app.intake.proposal import ProposedItem
from ledger_app.ports import ReadSession

_BLANKS = re.compile(r"\s+")


class KnownItems:
    """What the ledger has already of a plan: from the same file, or from one of the same title.

    Attributes:
        is_same_file: the file was imported before; same_plan: the plan of this title that came from it.
    """

    def __init__(self, session: ReadSession, title: str, sha256: str | None, but: Sequence[int] = ()) -> None:
        """Look for it.

        Args:
            session: the ledger.
            title: of the plan.
            sha256: of the file, None for none.
            but: plans that are not meant.
        """
        same_file = session.of(Plan).find(source_sha256=sha256) if sha256 else []
        same_file = [plan for plan in same_file if plan.id not in but]
        plans = {plan.id: plan for plan in [*same_file, *session.of(Plan).find(title=title)] if plan.id not in but}
        self.is_same_file = bool(same_file)
        self.same_plan = next((plan for plan in same_file if plan.title == title), None)
        items = session.of(PlanItem).find(plan_id=sorted(plans)) if plans else []
        sources = session.of(TaskSource).find(plan_item_id=[item.id for item in items]) if items else []
        used = {source.plan_item_id for source in sources}
        self._with_task = {_key(item.no, item.text): item.id for item in items if item.id in used}
        self._rows = {_key(item.no, item.text): item for item in items if item.plan_id == _id(self.same_plan)}

    def has_task(self, item: ProposedItem) -> bool:
        """Say whether an item of the same number and wording is a task already."""
        return _key(item.no, item.text) in self._with_task

    def rows_of(self, items: Iterable[ProposedItem]) -> dict[str, PlanItem]:
        """Return item key -> stored item of the plan that was imported from this file before."""
        return {item.key: row for item in items if (row := self._rows.get(_key(item.no, item.text))) is not None}

    def pairs(self, items: Iterable[ProposedItem]) -> dict[str, int]:
        """Return item key -> stored item of the same number and wording that has a task, the latest one."""
        found = {item.key: self._with_task.get(_key(item.no, item.text)) for item in items}
        return {key: item_id for key, item_id in found.items() if item_id is not None}


def _key(no: str, text: str) -> tuple[str, str]:
    return _fold(no), _fold(text)


def _fold(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def _id(plan: Plan | None) -> int:
    return plan.id if plan is not None else 0
