"""What can be done in the month's round: returns, the sheet of one unit, the year, slips."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import section

_READING = "台账不是只读"
_RETURNS = section(
    "报送登记",
    "monthly",
    Entry("returns_back", "上一个月", "", "Ctrl+PgUp", "flat", is_icon=True),
    Entry("returns_forth", "下一个月", "", "Ctrl+PgDown", "flat", is_icon=True),
    Entry("returns_year", "全年一览", "各单位全年各月的报送情况"),
    Entry("returns_ask", "登记应报单位", "把本月应报送的单位都记入，没报的在通报里算漏报", when="还有没登记的应报单位"),
    Entry("returns_file", "按单位填报", "把这个单位的全部任务列成一张表填", "Return", "primary", when="选中一个单位"),
    Entry("returns_receive", "收到", "登记选中的单位已报送", "Space", when="选中还没报的单位"),
    Entry("returns_receive_all", "全部已收", "还没报的单位一次登记收到", when="有还没报的单位"),
    Entry("returns_send_back", "退回…", "写明原因退回选中的单位", "Backspace", when="选中报过的单位"),
    Entry(
        "returns_chase",
        "催报…",
        "生成催报文字，复制并登记；没有选未报单位时催全部未报单位",
        "F9",
        when="有还没报的单位",
    ),
    Entry("returns_excuse", "免报…", "选中的单位这个月不用报；已免报的改为恢复报送", "F4", when="选中单位"),
    Entry("returns_take_back", "取消收到", "登记错了时用", "Del", when="选中报过的单位"),
    page="units",
    tab="returns",
)
_YEAR = section(
    "全年报送",
    "monthly",
    Entry("year_leave", "返回登记", "回到一个月的报送登记", "Esc"),
    Entry("year_back", "上一年", kind="flat", is_icon=True),
    Entry("year_forth", "下一年", kind="flat", is_icon=True),
    page="units",
    tab="returns",
)
_FILING = section(
    "按单位填报",
    "monthly",
    Entry("filing_leave", "返回登记", "回到报送登记，没保存的内容保留", "Esc"),
    Entry("filing_back", "上一家", "", "Ctrl+PgUp", "flat", is_icon=True),
    Entry("filing_forth", "下一家", "", "Ctrl+PgDown", "flat", is_icon=True),
    Entry("filing_save", "保存并转下一家", "一次保存并登记收到", "Ctrl+Return", "primary", when=_READING),
    Entry("filing_same", "无变化", "选中的任务登记“本月无变化”", "F8", when=_READING),
    Entry("filing_rest", "其余无变化", "还没填的任务都登记“本月无变化”", "Shift+F8", when=_READING),
    Entry("filing_carry", "沿用上期", "选中的任务照上期文字登记", "F7", when=_READING),
    page="units",
    tab="returns",
)
_SLIPS = section(
    "督办单登记簿",
    "slips",
    Entry("slips_first", "新督办单…", "手工填写一张督办单", kind="primary"),
    Entry("slips_first_late", "给逾期单位发…", "每个有逾期任务的单位一张"),
    Entry("slips_new", "新督办单…", "手工填写一张督办单", kind="primary", when=_READING),
    Entry("slips_late_act", "给逾期单位发…", "每个有逾期任务的单位一张，一次签发", when=_READING),
    Entry("slips_reply_act", "回复…", "登记承办单位的回复", "Space", when="选中督办单"),
    Entry(
        "slips_escalate_act",
        "升级…",
        "限办日期已过、没有回复的，换更重的颜色另发一张",
        "F9",
        when="选中过了限办日期的督办单",
    ),
    Entry("slips_close_act", "办结", "连同升级前的各张一并办结；已办结的改为取消办结", "F4", when="选中督办单"),
    Entry("slips_print_act", "打印…", "在“报表”页预览选中的督办单，留存后打印或另存", when="选中督办单"),
    Entry("slips_amend_act", "修改…", "修改内容", "Return", when="选中督办单"),
    Entry("slips_remove_act", "删除", "删除这张督办单，可以撤销", "Del", when="选中督办单"),
    Entry("slips_pattern_act", "编号格式…", "督办单怎样编号", when=_READING),
    Entry("slip_open_tasks", "打开督办的任务", "在台账里打开这项任务", kind="link"),
    page="units",
    tab="slips",
)
_LETTERS = section(
    "函件登记簿",
    "slips",
    Entry("letters_first_chase", "催办通知…", "在“报表”页预览各单位的催办通知，留存时登记", kind="primary"),
    Entry("letters_first_letter", "提醒函…", "在“报表”页预览各单位的提醒函，留存时登记"),
    Entry(
        "letters_chase_act", "催办通知…", "在“报表”页预览各单位的催办通知，留存时登记", kind="primary", when=_READING
    ),
    Entry("letters_letter_act", "提醒函…", "在“报表”页预览各单位的提醒函，留存时登记", when=_READING),
    Entry("letters_reply_act", "回复…", "登记单位的回复", "Space", when="选中函件"),
    Entry("letters_slip_act", "转督办单…", "没有回复的，另发一张督办单跟进", "F9", when="选中没有回复的函件"),
    Entry("letters_show_act", "查看原件", "打开留存的那一份，可以再打印", "Return", when="选中函件"),
    Entry("letters_tasks_act", "打开任务", "在台账里打开函件说到的任务", when="选中说到任务的函件"),
    Entry("letters_remove_act", "删除", "从登记簿删除没有发出的函件，可以撤销；留存的报表还在", "Del", when="选中函件"),
    page="units",
    tab="letters",
)
_CHASE = section(
    "催报",
    "monthly",
    Entry("chase_words", "改用语模板…", "本台账以后都用改过的文字", kind="link"),
    Entry("chase_words_restore", "恢复默认用语", "两段文字都改回程序自带的", kind="link"),
)
_SLIP_FORM = section(
    "督办单",
    "slips",
    Entry("slip_add_tasks", "添加任务…", "按编号、名称或单位查找", kind="link"),
)

ENTRIES = (*_RETURNS, *_YEAR, *_FILING, *_SLIPS, *_LETTERS, *_CHASE, *_SLIP_FORM)
