"""Read a roster of units from a table file (csv, xlsx, xls, et) and bring it into the ledger.

Columns are found by their headings, Chinese or English; only the name is needed.  Units known already are
completed, never overwritten.  `services.roster_export` writes the same columns.  What each row brings is noted item
by item; a preview is the import itself, taken back before it lasts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.finding import Finding
from ledger_app.domain.roster import fold_name
from ledger_app.domain.unit import UNIT_KIND_NAMES, Post, Unit, UnitAlias, UnitKind, UnitLeader
from ledger_app.errors import RejectedError
from ledger_app.intake.document import Table
from ledger_app.intake.preflight import load
from ledger_app.messages import text_of
from ledger_app.ports import Ledger, UnitOfWork
from ledger_app.services import leaders, posts, unit_groups, units
from ledger_app.services.checks import LONGEST_NAME, require_text
from ledger_app.services.roster_items import Fate, ItemKind, RosterItem, fate_of

_HEADS: dict[str, tuple[str, ...]] = {
    "name": ("单位名称", "单位全称", "名称", "单位", "全称", "机构名称", "name"),
    "short_name": ("简称", "单位简称", "short_name", "shortname"),
    "kind": ("类别", "单位类别", "类型", "性质", "kind"),
    "aliases": ("别名", "曾用名", "其他名称", "aliases"),
    "groups": ("分组", "单位组", "所属组", "groups"),
    "sort": ("排序", "序号", "顺序", "sort"),
    "contact": ("联系人", "联络员", "contact"),
    "phone": ("电话", "联系电话", "手机", "联系人电话", "联络员电话", "phone"),
    "post": ("负责人职务", "职务", "post"),
    "head": ("负责人", "主要负责人", "单位负责人", "head"),
    "head_phone": ("负责人电话", "head_phone"),
    "leader": ("分管领导", "分管局领导", "leader"),
    "reporting": ("每月报送", "报送进展", "reporting"),
    "note": ("备注", "note"),
}
_NO = frozenset({"否", "不", "no", "0", "×"})
HEAD_TITLE = "负责人"
_KINDS: dict[str, UnitKind] = {
    **{name: kind for kind, name in UNIT_KIND_NAMES.items()},
    **{kind: kind for kind in UNIT_KIND_NAMES},
    "股室": "department",
    "科室": "department",
    "直属单位": "subordinate",
    "委属单位": "subordinate",
    "卫生院": "township",
    "社区中心": "community",
}
_BREAK = re.compile(r"[、，,；;/|\n\u2028]+")
_HEAD_ROWS = 12
_KEPT = "台账里已经填写，不覆盖；需要时请在“单位”中修改。"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One unit of a roster file.

    Attributes:
        line: row in the file, from 1.
        fields: what stands in the known columns, empty ones left out.
    """

    line: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RosterImported:
    """What a roster brought: units added, units completed, what should be known, and all of it item by item."""

    added: tuple[Unit, ...]
    completed: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    items: tuple[RosterItem, ...]
    changes: ChangeSet


class _TakenBackError(Exception):
    """Ends an import that was only tried."""


def read_roster(path: Path) -> list[RosterRow]:
    """Return the rows of a roster file below its heading.

    Raises:
        UnreadableFileError: INT-101 to INT-119; the file.
        RejectedError: SVC-057 no column holds the names.
    """
    rows = _rows_of(path)
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        columns = _columns(row)
        if "name" in columns:
            return [
                RosterRow(number + offset, _fields(cells, columns))
                for offset, cells in enumerate(rows[number + 1 :], start=2)
                if any(cell.strip() for cell in cells)
            ]
    raise RejectedError("SVC-057", file=path.name)


def import_roster(work: UnitOfWork, rows: Sequence[RosterRow]) -> RosterImported:
    """Add the units of a roster file; names, aliases and groups that are new are added to units known already.

    Raises:
        RejectedError: SVC-026.
    """
    work.describe("unit.import", f"导入单位名册 {len(rows)} 行")
    run = _RosterImport(work)
    for row in rows:
        run.add(row)
    found = (tuple(run.added), tuple(run.completed), tuple(run.findings), tuple(run.items))
    return RosterImported(*found, work.changes())


def preview_roster(ledger: Ledger, rows: Sequence[RosterRow]) -> tuple[RosterItem, ...]:
    """Return what importing the rows would do, in the file's order; nothing is written.

    Raises:
        RejectedError: SVC-026.
        EnvironmentFault: DB-016, DB-017 the ledger cannot be written.
    """
    items: tuple[RosterItem, ...] = ()
    with suppress(_TakenBackError), ledger.write() as work:
        items = import_roster(work, rows).items
        raise _TakenBackError
    return items


class _RosterImport:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._seen: dict[str, Unit] = {}
        present = {unit.id: unit for unit in work.of(Unit).find(active_to=None)}
        self._known = {fold_name(unit.name): unit for unit in present.values()}
        self._names = {fold_name(text): unit for unit in present.values() for text in (unit.name, unit.short_name)}
        for alias in work.of(UnitAlias).find(unit_id=list(present)):
            self._names.setdefault(fold_name(alias.alias), present[alias.unit_id])
        self.added: list[Unit] = []
        self.completed: list[Unit] = []
        self.findings: list[Finding] = []
        self.items: list[RosterItem] = []
        self._row = RosterRow(0, {})
        self._unit_name = ""

    def add(self, row: RosterRow) -> None:
        name = row.fields.get("name", "")
        self._row, self._unit_name = row, name
        if not name:
            said = "、".join(row.fields.values())
            self._note("row", Fate.KEPT, "单位名称", said, reason=self._find("SVC-110", row=row.line))
            return
        key = fold_name(name)
        wanted = self._unit(row, name)
        if key in self._seen:
            reason = self._find("SVC-111", row=row.line, name=name)
            self._note("row", Fate.KEPT, "单位名称", name, reason=reason)
            unit = self._seen[key]
        elif key in self._known:
            unit = self._complete(self._known[key], wanted)
        else:
            unit = units.add(self._work, wanted).unit
            self.added.append(unit)
            about = (wanted.short_name, UNIT_KIND_NAMES[wanted.kind], wanted.contact, wanted.phone, wanted.note)
            self._note("unit", Fate.NEW, "单位", " · ".join(filter(None, (name, *about))))
        self._seen[key] = unit
        for text in (unit.name, unit.short_name):
            self._names.setdefault(fold_name(text), unit)
        for alias in _parts(row.fields.get("aliases", "")):
            self._add_alias(unit, alias)
        for group in _parts(row.fields.get("groups", "")):
            is_new = unit_groups.join_group(self._work, unit.id, group)
            self._note("group", Fate.NEW if is_new else Fate.SAME, "单位组", group, "" if is_new else group)
        self._add_head(row, unit)
        self._add_leader(row, unit)

    def _unit(self, row: RosterRow, name: str) -> Unit:
        given = row.fields.get("kind", "")
        kind = _KINDS.get(given.strip())
        if given and kind is None:
            reason = self._find("SVC-112", row=row.line, value=given)
            self._note("field", Fate.KEPT, "类别", given, reason=reason)
        sort = row.fields.get("sort", "").removesuffix(".0")
        return Unit(
            id=0,
            uid="",
            name=name,
            short_name=row.fields.get("short_name", ""),
            kind=kind or "other",
            contact=row.fields.get("contact", ""),
            phone=row.fields.get("phone", ""),
            note=row.fields.get("note", ""),
            is_reporting=row.fields.get("reporting", "").strip().lower() not in _NO,
            sort=int(sort) if sort.isdecimal() else 0,
        )

    def _complete(self, unit: Unit, wanted: Unit) -> Unit:
        """Fill what is empty in a unit that is known."""
        fuller = replace(
            unit,
            short_name=unit.short_name or wanted.short_name,
            kind=wanted.kind if unit.kind == "other" else unit.kind,
            contact=unit.contact or wanted.contact,
            phone=unit.phone or wanted.phone,
            note=unit.note or wanted.note,
        )
        self._note_fields(unit, wanted)
        if fuller != unit:
            units.change(self._work, fuller)
            self.completed.append(fuller)
        return fuller

    def _note_fields(self, unit: Unit, wanted: Unit) -> None:
        """Note of a unit that is known what the file completes, and what stays although the file says otherwise."""
        self._note("unit", Fate.SAME, "单位", wanted.name, unit.name)
        kinds = ("" if one.kind == "other" else UNIT_KIND_NAMES[one.kind] for one in (wanted, unit))
        pairs = [("类别", *kinds)]
        pairs += [
            ("简称", wanted.short_name, unit.short_name),
            ("联系人", wanted.contact, unit.contact),
            ("电话", wanted.phone, unit.phone),
            ("备注", wanted.note, unit.note),
        ]
        for what, says, has in pairs:
            if says:
                fate = fate_of(says, has)
                self._note("field", fate, what, says, has, _KEPT if fate is Fate.KEPT else "")

    def _add_alias(self, unit: Unit, alias: str) -> None:
        text = require_text(alias, "别名", LONGEST_NAME)
        bearer = self._names.get(fold_name(text))
        if bearer is None:
            self._names[fold_name(text)] = unit
            self._work.of(UnitAlias).add(UnitAlias(0, unit.id, text, "名册"))
            self._note("alias", Fate.NEW, "别名", text)
        elif bearer.id != unit.id:
            reason = self._find("SVC-113", alias=alias, unit=bearer.name, name=unit.name)
            self._note("alias", Fate.KEPT, "别名", text, bearer.name, reason)
        else:
            self._note("alias", Fate.SAME, "别名", text, text)

    def _add_head(self, row: RosterRow, unit: Unit) -> None:
        """Add the post of the unit's head, and who holds it where it is vacant; a change of hands is not guessed."""
        name, title = row.fields.get("head", ""), row.fields.get("post", "") or HEAD_TITLE
        if not name and "post" not in row.fields:
            return
        found = [one for one in self._work.of(Post).find(unit_id=unit.id) if fold_name(one.title) == fold_name(title)]
        post = found[0] if found else posts.put_post(self._work, Post(0, unit.id, title, "head"))
        self._note("post", Fate.SAME if found else Fate.NEW, "职务", title, post.title if found else "")
        holder = posts.present_holder(self._work, post.id, self._work.today)
        if not name:
            return
        if holder is None:
            person = posts.known_person(self._work, name, row.fields.get("head_phone", ""))
            posts.put_holder(self._work, post, person, self._work.today if found else None)
            self._note("person", Fate.NEW, title, name)
        elif fold_name(holder.name) != fold_name(name):
            reason = self._find("SVC-307", row=row.line, name=name, holder=holder.name)
            self._note("person", Fate.KEPT, title, name, holder.name, reason)
        else:
            self._note("person", Fate.SAME, title, name, holder.name)

    def _add_leader(self, row: RosterRow, unit: Unit) -> None:
        """Let the unit have the leader in charge that the file names by post, where it has none."""
        title = row.fields.get("leader", "")
        if not title:
            return
        present = leaders.default_leader(self._work, unit.id, self._work.today)
        if present is not None:
            is_same = fold_name(present.title) == fold_name(title)
            fate, reason = (Fate.SAME, "") if is_same else (Fate.KEPT, _KEPT)
            self._note("leader", fate, "分管领导", title, present.title, reason)
            return
        found = [one for one in self._work.of(Post).find(kind="leader") if fold_name(one.title) == fold_name(title)]
        post = found[0] if found else posts.put_post(self._work, Post(0, None, title, "leader"))
        self._work.of(UnitLeader).add(UnitLeader(0, unit.id, post.id))
        self._note("leader", Fate.NEW, "分管领导", title)

    def _note(self, kind: ItemKind, fate: Fate, what: str, says: str, has: str = "", reason: str = "") -> None:
        self.items.append(RosterItem(self._row.line, self._unit_name, kind, fate, what, says, has, reason))

    def _find(self, code: str, **facts: object) -> str:
        """Note something that should be known; return its sentence."""
        finding = Finding("warning", code, text_of(code, facts))
        self.findings.append(finding)
        return finding.message


def _rows_of(path: Path) -> list[list[str]]:
    source = load(path)
    if not source.data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) and source.suffix in {".csv", ".txt", ".tsv"}:
        return _csv_rows(source.data)
    from ledger_app.intake.readers.registry import read_source

    tables = [block for block in read_source(source).blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for table in tables[:1] for row in table.rows]


def _csv_rows(data: bytes) -> list[list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
    first = text.partition("\n")[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    return list(csv.reader(text.splitlines(), delimiter=delimiter))


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        head = fold_name(cell)
        for name, words in _HEADS.items():
            if head in words and name not in found:
                found[name] = place
    return found


def _fields(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    values = {name: cells[place].strip() for name, place in columns.items() if place < len(cells)}
    return {name: value for name, value in values.items() if value}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BREAK.split(text) if part.strip()]
