"""The practice ledger: whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.bootstrap import DesktopBackend
from ledger_app.domain.unit import Unit
from ledger_app.errors import Cancelled
from ledger_app.ports import EvidenceStore, Ledger, Progress
from ledger_app.services import samples


class Silent:
    def step(self, done: int, total: int, label: str = "") -> None:
        pass


def test_a_practice_ledger_that_was_cancelled_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def fill(ledger: Ledger, _store: EvidenceStore, _samples: Path, _progress: Progress) -> None:
        nonlocal calls
        calls += 1
        with ledger.write() as work:
            work.of(Unit).add(Unit(0, "u", "县医院"))
        if calls == 1:
            raise Cancelled

    monkeypatch.setattr(samples, "fill_with_samples", fill)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    backend = DesktopBackend()
    with pytest.raises(Cancelled):
        backend.practice_session(Silent())
    for _ in range(2):
        with backend.practice_session(Silent()) as session, session.ledger.read() as reading:
            assert reading.of(Unit).count() == 1
            assert session.ledger.name == "练习台账"
    assert calls == 2
    assert [entry.name for entry in (tmp_path / "renwu-taizhang").iterdir()] == ["练习台账"]
