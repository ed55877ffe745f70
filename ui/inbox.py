"""收件文件夹: a folder of this PC that files arrive in; what is whole and not in the ledger yet waits to be filed.

It is looked into every few seconds on a worker thread, because network drives and sticks send no word of changes.
Nothing in the folder is ever changed.  Which folder, and which files are not to be offered again, is remembered on
this PC for each ledger.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from ledger_app.domain.changes import ChangeSet
    from ledger_app.evidence.inbox import InboxLook, InboxWatch
    from ledger_app.evidence.walking import SourceFile
    from ledger_app.ports import Progress, ReadSession
    from ui.workspace import Workspace

LOOK_EVERY_MS = 5_000
_MOST_IGNORED = 2_000


class Inbox(QObject):
    """Knows the folder and what waits in it.

    Attributes:
        folder: None where none was chosen.
        is_there: it could be read at the last look.
        waiting: files that may be filed, by path; growing: how many still arrive.

    Signals:
        changed: any of these.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Begin to look, where a folder was chosen."""
        super().__init__(workspace)
        self._workspace = workspace
        self._key = f"inbox/{workspace.session.acts_folder.name}"
        self._watch: InboxWatch | None = None
        self._is_looking = False
        self._known: set[SourceFile] = set()
        self._ignored = self._read_ignored()
        text = workspace.state.text(f"{self._key}/folder")
        self.folder = Path(text) if text else None
        self.is_there = True
        self.waiting: tuple[SourceFile, ...] = ()
        self.growing = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        if self.folder is not None and not workspace.is_read_only:
            self._timer.start()

    def choose(self, folder: Path | None) -> None:
        """Look into another folder from now on, or into none."""
        self._workspace.state.set_text(f"{self._key}/folder", str(folder) if folder is not None else "")
        self.folder, self._watch = folder, None
        self.is_there, self.waiting, self.growing = True, (), 0
        self.changed.emit()
        self.look()

    def ignore(self, files: Sequence[SourceFile]) -> None:
        """Offer files no more as they are now; they stay where they are."""
        self._ignored += [_mark(file) for file in files]
        del self._ignored[:-_MOST_IGNORED]
        self._workspace.state.set_text(f"{self._key}/ignored", json.dumps(self._ignored))
        self._show(tuple(file for file in self.waiting if file not in set(files)))

    def look(self) -> None:
        """Look once, on a worker thread; the next look follows by itself."""
        self._timer.stop()
        if self.folder is None or self._is_looking or self._workspace.is_read_only:
            return
        self._is_looking = True
        folder, known, ignored = self.folder, frozenset(self._known), frozenset(self._ignored)
        watch, own = self._watch, self._workspace.ledger.folder

        def work(session: ReadSession, progress: Progress) -> tuple[InboxWatch, InboxLook, list[SourceFile]]:
            # Read when first needed: most ledgers have no inbox.
            from ledger_app.evidence.inbox import InboxWatch
            from ledger_app.services.inbox import in_ledger

            looking = watch or InboxWatch(folder, own)
            found = looking.look(progress)
            new = [file for file in found.files if file not in known and _mark(file) not in ignored]
            return looking, found, sorted(in_ledger(session, new), key=lambda file: file.path)

        job = self._workspace.query(work, self)
        job.on_success(lambda found: self._take(folder, *found)).on_failure(lambda _error: self._after()).start()

    def _take(self, folder: Path, watch: InboxWatch, found: InboxLook, filed: Sequence[SourceFile]) -> None:
        self._after()
        if folder != self.folder:
            self.look()
            return
        self._watch = watch
        self._known |= set(filed)
        ignored = set(self._ignored)
        waiting = tuple(file for file in found.files if file not in self._known and _mark(file) not in ignored)
        if (found.is_there, found.growing) != (self.is_there, self.growing):
            self.is_there, self.growing = found.is_there, found.growing
            self.changed.emit()
        self._show(waiting)

    def _after(self) -> None:
        self._is_looking = False
        self._timer.start()

    def _show(self, waiting: tuple[SourceFile, ...]) -> None:
        if waiting != self.waiting:
            self.waiting = waiting
            self.changed.emit()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if self.folder is not None and changes.touches("evidence_version"):
            # An undo may have taken out what was filed.
            self._known.clear()
            self.look()

    def _read_ignored(self) -> list[str]:
        try:
            found = json.loads(self._workspace.state.text(f"{self._key}/ignored", "[]"))
        except ValueError:
            return []
        return [str(one) for one in found] if isinstance(found, list) else []


def _mark(file: SourceFile) -> str:
    """Return what a file is told by as long as nobody changes it."""
    return f"{file.size}:{file.modified_ns}:{file.path}"
