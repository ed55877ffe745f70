"""A ledger of any size that holds nothing: its rows are made up when they are asked for, and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ledger_app.domain.changes import Operation
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import GroupCount, TaskQuery
from ledger_app.domain.settings import LedgerSettings

GROUPS = 4


class EmptyRepository:
    """Holds no rows of any entity."""

    def find(self, **_equal: object) -> list[Any]:
        return []


class FakeReadSession:
    """Answers queries over `count` tasks with ids from 1."""

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    def settings(self) -> LedgerSettings:
        return LedgerSettings()

    def of(self, _entity: type[Any]) -> EmptyRepository:
        return EmptyRepository()

    def task_ids(self, query: TaskQuery) -> Sequence[int]:
        self._ledger.queries.append(query)
        ids = range(1, self._ledger.count + 1)
        if query.group is not None:
            size = self._ledger.count // GROUPS
            number = int(query.group.removeprefix("g"))
            ids = range(number * size + 1, (number + 1) * size + 1)
        self._ledger.ids_listed += len(ids)
        return list(reversed(ids)) if query.sorting and query.sorting[0].descending else list(ids)

    def groups(self, query: TaskQuery) -> list[GroupCount]:
        size = self._ledger.count // GROUPS
        return [GroupCount(f"g{number}", f"第{number}组", size, (("overdue", 1),), 2) for number in range(GROUPS)]

    def totals(self, query: TaskQuery) -> GroupCount:
        return GroupCount("", "合计", self._ledger.count, tuple(self.light_counts(query).items()), 2, 40.0)

    def light_counts(self, query: TaskQuery) -> Mapping[str, int]:
        return {"overdue": 3, "on_track": self._ledger.count - 3}

    def facts(self, cutoff: dt.date, *, task_ids: Sequence[int] | None = None) -> Iterable[TaskFacts]:
        for task_id in task_ids or ():
            self._ledger.rows_read.append(task_id)
            yield a_task_facts(task_id)


def a_task_facts(task_id: int) -> TaskFacts:
    """Return facts of a made-up task."""
    return TaskFacts(
        id=task_id,
        uid=f"u{task_id}",
        code=f"1-{task_id:02d}",
        title=f"任务 {task_id}",
        lead_names=("县医院",),
        original_due=dt.date(2024, 6, 30),
        current_due=dt.date(2024, 6, 30),
        start=dt.date(2024, 1, 1),
        percent=40.0,
    )


class FakeLedger:
    """Stands in for `ledger_app.ports.Ledger` where only reading is tested.

    Attributes:
        rows_read: ids of all rows that were read, in order; queries: all that were asked.
        ids_listed: how many ids were handed over in lists.
    """

    is_read_only = False
    folder = Path("样例")

    def __init__(self, count: int) -> None:
        self.count = count
        self.rows_read: list[int] = []
        self.queries: list[TaskQuery] = []
        self.ids_listed = 0

    @contextmanager
    def read(self, *, lists: bool = False) -> Iterator[FakeReadSession]:
        del lists
        yield FakeReadSession(self)

    def undoable(self) -> Operation | None:
        return None

    def redoable(self) -> Operation | None:
        return None


class FakeClock:
    """The last day of June 2024."""

    def today(self) -> dt.date:
        return dt.date(2024, 6, 30)

    def now(self) -> str:
        return "2024-06-30T08:00:00Z"


class FakeSession:
    """Stands in for an open session."""

    def __init__(self, count: int) -> None:
        self.ledger: Any = FakeLedger(count)
        self.clock = FakeClock()

    @property
    def acts_folder(self) -> Path:
        """Return a place that nothing is written to."""
        return Path("acts")

    @property
    def words_file(self) -> Path:
        return self.acts_folder / "words.json"

    def close(self) -> None:
        pass
