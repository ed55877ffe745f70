from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.evidence.checks import check_entry, look_at
from ledger_app.evidence.kinds import FORMAT_NAMES, FileKind, kind_of, program_name
from tests.pictures import a_jpeg, a_png

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 5 0 R")
PNG = a_png()
JPEG = a_jpeg()


def a_package(*parts: str, locked: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    data = buffer.getvalue()
    if not locked:
        return data
    # Bit 0 of the flags of the central entry says that a password is needed.
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 8] + struct.pack("<H", 1) + data[place + 10 :]


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (b"", "empty"),
        (PDF, "pdf"),
        (b"mail noise\n" + PDF, "pdf"),
        (PNG, "png"),
        (JPEG, "jpeg"),
        (b"BM" + b"\x10\0\0\0" + b"\0" * 30, "bmp"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "heic"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 20, "mp4"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (a_package("[Content_Types].xml", "word/document.xml"), "docx"),
        (a_package("xl/workbook.xml"), "xlsx"),
        (a_package("OFD.xml"), "ofd"),
        (a_package("读我.txt"), "zip"),
        (b"MZ\x90\0" + b"\0" * 60, "program"),
        (b"#!/bin/sh\nrm -rf /\n", "script"),
        ("会议记录\n".encode(), "text"),
        ("会议记录\n".encode("gb18030"), "text"),
        ("会议记录".encode("utf-16"), "text"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"{\\rtf1 x}", "rtf"),
        (bytes(range(256)), "bin"),
    ],
)
def test_formats_are_told_by_content(content: bytes, format_: str) -> None:
    assert kind_of(io.BytesIO(content)).format == format_


def test_every_format_that_can_come_out_has_a_chinese_name() -> None:
    assert all(FileKind(name).name for name in FORMAT_NAMES)


def codes(name: str, content: bytes, **options: int) -> list[str]:
    findings = check_entry(name, kind_of(io.BytesIO(content)), len(content), **options)
    assert all(f.severity == "warning" and name in f.message and "?" not in f.message for f in findings)
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.pdf", PDF),
        ("照片.JPG", JPEG),
        ("总结.wps", a_package("word/document.xml")),
        ("总结.docx", a_package("word/document.xml")),
        ("名单.txt", "张三".encode("gbk")),
        ("资料.zip", a_package("x.txt")),
        ("无扩展名", "文字".encode()),
        ("数据.dat", bytes(range(256))),
    ],
)
def test_a_sound_file_is_let_in_without_a_word(name: str, content: bytes) -> None:
    assert codes(name, content) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", b"", "EVI-101"),
        ("照片.jpg", PNG, "EVI-102"),
        ("总结.docx", a_package("xl/workbook.xml"), "EVI-102"),
        ("总结.pdf", b"plain text", "EVI-102"),
        ("扫描.png", PDF, "EVI-102"),
        ("加密.pdf", LOCKED_PDF, "EVI-103"),
        ("加密.zip", a_package("x.txt", locked=True), "EVI-103"),
        ("安装.exe", b"MZ\x90\0", "EVI-105"),
        ("照片.jpg.exe", JPEG, "EVI-105"),
        ("伪装.pdf", b"MZ\x90\0", "EVI-105"),
        ("断.pdf", PDF[:30], "EVI-106"),
        ("总结.docx", a_package("word/document.xml", "word/vbaProject.bin"), "EVI-105"),
        ("报表.xlsx", a_package("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "EVI-105"),
    ],
)
def test_what_is_odd_is_said(name: str, content: bytes, code: str) -> None:
    assert codes(name, content) == [code]


@pytest.mark.parametrize(
    ("storages", "has_macros"),
    [(("Macros", "VBA"), True), (("_VBA_PROJECT_CUR", "VBA"), True), (("ObjectPool", "VBA"), False)],
)
def test_macros_of_an_old_file_are_told_by_its_storages(storages: tuple[str, str], has_macros: bool) -> None:
    kind = kind_of(io.BytesIO(an_old_file(*storages)))
    assert (kind.format, kind.has_macros, kind.flaw) == ("ole", has_macros, "")
    assert bool(program_name("旧表.xls", kind)) is has_macros


def test_a_package_of_packages_is_no_document_with_macros() -> None:
    assert codes("资料.zip", a_package("备份/xl/vbaProject.bin")) == []


def an_old_file(outer: str, inner: str) -> bytes:
    """Return an OLE file that holds one storage within another, and nothing else."""

    def entry(name: str, kind: int, child: int) -> bytes:
        words = name.encode("utf-16-le") + b"\0\0"
        fields = struct.pack("<HBBiii", len(words), kind, 1, -1, -1, child)
        return words.ljust(64, b"\0") + fields + b"\0" * 36 + struct.pack("<iQ", -2, 0)

    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<iiiiiiiii", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<109i", 0, *[-1] * 108)
    table = struct.pack("<128i", -3, -2, *[-1] * 126)
    folder = entry("Root Entry", 5, 1) + entry(outer, 1, 2) + entry(inner, 1, -1) + b"\0" * 128
    return head + table + folder


def test_a_damaged_package_is_said() -> None:
    content = a_package("word/document.xml")[:-30]
    assert "EVI-106" in codes("坏.zip", content)


def test_a_large_file_is_said() -> None:
    assert codes("大.pdf", PDF, large_bytes=10) == ["EVI-104"]


def test_an_office_file_with_a_password_keeps_its_suffix() -> None:
    found = check_entry("工资.xlsx", FileKind("encrypted", is_protected=True), 100)
    assert [finding.code for finding in found] == ["EVI-103"]


def test_an_encrypted_old_workbook_is_told_by_its_records() -> None:
    from ledger_app.evidence.kinds import _has_file_pass

    bof = struct.pack("<HH", 0x0809, 16) + b"\0" * 16
    assert _has_file_pass(bof + struct.pack("<HH", 0x002F, 6) + b"\0" * 60)
    assert not _has_file_pass(bof + struct.pack("<HH", 0x0042, 2) + b"\0" * 60)
    assert not _has_file_pass(b"")


@pytest.mark.parametrize("name", ["a.exe", "a.EXE ", "a.bat.", "快捷方式.lnk", "宏.xlsm", "a.js", "x.jar"])
def test_programs_are_told_by_name(name: str) -> None:
    assert program_name(name)


@pytest.mark.parametrize("name", ["a.pdf", "exe", "a.docx", "程序.txt"])
def test_documents_are_no_programs(name: str) -> None:
    assert not program_name(name)


def test_looking_at_an_absent_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        look_at(tmp_path / "没有.pdf")
    assert caught.value.code == "EVI-001"
