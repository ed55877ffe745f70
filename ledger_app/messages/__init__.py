"""Every text that tells a person what went wrong: Chinese, one entry a code.

Each entry says what is wrong, why, and what to do, in one sentence or two; `{name}` is filled from the
error's facts.  The entries stand by area in the modules of this package; nothing here knows Qt.
"""

from __future__ import annotations

import re
from string import Formatter

from ledger_app.errors import LedgerError
from ledger_app.messages import (
    app,
    cells,
    custom_fields,
    database,
    evidence,
    evidence_keeping,
    evidence_text,
    following,
    intake,
    ledgers,
    monthly,
    parts,
    preview,
    reports,
    roster,
    services,
    window,
    wordings,
)

TEXTS: dict[str, str] = {
    **app.TEXTS,
    **cells.TEXTS,
    **custom_fields.TEXTS,
    **database.TEXTS,
    **evidence.TEXTS,
    **evidence_keeping.TEXTS,
    **evidence_text.TEXTS,
    **following.TEXTS,
    **intake.TEXTS,
    **ledgers.TEXTS,
    **monthly.TEXTS,
    **parts.TEXTS,
    **preview.TEXTS,
    **reports.TEXTS,
    **roster.TEXTS,
    **services.TEXTS,
    **window.TEXTS,
    **wordings.TEXTS,
}

# File names may hold anything; a message stays one line, and nothing in it turns the direction of writing.
_ON_ONE_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def text_of(code: str, facts: dict[str, object]) -> str:
    """Return the Chinese text of a code, its gaps filled from facts; a missing fact shows as "?"."""
    template = TEXTS.get(code, TEXTS["APP-000"])
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    filled = {name: _ON_ONE_LINE.sub("�", str(facts.get(name, "?"))) for name in names}
    return template.format(**filled)


def describe(error: BaseException) -> str:
    """Return what a person is shown for an error; unknown errors get the general text with their type."""
    if isinstance(error, LedgerError):
        return text_of(error.code, {"code": error.code, **error.facts})
    return text_of("APP-000", {"code": type(error).__name__})
