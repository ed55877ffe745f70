"""Keep the views of the grid: save, rename, delete, choose the default, hand over as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.finding import Finding
from ledger_app.domain.grid import CUSTOM_PREFIX, custom_field_name
from ledger_app.domain.supervision import SavedView
from ledger_app.domain.task import CustomField
from ledger_app.domain.view import GridView, renamed_fields
from ledger_app.errors import EnvironmentFault, RejectedError, UnreadableFileError
from ledger_app.messages import text_of
from ledger_app.messages.causes import cause_of
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import require_text
from ledger_app.services.lookup import row_of
from ledger_app.services.view_text import read_view, write_view

PAGE = "ledger"
LONGEST_VIEW_NAME = 60
# A view of every field with long lists of values is a few hundred kilobytes.
MOST_BYTES = 2_000_000
FILE_SUFFIX = ".ledgerview"
_DEFAULT_KEY = "view.default"
_WHAT = "视图"


@dataclass(frozen=True, slots=True)
class StoredView:
    """A view of the ledger as it is kept."""

    id: int
    name: str
    view: GridView
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class ViewSaved:
    """A view that was written, and what was noticed about it."""

    id: int
    name: str
    changes: ChangeSet
    findings: tuple[Finding, ...] = ()


def stored_views(session: ReadSession) -> list[StoredView]:
    """Return the ledger's views by name; one that a newer program wrote and this one cannot read is left out."""
    default = session.read_setting(_DEFAULT_KEY)
    found = []
    for row in session.of(SavedView).find(page=PAGE):
        try:
            _, view = read_view(row.definition)
        except RejectedError:
            continue
        found.append(StoredView(row.id, row.name, view, str(row.id) == default))
    return sorted(found, key=lambda one: one.name)


def save(work: UnitOfWork, name: str, view: GridView) -> ViewSaved:
    """Keep a view under a new name.

    Raises:
        RejectedError: SVC-020, SVC-026; SVC-143 the name is taken.
    """
    text = _free_name(work, name)
    work.describe("view.save", f"保存视图“{text}”")
    stored = work.of(SavedView).add(SavedView(0, text, PAGE, write_view(view)))
    return ViewSaved(stored.id, text, work.changes())


def overwrite(work: UnitOfWork, view_id: int, view: GridView) -> ChangeSet:
    """Keep another arrangement under the name of a view.

    Raises:
        RejectedError: SVC-004.
    """
    row = row_of(work, SavedView, view_id, _WHAT)
    work.describe("view.save", f"更新视图“{row.name}”")
    work.of(SavedView).update(replace(row, definition=write_view(view)))
    return work.changes()


def rename(work: UnitOfWork, view_id: int, name: str) -> ChangeSet:
    """Call a view by another name.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-143.
    """
    row = row_of(work, SavedView, view_id, _WHAT)
    text = _free_name(work, name, but=view_id)
    work.describe("view.rename", f"视图“{row.name}”改名为“{text}”")
    work.of(SavedView).update(replace(row, name=text))
    return work.changes()


def remove(work: UnitOfWork, view_id: int) -> ChangeSet:
    """Delete a view; the tasks it showed are not touched.

    Raises:
        RejectedError: SVC-004.
    """
    row = row_of(work, SavedView, view_id, _WHAT)
    work.describe("view.remove", f"删除视图“{row.name}”")
    work.of(SavedView).remove(view_id)
    if work.read_setting(_DEFAULT_KEY) == str(view_id):
        work.write_setting(_DEFAULT_KEY, None)
    return work.changes()


def set_default(work: UnitOfWork, view_id: int | None) -> ChangeSet:
    """Open the ledger with a view from now on, None for the plain list.

    Raises:
        RejectedError: SVC-004.
    """
    name = row_of(work, SavedView, view_id, _WHAT).name if view_id is not None else "全部任务"
    work.describe("view.default", f"默认视图设为“{name}”")
    work.write_setting(_DEFAULT_KEY, None if view_id is None else str(view_id))
    return work.changes()


def drop_custom_field(work: UnitOfWork, field_id: int) -> None:
    """Take a column that is to be deleted out of every saved view that can be read."""
    kept = [custom_field_name(one.id) for one in work.of(CustomField).find() if one.id != field_id]
    for row in work.of(SavedView).find(page=PAGE):
        try:
            _, view = read_view(row.definition)
        except RejectedError:
            continue
        without, lost = renamed_fields(view, {name: name for name in kept})
        if lost:
            work.of(SavedView).update(replace(row, definition=write_view(without)))


def export_text(session: ReadSession, name: str, view: GridView) -> str:
    """Return a view as the text of a file for another ledger: its custom fields are called by their names."""
    names = {custom_field_name(one.id): f"{CUSTOM_PREFIX}{one.name}" for one in session.of(CustomField).find()}
    shared, _ = renamed_fields(view, names)
    return write_view(shared, name)


def read_file(path: Path) -> str:
    """Return the text of a view's file.

    Raises:
        RejectedError: SVC-140 it is no text; SVC-145 it is too large; UnreadableFileError: SVC-146 it cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError("SVC-146", file=path.name, why=cause_of(error)) from error
    if len(content) > MOST_BYTES:
        raise RejectedError("SVC-145", file=path.name, limit=MOST_BYTES // 1_000_000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RejectedError("SVC-140") from error


def write_file(path: Path, text: str) -> None:
    """Write a view's file.

    Raises:
        EnvironmentFault: SVC-147 it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault("SVC-147", file=path.name, why=cause_of(error)) from error


def import_text(work: UnitOfWork, text: str, name: str = "") -> ViewSaved:
    """Keep a view from such a text; a name that is taken gets a number.

    Args:
        work: the unit of work.
        text: content of the file.
        name: the file's own name, for a view without one.

    Raises:
        RejectedError: SVC-140, SVC-141, SVC-142; SVC-020, SVC-026.
    """
    given, view = read_view(text)
    names = {f"{CUSTOM_PREFIX}{one.name}": custom_field_name(one.id) for one in work.of(CustomField).find()}
    own, lost = renamed_fields(view, names)
    findings: tuple[Finding, ...] = ()
    if lost:
        findings = (Finding("warning", "SVC-144", text_of("SVC-144", {"names": "、".join(lost)})),)
    saved = save(work, _numbered(work, require_text(given or name, "视图名称", LONGEST_VIEW_NAME)), own)
    return replace(saved, findings=findings)


def _free_name(work: UnitOfWork, name: str, but: int | None = None) -> str:
    text = require_text(name, "视图名称", LONGEST_VIEW_NAME)
    if any(row.id != but for row in work.of(SavedView).find(page=PAGE, name=text)):
        raise RejectedError("SVC-143", name=text)
    return text


def _numbered(work: UnitOfWork, name: str) -> str:
    taken = {row.name for row in work.of(SavedView).find(page=PAGE)}
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name[: LONGEST_VIEW_NAME - 8]}（{number}）"
    return free
