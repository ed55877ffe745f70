"""Lay a report out: from what it says to finished pages, in order, each handed on as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ledger_app.ports import Progress
from ledger_app.reports.chart_layout import place_chart
from ledger_app.reports.contents_layout import ContentsCollector, place_contents
from ledger_app.reports.drawing import Page
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.form_layout import place_form
from ledger_app.reports.letter_layout import LetterSetter
from ledger_app.reports.model import Annex, Block, Chart, FaceStyle, FormPage, Imprint, ReportModel, ReportTable, Words
from ledger_app.reports.official import OfficialSetter
from ledger_app.reports.page import (
    EM_ASCENT,
    SIZE_5,
    SIZE_SMALL_5,
    annex_sheet,
    official_sheet,
    working_sheet,
)
from ledger_app.reports.table_layout import place_table
from ledger_app.reports.typeset import Typesetter

SHEET_TITLE_PT = 18.0


class Laid(NamedTuple):
    """What was settled while a paper was laid out.

    Attributes:
        pages: how many it takes, without a table of contents.
        paddings: of each of its tables in order, see `PageFlow`.
        seal_lines: blank lines above its signature where that has a seal.
    """

    pages: int
    paddings: tuple[float, ...]
    seal_lines: int


def settle(paper: ReportModel, setter: Typesetter) -> Laid:
    """Lay out one paper without its parts, and return what was settled on the way; nobody keeps its pages."""
    layout = _Layout(paper, setter, lambda _page: None, _Count(0, None))
    layout.run()
    return Laid(layout.flow.page_number, tuple(layout.flow.paddings), layout.official.seal_lines)


def lay_out(
    model: ReportModel, setter: Typesetter, sink: Callable[[Page], None], progress: Progress | None = None
) -> None:
    """Lay out a report.

    Args:
        model: what it says.
        setter: sets its type and keeps note of the faces.
        sink: gets each finished page, in order.
        progress: told about rows of tables, forms and papers, those of the whole file; may stop the work.

    Raises:
        Cancelled: by `progress`; pages handed on so far are no whole report.
        EnvironmentFault: REP-001 a shipped face is missing.
    """
    papers = list(_papers(model))
    count = _Count(sum(map(_pieces, papers)) + len(papers) - 1, progress)
    for number, paper in enumerate(papers):
        if number:
            count.done += 1
            count.tell()
        _Layout(paper, setter, sink, count).run()


class _Count:
    """How many pieces (rows of tables, forms, papers after the first) of a file are done."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total = total
        self.done = 0
        self._progress = progress

    def tell(self, more: int = 0) -> None:
        """Report what is done, and `more` of the table under way; may raise `Cancelled`."""
        if self._progress is not None:
            self._progress.step(self.done + more, self.total, "正在排版")


class _Layout:
    """One report on its way onto pages."""

    def __init__(self, model: ReportModel, setter: Typesetter, sink: Callable[[Page], None], count: _Count) -> None:
        self.model = model
        self.setter = setter
        self.contents = ContentsCollector() if model.page.has_contents else None
        self.sink = sink
        self.flow = PageFlow(setter, self._hand_on, pitch=model.page.line_pitch_pt, foot=model.foot)
        self.official = OfficialSetter(self.flow, setter)
        self.count = count

    def run(self) -> None:
        """Put all parts in their order."""
        model = self.model
        if model.form == "sheet":
            self._place_sheet_head()
        elif model.form != "forms":
            self._place_official_head()
        last = len(model.body) - 1
        for number, block in enumerate(model.body):
            if number == last and model.signature is not None and not isinstance(block, ReportTable | FormPage | Chart):
                self.official.place_text(block, followed_by=self._ending_lines(), may_tighten=model.signature.has_seal)
            else:
                self._place_block(block)
        self._place_ending()
        for annex in model.annexes:
            self._place_annex(annex)
        if model.imprint is not None:
            self._place_imprint()
        self.flow.close()
        if self.contents is not None and self.contents.is_worthwhile:
            self._place_contents(self.contents)

    def _hand_on(self, page: Page) -> None:
        if self.contents is not None:
            self.contents.see(page)
        self.sink(page)

    def _place_contents(self, contents: ContentsCollector) -> None:
        def lead(page: Page) -> None:
            page.leads = True
            self.sink(page)

        flow = PageFlow(self.setter, lead, foot=self.model.foot)
        flow.begin(lambda _: working_sheet(self.model.page), is_numbered=False, foot_alone=True)
        place_contents(contents.entries, flow, self.setter)
        flow.close()

    def _place_official_head(self) -> None:
        model = self.model
        is_letter = model.form == "letter"
        # The first page of a letter has no number, but it can be found again by its foot.
        self.flow.begin(partial(official_sheet, setting=model.page), is_numbered=not is_letter, foot_alone=is_letter)
        if is_letter:
            self.flow.number_from_next()
        if model.head is not None and is_letter:
            LetterSetter(self.flow, self.setter).place_head(model.head)
        elif model.head is not None:
            self.official.place_head(model.head, is_bulletin=model.form == "bulletin")
        self.official.place_title(model.title)
        if model.addressees:
            self.official.place_addressees(model.addressees)
        self.flow.skip_lines(0 if model.addressees else 1)

    def _place_sheet_head(self) -> None:
        model, flow = self.model, self.flow
        flow.begin(lambda _: working_sheet(model.page))
        flow.bookmark(0, model.title)
        lines = self.setter.set_paragraph(
            _runs(model.title), FaceStyle.TITLE, SHEET_TITLE_PT, flow.sheet.width, align="center"
        )
        for line in lines:
            flow.put_at(line, flow.sheet.left, flow.y + EM_ASCENT * SHEET_TITLE_PT, SHEET_TITLE_PT)
            flow.y += SHEET_TITLE_PT * 1.35
        if model.subtitle:
            for line in self.setter.set_plain(model.subtitle, FaceStyle.SONG, SIZE_5, flow.sheet.width, "center"):
                flow.put_at(line, flow.sheet.left, flow.y + EM_ASCENT * SIZE_5, SIZE_5)
                flow.y += SIZE_5 * 1.4
        flow.y += SIZE_SMALL_5 * 0.6

    def _place_block(self, block: Block) -> None:
        if isinstance(block, ReportTable):
            place_table(block, self.flow, self.setter, self.count.tell)
            self.count.done += len(block.rows)
            self.flow.snap()
        elif isinstance(block, Chart):
            place_chart(block, self.flow, self.setter)
            self.flow.snap()
        elif isinstance(block, FormPage):
            setting = self.model.page
            self.flow.begin(
                partial(official_sheet, setting=setting) if block.is_official else lambda _: working_sheet(setting),
                is_numbered=False,
                foot_alone=True,
            )
            place_form(block, self.flow, self.setter)
            self.count.done += 1
            self.count.tell()
        else:
            self.official.place_text(block)

    def _ending_lines(self) -> int:
        """Return the grid lines of annex note and signature, which never stand alone on a page."""
        model = self.model
        notes = len(model.annexes) + 1 if model.annexes and model.form != "sheet" else 0
        return notes + (self.official.signature_lines(model.signature) if model.signature is not None else 0)

    def _place_ending(self) -> None:
        model = self.model
        if model.annexes and model.form != "sheet":
            self.official.place_annex_note(model.annexes)
        if model.signature is not None:
            self.official.place_signature(model.signature)
        if model.postscript:
            self.official.place_postscript(model.postscript)

    def _place_annex(self, annex: Annex) -> None:
        setting = self.model.page
        self.flow.begin(partial(annex_sheet, setting=setting, orientation=annex.orientation, paper=annex.paper))
        self.official.place_annex_head(annex)
        self.flow.y += self.flow.pitch * 0.4
        for block in annex.blocks:
            self._place_block(block)

    def _place_imprint(self) -> None:
        """Put the 版记 at the foot of the last page, which is an even one when printed on both sides."""
        flow, setting, imprint = self.flow, self.model.page, self.model.imprint
        if imprint is None:
            return
        if self.model.form == "letter":
            self._place_copies(imprint)
            return
        maker = partial(official_sheet, setting=setting)
        upright = not flow.sheet.turned and flow.sheet.is_official
        fits = upright and flow.room >= self.official.imprint_height(imprint)
        is_even = flow.page_number % 2 == 0
        if fits and (is_even or not setting.imprint_on_even):
            pass
        elif not setting.imprint_on_even or not is_even:
            flow.begin(maker)
        else:
            # A blank page stands before the page of the 版记; neither bears a number (7.5).
            flow.begin(maker, is_numbered=False)
            flow.next_page()
        self.official.place_imprint(imprint)

    def _place_copies(self, imprint: Imprint) -> None:
        """Put the copies of a letter at the foot of its last page."""
        letter = LetterSetter(self.flow, self.setter)
        if self.flow.sheet.turned or self.flow.room < letter.copies_height(imprint):
            self.flow.begin(partial(official_sheet, setting=self.model.page))
        letter.place_copies(imprint)


def _papers(model: ReportModel) -> Iterator[ReportModel]:
    """Yield the papers of a file in their order; a set has none of its own."""
    if model.form != "set":
        yield model
    for part in model.parts:
        yield from _papers(part)


def _pieces(model: ReportModel) -> int:
    """Return how many rows and forms a paper has."""
    blocks = [block for blocks in (model.body, *(annex.blocks for annex in model.annexes)) for block in blocks]
    rows = sum(len(block.rows) for block in blocks if isinstance(block, ReportTable))
    return rows + sum(isinstance(block, FormPage) for block in blocks)


def _runs(text: str) -> tuple[Words, ...]:
    return (Words(text),)
