from __future__ import annotations

from pathlib import Path

from ledger_app.evidence.act_record import ActRecord, begin, unfinished
from ledger_app.evidence.walking import SourceFile

AT = "2024-06-30T08:00:00Z"
ONE, TWO = SourceFile(Path("/资料/一.txt"), 3, 17), SourceFile(Path("/资料/\udcb2\n二.txt"), 4, 18)


def an_act(folder: Path) -> ActRecord:
    record = begin(folder, [Path("/资料")], [7, 8], AT)
    record.note_total(3)
    record.note_stored(ONE, "ab" * 32, 3)
    record.note_linked()
    record.note_stored(TWO, "cd" * 32, 4)
    record.close()
    return record


def test_what_was_noted_is_read_back(tmp_path: Path) -> None:
    written = an_act(tmp_path)
    (read,) = unfinished(tmp_path)
    assert read.act == written.act
    assert (read.act.task_ids, read.act.begun, read.total, read.left) == ((7, 8), AT, 3, 1)
    assert read.stored_as(ONE) == ("ab" * 32, 3)
    assert read.stored_as(TWO) == ("cd" * 32, 4)
    assert read.linked == {str(ONE.path)}


def test_a_file_that_changed_since_is_not_taken_for_stored(tmp_path: Path) -> None:
    record = an_act(tmp_path)
    assert record.stored_as(SourceFile(ONE.path, 3, 99)) is None
    assert record.stored_as(SourceFile(Path("/资料/三.txt"), 3, 17)) is None


def test_a_record_cut_at_any_byte_tells_what_is_whole(tmp_path: Path) -> None:
    path = an_act(tmp_path).path
    whole = path.read_bytes()
    counts = set()
    for end in range(len(whole) + 1):
        path.write_bytes(whole[:end])
        found = unfinished(tmp_path)
        counts.add(len(found[0].stored) if found else -1)
    assert counts == {-1, 0, 1, 2}


def test_running_acts_and_strangers_are_left_out_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    record = an_act(tmp_path)
    (tmp_path / "x.adding.jsonl").write_text('{"form": 2}\n')
    (tmp_path / "y.adding.jsonl").write_text("[]\n")
    assert unfinished(tmp_path, [record.act.key]) == []
    assert len(unfinished(tmp_path)) == 1
    record.remove()
    assert unfinished(tmp_path) == []
    assert unfinished(tmp_path / "没有") == []


def test_a_record_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "占位").write_text("x")
    record = begin(tmp_path / "占位", [Path("a")], [], AT)
    record.note_stored(ONE, "ab" * 32, 3)
    assert record.stored_as(ONE) == ("ab" * 32, 3)
    record.remove()
