"""Handing over the ledger page's list: the view as it is arranged, all of it or the chosen rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from ledger_app.domain.view import ViewColumn
from ledger_app.services.export import FILE_FORMATS, ListExport, PaperChoice, copy_list, export_list
from ui.dialogs.form import FormDialog
from ui.exporting import ask_target, copy_from, write_to
from ui.fields import ChoiceField

if TYPE_CHECKING:
    from ui.pages.ledger import LedgerPage

_PAPERS = (("auto", "按列宽自动"), ("A4", "A4 横排"), ("A3", "A3 横排"))
_NOTE = "列、列宽、顺序、筛选、排序和分组都与现在看到的一样；日期、进度存成可以计算的值。"
_CSV_TIP = "CSV 不带格式和分组；用 Excel 直接打开时，编号（如 1-02）可能被当成日期，交给 Excel、WPS 请用工作簿。"


class ExportDialog(FormDialog):
    """Asks what of the list, in which kind of file, for which paper."""

    def __init__(self, page: LedgerPage, count: int, chosen_count: int) -> None:
        """Offer the chosen rows too where there are several."""
        super().__init__(page, "export_dialog", "导出列表", "选择位置并导出", _NOTE)
        scopes = [("all", f"整个列表，{count:,} 项")]
        if chosen_count > 1:
            scopes.append(("chosen", f"选中的 {chosen_count:,} 项"))
        self.scope = ChoiceField("export_scope", "导出哪些任务", scopes)
        self.format = ChoiceField(
            "export_format", "文件格式", [(key, f"{name}（{key}）") for key, name in FILE_FORMATS.items()]
        )
        self.format.setToolTip(_CSV_TIP)
        self.paper = ChoiceField("export_paper", "打印纸张", _PAPERS)
        self.format.currentIndexChanged.connect(lambda _index: self._follow_format())
        self.add_row("内容", self.scope)
        self.add_row("格式", self.format)
        self.add_row("打印纸张", self.paper)

    def _follow_format(self) -> None:
        is_csv = self.format.value() == ".csv"
        self.paper.setEnabled(not is_csv)
        self._note.setText(_CSV_TIP if is_csv else _NOTE)


def wanted_now(page: LedgerPage) -> ListExport:
    """Return the list as it is arranged."""
    layout = page.grid.layout_
    shown = tuple(one for one in layout.as_view() if one.is_shown)
    columns = tuple(ViewColumn(one.key, one.width_px) for one in shown)
    return ListExport(page.model.query, page.workspace.title, page.list_name, columns, frozen=layout.frozen)


def export_grid(page: LedgerPage) -> None:
    """Ask how and where to, then write the list."""
    chosen = page.grid.chosen_tasks()
    dialog = ExportDialog(page, page.model.listing.count, len(chosen))

    def begin() -> None:
        wanted = replace(wanted_now(page), paper=cast("PaperChoice", dialog.paper.value()))
        if dialog.scope.value() == "chosen":
            wanted = replace(wanted, task_ids=frozenset(chosen))
        workspace, ledger = page.workspace, page.workspace.ledger
        path = ask_target(workspace, f"{page.list_name}{workspace.today:%Y%m%d}", (dialog.format.value(),))
        if path is not None:
            write_to(page, workspace, path, lambda progress: export_list(ledger, wanted, path, progress))

    dialog.on_accepted(begin)
    dialog.open()


def copy_grid(page: LedgerPage) -> None:
    """Put the list, or its chosen rows where there are several, into the clipboard."""
    chosen = page.grid.chosen_tasks()
    wanted = replace(wanted_now(page), task_ids=frozenset(chosen) if len(chosen) > 1 else None)
    ledger = page.workspace.ledger
    copy_from(page, page.workspace, lambda: copy_list(ledger, wanted))
