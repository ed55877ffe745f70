"""Which files of the inbox folder the ledger has already: those of the same name, time of change and size."""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.domain.evidence import EvidenceVersion, StoredFile
from ledger_app.evidence.names import shown_name
from ledger_app.evidence.walking import SourceFile
from ledger_app.ports import ReadSession
from ledger_app.services.files import moment_of

_AT_ONCE = 500


def in_ledger(session: ReadSession, files: Sequence[SourceFile]) -> set[SourceFile]:
    """Return those files that came into the ledger from where they lie; contents are not read.

    Told by what every version keeps of its file, so that it holds after a restart, on another PC and after an undo.
    """
    found: set[SourceFile] = set()
    for start in range(0, len(files), _AT_ONCE):
        part = files[start : start + _AT_ONCE]
        names = list(dict.fromkeys(shown_name(file.path.name) for file in part))
        versions = session.of(EvidenceVersion).find(original_name=names)
        digests = list(dict.fromkeys(version.sha256 for version in versions))
        stored = session.of(StoredFile).find(id=digests) if digests else []
        sizes = {row.id: row.size_bytes for row in stored}
        known = {(one.original_name, one.original_modified, sizes.get(one.sha256)) for one in versions}
        found |= {
            file for file in part if (shown_name(file.path.name), moment_of(file.modified_ns), file.size) in known
        }
    return found
