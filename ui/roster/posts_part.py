"""职务人员: posts, who holds them and did, which units the bureau's leaders look after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import UnitOfWork
from ledger_app.services import leaders, posts
from ui.detail.tab import clear, text_label
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.post_table import HolderLine, PostLine, PostsView, PostTableModel, names_of, read_posts
from ui.monthly.list_table import ListTable
from ui.monthly.register_part import RegisterPart, register_panel
from ui.pages.page import EmptyState, hairline, labelled, panel
from ui.roster.post_dialogs import DutiesDialog, ask_change_of_hands, ask_end, ask_holding, ask_new_post
from ui.workspace import Workspace

_TABLES = ("unit", "post", "post_holder", "person", "unit_leader", "task_owner", "task_leader")
_PURPOSE = (
    "任务落到职务上，人走了任务还在：换人只要一步，任务自动由接任者负责。先添加局领导和各单位的负责人、联络员，"
    "也可以随单位名册一起导入（“负责人”“分管领导”两列）。"
)


class PostsPart(RegisterPart[PostsView]):
    """The posts at the left, the chosen one with its history at the right."""

    def __init__(self, workspace: Workspace) -> None:
        """Make it; it is read when first seen."""
        super().__init__("posts", workspace)
        self._view = PostsView()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("posts_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._make_list())
        self.splitter.addWidget(self._make_card())
        self.splitter.setSizes([840, 340])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        workspace.state.restore_layout(self.splitter)
        self.splitter.splitterMoved.connect(lambda: workspace.state.save_layout(self.splitter))
        self.stack.addWidget(self.splitter)
        first = entry_button("posts_first")
        first.clicked.connect(self._new)
        first.setEnabled(not workspace.is_read_only)
        self.stack.addWidget(EmptyState("posts_empty", "还没有职务", _PURPOSE, first))
        self._connect()

    def reading(self) -> QueryJob[PostsView]:
        """Prepare the job that reads the posts."""
        day = self.workspace.cutoff
        return self.workspace.query(lambda session, _p: read_posts(session, day), self)

    @property
    def current(self) -> PostLine | None:
        """Return the post that has the cursor."""
        return self.model.line_at(self.table.currentIndex().row())

    def _make_list(self) -> QWidget:
        box, layout = register_panel("posts_panel")
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("post_find")
        self.find_field.setAccessibleName("查找职务")
        self.find_field.setPlaceholderText("单位、职务、姓名或首字母")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setFixedWidth(220)
        self._day = labelled("", "secondary", "posts_day")
        self.fill_button = entry_button("posts_fill")
        self.new_button = entry_button("posts_new")
        row.addWidget(self.find_field)
        row.addWidget(self._day, 1)
        row.addWidget(self.fill_button)
        row.addWidget(self.new_button)
        layout.addLayout(row)
        self.model = PostTableModel(self)
        self.table = ListTable("post_list", "职务", self.workspace.look)
        self.table.show_list(self.model)
        layout.addWidget(self.table, 1)
        return box

    def _make_card(self) -> QWidget:
        box = panel("post_card_panel")
        outer = QVBoxLayout(box)
        outer.setContentsMargins(1, 1, 1, 1)
        inner = QWidget()
        inner.setObjectName("post_card")
        inner.setProperty("role", "plain")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        self._title = text_label("", "heading", "post_title_shown")
        self._who = text_label("", "", "post_holder_shown")
        column.addWidget(self._title)
        column.addWidget(self._who)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        self.appoint_button = entry_button("post_appoint")
        self.end_button = entry_button("post_end")
        self.remove_button = entry_button("post_remove")
        for button in (self.appoint_button, self.end_button, self.remove_button):
            acts.addWidget(button)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addWidget(hairline())
        self._duties = text_label("", "", "post_duties")
        self.duties_button = entry_button("post_duties_edit")
        column.addWidget(self._duties)
        column.addWidget(self.duties_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(labelled("历任", "secondary"))
        self._history = QVBoxLayout()
        self._history.setSpacing(2)
        column.addLayout(self._history)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("post_card_scroll")
        scroll.setAccessibleName("职务信息")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        outer.addWidget(scroll)
        return box

    def _connect(self) -> None:
        self.find_field.textChanged.connect(self._on_words)
        self.table.selectionModel().currentRowChanged.connect(lambda *_args: self._show_current())
        self.table.activated.connect(lambda _index: self._appoint())
        self.new_button.clicked.connect(self._new)
        self.fill_button.clicked.connect(self._fill)
        self.appoint_button.clicked.connect(self._appoint)
        self.end_button.clicked.connect(self._end)
        self.remove_button.clicked.connect(self._remove)
        self.duties_button.clicked.connect(self._edit_duties)
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        self.workspace.cutoff_changed.connect(self.refresh)

    def take(self, view: PostsView) -> None:
        """Show the posts, the cursor on the one it was on."""
        chosen = self.current.post.id if self.current is not None else None
        self._view = view
        self.model.show_lines(view.lines)
        self.stack.setCurrentIndex(0 if view.lines else 1)
        vacant = sum(line.holder is None for line in view.lines)
        tail = f"，{vacant} 个空缺" if vacant else ""
        self._day.setText(f"{self.workspace.cutoff} 的任职：{len(view.lines)} 个职务{tail}")
        self.fill_button.setText(f"补牵头领导（{view.leaderless}）" if view.leaderless else "补牵头领导")
        self._choose(chosen)

    def _choose(self, post_id: int | None) -> None:
        row = self.model.row_of(post_id) if post_id is not None else None
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.model.index(row or 0, 0), flags)
        self._show_current()

    def _on_words(self, words: str) -> None:
        chosen = self.current.post.id if self.current is not None else None
        self.model.show_words(words)
        self._choose(chosen)

    def _show_current(self) -> None:
        line, can_write = self.current, not self.workspace.is_read_only
        clear(self._history)
        for button in (self.appoint_button, self.remove_button):
            button.setEnabled(line is not None and can_write)
        self.end_button.setEnabled(line is not None and line.holder is not None and can_write)
        self.new_button.setEnabled(can_write)
        self.fill_button.setEnabled(can_write and bool(self._view.leaderless))
        is_leader = line is not None and line.post.kind == "leader"
        self._duties.setVisible(is_leader)
        self.duties_button.setVisible(is_leader)
        self.duties_button.setEnabled(can_write)
        if line is None:
            self._title.clear()
            self._who.clear()
            return
        self._title.setText(f"{line.unit_name} · {line.post.title}")
        phone = f"　{line.holder.person.phone}" if line.holder and line.holder.person.phone else ""
        who = f"现任：{line.holder.person.name}{phone}" if line.holder else "现在空缺"
        self._who.setText(f"{who}。{line.task_count} 项任务落在这个职务上。" if line.task_count else who)
        duties = (f"分管：{names_of(line.charge) or '还没有设置'}", f"联系：{names_of(line.contact) or '还没有设置'}")
        self._duties.setText("\n".join(duties))
        for holder in line.history:
            self._history.addWidget(self._history_line(holder, can_write=can_write))
        if not line.history:
            self._history.addWidget(text_label("还没有人任过", "secondary"))

    def _history_line(self, holder: HolderLine, *, can_write: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text_label(f"{holder.person.name}　{holder.span}"), 1)
        if can_write:
            number, name = holder.holding.id, holder.person.name
            edit = entry_button("holding_edit", number)
            edit.setAccessibleName(f"修改 {name} 的任职")
            edit.clicked.connect(lambda: ask_holding(self, self.workspace, holder))
            remove = entry_button("holding_remove", number)
            remove.setAccessibleName(f"删除 {name} 的任职记录")
            remove.setIcon(self.workspace.look.icon("close"))
            remove.clicked.connect(
                lambda: self._change(lambda work: posts.remove_holding(work, number), f"已删除 {name} 的任职记录")
            )
            row.addWidget(edit)
            row.addWidget(remove)
        return box

    def _new(self) -> None:
        line = self.current
        ask_new_post(self, self.workspace, self._view, line.post.unit_id if line is not None else None)

    def _appoint(self) -> None:
        if self.current is not None and not self.workspace.is_read_only:
            ask_change_of_hands(self, self.workspace, self._view, self.current)

    def _end(self) -> None:
        line = self.current
        if line is not None and line.holder is not None:
            ask_end(self, self.workspace, line, line.holder)

    def _edit_duties(self) -> None:
        if self.current is not None:
            DutiesDialog(self, self.workspace, self._view, self.current).open()

    def _remove(self) -> None:
        line = self.current
        if line is not None:
            post = line.post
            self._change(lambda work: posts.remove_post(work, post.id), f"已删除职务“{post.title}”")

    def _fill(self) -> None:
        count = self._view.leaderless
        self._change(leaders.fill_leaders, f"已为 {count} 项任务补上牵头领导")

    def _change(self, verb: Callable[[UnitOfWork], ChangeSet], done: str) -> None:
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self.workspace.say_done(done)).start()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self.refresh()
