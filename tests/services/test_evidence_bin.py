"""The bin: who put a piece there, what emptying frees, and that what is shared or gone stays honest."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, Indicator, StoredFile
from ledger_app.errors import RejectedError
from ledger_app.evidence.upkeep import DriveRoom, delete_files, drive_room
from ledger_app.services import evidence, evidence_bin, evidence_repair, indicators
from ledger_app.services.evidence_check import Orphan
from tests.builders import a_file, a_task


@pytest.fixture
def pieces(ledger: SqliteLedger, tmp_path: Path) -> list[Evidence]:
    """Return two pieces, of which the second has an old version with the first one's content; both in the bin."""
    first, second = (a_file(ledger, tmp_path, name, name.encode()) for name in ("甲.txt", "乙.txt"))
    with ledger.write() as work:
        task = a_task(work)
        found = list(evidence.attach(work, [first, second], [task.id]).evidence)
        evidence.add_version(work, found[1].id, first)
    with ledger.write() as work:
        evidence.discard(work, [one.id for one in found])
    with ledger.read() as session:
        return evidence_bin.in_bin(session)


def _empty(ledger: SqliteLedger, ids: list[int] | None = None) -> int:
    with ledger.write() as work:
        emptied = evidence_bin.empty(work, ids)
    return delete_files(ledger.store, emptied.freed.digests)


def test_the_bin_says_who_put_a_piece_there_when_and_by_which_act(ledger: SqliteLedger, pieces: list[Evidence]) -> None:
    entry = evidence_bin.entry_of(ledger, pieces[0])
    assert (entry.by, entry.since) == ("张三", "2024-07-05T01:00:00Z")
    assert entry.act.startswith("把材料 2 件材料放入回收站（原在 ")


def test_a_piece_that_still_proves_an_indicator_does_not_go_to_the_bin(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.write() as work:
        task = a_task(work)
        attached = evidence.attach(work, [a_file(ledger, tmp_path)], [task.id])
        tree = indicators.create_tree(work, "考核").tree
        indicators.add(work, tree.id, None, "组织领导")
        indicators.link_evidence(work, [work.of(Indicator).find()[0].id], [attached.evidence[0].id])
        evidence.unlink(work, [attached.links[0].id])
    with ledger.read() as session:
        assert not evidence_bin.in_bin(session)


def test_emptying_frees_only_what_nothing_else_uses(ledger: SqliteLedger, pieces: list[Evidence]) -> None:
    first = next(one for one in pieces if one.title == "甲")
    with ledger.read() as session:
        freed = evidence_bin.would_free(session, [first.id])
    assert (freed.digests, freed.shared_count, freed.size_bytes) == ((), 1, 0)
    assert _empty(ledger, [first.id]) == 0
    with ledger.read() as session:
        assert len(evidence_bin.in_bin(session)) == 1
    assert _empty(ledger) == len("甲.txt".encode()) * 2
    with ledger.read() as session:
        assert not session.of(Evidence).find()
        assert not session.of(StoredFile).find()
    assert list(ledger.store.iterate()) == []
    assert ledger.check(ledger.store).is_sound


def test_emptying_cannot_be_undone_once_files_are_gone_but_says_so(
    ledger: SqliteLedger, pieces: list[Evidence]
) -> None:
    assert len(pieces) == 2
    _empty(ledger)
    with pytest.raises(RejectedError, match="DB-033"):
        ledger.undo()
    with ledger.read() as session:
        assert not session.of(Evidence).find()
    assert ledger.check(ledger.store).is_sound


def test_an_undone_attachment_does_not_come_back_without_its_file(ledger: SqliteLedger, tmp_path: Path) -> None:
    file = a_file(ledger, tmp_path)
    with ledger.write() as work:
        evidence.attach(work, [file], [])
    attached = ledger.operations(limit=1)[0].id
    ledger.undo()
    with ledger.write() as work:
        evidence_repair.adopt(work, ledger.store, [Orphan(file.sha256, file.size_bytes)], to_bin=True)
    _empty(ledger)
    with pytest.raises(RejectedError, match="DB-033"):
        ledger.redo(attached)
    with ledger.read() as session:
        assert not session.of(StoredFile).find()


def test_what_is_in_use_is_not_emptied(ledger: SqliteLedger, tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="EVI-061"), ledger.write() as work:
        evidence_bin.empty(work)
    with ledger.write() as work:
        piece = evidence.attach(work, [a_file(ledger, tmp_path)], []).evidence[0]
    with pytest.raises(RejectedError, match="EVI-060"), ledger.write() as work:
        evidence_bin.empty(work, [piece.id])


def test_room_is_measured_where_the_store_is_or_will_be(tmp_path: Path) -> None:
    room = drive_room(tmp_path / "not" / "there yet")
    assert room is not None
    assert 0 < room.free_bytes <= room.total_bytes
    assert DriveRoom(1 << 30, 100 << 30).is_low
    assert not DriveRoom(1 << 30, 4 << 30).is_low
    assert not DriveRoom(50 << 30, 100 << 30).is_low
