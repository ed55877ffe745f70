"""What is known about one piece of evidence: properties, the tasks it supports, its versions; each saved by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.evidence.kinds import FORMAT_NAMES
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import evidence as evidence_service
from ledger_app.services.evidence_order import full_number
from ui.detail.tab import clear, text_label
from ui.entry_button import entry_button
from ui.fields import DateField, LineField, TextField
from ui.jobs import QueryJob
from ui.models.evidence_table import EvidenceRow
from ui.open_file import open_stored, size_text
from ui.pages.page import hairline, labelled
from ui.views.evidence_suggestions import EvidenceSuggestions
from ui.workspace import Place, Workspace

# What inspectors ask for first; any other word may be written.
USUAL_KINDS = ("通知", "方案", "会议记录", "签到表", "照片", "数据表", "总结", "报告", "制度", "合同", "截图", "视频")


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A task a piece of evidence supports."""

    link: TaskEvidence
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class EvidenceDetail:
    """One piece of evidence with its links by code and its versions, newest first, each with its size."""

    row: EvidenceRow
    links: tuple[LinkLine, ...]
    versions: tuple[tuple[EvidenceVersion, int], ...]


def read_evidence_detail(session: ReadSession, row: EvidenceRow) -> EvidenceDetail:
    """Read what hangs on a piece of evidence."""
    evidence_id = row.evidence.id
    links = session.of(TaskEvidence).find(evidence_id=evidence_id)
    task_ids = [link.task_id for link in links]
    tasks = {task.id: task for task in session.of(Task).find(id=task_ids)} if task_ids else {}
    lines = [LinkLine(one, tasks[one.task_id].code, tasks[one.task_id].title) for one in links if one.task_id in tasks]
    versions = session.of(EvidenceVersion).find(evidence_id=evidence_id)
    digests = [version.sha256 for version in versions]
    sizes = {file.id: file.size_bytes for file in session.of(StoredFile).find(id=digests)} if digests else {}
    return EvidenceDetail(
        row,
        tuple(sorted(lines, key=lambda line: line.code)),
        tuple(
            (version, sizes.get(version.sha256, 0))
            for version in sorted(versions, key=lambda one: one.number, reverse=True)
        ),
    )


class EvidenceDetails(QTabWidget):
    """Three tabs about one piece.

    Signals:
        link_wanted: the piece is to be linked to further tasks (its id).
        version_wanted: the piece is to get a new content (its id).
    """

    link_wanted = Signal(int)
    version_wanted = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        """Make it empty."""
        super().__init__()
        self._workspace = workspace
        self._row: EvidenceRow | None = None
        self._job: QueryJob[EvidenceDetail] | None = None
        self.setObjectName("evidence_details")
        self.setAccessibleName("材料信息")
        self.setDocumentMode(True)
        self._make_fields()
        self._links = _Column("evidence_links")
        self._versions = _Column("evidence_versions")
        self.addTab(self._make_properties(), "属性")
        self.addTab(_scrolled(self._links, "evidence_links_area"), "关联任务")
        self.addTab(_scrolled(self._versions, "evidence_versions_area"), "版本")
        self.show_row(None)

    def show_row(self, row: EvidenceRow | None) -> None:
        """Show a piece of evidence, or none."""
        if self._row is not None and (row is None or row.evidence.id != self._row.evidence.id):
            # What is still being typed belongs to the piece before.
            self._commit_all()
        self._row = row
        self.suggestions.show_row(row)
        self.setEnabled(row is not None)
        if row is None:
            for field in (self.title, self.kind, self.number, self.author, self.pages):
                field.show_value("")
            self.note.show_value("")
            self.date.show_value(None)
            for column in (self._links, self._versions):
                column.empty()
            return
        self._show_fields(row)
        if self._job is not None:
            self._job.cancel()
        job = self._workspace.query(lambda session, _progress: read_evidence_detail(session, row), self)
        self._job = job.on_success(self._take).start()

    def _make_fields(self) -> None:
        self.title = LineField("evidence_title", "材料名称")
        self.kind = LineField("evidence_kind", "类别")
        self.kind.setPlaceholderText("如 通知、会议记录、照片")
        completer = QCompleter(list(USUAL_KINDS), self.kind)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.kind.setCompleter(completer)
        self.number = LineField("evidence_number", "文号")
        self.author = LineField("evidence_author", "责任者")
        self.date = DateField("evidence_date", "文件日期", self._workspace.look)
        self.pages = LineField("evidence_pages", "页数")
        self.personal = QCheckBox("含个人信息（打包时默认不带）")
        self.personal.setObjectName("evidence_personal")
        self.personal.setAccessibleName("含个人信息")
        self.note = TextField("evidence_note", "备注", 2)
        for name, field in (
            ("title", self.title),
            ("kind", self.kind),
            ("doc_number", self.number),
            ("author", self.author),
            ("note", self.note),
        ):
            field.committed.connect(partial(self._save_value, name))
        self.date.committed.connect(partial(self._save_value, "document_date"))
        self.pages.committed.connect(self._save_pages)
        self.personal.clicked.connect(lambda is_on: self._save_value("is_personal", is_on))

    def _make_properties(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("evidence_properties")
        inner.setProperty("role", "plain")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        form = QFormLayout(inner)
        form.setContentsMargins(12, 10, 12, 10)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.suggestions = EvidenceSuggestions(self._workspace)
        form.addRow(self.suggestions)
        for label, field in (
            ("名称", self.title),
            ("类别", self.kind),
            ("文号", self.number),
            ("责任者", self.author),
            ("日期", self.date),
            ("页数", self.pages),
            ("", self.personal),
            ("备注", self.note),
        ):
            words = labelled(label, "secondary")
            words.setBuddy(field)
            form.addRow(words, field)
        self._facts = text_label("", "secondary", "evidence_facts")
        form.addRow("", self._facts)
        area = QScrollArea()
        area.setObjectName("evidence_properties_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _commit_all(self) -> None:
        for field in (self.title, self.kind, self.number, self.author, self.pages, self.note, self.date):
            field.commit()

    def _show_fields(self, row: EvidenceRow) -> None:
        evidence, version = row.evidence, row.version
        locked = self._workspace.is_read_only or row.is_in_bin or row.is_bound
        values = (evidence.title, evidence.kind, evidence.doc_number, evidence.author)
        for field, value in zip((self.title, self.kind, self.number, self.author), values, strict=True):
            field.show_value(value)
            field.setReadOnly(locked)
        self.pages.show_value(str(evidence.page_count) if evidence.page_count is not None else "")
        self.pages.setReadOnly(locked)
        self.note.show_value(evidence.note)
        self.note.setReadOnly(locked)
        self.date.show_value(evidence.document_date, self._workspace.cutoff.year)
        self.date.set_read_only(locked)
        self.personal.setChecked(evidence.is_personal)
        self.personal.setToolTip(evidence.personal_basis)
        self.personal.setEnabled(not locked)
        facts = [version.original_name if version is not None else ""]
        facts.append(f"{FORMAT_NAMES.get(row.media_type, '未知格式')} · {size_text(row.size_bytes)}")
        facts.append(" ".join(filter(None, (evidence.added_by, evidence.added_at[:10], "存入"))))
        if evidence.personal_basis:
            facts.append(f"个人信息：{'含' if evidence.is_personal else '不含'}（{evidence.personal_basis}）")
        if row.is_bound:
            facts.append("证明的任务已销号，信息只读")
        if version is not None:
            facts.append(f"校验值 {version.sha256[:16]}…")
        self._facts.setText("\n".join(filter(None, facts)))
        self._facts.setToolTip(version.sha256 if version is not None else "")

    def _take(self, detail: EvidenceDetail) -> None:
        if self._row is None or detail.row.evidence.id != self._row.evidence.id:
            return
        self.setTabText(1, f"关联任务 {len(detail.links)}")
        self.setTabText(2, f"版本 {len(detail.versions)}")
        self._show_links(detail)
        self._show_versions(detail)

    def _show_links(self, detail: EvidenceDetail) -> None:
        layout = self._links.empty()
        locked = self._workspace.is_read_only or detail.row.is_in_bin
        for line in detail.links:
            layout.addWidget(self._link_line(line, is_locked=locked))
            layout.addWidget(hairline())
        if not detail.links:
            layout.addWidget(text_label("还没有挂到任务上。", "secondary", "evidence_no_links"))
        if not locked:
            add = entry_button("evidence_link_more")
            add.clicked.connect(lambda: self.link_wanted.emit(detail.row.evidence.id))
            row = QHBoxLayout()
            row.addWidget(add)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addStretch(1)

    def _link_line(self, line: LinkLine, *, is_locked: bool) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2)
        head = QHBoxLayout()
        number = full_number(line.code, line.link.number)
        go = entry_button("evidence_task", line.link.task_id, text=number)
        go.setAccessibleName(f"打开任务，材料 {number}")
        go.clicked.connect(
            lambda: self._workspace.open_place(Place("ledger", task_id=line.link.task_id, tab="evidence"))
        )
        head.addWidget(go)
        head.addStretch(1)
        if not is_locked:
            off = entry_button("evidence_unlink", line.link.id)
            off.clicked.connect(partial(self._unlink, line))
            head.addWidget(off)
        layout.addLayout(head)
        layout.addWidget(text_label(line.title))
        caption = LineField(f"evidence_caption_{line.link.id}", f"对 {line.code} 的说明")
        caption.setPlaceholderText("说明它证明什么")
        caption.show_value(line.link.caption)
        caption.setReadOnly(is_locked)
        caption.committed.connect(
            lambda text: self._save(lambda work: evidence_service.set_caption(work, line.link.id, text))
        )
        layout.addWidget(caption)
        return box

    def _show_versions(self, detail: EvidenceDetail) -> None:
        layout = self._versions.empty()
        for version, size in detail.versions:
            row = QHBoxLayout()
            is_current = version is detail.versions[0][0]
            current = "（当前）" if is_current else ""
            words = f"第 {version.number} 版{current} · {size_text(size)} · {version.added_at[:10]}"
            text = text_label(f"{words}\n{version.original_name}", "" if is_current else "secondary")
            row.addWidget(text, 1)
            show = entry_button("evidence_version", version.number)
            show.clicked.connect(partial(self._open, version))
            row.addWidget(show)
            layout.addLayout(row)
            layout.addWidget(hairline())
        if not (self._workspace.is_read_only or detail.row.is_in_bin):
            new = entry_button("evidence_new_version")
            new.clicked.connect(lambda: self.version_wanted.emit(detail.row.evidence.id))
            row = QHBoxLayout()
            row.addWidget(new)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addStretch(1)

    def _open(self, version: EvidenceVersion, *_args: object) -> None:
        open_stored(self._workspace, version.sha256, version.original_name, self)

    def _unlink(self, line: LinkLine, *_args: object) -> None:
        job = self._workspace.change(lambda work, _p: evidence_service.unlink(work, [line.link.id]), self)
        job.on_success(lambda _changes: self._workspace.say_done(f"已从 {line.code} 移除")).start()

    def _save_value(self, name: str, value: object) -> None:
        """Write one field of the piece on show, upon what the ledger holds now."""
        if self._row is None:
            return
        evidence_id = self._row.evidence.id

        def work(unit_of_work: UnitOfWork) -> ChangeSet:
            stored = unit_of_work.of(Evidence).get(evidence_id)
            if stored is None:
                raise RejectedError("SVC-004", what="佐证材料")
            fields: dict[str, Any] = {name: value}
            return evidence_service.describe(unit_of_work, replace(stored, **fields))

        self._save(work)

    def _save_pages(self, text: str) -> None:
        flat = text.strip()
        if flat and not (flat.isdecimal() and 0 < int(flat) < 1_000_000):
            self._workspace.messages.show_error(RejectedError("SVC-027", field="页数", value=flat, low=1, high=999_999))
            self._on_refused()
            return
        self._save_value("page_count", int(flat) if flat else None)

    def _save(self, verb: Callable[[UnitOfWork], ChangeSet]) -> None:
        def refused(error: Exception) -> None:
            self._workspace.messages.show_error(error)
            self._on_refused()

        self._workspace.change(lambda work, _progress: verb(work), self).on_failure(refused).start()

    def _on_refused(self) -> None:
        """Bring the stored values back."""
        if self._row is not None:
            self.setFocus()
            self._show_fields(self._row)


def _scrolled(column: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(column)
    return area


class _Column(QWidget):
    """Rows under each other that are made anew each time."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "plain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(12, 10, 12, 10)
        self._box.setSpacing(4)

    def empty(self) -> QVBoxLayout:
        clear(self._box)
        return self._box
