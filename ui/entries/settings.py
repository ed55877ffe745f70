"""What can be done on the page 设置, and in the calendar of working days."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import row, section

_SETTINGS = section(
    "设置",
    "settings",
    Entry("settings_work_calendar", "放假和调休…", "查看和修改放假、调休的日子；导入新一年的放假通知"),
    Entry("settings_rebuild", "重建查找索引", "按现有内容重新建立查找索引，不改动任何内容", when="台账不是只读"),
    Entry("custom_field_add", "新增列…", when="台账不是只读"),
    Entry("custom_field_change", "修改…", when="选中一列"),
    Entry("custom_field_up", "上移", when="选中一列，上面还有"),
    Entry("custom_field_down", "下移", when="选中一列，下面还有"),
    Entry("custom_field_retire", "停用", "不再填写，已有内容保留", when="选中一列"),
    Entry("custom_field_remove", "删除…", when="选中一列"),
    row("learned_forget", "不再沿用", "以后的文件重新询问；已导入的不变"),
    page="settings",
)
_BACKUP = section(
    "第二备份",
    "backup",
    Entry("second_backup_choose", "选文件夹…", "选好后当场试写，不能写就不保存", when="台账不是只读"),
    Entry("second_backup_now", "现在备份", "有改动而今天还没有备份时，立即备份", when="选过第二备份的文件夹"),
    Entry("second_backup_stop", "不再使用", "已有的备份留在那里", when="选过第二备份的文件夹"),
    page="settings",
)
_CALENDAR = section(
    "工作日历",
    "settings",
    Entry("work_year_back", "◀ 上一年", kind="flat"),
    Entry("work_year_forth", "下一年 ▶", kind="flat"),
    Entry("work_restore", "恢复自带安排", "不用本台账自己改过的，恢复程序自带的这一年", kind="link"),
    row("work_mark", "改一天的类别", "", ""),
    Entry("work_take", "导入放假安排", kind="primary", when="读到了放假安排"),
)

ENTRIES = (*_SETTINGS, *_BACKUP, *_CALENDAR)
