"""The package of a Word file: styles, faces, settings, sections with their feet, pictures, properties.

python-docx gives the parts and their relations; the body comes as one text of XML.  The same report gives the same
bytes: nothing in the file tells the clock or the machine.  Source: docs/adr/0008-word-files.md; ECMA-376 parts 1, 2.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

import docx
from docx.document import Document
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml

from ledger_app.reports.fonts import DigitsFace
from ledger_app.reports.model import FaceStyle, Properties
from ledger_app.reports.official import HEADING_FACES
from ledger_app.reports.page import SIZE_2, SIZE_4
from ledger_app.reports.word_drawing import NAMESPACES
from ledger_app.reports.word_sections import SIZE_WORD_3, WordSection, foot_xml
from ledger_app.reports.word_xml import FACE_NAMES, OTHER_NAMES, Type, type_xml

_DROPPED = ("customXml", "stylesWithEffects", "webSettings", "thumbnail", "extended-properties", "numbering", "theme")
_FONT_TABLE = "fontTable"
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
_PACKED_AT = (1980, 1, 1, 0, 0, 0)


class WordFile:
    """A Word file while it is filled."""

    def __init__(self, digits: DigitsFace) -> None:
        self._document: Document = docx.Document()
        self._digits: DigitsFace = digits
        _drop_parts(self._document)
        self._write_styles()
        self._write_settings()
        self._write_faces()

    def add_picture(self, content: bytes) -> str:
        """Put a picture (PNG) into the file and return the id by which the body names it."""
        relation, _ = self._document.part.get_or_add_image(io.BytesIO(content))
        return relation

    def finish(self, body: str, sections: Sequence[WordSection], facts: Properties, title: str, out: BinaryIO) -> None:
        """Put in the body and write the file.

        Args:
            body: what stands in w:body, the properties of the last section at its end.
            sections: in the order of their properties in the body.
            facts: what the file says about itself.
            title: of the report.
            out: a stream to write to.
        """
        element = self._document.element
        element.replace(element.body, parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"))
        # The relations of the feet are written into the properties of the sections just put in.
        self._write_feet(sections)
        self._write_properties(facts, title)
        packed = io.BytesIO()
        self._document.save(packed)
        _repack(packed, out)

    def _write_feet(self, sections: Sequence[WordSection]) -> None:
        before: tuple[object, ...] | None = None
        for written, section in zip(self._document.sections, sections, strict=True):
            facts = (section.is_numbered, section.foot, section.sheet.width)
            if section.not_on_first:
                written.first_page_footer.is_linked_to_previous = False
                without = replace(section, is_numbered=False)
                _fill(written.first_page_footer.part, foot_xml(without, is_even=False))
            if facts != before:
                # What a section does not say anew, it takes from the one before.
                for foot, is_even in ((written.footer, False), (written.even_page_footer, True)):
                    foot.is_linked_to_previous = False
                    _fill(foot.part, foot_xml(section, is_even=is_even))
            before = facts

    def _write_properties(self, facts: Properties, title: str) -> None:
        said = self._document.core_properties
        created = dt.datetime.fromisoformat(facts.created).astimezone(dt.UTC)
        said.author, said.last_modified_by, said.title, said.subject = facts.author, facts.author, title, facts.subject
        said.keywords = "；".join(part for part in (facts.snapshot, facts.cutoff and f"截至{facts.cutoff}") if part)
        said.identifier, said.comments, said.language = facts.snapshot, "", "zh-CN"
        said.created = said.modified = created.replace(tzinfo=None)

    def _write_styles(self) -> None:
        element = self._document.styles.element
        for child in list(element):
            element.remove(child)
        for text in _styles_xml(self._digits):
            element.append(parse_xml(text))

    def _write_settings(self) -> None:
        element = self._document.settings.element
        for child in list(element):
            element.remove(child)
        for text in _SETTINGS:
            element.append(parse_xml(text))

    def _write_faces(self) -> None:
        fonts = "".join(
            f'<w:font w:name="{FACE_NAMES[style]}"><w:altName w:val="{OTHER_NAMES[style]}"/><w:charset w:val="86"/>'
            "</w:font>"
            for style in FaceStyle
        )
        content = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {NAMESPACES}>{fonts}</w:fonts>'
        package = self._document.part.package
        part = Part(PackURI("/word/fontTable.xml"), _FONT_TYPE, content.encode(), package)
        self._document.part.relate_to(part, f"{_RELATIONS}/{_FONT_TABLE}")


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_2013 = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
_SETTINGS = (
    f'<w:zoom {NAMESPACES} w:percent="100"/>',
    f"<w:evenAndOddHeaders {NAMESPACES}/>",
    f'<w:defaultTabStop {NAMESPACES} w:val="420"/>',
    f'<w:characterSpacingControl {NAMESPACES} w:val="compressPunctuation"/>',
    f"<w:compat {NAMESPACES}>{_WORD_2013}</w:compat>",
)


def _styles_xml(digits: DigitsFace) -> list[str]:
    """Return the styles: the body's type, four headings that make up the outline, title and foot."""
    body = type_xml(Type(FaceStyle.FANGSONG, SIZE_WORD_3, digits=digits))
    plain = body.replace("</w:rPr>", '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>')
    # No hanging punctuation and no space of its own between hanzi and figures: lines as on our own pages.
    off = ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid")
    # Every page is filled to its last line, as our own are.
    rules = '<w:widowControl w:val="0"/><w:kinsoku/>' + "".join(f'<w:{name} w:val="0"/>' for name in off)
    texts = [
        f"<w:docDefaults {NAMESPACES}><w:rPrDefault>{plain}</w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        _style_xml("Normal", "Normal", f"<w:pPr>{rules}</w:pPr>{body}", is_default=True),
    ]
    for level, style in HEADING_FACES.items():
        letters = type_xml(Type(style, SIZE_WORD_3, digits=digits))
        outline = f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        texts.append(_style_xml(f"Heading{level}", f"heading {level}", outline + letters))
    title = type_xml(Type(FaceStyle.TITLE, SIZE_2, digits=digits))
    texts.append(_style_xml("Title", "Title", f'<w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr>{title}'))
    texts.append(_style_xml("Footer", "footer", type_xml(Type(FaceStyle.SONG, SIZE_4))))
    return texts


def _style_xml(id_: str, name: str, content: str, *, is_default: bool = False) -> str:
    default, based = ('w:default="1" ', "") if is_default else ("", '<w:basedOn w:val="Normal"/>')
    return (
        f'<w:style {NAMESPACES} w:type="paragraph" {default}w:styleId="{id_}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/>{content}</w:style>"
    )


def _drop_parts(document: Document) -> None:
    """Take out the parts of the library's template that a report does not need or writes itself."""
    package = document.part.package
    owners: tuple[Part | OpcPackage | None, ...] = (document.part, package)
    for owner in owners:
        if owner is None:
            continue
        for key, relation in list(owner.rels.items()):
            if any(relation.reltype.endswith(f"/{name}") for name in (*_DROPPED, _FONT_TABLE)):
                del owner.rels[key]


def _fill(part: XmlPart, content: str) -> None:
    """Put a paragraph into a foot in place of what stands there."""
    element = part.element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(content.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))


def _repack(packed: io.BytesIO, out: BinaryIO) -> None:
    """Write a package again with fixed times."""
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _PACKED_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
