"""`init`, `check`, `backup`, `restore`: make ledgers and keep them safe."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from ledger_app.bootstrap import LedgerCheck, back_up_to, check_ledger, create_session, restore_from
from ledger_app.cli.output import say, show, show_json
from ledger_app.domain.finding import Finding

_COUNT_NAMES = {
    "tasks": "项任务",
    "plans": "个计划",
    "evidence_files": "个佐证文件",
    "operations": "次操作记录",
}

_KINDS = {
    "DB-101": "database",
    "DB-102": "reference",
    "DB-103": "journal",
    "DB-104": "journal",
    "DB-105": "index",
    "DB-106": "row",
    "DB-107": "row",
    "DB-108": "row",
    "DB-110": "missing",
    "DB-111": "changed",
    "DB-112": "unreadable",
    "DB-113": "orphan",
    "DB-114": "away",
}
"""What a finding is about, in the JSON form."""


def run_init(arguments: Namespace) -> int:
    """Make a new ledger folder."""
    folder: Path = arguments.folder
    with create_session(folder, arguments.name.strip()):
        pass
    say(f"已新建台账“{arguments.name.strip() or folder.absolute().name}”。")
    show(str(folder.absolute()))
    return 0


def run_check(arguments: Namespace) -> int:
    """Read everything and verify it; 1 when something was found."""
    found = check_ledger(arguments.ledger)
    if arguments.json:
        show_json(
            {
                "sound": found.is_sound,
                "findings": [_plain(one) for one in found.findings],
                "counts": dict(found.counts),
            }
        )
    else:
        for finding in found.findings:
            show(finding.message)
    say(f"检查完成：{_counted(found.counts)}，{_verdict(found)}。")
    return 0 if found.is_sound else 1


def run_backup(arguments: Namespace) -> int:
    """Write one proven file that holds the whole ledger."""
    counts = back_up_to(arguments.ledger, arguments.out)
    say(f"已备份并验证可恢复：{_counted(counts)}。")
    _say_missing(counts, "台账中")
    show(str(arguments.out))
    return 0


def run_restore(arguments: Namespace) -> int:
    """Make a ledger folder from a backup."""
    counts = restore_from(arguments.file, arguments.to)
    say(f"已恢复：{_counted(counts)}。")
    _say_missing(counts, "备份和它旁边的台账里")
    show(str(arguments.to))
    return 0


def _counted(counts: Mapping[str, int]) -> str:
    return "、".join(f"{counts[key]} {name}" for key, name in _COUNT_NAMES.items() if key in counts)


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "kind": _KINDS.get(finding.code, "other"),
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
    }


def _verdict(found: LedgerCheck) -> str:
    faults = sum(finding.severity != "info" for finding in found.findings)
    return f"发现 {faults} 个问题" if faults else "没有发现问题"


def _say_missing(counts: Mapping[str, int], where: str) -> None:
    if counts.get("missing"):
        say(f"注意：{where}缺少 {counts['missing']} 个佐证文件，请运行“检查台账”查看是哪些。")
