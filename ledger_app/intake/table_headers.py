"""Column heads of task tables: which row holds them and what each column means.

Real heads contain blanks, line breaks, years and typing errors and stand in row 1 to 6, often on two levels.
Source: docs/domain.md sections 2.2 and 2.3.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger_app.intake.document import Cell, Table
from ledger_app.intake.fields.labelled import kind_of_label
from ledger_app.intake.folding import squeeze
from ledger_app.intake.own_ledger.meanings import TableMeanings

TASK_ROLES = frozenset({"area", "task", "measures"})
OWNER_ROLES = frozenset({"lead", "responsible", "cooperate"})

_SYNONYMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("seq", re.compile(r"序号?|编号|项次|任务编号|项目编号|号|no\.?|#")),
    ("score", re.compile(r".*(?:分值|权重|评分|得分|计分|扣分|自评分|分数|考核标准|评价标准|档次|级别|负荷系数).*")),
    (
        "progress",
        re.compile(
            r".*(?:进展|完成情况|落实情况|办理情况|推进情况|整改情况|目前情况|工作动态|形象进度).*|(?:工作|完成|任务)?进度%?|完成率|完成比例|进度\(?%\)?|\d{1,2}(?:-\d{1,2})?月(?:份)?"
        ),
    ),
    ("status", re.compile(r".*(?:评价|状态|是否|亮灯|预警|销号|验收情况|等次).*")),
    ("problems", re.compile(r"(?:存在|困难|需协调|未完成|滞后).*(?:问题|困难|原因|情况)?")),
    ("next", re.compile(r"(?:下一?步|下阶段|下季度|下月).*|预计完成时间")),
    ("evidence", re.compile(r".*(?:佐证|支撑材料|印证材料|材料清单|附件).*")),
    ("source", re.compile(r".*(?:任务来源|来源|依据|批示内容).*")),
    ("note", re.compile(r"备注|说明|其他|其它")),
    (
        "area",
        re.compile(
            r"(?:任务|工作|重点|所属|项目|主要|特色)*(?:类别|板块|领域|专项|维度|方面|分类|大类|类型|模块|指标)|一级指标|二级指标|三级指标"
        ),
    ),
    (
        "target",
        re.compile(
            r"(?:年度|预期|整改|工作|绩效|量化|主要|具体|任务)*(?:目标|目标值|指标|目标指标|目标要求|指标要求)|完成标准|计划值|成果形式|预期成果|工作成效|考核要点|验收标准|完成目标"
        ),
    ),
    (
        "measures",
        re.compile(
            r"(?:具体|工作|主要|整改|推进|落实|改革|细化|重点|任务|实施|建设|细化工作)*(?:举措|措施|做法|要求|内容)|(?:任务|工作)?细化(?:分工|任务|措施)|具体(?:任务|工作|事项|内容)|任务分解.*|工作要点|实施路径|工作安排|任务描述|问题描述|主要任务内容"
        ),
    ),
    (
        "task",
        re.compile(
            r"(?:重点|工作|主要|目标|具体|年度|督办|交办|会议|议定|决定|实事|督查|落实|民生|攻坚|承办|办理|惠民|改革|建设|任务|推进|整改|反馈)*(?:实事|任务|工作|事项|工作项|工作任务|项目|清单|问题|举措名称|行动|工程)(?:名称|清单|要点|内容|目标|表现|事项)?|名称|工作名称"
        ),
    ),
)
_LEADER = re.compile(r".*领导.*")
_BEGIN = re.compile(r".*(?:开工|启动|开始|动工|交办|下达|立项)(?:时间|日期)")
_BY = re.compile(
    r".*(?:时限|期限|时间要求|时间节点|完成日期|(?:办结|完成|竣工|完工|投用|建成|交付|整改|落实|销号|反馈|报送|办理|验收)(?:时间|日期))"
)
_CLEAN = re.compile(
    r"^(?:20\d{2,3}年)|(?:\((?:万?元|必填|个|人|可多选|%|年|月|至.{1,4}级|[^()]{0,10}部门|[^()]{0,8}级)\))$|:$"
)
HOW_IT_GOES = frozenset({"own-progress", "own-percent", "own-state"})
_MAX_LEVELS = 3
_MAX_HEAD_ROW = 15
_MAX_HEAD_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table.

    Attributes:
        first, last: its first and last row (from 0).
        names: the head of each column as printed, levels joined by "/".
        roles: what each column means; "" if unknown.
        words: for each column its levels, squeezed.
        meanings: what the columns are for in a ledger, with the roles that follow from it.
    """

    first: int
    last: int
    names: tuple[str, ...]
    roles: tuple[str, ...]
    words: tuple[frozenset[str], ...] = ()
    meanings: TableMeanings | None = None

    @property
    def is_own_ledger(self) -> bool:
        """Tell whether the columns are those of a ledger without units and dates: tasks and how they go."""
        roles = set(self.roles)
        return bool(roles & TASK_ROLES - {"area"}) and "score" not in roles and bool(roles & HOW_IT_GOES)

    @property
    def is_task_table(self) -> bool:
        """Tell whether the columns are those of a task table and not of scores or names."""
        roles = set(self.roles)
        has_owner_and_day = bool(roles & OWNER_ROLES) and "due" in roles
        if not roles & TASK_ROLES - {"area"} or ("score" in roles and not has_owner_and_day):
            return False
        return bool(roles & OWNER_ROLES) or "due" in roles or ("measures" in roles and "task" in roles)


def column_role(head: str) -> str:
    """Return what a column head means: seq, area, task, measures, target, lead, due, note …; "" if unknown."""
    words = squeeze(head).lower()
    for _ in range(3):
        words = _CLEAN.sub("", words)
    if not words or len(words) > _MAX_HEAD_LENGTH:
        return ""
    if _LEADER.fullmatch(words):
        return "person"
    label = kind_of_label(words)
    if label is not None:
        return label
    role = next((role for role, pattern in _SYNONYMS if pattern.fullmatch(words)), "")
    if not role and _BEGIN.fullmatch(words):
        return "start"
    # 完成标准及时限, 要求办结时间, 计划竣工时间: what stands last is what the column is about.
    return "due" if not role and _BY.fullmatch(words) else role


def find_head(table: Table) -> Head | None:
    """Return the head of a table, None if no row looks like one."""
    best: Head | None = None
    best_score = 1
    for row in range(min(_MAX_HEAD_ROW, len(table.rows))):
        if not _could_be_head(table.rows[row]):
            continue
        head = _with_task(_without_empty_scores(_with_second_level(table, row), table))
        score = sum(1 for role in set(head.roles) if role) + (1 if head.is_task_table else 0)
        if score > best_score:
            best, best_score = head, score
    return best


def repeats_head(words: Sequence[str], head: Head) -> bool:
    """Tell whether a row, its cells squeezed, is the table's head again, as printed on each page."""
    alike = sum(1 for text, parts in zip(words, head.words, strict=False) if text and text in parts)
    return alike >= 2 and alike >= sum(1 for text in words if text) - 1


def _without_empty_scores(head: Head, table: Table) -> Head:
    """Forget score columns that nobody filled in; they do not make a task table a scoring table."""
    if "score" not in head.roles:
        return head
    rows = table.rows[head.last + 1 :]
    roles = [
        "" if role == "score" and not any(row[column].text.strip() for row in rows) else role
        for column, role in enumerate(head.roles)
    ]
    return replace(head, roles=tuple(roles))


def _with_task(head: Head) -> Head:
    """Let the problem or the goal stand for the task where a table has no column of that name."""
    if set(head.roles) & (TASK_ROLES - {"area"}) - {"measures"}:
        return head
    for stand_in in ("problems", "target"):
        if stand_in in head.roles and (stand_in == "problems" or "measures" not in head.roles):
            at = head.roles.index(stand_in)
            return replace(head, roles=(*head.roles[:at], "task", *head.roles[at + 1 :]))
    return head


def _could_be_head(cells: Sequence[Cell]) -> bool:
    texts = {squeeze(cell.text) for cell in cells if cell.text.strip()}
    return len(texts) >= 2 and all(len(text) <= _MAX_HEAD_LENGTH + 12 for text in texts)


def _with_second_level(table: Table, row: int) -> Head:
    """Read a head row, and the rows below it where those divide its columns: 进展情况 ▸ 一季度 ▸ 1月."""
    names = [_head_text(cell) for cell in table.rows[row]]
    roles = [column_role(text) for text in names]
    upper = names
    last = row
    for below in range(row + 1, min(row + _MAX_LEVELS, len(table.rows))):
        lower = [_head_text(cell) for cell in table.rows[below]]
        if not _divides(upper, lower, table.rows[below]):
            break
        parts = [
            "" if not part or squeeze(part) == squeeze(top) else part for top, part in zip(upper, lower, strict=True)
        ]
        roles = [_paired_role(top, part) if part else role for top, part, role in zip(upper, parts, roles, strict=True)]
        names = [
            name if not part else f"{name}/{part}" if name else part for name, part in zip(names, parts, strict=True)
        ]
        upper = [part or top for top, part in zip(upper, parts, strict=True)]
        last = below
    return Head(row, last, tuple(names), tuple(roles), _words(names))


def _words(names: Sequence[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(squeeze(part) for part in name.split("/")) for name in names)


def _paired_role(top: str, below: str) -> str:
    if not below or squeeze(below) == squeeze(top):
        return column_role(top)
    return column_role(below) or column_role(top + below) or column_role(top)


def _divides(upper: Sequence[str], lower: Sequence[str], cells: Sequence[Cell]) -> bool:
    """Tell whether the second row names parts of columns that the first row spans."""
    spanned = {text for text, count in Counter(squeeze(text) for text in upper if text).items() if count > 1}
    parts: list[tuple[str, str, bool]] = []
    for top, below, cell in zip(upper, lower, cells, strict=True):
        is_same = not below or squeeze(below) == squeeze(top)
        if not is_same and squeeze(top) not in spanned and top and not cell.is_merged_copy:
            return False
        if not is_same:
            parts.append((squeeze(top), below, cell.is_merged_copy))
    if not parts or any(len(squeeze(part)) > _MAX_HEAD_LENGTH for _, part, _ in parts):
        return False
    # 进展 and 完成率 may stand under each month anew; a part that spans columns is divided itself.
    own = [(top, part) for top, part, is_copy in parts if not is_copy]
    return len(set(own)) == len(own) and (bool(spanned) or all(column_role(part) for _, part, _ in parts))


def _head_text(cell: Cell) -> str:
    return re.sub(r"\s+", "", cell.text)
