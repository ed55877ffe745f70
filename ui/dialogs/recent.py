"""最近的台账: switch to another ledger without looking for its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.dialogs.form import FormDialog
from ui.jobs import JobRunner
from ui.look import Look
from ui.state import WindowState
from ui.views.recent_list import RecentList


class RecentDialog(FormDialog):
    """The list, and a button that leads to any other folder."""

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        state: WindowState,
        runner: JobRunner,
        on_chosen: Callable[[Path], object],
        on_other: Callable[[], object],
    ) -> None:
        """Show the list."""
        note = "选一本就切换过去；现在打开的台账会先存好、放开，别人就可以用了。"
        super().__init__(parent, "recent_dialog", "最近的台账", "选其他文件夹…", note)
        self.setMinimumWidth(760)
        self.list = RecentList(look, state, runner)
        self.list.refresh()
        self.extra.addWidget(self.list)
        self.extra.addStretch(1)

        def take(folder: Path) -> None:
            self.reject()
            on_chosen(folder)

        self.list.folder_chosen.connect(take)
        self.on_accepted(on_other)
