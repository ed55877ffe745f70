"""What can be done on the page 佐证材料, and with standards of assessment."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import item, row, section

_PAGE = section(
    "佐证材料",
    "evidence",
    Entry("evidence_start", "添加佐证", "把文件存入台账", kind="primary"),
    Entry("evidence_add_files", "添加佐证", "把文件存入台账；选中任务时一并挂到任务上"),
    Entry("evidence_check", "核对文件", "逐份读一遍，看内容是否与入库时一样"),
    Entry("evidence_pack", "打包…", "把任务、单位、计划或考核指标的佐证材料打成带目录、可核验的材料包"),
    Entry("evidence_restore", "恢复到任务…", "选任务，把这份材料取出来", when="选中回收站里的材料"),
    Entry("evidence_open", "打开副本", "用系统里的程序打开一份只读副本", "Return", when="选中材料"),
    Entry("evidence_discard", "放入回收站", "可以撤销", "Del", "flat", when="选中材料", is_icon=True),
    Entry("evidence_link_more", "关联到任务…", "再挂到别的任务上，文件只存一份"),
    row("evidence_unlink", "移除", "从这项任务移除；不再支持任何任务的材料进回收站"),
    row("evidence_task", "打开任务"),
    Entry("evidence_new_version", "换成新版本…", "选一个新文件作为当前内容，旧的仍可查看"),
    row("evidence_version", "打开旧版本", "打开一份只读副本，原件不会被改动", "flat"),
    item("evidence_menu_open", "打开副本", "", "Return", "选中材料"),
    item("evidence_menu_restore", "恢复到任务…", when="选中回收站里的材料"),
    item("evidence_menu_link", "关联到任务…", when="选中材料"),
    item("evidence_menu_indicator", "挂到指标…", when="选中材料"),
    item("evidence_menu_off", "从这个指标移除", when="按指标查看"),
    item("evidence_menu_version", "换成新版本…", when="选中材料"),
    item("evidence_menu_discard", "放入回收站", "", "Del", "选中材料"),
    page="evidence",
)
_INDICATORS = section(
    "考核指标",
    "indicators",
    Entry("evidence_by_task", "按任务", "按任务查看材料", kind="flat"),
    Entry("evidence_by_indicator", "按指标", "按检查考核的指标查看材料", kind="flat"),
    Entry("indicator_more", "考核标准", "新建、导入考核标准，增删改指标", kind="flat", is_icon=True),
    item("indicator_menu", "考核标准和指标"),
    page="evidence",
)

ENTRIES = (*_PAGE, *_INDICATORS)
