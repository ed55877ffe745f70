"""What a reading leaves undecided, as questions with numbered answers; one question for all its places.

Pure: made from items and the roster, nothing is kept here.  The answers are kept by `ui/models/review.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from ledger_app.domain.roster import Match, fold_name
from ledger_app.intake.other_reading import other_date
from ledger_app.intake.proposal import ProposedDeadline, ProposedItem, ProposedOwner, ProposedPlan
from ledger_app.services.import_tasks import SURE

MOST_SIMILAR = 2
_VAGUE = ("相关", "有关")

KEEP, NEW, YES, NO, NO_DATE, NOT_UNIT = "keep", "new", "yes", "no", "no_date", "not_unit"
DAY = "day:"
_UNIT, _YEAR = "unit:", "year:"


class Topic(Enum):
    """What a question is about."""

    YEAR = auto()
    UNIT = auto()
    DEADLINE = auto()
    READING = auto()  # owners or targets that were read without being sure, by the reason given
    NOTE = auto()  # what the reading asks in words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its stable key and what stands on its button."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide.

    Attributes:
        key: stable as long as the document is the same.
        raw: the words of the paper it is about, "" if none.
        text: the question; note: why it is asked, "" if that is plain.
        item_keys: the items it concerns, in order.
        is_day: another day may be given than those offered; is_unit: another unit.
        read: the day that was read, as ISO text; None without.
    """

    key: str
    topic: Topic
    raw: str
    text: str
    options: tuple[Option, ...]
    item_keys: tuple[str, ...] = ()
    note: str = ""
    is_day: bool = False
    is_unit: bool = False
    read: str | None = None

    def option(self, key: str) -> Option | None:
        """Return the offered answer of a key, None if it is none of those offered."""
        return next((one for one in self.options if one.key == key), None)


def unit_option(unit_id: int) -> str:
    """Return the key of the answer "it is this unit"."""
    return f"{_UNIT}{unit_id}"


def unit_of_option(key: str) -> int | None:
    """Return the unit an answer names, None if it names none."""
    return int(key.removeprefix(_UNIT)) if key.startswith(_UNIT) else None


def day_option(day: dt.date) -> str:
    """Return the key of the answer "it is this day"."""
    return f"{DAY}{day.isoformat()}"


def day_of_option(key: str) -> str | None:
    """Return the day an answer names as ISO text, None if it names none."""
    return key.removeprefix(DAY) if key.startswith(DAY) else None


def year_option(year: int) -> str:
    """Return the key of the answer "it is this year"."""
    return f"{_YEAR}{year}"


def year_of_option(key: str) -> int | None:
    """Return the year an answer names, None if it names none."""
    return int(key.removeprefix(_YEAR)) if key.startswith(_YEAR) else None


def deadline_key(deadline: ProposedDeadline) -> str:
    """Return the key of the question about an ambiguous deadline; the same words with the same reading share it."""
    return f"deadline:{fold_name(deadline.reading.raw)}|{deadline.kind}|{deadline.date or ''}"


def owner_key(name: str) -> str:
    """Return the key of the question about a name that the roster does not know."""
    return f"owner:{fold_name(name)}"


def reading_key(subject: str, reason: str) -> str:
    """Return the key of the question about readings that were made for one uncertain reason."""
    return f"reading:{subject}|{reason}"


def note_key(text: str) -> str:
    """Return the key of a question that the reading put in words."""
    return f"note:{text}"


def is_vague(owner: ProposedOwner) -> bool:
    """Say whether a name means some of many and only a person can tell which (相关股室)."""
    return any(word in owner.name for word in _VAGUE)


def open_notes(item: ProposedItem) -> list[str]:
    """Return the questions in words that no other question of an item covers."""
    raws = [one.reading.raw for one in item.deadlines if one.needs_answer]
    raws += ["、".join(one.name for one in item.owners if one.is_group and is_vague(one))]
    heads = tuple(f"“{raw}”" for raw in raws if raw)
    return [text for text in item.doubts if not (heads and text.startswith(heads))]


def questions_of(
    plans: Sequence[ProposedPlan],
    items: Iterable[ProposedItem],
    match: Callable[[str], Match],
    today: dt.date,
    *,
    is_year_known: bool,
) -> list[Question]:
    """Return the questions that a proposal leaves, the widest first, then by place.

    Args:
        plans: all plans of the file.
        items: those that are to become tasks, answers not applied.
        match: asks the roster.
        today: for the years offered.
        is_year_known: somebody gave the plan year.
    """
    gathered = _Gathering(match)
    for item in items:
        gathered.add(item)
    found = []
    yearless = [plan for plan in plans if plan.plan_year is None]
    if yearless or is_year_known:
        found.append(_year_question(yearless, today))
    return [*found, *gathered.questions()]


@dataclass
class _Gathering:
    match: Callable[[str], Match]
    units: dict[str, tuple[ProposedOwner, list[str]]] = field(default_factory=dict)
    deadlines: dict[str, tuple[ProposedDeadline, list[str]]] = field(default_factory=dict)
    readings: dict[str, tuple[str, str, list[str], list[str]]] = field(default_factory=dict)
    notes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def add(self, item: ProposedItem) -> None:
        for owner in item.owners:
            if not self.match(owner.name).units:
                self.units.setdefault(owner_key(owner.name), (owner, []))[1].append(item.key)
            elif owner.reading.confidence < SURE:
                self._add_reading("owner", owner.reading.reason, owner.name, item.key)
        for deadline in item.deadlines:
            if deadline.needs_answer:
                self.deadlines.setdefault(deadline_key(deadline), (deadline, []))[1].append(item.key)
        for target in item.targets:
            if target.reading.confidence < SURE:
                self._add_reading("target", target.reading.reason, target.reading.raw, item.key)
        for text in open_notes(item):
            self.notes.setdefault(note_key(text), (text, []))[1].append(item.key)

    def questions(self) -> list[Question]:
        units = [self._unit_question(key, owner, keys) for key, (owner, keys) in self.units.items()]
        # Names that stand often come first: one answer settles most.
        units.sort(key=lambda question: -len(question.item_keys))
        return [
            *(_deadline_question(key, deadline, keys) for key, (deadline, keys) in self.deadlines.items()),
            *units,
            *(_reading_question(key, *facts) for key, facts in self.readings.items()),
            *(_note_question(key, text, keys) for key, (text, keys) in self.notes.items()),
        ]

    def _add_reading(self, subject: str, reason: str, raw: str, key: str) -> None:
        facts = self.readings.setdefault(reading_key(subject, reason), (subject, reason, [], []))
        facts[2].append(raw)
        facts[3].append(key)

    def _unit_question(self, key: str, owner: ProposedOwner, item_keys: list[str]) -> Question:
        similar = self.match(owner.name).suggestions[:MOST_SIMILAR]
        options = [Option(unit_option(unit.id), f"{unit.name}（相似）") for unit in similar]
        is_group = owner.is_group or is_vague(owner)
        if not is_group:
            options.append(Option(NEW, "新建单位"))
        options += [Option(KEEP, "保留原文"), Option(NOT_UNIT, "不是单位")]
        what = "没有写明是哪些单位" if is_group else "不在单位库"
        text = f"“{owner.name}”{what}{_times(len(item_keys))}。它是："
        note = "保留原文的，导入后可在“待确认”中认领。" if is_group else ""
        return Question(key, Topic.UNIT, owner.name, text, tuple(options), tuple(item_keys), note, is_unit=True)


def _year_question(yearless: Sequence[ProposedPlan], today: dt.date) -> Question:
    title = yearless[0].title if yearless else ""
    years = (today.year, today.year + 1, today.year - 1)
    text = f"《{title}》没有写明年度。" if title else "文件没有写明年度。"
    options = tuple(Option(year_option(year), f"{year} 年") for year in years)
    return Question("year", Topic.YEAR, "", f"{text}“年内”“6月底前”按哪一年算？", options)


def _deadline_question(key: str, deadline: ProposedDeadline, item_keys: list[str]) -> Question:
    raw, read = deadline.reading.raw, _date(deadline.date)
    days = [day for day in (read, other_date(raw, read)) if day is not None]
    options = [Option(day_option(day), day.isoformat()) for day in days]
    if read is None:
        options.append(Option(NO_DATE, "不设日期，保留原文"))
        text = f"“{raw}”没有具体日期{_times(len(item_keys))}。按哪一天算？"
    else:
        text = f"“{raw}”有不同理解{_times(len(item_keys))}。按哪一天算？"
    note, read_day = deadline.reading.reason, deadline.date if read is not None else None
    return Question(key, Topic.DEADLINE, raw, text, tuple(options), tuple(item_keys), note, is_day=True, read=read_day)


def _reading_question(key: str, subject: str, reason: str, raws: list[str], item_keys: list[str]) -> Question:
    what = "责任单位" if subject == "owner" else "目标"
    shown = "、".join(f"“{raw}”" for raw in dict.fromkeys(raws[:3]))
    more = f"等 {len(raws)} 处" if len(raws) > 3 else ""
    options = (Option(YES, "对，保留"), Option(NO, f"不对，去掉{what}"))
    return Question(
        key, Topic.READING, raws[0], f"{what} {shown}{more} 是这样读出的，对吗？", options, tuple(item_keys), reason
    )


def _note_question(key: str, text: str, item_keys: list[str]) -> Question:
    options = (Option(YES, "不用补充"), Option(KEEP, "导入后再核对"))
    return Question(key, Topic.NOTE, "", f"{text}{_times(len(item_keys))}", options, tuple(item_keys))


def _times(count: int) -> str:
    return f"，共 {count} 处" if count > 1 else ""


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def apply_day(deadline: ProposedDeadline, answer: str) -> ProposedDeadline:
    """Return a deadline as it was decided: on a day, or without one."""
    day = day_of_option(answer)
    settled = replace(deadline.reading, confidence=1.0, reason=f"{deadline.reading.reason}；导入时已确认")
    if day is None:
        return replace(deadline, reading=settled, needs_answer=False)
    kind = deadline.kind if deadline.kind in ("by", "range") else "by"
    return replace(deadline, kind=kind, date=day, reading=settled, needs_answer=False)
