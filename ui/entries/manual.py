"""What can be done in the window of the manual."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import key, section

_HELP = section(
    "使用手册",
    "window",
    Entry("help_back", "后退", "回到刚才看的一页", "Alt+Left", "flat", when="看过别的一页", is_icon=True),
    Entry("help_forth", "前进", "再到后退以前的一页", "Alt+Right", "flat", when="后退过", is_icon=True),
    Entry("help_smaller", "字小一些", "", "Ctrl+-", "flat", is_icon=True),
    Entry("help_larger", "字大一些", "", "Ctrl++", "flat", is_icon=True),
    Entry("help_print", "打印这一页…", "打印正在看的这一页", "Ctrl+P"),
    Entry("help_save", "整本存成 PDF…", "把整本手册存成一个 PDF 文件，有目录和页码"),
    key("help_find_in", "在手册里查找", "Ctrl+F"),
    key("help_normal", "字恢复原来大小", "Ctrl+0"),
)

ENTRIES = _HELP
