"""What several tests of the intake share."""

from __future__ import annotations

import pytest


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the recognition of scans be absent, whether or not this machine has it."""
    monkeypatch.setattr("ledger_app.intake.ocr.installed.is_installed", lambda: False)
