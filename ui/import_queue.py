"""The plan files that wait for review: read one after another in the background, faults kept beside the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ledger_app.domain.plan import Plan
from ledger_app.intake.document import Document
from ledger_app.intake.source import Source
from ledger_app.messages import describe
from ledger_app.ports import EvidenceStore, Progress, ReadSession
from ledger_app.services import files as file_service
from ledger_app.services.files import TakenFile, files_under
from ui.clipboard import Copied
from ui.jobs import QueryJob
from ui.models.plan_reading import ReadPlan, Understood, read_copied, read_plan, understand
from ui.models.review import Review
from ui.workspace import Workspace

AT_ONCE = 2


class FileState(Enum):
    """How far a file is."""

    WAITING = auto()
    READING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(eq=False)
class QueuedFile:
    """One file.

    Attributes:
        message: why it failed, one Chinese sentence.
        done, total: progress of reading, total 0 = unknown.
        review: the decisions on it, once it was read.
        earlier: plans imported from the same bytes before.
        copied: what was copied in another program instead of a file; `path` is then only its name.
        source: that as a file in memory, once it was read.
    """

    path: Path
    state: FileState = FileState.WAITING
    message: str = ""
    done: int = 0
    total: int = 0
    document: Document | None = None
    review: Review | None = None
    earlier: tuple[Plan, ...] = ()
    copied: Copied | None = None
    source: Source | None = None
    job: QueryJob[ReadPlan] | None = None

    def take_into(self, store: EvidenceStore, progress: Progress) -> TakenFile:
        """Put the file into the store of evidence, or what was pasted as a file of its own.

        Raises:
            UnreadableFileError, EnvironmentFault: as `files.take`.
            Cancelled: through `progress`.
        """
        if self.source is not None:
            return file_service.take_bytes(store, self.source.name, self.source.data)
        return file_service.take(store, self.path, progress)


class ImportQueue(QObject):
    """Reads files and keeps them until they are imported or given up.

    Signals:
        changed: files came, went, or got further.
        file_ready: a file was read (the QueuedFile).
        file_reread: a file was understood anew, after its year or a rule was changed (the QueuedFile).
    """

    changed = Signal()
    file_ready = Signal(object)
    file_reread = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._workspace = workspace
        self._files: list[QueuedFile] = []
        workspace.runner.stopped.connect(self._on_stopped)

    @property
    def files(self) -> tuple[QueuedFile, ...]:
        """Return the files in the order they came."""
        return tuple(self._files)

    @property
    def ready(self) -> tuple[QueuedFile, ...]:
        """Return the files that can be reviewed."""
        return tuple(file for file in self._files if file.state is FileState.READY)

    @property
    def failed(self) -> tuple[QueuedFile, ...]:
        """Return the files that could not be read."""
        return tuple(file for file in self._files if file.state is FileState.FAILED)

    @property
    def is_reading(self) -> bool:
        """Say whether files are still to be read."""
        return any(file.state in (FileState.WAITING, FileState.READING) for file in self._files)

    @property
    def has_decisions(self) -> bool:
        """Say whether something was decided that would be lost."""
        return any(file.review is not None and file.review.is_touched for file in self._files)

    def add(self, paths: Sequence[Path]) -> None:
        """Take files and folders; a file that is here already is read again only if it failed."""
        for path in files_under(paths):
            known = next((file for file in self._files if file.path == path), None)
            if known is not None and known.state is FileState.FAILED:
                self._files.remove(known)
            elif known is not None:
                continue
            self._files.append(QueuedFile(path))
        self.changed.emit()
        self._read_next()

    def add_copied(self, copied: Copied) -> None:
        """Take what was copied in another program; what is here already is shown again once it was read."""
        self._files = [one for one in self._files if one.copied is None or one.state is not FileState.FAILED]
        taken = {one.path.name.removesuffix(one.source.suffix) if one.source else one.path.name for one in self._files}
        names = chain((copied.name,), (f"{copied.name} ({number})" for number in count(2)))
        name = next(one for one in names if one not in taken)
        self._files.append(QueuedFile(Path(name), copied=replace(copied, name=name)))
        self.changed.emit()
        self._read_next()

    def remove(self, file: QueuedFile) -> None:
        """Drop a file; what is being read is stopped."""
        if file.job is not None:
            file.job.cancel()
        if file in self._files:
            self._files.remove(file)
            self.changed.emit()
            self._read_next()

    def dismiss_failed(self) -> None:
        """Drop the files that could not be read."""
        self._files = [file for file in self._files if file.state is not FileState.FAILED]
        self.changed.emit()

    def read_again(self, file: QueuedFile) -> None:
        """Understand a file anew under the year, the rules, the level and the columns of its review."""
        document, review = file.document, file.review
        if document is None or review is None:
            return
        today, basis = self._workspace.today, review.state.basis
        year, rules_off, level, columns = basis
        job = self._workspace.query(
            lambda session, progress: understand(
                session,
                document,
                today,
                year=year,
                rules_off=rules_off,
                level=level,
                columns=dict(columns),
                progress=progress,
            ),
            self,
        )
        job.on_success(lambda found: self._take_again(file, found, basis)).start()

    def _read_next(self) -> None:
        reading = sum(file.state is FileState.READING for file in self._files)
        for file in self._files:
            if reading >= AT_ONCE:
                return
            if file.state is FileState.WAITING:
                reading += 1
                self._read(file)

    def _read(self, file: QueuedFile) -> None:
        file.state = FileState.READING
        today, copied = self._workspace.today, file.copied

        def work(session: ReadSession, progress: Progress) -> ReadPlan:
            if copied is not None:
                return read_copied(session, copied, today, progress)
            return read_plan(session, file.path, today, progress)

        job = self._workspace.query(work, self)
        job.on_success(lambda found: self._take(file, found))
        job.on_failure(lambda error: self._fail(file, describe(error)))
        job.on_progress(lambda done, total, _label: self._show_progress(file, done, total))
        file.job = job.with_progress(f"正在读取 {file.path.name}")
        job.start()

    def _take(self, file: QueuedFile, found: ReadPlan) -> None:
        known = None if found.source is None else self._same_paste(found.document.sha256)
        if known is not None:
            self._files.remove(file)
            self._go_on()
            self.file_ready.emit(known)
            return
        if found.source is not None:
            # The bytes are all that is needed from here on.
            file.source, file.copied, file.path = found.source, None, Path(found.source.name)
        file.state, file.job = FileState.READY, None
        file.document, file.earlier = found.document, found.earlier
        said = found.understood
        file.review = Review(said.proposal, said.roster, self._workspace.today, said.learned, said.known)
        self._go_on()
        self.file_ready.emit(file)

    def _same_paste(self, sha256: str) -> QueuedFile | None:
        same = (one for one in self.ready if one.source is not None and one.source.sha256 == sha256)
        return next(same, None)

    def _take_again(self, file: QueuedFile, found: Understood, basis: object) -> None:
        # What was asked for before the person decided otherwise comes too late.
        if file.review is not None and file in self._files and file.review.state.basis == basis:
            file.review.set_knowledge(found.roster, found.learned, found.known)
            file.review.rebase(found.proposal)
            self.file_reread.emit(file)

    def _fail(self, file: QueuedFile, message: str) -> None:
        file.state, file.job, file.message = FileState.FAILED, None, message
        self._go_on()

    def _on_stopped(self, job: object) -> None:
        for file in self._files:
            if file.job is job:
                self._fail(file, f"“{file.path.name}”没有读完：已停止。")
                return

    def _show_progress(self, file: QueuedFile, done: int, total: int) -> None:
        file.done, file.total = done, total
        self.changed.emit()

    def _go_on(self) -> None:
        self.changed.emit()
        self._read_next()
