"""What is in packages: the list of an archive, the slides of a presentation, the text of an e-mail.

Nothing is unpacked to disk, and of an archive nothing is unpacked at all.
"""

from __future__ import annotations

import email
import email.policy
import posixpath
import zipfile
from email.message import EmailMessage
from pathlib import Path

from lxml import etree

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.source import Source
from ledger_app.preview.budget import PICTURE_SIDE_PX, Budget
from ledger_app.preview.model import (
    Bitmap,
    Book,
    CellStyle,
    Flow,
    Paper,
    Run,
    SheetCell,
    SheetFrame,
    SheetRow,
    SheetRows,
    TableBlock,
    TextBlock,
)
from ledger_app.preview.pictures import decoded

_MOST_ENTRIES = 5_000
_UTF8_NAMES = 0x800
_HEAD = ("名称", "大小", "修改时间")
_SLIDES = "演示文稿"
_EMU = 12_700
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class ArchiveList:
    """The table of contents of a zip file."""

    def __init__(self, path: Path, name: str) -> None:
        """Read it.

        Raises:
            UnreadableFileError: EVI-082 it is damaged.
        """
        try:
            with zipfile.ZipFile(path) as archive:
                entries = [one for one in archive.infolist() if not one.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise UnreadableFileError("EVI-082", file=name) from error
        self._count = len(entries)
        lines = [_HEAD, *(_entry(one) for one in entries[:_MOST_ENTRIES])]
        self._rows = tuple(
            SheetRow(
                number,
                0,
                tuple(SheetCell(column, text, 0 if number else 1, column == 1) for column, text in enumerate(line)),
            )
            for number, line in enumerate(lines)
        )

    def book(self) -> Book:
        """Return the list as a sheet."""
        frame = SheetFrame("压缩包内容", len(self._rows), 3, (330.0, 72.0, 108.0), 64.0, 18.0, frozen_rows=1)
        more = f"，只列出前 {_MOST_ENTRIES} 个" if self._count > _MOST_ENTRIES else ""
        note = f"压缩包里有 {self._count} 个文件{more}；这里只看目录，不解压。"
        return Book(
            (frame,), (CellStyle(rise="middle"), CellStyle(is_bold=True, rise="middle", ground="#eef0f3")), note
        )

    def rows(self, sheet: int, first: int, count: int) -> SheetRows:
        """Return lines of the list."""
        return SheetRows(sheet, first, count, self._rows[first : first + count], first + count >= len(self._rows))


def read_slides(source: Source) -> Flow:
    """Return the text and pictures of a presentation (.pptx), one page a slide.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-113 to INT-115 over a limit.
    """
    archive = SafeZip(source, _SLIDES)
    budget = Budget()
    pictures: list[Bitmap] = []
    blocks: list[TextBlock | TableBlock] = []
    for name in _slide_names(source, archive):
        if budget.is_spent:
            break
        source.check_time()
        first = len(blocks)
        blocks += _slide(source, archive, name, budget, pictures)
        if first and len(blocks) > first:
            head = blocks[first]
            if isinstance(head, TextBlock):
                blocks[first] = TextBlock(head.runs, heading=head.heading, after=head.after, starts_page=True)
    if not blocks:
        raise source.refuse("INT-112")
    note = "只显示每页的文字和图片，版式请打开副本查看。"
    return Flow(tuple(blocks), tuple(pictures), Paper(720, 540, 48, 40, 48, 40), note + budget.note())


def read_mail(source: Source) -> Flow:
    """Return an e-mail (.eml): who, when, about what, its text, the names of what hangs on it."""
    message = email.message_from_bytes(source.data, policy=email.policy.default)
    budget = Budget()
    blocks: list[TextBlock | TableBlock] = []
    for label, header in (("主题", "Subject"), ("发件人", "From"), ("收件人", "To"), ("日期", "Date")):
        value = " ".join(str(message.get(header, "")).split())[:500]
        if value:
            blocks.append(TextBlock((Run(f"{label}：", is_bold=True), Run(budget.take_text(value))), after=2))
    attached = [
        part.get_filename() or "未命名" for part in message.walk() if part.get_content_disposition() == "attachment"
    ]
    if attached:
        names = "、".join(attached[:50])
        blocks.append(TextBlock((Run("附件：", is_bold=True), Run(budget.take_text(names))), after=2))
    blocks.append(TextBlock((Run(""),)))
    for line in _mail_text(source, message).splitlines():
        if budget.is_spent:
            break
        budget.blocks -= 1
        blocks.append(TextBlock((Run(budget.take_text(line)),), line_percent=125))
    return Flow(tuple(blocks), (), Paper(left=48, right=48, top=48, bottom=48), budget.note())


def _mail_text(source: Source, message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, ValueError, KeyError):
        return ""
    if body.get_content_subtype() != "html":
        return text
    from ledger_app.intake.readers.registry import read_source

    return read_source(Source(source.name, text.encode(), ".html", source.limits)).text


def _entry(info: zipfile.ZipInfo) -> tuple[str, str, str]:
    name = info.filename
    if not info.flag_bits & _UTF8_NAMES:
        # Old programs write the names in the encoding of their own system.
        try:
            name = name.encode("cp437").decode("gb18030")
        except ValueError:
            name = info.filename
    year, month, day, hour, minute = info.date_time[:5]
    return name[:400], _size(info.file_size), f"{year}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}"


def _size(count: int) -> str:
    return (
        f"{count} B" if count < 1024 else f"{count / 1024:.0f} KB" if count < 1 << 20 else f"{count / (1 << 20):.1f} MB"
    )


def _slide_names(source: Source, archive: SafeZip) -> list[str]:
    """Return the parts of the slides in their order."""
    targets = _targets(source, archive, "ppt/presentation.xml")
    data = archive.read("ppt/presentation.xml")
    if data is None:
        raise source.refuse("INT-108", format=_SLIDES)
    root = parse_xml(source, data, _SLIDES)
    ids = [one.get(f"{_RELATIONS}id", "") for one in root.iterfind("{*}sldIdLst/{*}sldId")]
    return [targets[one] for one in ids if one in targets]


def _targets(source: Source, archive: SafeZip, name: str) -> dict[str, str]:
    folder, base = posixpath.split(name)
    data = archive.read(posixpath.join(folder, "_rels", base + ".rels"))
    found: dict[str, str] = {}
    for relation in () if data is None else parse_xml(source, data, _SLIDES):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
            found[relation.get("Id", "")] = target.lstrip("/")
    return found


def _slide(
    source: Source, archive: SafeZip, name: str, budget: Budget, pictures: list[Bitmap]
) -> list[TextBlock | TableBlock]:
    data = archive.read(name)
    if data is None:
        return []
    root = parse_xml(source, data, _SLIDES)
    targets = _targets(source, archive, name)
    blocks: list[TextBlock | TableBlock] = []
    for shape in root.iter("{*}sp", "{*}pic", "{*}graphicFrame"):
        kind = etree.QName(shape).localname
        if kind == "pic":
            blip = next(shape.iter(f"{_MAIN}blip"), None)
            target = "" if blip is None else targets.get(blip.get(f"{_RELATIONS}embed", ""), "")
            blocks += _picture(archive, target, shape, budget, pictures)
            continue
        holder = next(shape.iter("{*}ph"), None)
        is_title = holder is not None and holder.get("type") in ("title", "ctrTitle")
        for paragraph in shape.iter(f"{_MAIN}p"):
            blocks += _paragraph(paragraph, budget, is_title=is_title)
    return blocks


def _paragraph(paragraph: etree._Element, budget: Budget, *, is_title: bool) -> list[TextBlock]:
    text = "".join(one.text or "" for one in paragraph.iter(f"{_MAIN}t"))
    if not text.strip():
        return []
    budget.blocks -= 1
    run = Run(budget.take_text(text), is_bold=is_title, size=24.0 if is_title else 16.0)
    return [TextBlock((run,), heading=1 if is_title else 0, after=8 if is_title else 4)]


def _picture(
    archive: SafeZip, target: str, shape: etree._Element, budget: Budget, pictures: list[Bitmap]
) -> list[TextBlock]:
    data = archive.read(target) if target and budget.pictures > 0 and budget.picture_bytes > 0 else None
    bitmap = decoded(data, PICTURE_SIDE_PX) if data else None
    if bitmap is None:
        return []
    budget.pictures -= 1
    budget.picture_bytes -= len(bitmap.pixels)
    pictures.append(bitmap)
    extent = next(shape.iter(f"{_MAIN}ext"), None)
    width = _points(extent, "cx") or bitmap.full_width * 0.75
    height = _points(extent, "cy") or bitmap.full_height * 0.75
    return [TextBlock((Run("", picture=len(pictures) - 1, width=width, height=height),), after=4)]


def _points(extent: etree._Element | None, name: str) -> float:
    try:
        return min(int("" if extent is None else extent.get(name, "")) / _EMU, 2000.0)
    except ValueError:
        return 0.0
