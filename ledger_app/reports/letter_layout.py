"""The letter form (信函格式) on its pages: the mark, two pairs of red rules, 发文字号, copies without rules.

Every position is a figure of clause 10.1.  Source: docs/domain.md section 5 (GB/T 9704-2012).
"""

from __future__ import annotations

from ledger_app.reports.drawing import RED, Rule
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import FaceStyle, Head, Imprint
from ledger_app.reports.page import (
    EM_ASCENT,
    LETTER_FOOT_RULE_MM,
    LETTER_GAP_MM,
    LETTER_MARK_MM,
    LETTER_MARK_TOP_MM,
    LETTER_NUMBER_GAP,
    LETTER_RULE_MM,
    LETTER_RULE_WIDTH_MM,
    LETTER_THICK_MM,
    LETTER_THIN_MM,
    SIZE_3,
    SIZE_4,
    points,
)
from ledger_app.reports.typeset import SetLine, Typesetter, words

_COPY_LINE = 21.0
"""Line of 4号 in the copies, points."""


class LetterSetter:
    """Puts what is peculiar to letters on a flow; the rest is as in any official document."""

    def __init__(self, flow: PageFlow, setter: Typesetter) -> None:
        self.flow = flow
        self.setter = setter

    def place_head(self, head: Head) -> None:
        """Put mark, rules and number on the first page and move to the title, two blank lines below."""
        bottom = self._place_mark(head.mark)
        y = bottom + points(LETTER_RULE_MM)
        thick, thin = points(LETTER_THICK_MM), points(LETTER_THIN_MM)
        between = points(LETTER_GAP_MM) + (thick + thin) / 2
        self._rule(y, thick)
        self._rule(y + between, thin)
        foot = self.flow.sheet.paper[1] - points(LETTER_FOOT_RULE_MM)
        self._rule(foot, thick)
        self._rule(foot - between, thin)
        top = y + between + thin / 2 + LETTER_NUMBER_GAP
        if head.number:
            line = self.setter.set_line(head.number, FaceStyle.FANGSONG, SIZE_3)
            left = self.flow.sheet.right - line.width
            self.flow.put_at(line, left, top + EM_ASCENT * SIZE_3, SIZE_3)
        self.flow.y = top + 3 * self.flow.pitch

    def copies_height(self, imprint: Imprint) -> float:
        """Return the height of the copies in points."""
        return len(self._copy_lines(imprint)) * _COPY_LINE

    def place_copies(self, imprint: Imprint) -> None:
        """Put the copies at the lower edge of the 版心, without rules and without 印发."""
        flow, lines = self.flow, self._copy_lines(imprint)
        y = flow.sheet.bottom - len(lines) * _COPY_LINE
        for line in lines:
            flow.put_at(line, flow.sheet.left, y + _COPY_LINE / 2 + (EM_ASCENT - 0.5) * SIZE_4, SIZE_4)
            y += _COPY_LINE
        flow.y = flow.sheet.bottom

    def _place_mark(self, mark: str) -> float:
        """Put the red mark, its ink from 30 mm below the sheet's upper edge; return the ink's lower edge."""
        flow = self.flow
        line = self.setter.set_line(mark, FaceStyle.TITLE, 1.0)
        inks = [glyphs.face.ink(glyphs.text) for glyphs in line.glyphs]
        highest, lowest = max(ink[0] for ink in inks), min(ink[1] for ink in inks)
        size = min(points(LETTER_MARK_MM) / (highest - lowest), flow.sheet.width / line.width)
        line = self.setter.set_line(mark, FaceStyle.TITLE, size, RED)
        top = points(LETTER_MARK_TOP_MM)
        left = (flow.sheet.paper[0] - line.width) / 2
        flow.put_at(line, left, top + highest * size, size)
        return top + (highest - lowest) * size

    def _rule(self, y: float, width: float) -> None:
        middle, half = self.flow.sheet.paper[0] / 2, points(LETTER_RULE_WIDTH_MM) / 2
        self.flow.items.append(Rule(middle - half, y, middle + half, y, width, RED))

    def _copy_lines(self, imprint: Imprint) -> list[SetLine]:
        lines: list[SetLine] = []
        for label, names in imprint.copies:
            head = f"{label}："
            hanging = SIZE_4 + self.setter.width_of(head, FaceStyle.FANGSONG, SIZE_4)
            lines += self.setter.set_paragraph(
                words(f"{head}{names.rstrip('。')}。"),
                FaceStyle.FANGSONG,
                SIZE_4,
                self.flow.sheet.width - SIZE_4,
                indent=SIZE_4,
                hanging=hanging,
                align="justify",
            )
        return lines
