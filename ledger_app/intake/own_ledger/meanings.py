"""What each column of a ledger is for: by its head, its values, an earlier answer, or this person's word.

Source: docs/domain.md sections 2.2 and 2.3; the heads of the task itself are told in `table_headers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from ledger_app.intake.document import Cell, Table
from ledger_app.intake.folding import squeeze
from ledger_app.intake.own_ledger.model import NO_CHOICES, DecidedBy, Meaning, OwnChoices
from ledger_app.intake.own_ledger.percents import Percents
from ledger_app.intake.own_ledger.periods import bare_period, head_period
from ledger_app.intake.own_ledger.states import meaning_of, split_state

STRUCTURE: frozenset[str] = frozenset(
    {"seq", "area", "task", "measures", "target", "lead", "responsible", "cooperate", "due"}
)
"""Meanings that make the task itself; the rows of a table are read by them."""

_DAY = r"(?:时间|日期|时限|期限)"
_BY_HEAD: tuple[tuple[Meaning, str], ...] = (
    ("extension_reason", r"(?:申请)?(?:延期|顺延|调整|展期)(?:的)?(?:原因|理由|事由)"),
    ("closed_on", rf".*(?:销号|核销|摘号|验收){_DAY}"),
    ("closed_by", r"(?:销号|核销|验收|验收销号)(?:责任)?(?:人|人员|单位|部门)"),
    ("completed_on", rf"(?:实际|已)(?:完成|办结|完工|整改|整改完成|竣工)*{_DAY}"),
    (
        "due_extended",
        rf"(?:申请|批准)?(?:延期|延长|顺延|调整|变更|展期)(?:后|至|到|后的)*(?:完成|办结|整改|新)*{_DAY}?",
    ),
    ("due", rf"(?:原|原定|原计划|原来|初定)(?:的)?(?:完成|办结|整改)*{_DAY}"),
    ("period", r"(?:填报|报送|进展|统计|所属|报告|工作)?(?:月份|月度|期间|时段|报告期)|填报月"),
    ("received", r"(?:填报|报送|上报|更新|反馈)(?:时间|日期)"),
    ("reporter", r"(?:填报|填表|报送|上报|反馈)(?:人|人员)"),
    ("person", r".*(?:人|员)(?:及|和|与|、|/|\()?(?:其)?(?:联系)?(?:电话|方式|手机|号码)+\)?"),
    ("source", r"(?:批示|交办|签批)领导|批示内容|交办事由"),
    ("source_ref", r"(?:来文|发文|文件|批示|依据)?(?:文号|字号|文件号|发文字号|文件编号)"),
    ("custom", r".*(?:经费|资金|款项|物资|数据)来源.*|.*(?:问题|产生|存在|形成)?原因(?:分析)?"),
    (
        "percent",
        r"(?:当前|目前|累计|总体|任务|工作|完成|形象|整改)*(?:进度|完成率|完成比例|比例|百分比|完成度)(?:\(?%\)?)?|(?:完成|进展)\(?%\)?|累计完成",
    ),
    ("next", r".*(?:进度|工作)(?:安排|计划|打算)"),
    ("start", r"(?:计划|拟)?(?:开工|启动|开始|实施|交办|立项|批示)(?:时间|日期)"),
)
_PATTERNS = tuple((meaning, re.compile(pattern)) for meaning, pattern in _BY_HEAD)
_BY_ROLE: dict[str, Meaning] = {
    "progress": "progress",
    "status": "state",
    "problems": "problems",
    "next": "next",
    "evidence": "evidence",
    "source": "source",
    "note": "note",
    "start": "start",
    "person": "person",
    "phone": "phone",
}
_OTHER_DAYS = frozenset({"closed_on", "completed_on", "due_extended", "received", "start", "extension_reason"})
_LEADER = re.compile(r".*领导.*")
_LAG_REASON = re.compile(r"(?:未完成|滞后|未办结|未达标).*")
_PLAIN_DUE = re.compile(r"(?:任务|工作)?(?:完成|办结|整改)(?:时间|日期)")
_EXPECTED = re.compile(r"预计.*")
_IS_IT = re.compile(r"是否.*")
_STATE_QUESTION = re.compile(r".*(?:完成|办结|销号|核销|到位|整改|落实|逾期|超期|达标|验收|启动|按期|滞后).*")
_YEAR = re.compile(r"^20\d{2,3}年度?")
_TIMES = re.compile(r"20\d\d年?度?|第?[一二三四]季度|[上下]半年|\d{1,2}月?份?(?:[-~至到]+)?(?=\d|月)|\d{1,2}月份?")
_SAMPLE = 300
_SHORT = 12


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What one column is for; proposed is what the rules alone say, reason Chinese."""

    key: str
    meaning: Meaning
    proposed: Meaning
    reason: str
    by: DecidedBy = "rule"
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class TableMeanings:
    """What the columns of one table are for; key as in `TablePlan`."""

    key: str
    columns: tuple[ColumnMeaning, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles that the rows of the table are read by."""
        return tuple(one.meaning if one.meaning in STRUCTURE else f"own-{one.meaning}" for one in self.columns)


@dataclass(frozen=True, slots=True)
class Lens:
    """How the tables of one document are looked at: with which choices, and from which issuer they come."""

    choices: OwnChoices = NO_CHOICES
    issuer: str = ""

    def read(self, table: Table, names: Sequence[str], roles: Sequence[str], first_row: int) -> TableMeanings:
        """Return what the columns of a table are for.

        Args:
            table: the table.
            names: its heads as printed, levels joined by "/".
            roles: what `table_headers` takes them for.
            first_row: the first row below the head.
        """
        key = table_key(names)
        keys = column_keys(names)
        proposed = _proposed(table, names, roles, first_row)
        learned = self._learned(key)
        columns = []
        for name, (meaning, reason, is_sure) in zip(keys, proposed, strict=True):
            if (key, name) in self.choices.columns:
                told = ColumnMeaning(name, self.choices.columns[key, name], meaning, "由您指定", "person")
            elif name in learned:
                told = ColumnMeaning(name, learned[name], meaning, "按以前导入时的选择", "learned")
            else:
                told = ColumnMeaning(name, meaning, meaning, reason, is_sure=is_sure)
            columns.append(told)
        return TableMeanings(key, tuple(columns))

    def _learned(self, key: str) -> Mapping[str, Meaning]:
        from_issuer = self.choices.learned.get(self.issuer, {}) if self.issuer else {}
        return {**from_issuer, **self.choices.learned.get(key, {})}


DEFAULT_LENS = Lens()


def table_key(names: Sequence[str]) -> str:
    """Return a name for tables with these heads that years and months in them do not change."""
    words = sorted({_TIMES.sub("", squeeze(name)) for name in names} - {""})
    return "表头:" + sha256("\n".join(words).encode()).hexdigest()[:16]


def column_keys(names: Sequence[str]) -> list[str]:
    """Return a key for each column: its head without blanks and leading year, numbered where heads repeat."""
    seen: dict[str, int] = {}
    keys = []
    for index, name in enumerate(names):
        words = _YEAR.sub("", squeeze(name)) or squeeze(name) or f"第{index + 1}列"
        seen[words] = seen.get(words, 0) + 1
        keys.append(words if seen[words] == 1 else f"{words}#{seen[words]}")
    return keys


def _proposed(
    table: Table, names: Sequence[str], roles: Sequence[str], first_row: int
) -> list[tuple[Meaning, str, bool]]:
    has_firm_due = any(
        role == "due" and not _doubtful_due(name) and _other_day(name) is None
        for name, role in zip(names, roles, strict=True)
    )
    found: list[tuple[Meaning, str, bool]] = []
    for column, (name, role) in enumerate(zip(names, roles, strict=True)):
        other = _other_day(name) if role == "due" else None
        if other is not None and (has_firm_due or other != "due_extended"):
            found.append((other, f"表头“{name}”", True))
        elif role == "due" and has_firm_due and _doubtful_due(name):
            meaning: Meaning = "custom" if _EXPECTED.fullmatch(_last(name)) else "completed_on"
            wanted = "自定义列" if meaning == "custom" else "实际完成时间"
            found.append((meaning, f"另有完成时限一列，“{name}”按{wanted}", True))
        elif role in STRUCTURE:
            is_months = role == "due" and _is_month_column(table, column, first_row)
            found.append(("period" if is_months else cast("Meaning", role), f"表头“{name}”", True))
        else:
            found.append(_by_head(table, column, name, role, first_row))
    return found


def _other_day(name: str) -> Meaning | None:
    """Return what a head that speaks of a day is for, where it is no deadline: 实际完成时间, 延期后时限."""
    words = _last(name)
    found = next((meaning for meaning, pattern in _PATTERNS if pattern.fullmatch(words)), None)
    return found if found in _OTHER_DAYS else None


def _doubtful_due(name: str) -> bool:
    words = _last(name)
    return _PLAIN_DUE.fullmatch(words) is not None or _EXPECTED.fullmatch(words) is not None


def _last(name: str) -> str:
    """Return the innermost level of a head, squeezed, without its year and without a tail in brackets."""
    words = _YEAR.sub("", squeeze(name.rpartition("/")[2])).rstrip(":")
    return re.sub(r"\([^()]*\)$", "", words) or words


def _is_month_column(table: Table, column: int, first_row: int) -> bool:
    """Tell whether a column headed 时间 says nothing but months, one a row."""
    if squeeze(table.rows[first_row - 1][column].text) not in ("时间", "日期"):
        return False
    months = [bare_period(squeeze(cell.text)) for cell in _values(table, column, first_row)]
    return len(months) > 2 and all(month is not None and month.day is None for month in months)


def _by_head(table: Table, column: int, name: str, role: str, first_row: int) -> tuple[Meaning, str, bool]:
    words = _last(name)
    values = _values(table, column, first_row)
    if not words or not squeeze(name):
        return "custom", "这一列没有表头", False
    reason = f"表头“{name}”"
    has_month = head_period(squeeze(name)) is not None
    if role in ("problems", "") and _LAG_REASON.fullmatch(words):
        return "problems", reason, True
    for meaning, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return _checked(meaning, values, reason, has_month=has_month)
    if role == "person":
        return ("leader" if _LEADER.fullmatch(words) else "person"), reason, True
    if role == "status" and _IS_IT.fullmatch(words) and not _STATE_QUESTION.fullmatch(words):
        return "custom", f"“{name}”不是任务状态，按自定义列保留", True
    if role in _BY_ROLE:
        return _checked(_BY_ROLE[role], values, reason, has_month=has_month)
    if has_month and values and len(words) <= _SHORT:
        return _checked("progress", values, f"表头“{name}”是月份", has_month=True)
    return "custom", f"表头“{name}”没有对应的栏目，按自定义列保留", False


def _checked(meaning: Meaning, values: Sequence[Cell], reason: str, *, has_month: bool) -> tuple[Meaning, str, bool]:
    """Look at the values where a head alone does not tell words, percentages and states apart."""
    if meaning not in ("progress", "percent") or not values:
        return meaning, reason, True
    reads = Percents.of(values)
    shares = sum(reads.read(cell) is not None for cell in values)
    if meaning == "percent":
        known = sum(meaning_of(split_state(cell.text, None)[0], "")[0] != "unknown" for cell in values)
        if shares * 2 >= len(values):
            return "percent", reason, True
        if known * 2 >= len(values):
            return "state", f"{reason}，值是状态用语", True
        if not shares:
            return "custom", f"{reason}，值不是百分比", False
        is_long = sum(len(cell.text) > _SHORT for cell in values) * 2 >= len(values)
        return ("progress", f"{reason}，值是文字", True) if is_long else ("percent", reason, True)
    words = [cell.text.strip() for cell in values]
    if all(len(text) <= _SHORT for text in words):
        known = sum(meaning_of(split_state(text, None)[0], "")[0] != "unknown" for text in words)
        if known * 10 >= len(words) * 8 and not has_month:
            return "state", f"{reason}，值是状态用语", True
        if shares * 10 >= len(words) * 8:
            return "percent", f"{reason}，值是百分比", True
    return meaning, reason, True


def _values(table: Table, column: int, first_row: int) -> list[Cell]:
    cells = [row[column] for row in table.rows[first_row : first_row + _SAMPLE]]
    return [cell for cell in cells if cell.text.strip(" \n-—/无") and not cell.is_merged_copy]
