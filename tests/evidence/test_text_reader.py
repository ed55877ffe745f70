"""Reading evidence in a process of its own: words, places, faults, and files that bring the process down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_app.domain.evidence_text import MOST_CHARACTERS, FileText
from ledger_app.errors import Cancelled, EnvironmentFault
from ledger_app.evidence.kinds import kind_of
from ledger_app.evidence.text_reader import TextReader
from ledger_app.evidence.text_wire import Begun, Reading, Wanted, WireError, decode_answer, encode_answer
from ledger_app.evidence.text_worker import read_file
from tests.intake.docx_builder import docx, paragraph
from tests.intake.pdf_builder import broken_lines, pdf, prose
from tests.pictures import a_jpeg


@pytest.fixture(scope="module")
def reader() -> Iterator[TextReader]:
    reader = TextReader(recognises=False)
    yield reader
    reader.close()


def read(reader: TextReader, path: Path) -> FileText:
    with path.open("rb") as stream:
        media = kind_of(stream).format
    return reader.read("a" * 64, path, path.name, media, lambda: None)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_words_of_each_kind_of_file_are_read(reader: TextReader, tmp_path: Path) -> None:
    words = "家庭医生签约服务按月推进"
    pages = [prose(broken_lines(["第一页只有开头的一句话。"])), prose(broken_lines([f"第二页写着{words}，并有要求。"]))]
    for name, content in (
        ("a.docx", docx(paragraph(words))),
        ("b.pdf", pdf(*pages)),
        ("c.txt", words.encode("gb18030")),
        ("d.html", f"<html><body><p>{words}</p></body></html>".encode()),
    ):
        text = read(reader, put(tmp_path, name, content))
        assert text.state == "read", (name, text.message)
        assert words in text.text.replace("\n", ""), name
    assert [place.page for place in read(reader, tmp_path / "b.pdf").places] == [1, 2]


def test_what_cannot_be_read_says_why(reader: TextReader, tmp_path: Path) -> None:
    whole = docx(paragraph("签约"))
    broken = read(reader, put(tmp_path, "坏的.docx", whole[: len(whole) // 2]))
    assert (broken.state, broken.text) == ("failed", "")
    assert broken.message == "“坏的.docx”没有读出文字（文件损坏或不完整）；它照常留存、可以打开，只是不能按内容找到。"
    picture = read(reader, put(tmp_path, "IMG_20240612.jpg", a_jpeg()))
    assert (picture.state, picture.has_waited) == ("empty", True)
    assert picture.description.kind == "照片"
    film = reader.read("b" * 64, tmp_path / "无.mp4", "会议视频.mp4", "mp4", lambda: None)
    assert (film.state, film.message, film.description.kind) == ("foreign", "", "视频")
    gone = reader.read("c" * 64, tmp_path / "没有.docx", "没有.docx", "docx", lambda: None)
    assert gone.state == "failed"


def test_a_long_text_is_cut_and_says_so(reader: TextReader, tmp_path: Path) -> None:
    text = read(reader, put(tmp_path, "长.txt", ("督查" * 50 + "\n").encode() * 2_500))
    assert text.is_cut
    assert len(text.text) == MOST_CHARACTERS


def test_a_process_that_dies_costs_one_file(tmp_path: Path) -> None:
    """The first file ends the process, the second is read by a new one."""
    body = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})\n"
        "import ledger_app.evidence.text_worker as w, os\n"
        "whole = w.read_file\n"
        "def read(wanted, out=None):\n"
        "    if wanted.name.startswith('毒'): os._exit(9)\n"
        "    return whole(wanted, out)\n"
        "w.read_file = read\n"
        "sys.exit(w.main())\n"
    )
    script = put(tmp_path, "worker.py", body.encode())
    reader = TextReader([sys.executable, str(script)], recognises=False)
    try:
        lost = reader.read("a" * 64, put(tmp_path, "毒.txt", b"x"), "毒.txt", "text", lambda: None)
        assert (lost.state, lost.message) == (
            "failed",
            "“毒.txt”没有读出文字（读取它的程序中途退出或超时）；它照常留存、可以打开，只是不能按内容找到。",
        )
        fine = reader.read("b" * 64, put(tmp_path, "好.txt", "签约服务".encode()), "好.txt", "text", lambda: None)
        assert fine.text.strip() == "签约服务"
    finally:
        reader.close()


def test_a_stop_in_the_middle_ends_the_process(tmp_path: Path) -> None:
    reader = TextReader([sys.executable, "-c", "import time; time.sleep(60)"], recognises=False)

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        reader.read("a" * 64, put(tmp_path, "a.txt", b"x"), "a.txt", "text", stop)
    reader.close()


def test_a_program_that_is_not_there_is_said(tmp_path: Path) -> None:
    reader = TextReader([str(tmp_path / "nothing")], recognises=False)
    with pytest.raises(EnvironmentFault) as caught:
        reader.read("a" * 64, put(tmp_path, "a.txt", b"x"), "a.txt", "text", lambda: None)
    assert caught.value.code == "EVI-074"


def test_nonsense_of_the_process_is_refused() -> None:
    good = encode_answer(Reading("read", "签约"))
    assert decode_answer(good) == Reading("read", "签约")
    assert decode_answer(encode_answer(Begun())) == Begun()
    for bad in (
        b"\n",
        b"[1]\n",
        good.replace(b'"read"', b'"other"'),
        good.replace(b'"is_cut":false', b'"nothing":1'),
        good[:-9],
    ):
        with pytest.raises(WireError):
            decode_answer(bad)


def test_a_workbook_says_on_which_sheet_words_stand(shared_dir: Path) -> None:
    path = shared_dir / "corpus" / "table-a.xlsx"
    reading = read_file(Wanted(str(path), path.name, "xlsx"))
    assert all(place.sheet for place in reading.places)
