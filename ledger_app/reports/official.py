"""The parts of an official document on its pages: head, title, text, annex note, signature, 版记.

Every position is one of page.py's figures with its clause; nothing here knows PDF.
Source: docs/domain.md section 5 (GB/T 9704-2012).
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.reports.drawing import RED, Colour, Rule
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import (
    Annex,
    FaceStyle,
    Head,
    Heading,
    Imprint,
    Paragraph,
    ReportModel,
    Run,
    Signature,
    Words,
)
from ledger_app.reports.page import (
    CHARACTERS,
    EM_ASCENT,
    IMPRINT_INNER_RULE_MM,
    IMPRINT_LINE,
    IMPRINT_OUTER_RULE_MM,
    MARK_MAX_HEIGHT_MM,
    MARK_TOP_MM,
    NUMBER_LINE,
    PLAIN_DATE_INDENT,
    RED_RULE_MM,
    RULE_BELOW_NUMBER_MM,
    SEAL_DATE_INDENT,
    SEAL_LINES,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TITLE_LINE,
    points,
)
from ledger_app.reports.title import break_title
from ledger_app.reports.typeset import SetLine, Typesetter, words

MARK_LINE_END = 5
"""Grid line by whose upper edge the mark has ended, so that two blank lines part it from 发文字号."""
MARK_LEAST_STRETCH = 0.62
CLOSING_LINES = 2
"""Lines of text that go over to the next page with a signature that has no room."""
HEADING_FACES = {1: FaceStyle.HEI, 2: FaceStyle.KAI, 3: FaceStyle.FANGSONG, 4: FaceStyle.FANGSONG}


class OfficialSetter:
    """Puts the parts of one official document on a flow."""

    def __init__(self, flow: PageFlow, setter: Typesetter) -> None:
        self.flow = flow
        self.setter = setter
        self.seal_lines = SEAL_LINES

    def place_head(self, head: Head, *, is_bulletin: bool) -> None:
        """Put the mark, number and red rule on the first page and move to the title's line."""
        flow = self.flow
        self._place_corner(head)
        self._place_mark(head.mark)
        if is_bulletin:
            if head.number:
                self._put_centred(head.number, FaceStyle.FANGSONG, NUMBER_LINE - 1)
            line = self._put_sides(head.office, head.date, NUMBER_LINE)
        elif head.signer:
            line = self._place_number_and_signer(head)
        else:
            line = self._put_centred(head.number, FaceStyle.FANGSONG, NUMBER_LINE)
        bottom = flow.line_top(NUMBER_LINE) + EM_ASCENT * SIZE_3 - _lowest(line)
        y = bottom + points(RULE_BELOW_NUMBER_MM)
        flow.items.append(Rule(flow.sheet.left, y, flow.sheet.right, y, points(RED_RULE_MM), RED))
        flow.y = flow.line_top(TITLE_LINE)

    def place_title(self, title: str) -> None:
        """Put the title at the current line, broken by meaning."""
        self.flow.bookmark(0, title.replace("\n", ""))
        advances = [self.setter.width_of(sign, FaceStyle.TITLE, SIZE_2) for sign in title]
        for text in break_title(title, advances, self.flow.sheet.width):
            line = self.setter.set_line(text, FaceStyle.TITLE, SIZE_2)
            self.flow.put_line(line, SIZE_2, (self.flow.sheet.width - line.width) / 2)

    def place_addressees(self, addressees: str) -> None:
        """Put 主送机关 one blank line below the title, from the left edge, with its colon."""
        self.flow.skip_lines(1)
        self.place_lines(self._justified(words(f"{addressees.rstrip('：:')}："), indent=0), keep=1)

    def place_text(self, block: Heading | Paragraph, followed_by: int = 0, *, may_tighten: bool = False) -> None:
        """Put a heading or a paragraph; a heading stays with the line that follows.

        Args:
            block: what to put.
            followed_by: grid lines of what must not stand alone on the next page: where they have no room, the last
                lines of this block go over with them.
            may_tighten: before lines go over, a blank line of the seal may be given up (7.3.5.4).
        """
        if isinstance(block, Paragraph):
            lines = self._justified(block.runs, block.indent, align_of=block)
        else:
            runs: tuple[Run, ...] = (Words(block.text, HEADING_FACES[block.level]), *block.runs_in)
            lines = self._justified(runs, indent=2)
            if self.flow.lines_left() < len(lines[:2]) + (0 if block.runs_in else 1):
                self.flow.next_page()
            if block.level <= 2:
                self.flow.bookmark(block.level, block.text)
        kept = min(CLOSING_LINES, len(lines)) if followed_by else 0
        self.place_lines(lines[: len(lines) - kept])
        lacking = kept + followed_by - self.flow.lines_left()
        if kept and lacking == 1 and may_tighten:
            self.seal_lines = SEAL_LINES - 1
        elif kept and lacking > 0:
            self.flow.next_page()
        self.place_lines(lines[len(lines) - kept :])

    def place_lines(self, lines: Sequence[SetLine], size: float = SIZE_3, keep: int = 0) -> None:
        """Put lines on the grid, from page to page; the first `keep` of them do not stand alone at a page's end."""
        if keep and self.flow.lines_left() < min(keep, len(lines)):
            self.flow.next_page()
        for line in lines:
            if self.flow.lines_left() < 1:
                self.flow.next_page()
            self.flow.put_line(line, size)

    def place_annex_note(self, annexes: Sequence[Annex]) -> None:
        """Put 附件说明 one blank line below the text; wrapped lines stand under the name."""
        label = self.setter.width_of("附件：", FaceStyle.FANGSONG, SIZE_3)
        begin = 2 * SIZE_3 + label
        self._skip_or_break(1, 1)
        for number, annex in enumerate(annexes, start=1):
            mark = f"{number}." if len(annexes) > 1 else ""
            hanging = begin + self.setter.width_of(mark, FaceStyle.FANGSONG, SIZE_3)
            name = annex.title.replace("\n", "")
            text = f"附件：{mark}{name}" if number == 1 else f"{mark}{name}"
            lines = self.setter.set_paragraph(
                words(text),
                FaceStyle.FANGSONG,
                SIZE_3,
                self.flow.sheet.width,
                indent=2 * SIZE_3 if number == 1 else begin,
                hanging=hanging,
            )
            self.place_lines(lines)

    def signature_lines(self, signature: Signature) -> int:
        """Return how many grid lines a signature needs, blank ones included."""
        return (self.seal_lines if signature.has_seal else 1) + 2

    def place_signature(self, signature: Signature) -> None:
        """Put name and date, with room for a seal or without."""
        name = self.setter.set_line(signature.name, FaceStyle.FANGSONG, SIZE_3)
        date = self.setter.set_line(signature.date, FaceStyle.FANGSONG, SIZE_3)
        width = self.flow.sheet.width
        if signature.has_seal:
            date_x = width - SEAL_DATE_INDENT * SIZE_3 - date.width
            name_x = date_x + date.width / 2 - name.width / 2
            overhang = max(0.0, name_x + name.width - width)
            name_x, date_x = name_x - overhang, date_x - overhang
        else:
            name_x = width - PLAIN_DATE_INDENT * SIZE_3 - name.width
            date_x = name_x + 2 * SIZE_3
            if date_x + date.width > width - PLAIN_DATE_INDENT * SIZE_3:
                date_x = width - PLAIN_DATE_INDENT * SIZE_3 - date.width
                name_x = min(name_x, date_x - 2 * SIZE_3)
        self._skip_or_break(self.seal_lines if signature.has_seal else 1, 2)
        self.flow.put_line(name, SIZE_3, max(0.0, name_x))
        self.flow.put_line(date, SIZE_3, max(0.0, date_x))

    def place_postscript(self, text: str) -> None:
        """Put 附注 in brackets on the line after the date, indented by two characters."""
        self.place_lines(self._justified(words(f"（{text}）"), indent=2))

    def place_annex_head(self, annex: Annex) -> None:
        """Put 附件N on the first line and the title on the third."""
        label = self.setter.set_line(annex.label, FaceStyle.HEI, SIZE_3)
        self.flow.put_line(label, SIZE_3)
        self.flow.skip_lines(1)
        self.place_title(annex.title)

    def imprint_height(self, imprint: Imprint) -> float:
        """Return the height of the 版记 in points."""
        return (len(self._imprint_rows(imprint)) * IMPRINT_LINE) + IMPRINT_LINE * 0.4

    def place_imprint(self, imprint: Imprint) -> None:
        """Put the 版记 so that its last rule is the lower edge of the 版心."""
        flow = self.flow
        rows = self._imprint_rows(imprint)
        outer, inner = points(IMPRINT_OUTER_RULE_MM), points(IMPRINT_INNER_RULE_MM)
        top = flow.sheet.bottom - len(rows) * IMPRINT_LINE
        left, right = flow.sheet.left, flow.sheet.right
        flow.items.append(Rule(left, top, right, top, outer))
        for number, (lines, is_begin) in enumerate(rows):
            y = top + number * IMPRINT_LINE
            if number and is_begin:
                flow.items.append(Rule(left, y, right, y, inner))
            for x, line in lines:
                flow.put_at(line, left + x, y + IMPRINT_LINE / 2 + (EM_ASCENT - 0.5) * SIZE_4, SIZE_4)
        flow.items.append(Rule(left, flow.sheet.bottom, right, flow.sheet.bottom, outer))
        flow.y = flow.sheet.bottom

    def _imprint_rows(self, imprint: Imprint) -> list[tuple[list[tuple[float, SetLine]], bool]]:
        """Return the lines of the 版记 as (placed texts, whether a rule stands above)."""
        width = self.flow.sheet.width
        rows: list[tuple[list[tuple[float, SetLine]], bool]] = []
        for label, names in imprint.copies:
            head = f"{label}："
            hanging = SIZE_4 + self.setter.width_of(head, FaceStyle.FANGSONG, SIZE_4)
            lines = self.setter.set_paragraph(
                words(f"{head}{names.rstrip('。')}。"),
                FaceStyle.FANGSONG,
                SIZE_4,
                width - SIZE_4,
                indent=SIZE_4,
                hanging=hanging,
                align="justify",
            )
            rows += [([(0.0, line)], number == 0) for number, line in enumerate(lines)]
        if imprint.office or imprint.date:
            office = self.setter.set_line(imprint.office, FaceStyle.FANGSONG, SIZE_4)
            date = self.setter.set_line(f"{imprint.date}印发", FaceStyle.FANGSONG, SIZE_4)
            rows.append(([(SIZE_4, office), (width - SIZE_4 - date.width, date)], True))
        return rows

    def _justified(self, runs: Sequence[Run], indent: int, align_of: Paragraph | None = None) -> list[SetLine]:
        width = self.flow.sheet.width
        tracking = (
            max(0.0, (width - CHARACTERS * SIZE_3) / (CHARACTERS - 1)) if width < (CHARACTERS + 1) * SIZE_3 else 0.0
        )
        align = align_of.align if align_of is not None else "justify"
        return self.setter.set_paragraph(
            runs, FaceStyle.FANGSONG, SIZE_3, width, indent=indent * (SIZE_3 + tracking), align=align, tracking=tracking
        )

    def _skip_or_break(self, blank: int, following: int) -> None:
        """Leave blank lines, or begin a new page where they and the lines after them do not fit."""
        if self.flow.lines_left() < blank + following:
            self.flow.next_page()
        else:
            self.flow.skip_lines(blank)

    def _place_mark(self, mark: str) -> None:
        """Put the red mark: its ink from 35 mm below the 版心's upper edge to where the two blank lines begin."""
        flow = self.flow
        highest, lowest = _ink(self.setter.set_line(mark, FaceStyle.TITLE, 1.0))
        top = flow.sheet.top + points(MARK_TOP_MM)
        room = min(flow.line_top(MARK_LINE_END) - top, points(MARK_MAX_HEIGHT_MM))
        size = room / (highest - lowest)
        natural = self.setter.width_of(mark, FaceStyle.TITLE, 1.0)
        size = min(size, flow.sheet.width / natural / MARK_LEAST_STRETCH)
        stretch = min(1.0, flow.sheet.width / (natural * size))
        line = self.setter.set_line(mark, FaceStyle.TITLE, size, RED)
        left = flow.sheet.left + (flow.sheet.width - line.width * stretch) / 2
        for glyphs in line.glyphs:
            flow.items.append(
                glyphs._replace(x=left + glyphs.x * stretch, y=top + highest * size, stretch=round(stretch, 4))
            )

    def _place_corner(self, head: Head) -> None:
        flow = self.flow
        parts = [(head.serial, FaceStyle.FANGSONG), (head.secrecy, FaceStyle.HEI), (head.urgency, FaceStyle.HEI)]
        for place, (text, style) in enumerate((text, style) for text, style in parts if text):
            flow.y = flow.line_top(place)
            flow.put_line(self.setter.set_line(text, style, SIZE_3))

    def _place_number_and_signer(self, head: Head) -> SetLine:
        """Put the number left and the signer right, each in by one character, as upward documents have them."""
        flow = self.flow
        number = self.setter.set_line(head.number, FaceStyle.FANGSONG, SIZE_3)
        label = self.setter.set_line("签发人：", FaceStyle.FANGSONG, SIZE_3)
        signer = self.setter.set_line(head.signer, FaceStyle.KAI, SIZE_3)
        self._put_on(NUMBER_LINE, number, SIZE_3)
        right = flow.sheet.width - SIZE_3 - signer.width
        self._put_on(NUMBER_LINE, signer, right)
        self._put_on(NUMBER_LINE, label, right - label.width)
        return number

    def _put_centred(self, text: str, style: FaceStyle, index: int) -> SetLine:
        line = self.setter.set_line(text, style, SIZE_3)
        self._put_on(index, line, (self.flow.sheet.width - line.width) / 2)
        return line

    def _put_sides(self, left: str, right: str, index: int) -> SetLine:
        first = self.setter.set_line(left, FaceStyle.FANGSONG, SIZE_3)
        second = self.setter.set_line(right, FaceStyle.FANGSONG, SIZE_3)
        self._put_on(index, first, SIZE_3)
        self._put_on(index, second, self.flow.sheet.width - SIZE_3 - second.width)
        return SetLine(first.glyphs + second.glyphs, first.width + second.width)

    def _put_on(self, index: int, line: SetLine, left: float, colour: Colour | None = None) -> None:
        if colour is not None:
            line = line._replace(glyphs=tuple(glyphs._replace(colour=colour) for glyphs in line.glyphs))
        self.flow.y = self.flow.line_top(index)
        self.flow.put_line(line, SIZE_3, left)


def annexes_named(model: ReportModel) -> bool:
    """Say whether a document lists its annexes under the text."""
    return bool(model.annexes) and model.form != "sheet"


def _ink(line: SetLine) -> tuple[float, float]:
    """Return the highest and lowest ink of a line above its baseline, in points."""
    spans = [(glyphs.face.ink(glyphs.text), glyphs.size) for glyphs in line.glyphs]
    return max((ink[0] * size for ink, size in spans), default=0.0), min(
        (ink[1] * size for ink, size in spans), default=0.0
    )


def _lowest(line: SetLine) -> float:
    return _ink(line)[1]
