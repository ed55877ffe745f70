"""How the words of a circular name units, sections and tasks: the first few, each with its figures.

Nobody is named for nothing: a unit without a task done is not praised, one without a slow task is not called slow.
Source: docs/domain.md sections 4.1 and 4.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ledger_app.domain.figures import GroupRow, TaskLine, UnitRow
from ledger_app.domain.returns import ReturnState
from ledger_app.domain.rounding import rate_text
from ledger_app.domain.tally import Count
from ledger_app.reports.model import Figure, Run, Words
from ledger_app.reports.wording_facts import WordingFacts, date_words, shortened

MAX_UNITS = 4
MAX_CODES = 4
MAX_PRAISED = 3
MAX_TASKS = 5
MAX_SECTIONS = 2


def figure(lines: Iterable[TaskLine]) -> Figure:
    """Return how many tasks a list has."""
    ids = tuple(line.id for line in lines)
    return Figure(str(len(ids)), ids)


def leading_sections(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the sections with the best rate, where there are several large enough to compare."""
    return _sections(facts, most, max)


def trailing_sections(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the sections with the worst rate, where there are several large enough to compare."""
    return _sections(facts, most, min)


def praised(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the units in the first places that have something done."""
    most = most or MAX_PRAISED
    rows = [
        row
        for row in facts.statistics.by_unit
        if row.standing is not None and row.tally.done.value and row.standing.rank <= most
    ]
    runs: list[Run] = []
    for place, row in enumerate(rows[:most]):
        runs += [Words("；" if place else ""), *_praise(row, facts.statistics.counting)]
    return runs


def laggards(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the ranked units with the lowest rates that have slow or late tasks, the last one first."""
    slow = [
        row
        for row in facts.statistics.by_unit
        if row.standing is not None and row.tally.lagging.value + row.tally.overdue.value
    ]
    slow.sort(key=lambda row: -(row.standing.rank if row.standing is not None else 0))
    runs: list[Run] = []
    for place, row in enumerate(slow[: most or MAX_PRAISED]):
        tally = row.tally
        ids = tally.lagging.ids + tally.overdue.ids
        runs += [
            Words(f"{'，' if place else ''}{row.name}（完成率"),
            _rate(tally.done, tally.total, tally.completion_rate),
            Words("，滞后和逾期"),
            Figure(str(len(ids)), ids),
            Words("项）"),
        ]
    return runs


def climber(facts: WordingFacts) -> UnitRow | None:
    """Return the ranked unit with something done that won most places, None if none did."""
    rows = [row for row in facts.statistics.by_unit if row.standing is not None and row.tally.done.value]
    climbers = [row for row in rows if (row.climbed or 0) > 0]
    return max(climbers, key=lambda row: row.climbed or 0) if climbers else None


def overdue_tasks(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name late tasks, the longest first."""
    return _tasks(facts.statistics.overdue, most, _days_late)


def lagging_tasks(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name slow tasks, the widest gap first."""
    return _tasks(facts.statistics.lagging, most, _nothing)


def tasks_due_soon(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name tasks due within 30 days, the next first."""
    return _tasks(facts.statistics.due_soon, most, _due)


def overdue_units(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the units with most late tasks."""
    return _by_lead(facts.statistics.overdue, most)


def lagging_units(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the units with most slow tasks."""
    return _by_lead(facts.statistics.lagging, most)


def returning_units(state: ReturnState, facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the units whose reports stand in a state."""
    rows = facts.statistics.units_by_return(state)
    most = most or MAX_UNITS
    if not rows:
        return []
    runs: list[Run] = [Words("、".join(row.name for row in rows[:most]))]
    if len(rows) > most:
        ids = tuple(dict.fromkeys(one for row in rows for one in row.tally.total.ids))
        runs += [Words("等"), Figure(str(len(rows)), ids, measure="units"), Words("个单位")]
    return runs


def unknown_codes(facts: WordingFacts, most: int | None) -> list[Run]:
    """Name the tasks that cannot be judged by their numbers."""
    lines = facts.statistics.unknown
    return [Words(_codes(lines, most or MAX_CODES))] if lines else []


def _codes(lines: Sequence[TaskLine], most: int) -> str:
    return "、".join(line.code for line in lines[:most]) + ("等" if len(lines) > most else "")


def _rate(part: Count, whole: Count, value: float | None) -> Figure:
    return Figure(rate_text(value), part.ids, measure="rate", whole_ids=whole.ids)


def _sections(facts: WordingFacts, most: int | None, choose: Callable[[Iterable[float]], float]) -> list[Run]:
    minimum = max(1, facts.narrative.rank_minimum)
    rows = [row for row in facts.statistics.by_section if row.tally.total.value >= minimum]
    rates = {row.key: row.tally.completion_rate or 0.0 for row in rows}
    if len(rows) < 2 or len(set(rates.values())) < 2:
        return []
    wanted = choose(rates.values())
    return _section_runs([row for row in rows if rates[row.key] == wanted], most or MAX_SECTIONS)


def _section_runs(rows: Sequence[GroupRow], most: int) -> list[Run]:
    runs: list[Run] = []
    for place, row in enumerate(rows[:most]):
        tally = row.tally
        runs += [
            Words(f"{'、' if place else ''}“{shortened(row.name, 18)}”（"),
            Figure(str(tally.done.value), tally.done.ids),
            Words("/"),
            Figure(str(tally.total.value), tally.total.ids),
            Words("，"),
            _rate(tally.done, tally.total, tally.completion_rate),
            Words("）"),
        ]
    if len(rows) > most:
        runs.append(Words(f"等{len(rows)}个板块"))
    return runs


def _praise(row: UnitRow, counting: str) -> list[Run]:
    tally, standing = row.tally, row.standing
    runs: list[Run] = [
        Words(f"{row.name}{'牵头' if counting == 'lead' else '承担'}"),
        Figure(str(tally.total.value), tally.total.ids),
        Words("项任务，已完成"),
        Figure(str(tally.done.value), tally.done.ids),
        Words("项，完成率"),
        _rate(tally.done, tally.total, tally.completion_rate),
    ]
    if standing is not None:
        place = Figure(str(standing.rank), tally.total.ids, measure="rank")
        runs += [Words("，并列第" if standing.is_tied else "，居第"), place, Words("位")]
    return runs


def _by_lead(lines: Sequence[TaskLine], most: int | None) -> list[Run]:
    """Name the units with the most tasks of a list, with the tasks' numbers."""
    most = most or MAX_UNITS
    groups: dict[str, list[TaskLine]] = {}
    for line in lines:
        groups.setdefault(line.lead or "未明确牵头单位", []).append(line)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    runs: list[Run] = []
    for place, (lead, own) in enumerate(ordered[:most]):
        runs += [Words(f"{'，' if place else ''}{lead}"), figure(own), Words(f"项（{_codes(own, MAX_CODES)}）")]
    if len(ordered) > most:
        all_ids = tuple(line.id for line in lines)
        runs += [Words("等"), Figure(str(len(ordered)), all_ids, measure="units"), Words("个单位")]
    return runs


def _tasks(lines: Sequence[TaskLine], most: int | None, note: Callable[[TaskLine], list[Run]]) -> list[Run]:
    most = most or MAX_TASKS
    runs: list[Run] = []
    for place, line in enumerate(lines[:most]):
        lead = f"，{line.lead}" if line.lead else ""
        runs += [Words(f"{'、' if place else ''}“{shortened(line.title, 24)}”（{line.code}{lead}"), *note(line)]
        runs.append(Words("）"))
    if len(lines) > most:
        runs += [Words("等"), figure(lines), Words("项")]
    return runs


def _days_late(line: TaskLine) -> list[Run]:
    return [Words("，逾期"), Figure(str(line.days), (line.id,), measure="days"), Words("天")]


def _due(line: TaskLine) -> list[Run]:
    return [Words(f"，{date_words(line.due)}到期")] if line.due is not None else []


def _nothing(_line: TaskLine) -> list[Run]:
    return []
