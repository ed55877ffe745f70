"""Twenty kills at random moments; `python3 run.py kills` makes hundreds."""

from __future__ import annotations

import os

import pytest

from tests.kills import kill_many

COUNT = 20


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_ledger_survives_being_killed_at_any_moment() -> None:
    rounds = kill_many(COUNT, seed=20240630)
    assert len(rounds) == COUNT
    assert [(one.seed, one.doing, one.faults) for one in rounds if one.faults] == []
    # A child that never got to work would prove nothing.
    assert sum(len(one.confirmed) for one in rounds) >= COUNT
    assert len({one.doing for one in rounds}) >= 3
