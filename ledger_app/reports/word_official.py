"""The parts of an official document in a Word file: head, title, text, annex note, signature, 版记.

The figures are those of page.py; where our page places lines by its grid, Word counts lines of exact height.
Source: docs/domain.md section 5 (GB/T 9704-2012).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from ledger_app.reports.drawing import BLACK, RED
from ledger_app.reports.fonts import DigitsFace
from ledger_app.reports.model import Annex, FaceStyle, Head, Heading, Imprint, Paragraph, Run, Signature, Words
from ledger_app.reports.official import HEADING_FACES
from ledger_app.reports.page import (
    IMPRINT_INNER_RULE_MM,
    IMPRINT_LINE,
    IMPRINT_OUTER_RULE_MM,
    LETTER_FOOT_RULE_MM,
    LETTER_GAP_MM,
    LETTER_MARK_MM,
    LETTER_MARK_TOP_MM,
    LETTER_NUMBER_GAP,
    LETTER_RULE_MM,
    LETTER_RULE_WIDTH_MM,
    LETTER_THICK_MM,
    LETTER_THIN_MM,
    LINE_PITCH,
    MARK_MAX_HEIGHT_MM,
    MARK_TOP_MM,
    NUMBER_LINE,
    PLAIN_DATE_INDENT,
    RED_RULE_MM,
    RULE_BELOW_NUMBER_MM,
    SEAL_DATE_INDENT,
    SEAL_LINES,
    SIZE_2,
    SIZE_4,
    Sheet,
    points,
)
from ledger_app.reports.title import break_title
from ledger_app.reports.typeset import Typesetter, words
from ledger_app.reports.word_drawing import Drawings, Stroke, frame_xml
from ledger_app.reports.word_sections import BASELINE_SHARE, SIZE_WORD_3, character_pitch, line_pitch
from ledger_app.reports.word_xml import Layout, Tab, Type, paragraph_xml, run_xml, runs_xml

_CORNER_LINES = 3
_MARK_LINE_EM = 1.25
"""Height of the mark's line against its size: its baseline stands one size below the line's upper edge."""
_HANZI_TOP, _HANZI_BOTTOM = 0.85, -0.09
"""Ink of a hanzi above and below the baseline in em, as the common faces have it."""
_LEAST_SCALE = 0.62
_SCALE_ROOM = 1
"""Percent by which the mark is narrower than the text, so that it stays on one line where widths are rounded."""
_TITLE_GAP_LINES = 2
_LETTER_TITLE_LINES = 3


class OfficialWriter:
    """Writes the parts of one official document."""

    def __init__(
        self, sheet: Sheet, setter: Typesetter, drawings: Drawings, digits: DigitsFace, pitch: float | None
    ) -> None:
        self.sheet = sheet
        self.setter = setter
        self.drawings = drawings
        self.digits: DigitsFace = digits
        self.line = line_pitch(sheet, pitch or LINE_PITCH)
        self.sign = character_pitch(sheet)

    def head(self, head: Head, *, is_bulletin: bool) -> Iterator[str]:
        """Return corner, mark, number and red rule, as far as the line above the title."""
        corner = [(head.serial, FaceStyle.FANGSONG), (head.secrecy, FaceStyle.HEI), (head.urgency, FaceStyle.HEI)]
        shown = [(text, style) for text, style in corner if text]
        for text, style in (*shown, *[("", FaceStyle.FANGSONG)] * (_CORNER_LINES - len(shown))):
            yield self._plain(text, style)
        used = _CORNER_LINES * self.line
        size, scale = self._mark_size(head.mark)
        top = points(MARK_TOP_MM) - (1 - _HANZI_TOP) * size
        yield paragraph_xml(
            run_xml(head.mark, Type(FaceStyle.TITLE, size, RED, scale, digits=self.digits)),
            Layout(size * _MARK_LINE_EM, before=max(0.0, top - used), align="center"),
        )
        at = top + size * _MARK_LINE_EM
        first = NUMBER_LINE - 1 if is_bulletin else NUMBER_LINE
        gap = max(0.0, first * self.line - at)
        rule = self._red_rule()
        if is_bulletin:
            yield self._plain(head.number, before=gap, align="center")
            yield self._sides(run_xml(f"{head.office}\t{head.date}", self._type()), rule, 0.0)
        elif head.signer:
            signer = run_xml(f"{head.number}\t签发人：", self._type()) + run_xml(head.signer, self._type(FaceStyle.KAI))
            yield self._sides(signer, rule, gap)
        else:
            number = run_xml(head.number, self._type())
            yield paragraph_xml(rule + number, Layout(self.line, before=gap, align="center"))

    def letter_head(self, head: Head) -> Iterator[str]:
        """Return mark, both pairs of rules and number of a letter, as far as the line above the title."""
        size = min(points(LETTER_MARK_MM) / (_HANZI_TOP - _HANZI_BOTTOM), self._fitting(head.mark))
        ink = (_HANZI_TOP - _HANZI_BOTTOM) * size
        y = points(LETTER_MARK_TOP_MM) + ink + points(LETTER_RULE_MM)
        thick, thin = points(LETTER_THICK_MM), points(LETTER_THIN_MM)
        between = points(LETTER_GAP_MM) + (thick + thin) / 2
        foot = self.sheet.paper[1] - points(LETTER_FOOT_RULE_MM)
        width = points(LETTER_RULE_WIDTH_MM)
        left = (self.sheet.paper[0] - width) / 2
        rules = "".join(
            self.drawings.rule(Stroke(left, at, width, weight, "page"))
            for at, weight in ((y, thick), (y + between, thin), (foot - between, thin), (foot, thick))
        )
        # The mark stands above the 版心: a paragraph held by its place on the page.
        top = points(LETTER_MARK_TOP_MM) - (1 - _HANZI_TOP) * size
        mark = run_xml(head.mark, Type(FaceStyle.TITLE, size, RED, digits=self.digits))
        yield paragraph_xml(mark, Layout(size * _MARK_LINE_EM, align="center", frame=frame_xml(top)))
        below = y + between + thin / 2 + LETTER_NUMBER_GAP - self.sheet.top - (self.line - SIZE_WORD_3) / 2
        number = run_xml(head.number, self._type())
        yield paragraph_xml(rules + number, Layout(self.line, before=max(0.0, below), align="right"))

    def title(self, title: str, *, gap_lines: int = _TITLE_GAP_LINES) -> str:
        """Return the title, broken by meaning into lines."""
        advances = [self.setter.width_of(sign, FaceStyle.TITLE, SIZE_2) for sign in title]
        lines = "\n".join(break_title(title, advances, self.sheet.width))
        layout = Layout(self.line, name="Title", before=gap_lines * self.line, align="center", keep=True)
        return paragraph_xml(run_xml(lines, self._type(FaceStyle.TITLE, SIZE_2)), layout)

    def addressees(self, addressees: str) -> str:
        """Return 主送机关, one blank line below the title."""
        text = run_xml(f"{addressees.rstrip('：:')}：", self._type())
        return paragraph_xml(text, Layout(self.line, before=self.line, align="justify"))

    def text(self, block: Heading | Paragraph, *, keep: bool = False) -> str:
        """Return a heading or a paragraph; keep: its last lines stay with what follows."""
        if isinstance(block, Paragraph):
            first = block.indent * self.sign
            layout = Layout(self.line, align=block.align, first=first, first_chars=block.indent * 100, keep=keep)
            return paragraph_xml(runs_xml(block.runs, self._type()), layout)
        runs: tuple[Run, ...] = (Words(block.text, HEADING_FACES[block.level]), *block.runs_in)
        layout = Layout(
            self.line,
            name=f"Heading{block.level}",
            align="justify",
            first=2 * self.sign,
            first_chars=200,
            keep=keep or not block.runs_in,
        )
        return paragraph_xml(runs_xml(runs, self._type()), layout)

    def blank(self) -> str:
        """Return a blank line of the grid."""
        return self._plain("")

    def annex_note(self, annexes: Sequence[Annex]) -> Iterator[str]:
        """Return 附件说明, one blank line below the text; wrapped lines stand under the name."""
        label = 3 * self.sign
        for number, annex in enumerate(annexes, start=1):
            mark = f"{number}." if len(annexes) > 1 else ""
            wide = self.setter.width_of(mark, FaceStyle.FANGSONG, self.sign)
            name = annex.title.replace("\n", "")
            text = f"附件：{mark}{name}" if number == 1 else f"{mark}{name}"
            left = 2 * self.sign + label + wide
            first = -(label + wide) if number == 1 else -wide
            layout = Layout(self.line, before=self.line if number == 1 else 0.0, left=left, first=first, keep=True)
            yield paragraph_xml(run_xml(text, self._type()), layout)

    def signature(self, signature: Signature, seal_lines: int = SEAL_LINES) -> Iterator[str]:
        """Return name and date, each by its distance from the right edge; blank lines above are room for a seal."""
        name_width, date_width = (
            self.setter.width_of(text, FaceStyle.FANGSONG, self.sign) for text in (signature.name, signature.date)
        )
        name, date = signature_indents(name_width, date_width, self.sign, has_seal=signature.has_seal)
        blank = seal_lines if signature.has_seal else 1
        yield self._right(signature.name, name, before=blank * self.line, keep=True)
        yield self._right(signature.date, date)

    def postscript(self, text: str) -> str:
        """Return 附注 in brackets."""
        layout = Layout(self.line, align="justify", first=2 * self.sign, first_chars=200)
        return paragraph_xml(run_xml(f"（{text}）", self._type()), layout)

    def annex_head(self, annex: Annex) -> Iterator[str]:
        """Return 附件N on the first line, the title on the third."""
        yield paragraph_xml(run_xml(annex.label, self._type(FaceStyle.HEI)), Layout(self.line, name="Heading1"))
        yield self.title(annex.title, gap_lines=1)
        yield paragraph_xml("", Layout(self.line * 0.4))

    def imprint(self, imprint: Imprint) -> Iterator[str]:
        """Return the 版记: its rules and its lines, held at the lower edge of the 版心."""
        rows = [self._copies_lines(label, names) for label, names in imprint.copies]
        rows += [1] if imprint.office or imprint.date else []
        top = self.sheet.bottom - sum(rows) * IMPRINT_LINE
        outer, inner = points(IMPRINT_OUTER_RULE_MM), points(IMPRINT_INNER_RULE_MM)
        edges = list(accumulate(rows, initial=0))
        rules = "".join(
            self.drawings.rule(
                Stroke(
                    self.sheet.left,
                    top + edge * IMPRINT_LINE,
                    self.sheet.width,
                    outer if edge in (0, edges[-1]) else inner,
                    "page",
                    BLACK,
                )
            )
            for edge in edges
        )
        frame = frame_xml(top, self.sheet.width)
        yield paragraph_xml(rules, Layout(1.0))
        yield from (self._copies(label, names, frame) for label, names in imprint.copies)
        if imprint.office or imprint.date:
            tabs = (Tab("right", self.sheet.width - SIZE_4),)
            text = run_xml(f"{imprint.office}\t{imprint.date}印发", self._small())
            yield paragraph_xml(text, Layout(IMPRINT_LINE, left=SIZE_4, left_chars=100, tabs=tabs, frame=frame))

    def letter_copies(self, imprint: Imprint) -> Iterator[str]:
        """Return the copies of a letter, held at the lower edge of the 版心, without rules and 印发."""
        lines = sum(self._copies_lines(label, names) for label, names in imprint.copies)
        frame = frame_xml(self.sheet.bottom - lines * IMPRINT_LINE, self.sheet.width)
        yield from (self._copies(label, names, frame) for label, names in imprint.copies)

    def _copies_lines(self, label: str, names: str) -> int:
        """Return how many lines a label with its names takes."""
        hanging = self.setter.width_of(f"{label}：", FaceStyle.FANGSONG, SIZE_4)
        text = words(f"{label}：{names.rstrip('。')}。")
        room = self.sheet.width - 2 * SIZE_4
        return len(self.setter.set_paragraph(text, FaceStyle.FANGSONG, SIZE_4, room, hanging=hanging))

    def _copies(self, label: str, names: str, frame: str) -> str:
        """Return a line of copies, in by one character on both sides, wrapped under the first name."""
        hanging = self.setter.width_of(f"{label}：", FaceStyle.FANGSONG, SIZE_4)
        layout = Layout(IMPRINT_LINE, align="justify", left=SIZE_4 + hanging, right=SIZE_4, first=-hanging, frame=frame)
        return paragraph_xml(run_xml(f"{label}：{names.rstrip('。')}。", self._small()), layout)

    def _small(self) -> Type:
        return Type(FaceStyle.FANGSONG, SIZE_4, digits=self.digits)

    def _mark_size(self, mark: str) -> tuple[float, int]:
        """Return the size of the mark in points and how far its letters are narrowed, in percent."""
        room = (NUMBER_LINE - 2) * self.line - points(MARK_TOP_MM)
        high = min(room, points(MARK_MAX_HEIGHT_MM)) / (_HANZI_TOP - _HANZI_BOTTOM)
        size = int(min(high, self._fitting(mark) / _LEAST_SCALE) * 2) / 2
        return size, min(100, int(self._fitting(mark) / size * 100) - _SCALE_ROOM)

    def _fitting(self, mark: str) -> float:
        """Return the size in points at which a mark fills the width."""
        return self.sheet.width / max(self.setter.width_of(mark, FaceStyle.TITLE, 1.0), 0.01)

    def _red_rule(self) -> str:
        """Return the rule below 发文字号, placed against the paragraph that it is put in."""
        baseline = BASELINE_SHARE * self.line
        y = baseline - _HANZI_BOTTOM * SIZE_WORD_3 + points(RULE_BELOW_NUMBER_MM)
        return self.drawings.rule(Stroke(0.0, y, self.sheet.width, points(RED_RULE_MM), "paragraph"))

    def _sides(self, content: str, rule: str, before: float) -> str:
        layout = Layout(
            self.line, before=before, left=self.sign, left_chars=100, tabs=(Tab("right", self.sheet.width - self.sign),)
        )
        return paragraph_xml(rule + content, layout)

    def _right(self, text: str, indent: float, before: float = 0.0, *, keep: bool = False) -> str:
        layout = Layout(self.line, before=before, align="right", right=indent, keep=keep)
        return paragraph_xml(run_xml(text, self._type()), layout)

    def _plain(self, text: str, style: FaceStyle = FaceStyle.FANGSONG, before: float = 0.0, align: str = "left") -> str:
        layout = Layout(self.line, before=before, align="center" if align == "center" else "left")
        return paragraph_xml(run_xml(text, self._type(style)), layout)

    def _type(self, style: FaceStyle = FaceStyle.FANGSONG, size: float = SIZE_WORD_3) -> Type:
        tracking = self.sign - SIZE_WORD_3 if size == SIZE_WORD_3 else 0.0
        return Type(style, size, BLACK, tracking=tracking, digits=self.digits)


def signature_indents(name: float, date: float, sign: float, *, has_seal: bool) -> tuple[float, float]:
    """Return how far name and date stand from the right edge, points.

    Args:
        name: its width in points.
        date: likewise.
        sign: width of a character.
        has_seal: the date ends four characters from the edge and the name stands in its middle; else 7.3.5.2.
    """
    if has_seal:
        date_indent = SEAL_DATE_INDENT * sign
        name_indent = date_indent + (date - name) / 2
        overhang = max(0.0, -name_indent)
        return name_indent + overhang, date_indent + overhang
    name_indent = PLAIN_DATE_INDENT * sign
    date_indent = name_indent + name - 2 * sign - date
    if date_indent < PLAIN_DATE_INDENT * sign:
        date_indent = PLAIN_DATE_INDENT * sign
        name_indent = max(name_indent, date_indent + date + 2 * sign - name)
    return name_indent, date_indent
