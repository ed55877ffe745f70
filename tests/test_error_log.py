"""The error log: what is kept of an error, what is left out, and how much is kept at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app import error_log
from ledger_app.error_log import LOG_NAME, MOST_REPORTS, OLD_LOGS, ErrorLog, is_fault, record_of
from ledger_app.errors import BugError, Cancelled, EnvironmentFault, RejectedError


def caught(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as raised:  # noqa: BLE001 - of any kind
        return raised


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RejectedError("SVC-001"), False),
        (EnvironmentFault("DB-002"), False),
        (Cancelled(), False),
        (KeyboardInterrupt(), False),
        (BugError("DB-090"), True),
        (KeyError("x"), True),
    ],
)
def test_a_fault_is_what_nobody_foresaw(error: BaseException, expected: bool) -> None:
    assert is_fault(error) is expected


def test_of_a_foreseen_error_only_code_and_cause_are_kept() -> None:
    error = caught(EnvironmentFault("DB-002", folder="张三的台账"), PermissionError(13, "denied", "D:/张三"))
    assert record_of(error) == "EnvironmentFault DB-002 (PermissionError)"


def test_the_trace_of_a_fault_names_places_of_the_program_and_no_person() -> None:
    cause = FileNotFoundError(2, "No such file", "/data/zhangsan/台账/李四 身份证 110101199001011234.pdf")
    text = record_of(caught(KeyError("王五 13800001234"), cause))
    for hidden in ("zhangsan", "李四", "王五", "13800001234", "110101199001011234", str(Path.home())):
        assert hidden not in text
    assert "FileNotFoundError" in text
    assert "KeyError" in text
    assert "in caught" in text
    assert str(Path(__file__).parent) not in text


def test_frames_are_told_from_the_program_s_own_folders_on() -> None:
    with pytest.raises(TypeError) as raised:
        error_log._kept(None)  # type: ignore[arg-type]  # noqa: SLF001 - any code of ours that fails
    assert 'File "ledger_app/error_log.py"' in record_of(raised.value)


def test_the_log_is_put_aside_when_it_is_full_and_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_log, "MOST_BYTES", 300)
    log = ErrorLog(tmp_path / "新")
    for number in range(60):
        log.note(RejectedError(f"SVC-{number:03}"), "job")
    files = {path.name: path.read_text("utf-8") for path in log.folder.iterdir()}
    assert set(files) == {LOG_NAME, *(f"{LOG_NAME}.{number}" for number in range(1, OLD_LOGS + 1))}
    assert all(len(text) < 300 + 100 for text in files.values())
    assert "SVC-059" in files[LOG_NAME] + files[f"{LOG_NAME}.1"]
    assert "SVC-000" not in "".join(files.values())


def test_cancelled_work_is_no_error(tmp_path: Path) -> None:
    ErrorLog(tmp_path).note(Cancelled(), "job")
    assert list(tmp_path.iterdir()) == []


def test_reports_are_files_of_their_own_and_only_some_are_kept(tmp_path: Path) -> None:
    log = ErrorLog(tmp_path)
    paths = [log.report(caught(KeyError("x"))) for _ in range(MOST_REPORTS + 3)]
    assert len(set(paths)) == MOST_REPORTS + 3
    assert len(list(tmp_path.iterdir())) == MOST_REPORTS
    assert paths[-1] is not None
    assert "KeyError" in paths[-1].read_text("utf-8")


def test_where_nothing_can_be_written_nothing_is_raised(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = ErrorLog(tmp_path / "file" / "below")
    log.note(KeyError("x"), "window")
    assert log.report(KeyError("x")) is None
