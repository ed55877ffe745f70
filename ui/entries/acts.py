"""The acts of the window as entries: their table is `ui.actions.REGISTRY`."""

from __future__ import annotations

from ui.actions import REGISTRY, Need
from ui.entries.entry import ActionEntry

WHY_NOT: dict[Need, str] = {
    Need.LEDGER: "先打开一本台账",
    Need.WRITABLE: "先打开一本可以修改的台账",
    Need.TASK: "先在台账里选中任务",
    Need.UNDOABLE: "没有可以撤销的操作",
    Need.REDOABLE: "没有可以重做的操作",
    Need.PRINTABLE: "当前页没有可打印的报表",
    Need.FINDABLE: "当前页没有可查找的内容",
    Need.FILTERABLE: "先打开台账页",
    Need.EXPORTABLE: "当前页没有可导出的列表",
}
"""Why an act cannot be done while its need is not met."""

ENTRIES = tuple(
    ActionEntry(
        act.name.lower(),
        spec.text,
        spec.tip,
        spec.shortcut,
        way="act",
        when=WHY_NOT.get(spec.need, ""),
        section=spec.menu,
        topic=spec.topic,
    )
    for act, spec in REGISTRY.items()
)
