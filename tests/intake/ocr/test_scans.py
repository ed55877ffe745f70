"""Whole pages through the real recognition; left out where the extra is not installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document
from ledger_app.intake.ocr import process
from ledger_app.intake.ocr.installed import extra_folder, is_installed
from ledger_app.intake.ocr.wire import Finished, Message, Ready, Request, decode, encode_request
from tests.intake.ocr.scan_builder import RED, Sheet, picture, scan
from tests.intake.pdf_builder import broken_lines, pdf, prose
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

pytestmark = [
    pytest.mark.skipif(not is_installed(), reason="the recognition of scans is not installed"),
    pytest.mark.slow,
]

PLAN = [
    "一、加强基层医疗。到2025年6月底前，全县12个乡镇卫生院全部达到服务能力基本标准。",
    "（一）开展岗位培训，参训率不低于98%。（责任单位：县卫生健康局）",
]
TABLE = [("序号", "工作任务", "完成时限"), ("1", "建成共享平台", "6月底"), ("2", "改造发热门诊", "年底前")]

# The process as it is, except that any thought of a network ends it.
GUARDED = """
import runpy, sys
def forbid(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        sys.exit(97)
sys.addaudithook(forbid)
sys.argv = ["worker"]
runpy.run_module("ledger_app.intake.ocr.worker", run_name="__main__", alter_sys=True)
"""


def ruled_page() -> Sheet:
    xs, ys = (70, 130, 330, 480), (130, 160, 190, 220)
    sheet = Sheet().grid(xs, ys)
    for row, texts in enumerate(TABLE):
        for column, words in enumerate(texts):
            sheet.text(words, xs[column] + 6, ys[row] + 21, 14)
    return sheet


@pytest.fixture(scope="module")
def document() -> Document:
    """Return a scan of five pages, each hard in its own way, read once with the network forbidden."""
    head = Sheet().centred("青禾县卫生健康局文件", 120, 36, fill=RED).prose(PLAN, top=240)
    sideways = Sheet().prose(PLAN)
    sideways.shown = sideways.shown.rotate(90, expand=True)
    columns = Sheet().prose(PLAN, left=46, per_line=14).prose(PLAN, left=310, per_line=14)
    pages = [
        head.stamped(420, 300).askew(1.3).noisy(),
        columns.askew(-2),
        ruled_page().askew(0.6).noisy(),
        sideways,
        Sheet(),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "command", lambda: [sys.executable, "-P", "-c", GUARDED])
        read = read_bytes(scan(*pages), "扫描.pdf")
    assert_offsets_hold(read)
    return read


def of_page(document: Document, page: int) -> list[str]:
    return lines(replace(document, blocks=tuple(block for block in document.blocks if block.page == page)))


def test_a_stamped_page_askew_under_a_red_head_is_read(document: Document) -> None:
    assert of_page(document, 1) == ["青禾县卫生健康局文件", *PLAN]
    assert "INT-173" in codes(document)


def test_two_columns_askew_are_read_one_after_the_other(document: Document) -> None:
    assert of_page(document, 2) == PLAN * 2


def test_a_ruled_table_keeps_its_cells(document: Document) -> None:
    assert [tuple(row) for row in grid(tables(document)[0])] == TABLE
    assert "INT-174" in codes(document)


def test_a_page_on_its_side_is_turned(document: Document) -> None:
    assert of_page(document, 4) == PLAN


def test_the_application_itself_loads_nothing_of_it(document: Document) -> None:
    assert document.blocks
    assert not {"rapidocr", "onnxruntime", "cv2"} & set(sys.modules)


def test_only_pages_without_text_are_recognised() -> None:
    source = scan(Sheet().prose(PLAN))
    typed = pdf(prose(broken_lines(["二、以上任务请各单位抓好落实。"])))
    read = read_bytes(joined([typed, source]), "混合.pdf")
    assert lines(read) == ["二、以上任务请各单位抓好落实。", *PLAN]
    said = [finding.message for finding in read.findings if finding.code == "INT-170"]
    assert len(said) == 1
    assert said[0].startswith("第 2 页")


def joined(files: Sequence[bytes]) -> bytes:
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for data in files:
        part = pypdfium2.PdfDocument(data)
        whole.import_pages(part)
        part.close()
    out = BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def test_a_fax_of_two_pages_upside_down_is_read() -> None:
    pages = [Sheet().prose([text]).shown.rotate(180).convert("1") for text in PLAN]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    read = read_bytes(out.getvalue(), "传真.tif")
    assert lines(read) == PLAN
    assert [block.page for block in read.blocks] == [1, 2]
    assert read.format == "picture"


def test_hostile_pictures_are_refused_with_one_sentence() -> None:
    good = picture(Sheet().prose(PLAN), "JPEG", quality=50)
    tiny, vast = BytesIO(), BytesIO()
    Image.new("L", (9, 9)).save(tiny, "PNG")
    Image.new("1", (30_000, 30_000)).save(vast, "PNG")
    cases = {"截断": good[: len(good) // 2], "太小": tiny.getvalue(), "太大": vast.getvalue()}
    found = {}
    for name, data in cases.items():
        with pytest.raises(UnreadableFileError) as caught:
            read_bytes(data, name)
        found[name] = caught.value.code
    assert found == {"截断": "INT-108", "太小": "INT-133", "太大": "INT-133"}


def test_the_process_ends_with_the_application() -> None:
    worker = subprocess.Popen(process.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert worker.stdin is not None
    assert worker.stdout is not None
    data = picture(Sheet().prose(PLAN))
    worker.stdin.write(encode_request(Request("picture", len(data), (), 0, 9, 10**8, 8 << 30)) + data)
    worker.stdin.flush()
    heard: list[Message] = [decode(worker.stdout.readline())]
    worker.stdin.close()
    heard += [decode(line) for line in worker.stdout]
    worker.stdout.close()
    assert worker.wait(20) == 0
    assert heard[0] == Ready()
    assert Finished() not in heard


def test_the_extra_stands_apart_from_the_applications_packages(root_dir: Path) -> None:
    assert not extra_folder().is_dir() or "site-packages" not in extra_folder().parts
