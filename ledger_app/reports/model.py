"""What a report says, apart from how it is printed: frozen values that a snapshot can keep.

Every figure is a run of its own that carries the ids of the tasks behind it.  Faces are named by style (仿宋, 黑体…),
lengths in millimetres, dates as they are to be printed.  Layout, faces and files are none of this module's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class FaceStyle(StrEnum):
    """The styles of type that official documents name; which file serves each is the font book's affair."""

    FANGSONG = "仿宋"
    TITLE = "小标宋"
    HEI = "黑体"
    KAI = "楷体"
    SONG = "宋体"


Tone = Literal["", "red", "orange", "amber", "green", "blue", "grey"]
Measure = Literal["count", "rate", "change", "days", "pieces", "units", "rank"]
Align = Literal["left", "center", "right", "justify"]
Form = Literal["notice", "bulletin", "letter", "sheet", "forms", "set"]
Paper = Literal["A4", "A3"]
ChartLook = Literal["line", "solid", "tinted", "hatched", "ruled", "open"]
Orientation = Literal["portrait", "turned", "landscape"]


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain text.

    Attributes:
        face: None = the face of the block it stands in.
        tone: colour role of a status; it is never the only sign.
    """

    text: str
    face: FaceStyle | None = None
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the text that answers "哪几项?": text as printed, and the ids of the tasks it counts.

    Attributes:
        measure: what the number is: how many tasks; a rate (task_ids of whole_ids); how much more or fewer than before
            (task_ids are those of now); days of the one task; missing pieces of evidence; units; a place in a ranking.
        whole_ids: of a rate, the tasks it is a share of.
    """

    text: str
    task_ids: tuple[int, ...] = ()
    face: FaceStyle | None = None
    tone: Tone = ""
    measure: Measure = "count"
    whole_ids: tuple[int, ...] = ()


Run = Words | Figure
CellContent = str | Words | Figure | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; levels 1-4 are 一、 （一） 1. （1）, the number typed in the text.

    Attributes:
        runs_in: body text that follows on the same line ("（一）标题。正文"), in the body's face.
    """

    level: int
    text: str
    runs_in: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text.

    Attributes:
        indent: characters that the first line stands in.
    """

    runs: tuple[Run, ...]
    indent: int = 2
    align: Align = "justify"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        key: stable name.
        group: heading above this and the neighbouring columns of the same group, "" = none.
        min_mm, max_mm: limits of the width, 0 = from the content.
        merges: equal texts in neighbouring rows are one tall cell.
        whole: never wrapped if it can be helped (dates, numbers).
    """

    key: str
    title: str
    align: Align = "left"
    group: str = ""
    min_mm: float = 0.0
    max_mm: float = 0.0
    merges: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        cells: one a column; a group row has one, which spans all columns.
        kind: "group" rows head the rows that follow and repeat on a new page; "total" rows are set in 黑体.
        task_ids: the tasks behind the row.
    """

    cells: tuple[CellContent, ...]
    kind: Literal["row", "group", "total"] = "row"
    task_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table.

    Attributes:
        caption: line above the table, "" = none.
        notes: lines under the table: counting rules, explanations of signs.
        size_pt: size of the type, 10.5 (五号) or 9 (小五).
        empty_text: what stands in the table when it has no rows.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    notes: tuple[str, ...] = ()
    size_pt: float = 10.5
    empty_text: str = "（无）"


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a form.

    Attributes:
        is_label: the name of what stands beside it, in 黑体 in the middle.
        share: part of the row's width against the other cells without `width_mm`.
        width_mm: fixed width, 0 = by its share.
        foot: line at the lower right for signature, seal and date, "" = none; without room beside it, under the text.
    """

    content: CellContent = ""
    is_label: bool = False
    share: float = 1.0
    width_mm: float = 0.0
    foot: str = ""
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form.

    Attributes:
        min_mm: height at least, also room for handwriting.
        grows: takes its part of the height that the page has left.
        task_ids: the tasks behind the row.
    """

    cells: tuple[FormCell, ...]
    min_mm: float = 10.0
    grows: bool = False
    task_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPart:
    """A framed part of a form; heading: words on the line along which it is cut off from the part above."""

    rows: tuple[FormRow, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form on one upright official page of its own.

    Attributes:
        key: stable name.
        title: name of the form; badge: coloured word before it ("【红色】"), tone: its colour.
        grade: how many of the four blocks under the title are filled, 0 = no blocks: tells colours apart in grey.
        facts: texts of the line above the frame, spread over its width.
        notes: small lines under the frame.
        bookmark: entry of the outline, "" = the title.
        is_official: stands in the 版心; a working paper takes as much of the sheet as a working table.
    """

    key: str
    title: str
    parts: tuple[FormPart, ...]
    badge: str = ""
    tone: Tone = ""
    grade: int = 0
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bookmark: str = ""
    is_official: bool = True


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One row of figures of a chart.

    Attributes:
        values: one a place, None where there is none; figures: the same as they are printed, with their tasks.
        look: a line with marks, or the filling of its bars; the fillings are told apart in grey as well.
    """

    name: str
    values: tuple[float | None, ...]
    figures: tuple[Figure, ...]
    look: ChartLook = "solid"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; every value in it is also printed as a number.

    Attributes:
        key: stable name.
        kind: "trend": places from left to right, each series in a field of its own, one under the other;
            "bars": places from above, one lying bar each, the series are its parts.
        places: what stands at the axis.
        ends: beside the end of each lying bar, () for nothing.
        caption: line above the chart, "" = none; notes: lines under it.
    """

    key: str
    kind: Literal["trend", "bars"]
    places: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    ends: tuple[str, ...] = ()
    caption: str = ""
    notes: tuple[str, ...] = ()


Block = Heading | Paragraph | ReportTable | FormPage | Chart


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when.

    Attributes:
        date: 成文日期 as printed ("2024年7月5日").
        has_seal: room is left for the seal over name and date.
    """

    name: str
    date: str
    has_seal: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the first page.

    Attributes:
        mark: 发文机关标志, or the name of the bulletin.
        number: 发文字号 ("青卫发〔2024〕3号"), in a bulletin "第6期".
        signer: 签发人 of an upward document, "" = none.
        serial, secrecy, urgency: 份号, 密级和保密期限, 紧急程度, "" = none.
        office, date: the line above the rule of a bulletin: issuing office left, date right.
    """

    mark: str
    number: str = ""
    signer: str = ""
    serial: str = ""
    secrecy: str = ""
    urgency: str = ""
    office: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: copies, printing office and day.

    Attributes:
        copies: (label, names) lines such as ("抄送", "县政府办公室"), printed with a full stop.
        date: day of printing, without 印发.
    """

    copies: tuple[tuple[str, str], ...] = ()
    office: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex that begins on a page of its own.

    Attributes:
        label: "附件1", "附件" where there is one only.
    """

    label: str
    title: str
    blocks: tuple[Block, ...]
    orientation: Orientation = "portrait"
    paper: Paper = "A4"


@dataclass(frozen=True, slots=True)
class PageSetting:
    """How pages are laid.

    Attributes:
        paper, orientation: of a "sheet" form; official forms are A4 upright, their annexes say their own.
        line_pitch_pt: distance of baselines; None = the 22 lines fill the 版心 from edge to edge.
        mirror_margins: the binding edge changes sides on even pages.
        imprint_on_even: 版记 stands on an even page, as for printing on both sides.
        plain_landscape: annexes that ask to be turned are printed as plain landscape pages instead.
        has_contents: a sheet of many pages has its groups listed in front, with their pages.
    """

    paper: Paper = "A4"
    orientation: Orientation = "portrait"
    line_pitch_pt: float | None = None
    mirror_margins: bool = False
    imprint_on_even: bool = True
    plain_landscape: bool = False
    has_contents: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself.

    Attributes:
        author: the bureau.
        snapshot: number of the frozen snapshot, "" = none.
        cutoff: "YYYY-MM-DD" that the figures were judged at, "" = none.
        created: the snapshot's own moment, UTC ISO ("2024-07-05T08:00:00Z"); never the clock.
    """

    author: str = ""
    subject: str = ""
    snapshot: str = ""
    cutoff: str = ""
    created: str = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class ReportModel:
    """A whole report.

    Attributes:
        kind: "monthly", "ledger", …
        form: "notice" (红头), "bulletin" (masthead 第N期), "letter" (信函格式), "sheet" (a plain titled document),
            "forms" (nothing but pages of forms) or "set" (nothing but its parts).
        subtitle: line under the title of a sheet: scope, cut-off, bureau.
        addressees: 主送机关 without the colon, "" = none.
        postscript: 附注 without brackets, "" = none.
        foot: small line in the foot of every page, beside the page number, "" = none.
        parts: whole documents that follow in the same file, each numbered from 1.
    """

    kind: str
    title: str
    form: Form = "sheet"
    head: Head | None = None
    subtitle: str = ""
    addressees: str = ""
    body: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    signature: Signature | None = None
    postscript: str = ""
    imprint: Imprint | None = None
    page: PageSetting = PageSetting()
    properties: Properties = Properties()
    foot: str = ""
    parts: tuple[ReportModel, ...] = ()


def run_text(content: CellContent) -> str:
    """Return the plain text of a cell or run."""
    if isinstance(content, str):
        return content
    if isinstance(content, tuple):
        return "".join(run.text for run in content)
    return content.text
