"""The templates of words that a ledger keeps for its circulars, beside the built-in one.

Kept as the setting `report.wordings`: JSON, a list of templates.  A kind of circular has at most one template that is
used unasked.  Source: docs/domain.md section 4.4.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.reports.narrative import check_text
from ledger_app.reports.wording_default import BUILT_IN, BUILT_IN_NAME, Wording, WordingSection
from ledger_app.reports.wording_file import wording_from_dict, wording_from_file, wording_to_dict
from ledger_app.services.checks import limit_text

_KEY = "report.wordings"
MOST_WORDINGS = 20
LONGEST_SECTION = 10_000
LONGEST_TITLE = 60


def read_wordings(session: ReadSession) -> tuple[Wording, ...]:
    """Return the ledger's own templates by name; what cannot be read is left out."""
    try:
        stored = json.loads(session.read_setting(_KEY) or "[]")
        found = [wording_from_dict(one) for one in stored]
    except (ValueError, TypeError):
        return ()
    return tuple(sorted(found, key=lambda one: one.name))


def wording_for(session: ReadSession, kind: str, name: str = "") -> Wording:
    """Return the template that writes a kind of circular.

    Args:
        session: the ledger.
        kind: as in `ReportRequest`.
        name: of the template, "" = the one used unasked.

    Raises:
        RejectedError: REP-050 there is none of that name.
    """
    if name == BUILT_IN_NAME:
        return BUILT_IN
    for wording in read_wordings(session):
        if wording.name == name or (not name and kind in wording.kinds):
            return wording
    if name:
        raise RejectedError("REP-050", name=name)
    return BUILT_IN


def save_wording(work: UnitOfWork, wording: Wording, before: str = "") -> ChangeSet:
    """Write a template, a new one or one in the place of `before`; its kinds are taken from the others.

    Raises:
        RejectedError: REP-048 there are faults in a text; REP-049, REP-052, REP-053 its name; REP-055 there are too
            many; SVC-026 a text is too long.
    """
    checked = _checked(wording)
    others = [one for one in read_wordings(work) if one.name != before]
    if any(one.name == checked.name for one in others):
        raise RejectedError("REP-049", name=checked.name)
    if len(others) >= MOST_WORDINGS:
        raise RejectedError("REP-055", most=MOST_WORDINGS)
    work.describe("report.wording", f"保存文字模板“{checked.name}”")
    freed = [replace(one, kinds=tuple(kind for kind in one.kinds if kind not in checked.kinds)) for one in others]
    _write(work, [*freed, checked])
    return work.changes()


def remove_wording(work: UnitOfWork, name: str) -> ChangeSet:
    """Take a template away; its kinds are written by the built-in one again.

    Raises:
        RejectedError: REP-050 there is none of that name.
    """
    wordings = read_wordings(work)
    if all(one.name != name for one in wordings):
        raise RejectedError("REP-050", name=name)
    work.describe("report.wording", f"删除文字模板“{name}”")
    _write(work, [one for one in wordings if one.name != name])
    return work.changes()


def opened_wording(content: bytes, file: str) -> Wording:
    """Return the template of a file; it is not kept yet.

    Raises:
        RejectedError: REP-051 it is no template; REP-048, REP-052, REP-053, SVC-026 as `save_wording`.
    """
    try:
        wording = wording_from_file(content)
    except ValueError as error:
        raise RejectedError("REP-051", file=file) from error
    return _checked(
        replace(wording, name=wording.name if wording.name != BUILT_IN_NAME else f"{BUILT_IN_NAME}（导入）")
    )


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that no template has: this one, or with a number after it."""
    names = {*taken, BUILT_IN_NAME}
    number = 2
    wanted = name
    while wanted in names:
        wanted = f"{name}{number}"
        number += 1
    return wanted


def _checked(wording: Wording) -> Wording:
    name = limit_text(wording.name, "模板名称", LONGEST_TITLE)
    sections = tuple(
        WordingSection(
            limit_text(section.title.replace("\n", ""), "标题", LONGEST_TITLE),
            limit_text(section.text, section.title or "正文", LONGEST_SECTION),
        )
        for section in wording.sections
    )
    if not name or not any(section.text for section in sections):
        raise RejectedError("REP-052")
    if name == BUILT_IN_NAME:
        raise RejectedError("REP-053")
    faults = [fault for section in sections for fault in check_text(section.text)]
    if faults:
        raise RejectedError("REP-048", count=len(faults), first=faults[0].message)
    return Wording(name, sections, wording.kinds)


def _write(work: UnitOfWork, wordings: Iterable[Wording]) -> None:
    plain = [wording_to_dict(one) for one in sorted(wordings, key=lambda one: one.name)]
    work.write_setting(_KEY, json.dumps(plain, ensure_ascii=False) if plain else None)
