"""Charts of a Word file: pictures of what our own pages draw, their words told to those who do not see them.

Source: docs/domain.md sections 3.1 and 4.2 (T6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ledger_app.reports.chart_layout import place_chart
from ledger_app.reports.drawing import Box, Item, Page, Rule
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import Chart, FaceStyle
from ledger_app.reports.page import SIZE_5, SIZE_SMALL_5, Sheet
from ledger_app.reports.picture import draw_png
from ledger_app.reports.typeset import Typesetter
from ledger_app.reports.word_drawing import Drawings
from ledger_app.reports.word_xml import Layout, Type, paragraph_xml, run_xml

_EDGE = 2.0
_ROOM_SHARE = 0.8
"""Share of the page's height that a picture has: caption and notes stand on the same page."""


def report_chart(
    chart: Chart, sheet: Sheet, setter: Typesetter, drawings: Drawings, add_picture: Callable[[bytes], str]
) -> Iterator[str]:
    """Return caption, pictures and notes as XML, in order.

    Args:
        chart: what it shows.
        sheet: the picture takes the width of its frame.
        setter: sets its words.
        drawings: of the file.
        add_picture: puts a picture (PNG) into the file and returns its id.
    """
    if chart.caption:
        text = run_xml(chart.caption, Type(FaceStyle.HEI, SIZE_5))
        yield paragraph_xml(text, Layout(SIZE_5 * 1.8, align="center", keep=True))
    height = sheet.height * _ROOM_SHARE
    frame = Sheet((sheet.width, height), 0.0, _EDGE, sheet.width, height - 2 * _EDGE, is_official=False)
    pages: list[Page] = []
    flow = PageFlow(setter, pages.append)
    flow.begin(lambda _number: frame, is_numbered=False)
    place_chart(replace(chart, caption="", notes=()), flow, setter)
    flow.close()
    for page in pages:
        bottom = min(height, max(map(_lower_edge, page.items), default=0.0) + _EDGE)
        relation = add_picture(draw_png(page.items, sheet.width, bottom))
        picture = drawings.picture(relation, sheet.width, bottom, chart_words(chart))
        # A line of exact height would cut the picture off.
        yield (
            '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
            f'<w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr>{picture}</w:p>'
        )
    for note in chart.notes:
        yield paragraph_xml(run_xml(note, Type(FaceStyle.SONG, SIZE_SMALL_5)), Layout(SIZE_SMALL_5 * 1.36))
    yield paragraph_xml("", Layout(SIZE_SMALL_5))


def chart_words(chart: Chart) -> str:
    """Return all figures of a chart as a sentence."""
    series = (
        f"{one.name}："
        + "，".join(f"{place} {figure.text}" for place, figure in zip(chart.places, one.figures, strict=True))
        for one in chart.series
    )
    return "；".join([*([chart.caption] if chart.caption else []), *series]) + "。"


def _lower_edge(item: Item) -> float:
    if isinstance(item, Rule):
        return max(item.y1, item.y2)
    return item.y + item.height if isinstance(item, Box) else item.y + item.size * 0.25
