from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence import store as store_module
from ledger_app.services import closing, evidence, files
from ledger_app.services.closing import StepTaken
from ledger_app.services.evidence import Attached, attach
from tests.builders import a_file, a_task


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "in"


def put(
    ledger: SqliteLedger, inbox: Path, task_ids: list[int], name: str = "记录.txt", content: bytes = b"one"
) -> Attached:
    taken = a_file(ledger, inbox, name, content)
    with ledger.write() as work:
        return attach(work, [taken], task_ids)


def new_tasks(ledger: SqliteLedger, count: int = 1) -> list[int]:
    with ledger.write() as work:
        return [a_task(work).id for _ in range(count)]


def links(ledger: SqliteLedger) -> list[tuple[int, int, int]]:
    with ledger.read() as session:
        return [(link.task_id, link.evidence_id, link.number) for link in session.of(TaskEvidence).find()]


def codes(attached: Attached) -> list[str]:
    return [finding.code for finding in attached.findings]


def test_a_file_is_kept_with_its_name_and_numbered_in_its_task(ledger: SqliteLedger, inbox: Path) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one])
    attached = put(ledger, inbox, [one, two], "照片.txt", b"two")
    assert links(ledger) == [(one, 1, 1), (one, 2, 2), (two, 2, 1)]
    assert (attached.evidence[0].title, attached.evidence[0].added_by) == ("照片", "张三")
    with ledger.read() as session:
        version = session.of(EvidenceVersion).find(evidence_id=2)[0]
        stored = session.of(StoredFile).get(version.sha256)
    assert (version.number, version.original_name) == (1, "照片.txt")
    assert version.original_modified.endswith("Z")
    assert stored is not None
    assert (stored.size_bytes, stored.media_type) == (3, "text")
    assert ledger.store.path_of(version.sha256).read_bytes() == b"two"


def test_many_files_are_one_operation(ledger: SqliteLedger, inbox: Path) -> None:
    (task,) = new_tasks(ledger)
    taken = [a_file(ledger, inbox, f"{n}.txt", bytes([n])) for n in range(3)]
    with ledger.write() as work:
        attach(work, taken, [task])
    ledger.undo()
    with ledger.read() as session:
        assert (session.of(Evidence).count(), session.of(StoredFile).count()) == (0, 0)


def test_the_same_content_is_one_piece_whatever_its_name(ledger: SqliteLedger, inbox: Path) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one], "甲.txt")
    attached = put(ledger, inbox, [two], "乙.txt")
    assert codes(attached) == ["SVC-122"]
    assert links(ledger) == [(one, 1, 1), (two, 1, 1)]
    again = put(ledger, inbox, [two], "乙.txt")
    assert (codes(again), again.links) == (["SVC-120"], ())


def test_the_same_name_with_other_content_is_a_version(ledger: SqliteLedger, inbox: Path) -> None:
    (task,) = new_tasks(ledger)
    put(ledger, inbox, [task])
    attached = put(ledger, inbox, [task], content=b"corrected")
    assert codes(attached) == ["SVC-121"]
    assert links(ledger) == [(task, 1, 1)]
    with ledger.read() as session:
        assert [version.number for version in session.of(EvidenceVersion).find()] == [1, 2]
        current = evidence.current_version(session, 1)
    assert ledger.store.path_of(current.sha256).read_bytes() == b"corrected"


def test_the_same_name_on_another_task_is_another_piece(ledger: SqliteLedger, inbox: Path) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one])
    put(ledger, inbox, [two], content=b"other")
    assert links(ledger) == [(one, 1, 1), (two, 2, 1)]


def test_what_supports_nothing_any_more_goes_to_the_bin_and_comes_back(ledger: SqliteLedger, inbox: Path) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one, two])
    with ledger.write() as work:
        evidence.unlink(work, [1])
        assert work.of(Evidence).get(1).removed_at is None  # type: ignore[union-attr]
        evidence.unlink(work, [2])
        assert work.of(Evidence).get(1).removed_at == work.at  # type: ignore[union-attr]
        with pytest.raises(RejectedError) as caught:
            evidence.link(work, [1], [one])
        assert caught.value.code == "SVC-054"
        evidence.restore(work, 1, [two])
        assert work.of(Evidence).get(1).removed_at is None  # type: ignore[union-attr]
    assert [link[0] for link in links(ledger)] == [two]


def test_content_from_the_bin_is_used_again(ledger: SqliteLedger, inbox: Path) -> None:
    (task,) = new_tasks(ledger)
    put(ledger, inbox, [task])
    with ledger.write() as work:
        evidence.unlink(work, [1])
    put(ledger, inbox, [task])
    with ledger.read() as session:
        assert [one.removed_at for one in session.of(Evidence).find()] == [None]


def test_evidence_moves_and_gets_its_caption(ledger: SqliteLedger, inbox: Path) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one])
    with ledger.write() as work:
        evidence.set_caption(work, 1, "第一页")
        evidence.relink(work, 1, two)
        moved = work.of(TaskEvidence).find()[0]
        assert (moved.task_id, moved.caption) == (two, "第一页")
        evidence.link(work, [1], [one, two])
        with pytest.raises(RejectedError) as caught:
            evidence.relink(work, moved.id, one)
    assert caught.value.code == "SVC-055"


def test_what_is_known_about_a_piece_is_written_and_its_origin_kept(ledger: SqliteLedger, inbox: Path) -> None:
    (task,) = new_tasks(ledger)
    piece = put(ledger, inbox, [task]).evidence[0]
    with ledger.write() as work:
        evidence.describe(work, replace(piece, title="会议纪要", doc_number="第3号", added_by="别人", uid="x"))
        found = work.of(Evidence).get(piece.id)
    assert found == replace(piece, title="会议纪要", doc_number="第3号")


def test_a_new_content_is_added_by_hand(ledger: SqliteLedger, inbox: Path) -> None:
    (task,) = new_tasks(ledger)
    put(ledger, inbox, [task])
    taken = a_file(ledger, inbox, "盖章.txt", b"stamped")
    with ledger.write() as work:
        evidence.add_version(work, 1, taken)
        assert evidence.current_version(work, 1).original_name == "盖章.txt"


def test_the_evidence_of_a_task_that_was_struck_off_stays(ledger: SqliteLedger, inbox: Path) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one])
    taken = a_file(ledger, inbox, "晚.txt", b"late")
    with ledger.write() as work:
        closing.ask(work, one, StepTaken())
        closing.approve(work, one, StepTaken())
    with ledger.write() as work:
        for act in (
            lambda: attach(work, [taken], [one]),
            lambda: evidence.unlink(work, [1]),
            lambda: evidence.relink(work, 1, two),
            lambda: evidence.add_version(work, 1, taken),
        ):
            with pytest.raises(RejectedError) as caught:
                act()
            assert caught.value.code == "SVC-040"


def test_a_namesake_never_becomes_a_version_of_what_proves_a_task_that_was_struck_off(
    ledger: SqliteLedger, inbox: Path
) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one, two], "总结.txt")
    with ledger.write() as work:
        closing.ask(work, one, StepTaken())
        closing.approve(work, one, StepTaken())
    assert codes(put(ledger, inbox, [two], "总结.txt", b"corrected")) == ["SVC-123"]
    assert codes(put(ledger, inbox, [two], "总结.txt", b"corrected again")) == ["SVC-121"]
    with ledger.read() as session:
        versions = {(row.evidence_id, row.number) for row in session.of(EvidenceVersion).find()}
    assert versions == {(1, 1), (2, 1), (2, 2)}
    assert links(ledger) == [(one, 1, 1), (two, 1, 1), (two, 2, 2)]


def test_warnings_of_the_entry_checks_are_handed_on(ledger: SqliteLedger, inbox: Path) -> None:
    assert codes(put(ledger, inbox, new_tasks(ledger), "空.pdf", b"")) == ["EVI-101"]


def test_one_bad_file_does_not_stop_the_others(ledger: SqliteLedger, inbox: Path) -> None:
    a_file(ledger, inbox, "好.txt", b"good")
    took = files.take_all(ledger.store, [inbox / "没有.txt", inbox / "好.txt", inbox])
    assert [taken.name for taken in took.taken] == ["好.txt"]
    assert [failure.code for failure in took.failed] == ["EVI-001", "EVI-002"]
    assert "没有.txt" in took.failed[0].message


def test_a_full_disk_stops_all(ledger: SqliteLedger, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free, total = 0, 0

    a_file(ledger, inbox, "好.txt", b"good")
    monkeypatch.setattr(store_module.shutil, "disk_usage", lambda _: Full())
    with pytest.raises(EnvironmentFault) as caught:
        files.take_all(ledger.store, [inbox / "好.txt"])
    assert caught.value.code == "EVI-010"


def test_folders_are_walked_and_lock_files_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "~$a.docx", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = files.files_under([tmp_path, tmp_path / "b.txt"])
    assert [path.name for path in found] == ["b.txt", "c.txt"]


def test_a_piece_is_put_into_the_bin_off_all_its_tasks(ledger: SqliteLedger, inbox: Path) -> None:
    one, two = new_tasks(ledger, 2)
    put(ledger, inbox, [one, two])
    with ledger.write() as work:
        evidence.discard(work, [1])
        assert work.of(Evidence).get(1).removed_at == work.at  # type: ignore[union-attr]
        with pytest.raises(RejectedError) as caught:
            evidence.discard(work, [1])
    assert caught.value.code == "SVC-054"
    assert links(ledger) == []
    ledger.undo()
    assert len(links(ledger)) == 2
