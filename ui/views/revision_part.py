"""Joins a review with the comparison of two issues of a plan: finds the earlier one, keeps what is decided."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout

from ledger_app.domain.plan_revision import LineKind
from ledger_app.services.import_plan import ImportDecisions, ImportSummary
from ui.models.review import Review
from ui.models.revision import FoundIssues, RevisionReview, find_issues
from ui.views.review_panel import ReviewPanel
from ui.views.revision_bar import RevisionBar
from ui.views.revision_view import RevisionView
from ui.workspace import Workspace


def done_text(summary: ImportSummary) -> str:
    """Return what an import of new issues did, in one sentence."""
    revisions = summary.revisions
    names = "、".join(f"《{one.earlier.title}》" for one in revisions)
    parts = [
        f"未变 {sum(one.unchanged for one in revisions)} 项",
        f"改动 {sum(one.changed for one in revisions)} 项",
        f"新增任务 {len(summary.tasks)} 项",
    ]
    gone = [item for one in revisions for item in one.withdrawn]
    if gone:
        parts.append(f"撤销 {len(gone)} 项（取消任务 {sum(item.is_cancelled for item in gone)} 项）")
    waiting = f"，{summary.doubt_count} 处待确认" if summary.doubt_count else ""
    return f"已按新版本更新{names}：{'，'.join(parts)}{waiting}"


class ReviewedFile(Hashable, Protocol):
    """A file that is under review."""

    review: Review | None


@dataclass
class _Compared:
    """What is known of one file.

    Attributes:
        chosen: number of the plan -> the earlier plan that a person chose, None for none.
        is_list: the comparison is shown rather than the proposed tasks.
        is_known: it was found out whether it is a new issue.
    """

    chosen: dict[int, int | None] = field(default_factory=dict)
    found: FoundIssues = field(default_factory=FoundIssues)
    revision: RevisionReview | None = None
    is_list: bool = True
    is_known: bool = False


class RevisionPart(QObject):
    """Puts a bar above the review and the three-colour list beside its text.

    Signals:
        changed: something was found or decided; counts may differ.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, panel: ReviewPanel, parent: QObject) -> None:
        """Join a review panel; it shows its own list until a file is a new issue."""
        super().__init__(parent)
        self._workspace = workspace
        self._panel = panel
        self._file: ReviewedFile | None = None
        self._known: dict[ReviewedFile, _Compared] = {}
        self.bar = RevisionBar()
        self.view = RevisionView(workspace)
        layout = panel.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.bar)
        self._lists = QStackedWidget()
        self._lists.setObjectName("revision_lists")
        right = panel.splitter.widget(1)
        panel.splitter.replaceWidget(1, self._lists)
        if right is not None:
            self._lists.addWidget(right)
        self._lists.addWidget(self.view)
        self._connect()

    @property
    def is_list_shown(self) -> bool:
        """Say whether the comparison is on sight."""
        return self._lists.currentWidget() is self.view

    def revision_of(self, file: ReviewedFile | None) -> RevisionReview | None:
        """Return the comparison of a file, None where it is imported as a new plan."""
        compared = self._known.get(file) if file is not None else None
        return compared.revision if compared is not None else None

    def is_known(self, file: ReviewedFile) -> bool:
        """Say whether it was found out what a file is; before that it is not to be confirmed."""
        return file in self._known and self._known[file].is_known

    def is_decided(self, file: ReviewedFile | None = None) -> bool:
        """Say whether anything was decided about a file (None: any) that would be lost."""
        files = [file] if file is not None else list(self._known)
        return any(revision is not None and revision.can_undo for revision in map(self.revision_of, files))

    def may_confirm(self, file: ReviewedFile) -> bool:
        """Ask about tasks that nobody decided on though both the paper and a person changed them."""
        revision = self.revision_of(file)
        waiting = len(revision.open_lines) if revision is not None else 0
        if not waiting:
            return True
        return self._workspace.messages.ask(
            f"还有 {waiting} 项改动没有决定，要现在确认吗？",
            "确认",
            detail="这些任务经手工修改过或已经拆分，新文件又改了同一处。现在确认，它们手工改过的地方保持不变。",
        )

    def show_file(self, file: ReviewedFile) -> None:
        """Show what is known of a file, and find out where nothing is."""
        self._file = file
        if file in self._known:
            self._show()
            return
        self._known[file] = _Compared()
        self._show()
        self._find(file)

    def refresh(self, file: ReviewedFile | None = None) -> None:
        """Compare a file anew, None for all: it was read again, or the ledger changed."""
        for one in [file] if file is not None else list(self._known):
            if one in self._known:
                self._find(one)

    def drop(self, file: ReviewedFile) -> None:
        """Forget a file."""
        self._known.pop(file, None)
        if self._file is file:
            self._file = None

    def with_decisions(self, file: ReviewedFile, decisions: ImportDecisions) -> ImportDecisions:
        """Add what was decided about a file's new issues to what was decided about its items."""
        revision = self.revision_of(file)
        return decisions if revision is None else replace(decisions, revisions=revision.decisions())

    def confirm_text(self, file: ReviewedFile) -> str | None:
        """Return what the confirming button says, None where the file is no new issue."""
        revision = self.revision_of(file)
        if revision is None:
            return None
        on = [line for line in revision.lines if revision.is_on(line)]
        counts = (
            ("改", sum(line.kind is LineKind.CHANGED and bool(line.tasks) for line in on)),
            ("增", sum(line.kind is not LineKind.WITHDRAWN and not line.tasks for line in on)),
            ("撤", sum(line.kind is LineKind.WITHDRAWN for line in on)),
        )
        return "确认修订：" + " · ".join(f"{word} {count}" for word, count in counts)

    def find_words(self) -> None:
        """Put the keyboard into the field that narrows the list."""
        self.view.find_words()

    def _connect(self) -> None:
        panel, view = self._panel, self.view
        self.bar.chosen.connect(self._on_plan_chosen)
        self.bar.switched.connect(self._on_switched)
        view.line_chosen.connect(self._on_line_chosen)
        view.line_hovered.connect(self._on_line_hovered)
        view.edit_wanted.connect(self._on_edit_wanted)
        view.digit_pressed.connect(panel.tray.press)
        view.decided.connect(self._on_decided)
        panel.changed.connect(self._on_review_changed)
        panel.paper.item_clicked.connect(self._on_paper_clicked)
        panel.paper.item_hovered.connect(view.cards.hover)

    def _find(self, file: ReviewedFile) -> None:
        review = file.review
        if review is None:
            return
        proposal, chosen = review.proposal, dict(self._known[file].chosen)
        job = self._workspace.query(lambda session, _progress: find_issues(session, proposal, chosen), self)
        job.on_success(partial(self._take, file, proposal)).on_failure(partial(self._on_failed, file)).start()

    def _on_failed(self, file: ReviewedFile, error: Exception) -> None:
        """Let a file be imported as a new plan when the earlier ones cannot be read."""
        if file in self._known:
            self._known[file].is_known = True
            self.changed.emit()
        self._workspace.messages.show_error(error)

    def _take(self, file: ReviewedFile, proposal: object, found: FoundIssues) -> None:
        compared, review = self._known.get(file), file.review
        if compared is None or review is None:
            return
        if review.proposal is not proposal:
            self._find(file)
            return
        compared.found, compared.is_known = found, True
        is_new = compared.revision is None
        if not found.issues:
            compared.revision = None
            review.set_held(())
        elif compared.revision is None:
            compared.revision = RevisionReview(review, found)
        else:
            compared.revision.show_found(found)
        if file is self._file:
            if found.issues or not is_new:
                self._show_review_again()
            self._show(is_new=is_new)

    def _show(self, *, is_new: bool = True) -> None:
        """Show the bar and list of the file that is on sight."""
        compared = self._known.get(self._file) if self._file is not None else None
        review = self._file.review if self._file is not None else None
        if compared is None or review is None:
            return
        titles = [review.plan_title(number) for number in range(len(review.proposal.plans))]
        self.bar.show_found(compared.found, compared.revision, titles)
        is_list = compared.revision is not None and compared.is_list
        self.bar.show_mode(is_list=is_list)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._lists.isAncestorOf(focus)
        self._lists.setCurrentIndex(int(is_list))
        if compared.revision is not None:
            if is_new or self.view.revision is not compared.revision:
                self.view.show_revision(compared.revision)
            else:
                self.view.show_again()
        if had_focus:
            (self.view.cards if is_list else self._panel.cards).setFocus()
        self.changed.emit()

    def _on_plan_chosen(self, number: int, plan_id: int | None) -> None:
        if self._file is not None:
            compared = self._known[self._file]
            compared.chosen[number] = plan_id
            compared.is_list = True
            self._find(self._file)

    def _on_switched(self, is_list: bool) -> None:
        if self._file is not None:
            self._known[self._file].is_list = is_list
            self._show(is_new=False)
            (self.view.cards if is_list else self._panel.cards).setFocus()

    def _on_line_chosen(self, key: str) -> None:
        if self.is_list_shown:
            # What was withdrawn does not stand in this paper.
            self._panel.paper.light_up(None if not key or key.startswith("-") else key)
            self._panel.tray.show_question_of(key)

    def _on_line_hovered(self, key: str | None) -> None:
        self._panel.paper.hover(None if key is None or key.startswith("-") else key)

    def _on_paper_clicked(self, key: str) -> None:
        if self.is_list_shown:
            self.view.show_line(key)
            self._panel.paper.light_up(key, scroll=False)

    def _on_edit_wanted(self, key: str) -> None:
        self._on_switched(False)
        self._panel.edit_item(key)

    def _on_decided(self) -> None:
        self._show_review_again()
        self.changed.emit()

    def _show_review_again(self) -> None:
        """Let the review show what it counts and asks now; the text stays at the line of the comparison."""
        self._panel.show_reread()
        if self.is_list_shown:
            self._on_line_chosen(self.view.cards.current_key)

    def _on_review_changed(self) -> None:
        if self.revision_of(self._file) is not None:
            self.view.show_again()
