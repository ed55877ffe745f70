"""`report`: how the paper looks - form, annexes, sheets, columns, views."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger_app.ports import ReadSession
    from ledger_app.services.reports import ReportRequest

ANNEXES = {
    "overall": "总体进展表",
    "units": "单位完成情况表",
    "leaders": "分管领导完成情况表",
    "late": "逾期和滞后清单",
    "soon": "30天内到期清单",
    "evidence": "佐证材料情况表",
    "charts": "趋势图和单位进展图",
}
"""Repeated here, so that the help does not load the application; a test compares."""


def add_paper_options(parser: ArgumentParser) -> None:
    """Add the options to the command."""
    forms = "通报的形式：notice 红头通知式（默认）、bulletin 简报式（刊头、期号、报送发）"
    parser.add_argument("--form", default="notice", choices=("notice", "bulletin"), metavar="形式", help=forms)
    parser.add_argument("--issue", type=int, metavar="期号", help="简报的期号，默认按当年已留存的续编；0 不印期号")
    annexes = "；".join(f"{key} {name}" for key, name in ANNEXES.items())
    parser.add_argument(
        "--annex",
        action="append",
        default=[],
        choices=ANNEXES,
        metavar="附件",
        help=f"通报只带这个附件，可重复；默认带全部有内容的：{annexes}",
    )
    seal = "落款的印章：yes 加盖（署名日期上留出位置）、no 不加盖；默认按台账设置"
    turned = "横排附件：standard 按国标转 90°装订（默认）、plain 直接用横页"
    parser.add_argument("--turned", default="standard", choices=("standard", "plain"), metavar="方式", help=turned)
    parser.add_argument("--seal", choices=("yes", "no"), metavar="印章", help=seal)
    parser.add_argument(
        "--view", default="", metavar="视图", help="台账表用存好的这个视图的任务、顺序、分组和列，默认 A3"
    )
    parser.add_argument("--columns", default="", metavar="列", help="台账表的列，如 任务,牵头单位,时限,状态")
    parser.add_argument("--paper", choices=("A4", "A3"), metavar="纸张", help="台账表的纸张，默认 A4，视图默认 A3")
    parser.add_argument("--portrait", action="store_true", help="台账表竖排，默认横排")


def with_paper(request: ReportRequest, arguments: Namespace, reading: ReadSession) -> ReportRequest:
    """Return a request with what the words of the command say about the paper.

    Raises:
        RejectedError: EVI-036 no such view; REP-016 no such column.
    """
    from ledger_app.services.pack_scope import view_by_name
    from ledger_app.services.report_ledger import columns_by_words

    words = arguments.columns.replace("，", ",").replace("、", ",").split(",")
    return replace(
        request,
        form=arguments.form,
        issue=arguments.issue,
        annexes=tuple(arguments.annex),
        turned=arguments.turned,
        seal={"yes": True, "no": False}.get(arguments.seal),
        view_id=view_by_name(reading, arguments.view).id if arguments.view else None,
        columns=columns_by_words(reading, words),
        paper=arguments.paper,
        is_portrait=arguments.portrait,
    )
