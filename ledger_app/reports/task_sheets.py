"""Compose working papers about tasks: one unit's sheet, the evidence list, the breakdown annexed to its notice.

Source: docs/domain.md sections 4.2 (T7), 4.3 and 6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledger_app.domain.figures import Statistics
from ledger_app.domain.rounding import NOTHING
from ledger_app.reports.further_tables import evidence_table
from ledger_app.reports.model import (
    Annex,
    Column,
    Head,
    Imprint,
    PageSetting,
    Paragraph,
    Properties,
    ReportModel,
    ReportTable,
    Row,
    Signature,
    Tone,
    Words,
)
from ledger_app.reports.narrative import date_words
from ledger_app.reports.table_columns import without_empty

BREAKDOWN = "任务分解表"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What every working paper says besides its rows; texts as printed."""

    bureau: str
    cutoff: dt.date
    properties: Properties
    foot: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A task on a unit's sheet.

    Attributes:
        role: what the unit is to it (牵头, 责任, 配合).
        asked: what the unit is to do next, "" = nothing.
    """

    id: int
    code: str
    title: str
    role: str
    due: str
    light: str
    tone: Tone
    percent: str
    progress: str
    asked: str


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit's tasks; counts: (word, number) of the lights that are there; demand: line under the table."""

    unit: str
    tasks: tuple[UnitTask, ...]
    counts: tuple[tuple[str, int], ...] = ()
    demand: str = ""


@dataclass(frozen=True, slots=True)
class EvidencePiece:
    """A piece of a task's evidence, or one that is expected and not there."""

    number: str
    title: str
    kind: str = ""
    doc_number: str = ""
    date: str = ""
    pages: str = ""
    note: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceTask:
    """A task with its evidence."""

    id: int
    code: str
    title: str
    lead: str
    pieces: tuple[EvidencePiece, ...]


@dataclass(frozen=True, slots=True)
class BreakdownTask:
    """A task of a 任务分解表."""

    id: int
    section: str
    title: str
    content: str
    leaders: str
    leads: str
    cooperates: str
    due: str


@dataclass(frozen=True, slots=True)
class BreakdownFacts:
    """The notice that a breakdown is annexed to.

    Attributes:
        tables: (title of the plan, its tasks), one annex each.
        has_seal: room for a seal over the signature.
    """

    bureau: str
    office: str
    issued: dt.date
    tables: tuple[tuple[str, tuple[BreakdownTask, ...]], ...]
    addressees: str = ""
    copies: str = ""
    number: str = ""
    contact: str = ""
    page: PageSetting = field(default_factory=PageSetting)
    properties: Properties = field(default_factory=Properties)
    foot: str = ""
    has_seal: bool = True


def compose_unit_sheets(sheets: Sequence[UnitSheet], facts: SheetFacts) -> ReportModel:
    """Return the sheet of each unit, each beginning on a page of its own."""
    models = tuple(_unit_sheet(sheet, facts) for sheet in sheets)
    if len(models) == 1:
        return models[0]
    title = f"各单位重点工作任务清单（{len(models)}家）"
    return ReportModel("unit", title, "set", parts=models, properties=facts.properties)


def compose_evidence(tasks: Sequence[EvidenceTask], statistics: Statistics, facts: SheetFacts) -> ReportModel:
    """Return the evidence list: T7, then every piece by task."""
    pieces = sum(1 for task in tasks for piece in task.pieces if not piece.is_missing)
    missing = sum(1 for task in tasks for piece in task.pieces if piece.is_missing)
    counted = f"任务{len(tasks)}项，已有材料{pieces}份" + (f"，缺{missing}份" if missing else "")
    summary = evidence_table(statistics)
    tables = (*((replace(summary, caption="应交佐证情况"),) if summary else ()), _evidence_pieces(tasks))
    return _sheet("evidence", "佐证材料清单", counted, tables, facts)


def compose_breakdown(facts: BreakdownFacts) -> ReportModel:
    """Return the notice with the breakdown of each plan as an annex on turned pages."""
    several = len(facts.tables) > 1
    names = "、".join(f"《{title}》" for title, _ in facts.tables)
    first = facts.tables[0][0]
    own = f"《{first}》" if first.endswith(BREAKDOWN) else f"《{first}》{BREAKDOWN}"
    about = f"重点工作{BREAKDOWN}" if several else own
    count = sum(len(tasks) for _, tasks in facts.tables)
    contact = f"（{facts.contact.strip('（）()')}）" if facts.contact else ""
    body = (
        Paragraph((Words(f"为推动{names}各项任务落地见效，现将任务分解表印发给你们，共{count}项，请认真组织实施。"),)),
        Paragraph(
            (
                Words(
                    "各牵头单位要对照分解表制定计划，明确责任人和时间节点；配合单位要主动协同。请按月报送进展和佐证材料，"
                    f"完成一项、销号一项，未按时限推进的将予以督办通报{contact}。"
                ),
            )
        ),
    )
    return ReportModel(
        kind="breakdown",
        title=f"关于印发{about}的通知",
        form="notice",
        head=Head(f"{facts.bureau}文件", facts.number),
        addressees=facts.addressees,
        body=body,
        annexes=tuple(
            Annex(
                f"附件{place}" if several else "附件",
                title if title.endswith(BREAKDOWN) else f"{title}{BREAKDOWN}",
                (_breakdown_table(tasks),),
                "turned",
            )
            for place, (title, tasks) in enumerate(facts.tables, start=1)
        ),
        signature=Signature(facts.bureau, date_words(facts.issued), facts.has_seal),
        imprint=Imprint(
            (("抄送", facts.copies),) if facts.copies else (), f"{facts.bureau}{facts.office}", date_words(facts.issued)
        ),
        page=facts.page,
        properties=facts.properties,
        foot=facts.foot,
    )


def _sheet(kind: str, title: str, counted: str, tables: tuple[ReportTable, ...], facts: SheetFacts) -> ReportModel:
    parts = (facts.bureau, facts.scope, f"截至{date_words(facts.cutoff)}", counted)
    return ReportModel(
        kind=kind,
        title=title,
        subtitle="　".join(part for part in parts if part),
        body=tables,
        page=PageSetting(orientation="landscape"),
        properties=facts.properties,
        foot=facts.foot,
    )


def _unit_sheet(sheet: UnitSheet, facts: SheetFacts) -> ReportModel:
    columns = (
        Column("seq", "序号", "center", whole=True),
        Column("code", "编号", "center", whole=True),
        Column("task", "任务", min_mm=45),
        Column("role", "分工", "center", whole=True),
        Column("due", "完成时限", "center", whole=True),
        Column("light", "状态", "center", whole=True),
        Column("percent", "进度", "right", whole=True),
        Column("progress", "本期进展", min_mm=45),
        Column("asked", "请办事项", min_mm=35),
    )
    rows = tuple(
        Row(
            (
                str(number),
                task.code,
                task.title,
                task.role,
                task.due,
                Words(task.light, tone=task.tone),
                task.percent or NOTHING,
                task.progress or "（未报）",
                task.asked or NOTHING,
            ),
            "row",
            (task.id,),
        )
        for number, task in enumerate(sheet.tasks, start=1)
    )
    notes = tuple(part for part in (sheet.demand, "注：▲红 ■黄 ●绿 ◆蓝 ○灰，✓已完成；状态按截止日判定。") if part)
    table = ReportTable("unit", columns, rows, notes=notes, size_pt=9.0)
    counts = "、".join(f"{word}{number}项" for word, number in sheet.counts)
    counted = f"共{len(sheet.tasks)}项" + (f"：{counts}" if counts else "")
    return _sheet("unit", f"{sheet.unit}重点工作任务清单", counted, (table,), facts)


def _evidence_pieces(tasks: Sequence[EvidenceTask]) -> ReportTable:
    columns = (
        Column("number", "材料序号", "center", whole=True),
        Column("title", "材料名称", min_mm=60),
        Column("kind", "类别", "center"),
        Column("doc", "文号", "center"),
        Column("date", "日期", "center", whole=True),
        Column("pages", "页数", "center", whole=True),
        Column("note", "备注"),
    )
    rows: list[Row] = []
    for task in tasks:
        rows.append(Row((f"{task.code}　{task.title}（{task.lead or '未定单位'}）",), "group", (task.id,)))
        for piece in task.pieces:
            title = Words(f"（缺）{piece.title}", tone="red") if piece.is_missing else piece.title
            cells = (piece.number, title, piece.kind, piece.doc_number, piece.date, piece.pages, piece.note)
            rows.append(Row(cells, "row", (task.id,)))
    table = ReportTable("pieces", columns, tuple(rows), caption="材料明细", size_pt=9.0)
    return without_empty(table, {"kind", "doc", "date", "pages", "note"})


def _breakdown_table(tasks: Sequence[BreakdownTask]) -> ReportTable:
    columns = (
        Column("seq", "序号", "center", whole=True),
        Column("section", "板块", "center", merges=True, max_mm=26),
        Column("task", "重点任务", min_mm=35),
        Column("content", "工作内容和措施", min_mm=60),
        Column("leader", "牵头领导", "center"),
        Column("lead", "牵头单位", "center"),
        Column("cooperate", "配合单位"),
        Column("due", "完成时限", "center", min_mm=22),
    )
    rows = tuple(
        Row(
            (
                str(number),
                task.section,
                task.title,
                task.content,
                task.leaders or NOTHING,
                task.leads or NOTHING,
                task.cooperates or NOTHING,
                task.due or NOTHING,
            ),
            "row",
            (task.id,),
        )
        for number, task in enumerate(tasks, start=1)
    )
    return without_empty(ReportTable("breakdown", columns, rows, size_pt=9.0), {"section", "leader", "cooperate"})
