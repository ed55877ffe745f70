"""Kept reports in other forms, and all papers of a period in one folder: whole or not at all."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import REPORT_KIND_NAMES, ReportKind
from ledger_app.domain.supervision import Slip, Snapshot
from ledger_app.errors import Cancelled, EnvironmentFault, RejectedError
from ledger_app.reports.fonts import FontBook
from ledger_app.services import settings
from ledger_app.services.report_files import form_of, kept_file, kept_model
from ledger_app.services.report_folder import FolderMade, export_all, folder_name
from ledger_app.services.reports import ReportRequest
from tests.builders import TODAY
from tests.reports.word_reader import solid, word_texts
from tests.services import test_report_kinds as kinds
from tests.services.test_report_kinds import JUNE, print_one

filled, fonts = kinds.filled, kinds.fonts
ALL = ReportRequest("monthly", JUNE, issued=TODAY)


def export(ledger: SqliteLedger, fonts: FontBook, folder: Path, progress: object = None) -> FolderMade:
    def fonts_of(_settings: LedgerSettings) -> FontBook:
        return fonts

    return export_all(ledger, fonts_of, ALL, folder, progress)  # type: ignore[arg-type]


def snapshots(ledger: SqliteLedger) -> list[str]:
    with ledger.read() as session:
        return [one.number for one in session.of(Snapshot).find()]


@pytest.mark.parametrize(
    "kind", [kind for kind in REPORT_KIND_NAMES if kind not in {"annual", "quarterly", "half-year", "breakdown"}]
)
def test_the_word_file_of_a_kind_says_what_its_pdf_says(
    kind: ReportKind, filled: SqliteLedger, fonts: FontBook
) -> None:
    with filled.write() as work:
        work.describe("test", "应交佐证")
        work.of(ExpectedEvidence).add(ExpectedEvidence(0, 1, "验收报告"))
    made, pdf = print_one(filled, fonts, kind)
    with filled.read() as session:
        word = kept_file(session, filled.store, fonts, made.snapshot.id, "docx")
    model = kept_model(made.snapshot)
    foot = "|".join(re.escape(solid(one.foot)) for one in (model, *model.parts) if one.foot)
    pages = [solid(page.get_textpage().get_text_range()) for page in pdfium.PdfDocument(pdf)]
    printed = re.sub(rf"—\d+—|{foot}", "", "".join(pages))
    for text in word_texts(word):
        for part in filter(None, map(solid, text.split("\t"))):
            assert part in printed, part
    said = docx.Document(io.BytesIO(word))
    assert said.core_properties.identifier == made.snapshot.number
    assert said.core_properties.author == "青禾县卫生健康局"
    room = (
        max((one.page_width or 0) - (one.left_margin or 0) - (one.right_margin or 0) for one in said.sections) / 635 + 2
    )
    for table in said.element.body.iter(qn("w:tbl")):
        total = sum(int(width) for width in table.xpath("./w:tblGrid/w:gridCol/@w:w"))
        assert total <= room


def test_a_workbook_holds_the_tables_and_a_report_without_is_refused(filled: SqliteLedger, fonts: FontBook) -> None:
    monthly, slips = print_one(filled, fonts, "monthly")[0], print_one(filled, fonts, "slip")[0]
    with filled.read() as session:
        content = kept_file(session, filled.store, fonts, monthly.snapshot.id, "xlsx")
        with pytest.raises(RejectedError) as caught:
            kept_file(session, filled.store, fonts, slips.snapshot.id, "xlsx")
    assert caught.value.code == "REP-061"
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[0].startswith("附件1 ")
    assert any("建设胸痛中心" in map(str, row) for sheet in book for row in sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(("name", "form"), [("a.pdf", "pdf"), ("a.DOCX", "docx"), ("a.b.xlsx", "xlsx")])
def test_the_name_says_the_form(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


@pytest.mark.parametrize("name", ["a.doc", "a", "a.txt"])
def test_other_forms_are_refused(name: str) -> None:
    with pytest.raises(RejectedError) as caught:
        form_of(Path(name))
    assert caught.value.code == "REP-060"


def test_all_papers_of_a_month_come_in_one_folder_and_one_undo(
    filled: SqliteLedger, fonts: FontBook, tmp_path: Path
) -> None:
    print_one(filled, fonts, "slip")
    before = snapshots(filled)
    folder = tmp_path / folder_name(JUNE)
    made = export(filled, fonts, folder)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == sorted(made.files)
    assert folder.name == "2024年6月督查材料"
    assert {"01 通报.pdf", "01 通报.docx", "01 通报.xlsx", "02 督办单.pdf", "06 领导清单.pdf"} <= set(files)
    assert [name for name in files if name.startswith("05 单位清单/00")] == [
        "05 单位清单/001 县人民医院重点工作任务清单.pdf",
        "05 单位清单/002 县疾控中心重点工作任务清单.pdf",
        "05 单位清单/003 县卫校重点工作任务清单.pdf",
    ]
    assert max(map(len, files)) < 100
    assert all((folder / name).stat().st_size > 500 for name in files)
    # Nobody has evidence: that kind is told, not made.
    assert len(made.left_out) == 1
    assert len(snapshots(filled)) == len(before) + 6
    filled.undo()
    assert snapshots(filled) == before


def test_no_slip_is_issued_by_exporting(filled: SqliteLedger, fonts: FontBook, tmp_path: Path) -> None:
    made = export(filled, fonts, tmp_path / "材料")
    assert not [name for name in made.files if "督办单" in name]
    with filled.read() as session:
        assert session.of(Slip).find() == []


def test_a_folder_that_is_there_is_left_alone(filled: SqliteLedger, fonts: FontBook, tmp_path: Path) -> None:
    (tmp_path / "材料").mkdir()
    with pytest.raises(RejectedError) as caught:
        export(filled, fonts, tmp_path / "材料")
    assert caught.value.code == "REP-062"
    assert list((tmp_path / "材料").iterdir()) == []
    assert snapshots(filled) == []


class _StopsAtThird:
    def __init__(self) -> None:
        self.count = 0

    def step(self, done: int, total: int, label: str = "") -> None:
        self.count += 1
        if self.count == 3:
            raise Cancelled


def test_a_stopped_export_leaves_nothing(filled: SqliteLedger, fonts: FontBook, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        export(filled, fonts, tmp_path / "材料", _StopsAtThird())
    assert not [path for path in tmp_path.iterdir() if "材料" in path.name]
    assert snapshots(filled) == []


def test_a_place_that_cannot_be_written_is_said_and_costs_no_number(
    filled: SqliteLedger, fonts: FontBook, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        export(filled, fonts, tmp_path / "没有" / "材料")
    assert caught.value.code == "REP-002"
    assert snapshots(filled) == []


@pytest.mark.parametrize("kind", ["monthly", "letter", "chase"])
def test_a_signature_leaves_room_for_a_seal_as_set_or_asked(
    kind: ReportKind, filled: SqliteLedger, fonts: FontBook
) -> None:
    def asked(seal: bool | None) -> bool:
        model = kept_model(print_one(filled, fonts, kind, seal=seal)[0].snapshot)
        signature = (model.parts[0] if model.parts else model).signature
        assert signature is not None
        return signature.has_seal

    assert (asked(None), asked(False)) == (True, False)
    with filled.write() as work:
        settings.change(work, replace(work.settings(), seals_signature=False))
    assert (asked(None), asked(True)) == (False, True)
