"""The fields of a task that can be changed in a cell of the grid: what a cell holds as text.

What is written here is what an editor begins with, what a paste is compared with and what a refusal names.  How text
is read back is `cell_values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.custom_field import FIELD_TYPE_NAMES, NO, YES, options_of, type_of
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import custom_field_id
from ledger_app.domain.lights import Judgement
from ledger_app.domain.task import SOURCE_KIND_NAMES, STANDING_NAMES, TASK_KIND_NAMES, CustomField

CellKind = Literal["text", "long", "units", "leader", "due", "day", "percent", "choice", "number"]
DONE, NOT_DONE = "已完成", "未完成"
STANDING_WORDS: tuple[str, ...] = (*STANDING_NAMES.values(), DONE, NOT_DONE)
"""What 推进情况 takes; 未完成 takes the mark of completion away."""
ENTRY_FIELDS = frozenset({"percent", "progress", "problems", "next_step"})
"""Fields of the period's report: changing them files one, or corrects the one that is there."""


@dataclass(frozen=True, slots=True)
class CellField:
    """A field that a cell can change.

    Attributes:
        label: Chinese name; kind: which editor it wants; choices: words that it takes, none for free text.
    """

    label: str
    kind: CellKind = "text"
    choices: tuple[str, ...] = ()


CELL_FIELDS: dict[str, CellField] = {
    "title": CellField("任务"),
    "content": CellField("任务内容", "long"),
    "section": CellField("板块"),
    "lead": CellField("牵头单位", "units"),
    "others": CellField("配合单位", "units"),
    "leader": CellField("牵头领导", "leader"),
    "due": CellField("时限", "due"),
    "start": CellField("启动日期", "day"),
    "percent": CellField("完成进度", "percent"),
    "progress": CellField("本期进展", "long"),
    "problems": CellField("存在问题", "long"),
    "next_step": CellField("下一步", "long"),
    "kind": CellField("类型", "choice", tuple(TASK_KIND_NAMES.values())),
    "standing": CellField("推进情况", "choice", STANDING_WORDS),
    "source_kind": CellField("来源", "choice", tuple(SOURCE_KIND_NAMES.values())),
    "source_ref": CellField("来源文号"),
    "note": CellField("备注", "long"),
}
_EDITED_AS = {"light": "standing"}
_CUSTOM: dict[str, CellKind] = {"long": "long", "number": "number", "date": "day", "choice": "choice", "bool": "choice"}


def edited_field(name: str) -> str:
    """Return the field that a column of a field changes; a column that only shows changes itself, and is refused."""
    return _EDITED_AS.get(name, name)


def cell_field(name: str, custom: Mapping[int, CustomField]) -> CellField | None:
    """Return a field by the name that queries call it by, None where a cell cannot change it.

    Args:
        name: such as "title" or "custom:7".
        custom: the ledger's own columns by id; retired ones can no longer be changed.
    """
    own = custom.get(custom_field_id(name) or 0)
    if own is None:
        return CELL_FIELDS.get(name)
    kind = type_of(own)
    words = {"choice": options_of(own), "bool": (YES, NO)}.get(kind, ())
    return None if own.is_retired else CellField(own.name, _CUSTOM.get(kind, "text"), words)


def hint_of(name: str, custom: Mapping[int, CustomField]) -> str:
    """Return what an empty editor of a field tells, "" for plain text."""
    field = cell_field(name, custom)
    if field is None:
        return ""
    if name == "due":
        return "日期，或 6月底、年底前、明年一季度、+10工作日"
    own = custom.get(custom_field_id(name) or 0)
    words = FIELD_TYPE_NAMES[type_of(own)] if own is not None and type_of(own) == "number" else ""
    hints = {"units": "名称、简称或拼音首字母，用顿号隔开", "percent": "0 到 100", "day": "如 2024-06-30"}
    return words or hints.get(field.kind, "")


def cell_text(name: str, facts: TaskFacts, judged: Judgement, values: Mapping[int, str]) -> str:
    """Return what a field's cell holds as text to be edited, "" for nothing.

    Args:
        name: of the field.
        facts: of the task at the cut-off date; judged: by the same date.
        judged: what the rules make of them.
        values: of the ledger's own columns by their ids.
    """
    own = custom_field_id(name)
    if own is not None:
        return values.get(own, "")
    shown = {
        "lead": lambda: "、".join(facts.lead_names),
        "others": lambda: "、".join(facts.cooperate_names),
        "leader": lambda: "、".join(facts.leader_names),
        "due": lambda: judged.due.isoformat() if judged.due else "",
        "start": lambda: facts.start.isoformat() if facts.start else "",
        "percent": lambda: f"{facts.percent:g}%" if facts.percent is not None else "",
        "progress": lambda: facts.period_text,
        "kind": lambda: TASK_KIND_NAMES[facts.kind],
        "standing": lambda: _standing(facts),
        "source_kind": lambda: SOURCE_KIND_NAMES[facts.source_kind],
    }
    make = shown.get(name)
    return make() if make is not None else str(getattr(facts, name, ""))


def also_shown(name: str, facts: TaskFacts) -> str:
    """Return what the grid shows in a cell instead of its text; pasting that back changes nothing.  "" = the text."""
    if name == "progress" and not facts.period_text:
        return f"（{facts.period}）{facts.text}" if facts.text else "本期未报"
    if name == "title" and not facts.title:
        return facts.content
    if name == "standing":
        return STANDING_NAMES[facts.standing]
    return {"due": "—", "percent": "—", "lead": "未定"}.get(name, "")


def _standing(facts: TaskFacts) -> str:
    is_done = facts.completed_on is not None and facts.standing == "active"
    return DONE if is_done else STANDING_NAMES[facts.standing]
