"""Charts on pages, drawn from lines and boxes: a trend of fields, or lying bars in parts.

Whoever photocopies them loses nothing: parts differ by filling, and every value stands as a number.
Source: docs/domain.md sections 3.1 and 4.2 (T6).
"""

from __future__ import annotations

from ledger_app.reports.chart_marks import FILLS, fill_bar, put_mark
from ledger_app.reports.drawing import BLACK, GREY, Area, Box, Colour, Rule
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import Chart, ChartSeries, FaceStyle
from ledger_app.reports.page import EM_ASCENT, SIZE_5, SIZE_SMALL_5
from ledger_app.reports.typeset import Typesetter

ROW, BAR = 17.0, 12.0
"""Height of a lying bar's row and of the bar, points."""
FIELD, FIELD_HEAD, AXIS_WORDS = 96.0, 20.0, 16.0
"""Height of a field of a trend, of its name above, and of the words under the last."""
LABEL_SHARE = 0.3
"""Share of the width that names of places may take."""
LEGEND = 20.0
NOTE = SIZE_SMALL_5 * 1.36
GAP = 6.0


def place_chart(chart: Chart, flow: PageFlow, setter: Typesetter) -> None:
    """Put a chart on the flow; lying bars go over to further pages, a trend stands on one.

    Args:
        chart: what it shows.
        flow: the pages; the chart takes their full width and ends between grid lines.
        setter: sets its words.
    """
    placer = _Placer(chart, flow, setter)
    if chart.kind == "trend":
        placer.place_trend()
    else:
        placer.place_bars()
    placer.place_notes()


class _Placer:
    """One chart on its way onto pages."""

    def __init__(self, chart: Chart, flow: PageFlow, setter: Typesetter) -> None:
        self.chart = chart
        self.flow = flow
        self.setter = setter

    def place_trend(self) -> None:
        """Put the fields of a trend under each other, above one axis of places."""
        chart, flow = self.chart, self.flow
        needed = len(chart.series) * (FIELD + FIELD_HEAD) + AXIS_WORDS + self._notes_height() + LEGEND
        if flow.room < needed and not flow.is_at_top:
            flow.next_page()
        self._place_caption()
        step = flow.sheet.width / max(len(chart.places), 1)
        centres = [flow.sheet.left + step * (place + 0.5) for place in range(len(chart.places))]
        for series in chart.series:
            self._place_field(series, centres, min(step * 0.5, 26.0))
        for centre, words in zip(centres, chart.places, strict=True):
            self._put(words, centre, flow.y + EM_ASCENT * SIZE_SMALL_5 + 2, align=0.5)
        flow.y += AXIS_WORDS

    def place_bars(self) -> None:
        """Put lying bars, the legend above them on every page."""
        chart, flow = self.chart, self.flow
        whole = LEGEND * 2 + ROW * len(chart.places) + self._notes_height()
        # What fits on one page stands on one page.
        needed = whole if whole <= flow.sheet.height else LEGEND * 2 + ROW * 3
        if flow.room < needed and not flow.is_at_top:
            flow.next_page()
        self._place_caption()
        names = [self._width(words) for words in chart.places]
        room = min(max(names, default=0.0) + GAP, flow.sheet.width * LABEL_SHARE)
        ends = max(map(self._width, chart.ends), default=0.0)
        scale = self._scale(flow.sheet.width - room - ends - (GAP if chart.ends else 0.0))
        self._place_legend()
        last = len(chart.places) - 1
        for place, words in enumerate(chart.places):
            if flow.room < ROW + (self._notes_height() if place == last else 0.0):
                flow.next_page()
                self._place_legend()
            self._place_bar(place, words, room, scale)

    def place_notes(self) -> None:
        """Put the lines under the chart."""
        flow = self.flow
        flow.y += GAP / 2
        for note in self.chart.notes:
            for line in self.setter.set_plain(note, FaceStyle.SONG, SIZE_SMALL_5, flow.sheet.width, "left"):
                flow.put_at(line, flow.sheet.left, flow.y + EM_ASCENT * SIZE_SMALL_5, SIZE_SMALL_5)
                flow.y += NOTE
        flow.y += GAP

    def _place_caption(self) -> None:
        if self.chart.caption:
            flow = self.flow
            centre = flow.sheet.left + flow.sheet.width / 2
            self._put(self.chart.caption, centre, flow.y + EM_ASCENT * SIZE_5, 0.5, FaceStyle.HEI, SIZE_5)
            flow.y += SIZE_5 * 1.8

    def _place_field(self, series: ChartSeries, centres: list[float], bar: float) -> None:
        """Put one series with its name above; its highest value reaches the top of the field."""
        flow = self.flow
        self._put(series.name, flow.sheet.left, flow.y + EM_ASCENT * SIZE_SMALL_5, style=FaceStyle.HEI)
        top = flow.y + FIELD_HEAD + SIZE_SMALL_5
        bottom = flow.y + FIELD_HEAD + FIELD - 4
        flow.items.append(Rule(flow.sheet.left, bottom, flow.sheet.right, bottom, 0.7))
        known = [value for value in series.values if value is not None]
        highest = max([*known, 0.0]) or 1.0
        before: tuple[float, float] | None = None
        for centre, value, figure in zip(centres, series.values, series.figures, strict=True):
            if value is None:
                self._put(figure.text, centre, bottom - 3, align=0.5, colour=GREY)
                before = None
                continue
            y = bottom - (bottom - top) * value / highest
            if series.look == "line":
                if before is not None:
                    flow.items.append(Rule(*before, centre, y, 1.1))
                put_mark(flow.items, centre, y)
                before = (centre, y)
            else:
                fill_bar(flow.items, Box(centre - bar / 2, y, bar, bottom - y, FILLS[series.look]), series.look)
            self._put(figure.text, centre, y - 5, align=0.5)
            if figure.task_ids:
                flow.page.areas.append(Area(centre - 13, y - 14, 26, bottom - y + 14, figure.task_ids, figure))
        flow.y += FIELD_HEAD + FIELD

    def _place_legend(self) -> None:
        flow = self.flow
        x, top = flow.sheet.left, flow.y + 3
        for series in self.chart.series:
            fill_bar(flow.items, Box(x, top, BAR * 1.6, BAR * 0.8, FILLS[series.look]), series.look)
            x += BAR * 1.6 + 4
            x += self._put(series.name, x, top + EM_ASCENT * SIZE_SMALL_5) + 14
        flow.y += LEGEND

    def _place_bar(self, place: int, words: str, room: float, scale: float) -> None:
        """Put one lying bar: its name at the left, its parts, what stands at its end."""
        flow, chart = self.flow, self.chart
        top, baseline = flow.y + (ROW - BAR) / 2, flow.y + ROW / 2 + (EM_ASCENT - 0.5) * SIZE_SMALL_5
        self._put(self._shortened(words, room - GAP), flow.sheet.left, baseline)
        x = flow.sheet.left + room
        flow.items.append(Rule(x, flow.y, x, flow.y + ROW, 0.7))
        for series in chart.series:
            figure, width = series.figures[place], self._part(series, place, scale)
            if not width:
                continue
            fill_bar(flow.items, Box(x, top, width, BAR, FILLS[series.look]), series.look)
            self._put_number(figure.text, x + width / 2, baseline, series)
            if figure.task_ids:
                flow.page.areas.append(Area(x, top, width, BAR, figure.task_ids, figure))
            x += width
        if chart.ends:
            self._put(chart.ends[place], x + GAP / 2, baseline)
        flow.y += ROW

    def _put_number(self, text: str, centre: float, baseline: float, series: ChartSeries) -> None:
        """Put the number into its part: white on dark, on a white field where lines run."""
        if series.look in {"hatched", "ruled"}:
            width = self._width(text) + 2
            self.flow.items.append(Box(centre - width / 2, baseline - 8.2, width, 9.6, (1.0, 1.0, 1.0)))
        self._put(text, centre, baseline, 0.5, colour=(1.0, 1.0, 1.0) if series.look == "solid" else BLACK)

    def _scale(self, room: float) -> float:
        """Return the points of one task, so that the longest bar just fits."""
        low, high = 0.0, room
        for _ in range(50):
            middle = (low + high) / 2
            longest = max(
                (
                    sum(self._part(series, place, middle) for series in self.chart.series)
                    for place in range(len(self.chart.places))
                ),
                default=0.0,
            )
            if longest > room:
                high = middle
            else:
                low = middle
        return min(low, 40.0)

    def _part(self, series: ChartSeries, place: int, scale: float) -> float:
        """Return the width of a part: as its value, but never too narrow for its number."""
        value = series.values[place]
        if not value:
            return 0.0
        return max(value * scale, self._width(series.figures[place].text) + 4)

    def _notes_height(self) -> float:
        return NOTE * len(self.chart.notes) * 2 + GAP

    def _shortened(self, words: str, room: float) -> str:
        if self._width(words) <= room:
            return words
        while words and self._width(f"{words}…") > room:
            words = words[:-1]
        return f"{words}…"

    def _width(self, words: str) -> float:
        return self.setter.width_of(words, FaceStyle.SONG, SIZE_SMALL_5)

    def _put(
        self,
        words: str,
        x: float,
        baseline: float,
        align: float = 0.0,
        style: FaceStyle = FaceStyle.SONG,
        size: float = SIZE_SMALL_5,
        colour: Colour = BLACK,
    ) -> float:
        """Put words with this share of them left of x; return their width."""
        line = self.setter.set_line(words, style, size, colour)
        self.flow.put_at(line, x - line.width * align, baseline, size)
        return line.width
