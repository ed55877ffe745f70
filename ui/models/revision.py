"""A file that is a new issue of a plan: what became of each item, and what the person decided about it.

Without Qt.  Whether an added item becomes a task is the review's business (`Review.accept`); what a task takes over,
which tasks are called off and which items are the same is decided here.  Every decision can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ledger_app.domain.plan import Plan
from ledger_app.domain.plan_revision import REAL_CHANGES, Change, LineKind, RevisionLine, lines_of
from ledger_app.intake.clauses import clause_of
from ledger_app.intake.proposal import Proposal, ProposedItem
from ledger_app.ports import ReadSession
from ledger_app.services.held_tasks import HeldTask
from ledger_app.services.revise_plan import is_other_issue
from ledger_app.services.revision_reading import (
    Candidate,
    EarlierPlan,
    PlanRevision,
    choose,
    compare_issues,
    read_earlier,
    recognise,
    takes_of,
)
from ui.models.review import Review


@dataclass(frozen=True, slots=True)
class Issue:
    """One plan of a file beside the earlier plan it is compared with."""

    earlier: EarlierPlan
    lines: tuple[RevisionLine, ...]


@dataclass(frozen=True, slots=True)
class FoundIssues:
    """What was found of one file.

    Attributes:
        candidates: for each plan of the file the earlier plans it may be a new issue of, best first.
        issues: number of the plan within the file -> how it compares with the one chosen.
    """

    candidates: tuple[tuple[Candidate, ...], ...] = ()
    issues: Mapping[int, Issue] = field(default_factory=dict)


def find_issues(session: ReadSession, proposal: Proposal, chosen: Mapping[int, int | None]) -> FoundIssues:
    """Compare a file with the plans it is a new issue of.

    Args:
        session: the ledger.
        proposal: what was read.
        chosen: number of the plan -> the earlier plan a person chose, None for none; others are recognised.
    """
    candidates = recognise(session, proposal)
    usual = choose(candidates)
    issues = {}
    for number, plan in enumerate(proposal.plans):
        found = usual[number]
        earlier_id = chosen.get(number, found.plan.id if found is not None else None)
        if earlier_id is not None:
            earlier = read_earlier(session, earlier_id)
            issues[number] = Issue(earlier, compare_issues(earlier, plan.items))
    return FoundIssues(candidates, issues)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided otherwise than usual; every mapping is by line key, `pairs` by the earlier item's."""

    takes: Mapping[str, frozenset[Change]] = field(default_factory=dict)
    cancels: Mapping[str, bool] = field(default_factory=dict)
    pairs: Mapping[str, str | None] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the list.

    Attributes:
        key: the new item's, or "-" and the earlier item's.
        number: of the plan within the file.
        tasks: that were made of the earlier item, by code.
    """

    number: int
    line: RevisionLine
    tasks: tuple[HeldTask, ...]
    old: ProposedItem | None
    new: ProposedItem | None

    @cached_property
    def key(self) -> str:
        """Return the line's key."""
        return self.new.key if self.new is not None else f"-{self.old.key}" if self.old is not None else ""

    @property
    def kind(self) -> LineKind:
        """Return what became of the item."""
        return self.line.kind

    @property
    def changes(self) -> frozenset[Change]:
        """Return what a task could take over."""
        return frozenset(self.line.changes) & REAL_CHANGES

    @property
    def is_closed(self) -> bool:
        """Say whether a task of it was struck off."""
        return any(task.is_closed for task in self.tasks)

    @property
    def by_hand(self) -> frozenset[Change]:
        """Return what differs in the paper and was changed by hand in the task."""
        return frozenset(change for task in self.tasks for change in task.by_hand) & self.changes


class RevisionReview:
    """The new issues in one file under review."""

    def __init__(self, review: Review, found: FoundIssues) -> None:
        """Begin with the usual decisions."""
        self.review = review
        self._decided = Decided()
        self._steps: list[Callable[[], object]] = []
        self.show_found(found)

    def show_found(self, found: FoundIssues) -> None:
        """Take another comparison of the same file: it was read anew, or the ledger changed; decisions stay."""
        self.found = found
        self.proposal = self.review.proposal
        self._list()

    @property
    def earlier(self) -> dict[int, Plan]:
        """Return number of the plan within the file -> the plan it takes the place of."""
        return {number: issue.earlier.plan for number, issue in self.found.issues.items()}

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return all lines in order."""
        return tuple(self._lines.values())

    def line(self, key: str) -> Line | None:
        """Return a line by its key."""
        return self._lines.get(key)

    def count(self, kind: LineKind) -> int:
        """Return how many lines there are of a kind."""
        return sum(line.kind is kind for line in self._lines.values())

    @property
    def reason(self) -> str:
        """Return why withdrawn tasks are called off, "" for the usual words."""
        return self._decided.reason

    @property
    def has_effect(self) -> bool:
        """Say whether there is anything to import; the same paper in another form brings nothing."""
        return any(self.is_on(line) for line in self._lines.values()) or any(
            is_other_issue(issue.earlier.plan, plan, self.review.plan_title(number), issue.lines)
            for number, issue in self.found.issues.items()
            for plan in (self.proposal.plans[number],)
        )

    # What holds

    def takes(self, line: Line) -> frozenset[Change]:
        """Return the changes that the task of a line takes over."""
        return self._decided.takes.get(line.key, takes_of(line.line, line.tasks)) & line.changes

    def is_cancelled(self, line: Line) -> bool:
        """Say whether the tasks of a withdrawn item are called off."""
        return self._decided.cancels.get(line.key, _is_called_off(line))

    def is_on(self, line: Line) -> bool | None:
        """Say whether a line is ticked: taken over, made a task, called off; None where nothing is to be done."""
        if line.kind is LineKind.WITHDRAWN:
            return self.is_cancelled(line) if any(not task.is_settled for task in line.tasks) else None
        if line.tasks:
            is_open = line.kind is LineKind.CHANGED and not line.is_closed
            return bool(self.takes(line)) if is_open else None
        return self.review.is_accepted(line.key) if line.key in self.review.arrangement.items else None

    def is_open(self, line: Line) -> bool:
        """Say whether a person should decide: the paper changed what was changed by hand, or one of several tasks."""
        if line.kind is not LineKind.CHANGED or not line.tasks or line.is_closed or line.key in self._decided.takes:
            return False
        return bool(line.by_hand) or len(line.tasks) > 1

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """Return the lines that a person should decide."""
        return tuple(line for line in self._lines.values() if self.is_open(line))

    # Decisions

    def turn(self, keys: Iterable[str], is_on: bool) -> None:
        """Tick lines or untick them, whatever that means for each."""
        takes, cancels, accepted = dict(self._decided.takes), dict(self._decided.cancels), []
        for line in filter(None, map(self._lines.get, keys)):
            if self.is_on(line) is None:
                continue
            if line.kind is LineKind.WITHDRAWN:
                cancels[line.key] = is_on
            elif line.tasks:
                takes[line.key] = line.changes if is_on else frozenset()
            else:
                accepted.append(line.key)
        self._decide(replace(self._decided, takes=takes, cancels=cancels), accepted, is_on)

    def take(self, key: str, change: Change, is_on: bool) -> None:
        """Let the task of a line take over one change, or leave it."""
        line = self._lines.get(key)
        if line is not None:
            taken = self.takes(line) | {change} if is_on else self.takes(line) - {change}
            self._decide(replace(self._decided, takes={**self._decided.takes, key: taken}))

    def set_reason(self, reason: str) -> None:
        """Say why withdrawn tasks are called off."""
        self._decide(replace(self._decided, reason=reason.strip()))

    def may_join(self, keys: Collection[str]) -> bool:
        """Say whether two lines could be the same item: one withdrawn, one added, of one plan."""
        lines = [line for line in map(self._lines.get, keys) if line is not None]
        kinds = {line.kind for line in lines}
        return len(lines) == 2 and kinds == {LineKind.WITHDRAWN, LineKind.ADDED} and lines[0].number == lines[1].number

    def join(self, keys: Collection[str]) -> str:
        """Say that a withdrawn and an added line are the same item; return the key of their line."""
        if not self.may_join(keys):
            return ""
        lines = [self._lines[key] for key in keys]
        old = next(line.old for line in lines if line.old is not None)
        new = next(line.new for line in lines if line.new is not None)
        self._decide(replace(self._decided, pairs={**self._decided.pairs, old.key: new.key}))
        return new.key

    def part(self, key: str) -> None:
        """Say that the two items of a line are not the same: one was withdrawn, the other added."""
        line = self._lines.get(key)
        if line is not None and line.old is not None and line.new is not None:
            self._decide(replace(self._decided, pairs={**self._decided.pairs, line.old.key: None}))

    @property
    def can_undo(self) -> bool:
        """Say whether there is a decision to take back."""
        return bool(self._steps)

    def undo(self) -> None:
        """Take the last decision back."""
        if self._steps:
            self._steps.pop()()
            self._list()

    def decisions(self) -> dict[int, PlanRevision]:
        """Return what is to be done with each plan that is a new issue, as the import takes it."""
        revisions = {}
        for number, issue in self.found.issues.items():
            lines = [line for line in self._lines.values() if line.number == number]
            pairs = {line.new.key: int(line.old.key) for line in lines if line.old is not None and line.new is not None}
            takes = {line.key: self.takes(line) for line in lines if line.kind is LineKind.CHANGED and line.tasks}
            gone = [line for line in lines if line.kind is LineKind.WITHDRAWN and line.old is not None]
            cancels = frozenset(int(line.key[1:]) for line in gone if self.is_on(line))
            revisions[number] = PlanRevision(issue.earlier.plan.id, pairs, takes, cancels, self._decided.reason)
        return revisions

    # Within

    def _decide(self, decided: Decided, accepted: Collection[str] = (), is_on: bool = True) -> None:
        before = self._decided
        if accepted:
            self.review.accept(accepted, is_on)
        ticked = self.review.state if accepted else None
        if decided == before and ticked is None:
            return

        def take_back() -> None:
            self._decided = before
            # What was decided in the review since is not touched.
            if ticked is not None and self.review.state is ticked:
                self.review.undo()

        self._steps.append(take_back)
        self._decided = decided
        if decided.pairs != before.pairs:
            self._list()
        else:
            self._sync()

    def _list(self) -> None:
        self._lines: dict[str, Line] = {}
        for number, issue in self.found.issues.items():
            old = {item.key: item for item in issue.earlier.items}
            new = {item.key: item for item in self.proposal.plans[number].items}
            for line in self._joined(number, issue, old, new):
                before = old[line.old.key] if line.old is not None else None
                after = new[line.new.key] if line.new is not None else None
                tasks = issue.earlier.tasks.get(line.old.key, ()) if line.old is not None else ()
                made = Line(number, line, tasks, before, after)
                if made.kind is not LineKind.WITHDRAWN or tasks:
                    self._lines[made.key] = made
        self._sync()

    def _joined(
        self, number: int, issue: Issue, old: Mapping[str, ProposedItem], new: Mapping[str, ProposedItem]
    ) -> tuple[RevisionLine, ...]:
        """Return the lines of a plan as found, or as paired by hand."""
        own = {
            one: other for one, other in self._decided.pairs.items() if one in old and (other is None or other in new)
        }
        if not own:
            return issue.lines
        taken = set(own.values())
        found = {line.old.key: line.new.key for line in issue.lines if line.old is not None and line.new is not None}
        pairs = {one: other for one, other in found.items() if other not in taken and one not in own}
        pairs |= {one: other for one, other in own.items() if other is not None}
        plan = self.proposal.plans[number]
        return lines_of([clause_of(one) for one in issue.earlier.items], [clause_of(one) for one in plan.items], pairs)

    def _sync(self) -> None:
        """Ask about nothing in items that bring nothing: they have their tasks, or were left out before."""
        held = {
            line.key
            for line in self._lines.values()
            if line.old is not None and line.new is not None and not (line.tasks and self.takes(line))
        }
        self.review.set_held(held)


def _is_called_off(line: Line) -> bool:
    """Return the usual decision on the tasks of a withdrawn item: off, unless something speaks for keeping them."""
    is_done = any(task.is_settled or task.completed_on is not None or task.is_shared for task in line.tasks)
    return bool(line.tasks) and not is_done and line.line.akin is None
