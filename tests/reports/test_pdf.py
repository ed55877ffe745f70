from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger_app.errors import Cancelled, EnvironmentFault
from ledger_app.messages import describe
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import FaceStyle, Heading, Paragraph, Words
from ledger_app.reports.pdf import render_pdf
from tests.reports.made_faces import save_face
from tests.reports.pdf_reader import Printed
from tests.reports.samples import LONG, PROPERTIES, a_notice, a_table

PRINT = """
import hashlib, io, locale, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.pdf import render_pdf
from tests.reports.samples import a_notice
stream = io.BytesIO()
render_pdf(a_notice(), FontBook(Path(sys.argv[1]) / "resources" / "fonts"), stream)
print(hashlib.sha256(stream.getvalue()).hexdigest())
"""


class Stopper:
    def step(self, done: int, total: int, label: str = "") -> None:
        raise Cancelled


class Counter:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, label: str = "") -> None:
        self.steps.append((done, total, label))


def printed_elsewhere(root: Path, zone: str, language: str, seed: str) -> str:
    told = {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(root)],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    return done.stdout.strip()


def test_the_same_report_is_the_same_bytes_in_any_zone_and_language(root_dir: Path, book: FontBook) -> None:
    here = hashlib.sha256(Printed(a_notice(), book).content).hexdigest()
    assert printed_elsewhere(root_dir, "Asia/Shanghai", "C.UTF-8", "1") == here
    assert printed_elsewhere(root_dir, "America/New_York", "C", "2") == here


def test_a_book_used_before_prints_the_same(book: FontBook, shipped_fonts: Path) -> None:
    first = Printed(a_notice(), FontBook(shipped_fonts)).content
    Printed(a_notice(title="另一份报表㎡①"), book)
    assert Printed(a_notice(), book).content == first


def test_the_text_copies_out_as_it_was_written(book: FontBook) -> None:
    rare = "经办人：燚镕㛃䶮𬭎，单位㎡①⑳%％——……"
    body = (Heading(1, "一、总体情况"), Paragraph((Words(LONG),)), Paragraph((Words(rare),)))
    text = Printed(a_notice(body=body), book).all_text().replace("\n", "")
    assert LONG in text
    assert rare in text
    assert "关于2024年6月全县卫生健康重点工作任务进展情况的通报" in text
    assert "推进紧密型县域医共体建设" in text


def test_a_loosely_spaced_line_copies_out_without_blanks(book: FontBook) -> None:
    # A Latin word that does not fit leaves the line before it wide open.
    text = "全县卫生健康系统第12项任务由县疾病预防控制中心负责Abcdefghijkl完成"
    printed = Printed(a_notice(body=(Paragraph((Words(text),)),), annexes=()), book)
    assert text in printed.all_text().replace("\n", "")


def test_properties_bookmarks_and_the_only_time_come_from_the_model(book: FontBook) -> None:
    printed = Printed(a_notice(), book)
    facts = printed.document.get_metadata_dict()
    assert facts["Author"] == PROPERTIES.author
    assert facts["Subject"] == PROPERTIES.subject
    assert PROPERTIES.snapshot in facts["Keywords"]
    assert facts["CreationDate"].startswith("D:20240705080000")
    assert facts["ModDate"].startswith("D:20240705080000")
    marks = [(mark.level, mark.get_title()) for mark in printed.document.get_toc()]
    assert (0, "关于2024年6月全县卫生健康重点工作任务进展情况的通报") in marks
    assert (1, "一、总体情况") in marks
    assert (2, "（一）进度。") in marks
    assert (0, "逾期任务清单") in marks


def test_every_page_names_the_snapshot_and_the_cut_off(book: FontBook) -> None:
    printed = Printed(a_notice(imprint=None), book)
    for page in range(len(printed)):
        assert "2024-06-月报-01 截至2024-06-30" in printed.text(page)


def test_every_figure_is_found_where_it_was_printed(book: FontBook) -> None:
    printed = Printed(a_notice(), book)
    figure = next(one for one in printed.report.figures if one.area.task_ids == (1, 2, 3))
    area = figure.area
    sheet = printed.document[figure.page]
    height = sheet.get_height()
    below, above = height - area.y - area.height, height - area.y
    inside = sheet.get_textpage().get_text_bounded(area.x + 0.5, below, area.x + area.width - 0.5, above)
    assert inside.strip() == "145"
    assert {one.area.task_ids for one in printed.report.figures if len(one.area.task_ids) == 1} >= {(1,), (3,), (30,)}


def test_all_faces_are_embedded_subsets_and_named(book: FontBook) -> None:
    printed = Printed(a_notice(), book)
    styles = {use.style: use for use in printed.report.faces_used if not use.characters}
    assert set(styles) == {"仿宋", "小标宋", "黑体", "楷体", "宋体"}
    kai = (book.chain(FaceStyle.KAI)[0]).file.path
    assert styles["楷体"].digest == hashlib.sha256(kai.read_bytes()).hexdigest()
    assert len(printed.content) < 400_000
    assert printed.content.count(b"/FontFile2") == 4


def test_substitutions_and_lost_characters_are_said(shipped_fonts: Path, tmp_path: Path) -> None:
    save_face(tmp_path / "kai.ttf", "KaiTi", "（一）进度。")
    book = FontBook(shipped_fonts, [tmp_path])
    body = (Heading(2, "（一）进展。"), Paragraph((Words("空框\U00020000"),)))
    notes = "".join(Printed(a_notice(body=body, annexes=(), imprint=None), book).report.substitutions)
    assert "楷体：所用字体缺少“展”，这些字改用LedgerKai-Regular。" in notes
    assert "仿宋（LedgerSong-Regular）" in notes
    assert "\U00020000" in notes


def test_a_file_appears_only_when_whole(book: FontBook, tmp_path: Path) -> None:
    target = tmp_path / "通报.pdf"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        render_pdf(a_notice(), book, target, Stopper())
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["通报.pdf"]
    report = render_pdf(a_notice(), book, target)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == report.sha256
    assert target.stat().st_size == report.size_bytes
    assert [path.name for path in tmp_path.iterdir()] == ["通报.pdf"]


def test_a_place_that_cannot_be_written_is_said_in_chinese(book: FontBook, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        render_pdf(a_notice(), book, tmp_path / "nowhere" / "a.pdf")
    assert caught.value.code == "REP-002"
    assert "无法写入" in describe(caught.value)


def test_a_target_that_is_a_folder_is_refused_and_nothing_is_left(book: FontBook, tmp_path: Path) -> None:
    (tmp_path / "a.pdf" / "inside").mkdir(parents=True)
    with pytest.raises(EnvironmentFault):
        render_pdf(a_notice(), book, tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_progress_counts_the_rows_of_all_tables(book: FontBook) -> None:
    counter = Counter()
    model = a_notice(body=(a_table(250),), annexes=a_notice().annexes)
    render_pdf(model, book, io.BytesIO(), counter)
    assert counter.steps[-1][:2] == (283, 283)
    assert [done for done, _, _ in counter.steps] == sorted(done for done, _, _ in counter.steps)
    assert len(counter.steps) >= 4
