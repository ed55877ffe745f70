"""What evidence a task should have: proposed from its words and by its kind, kept, and matched to pieces.

Source: docs/domain.md section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, EvidenceVersion, ExpectedEvidence, StoredFile, TaskEvidence
from ledger_app.domain.expected_evidence import is_likely, kind_of_name, likeness, name_key
from ledger_app.domain.plan import PlanItem
from ledger_app.domain.task import Task, TaskMeasure, TaskSource
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import evidence as evidence_service
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_text
from ledger_app.services.evidence_templates import read_templates
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of

TEMPLATE_SOURCE = "常用材料"
HAND_SOURCE = "手工添加"
_PICTURES = frozenset({"jpeg", "png", "gif", "bmp", "tiff", "webp", "heic"})


@dataclass(frozen=True, slots=True)
class ProposedEvidence:
    """Something a task may have to have; source: the words it was read from, or the usual papers."""

    task_id: int
    name: str
    kind: str
    source: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class LikelyMatch:
    """A piece that may be what is expected; is_linked: it is linked to the task already."""

    expected_id: int
    evidence: Evidence
    score: float
    is_linked: bool


def propose(session: ReadSession, task_ids: Sequence[int], *, with_usual: bool = True) -> list[ProposedEvidence]:
    """Return what tasks should have by their own words, and by their kind; what they have down already is left out.

    Args:
        session: the ledger.
        task_ids: which tasks; the proposals come in their order.
        with_usual: also the papers that are usual for the kind of task.
    """
    # Loaded when first asked for: its patterns are many.
    from ledger_app.intake.expected_names import expected_names

    ids = tuple(dict.fromkeys(task_ids))
    tasks = {task.id: task for task in session.of(Task).find(id=ids)}
    texts = _texts(session, tasks)
    known: dict[int, set[str]] = {}
    for one in session.of(ExpectedEvidence).find(task_id=ids):
        known.setdefault(one.task_id, set()).add(name_key(one.name))
    templates = read_templates(session)
    found: list[ProposedEvidence] = []
    for task_id in ids:
        if task_id not in tasks:
            continue
        taken = known.setdefault(task_id, set())
        read = [(one.name, one.kind, one.reason, True) for one in expected_names(texts[task_id])]
        usual = [(name, kind, TEMPLATE_SOURCE, False) for name, kind in templates[tasks[task_id].kind]]
        for name, kind, source, is_read in [*read, *(usual if with_usual else ())]:
            if name_key(name) not in taken:
                taken.add(name_key(name))
                found.append(ProposedEvidence(task_id, name, kind, source, is_read))
    return found


def add(work: UnitOfWork, wanted: Sequence[ProposedEvidence]) -> ChangeSet:
    """Put down what tasks should have; what is down already is passed over.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-020, SVC-026, SVC-040.
    """
    if not wanted:
        raise RejectedError("SVC-005", what="应有材料")
    tasks = {one.task_id: task_of(work, one.task_id) for one in wanted}
    for task in tasks.values():
        refuse_if_closed(work, task, "添加应有材料")
    named = next(iter(tasks.values())).code if len(tasks) == 1 else f"{len(tasks)} 项任务"
    work.describe("expected.add", f"给 {named} 添加 {len(wanted)} 项应有材料")
    rows = work.of(ExpectedEvidence).find(task_id=tuple(tasks))
    known = {(row.task_id, name_key(row.name)) for row in rows}
    last = {task_id: max((row.ordinal for row in rows if row.task_id == task_id), default=0) for task_id in tasks}
    for one in wanted:
        name = require_text(one.name, "材料名称", LONGEST_NAME)
        if (one.task_id, name_key(name)) in known:
            continue
        known.add((one.task_id, name_key(name)))
        last[one.task_id] += 1
        source = limit_text(one.source, "依据", LONGEST_NAME)
        kind = one.kind or kind_of_name(name)
        work.of(ExpectedEvidence).add(
            ExpectedEvidence(0, one.task_id, name, kind, source=source, ordinal=last[one.task_id])
        )
    return work.changes()


def add_by_hand(work: UnitOfWork, task_id: int, name: str) -> ChangeSet:
    """Put down one paper that a task should have.

    Raises:
        RejectedError: as `add`; EVI-040 it is down already.
    """
    task = task_of(work, task_id)
    plain = require_text(name, "材料名称", LONGEST_NAME)
    _refuse_double(work, task, plain, None)
    return add(work, [ProposedEvidence(task_id, plain, kind_of_name(plain), HAND_SOURCE, is_read=False)])


def rename(work: UnitOfWork, expected_id: int, name: str) -> ChangeSet:
    """Call what is expected otherwise.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-040; EVI-040 the task has one of that name.
    """
    row, task = _open_row(work, expected_id)
    plain = require_text(name, "材料名称", LONGEST_NAME)
    _refuse_double(work, task, plain, row.id)
    work.describe("expected.rename", f"{task.code} 的应有材料“{row.name}”改为“{plain}”")
    work.of(ExpectedEvidence).update(replace(row, name=plain, kind=kind_of_name(plain)))
    return work.changes()


def set_required(work: UnitOfWork, expected_id: int, *, is_required: bool) -> ChangeSet:
    """Say whether a task may be struck off without this paper.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    row, task = _open_row(work, expected_id)
    word = "必备" if is_required else "可选"
    work.describe("expected.required", f"{task.code} 的应有材料“{row.name}”改为{word}")
    work.of(ExpectedEvidence).update(replace(row, is_required=is_required))
    return work.changes()


def remove(work: UnitOfWork, expected_ids: Sequence[int]) -> ChangeSet:
    """Expect papers no longer; pieces that were matched to them stay linked.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-040.
    """
    if not expected_ids:
        raise RejectedError("SVC-005", what="应有材料")
    rows = [_open_row(work, expected_id) for expected_id in dict.fromkeys(expected_ids)]
    named = f"“{rows[0][0].name}”" if len(rows) == 1 else f" {len(rows)} 项"
    work.describe("expected.remove", f"删除 {rows[0][1].code} 的应有材料{named}")
    for row, _task in rows:
        work.of(ExpectedEvidence).remove(row.id)
    return work.changes()


def match(work: UnitOfWork, expected_id: int, evidence_id: int | None) -> ChangeSet:
    """Say which piece is what was expected, None for none; the piece is linked to the task if it was not.

    Raises:
        RejectedError: SVC-004, SVC-040; SVC-054 the piece is in the bin.
    """
    row, task = _open_row(work, expected_id)
    if evidence_id is None:
        work.describe("expected.match", f"{task.code} 的应有材料“{row.name}”改为缺")
    else:
        piece = row_of(work, Evidence, evidence_id, "佐证材料")
        work.describe("expected.match", f"{task.code} 的应有材料“{row.name}”由“{piece.title}”证明")
        if not work.of(TaskEvidence).count(task_id=task.id, evidence_id=evidence_id):
            evidence_service.link(work, [evidence_id], [task.id])
        elif piece.removed_at is not None:
            raise RejectedError("SVC-054")
    work.of(ExpectedEvidence).update(replace(row, evidence_id=evidence_id))
    return work.changes()


def match_likely(work: UnitOfWork, task_ids: Sequence[int]) -> ChangeSet:
    """Take for every missing paper of the tasks the likeliest of the pieces that are linked already.

    Raises:
        RejectedError: SVC-040; EVI-041 there is none that is likely.
    """
    work.describe("expected.match", "按名称对应应有材料")
    count = 0
    for task_id in task_ids:
        likely = [one for one in likely_matches(work, task_id) if one.is_linked]
        taken: set[int] = set()
        done: set[int] = set()
        for one in sorted(likely, key=lambda one: -one.score):
            if one.evidence.id not in taken and one.expected_id not in done:
                row, _task = _open_row(work, one.expected_id)
                work.of(ExpectedEvidence).update(replace(row, evidence_id=one.evidence.id))
                taken.add(one.evidence.id)
                done.add(one.expected_id)
                count += 1
    if not count:
        raise RejectedError("EVI-041")
    return work.changes()


def likely_matches(session: ReadSession, task_id: int) -> list[LikelyMatch]:
    """Return for each missing paper of a task the pieces that may be it, best first: linked ones, then any others."""
    expected = session.of(ExpectedEvidence).find(task_id=task_id)
    matched = {one.evidence_id for one in expected if one.evidence_id is not None}
    pieces = {piece.id: piece for piece in session.of(Evidence).find(removed_at=None)}
    missing = [one for one in expected if one.evidence_id not in pieces and not one.waived_reason]
    if not missing:
        return []
    linked = {one.evidence_id for one in session.of(TaskEvidence).find(task_id=task_id)}
    media = _media(session, linked & pieces.keys())
    found: list[LikelyMatch] = []
    for one in missing:
        for piece in pieces.values():
            if piece.id in matched:
                continue
            is_linked = piece.id in linked
            score = likeness(one.name, piece.title, is_picture=media.get(piece.id, "") in _PICTURES)
            # Of what was never linked here only the very alike is worth a word.
            if is_likely(score) if is_linked else score >= 0.9:
                found.append(LikelyMatch(one.id, piece, score, is_linked))
    return sorted(found, key=lambda one: (one.expected_id, not one.is_linked, -one.score, one.evidence.id))


def _texts(session: ReadSession, tasks: Mapping[int, Task]) -> dict[int, str]:
    """Return all words that ask something of a task, by task: title, content, measures, the plan's own text."""
    ids = tuple(tasks)
    parts = {task_id: [task.title, task.content] for task_id, task in tasks.items()}
    for measure in session.of(TaskMeasure).find(task_id=ids):
        parts[measure.task_id].append(measure.text)
    sources = session.of(TaskSource).find(task_id=ids)
    item_ids = tuple({one.plan_item_id for one in sources if one.plan_item_id is not None})
    items = {item.id: item for item in session.of(PlanItem).find(id=item_ids)} if item_ids else {}
    for source in sources:
        item = items.get(source.plan_item_id) if source.plan_item_id is not None else None
        parts[source.task_id].append(item.text if item is not None else source.quote)
    # The plan's text says mostly what the content says: read once.
    return {task_id: "\n".join(dict.fromkeys(part for part in some if part)) for task_id, some in parts.items()}


def _media(session: ReadSession, evidence_ids: Iterable[int]) -> dict[int, str]:
    """Return evidence id -> format of its current content."""
    current: dict[int, EvidenceVersion] = {}
    for version in session.of(EvidenceVersion).find(evidence_id=tuple(evidence_ids)):
        known = current.get(version.evidence_id)
        if known is None or version.number > known.number:
            current[version.evidence_id] = version
    files = session.of(StoredFile).find(id=tuple({one.sha256 for one in current.values()})) if current else []
    formats = {file.id: file.media_type for file in files}
    return {id_: formats.get(one.sha256, "") for id_, one in current.items()}


def _open_row(work: UnitOfWork, expected_id: int) -> tuple[ExpectedEvidence, Task]:
    row = row_of(work, ExpectedEvidence, expected_id, "应有材料")
    task = task_of(work, row.task_id)
    refuse_if_closed(work, task, "修改应有材料")
    return row, task


def _refuse_double(session: ReadSession, task: Task, name: str, but: int | None) -> None:
    for one in session.of(ExpectedEvidence).find(task_id=task.id):
        if one.id != but and name_key(one.name) == name_key(name):
            raise RejectedError("EVI-040", task=task.code, name=name)
