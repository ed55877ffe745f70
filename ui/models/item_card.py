"""One item of a plan as a card of a list shows it: three lines of words with their meaning, ready to paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger_app.domain.plan import PlanItem
from ledger_app.domain.roster import Match
from ledger_app.domain.task import OWNER_ROLE_NAMES
from ledger_app.intake.item_acts import Act, Demote, Merge, Promote, Split
from ledger_app.intake.numbering import read_label
from ledger_app.intake.proposal import (
    TASK_LIKE,
    ProposedDeadline,
    ProposedItem,
    ProposedTarget,
)
from ledger_app.services.import_readings import item_of
from ui.models.item_edit import ITEM_KIND_NAMES, NO_EDIT
from ui.models.record_words import record_chip
from ui.models.review import Review

_EVERY = {"year": "每年", "half-year": "每半年", "quarter": "每季度", "month": "每月", "week": "每周"}
_NO_DATE = {"continuing": "长期坚持", "open": "未定日期", "relative": "按交办日推算", "link": "随关联事项"}
_SHORT_TARGET = 18
_ACT_NAMES: dict[type[Act], str] = {Merge: "合并", Demote: "并入措施", Split: "拆分", Promote: "归入标题"}


@dataclass(frozen=True, slots=True)
class CardOwner:
    """An owner: role as a word ("" if the one before has it too), name to show, and whether it is settled."""

    role: str
    name: str
    is_settled: bool = True
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CardDue:
    """A deadline: what it was read as, and the words of the paper."""

    text: str
    raw: str
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A chip at the right: tone, words, sign."""

    tone: str
    text: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item.

    Attributes:
        is_on: ticked; None where there is nothing to tick.
        chip: at the right of the first line, None for none.
        note: a line instead of deadlines and targets, "" for none.
        is_quiet: painted in the secondary colour.
        mark: what a person did to it in one word, "" if nothing.
        record: what a ledger says of it besides the task, in a few words, "" for nothing.
    """

    key: str
    no: str
    title: str
    is_on: bool | None = None
    chip: Chip | None = None
    owners: tuple[CardOwner, ...] = ()
    owners_etc: bool = False
    dues: tuple[CardDue, ...] = ()
    targets: tuple[str, ...] = ()
    note: str = ""
    is_quiet: bool = False
    mark: str = ""
    record: str = ""


def review_card(review: Review, key: str) -> ItemCard:
    """Return the card of an item under review."""
    item = review.item(key)
    is_on = review.is_accepted(key)
    count = review.open_count(key) if is_on else 0
    is_task_like = item.kind in TASK_LIKE
    chip = Chip("yellow", f"待定 {count}", "■") if count else None
    if chip is None and item.kind != "task":
        chip = Chip("grey", ITEM_KIND_NAMES[item.kind])
    note = "" if is_on else "不导入" if is_task_like else f"不导入：{ITEM_KIND_NAMES[item.kind]}"
    if is_on and not item.deadlines:
        note = "文中没有写明时限"
    return ItemCard(
        key,
        number_path(item),
        item.title or first_words(item.text),
        is_on,
        chip,
        _owners(item, review.match, review.is_unsettled, review.is_new_unit),
        item.owners_etc,
        tuple(_due(one) for one in item.deadlines),
        tuple(target_text(one) for one in item.targets),
        note,
        is_quiet=not is_on,
        mark=_mark(review, key),
        record=record_chip(item.record, review.mark_meaning),
    )


def stored_card(row: PlanItem, task_codes: tuple[str, ...], match: Callable[[str], Match]) -> ItemCard:
    """Return the card of an item of an imported plan, with the tasks made of it."""
    item = item_of(row)
    chip = Chip("blue", "、".join(task_codes)) if task_codes else Chip("grey", ITEM_KIND_NAMES[row.kind])
    return ItemCard(
        item.key,
        number_path(item),
        item.title or first_words(item.text),
        None,
        chip,
        _owners(item, match, lambda name: not match(name).units, lambda _name: False),
        item.owners_etc,
        tuple(_due(one) for one in item.deadlines),
        tuple(target_text(one) for one in item.targets),
        "" if task_codes else "没有列为任务",
        is_quiet=not task_codes,
    )


def deadline_text(deadline: ProposedDeadline) -> str:
    """Return a deadline in short: the day, the span, the rhythm, or why there is no day."""
    if deadline.kind == "recurring":
        times = f" {deadline.times} 次" if deadline.times and deadline.times > 1 else ""
        day = f" {deadline.date}" if deadline.date else ""
        return f"{_EVERY.get(deadline.every or '', '定期')}{times}{day}"
    if deadline.start and deadline.date:
        return f"{deadline.start} 至 {deadline.date}"
    return deadline.date or _NO_DATE.get(deadline.kind, "未定日期")


def target_text(target: ProposedTarget) -> str:
    """Return a target in short: relation, figure and unit, else its own words."""
    sign = {">=": "≥", "<=": "≤", "=": "", "range": "", "increase": "↑", "decrease": "↓"}[target.op]
    value = target.value
    if isinstance(value, tuple):
        return f"{value[0]:g}～{value[1]:g}{target.unit}"
    if isinstance(value, int | float):
        return f"{sign}{value:g}{target.unit}"
    words = value or target.reading.raw
    shown = words if len(words) <= _SHORT_TARGET else f"{words[:_SHORT_TARGET]}…"
    return f"{sign}{shown}" if value else f"{shown}{sign}"


def number_path(item: ProposedItem) -> str:
    """Return the numbers of an item and of the headings above it in one: 二（三）1."""
    labels = [read_label(heading) for heading in item.path]
    above = [label.printed.rstrip("、.．") for label in labels if label is not None]
    # The rows of a table are counted through all its groups.
    return item.no if item.no.isdecimal() else "".join([*above, item.no]) if item.no else ""


def first_words(text: str) -> str:
    """Return the beginning of a text as one line."""
    return " ".join(text.split())[:80]


def _mark(review: Review, key: str) -> str:
    """Return what was done to an item: how it was put together, else that it was changed."""
    act = review.arrangement.made_by.get(key) or review.arrangement.under.get(key)
    if act is not None:
        return _ACT_NAMES[type(act)]
    return "已改" if review.edit_of(key) != NO_EDIT else ""


def _owners(
    item: ProposedItem,
    match: Callable[[str], Match],
    is_unsettled: Callable[[str], bool],
    is_new: Callable[[str], bool],
) -> tuple[CardOwner, ...]:
    owners: list[CardOwner] = []
    role = ""
    for owner in item.owners:
        units = match(owner.name).units
        name = f"{owner.name}（{len(units)} 家）" if len(units) > 1 else owner.name
        word = OWNER_ROLE_NAMES[owner.role] if owner.role != role else ""
        role = owner.role
        owners.append(CardOwner(word, name, not is_unsettled(owner.name), is_new(owner.name)))
    return tuple(owners)


def _due(deadline: ProposedDeadline) -> CardDue:
    raw = deadline.reading.raw + ("，承上文" if deadline.is_inherited else "")
    return CardDue(deadline_text(deadline), raw + ("，力争" if deadline.is_stretch else ""), deadline.needs_answer)
