"""Updating by file and the way back: what next year's program does to a ledger, and this one afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.bootstrap import check_ledger, create_session, open_session, restore_from
from ledger_app.errors import EnvironmentFault
from ledger_app.messages import describe
from ledger_app.services.samples import fill_with_samples
from resources import locate
from tests.db.contents import contents_of
from tests.db.test_schema import m0002_note, with_steps


def test_the_older_program_refuses_the_newer_ledger_and_restores_what_was_kept_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, back = tmp_path / "台账", tmp_path / "退回"
    with create_session(folder, "青禾县卫生健康局") as session:
        fill_with_samples(session.ledger, session.store, locate.samples(), None)
        before = contents_of(session.ledger)
    with monkeypatch.context() as newer:
        with_steps(newer, m0002_note)
        with open_session(folder) as session:
            assert contents_of(session.ledger) == before
    with pytest.raises(EnvironmentFault) as caught:
        open_session(folder)
    assert caught.value.code == "DB-004"
    assert "没有改动它" in describe(caught.value)
    (kept,) = (folder / "backups").glob("*-upgrade.backup")
    assert restore_from(kept, back)["missing"] == 0
    with open_session(back) as session:
        assert contents_of(session.ledger) == before
    assert check_ledger(back).is_sound
