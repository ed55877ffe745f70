"""Packs of evidence from a real ledger, read back as their receivers read them."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import (
    Evidence,
    ExpectedEvidence,
    Indicator,
    IndicatorEvidence,
    IndicatorTask,
    IndicatorTree,
)
from ledger_app.domain.task import Task
from ledger_app.errors import Cancelled, EnvironmentFault, RejectedError
from ledger_app.evidence.pack_names import LONGEST_PATH
from ledger_app.messages import describe
from ledger_app.reports.fonts import FontBook
from ledger_app.services import evidence
from ledger_app.services.evidence_pack import PackWritten, free_target, write_pack
from ledger_app.services.pack_contents import PackContents, PackRequest, read_contents
from resources import locate
from tests.bags import faults_of, files_of, info_of
from tests.builders import TODAY, a_file, a_task, a_unit
from tests.intake.pdf_builder import pdf, prose

AT = "2024-07-05T01:00:00Z"
_PAGE = prose([("文字", 0)])
_NOTICE = pdf(_PAGE, _PAGE)


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return FontBook(locate.fonts())


@pytest.fixture
def tasks(ledger: SqliteLedger, tmp_path: Path) -> tuple[Task, Task]:
    """Return two tasks: a notice of two pages on both, minutes and a list of patients on the first."""
    with ledger.write() as work:
        unit = a_unit(work, "县人民医院")
        first = a_task(work, "建设胸痛中心", lead_unit_ids=(unit.id,))
        second = a_task(work, "家庭医生签约")
        notice = a_file(ledger, tmp_path / "来源", "通知.pdf", _NOTICE)
        minutes = a_file(ledger, tmp_path / "来源", "会议记录(最终版).txt", "会议记录".encode())
        patients = a_file(ledger, tmp_path / "来源", "患者名单.txt", b"names")
        piece = evidence.attach(work, [notice], [first.id, second.id]).evidence[0]
        evidence.attach(work, [minutes, patients], [first.id])
        evidence.describe(work, replace(piece, doc_number="青卫发〔2024〕3号", document_date=dt.date(2024, 6, 12)))
        private = work.of(Evidence).find(title="患者名单")[0]
        evidence.describe(work, replace(private, is_personal=True))
    return first, second


def _contents(ledger: SqliteLedger, *tasks: Task, with_personal: bool = False) -> PackContents:
    request = PackRequest("县医院", f"{len(tasks)} 项任务", tuple(task.id for task in tasks), None, with_personal)
    with ledger.read() as session:
        return read_contents(session, request, TODAY)


def _write(ledger: SqliteLedger, contents: PackContents, fonts: FontBook, target: Path) -> PackWritten:
    return write_pack(ledger.store, contents, fonts, target, TODAY, AT)


def _table(files: dict[str, bytes], name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(files[f"data/{name}.xlsx"]))
    return [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]


def _text(files: dict[str, bytes], name: str) -> str:
    document = pypdfium2.PdfDocument(files[f"data/{name}.pdf"])
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_pack_holds_every_piece_unaltered_under_its_name_and_is_a_valid_bag(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path, *, as_zip: bool
) -> None:
    target = free_target(tmp_path, "县医院", as_zip=as_zip)
    written = _write(ledger, _contents(ledger, *tasks), fonts, target)
    files = files_of(target)
    assert faults_of(files) == []
    first, second = tasks
    folders = [f"data/{first.code}_建设胸痛中心", f"data/{second.code}_家庭医生签约"]
    assert files[f"{folders[0]}/{first.code}-01-通知-县人民医院-20240612.pdf"] == _NOTICE
    assert files[f"{folders[0]}/{first.code}-02-会议记录(最终版)-县人民医院.txt"] == "会议记录".encode()
    assert files[f"{folders[1]}/{second.code}-01-通知-20240612.pdf"] == _NOTICE
    assert not any("患者" in name for name in files)
    assert (written.piece_count, written.page_count, written.uncounted_count) == (3, 2, 1)
    assert written.left_out == (f"{first.code}-03　患者名单",)
    assert info_of(files)["External-Description"] == "县医院佐证材料。范围：2 项任务"
    assert max(len(f"{target}/{name}") for name in files) <= LONGEST_PATH


def test_the_catalogue_counts_pages_over_the_whole_pack_and_a_piece_once(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path
) -> None:
    _write(ledger, _contents(ledger, *tasks), fonts, tmp_path / "包")
    files = files_of(tmp_path / "包")
    rows = _table(files, "00-材料目录")
    head = rows.index(("序号", "材料名称", "文号", "责任者", "日期", "页码", "备注", "文件"))
    first, second = tasks
    found = rows[head + 1 :]
    assert found[0][0] == f"{first.code}　建设胸痛中心"
    assert found[1][:3] == (1, "通知", "青卫发〔2024〕3号")
    assert found[1][5:7] == ("1-2", None)
    assert found[2][5] == "—"
    assert found[4][5:7] == ("1-2", f"同 {first.code}-01")
    assert all(f"data/{row[7]}" in files for row in found if isinstance(row[0], int))
    text = _text(files, "00-材料目录")
    assert "青卫发〔2024〕3号" in text
    assert f"{second.code}" in text
    cover = _text(files, "00-封面").replace("\n", "")
    assert "共 3 件，2 页（另有 1 件不能计页）；含个人信息的 1 件未列入" in cover
    assert "患者名单" not in text + cover


def test_pieces_with_personal_information_go_in_when_chosen_and_it_is_said(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path
) -> None:
    written = _write(ledger, _contents(ledger, *tasks, with_personal=True), fonts, tmp_path / "包")
    files = files_of(tmp_path / "包")
    assert any("患者名单" in name for name in files)
    assert (written.piece_count, written.left_out) == (4, ())
    assert "请勿转发" in _text(files, "00-封面")


def test_what_is_expected_and_not_there_stands_on_a_list_of_its_own(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path
) -> None:
    first, second = tasks
    with ledger.write() as work:
        notice = work.of(Evidence).find(title="通知")[0]
        work.of(ExpectedEvidence).add(ExpectedEvidence(0, first.id, "通知", evidence_id=notice.id))
        work.of(ExpectedEvidence).add(ExpectedEvidence(0, first.id, "现场照片", source="常用材料"))
        empty = a_task(work, "没有材料的任务")
    contents = _contents(ledger, first, second, empty)
    written = _write(ledger, contents, fonts, tmp_path / "包")
    rows = _table(files_of(tmp_path / "包"), "00-缺少材料清单")
    assert rows[-2][1:4] == (f"{first.code}　建设胸痛中心", "现场照片", "常用材料")
    assert rows[-1][1:3] == (f"{empty.code}　没有材料的任务", "没有任何佐证材料")
    assert written.missing_count == 2


def test_the_archive_list_has_each_piece_once_in_the_columns_of_the_rules(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path
) -> None:
    _write(ledger, _contents(ledger, *tasks), fonts, tmp_path / "包")
    rows = _table(files_of(tmp_path / "包"), "00-归档清单")
    head = rows.index(("件号", "档号", "责任者", "文号", "题名", "日期", "页数", "密级", "保管期限", "备注"))
    assert [row[:7] for row in rows[head + 1 :]] == [
        ("0001", None, "县人民医院", "青卫发〔2024〕3号", "通知", "20240612", 2),
        ("0002", None, "县人民医院", None, "会议记录(最终版)", None, None),
    ]
    assert rows[head + 1][9] is None
    assert "版式文件" in str(rows[head + 2][9])


def test_a_damaged_file_is_left_out_and_named(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path
) -> None:
    contents = _contents(ledger, tasks[0])
    path = ledger.store.path_of(contents.pieces[1].version.sha256)
    path.chmod(0o600)
    path.write_bytes(b"other")
    written = _write(ledger, contents, fonts, tmp_path / "包")
    files = files_of(tmp_path / "包")
    assert faults_of(files) == []
    assert written.piece_count == 1
    assert written.damaged == (f"“会议记录(最终版)”（{tasks[0].code}-02）没有放入：文件已被改动。",)
    assert "文件已被改动" in _text(files, "00-封面")


def test_an_indicator_tree_gives_the_folders_and_takes_files_of_its_tasks(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path
) -> None:
    with ledger.write() as work:
        work.describe("test", "考核标准")
        tree = work.of(IndicatorTree).add(IndicatorTree(0, "t", "2024年考核"))
        top = work.of(Indicator).add(Indicator(0, tree.id, None, 1, "1", "组织领导"))
        leaf = work.of(Indicator).add(Indicator(0, tree.id, top.id, 1, "1.1", "领导机构"))
        bare = work.of(Indicator).add(Indicator(0, tree.id, top.id, 2, "1.2", "经费", note="材料要求：拨款文件"))
        minutes = work.of(Evidence).find(title="会议记录(最终版)")[0]
        work.of(IndicatorEvidence).add(IndicatorEvidence(0, leaf.id, minutes.id))
        work.of(IndicatorTask).add(IndicatorTask(0, leaf.id, tasks[0].id))
    with ledger.read() as session:
        contents = read_contents(session, PackRequest("考核", tree_id=tree.id), TODAY)
    _write(ledger, contents, fonts, tmp_path / "包")
    files = files_of(tmp_path / "包")
    assert faults_of(files) == []
    names = sorted(name for name in files if name.startswith("data/1_"))
    assert names == [
        "data/1_组织领导/1.1_领导机构/1.1-01-会议记录(最终版).txt",
        "data/1_组织领导/1.1_领导机构/1.1-02-通知-县人民医院-20240612.pdf",
    ]
    assert [(one.owner, one.name, one.source) for one in contents.missing] == [
        (f"{bare.no}　经费", "没有任何材料", "材料要求：拨款文件")
    ]


def test_the_same_pack_made_twice_gets_a_number_and_long_names_stay_short(
    ledger: SqliteLedger, fonts: FontBook, tmp_path: Path
) -> None:
    long = "关于进一步做好基层医疗卫生机构服务能力提升工作的" * 7
    with ledger.write() as work:
        task = a_task(work, long[:150])
        file = a_file(ledger, tmp_path / "来源", f"{long[:60]}.pdf", pdf(_PAGE))
        piece = evidence.attach(work, [file], [task.id]).evidence[0]
        evidence.describe(work, replace(piece, title=long[:190], author="某某某某镇中心卫生院"))
    contents = _contents(ledger, task)
    for expected in ("县医院", "县医院(2)"):
        target = free_target(tmp_path, "县医院", as_zip=False)
        assert target.name == expected
        _write(ledger, contents, fonts, target)
        assert max(len(f"{target}/{name}") for name in files_of(target)) <= LONGEST_PATH


@pytest.mark.parametrize("name", ["包", "包.zip"])
def test_a_stopped_pack_leaves_nothing(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path, name: str
) -> None:
    class Stop:
        def __init__(self, at: int) -> None:
            self.left = at

        def step(self, done: int, total: int, label: str = "") -> None:
            assert 0 <= done <= total
            assert label
            self.left -= 1
            if not self.left:
                raise Cancelled

    contents, place = _contents(ledger, *tasks), tmp_path / "出"
    place.mkdir()
    for at in range(1, 6):
        with pytest.raises(Cancelled):
            write_pack(ledger.store, contents, fonts, place / name, TODAY, AT, Stop(at))
        assert list(place.iterdir()) == []


@pytest.mark.parametrize("name", ["包", "包.zip"])
def test_a_place_that_cannot_be_written_is_told_in_a_sentence(
    ledger: SqliteLedger, tasks: tuple[Task, Task], fonts: FontBook, tmp_path: Path, name: str
) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(EnvironmentFault) as refused:
        _write(ledger, _contents(ledger, *tasks), fonts, tmp_path / "文件" / name)
    assert refused.value.code == "EVI-033"
    assert "没有留下半成品" in describe(refused.value)


def test_nothing_to_pack_is_refused(ledger: SqliteLedger) -> None:
    with ledger.read() as session, pytest.raises(RejectedError) as refused:
        read_contents(session, PackRequest("空"), TODAY)
    assert refused.value.code == "SVC-005"
