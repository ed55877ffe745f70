"""Twenty kills at random moments; `python3 run.py kills` makes hundreds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.kill_child import Worker
from tests.kills import Round, examine, kill_many, prepare

COUNT = 12


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_ledger_survives_being_killed_at_any_moment() -> None:
    rounds = kill_many(COUNT, seed=20240630)
    assert len(rounds) == COUNT
    assert [(one.seed, one.doing, one.faults) for one in rounds if one.faults] == []
    # A child that never got to work would prove nothing.
    assert sum(len(one.confirmed) for one in rounds) >= COUNT
    assert len({one.doing for one in rounds}) >= 3


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    return Worker(prepare(tmp_path), tmp_path, seed=1)


def faults(worker: Worker, *confirmed: dict[str, Any] | None) -> list[str]:
    """Return what the examination finds after these acts were confirmed."""
    found = Round(1, confirmed=[one for one in confirmed if one is not None])
    examine(worker.ledger, worker.folder, found)
    return found.faults


def test_what_was_confirmed_and_is_there_is_no_fault(worker: Worker) -> None:
    done = [act() for act in (worker.import_plan, worker.attach, worker.report_progress, worker.report, worker.back_up)]
    assert None not in done
    assert faults(worker, *done) == []


def test_a_loss_would_be_found(worker: Worker) -> None:
    kept = worker.report_progress()
    lost: list[dict[str, Any]] = [
        {"act": "import", "title": "没有的计划"},
        {"act": "progress", "text": "没有的进展"},
        {"act": "attach", "digests": ["0" * 64]},
    ]
    for record in lost:
        assert len(faults(worker, kept, record)) == 1, record


def test_a_damaged_file_would_be_found(worker: Worker) -> None:
    done = worker.attach()
    assert done is not None
    digest = done["digests"][0]
    (worker.ledger / "evidence" / digest[:2] / digest).write_bytes(b"x")
    found = faults(worker, done)
    assert any("confirmed and gone" in fault for fault in found)
    assert any("DB-111" in fault for fault in found)


def test_a_ledger_that_does_not_open_would_be_found(worker: Worker) -> None:
    (worker.ledger / "ledger.sqlite3").write_bytes(b"no database at all" * 1000)
    assert len(faults(worker)) == 1
