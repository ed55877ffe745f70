"""Whole folders into the store: nothing is lost by a stop, by a bad file or by a bad disk, and each is told."""

from __future__ import annotations

import errno
import shutil
import time
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.errors import Cancelled
from ledger_app.evidence import act_record
from ledger_app.evidence.act_record import ActRecord, unfinished
from ledger_app.evidence.copying import CopyPass
from ledger_app.evidence.store import FileStore
from ledger_app.services import adding, evidence, files
from ledger_app.services.adding import TakenIn, size_words, take_in, taken_before
from ledger_app.services.settings import change
from tests.builders import a_task
from tests.pictures import a_jpeg
from tests.steps import growth


def some_files(folder: Path, count: int = 5) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"材料{number:04d}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(f"第 {number} 份".encode() * 40)
    return paths


def an_act(tmp_path: Path, *sources: Path) -> ActRecord:
    return act_record.begin(tmp_path / "acts", sources or (tmp_path / "资料",), [], "2024-06-30T08:00:00Z")


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be stored one after the other, so that a stop falls between any two."""
    monkeypatch.setattr(adding, "_SEVERAL", 1)


class StopAt:
    """Stops the work at its n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, label: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


class Recorder:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, label: str = "") -> None:
        self.steps.append((done, total, label))


def names(taken: TakenIn) -> list[str]:
    return [file.name for file in taken.taken]


def test_a_folder_goes_in_with_progress_over_its_bytes(ledger: SqliteLedger, tmp_path: Path) -> None:
    paths = some_files(tmp_path / "资料")
    (tmp_path / "资料" / "Thumbs.db").write_bytes(b"x")
    progress = Recorder()
    taken = take_in(ledger.store, an_act(tmp_path), own=ledger.folder, progress=progress)
    assert names(taken) == [path.name for path in paths]
    assert (taken.failed, taken.is_complete, len(taken.passed_over)) == ((), True, 1)
    told = [step for step in progress.steps if step[1]]
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {total for _, total, _ in told} == {1000}
    assert told[-1][2].startswith("5 / 5 个，")
    assert told[-1][2].endswith("材料0004.txt")


def test_a_file_that_cannot_be_read_stops_nothing(ledger: SqliteLedger, tmp_path: Path) -> None:
    some_files(tmp_path / "资料", 3)
    taken = take_in(ledger.store, an_act(tmp_path, tmp_path / "没有.txt", tmp_path / "资料"))
    assert len(taken.taken) == 3
    assert [(one.path.name, one.code) for one in taken.failed] == [("没有.txt", "EVI-001")]
    assert taken.is_complete


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("steps", range(0, 13, 2))
def test_an_act_that_was_stopped_goes_on_where_it_was(
    steps: int, ledger: SqliteLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = some_files(tmp_path / "资料")
    record = an_act(tmp_path)
    try:
        take_in(ledger.store, record, progress=StopAt(steps))
    except Cancelled:
        record.close()
    put: list[Path] = []
    as_it_was = FileStore.put

    def put_and_note(self: FileStore, path: Path, _progress: object = None) -> tuple[str, int]:
        put.append(path)
        return as_it_was(self, path)

    monkeypatch.setattr(FileStore, "put", put_and_note)
    again = unfinished(tmp_path / "acts")
    stored = len(again[0].stored) if again else 0
    taken = take_in(ledger.store, again[0] if again else an_act(tmp_path))
    assert names(taken) == [path.name for path in paths]
    assert put == paths[stored:]


def test_what_was_linked_before_is_not_linked_again_and_what_changed_is_read_again(
    ledger: SqliteLedger, tmp_path: Path
) -> None:
    paths = some_files(tmp_path / "资料", 3)
    record = an_act(tmp_path)
    with ledger.write() as work:
        evidence.attach(work, take_in(ledger.store, record).taken, [])
    record.note_linked()
    record.close()
    paths[1].write_bytes(b"changed since")
    (tmp_path / "资料" / "新.txt").write_bytes(b"new")
    (again,) = unfinished(tmp_path / "acts")
    assert names(take_in(ledger.store, again)) == ["新.txt", paths[1].name]


@pytest.mark.usefixtures("one_by_one")
def test_only_what_was_stored_can_be_kept_of_an_unfinished_act(ledger: SqliteLedger, tmp_path: Path) -> None:
    paths = some_files(tmp_path / "资料")
    record = an_act(tmp_path)
    with pytest.raises(Cancelled):
        take_in(ledger.store, record, progress=StopAt(6))
    stored = len(record.stored)
    assert 0 < stored < len(paths)
    kept = taken_before(ledger.store, record)
    assert names(kept) == [path.name for path in paths[:stored]]


def test_a_stored_file_that_is_gone_is_read_again(ledger: SqliteLedger, tmp_path: Path) -> None:
    some_files(tmp_path / "资料", 2)
    record = an_act(tmp_path)
    first = take_in(ledger.store, record).taken[0]
    ledger.store.path_of(first.sha256).unlink()
    assert len(take_in(ledger.store, record).taken) == 2
    assert ledger.store.verify(first.sha256) == "ok"


def test_a_disk_with_room_for_small_files_only_takes_those(
    ledger: SqliteLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = some_files(tmp_path / "资料", 4)
    big = tmp_path / "资料" / "材料0001a.bin"
    big.write_bytes(b"x" * 50_000)

    class Usage:
        free, total = 20_000, 0

    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage())
    record = an_act(tmp_path)
    taken = take_in(ledger.store, record)
    assert names(taken) == [path.name for path in small]
    assert [(one.path, one.code) for one in taken.failed] == [(big, "EVI-010")]
    assert not taken.is_complete
    monkeypatch.undo()
    record.note_linked()
    assert names(take_in(ledger.store, record)) == [big.name]


@pytest.mark.usefixtures("one_by_one")
def test_a_store_that_is_gone_is_not_tried_for_ever(
    ledger: SqliteLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_files(tmp_path / "资料", 9)
    tries: list[object] = []
    as_it_was = CopyPass.run

    def run(self: CopyPass, target: object) -> str:
        tries.append(target)
        if len(tries) > 2:
            raise OSError(errno.EIO, "pulled")
        return as_it_was(self, target)  # type: ignore[arg-type]

    monkeypatch.setattr(CopyPass, "run", run)
    taken = take_in(ledger.store, an_act(tmp_path))
    assert (len(taken.taken), len(taken.failed), len(tries)) == (2, 7, 5)
    assert {one.code for one in taken.failed} == {"EVI-012"}
    assert [one.message.startswith("没有再试") for one in taken.failed] == [False] * 3 + [True] * 4
    assert not taken.is_complete


def test_a_file_that_is_being_saved_is_tried_again(
    ledger: SqliteLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = some_files(tmp_path / "资料", 1)
    waits: list[float] = []
    as_it_was = CopyPass._second_look  # noqa: SLF001 - the moment at which the file is written to
    monkeypatch.setattr(time, "sleep", waits.append)

    def second_look(self: CopyPass) -> bytes:
        if not waits:
            path.write_bytes(b"saved meanwhile, same moment")
        return as_it_was(self)

    monkeypatch.setattr(CopyPass, "_second_look", second_look)
    taken = files.take(ledger.store, path)
    assert ledger.store.path_of(taken.sha256).read_bytes() == b"saved meanwhile, same moment"
    assert len(waits) == 1
    monkeypatch.setattr(CopyPass, "_second_look", lambda _self: b"never the same")
    act = take_in(ledger.store, an_act(tmp_path))
    assert [one.code for one in act.failed] == ["EVI-005"]
    assert len(waits) == 3


def test_thousands_of_files_cost_thousands_of_steps(ledger: SqliteLedger) -> None:
    def attach(count: int) -> None:
        with ledger.write() as work:
            task = a_task(work)
        taken = [files.TakenFile(f"{count:032x}{number:032x}", 1, "text", f"{number}.txt") for number in range(count)]
        with ledger.write() as work:
            evidence.attach(work, taken, [task.id])

    assert growth(attach, 50) < 1.3


def test_one_act_is_one_operation_and_its_files_have_rows_that_are_linked(ledger: SqliteLedger, tmp_path: Path) -> None:
    some_files(tmp_path / "资料", 3)
    twin = tmp_path / "资料" / "同样内容.txt"
    twin.write_bytes((tmp_path / "资料" / "材料0000.txt").read_bytes())
    with ledger.write() as work:
        task = a_task(work)
    taken = take_in(ledger.store, an_act(tmp_path))
    with ledger.write() as work:
        attached = evidence.attach(work, taken.taken, [task.id])
    with ledger.read() as session:
        assert session.of(TaskEvidence).count(task_id=task.id) == 3
        versions, stored = session.of(EvidenceVersion).find(), session.of(StoredFile).find()
    assert {version.sha256 for version in versions} == {file.id for file in stored}
    assert [finding.code for finding in attached.findings] == ["SVC-120"]
    ledger.undo()
    with ledger.read() as session:
        assert session.of(Evidence).count() == 0


def test_two_contents_under_one_name_in_one_act_are_two_versions(ledger: SqliteLedger, tmp_path: Path) -> None:
    for folder, content in (("甲", b"one"), ("乙", b"two"), ("丙", b"one")):
        (tmp_path / "资料" / folder).mkdir(parents=True)
        (tmp_path / "资料" / folder / "通知.txt").write_bytes(content)
    with ledger.write() as work:
        task = a_task(work)
    taken = take_in(ledger.store, an_act(tmp_path))
    with ledger.write() as work:
        evidence.attach(work, taken.taken, [task.id])
    with ledger.read() as session:
        assert session.of(Evidence).count() == 1
        versions = session.of(EvidenceVersion).find(evidence_id=1)
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert len({version.sha256 for version in versions}) == 2


@pytest.mark.parametrize(
    ("taken", "codes"),
    [("2024:05:06 10:00:00", []), ("2023:12:31 23:59:59", ["EVI-107"]), ("2031:01:01 00:00:00", ["EVI-108"]), ("", [])],
)
def test_a_photo_from_another_time_is_said(taken: str, codes: list[str], ledger: SqliteLedger, tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(a_jpeg(taken))
    with ledger.write() as work:
        settings = work.settings()
    with ledger.write() as work:
        change(work, type(settings)(year=2024))
    file = files.take(ledger.store, tmp_path / "照片.jpg")
    with ledger.write() as work:
        attached = evidence.attach(work, [file], [])
    assert [finding.code for finding in attached.findings] == codes
    assert all("照片.jpg" in finding.message and "?" not in finding.message for finding in attached.findings)


def test_sizes_are_told_as_people_read_them() -> None:
    assert [size_words(size) for size in (0, 1, 5 << 20, 3 << 30)] == ["0 KB", "1 KB", "5.0 MB", "3.0 GB"]


def test_files_of_one_content_stored_at_once_are_one_file(ledger: SqliteLedger, tmp_path: Path) -> None:
    (tmp_path / "资料").mkdir()
    for number in range(40):
        (tmp_path / "资料" / f"{number}.txt").write_bytes(b"all the same")
    taken = take_in(ledger.store, an_act(tmp_path))
    assert (len(taken.taken), taken.failed) == (40, ())
    assert len({file.sha256 for file in taken.taken}) == 1
    assert ledger.store.verify(taken.taken[0].sha256) == "ok"
    assert [path for path in (ledger.folder / "evidence").rglob("*") if path.suffix == ".part"] == []


def test_large_and_small_files_keep_their_order(
    ledger: SqliteLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = some_files(tmp_path / "资料", 9)
    paths[3].write_bytes(b"x" * 5000)
    monkeypatch.setattr(adding, "_SMALL_BYTES", 2000)
    taken = take_in(ledger.store, an_act(tmp_path))
    assert names(taken) == [path.name for path in paths]


def test_a_stop_forgets_nothing_that_is_stored(ledger: SqliteLedger, tmp_path: Path) -> None:
    some_files(tmp_path / "资料", 9)
    record = an_act(tmp_path)
    with pytest.raises(Cancelled):
        take_in(ledger.store, record, progress=StopAt(3))
    assert len(record.stored) == sum(1 for _ in (ledger.folder / "evidence").rglob("?" * 64)) == 9
