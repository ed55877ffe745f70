"""The lists of a .docx: which list and level a paragraph belongs to, and the number Word prints.

Source: ECMA-376 part 1, 17.9.  Several numbering instances (w:num) of one abstract definition go on
counting together, unless an instance carries a start override, which takes effect at its first paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from ledger_app.intake.readers.docx_names import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    child_number,
    child_value,
    switch,
    w,
    whole,
)
from ledger_app.intake.readers.docx_styles import Style, Styles
from ledger_app.intake.readers.numbering import LEVELS, ListCounter, ListLevel, bullet, sequence_width

_W_LVL, _W_ILVL, _W_NUM, _W_NUM_ID = w("lvl"), w("ilvl"), w("num"), w("numId")
_W_ABSTRACT, _W_ABSTRACT_ID = w("abstractNum"), w("abstractNumId")
_W_OVERRIDE, _W_START_OVERRIDE, _W_START = w("lvlOverride"), w("startOverride"), w("start")
_W_FORM, _W_TEXT, _W_SUFF, _W_RESTART, _W_LEGAL = w("numFmt"), w("lvlText"), w("suff"), w("lvlRestart"), w("isLgl")
_W_FACES = f"{w('rPr')}/{w('rFonts')}"
_W_P_STYLE, _W_STYLE_LINK = w("pStyle"), w("numStyleLink")


@dataclass(frozen=True, slots=True)
class _Instance:
    """One w:num resolved: its levels, their bound styles, and what restarts at its first use."""

    counter_key: str
    levels: dict[int, ListLevel]
    style_levels: dict[str, int]
    overrides: frozenset[int]


class DocxNumbering:
    """Computes printed numbers paragraph by paragraph, in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Index the numbering part; None is a document without lists."""
        self._styles = styles
        self._nums: dict[str, etree._Element] = {}
        self._abstracts: dict[str, etree._Element] = {}
        self._instances: dict[str, _Instance | None] = {}
        self._counters: dict[str, ListCounter] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in () if root is None else root:
            if element.tag == _W_ABSTRACT:
                self._abstracts.setdefault(element.get(_W_ABSTRACT_ID, ""), element)
            elif element.tag == _W_NUM:
                self._nums.setdefault(element.get(_W_NUM_ID, ""), element)

    def label(self, properties: etree._Element | None, style: Style) -> tuple[str, str, int] | None:
        """Count a paragraph and return (number, gap, level); None where it is in no list.

        Args:
            properties: the paragraph's own w:numPr, None without.
            style: its style, which may bring a list along.
        """
        num_id = child_value(properties, _W_NUM_ID) or style.num_id
        if num_id is None or num_id == "0" or not self._nums:
            return None
        instance = self._instance(num_id)
        if instance is None:
            return None
        level = self._level(properties, style, instance)
        here = instance.levels.get(level)
        if here is None:
            return None
        counter = self._counters.setdefault(instance.counter_key, ListCounter())
        if level in instance.overrides and (num_id, level) not in self._begun:
            counter.restart(level)
        self._begun.add((num_id, level))
        counter.advance(level, instance.levels)
        text = counter.label(level, instance.levels)
        return text, here.gap if text else "", level

    def _level(self, properties: etree._Element | None, style: Style, instance: _Instance) -> int:
        direct = child_number(properties, _W_ILVL)
        if direct is None and child_value(properties, _W_NUM_ID) is None:
            direct = instance.style_levels.get(style.number_style or style.style_id, style.ilvl)
        return min(max(direct or 0, 0), LEVELS - 1)

    def _instance(self, num_id: str) -> _Instance | None:
        if num_id not in self._instances:
            self._instances[num_id] = self._read_instance(num_id)
        return self._instances[num_id]

    def _read_instance(self, num_id: str) -> _Instance | None:
        num = self._nums.get(num_id)
        key = child_value(num, _W_ABSTRACT_ID)
        for _ in range(8):
            abstract = self._abstracts.get(key or "")
            link = child_value(abstract, _W_STYLE_LINK)
            if link is None:
                break
            # The definition only points to a numbering style, whose list holds the levels.
            linked = self._nums.get(self._styles.num_id_of(link) or "")
            key = child_value(linked, _W_ABSTRACT_ID)
        else:
            return None
        if num is None or abstract is None or key is None:
            return None
        levels: dict[int, ListLevel] = {}
        bound: dict[str, int] = {}
        for element in abstract.iterfind(_W_LVL):
            _add_level(element, levels, bound)
        overrides: set[int] = set()
        for override in num.iterfind(_W_OVERRIDE):
            _apply_override(override, levels, overrides)
        return _Instance(key, levels, bound, frozenset(overrides))


def _add_level(element: etree._Element, levels: dict[int, ListLevel], bound: dict[str, int]) -> None:
    index = whole(element.get(_W_ILVL))
    if index is None or not 0 <= index < LEVELS:
        return
    levels[index] = _read_level(element)
    style_id = child_value(element, _W_P_STYLE)
    if style_id:
        bound.setdefault(style_id, index)


def _apply_override(override: etree._Element, levels: dict[int, ListLevel], restarted: set[int]) -> None:
    index = whole(override.get(_W_ILVL))
    if index is None or not 0 <= index < LEVELS:
        return
    whole_level = override.find(_W_LVL)
    if whole_level is not None:
        levels[index] = _read_level(whole_level)
    start = child_number(override, _W_START_OVERRIDE)
    if start is not None:
        levels[index] = replace(levels.get(index, ListLevel()), start=start)
        restarted.add(index)


def _read_level(element: etree._Element) -> ListLevel:
    form, width = _read_form(element)
    template = child_value(element, _W_TEXT) or ""
    faces = element.find(_W_FACES)
    if form == "bullet":
        face = "" if faces is None else faces.get(w("ascii"), "") or faces.get(w("hAnsi"), "")
        template = bullet(template, face)
    start = child_number(element, _W_START)
    return ListLevel(
        start=0 if start is None else start,
        form=form,
        template=template,
        gap="" if child_value(element, _W_SUFF) == "nothing" else " ",
        restart_after=child_number(element, _W_RESTART),
        is_legal=switch(element, _W_LEGAL) or False,
        width=width,
    )


def _read_form(element: etree._Element) -> tuple[str, int]:
    """Return the number form and the least number of digits, also of forms written out as "001, 002, …"."""
    form = element.find(_W_FORM)
    if form is None:
        for path in (f"{ALTERNATE}/{CHOICE}/{_W_FORM}", f"{ALTERNATE}/{FALLBACK}/{_W_FORM}"):
            form = element.find(path)
            if form is not None:
                break
    if form is None:
        return "decimal", 0
    name = form.get(w("val"), "decimal")
    if name != "custom":
        return name, 0
    written = [part.strip() for part in form.get(w("format"), "").split(",")]
    return "decimal", sequence_width(written)
