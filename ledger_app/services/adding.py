"""Take whole folders of files into the store, with progress, stop and going on; what becomes of each is told.

Storing takes long and needs no writer; writing into the ledger is one short operation afterwards
(`services.evidence.attach`), so that whatever stops an act leaves no row without its file.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    """
    found = walk(record.act.sources, own=own, progress=progress)
    run = _Run(store, record, _Meter(progress, found.files), large_bytes)
    try:
        record.note_total(len(found.files))
        for number, file in enumerate(found.files):
            run.take(file)
            if run.store_faults == _MOST_STORE_FAULTS:
                run.give_up(found.files[number + 1 :])
                break
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

    def take(self, file: SourceFile) -> None:
        self.meter.begin(file)
        if str(file.path) in self.record.linked and self.record.stored_as(file) is not None:
            self.meter.end(file)
            return
        try:
            self.taken.append(self._known(file) or self._stored(file))
            self.store_faults = 0
        except (RejectedError, EnvironmentFault) as error:
            self.failed.append(FailedFile(file.path, error.code, describe(error)))
            # A file too big for what is left says nothing about the next one.
            is_broken = error.code in STORE_WIDE and error.code != "EVI-010"
            self.store_faults = self.store_faults + 1 if is_broken else 0
        self.meter.end(file)

    def give_up(self, rest: Sequence[SourceFile]) -> None:
        last = self.failed[-1]
        self.failed += [FailedFile(file.path, last.code, _UNTRIED.format(why=last.message)) for file in rest]

    def _known(self, file: SourceFile) -> TakenFile | None:
        """Return a file that an earlier run stored, None where it must be read."""
        before = self.record.stored_as(file)
        if before is None or not self.store.path_of(before[0]).is_file():
            return None
        return as_stored(self.store, *before, file.path, self.large_bytes)

    def _stored(self, file: SourceFile) -> TakenFile:
        taken = take(self.store, file.path, self.meter, large_bytes=self.large_bytes)
        self.record.note_stored(file, taken.sha256, taken.size_bytes)
        return taken


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
