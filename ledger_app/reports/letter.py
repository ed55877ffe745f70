"""Compose letters to a unit: 催办通知 for what is overdue, 提醒函 for what is slow or due soon.

The letter form is that of GB/T 9704-2012, 10.1; the sentences are ours.  Source: docs/domain.md sections 4.3 to 5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ledger_app.reports.model import (
    Annex,
    Block,
    Column,
    Figure,
    Head,
    Heading,
    Imprint,
    PageSetting,
    Paragraph,
    Properties,
    ReportModel,
    ReportTable,
    Row,
    Run,
    Signature,
    Tone,
    Words,
)
from ledger_app.reports.narrative import date_words

MOST_IN_TEXT = 5
"""More tasks than these stand in a table of their own."""
_HEAD_NUMBERS = "一二三四"


@dataclass(frozen=True, slots=True)
class LetterTask:
    """A task as a letter names it.

    Attributes:
        light: sign and word; tone: its colour's role.
        said: what is to be said of it ("应于2024年5月31日完成，已逾期30天").
    """

    id: int
    code: str
    title: str
    light: str
    tone: Tone
    due: str
    percent: str
    said: str


@dataclass(frozen=True, slots=True)
class LetterPoint:
    """One kind of thing a unit is written to about: heading without number, tasks, or sentences instead."""

    heading: str
    tasks: tuple[LetterTask, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter to one unit; texts as printed.

    Attributes:
        kind: "chase" (催办通知) or "letter" (提醒函).
        unit: whom it is to; points: what about, at least one.
        number: 发文字号, "" = written in by hand.
        office: to which answers go; contact: of the office, "" = none.
        copies: 抄送 names, "" = none.
        has_seal: room for a seal over the signature.
    """

    kind: Literal["chase", "letter"]
    bureau: str
    unit: str
    period_name: str
    cutoff: dt.date
    issued: dt.date
    reply_by: dt.date
    points: tuple[LetterPoint, ...]
    number: str = ""
    office: str = "办公室"
    contact: str = ""
    copies: str = ""
    page: PageSetting = field(default_factory=PageSetting)
    properties: Properties = field(default_factory=Properties)
    foot: str = ""
    has_seal: bool = True


def compose_letters(letters: Sequence[LetterFacts]) -> ReportModel:
    """Return the letters in one file; one alone is a document of its own."""
    models = tuple(map(compose_letter, letters))
    if len(models) == 1:
        return models[0]
    first = letters[0]
    name = "催办通知" if first.kind == "chase" else "提醒函"
    return ReportModel(
        first.kind, f"{first.period_name}{name}（{len(models)}份）", "set", parts=models, properties=first.properties
    )


def compose_letter(facts: LetterFacts) -> ReportModel:
    """Return one letter."""
    is_chase = facts.kind == "chase"
    tasks = [task for point in facts.points for task in point.tasks]
    has_annex = len(tasks) > MOST_IN_TEXT
    annexes = (Annex("附件", _annex_title(facts), (_table(facts.points),)),) if has_annex else ()
    return ReportModel(
        kind=facts.kind,
        title=f"关于{'催办' if is_chase else ''}{facts.period_name}重点工作任务的{'通知' if is_chase else '提醒函'}",
        form="letter",
        head=Head(facts.bureau, facts.number),
        addressees=facts.unit,
        body=tuple(_body(facts, has_annex=has_annex)),
        annexes=annexes,
        signature=Signature(facts.bureau, date_words(facts.issued), facts.has_seal),
        imprint=Imprint((("抄送", facts.copies),)) if facts.copies else None,
        page=facts.page,
        properties=facts.properties,
        foot=facts.foot,
    )


def _annex_title(facts: LetterFacts) -> str:
    return "需催办任务清单" if facts.kind == "chase" else "需提醒任务清单"


def _body(facts: LetterFacts, *, has_annex: bool) -> list[Block]:
    is_chase = facts.kind == "chase"
    opening = (
        f"截至{date_words(facts.cutoff)}，你单位下列事项已超过规定时限，尚未办结或报送，现予催办。"
        if is_chase
        else f"截至{date_words(facts.cutoff)}，你单位承担的下列任务进度偏慢或即将到期，现提醒如下。"
    )
    blocks: list[Block] = [Paragraph((Words(opening),))]
    for place, point in enumerate(facts.points):
        blocks.append(Heading(1, f"{_HEAD_NUMBERS[place]}、{point.heading}"))
        blocks += [Paragraph((Words(line),)) for line in point.lines]
        if has_annex and point.tasks:
            ids = tuple(task.id for task in point.tasks)
            blocks.append(
                Paragraph((Words("共"), Figure(str(len(ids)), ids), Words("项，任务名称、时限和进度见附件。")))
            )
        else:
            blocks += [Paragraph(_task_runs(number, task)) for number, task in enumerate(point.tasks, start=1)]
    blocks.append(Paragraph((Words(_demand(facts)),)))
    return blocks


def _task_runs(number: int, task: LetterTask) -> tuple[Run, ...]:
    return (Words(f"{number}."), Figure(f"{task.title}（{task.code}）", (task.id,)), Words(f"，{task.said}。"))


def _demand(facts: LetterFacts) -> str:
    where = f"局{facts.office}" if facts.office else "我局"
    contact = facts.contact.strip().strip("（）()")
    ask = f"（{contact}）" if contact else ""
    by = date_words(facts.reply_by)
    if facts.kind == "chase":
        return (
            f"请主要负责同志亲自过问，逐项查明原因，明确措施和完成时间，于{by}前将办理情况加盖公章后书面报"
            f"{where}{ask}。逾期仍未办结或报送的，将予以督办并在通报中列明。"
        )
    return (
        f"请对照任务要求倒排工期，落实责任人，确保按期完成；确有困难的，应在到期前提出延期申请。"
        f"有关安排请于{by}前报{where}{ask}。"
    )


def _table(points: Sequence[LetterPoint]) -> ReportTable:
    columns = (
        Column("seq", "序号", "center", whole=True),
        Column("code", "编号", "center", whole=True),
        Column("task", "任务"),
        Column("due", "完成时限", "center", whole=True),
        Column("percent", "进度", "right", whole=True),
        Column("light", "状态", "center", whole=True),
        Column("said", "说明", min_mm=30),
    )
    rows: list[Row] = []
    number = 0
    for point in points:
        if point.tasks:
            rows.append(Row((f"{point.heading}（{len(point.tasks)}项）",), "group"))
        for task in point.tasks:
            number += 1
            light = Words(task.light, tone=task.tone)
            cells = (str(number), task.code, task.title, task.due, task.percent or "—", light, task.said)
            rows.append(Row(cells, "row", (task.id,)))
    return ReportTable("tasks", columns, tuple(rows))
