"""Put files into the ledger as evidence: in the store first, by a reading job, then one operation that links them.

Storing thousands of files takes long and changes nothing of the ledger, so that everything else goes on being saved
meanwhile.  What was stopped or cut off by a crash is offered again (`Workspace.unfinished_acts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import Progress
from ui.jobs import Job
from ui.workspace import ActDecision, Place, Workspace

if TYPE_CHECKING:
    from ledger_app.evidence.act_record import ActRecord
    from ledger_app.services.adding import TakenIn
    from ledger_app.services.evidence import Attached
    from ui.clipboard import Copied

_TITLE = "正在存入佐证材料"


@dataclass(frozen=True, slots=True)
class _Added:
    """What came of adding files; attached is None where no file could be taken."""

    attached: Attached | None
    taken: TakenIn
    task_ids: tuple[int, ...]

    @property
    def changes(self) -> ChangeSet | None:
        return self.attached.changes if self.attached is not None else None


class EvidenceAdder(QObject):
    """Takes the files that pages, drops and the clipboard offer, and goes on with what was not finished."""

    def __init__(self, workspace: Workspace) -> None:
        """Listen to the workspace and look for acts that were not finished."""
        super().__init__(workspace)
        self._workspace = workspace
        # Acts under way, by the job that works on them.
        self._running: dict[Job[Any], str] = {}
        workspace.evidence_offered.connect(self.add)
        workspace.picture_pasted.connect(self.paste)
        workspace.act_decided.connect(self.decide)
        workspace.runner.ended.connect(self._on_ended)
        if not workspace.is_read_only:
            self._read_unfinished(is_start=True)

    def add(self, files: Sequence[Path], task_ids: Sequence[int]) -> None:
        """Store files and folders and link them to tasks; files that cannot be taken are named, the others go in."""
        from ledger_app.evidence.act_record import begin

        session = self._workspace.session
        self._take_in(begin(session.acts_folder, files, task_ids, session.clock.now()))

    def paste(self, copied: Copied, task_ids: Sequence[int]) -> None:
        """Store the picture that was copied, byte for byte as its program gave it, and link it to tasks."""
        ledger = self._workspace.ledger

        def work(_progress: Progress) -> TakenIn:
            from ledger_app.intake.clipboard import sources
            from ledger_app.services.adding import TakenIn
            from ledger_app.services.files import take_bytes

            (source,) = sources(copied.as_bytes(), copied.name)[:1]
            return TakenIn((take_bytes(ledger.store, source.name, source.data),), (), (), is_complete=True)

        ids = tuple(task_ids)
        job = self._workspace.runner.query(work).owned_by(self._workspace)
        job.on_success(lambda taken: self._link(taken, ids)).start()

    def decide(self, record: ActRecord, decision: ActDecision) -> None:
        """Go on with an unfinished act, keep what it stored, or drop it."""
        if decision == "go_on":
            self._take_in(record)
        elif decision == "keep":
            self._take_in(record, stored_only=True)
        else:
            record.remove()
            self._look_again()

    def _take_in(self, record: ActRecord, *, stored_only: bool = False) -> None:
        ledger, key = self._workspace.ledger, record.act.key
        large_bytes = self._workspace.settings.large_file_mb << 20

        def work(progress: Progress) -> TakenIn:
            # Read when first needed: the checks of evidence know many formats.
            from ledger_app.services.adding import refuse_closed, take_in, taken_before

            with ledger.read() as session:
                refuse_closed(session, record.act.task_ids)
            if stored_only:
                return taken_before(ledger.store, record, progress, large_bytes=large_bytes)
            return take_in(ledger.store, record, own=ledger.folder, progress=progress, large_bytes=large_bytes)

        job = self._workspace.runner.query(work).owned_by(self._workspace).with_progress(_TITLE)
        job.on_success(lambda taken: self._link(taken, record.act.task_ids, record))
        self._running[job] = key
        job.start()
        self._look_again()

    def _link(self, taken: TakenIn, task_ids: tuple[int, ...], record: ActRecord | None = None) -> None:
        """Write what is in the store into the ledger, in one operation."""
        if not taken.taken:
            self._done(_Added(None, taken, task_ids), record)
            return
        ledger = self._workspace.ledger

        def work(_progress: Progress) -> _Added:
            from ledger_app.services import evidence

            with ledger.write() as unit_of_work:
                return _Added(evidence.attach(unit_of_work, taken.taken, task_ids), taken, task_ids)

        job = self._workspace.runner.change(work).owned_by(self._workspace)
        if record is not None:
            self._running[job] = record.act.key
        job.on_success(lambda added: self._done(added, record)).start()

    def _done(self, added: _Added, record: ActRecord | None) -> None:
        if record is not None and added.taken.is_complete:
            record.remove()
        elif record is not None and added.attached is not None:
            record.note_linked()
        self._say(added)

    def _on_ended(self, job: Job[Any]) -> None:
        if self._running.pop(job, None) is not None:
            self._look_again()

    def _look_again(self) -> None:
        # After what ended now has told its outcome.
        QTimer.singleShot(0, self, self._read_unfinished)

    def _read_unfinished(self, *, is_start: bool = False) -> None:
        folder, running = self._workspace.session.acts_folder, tuple(self._running.values())

        def work(_progress: Progress) -> list[ActRecord]:
            from ledger_app.evidence.act_record import unfinished

            return unfinished(folder, running)

        def take(records: list[ActRecord]) -> None:
            self._workspace.show_unfinished(tuple(one for one in records if one.act.key not in self._running.values()))
            if is_start and records:
                self._workspace.say_noted("上次添加佐证材料没有做完，可以在“佐证材料”页上继续或放弃")

        self._workspace.runner.query(work).owned_by(self._workspace).on_success(take).start()

    def _say(self, added: _Added) -> None:
        failed, findings = _lines(added)
        if failed or findings:
            from ui.dialogs.adding_result import tell_what_became

            tell_what_became(self._workspace, len(added.taken.failed), [*failed, *findings])
        if added.attached is None or not added.attached.evidence:
            return
        count = len(added.attached.evidence)
        over = len(added.taken.passed_over)
        more = f"；文件夹里有 {over} 个系统、隐藏或临时文件没有收入" if over else ""
        if added.task_ids:
            self._workspace.say_done(f"已添加 {count} 份佐证到 {len(added.task_ids)} 项任务{more}")
        else:
            self._workspace.open_place(Place("evidence", evidence_id=added.attached.evidence[0].id))
            self._workspace.say_done(f"已存入 {count} 份佐证材料，还没有挂到任务上{more}")


def _lines(added: _Added) -> tuple[list[str], list[str]]:
    """Return one line a file that failed, with what was passed over, and one a thing that was noticed."""
    from ledger_app.evidence.walking import summary_of

    failed = [one.message for one in added.taken.failed]
    if failed:
        failed += summary_of(added.taken.passed_over)
    return failed, [one.message for one in added.attached.findings] if added.attached else []
