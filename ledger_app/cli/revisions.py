"""Say what a new issue of a plan brought: counts of each class, what was left, what is no longer in the paper."""

from __future__ import annotations

from ledger_app.cli.output import show
from ledger_app.domain.plan_revision import Change
from ledger_app.services.record_changes import UpdateCounts
from ledger_app.services.revise_plan import RevisionSummary


def show_revision(summary: RevisionSummary) -> None:
    """Print one plan's new issue."""
    counts = [f"未变 {summary.unchanged} 项"]
    if summary.renumbered:
        counts.append(f"其中仅编号或章节不同 {summary.renumbered} 项")
    counts.append(f"改动 {summary.changed} 项")
    kinds = [f"{change.word} {count}" for change, count in summary.changes.items() if count]
    if kinds:
        counts.append(f"其中{'、'.join(kinds)}")
    counts += [f"新增 {summary.added} 项", f"撤销 {len(summary.withdrawn)} 项"]
    show(f"  《{summary.title}》是《{summary.earlier.title}》的新版本：{'，'.join(counts)}")
    for item in summary.withdrawn:
        state = "已取消" if item.is_cancelled else "任务保留，未取消"
        show(f"    撤销：{'、'.join(item.codes)} {item.title}（{state}）")
    for left in summary.left:
        why = "已销号，没有改动" if left.is_closed else "任务经手工修改或拆分，没有覆盖，请在窗口中确认"
        show(f"    保留：{left.code} {left.title}（新版本改了{_words(left.changes)}；{why}）")


def show_updates(counts: UpdateCounts) -> None:
    """Print what a ledger that came again changed in tasks that were there, and what it did not change."""
    if counts.tasks:
        show(f"  {counts.words}")
    if counts.left:
        show(f"  没有写入的不同之处 {len(counts.left)} 处（可在窗口中导入并逐条决定）：")
    for left in counts.left:
        change = left.change
        why = f"；{change.why}" if change.why else ""
        show(f"    保留：{left.code} {left.title}｜{change.label}｜台账：{change.old or '无'}｜文件：{change.new}{why}")


def _words(changes: tuple[Change, ...]) -> str:
    return "、".join(change.word for change in changes)
