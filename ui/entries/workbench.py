"""What can be done on the page 工作台."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import row, section

ENTRIES = section(
    "工作台",
    "workbench",
    Entry("workbench_start", "导入计划文件", "读取计划文件，核对后生成任务"),
    Entry("workbench_report", "本月通报", "打开报表页，预览这个月的通报"),
    row("number", "打开一张卡片的列表", "在台账里列出这些任务", ""),
    Entry("due_view_month", "月历", "按月历查看到期任务", kind="flat"),
    Entry("due_view_year", "年度", "按年度查看到期任务", kind="flat"),
    Entry("chart_units", "牵头单位", "查看牵头单位", kind="flat"),
    Entry("chart_trend", "月度趋势", "查看月度趋势", kind="flat"),
    Entry("calendar_reach", "工作日历", "查看和修改放假调休，导入新一年的放假通知", kind="link"),
    Entry("calendar_back", "上一个", kind="flat", is_icon=True),
    Entry("calendar_forth", "下一个", kind="flat", is_icon=True),
    Entry("workbench_units", "全部单位 →", kind="link"),
    Entry("month_way_next", "本月的下一步", "本月报送走到哪一步，就办哪一步", when="台账不是只读"),
    row("matter", "打开今天要办的一件事"),
    row("month_step", "打开本月报送的一步"),
    Entry("month_way_backup", "立即备份", "上次备份的日期和位置", kind="link"),
    page="workbench",
)
