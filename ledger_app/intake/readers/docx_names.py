"""Names of WordprocessingML that the .docx reader looks for, and two ways of reading an attribute.

Transitional and strict documents differ only in their namespace; `to_transitional` makes them one.
"""

from __future__ import annotations

from lxml import etree

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_MAIN = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def w(name: str) -> str:
    """Return a name of the main namespace as lxml spells it."""
    return f"{{{_MAIN}}}{name}"


ALTERNATE = f"{{{_COMPATIBILITY}}}AlternateContent"
CHOICE = f"{{{_COMPATIBILITY}}}Choice"
FALLBACK = f"{{{_COMPATIBILITY}}}Fallback"
MATH_TEXT = f"{{{_MATH}}}t"
OMATH, OMATH_PARAGRAPH = f"{{{_MATH}}}oMath", f"{{{_MATH}}}oMathPara"
VAL = w("val")
BOX = w("txbxContent")

_OFF = frozenset({"0", "false", "off", "none"})


def to_transitional(data: bytes) -> bytes:
    """Return a part with the strict namespace replaced by the usual one."""
    if STRICT_MAIN not in data[:8192]:
        return data
    data = data.replace(STRICT_MAIN, _MAIN.encode())
    return data.replace(b"http://purl.oclc.org/ooxml/officeDocument/math", _MATH.encode())


def child_value(element: etree._Element | None, name: str) -> str | None:
    """Return the w:val of a child, None where there is no such child or no value."""
    child = None if element is None else element.find(name)
    return None if child is None else child.get(VAL)


def child_number(element: etree._Element | None, name: str) -> int | None:
    """Return the w:val of a child as a whole number, None where it is none."""
    return whole(child_value(element, name))


def whole(text: str | None) -> int | None:
    """Return a text as a whole number of sensible size, None where it is none."""
    if text is None:
        return None
    try:
        number = int(text)
    except ValueError:
        return None
    return number if abs(number) < 1 << 31 else None


def switch(element: etree._Element | None, name: str) -> bool | None:
    """Return an on/off child: True, False, or None where nothing is said."""
    child = None if element is None else element.find(name)
    if child is None:
        return None
    return child.get(VAL, "true") not in _OFF
