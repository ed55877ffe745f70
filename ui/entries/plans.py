"""What can be done on the page 计划文件: the list, the review of a file read, a new issue of a plan."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import item, row, section

_LIST = section(
    "计划文件",
    "plans",
    Entry("plans_start", "导入计划文件", "读取计划文件，核对后生成任务", kind="primary"),
    Entry("plans_start_paste", "从剪贴板导入", "把在别的程序里复制的文字、表格或文件作为计划读取"),
    Entry("plans_paste", "从剪贴板导入", "把在别的程序里复制的文字、表格或文件作为计划读取"),
    Entry("plans_queue", "待核对的文件", "读好、等待核对的文件", is_icon=True),
    item("queue_file", "换一份待核对的文件"),
    Entry("queue_dismiss", "知道了", "收起，已读好的文件不受影响", kind="flat"),
    row("queue_stop", "停止", "不再读取这个文件"),
    Entry("plans_source", "打开源文件", "打开源文件的一份只读副本，原件不会被改动"),
    Entry("reader_task", "查看任务", "打开由这一条生成的任务", "Return", when="这一条生成过任务"),
    page="plans",
)
_REVIEW = section(
    "导入核对",
    "import",
    Entry("plans_back", "返回列表", "回到计划列表，核对可以以后继续", "Esc"),
    Entry("plans_leave", "不导入这份", "放弃这份文件的核对，不写入任何内容"),
    Entry(
        "plans_confirm", "确认导入", "把勾选的各项写入台账，可以整体撤销", "Ctrl+Return", "primary", when="有勾选的项"
    ),
    Entry("review_level", "任务层级", "文件有几级标题，选哪一级的条目作为任务", kind="flat"),
    item("level", "选一级标题作为任务"),
    Entry("review_undo", "撤销上一步决定", "", "Ctrl+Z", "flat", when="做过决定", is_icon=True),
    Entry("review_redo", "重做决定", "", "Ctrl+Y", "flat", when="撤销过决定", is_icon=True),
    Entry("review_batch", "批量 ▾", "合并、拆分、升降级，指定单位和时限，按章节和类别取舍", kind="flat"),
    item("batch_undo", "撤销", "", "Ctrl+Z"),
    item("batch_redo", "重做", "", "Ctrl+Y"),
    item("batch_edit", "修改这一项…", "", "F2", "选中一项"),
    item("batch_take", "导入选中的各项", "", "Space", "选中几项"),
    item("batch_leave", "不导入选中的各项", "", "Space", "选中几项"),
    item("batch_unit", "给选中的各项指定单位…", "", "Ctrl+U", "选中几项"),
    item("batch_due", "给选中的各项指定时限…", "", "Ctrl+D", "选中几项"),
    item("batch_kind", "改选中各项的类别", when="选中几项"),
    item("batch_merge", "合并成一项", "", "Ctrl+J", "选中相邻的几项"),
    item("batch_split", "拆成几项", "", "Ctrl+T", "选中一项"),
    item("batch_promote", "升为标题", "", "Alt+Left", "选中几项"),
    item("batch_demote", "降为上一项的措施", "", "Alt+Right", "选中几项"),
    item("batch_apart", "恢复成文件里的样子", "", "Ctrl+Backspace", "选中合并或拆分出来的一项"),
    item("chapter", "本章的条目都是一类", when="选中一项"),
    item("batch_take_kind", "导入全部某一类"),
    item("batch_leave_kind", "不导入某一类"),
    item("batch_title", "修改计划标题…"),
    Entry("item_reset", "恢复原样", "这一项改回文件里读出的样子", kind="link"),
    Entry("item_close", "收起", "", "Esc", "link"),
    row("target_off", "去掉", "去掉这个目标"),
    item("paper_copy", "复制", "复制原文里选中的文字", "Ctrl+C", "在原文里选中文字"),
    page="plans",
)
_QUESTIONS = section(
    "导入核对·待确认",
    "import",
    Entry("question_back", "上一条", "", "Alt+Up", "flat", is_icon=True, when="前面还有"),
    Entry("question_forth", "下一条", "", "Alt+Down", "flat", is_icon=True, when="后面还有"),
    Entry("question_year_set", "就用这一年", when="写了年份"),
    Entry("question_all_new", "都新建为单位", "名册里没有的都新建为单位，类别按名称推定，可以再改", kind="link"),
    row("answer", "选一个回答", "按数字键也可以", ""),
    page="plans",
)
_OWN_TABLE = section(
    "导入核对·已有台账",
    "import",
    Entry("ledger_mapping", "列对应", "表里每一列、每种状态写法成为什么", "Ctrl+M"),
    Entry("ledger_news", "更新进展", "已有任务的新进展，新旧对照", "Ctrl+G"),
    Entry("mapping_confirm", "照此采用", "其余待核对的列就按现在的对应导入，下个月不再询问"),
    Entry("update_both", "1 新增（两份都留）", kind="flat", said_key="1"),
    Entry("update_replace", "2 按文件更新", kind="flat", said_key="2"),
    Entry("update_leave", "3 不动台账", kind="flat", said_key="3"),
    item("update_menu", "怎样更新这一行"),
    page="plans",
)
_REVISION = section(
    "导入核对·新版本",
    "import",
    Entry("revision_compare", "作为新版本对照", "与原计划逐条对照，任务和进展沿用"),
    Entry("revision_switch", "逐条对照、逐条核对互换"),
    Entry("revision_plan", "原计划 ▾", "换一份原计划对照，或者作为新计划导入", kind="flat", way="menu"),
    item("revision_none", "作为新计划导入，不对照"),
    Entry("revision_batch", "批量 ▾", "对选中的各行（没有多选时为列出的全部）一起决定", kind="flat"),
    item("revision_take", "改动的采用新版", when="列出的行里有改动的"),
    item("revision_keep", "改动的保持原任务", when="列出的行里有改动的"),
    item("revision_add", "新增的建为任务", when="列出的行里有新增的"),
    item("revision_leave", "新增的不建任务", when="列出的行里有新增的"),
    item("revision_cancel", "撤销的取消任务", when="列出的行里有撤销的"),
    item("revision_hold", "撤销的保留任务", when="列出的行里有撤销的"),
    item("revision_undo", "撤销上一步决定", "", "Ctrl+Z", "做过决定"),
    item("revision_join", "选中的两行是同一项（撤销 + 新增）", when="选中撤销和新增各一行"),
    item("revision_part", "这一行不是同一项，拆为撤销和新增", when="选中对应起来的一行"),
    page="plans",
)

ENTRIES = (*_LIST, *_REVIEW, *_QUESTIONS, *_OWN_TABLE, *_REVISION)
