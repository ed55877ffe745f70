"""Formats are found by content, refusals are one Chinese sentence, and damage never gets through."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from ledger_app.errors import Cancelled, UnreadableFileError
from ledger_app.intake.readers import read_document
from ledger_app.messages import describe
from tests.intake.docx_builder import docx, paragraph, zipped
from tests.intake.reading import lines, read_bytes


@pytest.mark.parametrize("name", ["方案.txt", "方案.xlsx", "方案", "方案.pdf"])
def test_suffix_does_not_matter(name: str) -> None:
    assert read_bytes(docx(paragraph("事")), name).format == "docx"


def test_file_on_disk_is_known_by_name_size_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "要点.docx"
    path.write_bytes(docx(paragraph("事")))
    document = read_document(path)
    assert (document.name, document.size_bytes, len(document.sha256)) == ("要点.docx", path.stat().st_size, 64)
    assert lines(document) == ["事"]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"\x89PNG\r\n\x1a\n", "INT-116"),
        (b"\xff\xd8\xff\xe0\x00", "INT-116"),
        (b"II*\x00\x08", "INT-116"),
        (b"BM\x00\x00\x00\x00", "INT-116"),
        (b"Rar!\x1a\x07", "INT-118"),
        (b"MZ\x90\x00\x03", "INT-118"),
        (b"\xdb\xa5\x2d\x00", "INT-110"),
        (b"PK\x03\x04 and no archive", "INT-108"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut short", "INT-108"),
        (b"\x00\x00\x00\x18ftypmp42", "INT-118"),
    ],
)
@pytest.mark.usefixtures("without_ocr")
def test_files_of_other_kinds_are_named(head: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(head + bytes(range(200, 256)) * 4, "计划.docx")
    assert caught.value.code == code
    text = describe(caught.value)
    assert "计划.docx" in text
    assert "?" not in text


def test_archive_of_other_things_is_named() -> None:
    with pytest.raises(UnreadableFileError, match="INT-118"):
        read_bytes(zipped({"照片/a.txt": "x"}))


def test_cancelling_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "要点.docx"
    path.write_bytes(docx(paragraph("事")))

    def cancel(done: int, total: int) -> None:
        assert done <= total
        raise Cancelled

    with pytest.raises(Cancelled):
        read_document(path, progress=cancel)


def damaged(data: bytes, seed: int) -> bytes:
    """Return bytes cut or with some bits turned, the same for the same seed."""
    chance = random.Random(seed)
    if seed % 3 == 0:
        return data[: chance.randrange(1, len(data))]
    broken = bytearray(data)
    for _ in range(chance.choice([1, 3, 20, 200])):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_docx_is_read_or_refused(seed: int) -> None:
    good = docx(*(paragraph(f"第{number}项工作", number=(1, 0)) for number in range(30)))
    with suppress(UnreadableFileError):
        read_bytes(damaged(good, seed))
