"""Compose papers of exactly one page: the leader's sheet and the summary for a meeting.

Both are forms: the type shrinks until the page holds them, and lists are cut where they would be too long.
Source: docs/domain.md sections 4.2 (T3 to T5) and 7.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.domain.figures import TaskLine
from ledger_app.domain.rounding import rate_text
from ledger_app.domain.tally import Tally
from ledger_app.reports.model import (
    Align,
    CellContent,
    Figure,
    FormCell,
    FormPage,
    FormPart,
    FormRow,
    Properties,
    ReportModel,
    Words,
)
from ledger_app.reports.narrative import date_words
from ledger_app.reports.statistics_tables import TONES, percent_text

MOST_UNITS, MOST_TURNED, MOST_LISTED, MOST_SOON = 14, 10, 28, 14
LONGEST_TITLE, LONGEST_LINE, LONGEST_LEAD = 40, 22, 9
"""Characters of a title where few tasks stand on a page, of a title and a unit that stay on one line."""
FEW_LISTED = 16


@dataclass(frozen=True, slots=True)
class LeaderSheet:
    """A leader's page.

    Attributes:
        total: figures of all tasks; units: (name, figures), by the roster's order.
        turned_red: tasks that are red now and were not in the last report.
        compared: that report in words, "" = there is none.
        questions: what to ask, three at most.
    """

    leader: str
    total: Tally
    units: tuple[tuple[str, Tally], ...]
    turned_red: tuple[TaskLine, ...]
    compared: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """A meeting's page: figures, what is late or slow, what falls due within 30 days, the gravest and next first."""

    total: Tally
    late: tuple[TaskLine, ...]
    soon: tuple[TaskLine, ...]


def compose_leader_sheets(
    sheets: Sequence[LeaderSheet], bureau: str, cutoff: dt.date, properties: Properties, foot: str
) -> ReportModel:
    """Return a page for each leader."""
    pages = tuple(_leader_page(sheet, bureau, cutoff) for sheet in sheets)
    which = sheets[0].leader if len(sheets) == 1 else f"{len(sheets)}位局领导"
    return ReportModel("leader", f"分管工作一页清单（{which}）", "forms", body=pages, properties=properties, foot=foot)


def compose_meeting(
    sheet: MeetingSheet, bureau: str, cutoff: dt.date, properties: Properties, foot: str
) -> ReportModel:
    """Return the one page for a meeting."""
    rows: list[FormRow] = [_counts_row(sheet.total)]
    # What one list leaves of the page the other takes.
    most_soon = max(MOST_SOON, MOST_LISTED - len(sheet.late))
    most_late = MOST_LISTED - min(most_soon, len(sheet.soon))
    late, soon = sheet.late[:most_late], sheet.soon[:most_soon]
    longest = LONGEST_TITLE if len(late) + len(soon) <= FEW_LISTED else LONGEST_LINE
    rows += _list_rows("一、逾期和滞后任务", late, len(sheet.late), longest, is_late=True)
    rows += _list_rows("二、30天内到期任务", soon, len(sheet.soon), longest, is_late=False)
    page = FormPage(
        "meeting",
        "重点工作调度会议简表",
        (FormPart(tuple(rows)),),
        facts=(bureau, f"截至{date_words(cutoff)}"),
        notes=("注：▲红 ■黄 ●绿 ◆蓝；天数为自然日。",),
        is_official=False,
    )
    return ReportModel("meeting", "重点工作调度会议简表", "forms", body=(page,), properties=properties, foot=foot)


def _leader_page(sheet: LeaderSheet, bureau: str, cutoff: dt.date) -> FormPage:
    rows = [_counts_row(sheet.total), _heading("一、分管单位和股室")]
    rows.append(_cells(("单位", "任务", "已完成", "正常", "滞后", "逾期", "完成率"), is_head=True))
    for name, tally in sheet.units[:MOST_UNITS]:
        counts = (tally.total, tally.done, tally.normal, tally.lagging, tally.overdue)
        figures = tuple(Figure(str(count.value), count.ids) for count in counts)
        rows.append(_cells((name, *figures, rate_text(tally.completion_rate))))
    if len(sheet.units) > MOST_UNITS:
        rows.append(_line(f"另有{len(sheet.units) - MOST_UNITS}个单位，详见台账。"))
    since = f"（与{sheet.compared}相比）" if sheet.compared else "（没有可比的上一期报表，列出当前全部红灯）"
    rows.append(_heading(f"二、新转红灯的任务{since}"))
    rows += [_line(_said(line), line.id) for line in sheet.turned_red[:MOST_TURNED]]
    if not sheet.turned_red:
        rows.append(_line("没有新转红灯的任务。"))
    if len(sheet.turned_red) > MOST_TURNED:
        rows.append(_line(f"另有{len(sheet.turned_red) - MOST_TURNED}项，详见台账。"))
    rows.append(_heading("三、建议过问的三个问题"))
    asked = sheet.questions or ("各项任务正常推进，可了解下一阶段安排。",)
    rows += [_line(f"{number}.{text}") for number, text in enumerate(asked, start=1)]
    rows.append(FormRow((FormCell("批示", is_label=True, width_mm=20), FormCell("")), 18, grows=True))
    return FormPage(
        f"leader-{sheet.leader}",
        "分管工作一页清单",
        (FormPart(tuple(rows)),),
        facts=(f"呈：{sheet.leader}", bureau, f"截至{date_words(cutoff)}"),
        bookmark=sheet.leader,
        is_official=False,
    )


def _counts_row(total: Tally) -> FormRow:
    pairs = (
        ("任务", total.total),
        ("已完成", total.done),
        ("正常", total.normal),
        ("滞后", total.lagging),
        ("逾期", total.overdue),
    )
    cells = [
        FormCell((Words(f"{word} "), Figure(str(count.value), count.ids)), align="center") for word, count in pairs
    ]
    return FormRow((*cells, FormCell(f"完成率 {rate_text(total.completion_rate)}", align="center")), 9)


def _list_rows(heading: str, lines: Sequence[TaskLine], count: int, longest: int, *, is_late: bool) -> list[FormRow]:
    rows = [_heading(f"{heading}（{count}项）")]
    if not lines:
        return [*rows, _line("没有。")]
    days = "逾期天数" if is_late else "剩余天数"
    rows.append(_task_cells(("状态", "任务", "牵头单位", "时限", days, "进度"), is_head=True))
    for line in lines:
        due = line.due.isoformat() if line.due is not None else line.due_raw
        texts: tuple[CellContent, ...] = (
            Words(line.label, tone=TONES[line.tone.value]),
            _short(f"{line.code} {line.title}", longest),
            _short(line.lead, LONGEST_LEAD),
            due,
            str(line.days) if line.days or not is_late else "—",
            percent_text(line.percent),
        )
        rows.append(_task_cells(texts, task_ids=(line.id,)))
    if count > len(lines):
        rows.append(_line(f"另有{count - len(lines)}项，详见台账。"))
    return rows


def _heading(text: str) -> FormRow:
    return FormRow((FormCell(text, is_label=True),), 7)


def _line(text: CellContent, task_id: int | None = None) -> FormRow:
    return FormRow((FormCell(text),), 6.5, task_ids=() if task_id is None else (task_id,))


def _cells(texts: Sequence[CellContent], *, is_head: bool = False) -> FormRow:
    first = FormCell(texts[0], is_label=is_head, share=3.2)
    return FormRow((first, *(FormCell(text, is_label=is_head, align="center") for text in texts[1:])), 6)


def _task_cells(texts: Sequence[CellContent], *, is_head: bool = False, task_ids: tuple[int, ...] = ()) -> FormRow:
    widths = (21.0, 0.0, 30.0, 21.0, 16.0, 14.0)
    aligns: tuple[Align, ...] = ("left", "left", "left", "center", "center", "right")
    cells = (
        FormCell(text, is_label=is_head, width_mm=width, align=align)
        for text, width, align in zip(texts, widths, aligns, strict=True)
    )
    return FormRow(tuple(cells), 6, task_ids=task_ids)


def _said(line: TaskLine) -> CellContent:
    words = f"{line.label} " if line.label else ""
    late = f"，已逾期{line.days}天" if line.days else f"，进度{percent_text(line.percent)}"
    return (
        Words(words, tone=TONES[line.tone.value]),
        Figure(f"{line.code} {_short(line.title)}", (line.id,)),
        Words(f"（{_short(line.lead, 16) or '未定单位'}）{late}"),
    )


def _short(text: str, longest: int = LONGEST_TITLE) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
