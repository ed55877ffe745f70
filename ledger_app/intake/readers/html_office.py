"""Pages that Word, Excel, WPS and LibreOffice write, saved as files or put on the clipboard.

They mark with styles of their own what a browser does not know: changes that are tracked, hidden text, notes
and comments at the end, rows that are hidden, list numbers that are typed for browsers.  Source: Microsoft
Office HTML and XML Reference.
"""

from __future__ import annotations

import re

from lxml import etree

from ledger_app.intake.readers.building import DocumentBuilder
from ledger_app.intake.readers.html_content import drop
from ledger_app.intake.readers.html_text import all_text
from ledger_app.intake.readers.numbering import bullet

_MAKERS = re.compile(
    r"microsoft\s+(?:word|excel|office)|word\.document|excel\.sheet|wps|kingsoft|et\.sheet|libreoffice|openoffice",
    re.IGNORECASE,
)
_NAMESPACES = ("urn:schemas-microsoft-com:office:word", "urn:schemas-microsoft-com:office:excel")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_ASIDE = re.compile(r"mso-element\s*:\s*(?:comment|footnote|endnote|header|footer)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"mso-(?:footnote|endnote)-id", re.IGNORECASE)
_COMMENT_MARK = re.compile(r"mso-comment-(?:continuation|reference)|mso-special-character\s*:\s*comment", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_FACE = re.compile(r"(?<![\w-])font-family\s*:\s*[\"']?([\w ]+)", re.IGNORECASE)
_OVERFLOW = re.compile(r"mso-ignore\s*:\s*colspan", re.IGNORECASE)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.IGNORECASE)
_TABLE_PARTS = frozenset(("td", "th", "tr", "col", "colgroup", "tbody", "table"))
_SCRIPTS = frozenset(("script", "style", "xml", "object", "embed", "head", "title"))
_NUMBER_BLANKS = " \t\r\n\xa0\u2002\u2003\u3000"


def is_office_page(root: etree._Element) -> bool:
    """Tell whether a page names an office program as its maker."""
    if any(str(value) in _NAMESPACES for name, value in root.attrib.items() if str(name).startswith("xmlns")):
        return True
    return any(
        meta.get("name", "").lower() in ("generator", "progid", "originator")
        and _MAKERS.search(meta.get("content", "")) is not None
        for meta in root.iter("meta")
    )


def without_asides(body: etree._Element, builder: DocumentBuilder) -> None:
    """Take deleted and hidden text, notes and comments out of an office page, and say so.

    Hidden rows and columns stay, as they do in workbooks.
    """
    changed = sum(1 for _ in body.iter("ins"))
    deleted = drop(list(body.iter("del")))
    styled = [(element, element.get("style", "")) for element in body.iter()]
    notes = drop(element for element, style in styled if _NOTE_MARK.search(style) and element.tag == "a")
    aside = [element for element, style in styled if _ASIDE.search(style) or _COMMENT_MARK.search(style)]
    drop([*aside, *(element for element, _ in styled if _is_comment_mark(element) or element.tag in _SCRIPTS)])
    hidden = drop(element for element, style in styled if _HIDDEN.search(style) and element.tag not in _TABLE_PARTS)
    if changed or deleted:
        builder.note("warning", "INT-151", inserted=changed, deleted=deleted)
    if hidden:
        builder.note("warning", "INT-152", count=hidden)
    if notes:
        builder.note("info", "INT-153", count=notes)
    if _drop_blank_hidden_rows(body):
        builder.note("info", "INT-163")


def list_number(element: etree._Element) -> tuple[str, str] | None:
    """Return the number that stands in an element and what is between it and the text, None where none does.

    Word and WPS type a list's number for browsers and mark it as not being the paragraph's own text.
    """
    if not _LIST_NUMBER.search(element.get("style", "")):
        return None
    text = all_text(element)
    number = text.strip(_NUMBER_BLANKS)
    gap = " " if text.rstrip(_NUMBER_BLANKS) != text else ""
    return bullet(number, _face(element)) if number else "", gap


def outline_of(element: etree._Element) -> int | None:
    """Return the heading level from 0 that a paragraph's style gives it beside its element, None for body text."""
    match = _OUTLINE.search(element.get("style", ""))
    return None if match is None else int(match.group(1)) - 1


def only_overflows(cell: etree._Element) -> bool:
    """Tell whether a cell's text merely runs over empty neighbours, which Excel writes as a span of columns."""
    return _OVERFLOW.search(cell.get("style", "")) is not None


def _face(element: etree._Element) -> str:
    """Return the typeface of a bullet, which is given by the element itself or one around it in the paragraph."""
    for one in (element, *element.iterancestors("span", "font")):
        match = _FACE.search(one.get("style", ""))
        face = match.group(1).strip() if match else one.get("face", "")
        if face:
            return face
    return ""


def _is_comment_mark(element: etree._Element) -> bool:
    return "msocomanchor" in element.get("class", "").lower()


def _drop_blank_hidden_rows(body: etree._Element) -> bool:
    """Take out the rows that only hold a table's column widths; tell whether hidden rows or columns with text stay."""
    has_hidden = False
    for row in list(body.iter("tr")):
        if _HIDDEN.search(row.get("style", "")):
            if all_text(row).strip():
                has_hidden = True
            else:
                drop([row])
    return has_hidden or any(_HIDDEN.search(column.get("style", "")) for column in body.iter("col"))
