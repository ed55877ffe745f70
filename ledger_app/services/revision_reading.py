"""Which earlier plan a file is a new issue of, and what of that plan the ledger follows.

Reads only; what is decided about it is written by revise_plan.py.  Source: docs/domain.md section 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.plan_revision import Change, LineKind, RevisionLine, compare, usual_takes
from ledger_app.domain.plan_titles import is_other_year, title_stem
from ledger_app.domain.roster import fold_name
from ledger_app.intake.clauses import clause_of
from ledger_app.intake.proposal import TASK_LIKE, Proposal, ProposedItem, ProposedPlan
from ledger_app.ports import ReadSession
from ledger_app.services.held_tasks import IN_FORCE, HeldTask, held_tasks
from ledger_app.services.import_readings import item_of
from ledger_app.services.lookup import row_of

_CLEAR, _FEW = 0.6, 0.15
"""Parts of the items of the shorter plan that stand in the other one too."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier plan that a file may be a new issue of.

    Attributes:
        share: part of the items that stand in both, 0.0 to 1.0.
        is_sure: it need not be asked.
    """

    plan: Plan
    share: float
    is_sure: bool

    @property
    def is_likely(self) -> bool:
        """Say whether it is worth asking."""
        return self.is_sure or self.share >= _CLEAR


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """A plan of the ledger with what hangs on it.

    Attributes:
        items: as they were read, in the order of the paper; their keys are the ids of the stored rows.
        tasks: item key -> its tasks, by code.
    """

    plan: Plan
    items: tuple[ProposedItem, ...]
    tasks: Mapping[str, tuple[HeldTask, ...]]


@dataclass(frozen=True, slots=True)
class PlanRevision:
    """What is to be done with one plan of a file that is a new issue of an earlier one.

    Attributes:
        earlier_id: the plan it takes the place of.
        pairs: key of the new item -> id of the stored item it is the next issue of.
        takes: key of the new item -> changes that its task takes over; none where it is left out.
        cancels: ids of withdrawn stored items whose tasks are called off; reason: why, "" = the plan's revision.
        counts_numbers: another number or chapter alone is reason enough to keep the new issue.
    """

    earlier_id: int
    pairs: Mapping[str, int]
    takes: Mapping[str, frozenset[Change]] = field(default_factory=dict)
    cancels: frozenset[int] = frozenset()
    reason: str = ""
    counts_numbers: bool = True


def recognise(session: ReadSession, proposal: Proposal) -> tuple[tuple[Candidate, ...], ...]:
    """Return for each plan of a file the earlier plans it may be a new issue of, best first.

    A file that was imported before is none, whatever its plans are called.
    """
    if proposal.sha256 and session.of(Plan).count(source_sha256=proposal.sha256):
        return tuple(() for _ in proposal.plans)
    plans = session.of(Plan).find(status=IN_FORCE)
    words = _words_of_plans(session, plans) if plans and proposal.plans else {}
    return tuple(_candidates(proposed, plans, words) for proposed in proposal.plans)


def choose(candidates: Sequence[Sequence[Candidate]]) -> tuple[Candidate | None, ...]:
    """Return for each plan of a file the earlier one that need not be asked about; none is taken twice."""
    sure = [(one.share, -number, one) for number, group in enumerate(candidates) for one in group if one.is_sure]
    chosen: dict[int, Candidate] = {}
    taken: set[int] = set()
    for _, number, one in sorted(sure, key=lambda entry: entry[:2], reverse=True):
        if -number not in chosen and one.plan.id not in taken:
            chosen[-number] = one
            taken.add(one.plan.id)
    return tuple(chosen.get(number) for number in range(len(candidates)))


def read_earlier(session: ReadSession, plan_id: int) -> EarlierPlan:
    """Return a plan with its items and tasks.

    Raises:
        RejectedError: SVC-004.
    """
    plan = row_of(session, Plan, plan_id, "原计划")
    rows = sorted(session.of(PlanItem).find(plan_id=plan_id), key=lambda item: (item.ordinal, item.id))
    items = tuple(item_of(row) for row in rows)
    return EarlierPlan(plan, items, held_tasks(session, items))


def compare_issues(earlier: EarlierPlan, items: Iterable[ProposedItem]) -> tuple[RevisionLine, ...]:
    """Return what became of each item of the earlier plan, and what is new."""
    return compare([clause_of(item) for item in earlier.items], [clause_of(item) for item in items])


def usual_revision(earlier: EarlierPlan, lines: Iterable[RevisionLine]) -> PlanRevision:
    """Return the decisions nobody needs to be asked about; nothing is called off."""
    pairs: dict[str, int] = {}
    takes: dict[str, frozenset[Change]] = {}
    for line in lines:
        if line.old is None or line.new is None:
            continue
        pairs[line.new.key] = int(line.old.key)
        if line.kind is LineKind.CHANGED:
            takes[line.new.key] = takes_of(line, earlier.tasks.get(line.old.key, ()))
    return PlanRevision(earlier.plan.id, pairs, takes, counts_numbers=False)


def usual_revisions(session: ReadSession, proposal: Proposal) -> dict[int, PlanRevision]:
    """Return what an import that asks nobody does with the plans of a file that are new issues, by their numbers."""
    chosen = enumerate(choose(recognise(session, proposal)))
    found = {number: one for number, one in chosen if one is not None}
    revisions = {}
    for number, candidate in found.items():
        earlier = read_earlier(session, candidate.plan.id)
        revisions[number] = usual_revision(earlier, compare_issues(earlier, proposal.plans[number].items))
    return revisions


def takes_of(line: RevisionLine, tasks: Sequence[HeldTask]) -> frozenset[Change]:
    """Return the changes of a line that its task takes over unless somebody says otherwise."""
    by_hand = {change for task in tasks for change in task.by_hand}
    is_settled = any(task.is_settled for task in tasks)
    return usual_takes(line.changes, is_settled=is_settled, by_hand=by_hand, tasks=len(tasks))


def _words_of_plans(session: ReadSession, plans: Sequence[Plan]) -> dict[int, frozenset[str]]:
    words: dict[int, set[str]] = {plan.id: set() for plan in plans}
    for item in session.of(PlanItem).find(plan_id=sorted(words)):
        if item.kind in TASK_LIKE:
            words[item.plan_id].add(_short_form(item.title, item.text))
    return {plan_id: frozenset(found - {""}) for plan_id, found in words.items()}


def _candidates(
    proposed: ProposedPlan, plans: Sequence[Plan], words: Mapping[int, frozenset[str]]
) -> tuple[Candidate, ...]:
    own = {_short_form(item.title, item.text) for item in proposed.items if item.kind in TASK_LIKE} - {""}
    found = []
    for plan in plans:
        share = len(own & words[plan.id]) / max(1, min(len(own), len(words[plan.id])))
        found.append((share, Candidate(plan, share, _is_sure(proposed, plan, share))))
    found.sort(key=lambda one: (one[1].is_sure, one[0], one[1].plan.id), reverse=True)
    return tuple(candidate for _, candidate in found)


def _is_sure(proposed: ProposedPlan, plan: Plan, share: float) -> bool:
    if is_other_year(proposed.title, plan.title):
        return False
    if proposed.plan_year and plan.plan_year and proposed.plan_year != plan.plan_year:
        return False
    stem, other = title_stem(proposed.title), title_stem(plan.title)
    is_title = bool(stem) and stem == other
    is_number = bool(proposed.doc_number) and _flat(proposed.doc_number or "") == _flat(plan.doc_number)
    if is_title and is_number:
        return True
    if is_title or is_number:
        return share >= (_FEW if is_title else _CLEAR)
    # Another name and another number: an action plan may repeat what the year's plan says, and be no issue of it.
    return share >= _CLEAR and not (stem and other)


def _short_form(title: str, text: str) -> str:
    """Return what tells an item from others at a glance; comparing in earnest comes when the plan is known."""
    return _flat(title)[:40] or _flat(text)[:40]


def _flat(text: str) -> str:
    return fold_name("".join(letter for letter in text if letter.isalnum()))
