"""What can be done around the pages and in the dialogs that belong to no page."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import key, row, section

_WINDOW = section(
    "窗口",
    "workbench",
    Entry("menu_button", "菜单", "全部操作", "F10", "brand", is_icon=True),
    key("context_menu", "打开光标所在处的菜单", "Shift+F10", "Shift+F10 / 菜单键"),
    key("leave", "离开：收起、返回、取消", "Esc"),
    Entry("status_cutoff", "截止日", "灯色和天数按哪一天判断，点击更改", when="打开了台账"),
    Entry("status_stop", "停止", "停止正在做的工作", when="有工作正在进行"),
    Entry("banner_undo", "撤销", "撤销刚才这一步"),
)
_WELCOME = section(
    "开始",
    "workbench",
    Entry("welcome_new_ledger", "新建台账", kind="primary"),
    Entry("welcome_open_ledger", "打开台账"),
    Entry("welcome_open_practice", "打开练习台账"),
    Entry("welcome_restore", "从备份恢复…", kind="link"),
    Entry("new_ledger_choose", "选择文件夹…", "新台账放在哪个空文件夹里", when="在“新建台账”里"),
    Entry("new_ledger_choose_roster", "选择名册…", "建好台账接着导入，导入前可以看一遍", when="在“新建台账”里"),
    row("recent", "打开最近的台账"),
    row("recent_remove", "从列表里去掉", "只从这个列表里去掉，不动台账", "flat", is_icon=True),
)
_SEARCH = section(
    "全局查找",
    "search",
    key("search_move", "在结果中移动，打开选中的一条", "", "↑ / ↓ / Enter"),
    key("search_ends", "第一条、最后一条", "", "PageUp / PageDown"),
)
_NEW_TASK = section(
    "新任务",
    "ledger",
    Entry("new_task_from_text", "从文字新建…", "粘贴纪要或批示，一次读出几项任务", kind="link"),
    Entry("new_task_next", "保存并再建一个", "来源和责任单位保留", "Ctrl+Shift+Return"),
    Entry("new_task_add_source", "再加一处来源", "同一件事还有别的批示、会议或文件要求", kind="link"),
    row("new_task_remove_source", "去掉这一处来源", "", "flat", is_icon=True),
    Entry("from_text_review", "作为计划文件逐条核对…", "存成来源文件，对照原文核对后导入", kind="link"),
)
_PARTS = section(
    "子任务",
    "detail",
    Entry("part_add", "再加一项", kind="link"),
    Entry("parts_join", "取消拆分", "删去还没有填报的子任务，原任务恢复推进", when="任务拆分过"),
    Entry("parts_free", "改为独立任务", "不再是上级任务的子任务，编号不变", when="任务是子任务"),
    Entry("parts_move", "移到另一项之下…", kind="link"),
)
_LEDGERS = section(
    "台账文件",
    "settings",
    Entry("roll_over_choose", "选文件夹…", "选一个空文件夹放新台账"),
    row("cutoff_choice", "今天或报表截止日", "按这一天判断", "flat"),
)
_JOURNAL = section(
    "操作记录",
    "ledger",
    Entry("journal_more", "更早的记录", when="还有更早的"),
    Entry("journal_act", "撤销这一步", when="选中可以撤销的一步"),
)

ENTRIES = (*_WINDOW, *_WELCOME, *_SEARCH, *_NEW_TASK, *_PARTS, *_LEDGERS, *_JOURNAL)
