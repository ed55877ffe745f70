"""The archive number (档号) that every 件 of an archive list bears.

Source: docs/domain.md section 6 (全宗号-门类·年度-保管期限-机构（问题）-件号; DA/T 22-2015, DA/T 13-2022).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

CATEGORY = "WS"
"""门类 of documents (文书)."""
RETENTIONS: Mapping[str, str] = {"Y": "永久", "D30": "30年", "D10": "10年"}
_FONDS = re.compile(r"[0-9A-Za-z]{4}")
_OFFICE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]{0,8}")


@dataclass(frozen=True, slots=True)
class ArchiveNumber:
    """What the archive numbers of one year, retention and office have in common.

    Attributes:
        fonds: 全宗号, four letters or digits, given by the archives.
        year: of the matters.
        retention: a key of `RETENTIONS`.
        office: 机构（问题） code, "" where the bureau does not sort by it.
    """

    fonds: str
    year: int
    retention: str = "D10"
    office: str = ""

    @property
    def fault(self) -> str:
        """Return the part that cannot stand in a number (全宗号, 保管期限, 机构代码), "" if all can."""
        if not _FONDS.fullmatch(self.fonds):
            return "全宗号"
        if self.retention not in RETENTIONS:
            return "保管期限"
        return "" if _OFFICE.fullmatch(self.office) else "机构代码"

    @property
    def head(self) -> str:
        """Return the number without its item ("A001-WS·2024-D10-BGS")."""
        parts = (self.fonds, f"{CATEGORY}·{self.year:04d}", self.retention, self.office)
        return "-".join(part for part in parts if part)

    def of(self, item: int) -> str:
        """Return the number of an item, counted from 1 ("A001-WS·2024-D10-0007")."""
        return f"{self.head}-{item:04d}"
