"""A line of a plan's new issue as the list and the comparison below it show it: words with their meaning.

Without Qt.  Colours go by tone, and every tone has its sign and word too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger_app.domain.plan_revision import Change, LineKind
from ledger_app.domain.roster import fold_name
from ledger_app.domain.task import OWNER_ROLE_NAMES
from ledger_app.domain.word_diff import Piece, PieceKind, side_of, word_diff
from ledger_app.intake.proposal import ProposedItem
from ui.models.item_card import deadline_text, first_words, number_path, target_text
from ui.models.revision import Line, RevisionReview

TONES: dict[LineKind, tuple[str, str]] = {
    LineKind.UNCHANGED: ("green", "●"),
    LineKind.CHANGED: ("yellow", "■"),
    LineKind.ADDED: ("blue", "◆"),
    LineKind.WITHDRAWN: ("red", "▲"),
}
"""Tone and sign of each kind of line."""

_Part = tuple[str, str, str]
"""One of several things a field says: the group it stands in, its words, and what tells it from others."""

_BEFORE = 10
"""Letters shown before the first change."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One field, old and new beside each other; change: None where it is only shown."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """One line.

    Attributes:
        is_on: ticked; None where nothing is to be decided.
        word: what became of the item; tone and sign go with it.
        changes: in what it differs, "" if in nothing.
        codes: of its tasks.
        act: what confirming does to it.
        note: what speaks for another decision, "" for nothing.
        pairs: what differs, old and new.
    """

    key: str
    kind: LineKind
    is_on: bool | None
    is_open: bool
    word: str
    tone: str
    sign: str
    no: str
    title: str
    changes: str
    codes: str
    act: str
    note: str
    pairs: tuple[Pair, ...]


def card_of(revision: RevisionReview, line: Line) -> RevisionCard:
    """Return a line as it is shown."""
    old, new = line.old, _new_item(revision, line)
    shown = new or old
    tone, sign = TONES[line.kind]
    return RevisionCard(
        line.key,
        line.kind,
        revision.is_on(line),
        revision.is_open(line),
        line.kind.word,
        tone,
        sign,
        _number(old, new),
        (shown.title or first_words(shown.text)) if shown is not None else "",
        "、".join(change.word for change in line.line.changes),
        "、".join(task.code for task in line.tasks),
        _act(revision, line),
        _note(revision, line),
        pairs_of(line, old, new),
    )


def pairs_of(line: Line, old: ProposedItem | None, new: ProposedItem | None) -> tuple[Pair, ...]:
    """Return what differs in a line, fields first; all words of an item that stands on one side only."""
    if old is None or new is None:
        return (Pair("内容", _plain(old, PieceKind.SAME), _plain(new, PieceKind.SAME)),)
    found: list[Pair] = []
    for change, parts in ((Change.DUE, _dues), (Change.OWNER, _owners), (Change.TARGET, _targets)):
        if change in line.changes:
            before, after = parts(old), parts(new)
            sides = (_side(before, after, PieceKind.GONE), _side(after, before, PieceKind.NEW))
            found.append(Pair(change.word, *sides, change))
    if Change.NUMBER in line.line.changes:
        found.append(_pair("编号", _place(old), _place(new)))
    if Change.WORDING in line.changes:
        found.append(_pair(Change.WORDING.word, _words(old), _words(new), Change.WORDING))
    elif not found:
        found.append(Pair("内容", _plain(old, PieceKind.SAME), _plain(new, PieceKind.SAME)))
    return tuple(found)


def from_first_change(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return one side's pieces from shortly before its first change, so that it is seen without reading on."""
    if not pieces or pieces[0].kind is not PieceKind.SAME or len(pieces) == 1:
        return pieces
    first = pieces[0].text
    if len(first) <= _BEFORE + 2:
        return pieces
    return (Piece(PieceKind.SAME, f"…{first[-_BEFORE:]}"), *pieces[1:])


def plain_text(card: RevisionCard) -> str:
    """Return a line as a screen reader says it."""
    parts = [card.word, card.no, card.title]
    parts += [f"{pair.label}由“{_said(pair.old)}”改为“{_said(pair.new)}”" for pair in card.pairs if pair.change]
    return "，".join(part for part in (*parts, card.act, card.note) if part)


def _new_item(revision: RevisionReview, line: Line) -> ProposedItem | None:
    """Return the new item as it would be imported, with what was changed in the review."""
    review = revision.review
    is_there = line.new is not None and line.new.key in review.arrangement.items
    return review.item(line.key) if is_there else line.new


def _act(revision: RevisionReview, line: Line) -> str:
    is_on = revision.is_on(line)
    if line.kind is LineKind.WITHDRAWN:
        return "任务照旧" if is_on is None else "取消任务" if is_on else "保留任务"
    if not line.tasks:
        return "" if is_on is None else "新建任务" if is_on else "不建任务"
    if line.kind is LineKind.UNCHANGED or is_on is None:
        return "任务照旧"
    takes = revision.takes(line)
    if takes == line.changes:
        return "采用新版"
    return f"只采用{'、'.join(change.word for change in Change if change in takes)}" if takes else "保持原任务"


def _note(revision: RevisionReview, line: Line) -> str:
    notes = []
    if line.is_closed:
        notes.append("任务已销号，不改动")
    elif any(task.standing == "cancelled" for task in line.tasks) and len(line.tasks) == 1:
        notes.append("任务已取消")
    elif line.by_hand:
        notes.append(f"{'、'.join(change.word for change in Change if change in line.by_hand)}经手工修改，请确认")
    if len(line.tasks) > 1:
        notes.append(f"已拆为 {len(line.tasks)} 项任务")
    if line.kind is LineKind.WITHDRAWN:
        notes += _withdrawal_notes(revision, line)
    if line.kind is LineKind.ADDED and line.line.akin is not None:
        notes.append(f"似由原“{_title_of(revision, f'-{line.line.akin}', line.line.akin)}”拆出")
    if line.old is not None and line.new is not None and not line.tasks:
        notes.append("原来没有列为任务")
    if line.key not in revision.review.arrangement.items and line.new is not None:
        notes.append("已在拟建任务中合并或拆分")
    # What goes on as before needs no second line.
    filed = [
        f"{word} {count}"
        for word, count in (
            ("进展", sum(task.entries for task in line.tasks)),
            ("佐证", sum(task.evidence for task in line.tasks)),
        )
        if count and line.kind is not LineKind.UNCHANGED
    ]
    return "；".join([*notes, f"已有{'、'.join(filed)}" if filed else ""]).strip("；")


def _withdrawal_notes(revision: RevisionReview, line: Line) -> Iterable[str]:
    if line.line.akin is not None:
        yield f"似并入“{_title_of(revision, line.line.akin, '')}”"
    if any(task.is_shared for task in line.tasks):
        yield "其他条目或计划也要求这项任务"
    if any(task.completed_on is not None and not task.is_closed for task in line.tasks):
        yield "任务已完成"


def _title_of(revision: RevisionReview, key: str, old_key: str) -> str:
    found = revision.line(key) or next(
        (line for line in revision.lines if line.old is not None and line.old.key == old_key), None
    )
    item = (found.old or found.new) if found is not None and old_key else found.new if found is not None else None
    title = (item.title or first_words(item.text)) if item is not None else ""
    return title if len(title) <= 14 else f"{title[:13]}…"


def _number(old: ProposedItem | None, new: ProposedItem | None) -> str:
    if old is None or new is None:
        only = new or old
        return number_path(only) if only is not None else ""
    before, after = number_path(old), number_path(new)
    return after if before == after else f"{before or '无编号'}→{after or '无编号'}"


def _pair(label: str, old: str, new: str, change: Change | None = None) -> Pair:
    pieces = word_diff(old, new)
    return Pair(label, side_of(pieces, is_new=False), side_of(pieces, is_new=True), change)


def _plain(item: ProposedItem | None, kind: PieceKind) -> tuple[Piece, ...]:
    return (Piece(kind, _words(item)),) if item is not None else ()


def _words(item: ProposedItem) -> str:
    text = item.text.strip()
    return text.removeprefix(item.no.strip()).lstrip() if item.no.strip() else text


def _dues(item: ProposedItem) -> list[_Part]:
    shown = [
        f"{deadline_text(one)}（“{one.reading.raw}”{'，力争' if one.is_stretch else ''}）" for one in item.deadlines
    ]
    return [("", one, one) for one in shown] or [("", "没有写明", "")]


def _owners(item: ProposedItem) -> list[_Part]:
    found = [(OWNER_ROLE_NAMES[owner.role], owner.name) for owner in item.owners]
    found += [(head, text) for head, text in item.extra if "领导" in head]
    return [(role, name, f"{role} {fold_name(name)}") for role, name in found] or [("", "没有写明", "")]


def _targets(item: ProposedItem) -> list[_Part]:
    return [("", target_text(one), target_text(one)) for one in item.targets] or [("", "没有写明", "")]


def _side(parts: Sequence[_Part], others: Sequence[_Part], kind: PieceKind) -> tuple[Piece, ...]:
    """Return the parts of a field as one side's pieces: those the other side has not are marked as a whole."""
    known = {key for _, _, key in others}
    pieces: list[Piece] = []
    role = None
    for group, text, key in parts:
        is_next = group == role
        between = "" if not pieces else "、" if is_next and group else "；"
        pieces.append(Piece(PieceKind.SAME, between + (f"{group}：" if group and not is_next else "")))
        pieces.append(Piece(PieceKind.SAME if key in known else kind, text))
        role = group
    return tuple(piece for piece in pieces if piece.text)


def _place(item: ProposedItem) -> str:
    return " / ".join([*item.path, item.no]).strip(" /") or "无编号"


def _said(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
