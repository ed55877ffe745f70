"""What a ledger says of one task besides the task, in words: in short for a card, in full for a preview.  Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledger_app.domain.period import Period
from ledger_app.intake.own_ledger.model import (
    LIGHT_MEANINGS,
    STATE_NAMES,
    ItemRecord,
    ProposedEntry,
    ProposedPerson,
    StateMark,
    StateMeaning,
)

MeaningOf = Callable[[StateMark], StateMeaning]
_SHOWN = 160


def record_chip(record: ItemRecord | None, meaning_of: MeaningOf) -> str:
    """Return a record in a few words ("3 条进展 · 已销号"), "" for none."""
    if record is None:
        return ""
    meanings = [meaning_of(mark) for mark in record.states]
    words = [f"{len(record.entries)} 条进展"] if record.entries else []
    if "closed" in meanings or (record.closed_on and "not_done" not in meanings):
        words.append("已销号")
    else:
        # What changes the task says more than a rating.
        known = sorted((one for one in meanings if one not in ("unknown", "not_done")), key=LIGHT_MEANINGS.__contains__)
        words += [STATE_NAMES[one] for one in known[:1]]
    return " · ".join(words)


def record_lines(
    record: ItemRecord, meaning_of: MeaningOf, undated: str, field_names: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Yield (what, words) for everything a record becomes.

    Args:
        record: of one task.
        meaning_of: what a written state means.
        undated: "YYYY-MM" of reports without a month, "" for the month of import.
        field_names: column key -> name of the field it becomes.
    """
    for entry in record.entries:
        yield _month(entry, undated), _entry_words(entry)
    for mark in record.states:
        meaning = meaning_of(mark)
        effect = "只保留文字" if meaning == "unknown" or meaning in LIGHT_MEANINGS else STATE_NAMES[meaning]
        day = f"（{mark.date}）" if mark.date else ""
        yield mark.head or "状态", f"“{mark.value}”{day} → {effect}"
    facts = (
        ("牵头领导", _people(record.leaders)),
        ("联系人", _people(record.people)),
        ("任务来源", " ".join(filter(None, (record.source, record.source_ref)))),
        ("启动时间", record.start),
        ("实际完成时间", record.completed_on),
        ("销号", " ".join(filter(None, (record.closed_on, record.closed_by)))),
        ("延期至", " ".join(filter(None, (record.extended_due, record.extension_reason)))),
        ("应有佐证", "、".join(record.evidence)),
        ("目标", "；".join(record.target_words)),
        ("备注", record.note),
    )
    yield from ((what, words) for what, words in facts if words)
    for column, value in record.custom:
        yield field_names(column), value


def _month(entry: ProposedEntry, undated: str) -> str:
    if entry.month is None:
        return f"{Period.parse(undated).name}进展" if undated else "进展（没写日期）"
    year = f"{entry.year}年" if entry.year else ""
    return f"{year}{entry.month}月进展"


def _entry_words(entry: ProposedEntry) -> str:
    parts = [
        entry.text if len(entry.text) <= _SHOWN else f"{entry.text[:_SHOWN]}…",
        f"完成 {entry.percent:g}%" if entry.percent is not None else "",
        f"问题：{entry.problems}" if entry.problems else "",
        f"下一步：{entry.next_step}" if entry.next_step else "",
        f"填报人：{entry.reporter}" if entry.reporter else "",
    ]
    return "；".join(filter(None, parts))


def _people(people: tuple[ProposedPerson, ...]) -> str:
    return "、".join(" ".join(filter(None, (one.title, one.name or one.raw, one.phone))) for one in people)
