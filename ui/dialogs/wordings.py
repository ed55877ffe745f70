"""Templates of the words of circulars: choose, copy, edit with placeholders, see what they print today, keep."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ledger_app.reports.narrative import AIM_CHARACTERS, MOST_CHARACTERS
from ledger_app.reports.wording_default import BUILT_IN_NAME, Wording
from ledger_app.reports.wording_facts import WordingFacts
from ledger_app.reports.wording_file import LONGEST_FILE, wording_to_file
from ledger_app.services import wordings as service
from ui.entry_button import entry_button
from ui.models.report_files import write_file
from ui.models.wording_draft import WordingDraft
from ui.pages.page import labelled
from ui.views.wording_colours import WordingColours
from ui.views.wording_sections import SectionList
from ui.views.wording_terms import TermList
from ui.workspace import Workspace

PREVIEW_DELAY_MS = 250
FILE_FILTER = "文字模板 (*.json)"
_KINDS = (("monthly", "月报"), ("quarterly", "季报"), ("half-year", "半年报"), ("annual", "年报"))
_PLACE = Qt.ItemDataRole.UserRole


class WordingsDialog(QDialog):
    """Left the template and its sections, in the middle the text and what it prints, right the placeholders."""

    def __init__(self, parent: QWidget, workspace: Workspace, facts: WordingFacts, kept: Iterable[Wording]) -> None:
        """Show the templates of a ledger, with today's figures."""
        super().__init__(parent)
        self.setObjectName("wordings")
        self.setWindowTitle("文字模板")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 660)
        self._workspace = workspace
        self._draft = WordingDraft(facts, kept)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_DELAY_MS)
        self._timer.timeout.connect(self._show_preview)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._make_left())
        splitter.addWidget(self._make_middle())
        self.terms = TermList(facts)
        self.terms.wanted.connect(self._insert)
        self.terms.optional_wanted.connect(self._make_optional)
        splitter.addWidget(self.terms)
        splitter.setSizes([210, 560, 270])
        layout.addWidget(splitter, 1)
        layout.addLayout(self._make_buttons())
        self._show_all()

    @property
    def draft(self) -> WordingDraft:
        """Return what is edited."""
        return self._draft

    def show_wording(self, name: str) -> None:
        """Show a kept template."""
        self._draft.choose(name)
        self._show_all()

    def reject(self) -> None:
        """Leave, after a question where something would be lost."""
        if self._may_leave():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before something is lost."""
        event.ignore()
        self.reject()

    def _make_left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(labelled("模板", "heading"))
        self.names = QComboBox()
        self.names.setObjectName("wording_names")
        self.names.setAccessibleName("文字模板")
        self.names.activated.connect(lambda _index: self._choose(str(self.names.currentData())))
        column.addWidget(self.names)
        row = QHBoxLayout()
        copy = entry_button("wording_copy")
        copy.clicked.connect(self._copy)
        self.delete = entry_button("wording_delete")
        self.delete.clicked.connect(self._delete)
        row.addWidget(copy)
        row.addWidget(self.delete)
        column.addLayout(row)
        self.name = self._line("wording_name", "模板名称")
        self.name.textEdited.connect(self._rename)
        column.addWidget(self.name)
        column.addWidget(labelled("不另选时用于", "secondary"))
        grid = QGridLayout()
        self.kinds: dict[str, QCheckBox] = {}
        for place, (kind, word) in enumerate(_KINDS):
            box = QCheckBox(word)
            box.setObjectName(f"wording_kind_{kind}")
            box.setAccessibleName(f"用于{word}")
            box.toggled.connect(partial(self._use_for, kind))
            self.kinds[kind] = box
            grid.addWidget(box, place // 2, place % 2)
        column.addLayout(grid)
        self.sections = SectionList()
        self.sections.chosen.connect(lambda _row: self._show_section())
        self.sections.add_wanted.connect(lambda: self._reorder(self._draft.add_section(self.sections.row)))
        self.sections.remove_wanted.connect(self._remove)
        self.sections.move_wanted.connect(
            lambda steps: self._reorder(self._draft.move_section(self.sections.row, steps))
        )
        column.addWidget(self.sections, 1)
        return left

    def _make_middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.title = self._line("wording_title", "这一部分的标题，编号自动加")
        self.title.setPlaceholderText("标题，编号自动加；没有标题可留空")
        self.title.textEdited.connect(self._retitle)
        column.addWidget(self.title)
        self.editor = QPlainTextEdit()
        self.editor.setObjectName("wording_editor")
        self.editor.setAccessibleName("这一部分的文字，一行是一段")
        self.editor.setTabChangesFocus(True)
        self._colours = WordingColours(self.editor.document(), self._workspace.look)
        self.editor.textChanged.connect(self._retext)
        column.addWidget(self.editor, 3)
        self.faults = QListWidget()
        self.faults.setObjectName("wording_faults")
        self.faults.setAccessibleName("模板里要改的地方，回车跳到那里")
        self.faults.setMaximumHeight(84)
        self.faults.setWordWrap(True)
        self.faults.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.faults.itemActivated.connect(self._go_to)
        self.faults.itemClicked.connect(self._go_to)
        column.addWidget(self.faults)
        self._length = labelled("", "secondary", "wording_length")
        column.addWidget(self._length)
        self.preview = QPlainTextEdit()
        self.preview.setObjectName("wording_preview")
        self.preview.setAccessibleName("按台账现在的数字印出来的文字")
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        column.addWidget(self.preview, 2)
        return middle

    def _make_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        self.restore = entry_button("wording_restore")
        self.restore.clicked.connect(self._restore)
        opened = entry_button("wording_import")
        opened.clicked.connect(self._import)
        export = entry_button("wording_export")
        export.clicked.connect(self._export)
        self._hint = QLabel("内置模板不能改，先“复制为新模板”。")
        self._hint.setProperty("role", "secondary")
        self._hint.setObjectName("wording_hint")
        close = entry_button("wording_close")
        close.clicked.connect(self.reject)
        self.save = entry_button("wording_save")
        self.save.setShortcut("Ctrl+S")
        self.save.clicked.connect(self._save)
        for button in (self.restore, opened, export):
            buttons.addWidget(button)
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(close)
        buttons.addWidget(self.save)
        return buttons

    @staticmethod
    def _line(name: str, words: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.setMaxLength(service.LONGEST_TITLE)
        return line

    def _show_all(self, row: int = 0) -> None:
        draft = self._draft
        is_own = draft.is_own and not self._workspace.is_read_only
        self.names.clear()
        for one in draft.wordings:
            self.names.addItem(one.name, one.name)
        if not draft.stored and draft.is_own:
            self.names.addItem(f"{draft.wording.name}（未保存）", "")
        self.names.setCurrentIndex(self.names.findData(draft.stored if draft.is_own else BUILT_IN_NAME))
        self.name.setText(draft.wording.name)
        for kind, box in self.kinds.items():
            box.blockSignals(True)
            box.setChecked(kind in draft.wording.kinds)
            box.setEnabled(is_own)
            box.blockSignals(False)
        for widget in (self.name, self.title, self.restore, self.terms.insert, self.terms.optional):
            widget.setEnabled(is_own)
        self.delete.setEnabled(is_own)
        self.editor.setReadOnly(not is_own)
        self._hint.setVisible(not draft.is_own)
        self.sections.show_sections(draft.wording.sections, row, is_own=is_own)
        self._show_section()

    def _show_section(self) -> None:
        section = self._draft.wording.sections[self.sections.row]
        self.title.setText(section.title)
        self.editor.blockSignals(True)
        self.editor.setPlainText(section.text)
        self.editor.blockSignals(False)
        self._colours.rehighlight()
        self._show_preview()

    def _show_preview(self) -> None:
        shown = self._draft.shown()
        self.preview.setPlainText(shown.text)
        self.faults.clear()
        for place, fault in shown.faults:
            name = self.sections.list.item(place).text()
            item = QListWidgetItem(f"{name}：{fault.message}")
            item.setData(_PLACE, (place, fault.start, fault.end))
            self.faults.addItem(item)
        self.faults.setVisible(bool(shown.faults))
        count = shown.characters
        advice = (
            "，超过 4000 字的上限"
            if count > MOST_CHARACTERS
            else "，宜在 1500 字以内"
            if count > AIM_CHARACTERS
            else ""
        )
        self._length.setText(f"按台账现在的数字，印出来 {count} 字{advice}：")
        self.save.setEnabled(self._draft.is_changed and not self._workspace.is_read_only)

    def _choose(self, name: str) -> None:
        if name and name != self._draft.wording.name and self._may_leave():
            self._draft.choose(name)
        self._show_all()

    def _copy(self) -> None:
        if self._may_leave():
            source = self._draft.wording
            self._draft.begin(Wording("月度通报" if source.name == BUILT_IN_NAME else source.name, source.sections))
            self._show_all(self.sections.row)
            self.name.setFocus()
            self.name.selectAll()

    def _rename(self, name: str) -> None:
        self._draft.rename(name)
        self._timer.start()

    def _use_for(self, kind: str, is_on: bool) -> None:
        self._draft.use_for(kind, is_on)
        self._timer.start()

    def _retitle(self, title: str) -> None:
        self._draft.set_section(self.sections.row, title=title)
        self.sections.list.currentItem().setText(title or "（无标题）")
        self._timer.start()

    def _retext(self) -> None:
        if self._draft.is_own:
            self._draft.set_section(self.sections.row, text=self.editor.toPlainText())
            self._timer.start()

    def _reorder(self, row: int) -> None:
        self._show_all(row)

    def _remove(self) -> None:
        self._draft.remove_section(self.sections.row)
        self._show_all(max(self.sections.row - 1, 0))

    def _restore(self) -> None:
        self._draft.restore()
        self._show_all()

    def _insert(self, text: str) -> None:
        self.editor.insertPlainText(text)
        self.editor.setFocus()

    def _make_optional(self) -> None:
        cursor = self.editor.textCursor()
        chosen = cursor.selectedText()
        if "\u2029" not in chosen:  # Qt's end of a paragraph: a part never reaches over it
            cursor.insertText(f"〔{chosen}〕")
            if not chosen:
                cursor.movePosition(cursor.MoveOperation.Left)
                self.editor.setTextCursor(cursor)
        self.editor.setFocus()

    def _go_to(self, item: QListWidgetItem) -> None:
        place, start, end = item.data(_PLACE)
        self.sections.list.setCurrentRow(place)
        cursor = self.editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus()

    def _save(self) -> None:
        wording, before = self._draft.wording, self._draft.stored
        job = self._workspace.change(lambda work, _p: service.save_wording(work, wording, before), self)
        job.on_success(lambda _changes: self._read_again(wording.name.strip())).start()

    def _delete(self) -> None:
        name = self._draft.stored
        if not name:
            self._draft.choose(BUILT_IN_NAME)
            self._show_all()
        elif self._workspace.messages.ask(
            f"删除文字模板“{name}”？", "删除", detail="用它的报表改用内置文字，可以撤销。"
        ):
            job = self._workspace.change(lambda work, _p: service.remove_wording(work, name), self)
            job.on_success(lambda _changes: self._read_again(BUILT_IN_NAME)).start()

    def _read_again(self, name: str) -> None:
        def take(kept: tuple[Wording, ...]) -> None:
            self._draft.take(kept, name)
            self._show_all()

        self._workspace.query(lambda session, _p: service.read_wordings(session), self).on_success(take).start()

    def _import(self) -> None:
        files = self._workspace.messages.choose_files("导入文字模板", FILE_FILTER)
        if files and self._may_leave():
            job = self._workspace.runner.query(lambda _p: _read_file(files[0])).owned_by(self)
            job.on_success(self._take_file).start()

    def _take_file(self, wording: Wording) -> None:
        self._draft.begin(wording)
        self._show_all()

    def _export(self) -> None:
        wording = self._draft.wording
        target = self._workspace.messages.choose_target("导出文字模板", f"{wording.name}.文字模板.json", FILE_FILTER)
        if target is not None:
            job = self._workspace.runner.query(lambda _p: write_file(target, wording_to_file(wording))).owned_by(self)
            job.on_success(lambda path: self._workspace.say_done(f"已保存到 {path}")).start()

    def _may_leave(self) -> bool:
        if not self._draft.is_changed:
            return True
        name = self._draft.wording.name
        return self._workspace.messages.ask(f"“{name}”改过还没有保存，放弃这些修改？", "放弃修改", is_dangerous=True)


def _read_file(file: Path) -> Wording:
    with file.open("rb") as stream:
        return service.opened_wording(stream.read(LONGEST_FILE + 1), file.name)
