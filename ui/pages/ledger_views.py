"""Saved views on the ledger page: the part of its menu that keeps, shows, renames, shares and deletes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.view import GridView
from ledger_app.errors import RejectedError
from ledger_app.services import views as service
from ledger_app.services.view_text import read_view, write_view
from ledger_app.services.views import FILE_SUFFIX, LONGEST_VIEW_NAME, StoredView, ViewSaved
from ui.dialogs.form import FormDialog
from ui.entry_button import add_entry
from ui.workspace import Workspace

_FILTER = f"台账视图 (*{FILE_SUFFIX})"


class SavedViews(QObject):
    """Knows the ledger's views and which one is shown.

    Signals:
        chosen: a view is to be shown (its StoredView).
        loaded: the views were read (whether for the first time).
    """

    chosen = Signal(object)
    loaded = Signal(bool)

    def __init__(self, page: QWidget, workspace: Workspace, now: Callable[[], GridView]) -> None:
        """Serve a page; `now` returns the arrangement that it shows."""
        super().__init__(page)
        self._page = page
        self._workspace = workspace
        self._now = now
        self._is_first = True
        self.views: list[StoredView] = []
        self.shown_id: int | None = None
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self.read()

    @property
    def shown(self) -> StoredView | None:
        """Return the view that is shown, None for none."""
        return next((one for one in self.views if one.id == self.shown_id), None)

    @property
    def default(self) -> StoredView | None:
        """Return the view that the ledger opens with, None for the plain list."""
        return next((one for one in self.views if one.is_default), None)

    def read(self) -> None:
        """Read the ledger's views."""
        job = self._workspace.query(lambda session, _progress: service.stored_views(session), self)
        job.on_success(self._take).start()

    def remembered(self) -> tuple[int | None, GridView] | None:
        """Return how the grid of this ledger was arranged last and which view it was, None if that is not known."""
        text = self._workspace.state.text(self.state_key)
        number, _, definition = text.partition(" ")
        try:
            return (int(number) or None, read_view(definition)[1]) if definition else None
        except (ValueError, RejectedError):
            return None

    def remember(self) -> None:
        """Keep how the grid is arranged for the next start."""
        self._workspace.state.set_text(self.state_key, f"{self.shown_id or 0} {write_view(self._now())}")

    def fill_menu(self, menu: QMenu) -> None:
        """Add the views, and what can be done with them, to a menu."""
        for one in self.views:
            text = f"{one.name}（默认）" if one.is_default else one.name
            action = add_entry(menu, "view", partial(self.chosen.emit, one), key=one.id, text=text)
            action.setCheckable(True)
            action.setChecked(one.id == self.shown_id)
        if self.views:
            menu.addSeparator()
        shown, can_write = self.shown, not self._workspace.is_read_only
        self._add(menu, None, "view_save_as", self._ask_save).setEnabled(can_write)
        if shown is not None:
            name = shown.name
            self._add(menu, f"把现在的样子存入“{name}”", "view_save", self._overwrite).setEnabled(can_write)
            self._add(menu, f"重命名“{name}”…", "view_rename", self._ask_rename).setEnabled(can_write)
            text = "打开台账时不再显示它" if shown.is_default else "打开台账时就显示它"
            self._add(menu, text, "view_default", self._turn_default).setEnabled(can_write)
            self._add(menu, f"删除视图“{name}”", "view_remove", self._remove).setEnabled(can_write)
        menu.addSeparator()
        self._add(menu, None, "view_export", self._export)
        self._add(menu, None, "view_import", self._import).setEnabled(can_write)

    @property
    def state_key(self) -> str:
        """Return the name under which this ledger's arrangement is remembered on this PC."""
        folder = str(self._workspace.ledger.folder.absolute())
        return f"views/{hashlib.sha256(folder.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def _add(self, menu: QMenu, text: str | None, name: str, receive: Callable[[], object]) -> QAction:
        return add_entry(menu, name, receive, text=text)

    def _take(self, views: list[StoredView]) -> None:
        self.views = views
        if self.shown is None:
            self.shown_id = None
        is_first, self._is_first = self._is_first, False
        self.loaded.emit(is_first)

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("saved_view", "setting"):
            self.read()

    def _ask_save(self) -> None:
        self._ask_name("view_save_dialog", "另存为新视图", "保存视图", "", self._save)

    def _ask_rename(self) -> None:
        if (shown := self.shown) is not None:
            self._ask_name("view_rename_dialog", "重命名视图", "改名", shown.name, self._rename)

    def _ask_name(self, name: str, title: str, verb: str, text: str, receive: Callable[[str], object]) -> None:
        note = "列、排序、筛选、分组都会记在视图里；视图存在台账中，谁打开都能用。" if not text else ""
        dialog = FormDialog(self._page, name, title, verb, note)
        field = QLineEdit(text)
        field.setObjectName("view_name")
        field.setAccessibleName("视图名称")
        field.setMaxLength(LONGEST_VIEW_NAME)
        field.selectAll()
        dialog.add_row("视图名称", field)
        dialog.on_accepted(lambda: receive(field.text()))
        dialog.open()

    def _save(self, name: str) -> None:
        view = self._now()
        job = self._workspace.change(lambda work, _progress: service.save(work, name, view), self)
        job.on_success(lambda saved: self._on_saved(saved, f"已保存视图“{saved.name}”")).start()

    def _on_saved(self, saved: ViewSaved, text: str) -> None:
        self.shown_id = saved.id
        self.read()
        self._workspace.say_done(text)
        if saved.findings:
            self._workspace.messages.show_text("视图已导入", "\n".join(one.message for one in saved.findings))

    def _overwrite(self) -> None:
        if (shown := self.shown) is not None:
            view = self._now()
            self._change(lambda work: service.overwrite(work, shown.id, view), f"已更新视图“{shown.name}”")

    def _rename(self, name: str) -> None:
        if (shown := self.shown) is not None:
            self._change(lambda work: service.rename(work, shown.id, name), "已改名")

    def _remove(self) -> None:
        if (shown := self.shown) is not None:
            self._change(lambda work: service.remove(work, shown.id), f"已删除视图“{shown.name}”")

    def _turn_default(self) -> None:
        if (shown := self.shown) is not None:
            number = None if shown.is_default else shown.id
            text = f"打开台账时将显示“{shown.name}”" if number is not None else "打开台账时将显示全部任务"
            self._change(lambda work: service.set_default(work, number), text)

    def _change(self, verb: Callable[..., ChangeSet], done: str) -> None:
        job = self._workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self._workspace.say_done(done)).start()

    def _export(self) -> None:
        name = self.shown.name if self.shown is not None else "视图"
        safe = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name)
        target = self._workspace.messages.choose_target("导出视图", f"{safe}{FILE_SUFFIX}", _FILTER)
        if target is None:
            return
        path = target if target.suffix else target.with_suffix(FILE_SUFFIX)
        view = self._now()
        job = self._workspace.query(
            lambda session, _progress: service.write_file(path, service.export_text(session, name, view)), self
        )
        title = "视图已导出"
        job.on_success(
            lambda _none: self._workspace.messages.show_text(title, f"已写入 {path.name}，可以交给同事导入。")
        )
        job.start()

    def _import(self) -> None:
        files = self._workspace.messages.choose_files("导入视图", f"{_FILTER};;所有文件 (*)")
        if not files:
            return
        path = files[0]
        job = self._workspace.change(
            lambda work, _progress: service.import_text(work, service.read_file(path), path.stem), self
        )
        job.on_success(self._on_imported).start()

    def _on_imported(self, saved: ViewSaved) -> None:
        self._on_saved(saved, f"已导入视图“{saved.name}”")

        def show(_is_first: bool) -> None:
            if (shown := self.shown) is not None and shown.id == saved.id:
                self.loaded.disconnect(show)
                self.chosen.emit(shown)

        self.loaded.connect(show)
