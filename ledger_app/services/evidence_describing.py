"""What files say about themselves, offered for the fields that nobody has filled.

Nothing a person wrote is replaced: a title counts as unwritten while it is still the file's name.
Source: docs/domain.md section 6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ledger_app.domain.evidence import Evidence, EvidenceVersion
from ledger_app.domain.evidence_text import Description
from ledger_app.errors import RejectedError
from ledger_app.services.checks import LONGEST_NAME
from ledger_app.services.lookup import bound_pieces, row_of

if TYPE_CHECKING:
    from ledger_app.domain.changes import ChangeSet
    from ledger_app.ports import EvidenceTexts, ReadSession, UnitOfWork

FILLS_KEY = "evidence.fills"
"""Raw setting: "1" where what files say is written into empty fields without being asked."""
BY_HAND = "人工确认"
_FROM_FILE = "文件内容："
FIELD_NAMES = {
    "title": "名称",
    "kind": "类别",
    "doc_number": "文号",
    "author": "责任者",
    "document_date": "日期",
    "page_count": "页数",
    "is_personal": "个人信息",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One field that a file says something about and nobody has filled.

    Attributes:
        field: of `Evidence`.
        value: to be written there; of `is_personal` True.
        words: the value as shown; source: where it was taken from, Chinese.
    """

    field: str
    value: str | int | bool | dt.date
    words: str
    source: str

    @property
    def name(self) -> str:
        """Return the field's Chinese name."""
        return FIELD_NAMES[self.field]


def suggestions_for(
    evidence: Evidence, version: EvidenceVersion | None, said: Description | None
) -> tuple[Suggestion, ...]:
    """Return what a file says for the fields of a piece that nobody has filled, in the order of the form."""
    if said is None or version is None:
        return ()
    found = []
    name = PurePath(version.original_name)
    for field in ("title", "kind", "doc_number", "author", "document_date", "page_count"):
        value, now = getattr(said, field), getattr(evidence, field)
        is_unwritten = (
            now in (name.stem, name.name, name.stem[:LONGEST_NAME]) if field == "title" else now in ("", None)
        )
        if is_unwritten and value not in ("", None, now):
            value = value[:LONGEST_NAME] if isinstance(value, str) else value
            found.append(Suggestion(field, value, str(value), said.source_of(field)))
    if said.personal and not evidence.is_personal and not evidence.personal_basis:
        found.append(Suggestion("is_personal", value=True, words=f"含{said.personal}", source="文件内容"))
    return tuple(found)


def suggestions(
    session: ReadSession, texts: EvidenceTexts, evidence_ids: Iterable[int] | None = None
) -> dict[int, tuple[Suggestion, ...]]:
    """Return what files say for unfilled fields, by evidence; pieces without a suggestion are left out.

    Args:
        session: the ledger.
        texts: what was read of the files.
        evidence_ids: of these pieces, None for all that are in use.
    """
    ids = list(evidence_ids) if evidence_ids is not None else None
    equal: dict[str, Any] = {"removed_at": None} if ids is None else {"removed_at": None, "id": ids}
    pieces = session.of(Evidence).find(**equal) if ids is None or ids else []
    current = _current(session, [piece.id for piece in pieces])
    said = texts.descriptions({version.sha256 for version in current.values()})
    found = {}
    for piece in pieces:
        version = current.get(piece.id)
        offered = suggestions_for(piece, version, said.get(version.sha256) if version is not None else None)
        if offered:
            found[piece.id] = offered
    bound = bound_pieces(session, list(found))
    return {key: offered for key, offered in found.items() if key not in bound}


def accept(work: UnitOfWork, chosen: Mapping[int, Sequence[Suggestion]]) -> ChangeSet:
    """Write suggestions into the fields that are still unfilled, all of it one operation.

    Args:
        work: the operation.
        chosen: evidence id -> what was accepted.

    Raises:
        RejectedError: SVC-005 nothing was chosen.
    """
    if not any(chosen.values()):
        raise RejectedError("SVC-005", what="要采用的信息")
    pieces = {piece.id: piece for piece in work.of(Evidence).find(id=list(chosen))}
    current = _current(work, list(pieces))
    title = next(iter(pieces.values())).title if len(pieces) == 1 else ""
    named = f"材料“{title[:30]}”" if title else f"{len(pieces)} 件材料"
    work.describe("evidence.fill", f"按文件内容补全{named}的信息")
    bound = bound_pieces(work, list(pieces))
    for piece in pieces.values():
        if piece.id not in bound:
            work.of(Evidence).update(_filled(piece, current.get(piece.id), chosen[piece.id]))
    return work.changes()


def deny_personal(work: UnitOfWork, evidence_id: int) -> ChangeSet:
    """Note that a person looked and found nothing personal in a piece; it is not suggested again.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    piece = row_of(work, Evidence, evidence_id, "佐证材料")
    if evidence_id in bound_pieces(work, [evidence_id]):
        raise RejectedError("SVC-040", task=piece.title, what="修改佐证材料的信息")
    work.describe("evidence.describe", f"确认材料“{piece.title[:30]}”不含个人信息")
    work.of(Evidence).update(replace(piece, is_personal=False, personal_basis=BY_HAND))
    return work.changes()


def fill_unasked(work: UnitOfWork, texts: EvidenceTexts) -> ChangeSet:
    """Write what newly read files say into unfilled fields, each file once: what is undone is not written again."""
    offered = suggestions(work, texts)
    current = _current(work, list(offered))
    done = texts.offered({version.sha256 for version in current.values()})
    chosen = {key: found for key, found in offered.items() if current[key].sha256 not in done}
    if chosen:
        accept(work, chosen)
        texts.note_offered({current[key].sha256 for key in chosen})
    return work.changes()


def fills_unasked(session: ReadSession) -> bool:
    """Tell whether what files say is written into empty fields without being asked."""
    return session.read_setting(FILLS_KEY) == "1"


def set_fills_unasked(work: UnitOfWork, *, is_on: bool) -> ChangeSet:
    """Decide whether what files say is written into empty fields without being asked."""
    work.describe("evidence.fills", f"{'打开' if is_on else '关闭'}“自动填写材料信息”")
    work.write_setting(FILLS_KEY, "1" if is_on else None)
    return work.changes()


def _filled(piece: Evidence, version: EvidenceVersion | None, chosen: Sequence[Suggestion]) -> Evidence:
    """Return a piece with what was accepted; a field that was filled meanwhile keeps what a person wrote."""
    name = PurePath(version.original_name) if version is not None else PurePath()
    fields: dict[str, Any] = {}
    for one in chosen:
        now = getattr(piece, one.field)
        if one.field == "is_personal":
            if not piece.personal_basis:
                fields |= {"is_personal": True, "personal_basis": _FROM_FILE + one.words.removeprefix("含")}
        elif now in ("", None) or (one.field == "title" and now in (name.stem, name.name, name.stem[:LONGEST_NAME])):
            fields[one.field] = one.value
    return replace(piece, **fields)


def _current(session: ReadSession, ids: Sequence[int]) -> dict[int, EvidenceVersion]:
    current: dict[int, EvidenceVersion] = {}
    for version in session.of(EvidenceVersion).find(evidence_id=list(ids)) if ids else []:
        known = current.get(version.evidence_id)
        if known is None or version.number > known.number:
            current[version.evidence_id] = version
    return current
