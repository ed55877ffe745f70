"""PDF documents: paragraphs over lines and pages, columns, ruled tables over pages, scans."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document, Paragraph
from ledger_app.intake.readers import ReadLimits
from ledger_app.messages import describe
from tests.intake.pdf_builder import LEFT, PER_LINE, PITCH, SIZE, TOP, Sheet, broken_lines, pdf, prose
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

PLAN = [
    "一、总体要求",
    "坚持以人民健康为中心，围绕全年目标任务，统筹推进各项工作，做到责任到人、时限到天、措施到位，确保圆满完成年度任务。",
    "二、重点任务",
    "（一）加强基层能力建设。各乡镇卫生院要对照标准逐项补齐短板，年内新增达标机构五家，村级服务覆盖率保持稳定，群众满意度不断提高。",
    "（二）推进信息互通共享。县级医院与乡镇卫生院检查结果互认项目达到三十项以上，年底前完成平台改造并组织一次应急演练，形成总结。",
]


def read(*pages: Callable[[Sheet], object], size: tuple[float, float] = A4) -> Document:
    document = read_bytes(pdf(*pages, size=size), "要点.pdf")
    assert_offsets_hold(document)
    return document


def test_lines_are_joined_into_paragraphs() -> None:
    document = read(prose(broken_lines(PLAN)))
    assert lines(document) == PLAN
    assert {block.page for block in document.blocks} == {1}


def test_paragraph_that_fills_its_last_line_still_ends_there() -> None:
    full = "围" * (2 * PER_LINE - 3) + "。"
    assert lines(read(prose(broken_lines([full, *PLAN])))) == [full, *PLAN]


def test_paragraph_goes_on_over_pages_and_heads_are_left_out() -> None:
    body = broken_lines(PLAN * 8)

    def page(number: int, part: Sequence[tuple[str, int]]) -> Callable[[Sheet], None]:
        def draw(sheet: Sheet) -> None:
            prose(part)(sheet)
            sheet.text("某县卫生健康局文件", LEFT, 50, 9)
            sheet.centred(f"— {number} —", 790, 14)

        return draw

    step = 22
    pages = [page(start // step + 1, body[start : start + step]) for start in range(0, len(body), step)]
    assert len(pages) > 3
    document = read(*pages)
    assert lines(document) == PLAN * 8
    assert codes(document) == ["INT-162"]
    assert [block.page for block in document.blocks] == sorted(block.page or 0 for block in document.blocks)


def test_order_is_the_pages_not_the_files() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text("后两字”。", LEFT + 4 * SIZE, TOP)
        sheet.text("“前两字", LEFT, TOP)

    assert lines(read(draw)) == ["“前两字后两字”。"]


def test_title_of_two_lines_is_one_centred_paragraph() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred("关于印发某县卫生健康工作要点", 100, 22)
        sheet.centred("任务分解表的通知", 132, 22)
        prose([(words, indent) for words, indent in broken_lines(PLAN)])(_Shifted(sheet, 100))

    document = read(draw)
    title = document.blocks[0]
    assert isinstance(title, Paragraph)
    assert (title.text, title.is_centred) == ("关于印发某县卫生健康工作要点\u2028任务分解表的通知", True)
    assert title.size_pt == pytest.approx(22, abs=0.5)
    assert lines(document)[1:] == PLAN


class _Shifted(Sheet):
    """A sheet whose origin is moved down."""

    def __init__(self, sheet: Sheet, down: float) -> None:
        super().__init__(sheet.canvas, (sheet.width, sheet.height - down))


def test_spacing_between_chinese_and_numbers_is_no_blank_but_words_are_apart() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text("到", LEFT, TOP)
        sheet.text("2025", LEFT + SIZE + 4, TOP)
        sheet.text("年", LEFT + SIZE + 4 + 2 * SIZE + 8, TOP)
        sheet.text("GB", LEFT, TOP + PITCH)
        sheet.text("9704", LEFT + 1.8 * SIZE, TOP + PITCH)

    assert lines(read(draw)) == ["到2025年", "GB 9704"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = broken_lines([PLAN[1], PLAN[3], PLAN[4]], 13)
    right = broken_lines([PLAN[4], PLAN[1], PLAN[3]], 13)

    def draw(sheet: Sheet) -> None:
        prose(left)(sheet)
        prose(right, left=LEFT + 15 * SIZE)(sheet)

    document = read(draw)
    assert lines(document) == [PLAN[1], PLAN[3], PLAN[4], PLAN[4], PLAN[1], PLAN[3]]


XS = (80, 130, 330, 430, 520)


def put(sheet: Sheet, x: float, base: float, *words: str) -> None:
    for number, part in enumerate(words):
        sheet.text(part, x + 6, base + 14 + number * 14, 11)


def test_ruled_table_with_merged_cells() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text("任务表", LEFT, 80)
        for x in (80, 520):
            sheet.rule((x, 100), (x, 220))
        sheet.rule((130, 130), (130, 220))
        sheet.rule((330, 130), (330, 220))
        sheet.rule((430, 100), (430, 220))
        for y, start in ((100, 80), (130, 80), (175, 130), (220, 80)):
            sheet.rule((start, y), (520, y))
        put(sheet, 80, 102, "工作内容")
        put(sheet, 430, 102, "时限")
        put(sheet, 80, 140, "医改")
        put(sheet, 130, 132, "推进检查结果互认项目，扩大互认范围", "，年内达到三十项以上。")
        put(sheet, 330, 132, "医政股")
        put(sheet, 430, 132, "6月底前")
        put(sheet, 130, 178, "第一行写完", "另起的一行")
        put(sheet, 330, 178, "疾控股")
        put(sheet, 430, 178, "12月")

    document = read(draw)
    (table,) = tables(document)
    assert grid(table) == [
        ["工作内容", "工作内容", "工作内容", "时限"],
        ["医改", "推进检查结果互认项目，扩大互认范围，年内达到三十项以上。", "医政股", "6月底前"],
        ["医改", "第一行写完\n另起的一行", "疾控股", "12月"],
    ]
    assert table.rows[2][0].origin == (1, 0)
    assert lines(document) == ["任务表"]
    assert table.page == 1


def table_page(ys: Sequence[float], *cells: tuple[int, int, tuple[str, ...]]) -> Callable[[Sheet], None]:
    def draw(sheet: Sheet) -> None:
        sheet.grid(XS, ys)
        for row, column, words in cells:
            put(sheet, XS[column], ys[row], *words)

    return draw


HEAD = tuple((0, column, (words,)) for column, words in enumerate(("序号", "任务", "单位", "时限")))


def test_table_goes_on_over_pages_without_its_repeated_head() -> None:
    first = table_page((100, 130, 160), *HEAD, (1, 0, ("1",)), (1, 1, ("建站",)), (1, 2, ("甲院",)), (1, 3, ("6月",)))
    second = table_page((100, 130, 160), *HEAD, (1, 0, ("2",)), (1, 1, ("培训",)), (1, 2, ("乙院",)), (1, 3, ("7月",)))
    (table,) = tables(read(first, second))
    assert grid(table) == [["序号", "任务", "单位", "时限"], ["1", "建站", "甲院", "6月"], ["2", "培训", "乙院", "7月"]]


def test_row_cut_by_the_pages_end_is_joined() -> None:
    long = ("推进检查结果互认项目，扩大互认的范", "围，完善考核的办法，健全长效的机制")
    first = table_page((100, 130, 170), *HEAD, (1, 0, ("1",)), (1, 1, long), (1, 2, ("甲院",)), (1, 3, ("6月",)))
    second = table_page(
        (100, 130, 160),
        (0, 1, ("，年底前完成。",)),
        (1, 0, ("2",)),
        (1, 1, ("培训",)),
        (1, 2, ("乙院",)),
        (1, 3, ("7月",)),
    )
    (table,) = tables(read(first, second))
    assert grid(table)[1:] == [["1", "".join(long) + "，年底前完成。", "甲院", "6月"], ["2", "培训", "乙院", "7月"]]


def test_tables_of_different_columns_stay_apart() -> None:
    first = table_page((100, 130, 160), *HEAD, (1, 0, ("1",)))

    def second(sheet: Sheet) -> None:
        sheet.grid((80, 300, 520), (100, 130))
        put(sheet, 80, 100, "联系人")
        put(sheet, 300, 100, "电话")

    assert [len(table.rows[0]) for table in tables(read(first, second))] == [4, 2]


def test_frame_around_text_is_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid((70, 540), (TOP - 30, TOP + 40))
        sheet.text("框内文字", LEFT, TOP)

    document = read(draw)
    assert lines(document) == ["框内文字"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_page_is_read_as_shown(rotation: int) -> None:
    width, height = landscape(A4) if rotation in (90, 270) else A4

    def draw(sheet: Sheet) -> None:
        canvas = sheet.canvas
        # What a viewer shows upright stands turned the other way in the file.
        canvas.translate(*{90: (A4[0], 0), 180: (A4[0], A4[1]), 270: (0, A4[1])}[rotation])
        canvas.rotate({90: 90, 180: 180, 270: 270}[rotation])
        prose([("第一行文字", 0), ("第二行文字。", 0)])(Sheet(canvas, (width, height)))

    assert lines(read_bytes(pdf(draw, rotation=rotation))) == ["第一行文字", "第二行文字。"]


def scan(sheet: Sheet) -> None:
    picture = Image.new("L", (60, 80), 255)
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, *A4)


@pytest.mark.usefixtures("without_ocr")
def test_scan_is_refused_with_its_own_sentence() -> None:
    with pytest.raises(UnreadableFileError, match="INT-111") as caught:
        read_bytes(pdf(scan, scan))
    assert "run.py ocr" in describe(caught.value)


@pytest.mark.usefixtures("without_ocr")
def test_picture_page_among_text_is_said() -> None:
    document = read(prose(broken_lines(PLAN)), scan)
    assert lines(document) == PLAN
    assert codes(document) == ["INT-160"]
    assert "第 2 页" in document.findings[0].message


def test_empty_pages_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-112"):
        read_bytes(pdf(lambda sheet: sheet.rule((0, 0), (9, 9))))


def test_protected_file_is_refused() -> None:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("geheim", canPrint=0))
    canvas.drawString(50, 50, "x")
    canvas.save()
    with pytest.raises(UnreadableFileError, match="INT-109"):
        read_bytes(out.getvalue())


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(pdf(*[prose([("页", 0)])] * 4), limits=ReadLimits(pages=3))


def test_slow_reading_is_stopped() -> None:
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(pdf(prose([("页", 0)])), limits=ReadLimits(seconds=0))


GOOD = pdf(prose(broken_lines(PLAN)), table_page((100, 130, 160), *HEAD))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    broken = bytearray(GOOD if seed % 3 else GOOD[: chance.randrange(1, len(GOOD))])
    for _ in range(chance.choice([1, 8, 60])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    with suppress(UnreadableFileError):
        assert_offsets_hold(read_bytes(bytes(broken)))
