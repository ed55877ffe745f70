"""Compose the cover and the side label of the box that a printed pack is kept in (档案盒封面、脊背).

Source: docs/domain.md section 6 (a cover and a side label for a physical box).
"""

from __future__ import annotations

from ledger_app.domain.archive_number import RETENTIONS, ArchiveNumber
from ledger_app.reports.evidence_catalogue import PackFacts
from ledger_app.reports.model import FormCell, FormPage, FormPart, FormRow, Properties, ReportModel

_SPINE_MM = 40.0
_LABEL_MM = 44.0


def compose_box_labels(facts: PackFacts, archive: ArchiveNumber | None, item_count: int) -> ReportModel:
    """Return two pages: what is glued on the front of the box, and on its side.

    Args:
        facts: of the pack.
        archive: what the numbers have in common; None leaves their places empty for the archivist's hand.
        item_count: 件 of the archive list.
    """
    day = f"{facts.made_on.year}年{facts.made_on.month}月"
    front = (
        ("题名", f"{facts.title}佐证材料", 52.0),
        ("范围", facts.scope, 20.0),
        ("立卷单位", facts.bureau, 18.0),
        ("年度", str(archive.year if archive else facts.made_on.year), 14.0),
        ("保管期限", RETENTIONS[archive.retention] if archive else "", 14.0),
        ("件数、页数", f"{item_count} 件，{facts.page_count} 页", 14.0),
        ("档号", _span(archive, item_count), 14.0),
        ("立卷日期", day, 14.0),
    )
    side = (
        ("全宗号", archive.fonds if archive else ""),
        ("年度", str(archive.year if archive else facts.made_on.year)),
        ("保管期限", RETENTIONS[archive.retention] if archive else ""),
        ("机构", archive.office if archive else ""),
        ("起止件号", f"0001－{item_count:04d}" if item_count else ""),
        ("盒号", ""),
    )
    pages = (_page("box_front", "档案盒封面", [_wide(*row) for row in front]), _side(facts.title, side))
    return ReportModel(
        kind="box",
        title="档案盒封面和脊背",
        form="forms",
        body=pages,
        properties=Properties(facts.bureau, "佐证材料", "", facts.made_on.isoformat(), facts.created),
    )


def _page(key: str, title: str, rows: list[FormRow]) -> FormPage:
    return FormPage(key, title, (FormPart(tuple(rows)),), is_official=False)


def _wide(label: str, words: str, height_mm: float) -> FormRow:
    return FormRow((FormCell(label, is_label=True, width_mm=_LABEL_MM), FormCell(words)), min_mm=height_mm)


def _side(title: str, lines: tuple[tuple[str, str], ...]) -> FormPage:
    """Return the side label: a strip as wide as a box, to be cut out along its frame."""
    rows = [FormRow((FormCell(title, align="center", width_mm=_SPINE_MM), FormCell()), min_mm=70.0)]
    for label, words in lines:
        strip = FormCell(f"{label}\n{words}", align="center", width_mm=_SPINE_MM)
        rows.append(FormRow((strip, FormCell()), min_mm=18.0))
    return _page("box_side", "档案盒脊背（沿左侧框线裁下）", rows)


def _span(archive: ArchiveNumber | None, item_count: int) -> str:
    if archive is None or not item_count:
        return ""
    return archive.of(1) if item_count == 1 else f"{archive.of(1)} 至 {item_count:04d}"
