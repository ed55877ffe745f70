"""The preview process from outside: what files show, and that a hostile one harms nobody else."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger_app.errors import Cancelled, UnreadableFileError
from ledger_app.evidence.kinds import kind_of
from ledger_app.messages import describe
from ledger_app.preview import session as session_module
from ledger_app.preview.model import Book, Content, Flow, Frames, Nothing, PageSet
from ledger_app.preview.session import PreviewPool, PreviewSession, command
from ledger_app.preview.wire import receive
from ledger_app.sandbox.parent import ChildProcess
from tests.intake.biff_builder import number, xls
from tests.preview.test_ods_book import cell, ods, row, sheet, style
from tests.preview.test_xls_book import font, xf

Opened = Callable[[str, bytes], tuple[PreviewSession, Content]]


def _tick() -> None:
    """Wait on."""


@pytest.fixture
def pool() -> Iterator[PreviewPool]:
    pool = PreviewPool()
    yield pool
    pool.close()


@pytest.fixture
def opened(pool: PreviewPool, tmp_path: Path) -> Opened:
    """Write a file and open it in a process of its own."""

    def go(name: str, content: bytes) -> tuple[PreviewSession, Content]:
        path = tmp_path / "stored"
        path.write_bytes(content)
        with path.open("rb") as stream:
            media = kind_of(stream).format
        session = PreviewSession(pool, path, name, media)
        return session, session.open(_tick, 1600)

    return go


def a_pdf(*lines: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    for line in lines:
        canvas.drawString(50, 300, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def a_picture(size: tuple[int, int], form: str = "PNG", **more: object) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


def a_picture_bomb(side: int) -> bytes:
    """Return a small PNG that claims to be so many pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_zip_bomb(part: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x>wordprocessingml</x>")
        archive.writestr(part, bytes(40 << 20))
    return out.getvalue()


def an_entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "啊">{levels}]>'
    text = f'{head}<w:document xmlns:w="u"><w:body>&a11;</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def a_looping_pdf() -> bytes:
    """Return a PDF whose tree of pages holds itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def test_a_pdf_gives_sizes_pages_letters_and_found_words(opened: Opened) -> None:
    session, content = opened("函.pdf", a_pdf("first plan", "second Plan plan"))
    assert isinstance(content, PageSet)
    assert list(zip(content.widths, content.heights, strict=True)) == [(300.0, 400.0)] * 2
    bitmap = session.page(1, 800, _tick)
    assert (bitmap.width, bitmap.height, len(bitmap.pixels)) == (600, 800, 600 * 800 * 4)
    assert min(bitmap.pixels) == 0
    text = session.text(0, _tick)
    assert text.text == "first plan"
    left, top, right, bottom = struct.unpack_from("4f", text.edges)
    assert 49 < left < right < 60
    assert 80 < top < 100 < bottom < 110
    assert session.find("PLAN", _tick).places == ((0, 6, 4), (1, 7, 4), (1, 12, 4))


def test_a_photo_is_turned_as_it_was_held_and_made_smaller(opened: Opened) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    session, content = opened("照片.jpg", a_picture((4000, 300), "JPEG", exif=exif))
    assert isinstance(content, Frames)
    first = content.first
    assert (first.full_width, first.full_height) == (300, 4000)
    assert (first.width, first.height) == (120, 1600)
    larger = session.picture(0, 3000, _tick)
    assert larger.height == 3000


def test_a_scan_of_several_pages_gives_each(opened: Opened) -> None:
    from PIL import Image

    out = io.BytesIO()
    pages = [Image.new("RGB", (60, 40 + 10 * number), (0, 0, 50 * number)) for number in range(3)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    session, content = opened("扫描.tif", out.getvalue())
    assert isinstance(content, Frames)
    assert content.count == 3
    last = session.picture(2, 1600, _tick)
    assert (last.height, last.pixels[:4]) == (60, bytes((0, 0, 100, 255)))


def test_text_tables_and_lists_of_archives(opened: Opened) -> None:
    _, text = opened("记录.txt", "第一行\n\n  第三行".encode("gb18030"))
    assert isinstance(text, Flow)
    assert [block.runs[0].text for block in text.blocks if hasattr(block, "runs")] == ["第一行", "", "  第三行"]
    session, table = opened("数据.csv", "单位,人数\n县医院,12\n".encode())
    assert isinstance(table, Book)
    assert [cell.text for cell in session.rows(0, 0, 9, _tick).rows[1].cells] == ["县医院", "12"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("会议/签到表.xlsx", b"12345")
    session, packed = opened("材料.zip", out.getvalue())
    assert isinstance(packed, Book)
    assert [cell.text for cell in session.rows(0, 0, 9, _tick).rows[1].cells][:2] == ["会议/签到表.xlsx", "5 B"]


def test_old_and_open_workbooks_keep_their_looks(opened: Opened) -> None:
    session, old = opened("旧台账.xls", xls(number(0, 0, 12.5), formats=(), extra=font("黑体", weight=700) + xf()))
    assert isinstance(old, Book)
    assert (old.styles[0].face, old.styles[0].is_bold) == ("黑体", True)
    assert (old.note, [cell.text for cell in session.rows(0, 0, 9, _tick).rows[0].cells]) == ("", ["12.5"])
    look = '<style:text-properties fo:font-weight="bold"/>'
    content = ods(sheet(row(cell("甲", 'table:style-name="ce1"'))), style("ce1", look))
    session, modern = opened("台账.ods", content)
    assert isinstance(modern, Book)
    shown = session.rows(0, 0, 9, _tick).rows[0].cells[0]
    assert (shown.text, modern.styles[shown.style].is_bold) == ("甲", True)


def test_a_page_of_the_web_runs_nothing_and_fetches_nothing(opened: Opened) -> None:
    _, page = opened(
        "通报.html",
        '<html><body><script>document.write("坏")</script><img src="http://example.invalid/a.png"><h1>通报</h1>'
        "<p>正文内容</p></body></html>".encode(),
    )
    assert isinstance(page, Flow)
    shown = "".join(run.text for block in page.blocks if hasattr(block, "runs") for run in block.runs)
    assert "正文内容" in shown
    assert "坏" not in shown
    assert not page.pictures


def test_what_cannot_be_shown_says_so(opened: Opened) -> None:
    _, content = opened("录音.mp3", b"ID3" + bytes(500))
    assert isinstance(content, Nothing)
    assert "打开副本" in content.note


def _look_into(opened: Opened, name: str, content: bytes) -> None:
    """Open a file; a tree of pages may open, then its first page must be refused."""
    session, _ = opened(name, content)
    session.page(0, 400, _tick)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("炸弹.png", lambda: a_picture_bomb(60_000)),
        ("半张.jpg", lambda: a_picture((500, 500), "JPEG")[:900]),
        ("半份.pdf", lambda: a_pdf("x")[:300]),
        ("转圈.pdf", a_looping_pdf),
        ("实体.docx", an_entity_bomb),
        ("空.docx", lambda: b""),
        ("半份.docx", lambda: a_zip_bomb("word/document.xml")[:4000]),
        ("膨胀.docx", lambda: a_zip_bomb("word/document.xml")),
        ("膨胀.xlsx", lambda: a_zip_bomb("xl/workbook.xml")),
        ("乱码.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40),
    ],
)
def test_a_hostile_file_is_one_sentence_and_the_next_one_is_shown(
    opened: Opened, name: str, make: Callable[[], bytes]
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        _look_into(opened, name, make())
    said = describe(caught.value)
    assert said.endswith("。")
    assert name in said or caught.value.code == "EVI-085", "a page of a file on sight needs no name"
    assert "导入" not in said, "a file that is only looked at is not imported"
    assert "?" not in said
    _, after = opened("好的.txt", "还在".encode())
    assert isinstance(after, Flow)


def stand_in(mischief: str) -> Callable[[], ChildProcess]:
    """Return a start of a process that takes the first question and then does mischief."""
    program = f"import sys, time, os, struct\nsys.stdin.buffer.readline()\n{mischief}"
    return lambda: ChildProcess([sys.executable, "-c", program], receive)


@pytest.mark.parametrize(
    "mischief",
    [
        "os.abort()",
        "os._exit(3)",
        "sys.stdout.buffer.write(b'nonsense of some length'); sys.stdout.flush(); time.sleep(60)",
        "sys.stdout.buffer.write(struct.pack('<II', 2, 0) + b'{}'); sys.stdout.flush(); time.sleep(60)",
        "sys.stdout.buffer.write(struct.pack('<II', 8, 0) + b'[\"Flow\"]'); sys.stdout.flush(); time.sleep(60)",
    ],
)
def test_a_process_that_dies_or_talks_nonsense_is_one_sentence(tmp_path: Path, mischief: str) -> None:
    pool = PreviewPool(stand_in(mischief))
    session = PreviewSession(pool, tmp_path / "x", "坏.pdf", "pdf")
    with pytest.raises(UnreadableFileError, match="EVI-080") as caught:
        session.open(_tick, 100)
    assert "坏.pdf" in describe(caught.value)
    pool.close()


def test_a_process_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "OPEN_SECONDS", 0.2)
    monkeypatch.setattr(session_module, "START_SECONDS", 0.2)
    pool = PreviewPool(stand_in("time.sleep(60)"))
    session = PreviewSession(pool, tmp_path / "x", "慢.pdf", "pdf")
    with pytest.raises(UnreadableFileError, match="EVI-086"):
        session.open(_tick, 100)
    pool.close()


def test_cancelling_ends_the_process(tmp_path: Path) -> None:
    started: list[ChildProcess] = []

    def start() -> ChildProcess:
        started.append(stand_in("time.sleep(60)")())
        return started[-1]

    def cancel() -> None:
        raise Cancelled

    pool = PreviewPool(start)
    with pytest.raises(Cancelled):
        PreviewSession(pool, tmp_path / "x", "慢.pdf", "pdf").open(cancel, 100)
    assert [process.is_running for process in started] == [False]
    pool.close()
    with pytest.raises(Cancelled):
        pool.take()


def test_each_file_has_a_process_of_its_own_and_one_waits_ahead(tmp_path: Path) -> None:
    started: list[ChildProcess] = []

    def start() -> ChildProcess:
        started.append(ChildProcess(command(), receive))
        return started[-1]

    pool = PreviewPool(start)
    path = tmp_path / "stored"
    path.write_text("文字", encoding="utf-8")
    for turn in range(2):
        PreviewSession(pool, path, f"{turn}.txt", "text").open(_tick, 100)
    assert len({process.pid for process in started}) == 3
    pool.close()
    assert not any(process.is_running for process in started)


@pytest.mark.skipif(sys.platform == "win32", reason="the system refuses otherwise there")
def test_the_process_writes_nothing_and_has_no_network(tmp_path: Path) -> None:
    target = tmp_path / "written"
    program = (
        "import sys, os, json, socket\n"
        "from ledger_app.sandbox.child import open_pipes, bound, forbid_writing\n"
        "given, out = open_pipes()\nbound(1 << 29, 60, niceness=0)\nforbid_writing()\n"
        "given.readline()\nsaid = []\n"
        f"for act in (lambda: open({str(target)!r}, 'w'), lambda: os.mkdir({str(target)!r}),\n"
        "            lambda: socket.socket().connect(('127.0.0.1', 9)),\n"
        "            lambda: os.system('true'), lambda: bytearray(1 << 30)):\n"
        "    try:\n        act()\n        said.append('done')\n"
        "    except (PermissionError, MemoryError) as error:\n        said.append(type(error).__name__)\n"
        "out.write(json.dumps(said).encode() + b'\\n')\ngiven.read()\n"
    )
    with ChildProcess([sys.executable, "-c", program], lambda pipe: pipe.readline()) as process:
        process.send(b"go\n")
        answer = process.receive(_tick, 20)
    assert answer == b'["PermissionError", "PermissionError", "PermissionError", "PermissionError", "MemoryError"]\n'
    assert not target.exists()


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command()[1:] == ["-P", "-m", "ledger_app.preview.worker"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "--preview-worker"]
