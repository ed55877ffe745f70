"""What a file is, by its content: short format names, their usual suffixes, and programs that are never opened.

Only the first kilobytes and, for containers, their tables of contents are read; nothing is unpacked or run.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ledger_app.evidence.pictures import picture_flaw

HEAD_BYTES = 4096

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b\x08", "gzip"),
    (0, b"{\\rtf", "rtf"),
    (0, b"ID3", "mp3"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (0, b"\x1a\x45\xdf\xa3", "mkv"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"\x4c\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (0, b"#!", "script"),
)
_BRANDS = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"qt  ": "mov"}
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_PACKAGES: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/MANIFEST.MF", "program"),
)
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_MACRO_PARTS = ("/vbaproject.bin", "/macrosheets/")
"""What the parts of a package that hold macros are called, lower case, whatever the file's own name is."""
_MACRO_STORAGES = ("Macros/VBA", "_VBA_PROJECT_CUR/VBA", "_VBA_PROJECT/VBA")
_WITH_MACROS = "带宏的文档"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

FORMAT_NAMES = {
    "pdf": "PDF 文档",
    "docx": "Word 文档",
    "doc": "Word 文档（老格式）",
    "xlsx": "Excel 工作簿",
    "xls": "Excel 工作簿（老格式）",
    "pptx": "演示文稿",
    "ppt": "演示文稿（老格式）",
    "ofd": "OFD 版式文档",
    "ole": "Office 老格式文档",
    "encrypted": "加密的 Office 文档",
    "jpeg": "JPEG 图片",
    "png": "PNG 图片",
    "gif": "GIF 图片",
    "bmp": "BMP 图片",
    "tiff": "TIFF 图片",
    "webp": "WebP 图片",
    "heic": "HEIC 图片",
    "mp4": "视频",
    "mov": "视频",
    "avi": "视频",
    "wmv": "视频",
    "mkv": "视频",
    "mp3": "音频",
    "wav": "音频",
    "zip": "压缩包",
    "rar": "压缩包",
    "7z": "压缩包",
    "gzip": "压缩包",
    "rtf": "RTF 文档",
    "html": "网页",
    "xml": "XML 文件",
    "text": "纯文本",
    "program": "程序",
    "script": "脚本",
    "shortcut": "快捷方式",
    "empty": "空文件",
    "bin": "未知格式",
}

_SUFFIXES: dict[str, frozenset[str]] = {
    "pdf": frozenset({".pdf"}),
    "docx": frozenset({".docx", ".docm", ".dotx", ".wps"}),
    "doc": frozenset({".doc", ".dot", ".wps", ".wpt"}),
    "xlsx": frozenset({".xlsx", ".xlsm", ".xltx", ".xlsb", ".et"}),
    "xls": frozenset({".xls", ".xlt", ".et", ".ett"}),
    "pptx": frozenset({".pptx", ".pptm", ".ppsx", ".dps"}),
    "ppt": frozenset({".ppt", ".pps", ".dps"}),
    "ofd": frozenset({".ofd"}),
    "jpeg": frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    "png": frozenset({".png"}),
    "gif": frozenset({".gif"}),
    "bmp": frozenset({".bmp"}),
    "tiff": frozenset({".tif", ".tiff"}),
    "webp": frozenset({".webp"}),
    "heic": frozenset({".heic", ".heif"}),
    "rar": frozenset({".rar"}),
    "7z": frozenset({".7z"}),
    "rtf": frozenset({".rtf", ".doc", ".wps"}),
}
"""Formats whose suffix is telling; a text may be called anything, a zip may be many things."""

_PROGRAM_SUFFIXES: dict[str, str] = {
    **dict.fromkeys((".exe", ".com", ".scr", ".pif", ".cpl", ".dll", ".sys", ".ocx", ".drv"), "可执行程序"),
    **dict.fromkeys((".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".hta"), "脚本"),
    **dict.fromkeys((".sh", ".py", ".pyw", ".pyc", ".pl", ".rb", ".php", ".command", ".ahk"), "脚本"),
    **dict.fromkeys((".msi", ".msp", ".msix", ".appx", ".apk", ".deb", ".rpm", ".run", ".appimage"), "安装程序"),
    **dict.fromkeys((".lnk", ".url", ".desktop", ".scf", ".library-ms", ".search-ms", ".website"), "快捷方式"),
    **dict.fromkeys((".jar", ".reg", ".inf", ".chm", ".msc", ".gadget", ".application", ".settingcontent-ms"), "程序"),
    **dict.fromkeys((".docm", ".xlsm", ".pptm", ".dotm", ".xlam", ".ppam", ".xll"), _WITH_MACROS),
    **dict.fromkeys((".iso", ".img", ".vhd", ".vhdx"), "磁盘映像"),
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is by its content.

    Attributes:
        format: short name, a key of `FORMAT_NAMES`.
        is_protected: a password is needed to open it.
        flaw: Chinese, why its container cannot be read, "" if it can.
        has_macros: it holds a program that an office program may run.
    """

    format: str
    is_protected: bool = False
    flaw: str = ""
    has_macros: bool = False

    @property
    def name(self) -> str:
        """Return the format's Chinese name."""
        return FORMAT_NAMES[self.format]

    def fits(self, suffix: str) -> bool:
        """Say whether a file of this content may bear the suffix (lower case, with its dot)."""
        if self.format in _SUFFIXES:
            return suffix in _SUFFIXES[self.format]
        # What is telling by its suffix must be what it says, unless a password hides the content.
        claimed = {name for name, suffixes in _SUFFIXES.items() if suffix in suffixes}
        hidden_or_old = self.format in {"encrypted", "ole"} and bool(
            claimed & {"doc", "docx", "xls", "xlsx", "ppt", "pptx"}
        )
        return not claimed or hidden_or_old


def kind_of(stream: BinaryIO) -> FileKind:
    """Return what the file behind a seekable stream is; the stream is left anywhere.

    Raises:
        OSError: it cannot be read.
    """
    head = _head(stream)
    if not head:
        return FileKind("empty")
    if head.startswith(b"PK"):
        return _kind_of_zip(stream)
    if head.startswith(_OLE):
        return _kind_of_ole(stream)
    found = _by_magic(head)
    if found == "pdf":
        return _kind_of_pdf(stream)
    return FileKind(found or _text_or_bin(head), flaw=picture_flaw(stream, found))


def program_name(name: str, found: FileKind | None = None) -> str:
    """Return what sort of program a file is by its name or content, "" if it is none."""
    if found is not None and found.format in {"program", "script", "shortcut"}:
        return found.name
    if found is not None and found.has_macros:
        return _WITH_MACROS
    return _PROGRAM_SUFFIXES.get(Path(name.rstrip(" .")).suffix.lower(), "")


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(HEAD_BYTES)


def _by_magic(head: bytes) -> str:
    for start, magic, name in _MAGIC:
        if head.startswith(magic, start):
            return name
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "mp4")
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "bin")
    if head.startswith(b"BM") and len(head) > 26 and head[6:10] == b"\0\0\0\0":
        return "bmp"
    # The mark of a PDF may stand behind some bytes of a mail system.
    return "pdf" if b"%PDF-" in head[:1024] else ""


def _text_or_bin(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if b"\0" in head:
        return "bin"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in head.lower() else "xml"
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return "text" if controls * 50 <= len(head) else "bin"


def _kind_of_zip(stream: BinaryIO) -> FileKind:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return FileKind("zip", flaw="压缩结构损坏")
    names = {info.filename for info in infos}
    protected = any(info.flag_bits & 1 for info in infos)
    found = next((name for part, name in _PACKAGES if part in names), "zip")
    has_macros = any(part in f"/{name.lower()}" for name in names for part in _MACRO_PARTS)
    return FileKind(found, is_protected=protected, has_macros=has_macros and found != "zip")


def _kind_of_ole(stream: BinaryIO) -> FileKind:
    import olefile

    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as container:
            found = next((name for part, name in _STREAMS if container.exists(part)), "ole")
            is_locked = found == "encrypted" or _is_locked(container, found)
            has_macros = any(container.exists(one) for one in _MACRO_STORAGES)
            return FileKind(found, is_protected=is_locked, has_macros=has_macros)
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        # The library raises whatever a damaged directory makes it stumble over.
        return FileKind("ole", flaw="文件结构损坏")


def _is_locked(container: object, found: str) -> bool:
    """Ask an old Office file's own header whether it is encrypted."""
    openstream = getattr(container, "openstream")  # noqa: B009 - the library ships no types
    if found == "doc":
        head = openstream("WordDocument").read(12)
        return len(head) == 12 and bool(head[11] & 0x01)
    if found == "xls":
        name = "Workbook" if getattr(container, "exists")("Workbook") else "Book"  # noqa: B009 - as above
        return _has_file_pass(openstream(name).read(8192))
    return False


def _has_file_pass(data: bytes) -> bool:
    """Walk the records after the first BOF; FILEPASS stands among the first few where there is one."""
    place = 0
    for _ in range(40):
        kind = int.from_bytes(data[place : place + 2], "little")
        if kind == 0x002F:
            return True
        size = int.from_bytes(data[place + 2 : place + 4], "little")
        place += 4 + size
        if place + 4 > len(data):
            return False
    return False


_ENCRYPT = re.compile(rb"/Encrypt[\s<0-9]")


def _kind_of_pdf(stream: BinaryIO) -> FileKind:
    """Look for the end mark and the trailer's encryption entry; a linearised file has its trailer in front."""
    size = stream.seek(0, 2)
    window = 65536
    stream.seek(0)
    front = stream.read(window)
    stream.seek(max(0, size - window))
    back = stream.read(window)
    flaw = "" if b"%%EOF" in back else "缺少文件结尾"
    return FileKind("pdf", is_protected=bool(_ENCRYPT.search(back) or _ENCRYPT.search(front)), flaw=flaw)
