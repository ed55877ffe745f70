"""The menu of a review: what can be done with the chosen items, with their chapter, with kinds, with the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ledger_app.intake.item_cuts import SplitAt
from ui.entries.registry import entry
from ui.entry_button import add_entry
from ui.keys import said_key
from ui.look import Look
from ui.models.item_edit import ITEM_KIND_NAMES
from ui.models.review import Review
from ui.models.review_shape import Section
from ui.unit_picker import UnitName
from ui.views.review_forms import ReviewForms

SPLIT_NAMES: dict[SplitAt, str] = {"measures": "按“一是、二是”等要点", "lines": "按行", "sentences": "按句"}
KEYS = {act: entry(f"batch_{act}").shortcut for act in ("unit", "due", "merge", "split", "promote", "demote", "apart")}
"""The keys of the acts; undo, redo, edit and tick are the list's own."""

_TITLE = 18


class ReviewMenu(QMenu):
    """The menu; filled anew each time it opens.

    Signals:
        decided: something was decided (the item to go on with, "" for none).
        edit_wanted: the fields of one item are wanted (its key).
        undo_wanted, redo_wanted: a step back or forth.
    """

    decided = Signal(str)
    edit_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        ask: Callable[[], tuple[Review | None, list[str]]],
        places: Callable[[], Sequence[int]],
    ) -> None:
        """Make it empty.

        Args:
            parent: the button it hangs on.
            look: colours and icons.
            ask: returns the review and the chosen items.
            places: returns where the caret or the selection stands in the document's text.
        """
        super().__init__(parent)
        self._ask = ask
        self._places = places
        self.forms = ReviewForms(parent, look)
        self.forms.decided.connect(lambda: self.decided.emit(""))
        self.setObjectName("review_batch_menu")
        self.aboutToShow.connect(self._fill)

    def set_units(self, units: Sequence[UnitName], full_names: dict[int, str]) -> None:
        """Offer these units."""
        self.forms.set_units(units, full_names)

    def run(self, act: str) -> None:
        """Do an act of `KEYS` with the chosen items, if it can be done."""
        review, keys = self._ask()
        if review is None or not keys:
            return
        if act == "unit":
            self.forms.ask_unit(review, keys)
        elif act == "due":
            self.forms.ask_due(review, keys)
        else:
            verbs = {"merge": review.merge, "promote": review.promote, "demote": review.demote}
            verb = verbs.get(act, lambda chosen: review.take_apart(chosen[0]))
            self._do(lambda: verb(keys))

    def split_menu(self, review: Review, key: str, parent: QWidget) -> QMenu:
        """Return a menu of the ways to split an item; empty where there is none."""
        menu = QMenu("拆分", parent)
        menu.setObjectName("batch_split_menu")
        number = 0
        for at, cuts in review.split_cuts(key).items():
            number += 1
            words = f"{SPLIT_NAMES[at]}拆成 {len(cuts) + 1} 项"
            _add_split(menu, number, at, words, partial(self._split, review, key, cuts))
        here = review.cuts_at(key, self._places())
        if here:
            number += 1
            words = "在原文光标处拆开" if len(here) == 1 else "把原文里选中的部分拆出来"
            _add_split(menu, number, "here", words, partial(self._split, review, key, here))
        return menu

    def _split(self, review: Review, key: str, cuts: Sequence[int], *_args: object) -> None:
        self._do(lambda: review.split(key, cuts))

    def _fill(self) -> None:
        self.clear()
        for menu in self.findChildren(QMenu):
            menu.deleteLater()
        review, keys = self._ask()
        if review is None:
            return
        self._add_steps(review)
        if keys:
            self._add_chosen_acts(review, keys)
            self._add_shape_acts(review, keys)
            self._add_chapter(review, keys[0])
        self.addSeparator()
        kinds = self.addMenu("按类别取舍")
        kinds.setObjectName("batch_kinds_menu")
        for kind, count in review.kinds().items():
            word = ITEM_KIND_NAMES[kind]
            take = partial(review.accept_kinds, [kind], True)
            leave = partial(review.accept_kinds, [kind], False)
            self._add(kinds, "batch_take", f"导入全部“{word}”（{count} 项）", take, key=kind, has_key=False)
            self._add(kinds, "batch_leave", f"不导入“{word}”（{count} 项）", leave, key=kind, has_key=False)
        for number in range(len(review.proposal.plans)):
            words = f"修改计划标题《{review.plan_title(number)[:24]}》…"
            add_entry(self, "batch_title", partial(self.forms.ask_title, review, number), key=number, text=words)

    def _add_steps(self, review: Review) -> None:
        for act, word, name, signal in (
            ("undo", "撤销", review.undo_name, self.undo_wanted),
            ("redo", "重做", review.redo_name, self.redo_wanted),
        ):
            if name:
                add_entry(self, f"batch_{act}", signal.emit, text=f"{word}：{name}")
        self.addSeparator()

    def _add_chosen_acts(self, review: Review, keys: list[str]) -> None:
        what = f"选中的 {len(keys)} 项" if len(keys) > 1 else "这一项"
        if len(keys) == 1:
            add_entry(self, "batch_edit", lambda: self.edit_wanted.emit(keys[0]))
        is_on = all(map(review.is_accepted, keys))
        take, leave = partial(review.accept, keys, True), partial(review.accept, keys, False)
        self._add(self, "batch_take", f"导入{what}", take, has_key=not is_on)
        self._add(self, "batch_leave", f"不导入{what}", leave, has_key=is_on)
        for name, word, receive in (("unit", "单位", self.forms.ask_unit), ("due", "时限", self.forms.ask_due)):
            add_entry(self, f"batch_{name}", partial(receive, review, keys), text=f"给{what}指定{word}…")
        kinds = self.addMenu(f"{what}的类别")
        kinds.setObjectName("batch_kind_menu")
        for kind, word in ITEM_KIND_NAMES.items():
            action = self._add(kinds, "batch_kind", word, partial(review.set_kind, keys, kind), key=kind)
            action.setCheckable(True)
            action.setChecked(all(review.item(key).kind == kind for key in keys))

    def _add_shape_acts(self, review: Review, keys: list[str]) -> None:
        self.addSeparator()
        if review.may_merge(keys):
            self._add(self, "batch_merge", None, partial(review.merge, keys))
        if len(keys) == 1:
            split = self.split_menu(review, keys[0], self)
            split.setTitle(f"{entry('batch_split').text}\t{said_key(entry('batch_split'))}")
            split.menuAction().setEnabled(bool(split.actions()))
            self.addMenu(split)
        if any(map(review.may_promote, keys)):
            self._add(self, "batch_promote", None, partial(review.promote, keys))
        into = review.demote_target(keys)
        if into:
            title = review.item(into).title[:_TITLE] or "上一项"
            words = f"降为上一项“{title}”的措施"
            self._add(self, "batch_demote", words, partial(review.demote, keys))
        if len(keys) == 1 and review.is_made(keys[0]):
            self._add(self, "batch_apart", None, partial(review.take_apart, keys[0]))

    def _add_chapter(self, review: Review, key: str) -> None:
        section = next((one for one in review.sections() if key in one.keys), None)
        if section is None or not section.title:
            return
        self.addSeparator()
        menu = self.addMenu(f"本章“{section.title[:_TITLE]}”（{len(section.keys)} 项）")
        menu.setObjectName("batch_chapter_menu")
        self._fill_chapter(menu, review, section)

    def _fill_chapter(self, menu: QMenu, review: Review, section: Section) -> None:
        self._add(menu, "chapter", "全部导入", partial(review.accept, section.keys, True), key="take")
        self._add(menu, "chapter", "全部不导入", partial(review.accept, section.keys, False), key="leave")
        menu.addSeparator()
        key = section.keys[0]
        said = review.chapter_kind(key)
        earlier = review.is_chapter_learned(key)
        for kind, word in ITEM_KIND_NAMES.items():
            words = f"都是{word}，以后的文件也一样"
            if kind == said and earlier:
                words = f"都是{word}（按以前的回答）"
            action = self._add(menu, "chapter", words, partial(review.set_chapter_kind, key, kind), key=kind)
            action.setCheckable(True)
            action.setChecked(kind == said)
        if said is not None:
            self._add(menu, "chapter", "按读出的类别", partial(review.set_chapter_kind, key, None), key="as_read")

    def _add(
        self,
        menu: QMenu,
        id_: str,
        text: str | None,
        verb: Callable[[], object],
        *,
        key: str | None = None,
        has_key: bool = True,
    ) -> QAction:
        return add_entry(menu, id_, lambda: self._do(verb), key=key, text=text, has_key=has_key)

    def _do(self, verb: Callable[[], object]) -> None:
        found = verb()
        self.decided.emit(found if isinstance(found, str) else "")


def _add_split(menu: QMenu, number: int, name: str, words: str, receive: Callable[[], object]) -> None:
    """Add a way to split, chosen by its number too."""
    action = add_entry(menu, "batch_split", receive, key=name, has_key=False)
    action.setText(f"&{number}  {words}")
