"""Let indicators be chosen for pieces of evidence or for tasks, from whatever page they were chosen on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import UnitOfWork
from ledger_app.services import indicators
from ui.dialogs.indicators import IndicatorPicker
from ui.models.indicator_places import IndicatorTrees, read_indicators
from ui.workspace import Workspace

_NONE_YET = "还没有考核标准，请先在“佐证材料”的“按指标”里导入评分表或新建标准。"


def link_tasks_to_indicators(owner: QWidget, workspace: Workspace, task_ids: Sequence[int]) -> None:
    """Ask which indicators some tasks prove, and link them."""
    ids = tuple(task_ids)
    if not ids or workspace.is_read_only:
        return

    def ask(found: IndicatorTrees) -> None:
        ask_indicators(
            owner,
            workspace,
            found,
            f"{len(ids)} 项任务证明哪些指标？任务的材料就都算到这些指标下。",
            lambda work, chosen: indicators.link_tasks(work, chosen, ids),
        )

    workspace.query(lambda session, _progress: read_indicators(session), owner).on_success(ask).start()


def ask_indicators(
    owner: QWidget,
    workspace: Workspace,
    found: IndicatorTrees,
    question: str,
    verb: Callable[[UnitOfWork, list[int]], ChangeSet],
) -> None:
    """Ask for indicators and do something with those that are ticked."""
    if not found.trees:
        workspace.messages.show_text("挂到指标", _NONE_YET)
        return
    picker = IndicatorPicker(owner, found, question)

    def link(chosen: list[int]) -> None:
        job = workspace.change(lambda work, _progress: verb(work, chosen), owner)
        job.on_success(lambda _changes: workspace.say_done(f"已挂到 {len(chosen)} 个指标")).start()

    picker.on_chosen(link)
    picker.open()
