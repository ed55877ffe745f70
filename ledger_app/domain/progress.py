"""What was reported, when, by whom.  Source: docs/domain.md section 2.4."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ledger_app.domain.period import Period

EntryKind = Literal["report", "no_change", "carried"]


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """One dated report on a task.

    Attributes:
        period: the month reported on, "YYYY-MM".
        percent: 0-100, None where none was given.
        unit_id: who reported, None for the lead unit or unknown.
        kind: a report, 本月无变化, or last period's text carried over.
        received: the day it came in; late reports are told by it.
        created_at: UTC, ISO; the latest entry of a period counts.
    """

    id: int
    uid: str
    task_id: int
    period: str
    text: str
    percent: float | None = None
    problems: str = ""
    next_step: str = ""
    unit_id: int | None = None
    occurrence_id: int | None = None
    reporter: str = ""
    received: dt.date | None = None
    kind: EntryKind = "report"
    source_sha256: str | None = None
    created_at: str = ""


class TextHint(StrEnum):
    """What strikes one about a report's words; it may be filed all the same."""

    UNCHANGED = "unchanged"
    NO_NUMBER = "no_number"

    @property
    def text(self) -> str:
        """Return the Chinese words."""
        return {"unchanged": "与上期文字相同", "no_number": "文中没有数字"}[self.value]


def text_hints(text: str, before: str) -> list[TextHint]:
    """Return what strikes one about a report's words beside those of the report before ("" = there is none).

    Blanks, punctuation and the name of the month make no difference; a Chinese numeral counts where it measures
    something.  Source: docs/domain.md section 2.4.
    """
    words = _core(text)
    if not words:
        return []
    hints = [TextHint.UNCHANGED] if words == _core(before) else []
    if not _NUMBER.search(_LEAD_IN.sub("", text)):
        hints.append(TextHint.NO_NUMBER)
    return hints


def latest_of(entries: Iterable[ProgressEntry]) -> ProgressEntry | None:
    """Return the entry that counts among those of one task: of the latest month the one stored last."""
    return max(entries, key=lambda entry: (entry.period, entry.created_at, entry.id), default=None)


def unchanged_months(entries: Iterable[ProgressEntry], period: str) -> int:
    """Return how many months running, up to the one before `period`, say 无变化 and nothing else."""
    latest: dict[str, ProgressEntry] = {}
    for entry in sorted(entries, key=lambda one: (one.created_at, one.id)):
        latest[entry.period] = entry
    month, count = Period.parse(period).shifted(-1), 0
    while (found := latest.get(str(month))) is not None and found.kind == "no_change":
        month, count = month.shifted(-1), count + 1
    return count


_LEAD_IN = re.compile(r"截至?[^，。；,;]{0,14}[，,]|\d{1,2}月份?[：:，,]|【[^】]*】")
_NOT_WORDS = re.compile(r"[\W_]+")
_NUMBER = re.compile(
    r"[0-9０-９]|[一二两三四五六七八九十百千万]+(?:余|多)?(?:个|家|人|名|次|场|所|项|台|件|份|处|户|例|期|批|轮|间|张|套|亩|元|万|成|半|倍|%|％)"
)


def _core(text: str) -> str:
    return _NOT_WORDS.sub("", _LEAD_IN.sub("", text))
