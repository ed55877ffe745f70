"""Characters and looks of HTML: blanks as a browser shows them, centring, weight, size, list numbers."""

from __future__ import annotations

import re

from lxml import etree

from ledger_app.intake.readers.number_forms import in_form

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BROKEN_WORD = re.compile(
    r"(?<=[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef])"
)
_MANY_BLANKS = re.compile("[ \xa0]{2,}")
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+)\s*(pt|px)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:\s*(?:left|right|justify)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_POINTS_PER_PIXEL = 0.75
_LIST_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand", "trad-chinese-informal": "chineseCountingThousand",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)


def shown(text: str) -> str:
    """Return source text as a browser shows it: runs of blanks as one, none where a line broke a Chinese word."""
    return _BLANKS.sub(" ", _BROKEN_WORD.sub("", text))


def all_text(element: etree._Element) -> str:
    """Return all characters inside an element."""
    return "".join(str(piece) for piece in element.itertext())


def tidy(text: str) -> str:
    """Return a finished line with runs of hard blanks as one."""
    return _MANY_BLANKS.sub(" ", text)


def is_centred(element: etree._Element, *, inherited: bool) -> bool:
    """Tell whether an element's lines are centred, given whether its parent's are."""
    style = element.get("style", "")
    if element.tag == "center" or element.get("align", "").lower() == "center" or _CENTRED.search(style):
        return True
    if element.get("align") or _ALIGNED.search(style):
        return False
    return inherited


def is_bold(element: etree._Element, *, inherited: bool) -> bool:
    """Tell whether an element's characters are bold."""
    if element.tag in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"):
        return True
    return inherited or _BOLD.search(element.get("style", "")) is not None


def size_points(element: etree._Element, inherited: float | None) -> float | None:
    """Return the size of an element's characters in points."""
    match = _SIZE.search(element.get("style", ""))
    if match is None:
        return inherited
    try:
        value = float(match.group(1))
    except ValueError:
        return inherited
    return value if match.group(2).lower() == "pt" else value * _POINTS_PER_PIXEL


class ListNumbers:
    """Numbers of the items of ordered lists, which a browser makes and the text does not hold."""

    def __init__(self) -> None:
        """Begin outside all lists."""
        self._next: dict[etree._Element, int] = {}

    def label(self, item: etree._Element) -> str:
        """Count an item and return its number as shown, "" for items of lists without numbers."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        form = self._form(parent)
        if form is None:
            return ""
        number = _whole(item.get("value"))
        if number is None:
            number = self._next.get(parent, _whole(parent.get("start")) or 1)
        self._next[parent] = number + 1
        written = in_form(number, form)
        return written + ("、" if form == "chineseCountingThousand" else ".")

    def _form(self, parent: etree._Element) -> str | None:
        style = _LIST_STYLE.search(parent.get("style", ""))
        name = style.group(1).lower() if style else parent.get("type", "1")
        return None if name == "none" else _LIST_FORMS.get(name, "decimal")


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text.strip()) else None
