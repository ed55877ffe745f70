"""What the person decided about one file's proposal, before anything is written.

Pure and without Qt: which items become tasks, what was changed in them, how each question was answered.  The
services are handed `Review.decisions()` at the end; until then nothing leaves this object.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.roster import Match, Roster, fold_name
from ledger_app.domain.unit import UnitKind
from ledger_app.domain.unit_kinds import kind_by_name
from ledger_app.intake.proposal import (
    TASK_LIKE,
    DocumentRule,
    ItemKind,
    OwnerRole,
    Proposal,
    ProposedDeadline,
    ProposedItem,
    ProposedOwner,
    Reading,
)
from ledger_app.services.import_plan import ImportDecisions
from ledger_app.services.import_tasks import SURE
from ui.models import questions as ask
from ui.models.questions import Question, Topic

ITEM_KIND_NAMES: dict[ItemKind, str] = {
    "task": "任务",
    "goal": "目标",
    "schedule": "进度安排",
    "safeguard": "保障措施",
    "background": "背景要求",
}


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What was changed in an item; None means as read."""

    title: str | None = None
    kind: ItemKind | None = None
    owners: tuple[ProposedOwner, ...] | None = None
    deadlines: tuple[ProposedDeadline, ...] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The items under one outermost heading of one plan.

    Attributes:
        number: its place among the sections, from 0.
        plan: which plan of the file, from 0.
        keys: its items in order.
    """

    number: int
    plan: int
    title: str
    keys: tuple[str, ...]


class Review:
    """One file under review."""

    def __init__(self, proposal: Proposal, roster: Roster, today: dt.date) -> None:
        """Begin with every task-like item accepted and nothing else decided."""
        self.today = today
        self.year: int | None = None
        self.rules_off: frozenset[str] = frozenset()
        self._roster = roster
        self._matches: dict[str, Match] = {}
        self._edits: dict[str, ItemEdit] = {}
        self._turned: dict[str, bool] = {}  # items ticked or unticked by hand
        self._answers: dict[str, str] = {}
        self._titles: dict[int, str] = {}
        self._items: dict[str, ProposedItem] = {}
        self._questions: tuple[Question, ...] | None = None
        self._open_counts: dict[str, int] | None = None
        self._read(proposal)

    def _read(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self._base = {item.key: item for plan in proposal.plans for item in plan.items}
        self._plan_of = {item.key: number for number, plan in enumerate(proposal.plans) for item in plan.items}
        self._forget()

    def rebase(self, proposal: Proposal) -> None:
        """Take a new reading of the same document; what was decided holds for the items that are still there."""
        self._read(proposal)

    def set_roster(self, roster: Roster) -> None:
        """Take another roster: units were added or named while the review was open."""
        self._roster = roster
        self._matches.clear()
        self._forget()

    @property
    def is_touched(self) -> bool:
        """Say whether anything was decided that would be lost."""
        return bool(self._edits or self._turned or self._answers or self._titles or self.rules_off)

    @property
    def rules(self) -> tuple[DocumentRule, ...]:
        """Return the document-wide rules, each key once."""
        found = {rule.key: rule for plan in reversed(self.proposal.plans) for rule in reversed(plan.rules)}
        return tuple(found.values())

    # Items

    @property
    def keys(self) -> tuple[str, ...]:
        """Return all items in the order of the document."""
        return tuple(self._base)

    def sections(self) -> list[Section]:
        """Return the items by plan and outermost heading, in order."""
        sections: list[Section] = []
        gathered: list[tuple[int, str, list[str]]] = []
        for key, item in self._base.items():
            place = (self._plan_of[key], item.path[0] if item.path else "")
            if not gathered or gathered[-1][:2] != place:
                gathered.append((*place, []))
            gathered[-1][2].append(key)
        for plan, title, keys in gathered:
            sections.append(Section(len(sections), plan, title, tuple(keys)))
        return sections

    def item(self, key: str) -> ProposedItem:
        """Return an item as it would be imported: as read, with what was changed and answered."""
        if key not in self._items:
            self._items[key] = self._answered(self._edited(key))
        return self._items[key]

    def is_accepted(self, key: str) -> bool:
        """Say whether an item becomes a task."""
        turned = self._turned.get(key)
        return self._edited(key).kind in TASK_LIKE if turned is None else turned

    def accept(self, keys: Iterable[str], is_accepted: bool) -> None:
        """Tick items or untick them."""
        for key in keys:
            self._turned[key] = is_accepted
        self._forget()

    def accept_kinds(self, kinds: Iterable[ItemKind], is_accepted: bool) -> None:
        """Tick or untick all items of some kinds."""
        chosen = set(kinds)
        self.accept([key for key in self._base if self._edited(key).kind in chosen], is_accepted)

    def kinds(self) -> dict[ItemKind, int]:
        """Return how many items there are of each kind that occurs, in the order of `ITEM_KIND_NAMES`."""
        kinds = [self._edited(key).kind for key in self._base]
        return {kind: kinds.count(kind) for kind in ITEM_KIND_NAMES if kind in kinds}

    def accepted(self) -> tuple[str, ...]:
        """Return the items that become tasks, in order."""
        return tuple(key for key in self._base if self.is_accepted(key))

    def edit_of(self, key: str) -> ItemEdit:
        """Return what was changed in an item."""
        return self._edits.get(key, ItemEdit())

    def edit(self, key: str, edit: ItemEdit) -> None:
        """Change an item; what equals the reading is no change."""
        read = self._base[key]
        kept = ItemEdit(
            edit.title if edit.title != read.title else None,
            edit.kind if edit.kind != read.kind else None,
            edit.owners if edit.owners != read.owners else None,
            edit.deadlines if edit.deadlines != read.deadlines else None,
        )
        if kept == ItemEdit():
            self._edits.pop(key, None)
        else:
            self._edits[key] = kept
        self._forget()

    def reset(self, key: str) -> None:
        """Take back all that was changed in an item."""
        self._edits.pop(key, None)
        self._turned.pop(key, None)
        self._forget()

    def set_owners(self, keys: Iterable[str], owners: Sequence[ProposedOwner]) -> None:
        """Give items the same owners."""
        for key in keys:
            self.edit(key, replace(self.edit_of(key), owners=tuple(owners)))

    def set_due(self, keys: Iterable[str], day: dt.date | None) -> None:
        """Give items one deadline by hand; the first one's words stay beside it, None takes all away."""
        for key in keys:
            self.edit(key, replace(self.edit_of(key), deadlines=due_by_hand(self._edited(key), day)))

    def plan_title(self, number: int) -> str:
        """Return the title a plan of the file would have."""
        return self._titles.get(number, self.proposal.plans[number].title)

    def set_plan_title(self, number: int, title: str) -> None:
        """Give a plan of the file another title."""
        if title.strip() and title != self.proposal.plans[number].title:
            self._titles[number] = title.strip()
        else:
            self._titles.pop(number, None)

    # Owners

    def match(self, name: str) -> Match:
        """Return what a printed name means, by the roster and the answers given."""
        answer = self._answers.get(ask.owner_key(name), "")
        unit_id = ask.unit_of_option(answer)
        if unit_id is not None:
            units = tuple(unit for unit in self._roster.units if unit.id == unit_id)
            return Match(units, "alias")
        return self._roster_match(name)

    def is_new_unit(self, name: str) -> bool:
        """Say whether a unit of this name would be added to the roster."""
        return self._answers.get(ask.owner_key(name)) == ask.NEW

    def is_unsettled(self, name: str) -> bool:
        """Say whether nobody has decided yet what a name means."""
        return not self._roster_match(name).units and ask.owner_key(name) not in self._answers

    def unsettled_names(self) -> frozenset[str]:
        """Return the printed names that are not settled, of all items."""
        names = {owner.name for key in self._base for owner in self._edited(key).owners}
        return frozenset(name for name in names if self.is_unsettled(name))

    # Questions

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question about the accepted items, answered ones included, in order."""
        if self._questions is None:
            items = [self._edited(key) for key in self.accepted()]
            asked = ask.questions_of(
                self.proposal.plans, items, self._roster_match, self.today, is_year_known=self.year is not None
            )
            self._questions = tuple(asked)
        return self._questions

    def is_open(self, question: Question) -> bool:
        """Say whether a question waits for its answer."""
        return question.key not in self._answers

    def answer_of(self, question: Question) -> str | None:
        """Return the key of the answer given, None while there is none."""
        return self._answers.get(question.key)

    def answer(self, question: Question, option: str) -> None:
        """Answer a question; another answer takes the place of an earlier one."""
        self._answers[question.key] = option
        if question.topic is Topic.YEAR:
            self.year = ask.year_of_option(option)
        self._forget()

    def answer_name(self, name: str, option: str) -> None:
        """Say what a printed name means, whether or not that was asked."""
        self._answers[ask.owner_key(name)] = option
        self._forget()

    def take_back(self, question: Question) -> None:
        """Open a question again."""
        self._answers.pop(question.key, None)
        if question.topic is Topic.YEAR:
            self.year = None
        self._forget()

    def answer_new_units(self) -> int:
        """Let every name that may be a unit and is still open become a new unit; return how many."""
        waiting = [
            question
            for question in self.questions
            if question.topic is Topic.UNIT and self.is_open(question) and question.option(ask.NEW) is not None
        ]
        for question in waiting:
            self.answer(question, ask.NEW)
        return len(waiting)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions without an answer, in order."""
        return tuple(question for question in self.questions if self.is_open(question))

    def open_count(self, key: str) -> int:
        """Return how many open questions concern an item."""
        if self._open_counts is None:
            counts: dict[str, int] = {}
            for question in self.open_questions:
                for item_key in dict.fromkeys(question.item_keys):
                    counts[item_key] = counts.get(item_key, 0) + 1
            self._open_counts = counts
        return self._open_counts.get(key, 0)

    # The end

    def decisions(self) -> ImportDecisions:
        """Return everything decided, as the import takes it."""
        accepted = self.accepted()
        names = {fold_name(owner.name): owner.name for key in accepted for owner in self.item(key).owners}
        matched: dict[str, tuple[int, ...]] = {}
        new: dict[str, UnitKind] = {}
        for folded, name in names.items():
            answer = self._answers.get(f"owner:{folded}", "")
            unit_id = ask.unit_of_option(answer)
            if unit_id is not None:
                matched[name] = (unit_id,)
            elif answer == ask.NEW:
                new[name] = kind_by_name(name)
        edited = {key: self.item(key) for key in accepted if self.item(key) != self._base[key]}
        return ImportDecisions(
            accepted=frozenset(accepted),
            edited=edited,
            unit_matches=matched,
            new_units=new,
            titles=dict(self._titles),
            plan_year=self.year,
        )

    def _forget(self) -> None:
        self._items.clear()
        self._questions = None
        self._open_counts = None

    def _roster_match(self, name: str) -> Match:
        if name not in self._matches:
            self._matches[name] = self._roster.match(name)
        return self._matches[name]

    def _edited(self, key: str) -> ProposedItem:
        item, edit = self._base[key], self._edits.get(key)
        if edit is None:
            return item
        return replace(
            item,
            title=item.title if edit.title is None else edit.title,
            kind=edit.kind or item.kind,
            owners=item.owners if edit.owners is None else edit.owners,
            deadlines=item.deadlines if edit.deadlines is None else edit.deadlines,
        )

    def _answered(self, item: ProposedItem) -> ProposedItem:
        if not self._answers:
            return item
        deadlines = tuple(map(self._answered_deadline, item.deadlines))
        owners = tuple(owner for owner in map(self._answered_owner, item.owners) if owner is not None)
        targets = tuple(
            replace(target, reading=reading)
            for target in item.targets
            if (reading := self._answered_reading("target", target.reading)) is not None
        )
        notes = ask.open_notes(item)
        left = [text for text in notes if self._answers.get(ask.note_key(text)) != ask.YES]
        covered = [text for text in item.doubts if text not in notes]
        # The words of the reading about a deadline or group go when that is decided.
        waiting = [one.reading.raw for one in deadlines if one.needs_answer]
        waiting += [owner.name for owner in owners if ask.is_vague(owner) and self.is_unsettled(owner.name)]
        left += [text for text in covered if any(raw in text for raw in waiting)]
        return replace(item, deadlines=deadlines, owners=owners, targets=targets, doubts=tuple(left))

    def _answered_deadline(self, deadline: ProposedDeadline) -> ProposedDeadline:
        answer = self._answers.get(ask.deadline_key(deadline)) if deadline.needs_answer else None
        return deadline if answer is None else ask.apply_day(deadline, answer)

    def _answered_owner(self, owner: ProposedOwner) -> ProposedOwner | None:
        reading = self._answered_reading("owner", owner.reading)
        return None if reading is None else replace(owner, reading=reading)

    def _answered_reading(self, subject: str, reading: Reading) -> Reading | None:
        """Return a reading as confirmed, None if it was refused."""
        if reading.confidence >= SURE:
            return reading
        answer = self._answers.get(ask.reading_key(subject, reading.reason))
        if answer == ask.NO:
            return None
        return replace(reading, confidence=1.0) if answer == ask.YES else reading


def due_by_hand(item: ProposedItem, day: dt.date | None) -> tuple[ProposedDeadline, ...]:
    """Return an item's deadlines with the one it is judged by set to a day; without a day none are left.

    Rhythms and earlier dates stay beside it; later ones would be judged by instead, and go.
    """
    if day is None:
        return ()
    first = primary_deadline(item)
    raw = first.reading.raw if first is not None else ""
    reading = Reading(raw or day.isoformat(), first.reading.place if first else None, "导入时手工填写", 1.0)
    by_hand = ProposedDeadline("by", reading, day.isoformat())
    later = [one for one in item.deadlines if _is_dated(one) and (one.date or "") >= day.isoformat()]
    return (by_hand, *(one for one in item.deadlines if one is not first and one not in later))


def primary_deadline(item: ProposedItem) -> ProposedDeadline | None:
    """Return the deadline the task will be judged by: the last firm dated one, else the last dated, else the first."""
    dated = [one for one in item.deadlines if _is_dated(one)]
    firm = [one for one in dated if not one.is_stretch]
    last = max(firm or dated, key=lambda one: one.date or "", default=None)
    return last or next(iter(item.deadlines), None)


def _is_dated(deadline: ProposedDeadline) -> bool:
    return bool(deadline.date) and deadline.kind not in ("recurring", "continuing", "open")


def owner_by_hand(name: str, role: OwnerRole, before: Iterable[ProposedOwner]) -> ProposedOwner:
    """Return an owner as chosen in the review; one that was read keeps its place and words."""
    read = next((owner for owner in before if owner.name == name), None)
    if read is not None:
        return replace(read, role=role)
    return ProposedOwner(name, role, Reading(name, None, "导入时手工填写", 1.0))
