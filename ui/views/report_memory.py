"""What was chosen last on 报表, kept for the next start: kind, form, unit, leader, plan; each ledger has its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.state import WindowState
    from ui.views.report_form import ReportForm


class ReportMemory:
    """Reads and writes the choices of one ledger's form."""

    def __init__(self, state: WindowState, ledger: str) -> None:
        """Remember under a ledger's own key."""
        self._state = state
        self._key = f"reports/{ledger}"
        self._is_recalled = False

    def remember(self, form: ReportForm) -> None:
        """Keep what the form says; nothing that was never read back is overwritten."""
        if self._is_recalled:
            self._state.set_text(self._key, json.dumps(form.choices(), ensure_ascii=False))

    def recall(self, form: ReportForm) -> None:
        """Put what was kept into the form, once, when all that can be chosen is known."""
        if self._is_recalled:
            return
        self._is_recalled = True
        try:
            found = json.loads(self._state.text(self._key) or "{}")
        except ValueError:
            return
        if isinstance(found, dict) and found and not form.is_touched:
            form.choose({str(key): str(value) for key, value in found.items() if value is not None})
