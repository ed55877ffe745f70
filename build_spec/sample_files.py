"""Write small office files so that the same content gives the same bytes on every machine.

Here belongs how a .docx or .xlsx is put together; what the samples say stands in `sample_sources`.  Members of
the archives are stored, not compressed, as compressed bytes differ between versions of the library.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

# The time written into every archive and document: the day the invented plan was issued.
FIXED_ZIP_TIME = (2024, 2, 26, 8, 0, 0)
FIXED_TIME = "2024-02-26T08:00:00Z"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD_TYPE}.numbering+xml"/></Types>'
)
_ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/relationships/numbering" Target="numbering.xml"/></Relationships>'
)

# One list of three levels, as an office sets it up once and uses it through the whole document.
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a document.

    Attributes:
        text: what it says, without an automatic number.
        level: level of the automatic number from 0, None for a paragraph without.
        align: "both", "left", "center" or "right".
        face, size_pt: type face and size.
        lead: how many first characters are set in `lead_face` (a heading that runs into its text).
        red: printed in red.
    """

    text: str
    level: int | None = None
    align: str = "both"
    face: str = "仿宋_GB2312"
    size_pt: float = 16
    lead: int = 0
    lead_face: str = "楷体_GB2312"
    red: bool = False


def docx(lines: list[Line]) -> bytes:
    """Return a Word document of the lines, numbers made by Word's own numbering."""
    body = "".join(_paragraph(line) for line in lines)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"'
        ' w:header="851" w:footer="992" w:gutter="0"/>'
        "</w:sectPr>"
    )
    members = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_RELATIONS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}{page}</w:body></w:document>",
        "word/numbering.xml": _numbering(),
        "word/styles.xml": _styles(),
    }
    return _archive({name: text.encode("utf-8") for name, text in members.items()})


def settled(archive: bytes) -> bytes:
    """Return an office file with its clock times fixed and its members stored in the order of their names."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    for name in ("docProps/core.xml",):
        if name in members:
            members[name] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", FIXED_TIME.encode(), members[name])
    first = "[Content_Types].xml"
    return _archive({name: members[name] for name in [first, *sorted(set(members) - {first})]})


def _archive(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, FIXED_ZIP_TIME)
            entry.create_system = 0  # else the kind of machine would be recorded
            archive.writestr(entry, content)
    return target.getvalue()


def _paragraph(line: Line) -> str:
    properties = [f'<w:jc w:val="{line.align}"/>']
    if line.level is not None:
        properties.insert(0, f'<w:numPr><w:ilvl w:val="{line.level}"/><w:numId w:val="1"/></w:numPr>')
    if line.align == "both":
        properties.insert(-1, '<w:ind w:firstLineChars="200" w:firstLine="640"/>')
    runs = [(line.text[: line.lead], line.lead_face), (line.text[line.lead :], line.face)]
    text = "".join(_run(part, face, line) for part, face in runs if part)
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{text}</w:p>"


def _run(text: str, face: str, line: Line) -> str:
    colour = '<w:color w:val="FF0000"/>' if line.red else ""
    half_points = round(line.size_pt * 2)
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{face}"/>{colour}'
        f'<w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for number, (kind, text) in enumerate(_LEVELS)
    )
    return (
        f'{_HEAD}<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f'{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _styles() -> str:
    return (
        f'{_HEAD}<w:styles {_W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:style></w:styles>'
    )
