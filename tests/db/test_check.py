from __future__ import annotations

import pytest

from db.check import CheckResult
from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile
from ledger_app.domain.plan import Plan
from ledger_app.domain.task import Deadline, Task
from ledger_app.errors import Cancelled
from ledger_app.evidence.store import FileStore
from tests.builders_ledger import Place
from tests.db.contents import run_sql


class Asked:
    """Notes what it is told, and stops at a given step."""

    def __init__(self, stop_at: str = "") -> None:
        self.labels: list[str] = []
        self._stop_at = stop_at

    def step(self, _done: int, _total: int, label: str = "") -> None:
        self.labels.append(label)
        if label == self._stop_at:
            raise Cancelled


@pytest.fixture
def filled(place: Place) -> SqliteLedger:
    ledger = place.create()
    store = FileStore(place.folder / "evidence")
    digest, size = store.put_bytes("签到表".encode())
    with ledger.write() as work:
        plan = work.of(Plan).add(Plan(0, "p", "工作要点"))
        task = work.of(Task).add(Task(0, "t", "1-01", "任务", plan_id=plan.id))
        work.of(Deadline).add(Deadline(0, task.id, 1, "年底前", "by"))
        work.of(StoredFile).add(StoredFile(digest, size))
        evidence = work.of(Evidence).add(Evidence(0, "v", "培训签到表"))
        work.of(EvidenceVersion).add(EvidenceVersion(0, evidence.id, 1, digest, "签到.jpg"))
    return ledger


def check(place: Place, *statements: str) -> CheckResult:
    """Change a closed ledger behind its back and check it."""
    if statements:
        run_sql(place.folder, *statements)
    ledger = place.open(mode="read")
    found = ledger.check(FileStore(place.folder / "evidence"))
    ledger.close()
    return found


def test_a_sound_ledger_has_no_findings(filled: SqliteLedger, place: Place) -> None:
    filled.close()
    found = check(place)
    assert found.findings == ()
    assert found.is_sound
    assert found.counts == {"tasks": 1, "plans": 1, "evidence_files": 1, "operations": 1}


@pytest.mark.parametrize(
    ("statement", "code", "words"),
    [
        ("DELETE FROM plan", "DB-102", "计划"),
        ("UPDATE task SET title = '暗改'", "DB-106", "1-01 暗改的名称"),
        ("DELETE FROM deadline", "DB-107", "时限“年底前”"),
        ("INSERT INTO search_task (search_task) VALUES ('delete-all')", "DB-105", "任务"),
        ("UPDATE ledger_info SET value = '0' WHERE key = 'search_version'", "DB-105", "全部"),
    ],
)
def test_each_kind_of_harm_is_named(filled: SqliteLedger, place: Place, statement: str, code: str, words: str) -> None:
    filled.close()
    found = check(place, statement)
    told = {one.code: one for one in found.findings}
    assert words in told[code].message
    assert not found.is_sound


def test_tampering_with_the_journal_is_found(filled: SqliteLedger, place: Place) -> None:
    filled.close()
    found = check(place, "DROP TRIGGER journal_no_update", "UPDATE journal SET user = '别人'")
    assert [one.code for one in found.findings] == ["DB-103"]


def test_a_row_that_was_deleted_and_is_there_again_is_found(filled: SqliteLedger, place: Place) -> None:
    filled.undo()
    filled.close()
    found = check(place, "INSERT INTO plan (id, uid, title) VALUES (1, 'p', '工作要点')")
    assert [one.code for one in found.findings] == ["DB-108", "DB-113"]


@pytest.mark.parametrize(("harm", "code"), [("missing", "DB-110"), ("changed", "DB-111")])
def test_evidence_files_are_read_through(filled: SqliteLedger, place: Place, harm: str, code: str) -> None:
    filled.close()
    (file,) = (place.folder / "evidence").glob("??/*")
    file.chmod(0o600)
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(b"other")
    found = check(place)
    assert [one.code for one in found.findings] == [code]
    assert "培训签到表" in found.findings[0].message
    assert "签到.jpg" in found.findings[0].message


def test_files_that_nothing_refers_to_are_told_but_no_fault(filled: SqliteLedger, place: Place) -> None:
    filled.undo()
    filled.close()
    found = check(place)
    assert [(one.code, one.severity) for one in found.findings] == [("DB-113", "info")]
    assert found.is_sound


def test_many_findings_of_a_kind_are_counted(place: Place) -> None:
    ledger = place.create()
    with ledger.write() as work:
        work.of(Task).add_all([Task(0, f"t{n}", f"1-{n}", "任务") for n in range(250)])
    ledger.close()
    found = check(place, "UPDATE task SET note = '暗改'")
    assert len(found.findings) == 201
    assert "50" in found.findings[-1].message


@pytest.mark.parametrize("label", ["核对佐证文件", "核对操作记录"])
def test_a_check_can_be_stopped(place: Place, label: str) -> None:
    ledger = place.create()
    store = FileStore(place.folder / "evidence")
    digest, size = store.put_bytes(b"x")
    for number in range(100):
        with ledger.write() as work:
            work.write_setting("n", str(number))
            if number == 99:
                work.of(StoredFile).add(StoredFile(digest, size))
    with pytest.raises(Cancelled):
        ledger.check(store, Asked(label))
    heard = Asked()
    assert ledger.check(store, heard).is_sound
    assert {"核对操作记录", "核对佐证文件"} <= set(heard.labels)
    ledger.close()
