"""The usual papers of each kind of task, as this ledger has them: the built-in ones until somebody changed them.

Kept as the setting `expected.templates`: JSON, kind of task -> names.  Source: docs/domain.md section 6.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.expected_evidence import TEMPLATES, EvidenceKind, kind_of_name, name_key
from ledger_app.domain.task import TASK_KIND_NAMES, TaskKind
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text

_KEY = "expected.templates"
MOST_NAMES = 30

Templates = Mapping[TaskKind, tuple[tuple[str, EvidenceKind], ...]]


def read_templates(session: ReadSession) -> Templates:
    """Return kind of task -> (name, kind of paper), in order."""
    own = _own(session)
    return {
        kind: tuple((name, kind_of_name(name)) for name in own[kind]) if kind in own else usual
        for kind, usual in TEMPLATES.items()
    }


def set_template(work: UnitOfWork, kind: TaskKind, names: Sequence[str]) -> ChangeSet:
    """Write the usual papers of a kind of task; blank and double names are passed over, no names at all are none.

    Raises:
        RejectedError: SVC-026 a name is too long; EVI-042 there are too many.
    """
    found: dict[str, str] = {}
    for name in names:
        plain = limit_text(name.strip(), "材料名称", LONGEST_NAME)
        if plain:
            found.setdefault(name_key(plain), plain)
    if len(found) > MOST_NAMES:
        raise RejectedError("EVI-042", most=MOST_NAMES, count=len(found))
    work.describe("expected.template", f"修改“{TASK_KIND_NAMES[kind]}”任务的常用材料")
    own = _own(work) | {kind: list(found.values())}
    if own[kind] == [name for name, _ in TEMPLATES[kind]]:
        del own[kind]
    work.write_setting(_KEY, json.dumps(own, ensure_ascii=False, sort_keys=True) if own else None)
    return work.changes()


def _own(session: ReadSession) -> dict[TaskKind, list[str]]:
    """Return what was changed in this ledger; what cannot be read counts as unchanged."""
    try:
        stored = json.loads(session.read_setting(_KEY) or "{}")
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    return {kind: [str(name) for name in stored[kind]] for kind in TEMPLATES if isinstance(stored.get(kind), list)}
