"""The line above a review that says which plan a file is a new issue of, and lets a person say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from ledger_app.domain.plan_revision import Change, LineKind
from ledger_app.services.revision_reading import Candidate
from ui.entry_button import add_entry, entry_button
from ui.models.revision import FoundIssues, RevisionReview

_OFFERED = 12


class RevisionBar(QFrame):
    """Shown while there are earlier plans to compare with.

    Signals:
        chosen: the earlier plan of a plan of the file was chosen (number of the plan, id or None for none).
        switched: the comparison is to be shown (True), or the proposed tasks.
    """

    chosen = Signal(int, object)
    switched = Signal(bool)

    def __init__(self) -> None:
        """Make it hidden."""
        super().__init__()
        self._is_list = False
        self.setObjectName("revision_bar")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 8, 5)
        layout.setSpacing(8)
        self._text = QLabel()
        self._text.setObjectName("revision_text")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._text, 1)
        self.compare_button = entry_button("revision_compare")
        self.switch_button = entry_button("revision_switch")
        self.plan_button = entry_button("revision_plan")
        self._menu = QMenu(self.plan_button)
        self._menu.setObjectName("revision_plans")
        self.plan_button.setMenu(self._menu)
        for button in (self.compare_button, self.switch_button, self.plan_button):
            layout.addWidget(button)
        self.compare_button.clicked.connect(self._on_compare)
        self.switch_button.clicked.connect(lambda: self.switched.emit(not self._is_list))
        self._likely: tuple[int, int] | None = None
        self.show_mode(is_list=False)
        self.hide()

    def show_found(self, found: FoundIssues, revision: RevisionReview | None, titles: Sequence[str]) -> None:
        """Say what a file was found to be.

        Args:
            found: what was found of it.
            revision: the comparison, None while it is imported as a new plan.
            titles: of the plans of the file.
        """
        self.setVisible(any(found.candidates))
        likely = next(
            ((number, one) for number, group in enumerate(found.candidates) for one in group[:1] if one.is_likely), None
        )
        self._likely = (likely[0], likely[1].plan.id) if likely is not None else None
        if revision is not None:
            self._text.setText(_says(revision))
        elif likely is not None:
            one = likely[1]
            self._text.setText(f"可能是《{one.plan.title}》的新版本（条目 {one.share:.0%} 相同）。现在按新计划导入。")
        else:
            self._text.setText("按新计划导入。如果它是以前某份计划的新版本，请选择原计划，任务和进展可以沿用。")
        self.compare_button.setVisible(revision is None and likely is not None)
        self.switch_button.setVisible(revision is not None)
        self._set_role("note" if revision is not None else "warning" if likely is not None else "plain")
        self._fill_menu(found, revision, titles)

    def show_mode(self, *, is_list: bool) -> None:
        """Show which of the two lists is on sight."""
        self._is_list = is_list
        words = "查看拟建任务" if is_list else "查看新旧对照"
        self.switch_button.setText(words)
        self.switch_button.setAccessibleName(words)
        tip = "逐条核对、修改新文件的条目" if is_list else "逐条对照原计划"
        self.switch_button.setToolTip(tip)

    def _set_role(self, role: str) -> None:
        if self.property("role") != role:
            self.setProperty("role", role)
            parts: list[QWidget] = [self, self._text]
            for part in parts:
                self.style().unpolish(part)
                self.style().polish(part)

    def _on_compare(self) -> None:
        if self._likely is not None:
            self.chosen.emit(*self._likely)

    def _fill_menu(self, found: FoundIssues, revision: RevisionReview | None, titles: Sequence[str]) -> None:
        self._menu.clear()
        earlier = revision.earlier if revision is not None else {}
        for number, group in enumerate(found.candidates):
            if len(found.candidates) > 1:
                self._menu.addSection(titles[number])
            current = earlier[number].id if number in earlier else None
            taken = {plan.id for other, plan in earlier.items() if other != number}
            for one in group[:_OFFERED]:
                action = add_entry(self._menu, "revision_plan", key=f"{number}_{one.plan.id}", text=_named(one))
                action.setCheckable(True)
                action.setChecked(one.plan.id == current)
                action.setEnabled(one.plan.id not in taken)
                action.triggered.connect(partial(self._on_plan, number, one.plan.id))
            none = add_entry(self._menu, "revision_none", key=number)
            none.setCheckable(True)
            none.setChecked(current is None)
            none.triggered.connect(partial(self._on_plan, number, None))

    def _on_plan(self, number: int, plan_id: int | None, *_args: object) -> None:
        self.chosen.emit(number, plan_id)


def _says(revision: RevisionReview) -> str:
    names = "、".join(f"《{plan.title}》" for plan in revision.earlier.values())
    counts = " · ".join(f"{kind.word} {revision.count(kind)}" for kind in LineKind)
    renumbered = sum(line.kind is LineKind.UNCHANGED and Change.NUMBER in line.line.changes for line in revision.lines)
    more = f"（未变的有 {renumbered} 项换了编号或章节）" if renumbered else ""
    return f"这是{names}的新版本：{counts}{more}"


def _named(one: Candidate) -> str:
    number = f"　{one.plan.doc_number}" if one.plan.doc_number else ""
    same = f"　条目 {one.share:.0%} 相同" if one.share else ""
    return f"《{one.plan.title}》{number}{same}".replace("&", "&&")
