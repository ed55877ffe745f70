"""Compose the forms by which a task is struck off (销号审批表) or its date is moved (延期审批表).

What the ledger knows is filled in; opinions are written and signed by hand.  Source: docs/domain.md sections 3.3
and 4.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.reports.form_parts import (
    SIGN_FOOT,
    STAMP_FOOT,
    date_or_blank,
    pair_row,
    signed_foot,
    signing_row,
    text_row,
)
from ledger_app.reports.model import FormPage, FormPart, FormRow, Properties, ReportModel
from ledger_app.reports.narrative import date_words


@dataclass(frozen=True, slots=True)
class TaskPaper:
    """What both forms say of a task; texts as printed.

    Attributes:
        source: the paper it comes from.
        due: as judged; original_due: by the paper.
        progress: latest report; percent as printed, "" = none.
    """

    id: int
    code: str
    title: str
    source: str = ""
    leads: str = ""
    cooperates: str = ""
    leaders: str = ""
    due_raw: str = ""
    due: dt.date | None = None
    original_due: dt.date | None = None
    percent: str = ""
    progress: str = ""
    problems: str = ""
    next_step: str = ""


EMPTY_TASK = TaskPaper(0, "", "")
"""For a form that is filled in by hand."""


@dataclass(frozen=True, slots=True)
class OpinionPaper:
    """A step that was taken: opinion, by whom, when."""

    opinion: str
    by_name: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class ClosingPaper:
    """A task on its way to being struck off.

    Attributes:
        completed_on: day the work was in fact done.
        conditions: (name, holds or None = only people can tell, why in words).
        evidence: what is there, one line each; missing: what is not.
        asked, checked, approved: the steps taken so far.
    """

    task: TaskPaper
    completed_on: dt.date | None = None
    conditions: tuple[tuple[str, bool | None, str], ...] = ()
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    asked: OpinionPaper | None = None
    checked: OpinionPaper | None = None
    approved: OpinionPaper | None = None


@dataclass(frozen=True, slots=True)
class ExtensionPaper:
    """A request to move a date; None: not filed yet, to be written by hand.

    Attributes:
        doubts: what strikes one about the request, in sentences.
        decision: once it is decided; is_granted: how.
    """

    task: TaskPaper
    old_due: dt.date | None = None
    new_due: dt.date | None = None
    requested_on: dt.date | None = None
    reason: str = ""
    doubts: tuple[str, ...] = ()
    decision: OpinionPaper | None = None
    is_granted: bool = False


def compose_closings(papers: Sequence[ClosingPaper], bureau: str, properties: Properties, foot: str) -> ReportModel:
    """Return the 销号审批表 of tasks, one page each."""
    pages = tuple(_closing_page(paper, bureau) for paper in papers)
    return _forms("closing", "任务销号审批表", pages, [paper.task for paper in papers], properties, foot)


def compose_extensions(papers: Sequence[ExtensionPaper], bureau: str, properties: Properties, foot: str) -> ReportModel:
    """Return the 延期审批表 of tasks, one page each."""
    pages = tuple(_extension_page(paper, bureau) for paper in papers)
    return _forms("extension", "任务延期审批表", pages, [paper.task for paper in papers], properties, foot)


def _forms(
    kind: str,
    title: str,
    pages: tuple[FormPage, ...],
    tasks: Sequence[TaskPaper],
    properties: Properties,
    foot: str,
) -> ReportModel:
    which = (tasks[0].code or "空白") if len(tasks) == 1 else f"{len(tasks)}项"
    return ReportModel(kind, f"{title}（{which}）", "forms", body=pages, properties=properties, foot=foot)


def _closing_page(paper: ClosingPaper, bureau: str) -> FormPage:
    task = paper.task
    dates = (("实际完成日期", date_or_blank(paper.completed_on)), ("自报进度", task.percent))
    proof = [*paper.evidence, *(f"（缺）{name}" for name in paper.missing)]
    asked = _words(paper.asked)
    rows = (
        *_task_rows(task),
        pair_row(*dates),
        text_row("办理结果", task.progress, min_mm=20, grows=True),
        text_row("佐证材料", "\n".join(proof) or ("（无）" if task.id else ""), min_mm=12),
        text_row("销号条件", "\n".join(_condition(*one) for one in paper.conditions), min_mm=12),
        signing_row("承办单位意见", STAMP_FOOT if paper.asked is None else _foot(paper.asked), text=asked),
        _opinion_row("业务股室\n审核意见", paper.checked),
        _opinion_row("督查部门意见", None),
        _opinion_row("局领导审批", paper.approved),
    )
    note = "注：□为须由人工核定的条件；√和×为台账已有记录，×的应先补齐。批准后在台账中办理销号。"
    return FormPage(
        f"closing-{task.code}",
        "任务销号审批表",
        (FormPart(rows),),
        facts=(f"填表单位：{task.leads or '　　　　'}", f"主管部门：{bureau}"),
        notes=(note,),
        bookmark=f"{task.code}　{task.title}".strip("　"),
    )


def _extension_page(paper: ExtensionPaper, bureau: str) -> FormPage:
    task = paper.task
    decided = "" if paper.decision is None else f"{'同意延期' if paper.is_granted else '不同意延期'}。"
    rows = (
        *_task_rows(task),
        pair_row(("现行时限", date_or_blank(paper.old_due)), ("申请延至", date_or_blank(paper.new_due))),
        pair_row(("申请日期", date_or_blank(paper.requested_on)), ("自报进度", task.percent)),
        text_row("延期理由", paper.reason, min_mm=24, grows=True),
        text_row("目前进展", task.progress, min_mm=20, grows=True),
        text_row("后续措施和\n时间安排", task.next_step, min_mm=18, grows=True),
        signing_row("承办单位意见", STAMP_FOOT, min_mm=22),
        _opinion_row("督查部门意见", None),
        signing_row(
            "局领导审批",
            SIGN_FOOT if paper.decision is None else _foot(paper.decision),
            text=decided + _words(paper.decision),
        ),
    )
    notes = ("注：延期应在到期前提出；未经批准的，仍按原定时限督办和统计。", *(f"提示：{one}" for one in paper.doubts))
    return FormPage(
        f"extension-{task.code}",
        "任务延期审批表",
        (FormPart(rows),),
        facts=(f"申请单位：{task.leads or '　　　　'}", f"主管部门：{bureau}"),
        notes=notes,
        bookmark=f"{task.code}　{task.title}".strip("　"),
    )


def _task_rows(task: TaskPaper) -> tuple[FormRow, ...]:
    original = "" if task.original_due in (None, task.due) else f"（原定{date_words(task.original_due)}）"
    nothing = "—" if task.id else ""
    due = f"{date_words(task.due)}{original}" if task.due is not None else task.due_raw or nothing
    return (
        text_row("任务名称", task.title, min_mm=12, task_ids=(task.id,) if task.id else ()),
        pair_row(("任务编号", task.code), ("牵头领导", task.leaders or nothing)),
        text_row("任务来源", task.source or nothing, min_mm=9),
        pair_row(("牵头单位", task.leads or nothing), ("配合单位", task.cooperates or nothing)),
        text_row("完成时限", due, min_mm=9),
    )


def _opinion_row(label: str, step: OpinionPaper | None) -> FormRow:
    if step is None:
        return signing_row(label)
    return signing_row(label, _foot(step), text=_words(step))


def _foot(step: OpinionPaper) -> str:
    return signed_foot(step.by_name, step.on)


def _words(step: OpinionPaper | None) -> str:
    return "" if step is None else step.opinion


def _condition(name: str, holds: bool | None, why: str) -> str:  # noqa: FBT001 - a tuple's part
    sign = "□" if holds is None else "√" if holds else "×"
    return f"{sign} {name}" + (f"（{why}）" if why else "")
