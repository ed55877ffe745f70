"""`extract`: show what an import would propose."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ledger_app.cli.output import say, say_findings, show, show_json, trace_if_wanted
from ledger_app.errors import BugError, LedgerError
from ledger_app.intake.own_ledger.model import NO_CHOICES, OwnChoices
from ledger_app.intake.proposal import TASK_LIKE, Proposal, ProposedItem
from ledger_app.intake.roster import Roster
from ledger_app.messages import describe


def run_extract(arguments: Namespace) -> int:
    """Read the files and print their proposals; a bad file gets one line and does not stop the others."""
    read = read_all(arguments.files, arguments.year)
    if not arguments.json:
        for _, proposal in read:
            _show(proposal)
            say_findings(proposal.findings, proposal.document_name)
    elif read:
        from ledger_app.intake.extract_json import to_json

        objects = [to_json(proposal, path.name) for path, proposal in read]
        show_json(objects if len(arguments.files) > 1 else objects[0])
    elif len(arguments.files) > 1:
        show_json([])
    return 0 if len(read) == len(arguments.files) else 2


def read_all(
    files: list[Path], year: int | None, known: Roster | None = None, own: OwnChoices = NO_CHOICES
) -> list[tuple[Path, Proposal]]:
    """Return the files that can be read with their proposals; each of the others gets one line."""
    read = []
    for path in files:
        try:
            read.append((path, read_plan(path, year, known, own)))
        except LedgerError as error:
            say(describe(error))
        except Exception as error:  # noqa: BLE001 - a fault of one reader must not stop the other files
            trace_if_wanted()
            say(describe(BugError("APP-017", file=path.name, what=type(error).__name__)))
    return read


def read_plan(path: Path, year: int | None, known: Roster | None = None, own: OwnChoices = NO_CHOICES) -> Proposal:
    """Return what a file offers.

    Raises:
        UnreadableFileError: INT-101 to INT-119.
    """
    from ledger_app.intake.readers.registry import read_document
    from ledger_app.intake.understand import propose

    return propose(read_document(path), year=year, roster=known, own=own)


def _show(proposal: Proposal) -> None:
    show(f"{proposal.document_name}（{proposal.document_format}）")
    for plan in proposal.plans:
        taken = sum(item.kind in TASK_LIKE for item in plan.items)
        year = f"{plan.plan_year}年度，" if plan.plan_year else ""
        show(f"  计划：{plan.title}（{year}{len(plan.items)} 条，其中任务 {taken} 项）")
        for item in plan.items:
            if item.kind in TASK_LIKE:
                show(f"    {_line(item)}")


def _line(item: ProposedItem) -> str:
    owners = "、".join(owner.name for owner in item.owners) or "未写明责任单位"
    deadlines = "；".join(one.reading.raw for one in item.deadlines) or "未写明时限"
    return f"{item.no} {item.title}｜{owners}｜{deadlines}".strip()
