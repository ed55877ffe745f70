"""Understanding: a `Document` becomes a `Proposal` of plans and items.

The one public entry of this stage.  Pure but for the clock it keeps: no file, no ledger.
Source: contract of the extraction; docs/domain.md sections 2, 8 and 9.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from ledger_app.intake import outline_marks as marks
from ledger_app.intake.document import Document, Finding, Place, Severity, Table
from ledger_app.intake.document_rules import Rules, read_rules
from ledger_app.intake.folding import LONGEST, squeeze
from ledger_app.intake.front_matter import FrontMatter, read_front, retitled
from ledger_app.intake.item_context import ItemContext
from ledger_app.intake.level_choice import level_choices
from ledger_app.intake.numbering import read_label
from ledger_app.intake.outline import Entry, Outline, listed, read_outline
from ledger_app.intake.outline_copies import split_copies
from ledger_app.intake.outline_items import OutlineItems
from ledger_app.intake.outline_lines import Line, read_flow
from ledger_app.intake.outline_parts import Part, split_parts
from ledger_app.intake.own_ledger.meanings import Lens
from ledger_app.intake.own_ledger.model import NO_CHOICES, OwnChoices, TablePlan
from ledger_app.intake.own_ledger.records import LedgerReader, other_table
from ledger_app.intake.pace import UNTIMED, Pace
from ledger_app.intake.proposal import TASK_LIKE, DocumentRule, Proposal, ProposedItem, ProposedPlan
from ledger_app.intake.roster import EMPTY_ROSTER, Roster
from ledger_app.intake.source import DEFAULT_LIMITS, Progress, ReadLimits
from ledger_app.intake.table_items import TableItems, row_place
from ledger_app.intake.task_table import TaskTable, tables_of
from ledger_app.messages import text_of

_NO_PLAN = re.compile(
    r".*(?:评分(?:标准|表|细则)?|考核(?:标准|细则|指标|评分表)|指标(?:体系|表)?|名单|名录|模板|回执|承诺书|申请表|登记表|统计表|汇总名单|报名表|"
    r"通讯录|流程|.{2,}(?<!线)图|样式|标准|目录|解读|汇总表|信息表|情况表|反馈表|审批表|自评表)(?:\(.*\))?"
)
# Attached papers that describe what there is: platforms, parks, firms, one numbered paragraph each.
_DESCRIBED = re.compile(
    r".*(?:平台|园区|企业|基地|机构|产品|载体|场所|专家|人员|设备|药品|资源|品牌|学校|医院)(?:清单|一览表?|简介|介绍|概况)(?:\(.*\))?"
)
# What was done last year may stand in one file with what is to be done this year.
_REPORT = re.compile(r".*(?:总结|工作报告|情况报告|情况汇报|解读)(?:\(.*\))?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=[年./-])")
_FRAME = 2
"""Rows of a table in a text that may be a mere frame around words."""
_SHOWN = 200
_GENERIC_SHEET = re.compile(r"(?:sheet|工作表|表)\d*", re.IGNORECASE)


@dataclass(slots=True)
class _Work:
    """What is gathered while a document is understood."""

    document: Document
    year: int | None
    roster: Roster
    rules: Rules
    several: bool
    level: str = ""
    own: OwnChoices = NO_CHOICES
    pace: Pace = UNTIMED
    outlines: list[Outline] = field(default_factory=list)
    plans: list[ProposedPlan] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, severity: Severity, code: str, place: Place | None = None, **facts: object) -> None:
        self.findings.append(Finding(severity, code, text_of(code, dict(facts)), place))


def propose(
    document: Document,
    *,
    year: int | None = None,
    roster: Roster | None = None,
    rules_off: frozenset[str] = frozenset(),
    limits: ReadLimits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    level: str = "",
    own: OwnChoices = NO_CHOICES,
) -> Proposal:
    """Return what an import of a document would put into the ledger; changes nothing.

    Args:
        document: the file as read.
        year: the plan year a person stated, used for plans whose title names none.
        roster: known names of units; names in it are never cut in two.
        rules_off: keys of document-wide rules that a person switched off.
        limits: how long it may take (`seconds`, beside the time of reading).
        progress: told (done, total) in characters; may raise `Cancelled`.
        level: the form of number whose level a person chose for the tasks, "" for the deepest headings.
        own: what a person, or an earlier answer, says of the columns and states of tables.

    Returns:
        Plans in document order, a task table after the outline it stands beside; findings of reader and
        understanding.

    Raises:
        UnreadableFileError: INT-115, it took longer than its limit.
    """
    pace = Pace(document.name, len(document.text), seconds=limits.seconds, progress=progress)
    parts = split_parts(split_copies(read_flow(document, pace), pace), pace)
    rules = read_rules(document.text, rules_off, pace)
    work = _Work(document, year, roster or EMPTY_ROSTER, rules, several=len(parts) > 1, level=level, own=own, pace=pace)
    cover: FrontMatter | None = None
    waiting: list[Entry] = []
    for index, part in enumerate(pace.over(parts)):
        front = read_front(part, document.text, year, cover, pace)
        outline = read_outline(part.body, pace)
        lens = Lens(own, front.issuer or "")
        tables = list(tables_of(part.body, lens, pace))
        is_cover = index == 0 and len(parts) > 1 and not outline.root.children and not tables
        if is_cover:
            waiting = [entry for entry in listed(outline, level) if entry.role == "opening"]
        else:
            before = len(work.plans)
            _add_outline(work, part, front, outline, waiting, has_tables=bool(tables))
            for at, table in tables:
                _add_table(work, part, front, at, table, lens)
            if len(work.plans) > before:
                waiting = []
        if index == 0:
            cover = front
    work.plans[:] = _told_apart(work.plans)
    other_tables = _note_whole(work, parts)
    return Proposal(
        document_name=document.name,
        document_format=document.format,
        sha256=document.sha256,
        text=document.text,
        plans=tuple(work.plans),
        findings=(*document.findings, *work.findings),
        levels=level_choices(work.outlines),
        level=level,
        other_tables=other_tables,
    )


def _add_outline(
    work: _Work, part: Part, front: FrontMatter, outline: Outline, waiting: Sequence[Entry], *, has_tables: bool
) -> None:
    entries = list(work.pace.over(listed(outline, work.level)))
    has_outline = bool(outline.root.children)
    title = squeeze(front.title)
    is_report = bool(work.several and _REPORT.fullmatch(title))
    if not entries or is_report or (part.is_attachment and (not has_outline or _NO_PLAN.fullmatch(title))):
        if is_report or (part.is_attachment and not has_tables):
            work.note("info", "INT-204", _place(part), title=front.title or "附件")
        return
    if has_tables and not has_outline:
        return
    context = _context(work, front, _span(entries))
    reader = OutlineItems(context, outline)
    items: list[ProposedItem] = []
    for entry in (*waiting, *entries):
        item = reader.read(entry)
        work.pace.reach(item.place.end)
        # What only covers or introduces a plan is worth a line of its own where it asks for something.
        if entry not in waiting or item.deadlines:
            items.append(item)
    if part.is_attachment and _DESCRIBED.fullmatch(title) and 2 * sum(bool(item.owners) for item in items) < len(items):
        work.note("info", "INT-204", _place(part), title=front.title)
        return
    if any(item.kind != "background" for item in items) or not has_tables:
        _note_numbers(work, items)
        work.outlines.append(outline)
        work.plans.append(_plan(work, front, items, context))


def _add_table(work: _Work, part: Part, front: FrontMatter, at: int, table: TaskTable, lens: Lens) -> None:
    title = table.title or _title_above(part, at, table) or front.title or _fallback_title(work)
    if _NO_PLAN.fullmatch(squeeze(title)) and "due" not in table.head.roles and not table.head.is_own_ledger:
        work.note("info", "INT-204", row_place(table.table, 0), title=title)
        return
    if not table.rows:
        return
    front = retitled(front, title, work.year)
    if front.plan_year is None:
        front = replace(front, plan_year=_year_of_rows(table), year_source="取自表中的完成时限")
    first, last = table.rows[0], table.rows[-1]
    context = _context(work, front, (row_place(first[0], first[1].row).start, row_place(last[0], last[1].row).end))
    reader = TableItems(context)
    items = []
    for sheet, row in table.rows:
        items.append(reader.read(sheet, row))
        work.pace.reach(items[-1].place.end)
    ledger_reader = LedgerReader(table, lens, front.plan_year, (front.title, PurePath(work.document.name).stem))
    ledger = ledger_reader.read(items, work.pace)
    work.findings += ledger.findings
    work.plans.append(replace(_plan(work, front, ledger.items, context), table=ledger.plan))


def _year_of_rows(table: TaskTable) -> int | None:
    """Return the earliest year that the deadline cells of a table name, None if they name none."""
    years = [
        int(found)
        for sheet, row in table.rows
        for role, _, at, column in row.cells
        if role == "due"
        for found in _YEAR.findall(squeeze(sheet.rows[at][column].text))
    ]
    return min(years, default=None)


def _title_above(part: Part, at: int, table: TaskTable) -> str:
    """Return the line above a table that names it, or its sheet."""
    if table.table.sheet:
        return "" if _GENERIC_SHEET.fullmatch(squeeze(table.table.sheet)) else table.table.sheet
    for entry in reversed(part.body[max(0, at - 2) : at]):
        if isinstance(entry, Line) and entry.squeezed.endswith("。"):
            return ""  # a heading above a sentence is that of the text
        if isinstance(entry, Line) and marks.is_title_part(entry.squeezed) and len(entry.squeezed) <= 60:
            label_end = entry.label.end if entry.label else 0
            return entry.text[label_end:].strip()
    return ""


def _fallback_title(work: _Work) -> str:
    """Return a title for a document that prints none: the one in its properties, or the file's name."""
    hint = work.document.title_hint.strip()
    return hint if hint and marks.looks_like_title(squeeze(hint)) else PurePath(work.document.name).stem


def _context(work: _Work, front: FrontMatter, span: tuple[int, int]) -> ItemContext:
    return ItemContext(work.document, front, work.roster, work.rules, span, len(work.plans) + 1)


def _span(entries: Sequence[Entry]) -> tuple[int, int]:
    return min(entry.lines[0].start for entry in entries), max(entry.lines[-1].end for entry in entries)


def _plan(work: _Work, front: FrontMatter, items: Sequence[ProposedItem], context: ItemContext) -> ProposedPlan:
    if front.plan_year is None:
        work.note("warning", "INT-202", items[0].place if items else None, title=front.title or work.document.name)
    elif front.year_source:
        work.note(
            "info", "INT-203", title=front.title or work.document.name, year=front.plan_year, source=front.year_source
        )
    if not front.title:
        work.note("warning", "INT-210", items[0].place if items else None)
    return ProposedPlan(
        title=front.title,
        plan_year=front.plan_year,
        period_end=dt.date(front.last_year, 12, 31) if front.last_year else None,
        issuer=front.issuer,
        doc_number=front.doc_number,
        issued=front.issued,
        items=_with_keys(work, items, context.number),
        rules=_rules_of(work, context),
        addressees=front.addressees,
    )


def _with_keys(work: _Work, items: Sequence[ProposedItem], number: int) -> tuple[ProposedItem, ...]:
    """Name items by where they stand, so that what a person decides about them holds for another reading."""
    used: dict[str, int] = {}
    named = []
    for item in work.pace.over(items):
        key = f"p{number}-{item.place.start}-{item.place.end}"
        used[key] = used.get(key, 0) + 1
        if used[key] > 1:
            key = f"{key}.{used[key]}"
        named.append(item if item.key == key else replace(item, key=key))
    return tuple(named)


def _rules_of(work: _Work, context: ItemContext) -> tuple[DocumentRule, ...]:
    """Return the rules that hold for a plan, each wording once."""
    first, last = context.span
    found = {rule.text: rule for rule in work.rules.first_leads if work.rules.holds(rule, first, last)}
    return tuple(found.values())


def _place(part: Part) -> Place | None:
    line = next(iter(part.title_lines), None)
    return None if line is None else Place(line.start, line.end, line.page)


def _note_numbers(work: _Work, items: Sequence[ProposedItem]) -> None:
    """Note where the numbers of an outline leave one out: a line may have been lost on the way."""
    before: tuple[tuple[str, ...], str, int, str] | None = None
    for item in work.pace.over(items):
        label = read_label(item.no) if item.no else None
        if label is None:
            continue
        now = (item.path, label.form, label.value, item.no)
        if before is not None and before[:2] == now[:2] and now[2] > before[2] + 1:
            work.note("info", "INT-205", item.place, before=before[3], after=item.no)
        before = now


def _told_apart(plans: Sequence[ProposedPlan]) -> list[ProposedPlan]:
    """Name plans that stand under one title by their sheets, a table behind an outline as its table."""
    count = Counter(plan.title for plan in plans)
    return [
        replace(plan, title=f"{plan.title}（{plan.table.sheet or '附表'}）")
        if count[plan.title] > 1 and plan.table is not None and (plan.table.sheet or plan is not plans[0])
        else plan
        for plan in plans
    ]


def _note_whole(work: _Work, parts: Sequence[Part]) -> tuple[TablePlan, ...]:
    """Note what concerns the document as a whole; return the tables in which no task was found."""
    items = [item for plan in work.plans for item in plan.items]
    if not any(item.kind in TASK_LIKE for item in items):
        work.note("warning", "INT-201")
    if len(work.plans) > 1:
        work.note(
            "info", "INT-206", count=len(work.plans), titles="、".join(f"《{plan.title}》" for plan in work.plans)
        )
    # In a workbook even a scribbled line may be somebody's work; in a text a small table is often only a frame.
    unread = [
        entry
        for part in parts
        for entry in part.body
        if isinstance(entry, Table) and (len(entry.rows) > _FRAME or entry.sheet is not None)
    ]
    known = {item.place.start for item in items if item.place.row is not None}
    others = []
    for table in unread:
        if not any(start in known for start in table.row_starts):
            others += other_table(table, Lens(work.own))
            place = Place(table.start, -1, table.page, table.sheet, table.first_row)
            if len(table.rows) > _FRAME:
                work.note("info", "INT-207", place, rows=len(table.rows))
            else:
                words = " ".join(cell.text for row in table.rows for cell in row if not cell.is_merged_copy)
                work.note("info", "INT-229", place, sheet=table.sheet, text=" ".join(words.split())[:_SHOWN])
    long = sum(len(item.text) > LONGEST for item in items)
    if long:
        work.note("warning", "INT-211", count=long, limit=LONGEST)
    count = sum(1 for item in items for deadline in item.deadlines if deadline.needs_answer)
    if count:
        work.note("warning", "INT-209", count=count)
    return tuple(others)
