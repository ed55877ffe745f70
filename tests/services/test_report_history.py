from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Snapshot
from ledger_app.errors import RejectedError
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import ReportModel, ReportTable, run_text
from ledger_app.reports.model_json import model_from_json
from ledger_app.services import progress, report_history, settings
from ledger_app.services.progress import Report
from ledger_app.services.report_history import change_words, changed_since, compare, made_anew, read_history
from ledger_app.services.reports import ReportMade, ReportRequest, draft, make, printed
from resources import locate
from tests.builders import TODAY, a_task, a_unit
from tests.conftest import ROOT

JUNE, JULY = Period.parse("2024-06"), Period.parse("2024-07")


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return FontBook(locate.fonts())


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    with ledger.write() as work:
        settings.change(work, replace(LedgerSettings(), bureau_name="青禾县卫生健康局", year=2024))
        hospital = a_unit(work, "县人民医院")
        late = a_task(work, "建设胸痛中心", dt.date(2024, 5, 31), lead_unit_ids=(hospital.id,))
        a_task(work, "开展流调培训", start=dt.date(2024, 1, 1), lead_unit_ids=(hospital.id,))
        progress.file_entry(work, late.id, "2024-05", Report("完成选址", 50))
    return ledger


def keep(ledger: SqliteLedger, fonts: FontBook, request: ReportRequest) -> ReportMade:
    with ledger.write() as work:
        return make(work, ledger.store, fonts, request)


def file_late(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = next(iter(work.facts(TODAY)))
        progress.file_entry(work, task.id, "2024-06", Report("通过验收", 100))


def annex_rows(model: ReportModel, key: str) -> list[tuple[str, ...]]:
    tables = [one for annex in model.annexes for one in annex.blocks if isinstance(one, ReportTable)]
    return [tuple(run_text(cell) for cell in row.cells) for one in tables if one.key == key for row in one.rows]


def test_a_report_still_holds_until_a_fact_of_its_period_changes(filled: SqliteLedger, fonts: FontBook) -> None:
    kept = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    with filled.read() as session:
        assert changed_since(session, kept.id) == ()
    file_late(filled)
    with filled.read() as session:
        rows = changed_since(session, kept.id)
    assert [(row.title, row.fields["完成进度"]) for row in rows] == [("建设胸痛中心", ("50", "100"))]
    assert change_words(rows) == "1 项任务的情况变化"


def test_what_is_reported_for_the_next_month_changes_nothing_in_this_one(filled: SqliteLedger, fonts: FontBook) -> None:
    kept = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    with filled.write() as work:
        progress.file_entry(work, next(iter(work.facts(TODAY))).id, "2024-07", Report("通过验收", 100))
        a_task(work, "七月才有的任务")
    with filled.read() as session:
        rows = changed_since(session, kept.id)
    assert change_words(rows) == "新增 1 项任务"


def test_other_rules_do_not_make_a_kept_report_wrong(filled: SqliteLedger, fonts: FontBook) -> None:
    kept = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    with filled.write() as work:
        settings.change(work, replace(work.settings(), lag_yellow=1.0, lag_red=2.0, colour_scheme="cards"))
    with filled.read() as session:
        assert changed_since(session, kept.id) == ()


def test_a_correction_names_the_old_report_and_lists_what_differs(filled: SqliteLedger, fonts: FontBook) -> None:
    first = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    file_late(filled)
    second = keep(filled, fonts, ReportRequest("monthly", JUNE, corrects_id=first.id)).snapshot
    model = model_from_json(second.model)
    assert (second.number, second.corrects_id) == ("2024-06-月报-02", first.id)
    assert model.foot.endswith("更正2024-06-月报-01")
    assert [annex.label for annex in model.annexes] == [f"附件{n}" for n in range(1, len(model.annexes) + 1)]
    assert model.annexes[-1].title == "更正说明"
    assert ("已完成", "0", "1", "+1") in annex_rows(model, "correction_figures")
    assert {(row[1], row[2], row[3], row[4]) for row in annex_rows(model, "correction_tasks")} >= {
        ("建设胸痛中心", "完成进度", "50", "100"),
        ("建设胸痛中心", "进展情况", "完成选址", "通过验收"),
    }
    with filled.read() as session:
        assert [(one.snapshot.number, one.corrects, one.corrected_by) for one in read_history(session)] == [
            ("2024-06-月报-02", "2024-06-月报-01", ""),
            ("2024-06-月报-01", "", "2024-06-月报-02"),
        ]
        compared = compare(session, first.id, second.id)
        assert compared.figures["done"] == (0, 1)
        assert [row.title for row in compared.rows] == ["建设胸痛中心"]
    assert "更正2024-06-月报-01" in "".join(_texts(filled, second)[0])


def test_the_note_of_a_correction_may_be_left_out(filled: SqliteLedger, fonts: FontBook) -> None:
    first = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    request = ReportRequest("monthly", JUNE, corrects_id=first.id)
    with filled.read() as session:
        with_note = draft(session, request, TODAY, "2024-07-05T01:00:00Z").model
        without = draft(session, replace(request, lists_corrections=False), TODAY, "2024-07-05T01:00:00Z").model
    assert with_note.annexes[:-1] == without.annexes
    assert without.foot == with_note.foot


@pytest.mark.parametrize("wrong", [ReportRequest("ledger", JUNE), ReportRequest("monthly", Period.parse("2024-05"))])
def test_another_report_cannot_be_corrected(wrong: ReportRequest, filled: SqliteLedger, fonts: FontBook) -> None:
    first = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    with filled.read() as session, pytest.raises(RejectedError) as caught:
        draft(session, replace(wrong, corrects_id=first.id), TODAY, "2024-07-05T01:00:00Z")
    assert caught.value.code == "REP-023"


def test_the_month_after_compares_with_the_correction_or_with_the_one_chosen(
    filled: SqliteLedger, fonts: FontBook
) -> None:
    first = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    file_late(filled)
    keep(filled, fonts, ReportRequest("monthly", JUNE, corrects_id=first.id))
    request = ReportRequest("monthly", JULY, dt.date(2024, 7, 5))
    with filled.read() as session:
        by_default = draft(session, request, TODAY, "2024-07-05T01:00:00Z").statistics
        chosen = draft(session, replace(request, compare_with_id=first.id), TODAY, "2024-07-05T01:00:00Z").statistics
        with pytest.raises(RejectedError) as caught:
            draft(session, replace(request, compare_with_id=999), TODAY, "2024-07-05T01:00:00Z")
    assert by_default.change is not None
    assert chosen.change is not None
    assert (by_default.change.done, chosen.change.done) == (0, 1)
    assert caught.value.code == "REP-022"


def test_made_anew_it_is_the_same_or_says_what_is_not(filled: SqliteLedger, fonts: FontBook) -> None:
    kept = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    file_late(filled)
    with filled.read() as session:
        assert made_anew(session, filled.store, fonts, kept.id).is_same
    faces = kept.faces.replace(kept.faces.split('"family": "')[1].split('"')[0], "方正仿宋_GBK")
    model = kept.model.replace("青禾县", "青山县")
    with filled.write() as work:
        work.describe("test", "旧版本留存的")
        work.of(Snapshot).update(replace(kept, faces=faces, model=model, app_version="0.0.9"))
    with filled.read() as session:
        found = made_anew(session, filled.store, fonts, kept.id)
        unchanged = printed(session, filled.store, kept.id)
    assert not found.is_same
    assert any("当时用“方正仿宋_GBK”" in line for line in found.differences)
    assert any("当时是 0.0.9" in line for line in found.differences)
    assert hashlib.sha256(unchanged).hexdigest() == kept.pdf_sha256


def test_the_number_stands_in_the_foot_of_every_page_and_in_the_files_properties(
    filled: SqliteLedger, fonts: FontBook
) -> None:
    kept = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    texts, keywords = _texts(filled, kept)
    assert kept.number in keywords
    numbered = [text for text in texts if kept.number in text]
    # A blank page before 版记 has nothing on it.
    written = [text for text in texts if text]
    assert len(numbered) == len(written) > 3


def test_a_number_that_was_never_given_is_said(filled: SqliteLedger) -> None:
    with filled.read() as session, pytest.raises(RejectedError) as caught:
        report_history.snapshot_by_number(session, "2031-01-月报-01")
    assert caught.value.code == "REP-020"


_PROGRAM = """
import hashlib, io, sys
from pathlib import Path
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model_json import model_from_json
from ledger_app.reports.pdf import render_pdf
from resources import locate
out = io.BytesIO()
render_pdf(model_from_json(Path(sys.argv[1]).read_text(encoding="utf-8")), FontBook(locate.fonts()), out)
print(hashlib.sha256(out.getvalue()).hexdigest())
"""


@pytest.mark.parametrize(
    ("zone", "language", "seed"), [("Asia/Shanghai", "zh_CN.UTF-8", "1"), ("America/New_York", "C", "77")]
)
def test_another_pc_in_another_zone_and_language_makes_the_same_file(
    zone: str, language: str, seed: str, filled: SqliteLedger, fonts: FontBook, tmp_path: Path
) -> None:
    kept = keep(filled, fonts, ReportRequest("monthly", JUNE)).snapshot
    (tmp_path / "model.json").write_text(kept.model, encoding="utf-8")
    surroundings = os.environ | {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
    words = [sys.executable, "-c", _PROGRAM, str(tmp_path / "model.json")]
    answer = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == kept.pdf_sha256


def _texts(ledger: SqliteLedger, snapshot: Snapshot) -> tuple[list[str], str]:
    """Return the text of each page of a kept report, and the keywords of the file."""
    with ledger.read() as session:
        document = pypdfium2.PdfDocument(printed(session, ledger.store, snapshot.id))
    try:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
        return pages, str(document.get_metadata_dict()["Keywords"])
    finally:
        document.close()
