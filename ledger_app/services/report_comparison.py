"""Compare the reports of a file with those that a task has, month by month.

Three are laid side by side: what an earlier file said, what the ledger has, what the file says.  What the file says
as before is nothing new, whatever became of it in the program; what a person entered or corrected is never
overwritten unasked.  Source: docs/domain.md section 2.4.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from ledger_app.domain.period import Period
from ledger_app.domain.progress import ProgressEntry, latest_of
from ledger_app.intake.own_ledger.entries import NO_TEXT
from ledger_app.intake.own_ledger.model import ItemRecord, ProposedEntry
from ledger_app.services.record_changes import RecordChange

_BREAK = re.compile(r"[\s，。；、,;.]+")
_BY_HAND = "台账里这一期在程序中填写或改过，请决定"
_Sign = tuple[object, ...]


def report_changes(
    key: str,
    held: Sequence[ProgressEntry],
    rows: Iterable[ProgressEntry],
    fresh: Collection[str],
    before: Iterable[ProgressEntry],
) -> Iterator[RecordChange]:
    """Yield what the file's reports bring.

    Args:
        key: of the changes, begins their keys.
        held: the task's reports.
        rows: those of the file, for a task that has no id yet.
        fresh: the months ("YYYY-MM") on which the file says something that an earlier one did not say.
        before: the reports that an earlier file had, as rows.
    """
    imported = {(row.period, *_sign(row)) for row in before}
    for row in rows:
        mine = [entry for entry in held if entry.period == row.period]
        if row.period in fresh and not any(_covers(entry, row) for entry in mine):
            yield _change(f"{key}|{row.period}", latest_of(mine), row, imported)


def fresh_entries(record: ItemRecord, base: ItemRecord | None) -> list[ProposedEntry]:
    """Return the reports of a record that an earlier one did not have word for word; all where there is none."""
    said = {_sign(entry) for entry in base.entries} if base is not None else set()
    return [entry for entry in record.entries if _sign(entry) not in said]


def shown(entry: ProgressEntry) -> str:
    """Return a report in words."""
    percent = f"（{entry.percent:g}%）" if entry.percent is not None else ""
    problems = f"；问题：{entry.problems}" if entry.problems else ""
    next_step = f"；下一步：{entry.next_step}" if entry.next_step else ""
    return f"{entry.text}{percent}{problems}{next_step}"


def _change(key: str, mine: ProgressEntry | None, row: ProgressEntry, imported: set[_Sign]) -> RecordChange:
    label = f"{Period.parse(row.period).name}进展"
    if mine is None:
        return RecordChange(key, "report", label, "", shown(row), "both", ("both", "leave"), rows=(row,))
    after = _with(mine, row)
    old, new = shown(mine), shown(row)
    if _covers(row, mine) or _only_adds(mine, row):
        added = RecordChange(key, "longer", label, old, shown(after), "replace", ("replace", "both", "leave"))
        return replace(added, rows=(row,), after=after)
    is_as_imported = (mine.period, *_sign(mine)) in imported
    return RecordChange(
        key,
        "differs",
        label,
        old,
        new,
        "both" if is_as_imported else "leave",
        ("both", "replace", "leave"),
        is_open=not is_as_imported,
        why="" if is_as_imported else _BY_HAND,
        rows=(row,),
        after=after,
    )


def _with(mine: ProgressEntry, row: ProgressEntry) -> ProgressEntry:
    """Return a report with what the file says; what it does not say stays."""
    return replace(
        mine,
        text=mine.text if not _words(row.text) or _holds(mine.text, row.text) else row.text,
        percent=mine.percent if row.percent is None else row.percent,
        problems=row.problems or mine.problems,
        next_step=row.next_step or mine.next_step,
        reporter=row.reporter or mine.reporter,
        received=row.received or mine.received,
        kind="report",
    )


def _covers(one: ProgressEntry, other: ProgressEntry) -> bool:
    """Say whether a report says all that another one says."""
    return (
        (_holds(one.text, other.text) or _goes_on(other.text, one.text))
        and (other.percent is None or one.percent == other.percent)
        and _holds(one.problems, other.problems)
        and _holds(one.next_step, other.next_step)
    )


def _only_adds(mine: ProgressEntry, row: ProgressEntry) -> bool:
    """Say whether a file says nothing against a report, and something where it is silent."""
    return (
        (_holds(mine.text, row.text) or _holds(row.text, mine.text) or _goes_on(mine.text, row.text))
        and (row.percent is None or mine.percent in (None, row.percent))
        and all(
            not new or _holds(new, old) for old, new in ((mine.problems, row.problems), (mine.next_step, row.next_step))
        )
    )


def _holds(text: str, part: str) -> bool:
    """Say whether whole clauses of a text are those of another; 未完成 does not hold 完成."""
    return not _words(part) or f"|{_clauses(part)}|" in f"|{_clauses(text)}|"


def _goes_on(text: str, longer: str) -> bool:
    """Say whether a text was written on (完成选址, 完成选址并开工)."""
    old, new = _words(text), _words(longer)
    is_whole = not (old[-1:].isdigit() and new[len(old) : len(old) + 1].isdigit())
    return bool(old) and new.startswith(old) and is_whole


def _clauses(text: str) -> str:
    return "|".join(filter(None, map(_words, _BREAK.split(unicodedata.normalize("NFKC", text)))))


def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKC", "" if text == NO_TEXT else text)
    return "".join(letter for letter in folded if letter.isalnum() or letter in "%+-")


def _sign(entry: ProposedEntry | ProgressEntry) -> _Sign:
    month = (entry.year, entry.month) if isinstance(entry, ProposedEntry) else ()
    return (*month, _words(entry.text), entry.percent, _words(entry.problems), _words(entry.next_step))
