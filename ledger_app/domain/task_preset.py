"""The usual ways in which a task comes in otherwise than by a plan, and how soon each is to be done.

Source: docs/domain.md sections 1.1, 1.3 and 2.2 (columns of a rectification ledger).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.custom_field import FieldType
from ledger_app.domain.task import SourceKind

PresetKey = Literal["plain", "instruction", "meeting", "rectification", "superior"]
RECTIFICATION = "rectification"
RECTIFICATION_KINDS = ("立行立改", "限期整改", "长期坚持")


@dataclass(frozen=True, slots=True)
class Urgency:
    """How soon a task is to be done: its name, and the words that a deadline field reads."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class TaskPreset:
    """What a form begins with.

    Attributes:
        name: as offered.
        source_kind: where such tasks come from.
        ref_hint: what to write as number or occasion.
        urgencies: usual terms from the day of issue, the first is taken unless another is chosen; none = as written.
    """

    key: PresetKey
    name: str
    source_kind: SourceKind
    ref_hint: str
    urgencies: tuple[Urgency, ...] = ()


PRESETS: tuple[TaskPreset, ...] = (
    TaskPreset("plain", "一般任务", "other", "任务从哪里来，如电话通知、本局安排"),
    TaskPreset(
        "instruction",
        "领导批示",
        "instruction",
        "谁的批示、批示件编号，如 县长批示〔2024〕12号",
        (
            Urgency("一般（15日）", "交办后15日内"),
            Urgency("特急（1日）", "交办后1日内"),
            Urgency("紧急（5日）", "交办后5日内"),
            Urgency("疑难（30日）", "交办后30日内"),
        ),
    ),
    TaskPreset(
        "meeting",
        "会议议定事项",
        "meeting",
        "会议名称和纪要编号，如 局党组会纪要第8期",
        (Urgency("会议纪要（20日）", "会议后20日内"), Urgency("县级会议（5个工作日）", "会议后5个工作日内")),
    ),
    TaskPreset("rectification", "问题整改", "inspection", "哪次巡察、审计、检查反馈，如 县委第三巡察组反馈意见"),
    TaskPreset(
        "superior", "上级文件", "superior", "文号，如 市卫发〔2024〕15号", (Urgency("一般（30日）", "收到后30日内"),)
    ),
)


@dataclass(frozen=True, slots=True)
class PresetField:
    """A column that a preset fills.

    Attributes:
        purpose: what a custom field of the ledger carries to be known as this one, whatever its name.
        name: of the column when it is made; hint: what to write.
    """

    purpose: str
    name: str
    kind: FieldType
    hint: str
    options: Sequence[str] = ()


RECTIFICATION_FIELDS: tuple[PresetField, ...] = (
    PresetField("rectification.problem", "问题表现", "long", "反馈的问题原文"),
    PresetField("rectification.cause", "原因分析", "long", "为什么会发生"),
    PresetField("rectification.measure", "整改措施", "long", "怎样改，可分条写"),
    PresetField("rectification.kind", "整改类型", "choice", "按整改要求选择", RECTIFICATION_KINDS),
    PresetField("rectification.result", "预期成效", "long", "改到什么程度算完成"),
    PresetField("rectification.verifier", "验收人", "text", "由谁验收"),
)
"""The fields of a rectification task, in the order of a rectification ledger."""

RECTIFICATION_TERMS = {"立行立改": "立即", "长期坚持": "长期坚持"}
"""Kind of rectification -> the words of the deadline that goes with it; 限期整改 has a day of its own."""


def preset_of(key: str) -> TaskPreset:
    """Return a preset, the plain one for an unknown key."""
    return next((one for one in PRESETS if one.key == key), PRESETS[0])
