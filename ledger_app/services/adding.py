"""Take whole folders of files into the store, with progress, stop and going on; what becomes of each is told.

Storing takes long and needs no writer; writing into the ledger is one short operation afterwards
(`services.evidence.attach`), so that whatever stops an act leaves no row without its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence.act_record import ActRecord
from ledger_app.evidence.checks import LARGE_BYTES
from ledger_app.evidence.names import shown_name
from ledger_app.evidence.walking import PassedOver, SourceFile, walk
from ledger_app.messages import describe
from ledger_app.ports import EvidenceStore, Progress, ReadSession
from ledger_app.services.files import STORE_WIDE, FailedFile, TakenFile, as_stored, take
from ledger_app.services.lookup import refuse_if_closed, task_of

_MOST_STORE_FAULTS = 3
_FILE_COSTS = 1 << 16
"""Bytes that a file counts for besides its own: many small files take their time too."""
_PARTS = 1000
_SMALL_BYTES = 1 << 20
_SEVERAL = 32
_WORKERS = 4
_Outcome = TakenFile | RejectedError | EnvironmentFault | None
_UNTRIED = "没有再试：{why}"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of an act's files.

    Attributes:
        taken: files that are in the store and not yet in the ledger, in their order.
        failed: files that are not, each with a code and one Chinese sentence.
        passed_over: what lay in the folders and is nothing to keep.
        is_complete: nothing is left that a second try could bring in.
    """

    taken: tuple[TakenFile, ...]
    failed: tuple[FailedFile, ...]
    passed_over: tuple[PassedOver, ...]
    is_complete: bool


def take_in(
    store: EvidenceStore,
    record: ActRecord,
    *,
    own: Path | None = None,
    progress: Progress | None = None,
    large_bytes: int = LARGE_BYTES,
) -> TakenIn:
    """Store the files of an act; those that its record knows from before are not read again.

    One file that fails stops nothing; a store that fails three files running is not tried further.

    Args:
        store: where to.
        record: of the act, new or unfinished; it is kept up.
        own: the ledger's folder, which is not taken in.
        progress: told thousandths of the bytes, with a line about files and bytes.
        large_bytes: from this size on a file is called large.

    Raises:
        Cancelled: through `progress`; what was stored is in the record.
        EnvironmentFault: EVI-015 the store may not keep what it was given.
    """
    found = walk(record.act.sources, own=own, progress=progress)
    run = _Run(store, record, _Meter(progress, found.files), large_bytes)
    try:
        record.note_total(len(found.files))
        with store.together():
            run.take_all(found.files)
    finally:
        record.close()
    is_complete = not any(one.code in STORE_WIDE for one in run.failed)
    return TakenIn(tuple(run.taken), tuple(run.failed), found.passed_over, is_complete)


def taken_before(
    store: EvidenceStore, record: ActRecord, progress: Progress | None = None, *, large_bytes: int = LARGE_BYTES
) -> TakenIn:
    """Return what an unfinished act stored and did not write into the ledger yet; nothing more is read.

    Raises:
        Cancelled: through `progress`, which is told files.
    """
    taken: list[TakenFile] = []
    failed: list[FailedFile] = []
    waiting = [value for path, value in record.stored.items() if path not in record.linked]
    for number, (file, sha256, size) in enumerate(waiting):
        if progress is not None:
            progress.step(number, len(waiting), f"{number} / {len(waiting)} 个文件")
        try:
            taken.append(as_stored(store, sha256, size, file.path, large_bytes))
        except RejectedError as error:
            failed.append(FailedFile(file.path, error.code, describe(error)))
    return TakenIn(tuple(taken), tuple(failed), (), is_complete=True)


def refuse_closed(session: ReadSession, task_ids: Sequence[int]) -> None:
    """Refuse before anything is read where one of the tasks takes no evidence any more.

    Raises:
        RejectedError: SVC-004 a task is gone; SVC-040 one was struck off.
    """
    for task_id in task_ids:
        refuse_if_closed(session, task_of(session, task_id), "添加佐证材料")


@dataclass(slots=True)
class _Run:
    """One pass over the files."""

    store: EvidenceStore
    record: ActRecord
    meter: _Meter
    large_bytes: int
    taken: list[TakenFile] = field(default_factory=list)
    failed: list[FailedFile] = field(default_factory=list)
    store_faults: int = 0

    def take_all(self, files: Sequence[SourceFile]) -> None:
        """Take large files one by one, and small ones some at a time: most of their time is waiting for the disk."""
        with ThreadPoolExecutor(_WORKERS, "adding") as pool:
            place = 0
            while place < len(files):
                several = _several(files[place : place + _SEVERAL])
                place += len(several)
                self._take_several(several, pool)
                if self.store_faults >= _MOST_STORE_FAULTS:
                    self.give_up(files[place:])
                    return

    def _take_several(self, files: Sequence[SourceFile], pool: ThreadPoolExecutor) -> None:
        self.meter.begin(files[0])
        if len(files) == 1:
            outcomes: list[_Outcome] = [self._try(files[0], self.meter)]
        else:
            outcomes = list(pool.map(self._try, files))
        # All are noted before the progress is told anything: being stopped must not forget what is stored.
        for file, outcome in zip(files, outcomes, strict=True):
            self._note(file, outcome)
        for number, file in enumerate(files):
            if number:
                self.meter.begin(file)
            self.meter.end(file)

    def _try(self, file: SourceFile, progress: Progress | None = None) -> _Outcome:
        """Store a file and return what is known of it; None for one that is in the ledger already, or the error."""
        if str(file.path) in self.record.linked and self.record.stored_as(file) is not None:
            return None
        try:
            return self._known(file) or take(self.store, file.path, progress, large_bytes=self.large_bytes)
        except (RejectedError, EnvironmentFault) as error:
            return error

    def _note(self, file: SourceFile, outcome: _Outcome) -> None:
        if isinstance(outcome, TakenFile):
            self.taken.append(outcome)
            if self.record.stored_as(file) is None:
                self.record.note_stored(file, outcome.sha256, outcome.size_bytes)
            self.store_faults = 0
        elif outcome is not None:
            self.failed.append(FailedFile(file.path, outcome.code, describe(outcome)))
            # A file too big for what is left says nothing about the next one.
            is_broken = outcome.code in STORE_WIDE and outcome.code != "EVI-010"
            self.store_faults = self.store_faults + 1 if is_broken else 0

    def give_up(self, rest: Sequence[SourceFile]) -> None:
        last = self.failed[-1]
        self.failed += [FailedFile(file.path, last.code, _UNTRIED.format(why=last.message)) for file in rest]

    def _known(self, file: SourceFile) -> TakenFile | None:
        """Return a file that an earlier run stored, None where it must be read."""
        before = self.record.stored_as(file)
        if before is None or not self.store.path_of(before[0]).is_file():
            return None
        return as_stored(self.store, *before, file.path, self.large_bytes)


def _several(files: Sequence[SourceFile]) -> Sequence[SourceFile]:
    """Return the small files at the head of some, or the first alone where it is large."""
    count = next((number for number, file in enumerate(files) if file.size > _SMALL_BYTES), len(files))
    return files[: max(1, count)]


class _Meter:
    """Turns the bytes of one file into the progress of all; see `ports.Progress`."""

    def __init__(self, progress: Progress | None, files: Sequence[SourceFile]) -> None:
        self._progress = progress
        self._count = len(files)
        self._bytes = sum(file.size for file in files)
        self._number = 0
        self._before = 0
        self._name = ""

    def begin(self, file: SourceFile) -> None:
        self._number += 1
        self._name = shown_name(file.path.name)
        self.step(0, 0)

    def end(self, file: SourceFile) -> None:
        self._before += file.size

    def step(self, done: int, total: int, label: str = "") -> None:  # noqa: ARG002 - the whole is known here
        if self._progress is None:
            return
        weight = self._bytes + self._count * _FILE_COSTS
        reached = self._before + min(done, max(0, self._bytes - self._before)) + (self._number - 1) * _FILE_COSTS
        text = f"{self._number} / {self._count} 个，{size_words(self._before + done)} / {size_words(self._bytes)}"
        self._progress.step(reached * _PARTS // max(1, weight), _PARTS, f"{text}　{label or self._name}")


def size_words(size: int) -> str:
    """Return bytes as people read them ("3.2 MB")."""
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GB"
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{-(-size // 1024)} KB"
