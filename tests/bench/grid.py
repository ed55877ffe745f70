"""Scrolling, sorting and filtering 100,000 tasks: against the same at 10,000, a page of rows at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from ledger_app.domain.grid import Condition, Sorting, TaskQuery
from ledger_app.ports import ReadSession
from tests.bench.big import CUTOFF, big_ledger, open_big
from tests.bench.measure import Measure, turn_about

PAGE = 200
SIZES = (100_000, 10_000)
BUDGET = 1.2


def run(folder: Path) -> list[Measure]:
    """Measure pages at random places, and what sorting and filtering cost for each page of the result."""
    ledgers = [open_big(big_ledger(folder, tasks)) for tasks in SIZES]
    try:
        with ledgers[0].read() as large, ledgers[1].read() as small:
            for session in (large, small):
                session.task_ids(_by("light"))
            return [
                _scroll(large, small),
                *(_a_page(f"按{name}排序", large, small, _by(*fields)) for name, fields in _SORTED.items()),
                _a_page("按灯筛选", large, small, _where("light", "overdue")),
                _a_page("按板块筛选并按时限排序", large, small, _where("section", "推进", "contains", sort="due")),
                *(_whole(name, large, small, ask) for name, ask in _WHOLE.items()),
                _first_list(folder),
                _first_sort(folder),
            ]
    finally:
        for ledger in ledgers:
            ledger.close()


_SORTED = {
    "灯": ("light",),
    "时限": ("due",),
    "牵头单位": ("lead",),
    "编号": ("code",),
    "牵头单位再按时限": ("lead", "due"),
}
_WHOLE: dict[str, Callable[[ReadSession], object]] = {
    "按牵头单位分组": lambda session: session.groups(TaskQuery(CUTOFF, group_by="lead")),
    "合计": lambda session: session.totals(TaskQuery(CUTOFF)),
    "表头筛选里的牵头单位": lambda session: session.field_values(TaskQuery(CUTOFF), "lead"),
}


def _by(*fields: str) -> TaskQuery:
    return TaskQuery(CUTOFF, sorting=tuple(Sorting(field) for field in fields))


def _where(field: str, value: str, op: str = "is", sort: str = "") -> TaskQuery:
    condition = Condition(field, op, (value,))  # type: ignore[arg-type]
    return TaskQuery(CUTOFF, (condition,), sorting=(Sorting(sort),) if sort else ())


def _scroll(large: ReadSession, small: ReadSession) -> Measure:
    def pages(session: ReadSession) -> Callable[[], object]:
        ids = session.task_ids(TaskQuery(CUTOFF))
        places = random.Random(1).sample(range(len(ids) - PAGE), 20)
        return lambda: [session.task_rows(ids[place : place + PAGE], CUTOFF) for place in places]

    ours, other = turn_about(pages(large), pages(small))
    return Measure("滚动：随机一页", ours / 20, other / 20, "1 万项时", BUDGET)


def _a_page(name: str, large: ReadSession, small: ReadSession, query: TaskQuery) -> Measure:
    # Pages in fractions: a half-full last one would count twice as much in the small ledger.
    counts = [max(1.0, len(session.task_ids(query)) / PAGE) for session in (large, small)]
    ours, other = turn_about(lambda: large.task_ids(query), lambda: small.task_ids(query))
    note = f"整列 {ours * 1000:.0f} / {other * 1000:.0f} 毫秒"
    return Measure(f"{name}：每页", ours / counts[0], other / counts[1], "1 万项时", BUDGET, note)


def _whole(name: str, large: ReadSession, small: ReadSession, ask: Callable[[ReadSession], object]) -> Measure:
    """Measure what is worked out over all tasks, for each page of them."""
    ask(large)
    ask(small)
    ours, other = turn_about(lambda: ask(large), lambda: ask(small))
    note = f"整体 {ours * 1000:.0f} / {other * 1000:.0f} 毫秒"
    pages = [size / PAGE for size in SIZES]
    return Measure(f"{name}：每页", ours / pages[0], other / pages[1], "1 万项时", BUDGET, note)


def _first_sort(folder: Path) -> Measure:
    """Measure the first sort by lead after opening, which works out what every task sorts by."""

    def first(tasks: int) -> None:
        ledger = open_big(big_ledger(folder, tasks))
        with ledger.read() as session:
            session.task_ids(_by("lead"))
        ledger.close()

    ours, other = turn_about(lambda: first(SIZES[0]), lambda: first(SIZES[1]), 2)
    note = f"整列 {ours * 1000:.0f} / {other * 1000:.0f} 毫秒"
    pages = [size / PAGE for size in SIZES]
    return Measure("打开后首次按牵头单位排序：每页", ours / pages[0], other / pages[1], "1 万项时", BUDGET, note)


def _first_list(folder: Path) -> Measure:
    """Measure the first list after opening, which judges every task of the ledger."""

    def first(tasks: int) -> None:
        ledger = open_big(big_ledger(folder, tasks))
        with ledger.read() as session:
            session.task_ids(_by("light"))
        ledger.close()

    ours, other = turn_about(lambda: first(SIZES[0]), lambda: first(SIZES[1]), 2)
    note = f"整列 {ours * 1000:.0f} / {other * 1000:.0f} 毫秒"
    pages = [size / PAGE for size in SIZES]
    return Measure("打开后首次按灯排序：每页", ours / pages[0], other / pages[1], "1 万项时", BUDGET, note)
