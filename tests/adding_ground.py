"""A ledger, folders of files to add to it, and what must be true of both after whatever went wrong.

Used by the tests of faults, and by the long runs that are started by hand (`tests.adding_runs`).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import stat
from pathlib import Path
from typing import Any

from ledger_app.bootstrap import LedgerSession, create_session, open_session
from ledger_app.cli.app import run
from ledger_app.domain.evidence import EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.errors import EnvironmentFault
from ledger_app.evidence import act_record
from ledger_app.evidence.act_record import ActRecord
from ledger_app.ports import Progress, ReadSession
from ledger_app.services import evidence
from ledger_app.services.adding import TakenIn, take_in
from ledger_app.services.tasks import NewTask, create
from tests.builders import CLOCK

ORPHAN = "DB-113"
SIZES = (0, 1, 900, 4096, 20_000, 150_000)


class Ground:
    """One ledger and the folders that are added to it.

    Attributes:
        ledger: the ledger's folder; acts: where records of acts lie.
    """

    def __init__(self, folder: Path, ledger: Path | None = None) -> None:
        """Bind to a folder; nothing is made."""
        self.folder = folder
        self.ledger = ledger or folder / "ledger"
        self.acts = folder / "acts"

    def make(self, sets: int, files: int, seed: int = 1, sizes: tuple[int, ...] = SIZES) -> None:
        """Make the ledger with one task, and so many folders of so many files, each content once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with create_session(self.ledger, "青禾县卫生健康局", clock=CLOCK) as session, session.ledger.write() as work:
            create(work, NewTask("建设胸痛中心"))
        draw = random.Random(seed)
        for number in range(sets):
            place = self.set_folder(number)
            place.mkdir(parents=True)
            for file in range(files):
                mark = f"{number}-{file}\n".encode()
                (place / f"材料{file:04d}.txt").write_bytes(mark + draw.randbytes(draw.choice(sizes)))

    def set_folder(self, number: int) -> Path:
        """Return the folder of a set."""
        return self.folder / f"set{number}"

    def open(self) -> LedgerSession:
        """Open the ledger for writing."""
        return open_session(self.ledger, clock=CLOCK)

    def new_act(self, number: int) -> ActRecord:
        """Return the record of adding a set to the task."""
        return act_record.begin(self.acts, [self.set_folder(number)], [1], CLOCK.now())

    def add(self, session: LedgerSession, record: ActRecord, progress: Progress | None = None) -> TakenIn:
        """Add an act's files as the window does: in the store, then one operation, then the record's end.

        Raises:
            EnvironmentFault: the ledger could not be written; the record stays.
        """
        taken = take_in(session.store, record, own=self.ledger, progress=progress)
        if taken.taken:
            with session.ledger.write() as work:
                evidence.attach(work, taken.taken, [1])
        if taken.is_complete:
            record.remove()
        else:
            record.note_linked()
        return taken

    def digests(self, number: int) -> set[str]:
        """Return the digests of a set's files as they lie there."""
        paths = self.set_folder(number).iterdir()
        return {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    def faults(self) -> list[str]:
        """Open the ledger and return everything that is not as it must be, whatever happened before."""
        try:
            with self.open() as session, session.ledger.read() as reading:
                found = [*_row_faults(reading, session), *_store_faults(session)]
        except EnvironmentFault as error:
            return [f"the ledger does not open: {error!r}"]
        return found + check_faults(self.ledger)

    def linked(self) -> set[str]:
        """Return the digests of what supports the task."""
        with self.open() as session, session.ledger.read() as reading:
            ids = [link.evidence_id for link in reading.of(TaskEvidence).find(task_id=1)]
            return {one.sha256 for one in reading.of(EvidenceVersion).find() if one.evidence_id in set(ids)}

    def go_on(self) -> list[str]:
        """Finish every unfinished act and return what is wrong with the sets they were of."""
        found = []
        with self.open() as session:
            records = act_record.unfinished(self.acts)
            for record in records:
                taken = self.add(session, record)
                found += [f"still failed: {one.path.name} {one.code}" for one in taken.failed]
        have = self.linked()
        for record in records:
            number = int(record.act.sources[0].name.removeprefix("set"))
            missing = self.digests(number) - have
            if missing:
                found.append(f"{len(missing)} files of set {number} are missing after going on")
        if act_record.unfinished(self.acts):
            found.append("an act is never finished")
        return found + self.faults()


def check_faults(ledger: Path) -> list[str]:
    """Return what `check` names, unused files left out."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = run(["check", "--ledger", str(ledger), "--json"])
    if code not in {0, 1}:
        return [f"check says {code}: {out.getvalue()[-300:]}"]
    findings: list[dict[str, Any]] = json.loads(out.getvalue())["findings"]
    return [f"check: {finding}" for finding in findings if finding["code"] != ORPHAN]


def _row_faults(reading: ReadSession, session: LedgerSession) -> list[str]:
    """No row without its file: each row's file is there, whole and unwritable."""
    found = []
    rows = {row.id for row in reading.of(StoredFile).find()}
    versions = reading.of(EvidenceVersion).find()
    if {version.sha256 for version in versions} - rows:
        found.append("a version without the row of its file")
    for digest in rows:
        verdict = session.store.verify(digest)
        if verdict != "ok":
            found.append(f"a row whose file is {verdict}")
    if len({version.sha256 for version in versions}) != len(versions):
        found.append("a content that is there twice")
    return found


def _store_faults(session: LedgerSession) -> list[str]:
    """No half file under its final name, nothing unfinished beside them."""
    found = [f"half a file: {digest}" for digest, _ in session.store.iterate() if session.store.verify(digest) != "ok"]
    # What this very process could not delete counts as being written; the next one clears it away.
    strangers = [path.name for path in session.store.strangers() if f"-{os.getpid()}-" not in path.name]
    found += [f"left behind: {name}" for name in strangers]
    writable = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    for digest, _ in session.store.iterate():
        if os.name == "posix" and session.store.path_of(digest).stat().st_mode & writable:
            found.append(f"can be written: {digest}")
    return found
