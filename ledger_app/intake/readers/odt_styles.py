"""Styles and lists of OpenDocument texts: what a style's name stands for, and the levels of a list.

Source: OpenDocument 1.3 part 3, sections 16 (styles), 17.3 (lists), 19.500 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from ledger_app.intake.readers.docx_names import whole
from ledger_app.intake.readers.numbering import LEVELS, ListLevel, bullet

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

_MOST_PARENTS = 20
_LONGEST_NUMBER = 100
_SIZE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)pt")
_GAP = re.compile(r"%(\d{1,2})%")
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
    "01": "decimalZero", "一": "chineseCountingThousand", "１": "decimalFullWidth", "①": "decimalEnclosedCircle",
    "甲": "ideographTraditional", "子": "ideographZodiac", "㈠": "decimalEnclosedParen",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """What a style says, parents included; None where nothing is said.

    Attributes:
        name: the name people see, lower case; of the nearest style that has one.
        list_name: the list style it brings along.
        outline: heading level from 0.
        size: in half points.
    """

    name: str = ""
    list_name: str | None = None
    outline: int | None = None
    is_centred: bool | None = None
    is_bold: bool | None = None
    size: int | None = None
    is_hidden: bool | None = None

    def over(self, parent: OdtStyle) -> OdtStyle:
        """Return this style with what it does not say taken from its parent."""
        return OdtStyle(
            self.name or parent.name,
            parent.list_name if self.list_name is None else self.list_name,
            parent.outline if self.outline is None else self.outline,
            parent.is_centred if self.is_centred is None else self.is_centred,
            parent.is_bold if self.is_bold is None else self.is_bold,
            parent.size if self.size is None else self.size,
            parent.is_hidden if self.is_hidden is None else self.is_hidden,
        )


class OdtStyles:
    """The styles of a document, looked up by family and name."""

    def __init__(self, roots: Iterable[etree._Element | None]) -> None:
        """Index the styles of several parts; those of earlier parts come first."""
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._resolved: dict[tuple[str, str], OdtStyle] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self.headings: dict[int, ListLevel] = {}
        for root in roots:
            if root is not None:
                self._index(root)

    def of(self, family: str, name: str | None) -> OdtStyle:
        """Return a style of a family ("paragraph", "text"); an unknown one says nothing."""
        key = (family, name or "")
        if key not in self._resolved:
            self._resolved[key] = self._resolve(family, name)
        return self._resolved[key]

    def levels(self, name: str | None) -> dict[int, ListLevel]:
        """Return the levels of a list style by their number from 0, none for an unknown one."""
        return self._lists.get(name or "", {})

    def _index(self, root: etree._Element) -> None:
        for group in (f"{OFFICE}styles", f"{OFFICE}automatic-styles"):
            for parent in root.iterfind(group):
                for element in parent:
                    self._add(element)

    def _add(self, element: etree._Element) -> None:
        name = element.get(f"{_STYLE}name", "")
        if element.tag == f"{_STYLE}style":
            self._styles.setdefault((element.get(f"{_STYLE}family", ""), name), element)
        elif element.tag == f"{TEXT}list-style":
            self._lists.setdefault(name, _levels(element))
        elif element.tag == f"{TEXT}outline-style" and not self.headings:
            self.headings = _levels(element)

    def _resolve(self, family: str, name: str | None) -> OdtStyle:
        found = OdtStyle()
        for _ in range(_MOST_PARENTS):
            element = self._styles.get((family, name or ""))
            if element is None:
                break
            found = found.over(_said(element))
            name = element.get(f"{_STYLE}parent-style-name")
        return found


def _said(element: etree._Element) -> OdtStyle:
    """Return what one style says itself."""
    own: dict[str, str] = {}
    for properties in element:
        if properties.tag in (f"{_STYLE}paragraph-properties", f"{_STYLE}text-properties"):
            own.update({str(key): str(value) for key, value in properties.attrib.items()})
    group = element.getparent()
    is_automatic = group is not None and group.tag == f"{OFFICE}automatic-styles"
    shown = element.get(f"{_STYLE}display-name", "") or element.get(f"{_STYLE}name", "")
    level = whole(element.get(f"{_STYLE}default-outline-level"))
    weight, align, display = own.get(f"{_FO}font-weight"), own.get(f"{_FO}text-align"), own.get(f"{TEXT}display")
    size = _SIZE.fullmatch(own.get(f"{_FO}font-size", ""))
    return OdtStyle(
        "" if is_automatic else shown.lower(),
        element.get(f"{_STYLE}list-style-name"),
        level - 1 if level else None,
        None if align is None else align == "center",
        None if weight is None else weight in ("bold", "600", "700", "800", "900"),
        None if size is None else round(2 * float(size.group(1))),
        None if display is None else display == "none",
    )


def _levels(style: etree._Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for element in style:
        number = whole(element.get(f"{TEXT}level"))
        if number is not None and 1 <= number <= LEVELS:
            levels[number - 1] = _level(element, number)
    return levels


def _level(element: etree._Element, number: int) -> ListLevel:
    gap = "" if _followed_by(element) == "nothing" else " "
    if element.tag == f"{TEXT}list-level-style-bullet":
        return ListLevel(form="bullet", template=bullet(element.get(f"{TEXT}bullet-char", ""), _face(element)), gap=gap)
    form = _form(element.get(f"{_STYLE}num-format", ""))
    start = whole(element.get(f"{TEXT}start-value"))
    return ListLevel(
        start=1 if start is None else start,
        form=form,
        template=_template(element, number, form),
        gap=gap,
        width=3 if element.get(f"{_STYLE}num-format", "").startswith("001") else 0,
    )


def _template(element: etree._Element, number: int, form: str) -> str:
    """Return the printed text with %1 to %9 for the levels' numbers."""
    written = element.get(f"{_STYLE}num-list-format") or element.get(f"{_LOEXT}num-list-format")
    if written is not None:
        return _GAP.sub(lambda gap: f"%{gap.group(1)}" if len(gap.group(1)) == 1 else "", written[:_LONGEST_NUMBER])
    prefix, suffix = (element.get(f"{_STYLE}num-{side}", "")[:_LONGEST_NUMBER] for side in ("prefix", "suffix"))
    if form == "none":
        return prefix + suffix
    shown = min(max(whole(element.get(f"{TEXT}display-levels")) or 1, 1), number)
    return prefix + ".".join(f"%{level}" for level in range(number - shown + 1, number + 1)) + suffix


def _form(written: str) -> str:
    """Return the name of a number form, which is written as one number or as its first ones ("一, 二, 三, ...")."""
    first = written.partition(",")[0].strip()
    if first == "壹":
        return "ideographLegalTraditional" if "貳" in written else "chineseLegalSimplified"
    return "decimal" if first == "001" else _FORMS.get(first, "decimal")


def _followed_by(element: etree._Element) -> str:
    for alignment in element.iter(f"{_STYLE}list-level-label-alignment"):
        return alignment.get(f"{TEXT}label-followed-by", "")
    return ""


def _face(element: etree._Element) -> str:
    for properties in element.iterfind(f"{_STYLE}text-properties"):
        return properties.get(f"{_STYLE}font-name", "") or properties.get(f"{_FO}font-family", "")
    return ""
