"""A few kills and examinations of the long runs; `python run.py adding` makes hundreds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger_app.domain.evidence import StoredFile
from tests.adding_ground import Ground
from tests.adding_runs import kill_many

COUNT, FILES = 3, 100


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_ledger_survives_kills_while_many_files_are_added() -> None:
    outcomes = kill_many(COUNT, seed=20240630, files=FILES)
    assert [(one.seed, one.state, one.faults) for one in outcomes if one.faults] == []
    assert any(one.state != "ended" for one in outcomes)


def test_a_row_without_its_file_would_be_found(tmp_path: Path) -> None:
    ground = Ground(tmp_path)
    ground.make(1, 2)
    with ground.open() as session, session.ledger.write() as work:
        work.of(StoredFile).add(StoredFile("ab" * 32, 1, "text", work.at))
    assert "a row whose file is missing" in ground.faults()


def test_half_a_file_and_a_left_over_would_be_found(tmp_path: Path) -> None:
    ground = Ground(tmp_path)
    ground.make(1, 2)
    store = ground.ledger / "evidence"
    (store / "ab").mkdir(parents=True)
    (store / "ab" / ("ab" * 32)).write_bytes(b"half")
    (store / "strange.part").write_bytes(b"x")
    found = ground.faults()
    assert any(fault.startswith("half a file") for fault in found)
    assert "left behind: strange.part" in found
