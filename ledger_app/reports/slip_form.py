"""Compose a supervision slip (督办单): the demand above, the reply to be cut off and sent back below.

Source: docs/domain.md sections 3.1 (scheme C) and 4.3; the blocks that tell the colours apart in grey are ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger_app.domain.slips import SLIP_COLOUR_NAMES
from ledger_app.domain.supervision import Slip, SlipColour
from ledger_app.reports.form_parts import STAMP_FOOT, date_or_blank, signing_row, text_row
from ledger_app.reports.model import (
    FormCell,
    FormPage,
    FormPart,
    FormRow,
    PageSetting,
    Properties,
    ReportModel,
    Tone,
)
from ledger_app.reports.narrative import date_words

LOOKS: Mapping[SlipColour, tuple[Tone, int]] = {
    "blue": ("blue", 1),
    "yellow": ("amber", 2),
    "orange": ("orange", 3),
    "red": ("red", 4),
}
"""Colour -> the heading's tone, and how many of four blocks under it are filled."""
REPORT_DEMAND = "以单位名义书面报告并加盖公章，一事一报；共同承办的由主办单位汇总报送，不直接报送领导个人。"
CLOSING_CHOICE = "□ 同意销号　□ 继续办理，限　　月　　日前办结　□ 升级督办"


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A slip as it is printed.

    Attributes:
        slip: its row in the register.
        leads, cooperates: names of the undertaking units.
        task_ids: what it is about.
        earlier: the slips it was escalated from, in words, "" = none.
    """

    slip: Slip
    leads: str
    cooperates: str = ""
    task_ids: tuple[int, ...] = ()
    earlier: str = ""


def compose_slips(papers: Sequence[SlipPaper], bureau: str, properties: Properties, foot: str = "") -> ReportModel:
    """Return the slips, one page each.

    Args:
        papers: at least one.
        bureau: who issues them.
        properties: of the file.
        foot: line in the foot of the pages.
    """
    only = papers[0].slip.number if len(papers) == 1 else f"{len(papers)}张"
    return ReportModel(
        kind="slip",
        title=f"督办通知单（{only}）",
        form="forms",
        body=tuple(slip_page(paper, bureau) for paper in papers),
        page=PageSetting(),
        properties=properties,
        foot=foot,
    )


def slip_page(paper: SlipPaper, bureau: str) -> FormPage:
    """Return the page of one slip."""
    slip = paper.slip
    tone, grade = LOOKS[slip.colour]
    colour = SLIP_COLOUR_NAMES[slip.colour]
    notes = [f"标题下填色块数表示级别（1蓝 2黄 3橙 4红），本单{grade}块，为{colour}督办单。"]
    if paper.earlier:
        notes.append(f"本单由{paper.earlier}升级而来。")
    return FormPage(
        key=slip.uid or slip.number,
        title=f"{bureau}督办通知单",
        badge=f"【{colour}】",
        tone=tone,
        grade=grade,
        facts=(
            f"编号：{slip.number}",
            f"签发日期：{date_words(slip.issued)}",
            f"签发人：{slip.signer or '　　　　'}",
        ),
        parts=(FormPart(_demand(paper)), FormPart(_reply(slip), heading=_cut_words(slip.due))),
        notes=tuple(notes),
        bookmark="　".join(part for part in (slip.number, colour, paper.leads) if part),
    )


def _demand(paper: SlipPaper) -> tuple[FormRow, ...]:
    slip = paper.slip
    return (
        text_row("督办事项", slip.matter, min_mm=16, grows=True, task_ids=paper.task_ids),
        text_row("立项依据\n领导批示", slip.basis, min_mm=12),
        FormRow(
            (
                FormCell("承办单位", is_label=True, width_mm=26),
                FormCell(f"主办：{paper.leads}"),
                FormCell(f"协办：{paper.cooperates or '—'}"),
            )
        ),
        text_row("办理要求", slip.requirement, min_mm=16, grows=True),
        FormRow(
            (
                FormCell("办结时限", is_label=True, width_mm=26),
                FormCell(date_or_blank(slip.due), width_mm=36, align="center"),
                FormCell("报告要求", is_label=True, width_mm=24),
                FormCell(REPORT_DEMAND),
            )
        ),
        text_row("督办人\n及电话", slip.contact, min_mm=9),
    )


def _reply(slip: Slip) -> tuple[FormRow, ...]:
    return (
        text_row("办理情况", slip.reply, min_mm=18, grows=True),
        text_row("存在困难", "", min_mm=11, grows=True),
        signing_row("承办单位\n意见", STAMP_FOOT, min_mm=17),
        signing_row("督办部门\n审核意见", min_mm=15),
        signing_row("领导意见", min_mm=15),
        text_row("是否销号", CLOSING_CHOICE, min_mm=9),
    )


def _cut_words(due: dt.date | None) -> str:
    return f"　回执（请于{date_words(due)}前填写盖章后退回）　" if due is not None else "　回执（填写盖章后退回）　"
