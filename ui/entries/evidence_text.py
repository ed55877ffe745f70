"""What can be done with what files say: suggestions for a piece, the words of all files, the order of a task's."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import row, section

_SUGGESTED = section(
    "文件里读到的信息",
    "evidence",
    Entry("suggest_all", "全部采用", "把文件里读到的信息写进还空着的各项", "Alt+A", when="文件里读到了信息"),
    row("suggest_take", "采用", "只写进这一项"),
    Entry("suggest_no_person", "不含", "人工确认不含个人信息，不再提示", kind="link", when="提示可能含个人信息"),
    page="evidence",
)
_WORDS = section(
    "材料文字",
    "evidence",
    Entry("evidence_words", "文字…", "哪些材料能按内容查找，哪些没有读出文字，要不要自动填写信息", kind="flat"),
    Entry("words_again", "全部重读", "把所有材料的文字重新读一遍；材料本身不动"),
    Entry("words_take", "全部采用", "把各份文件里读到的信息写进还空着的各项，一次可撤销", when="有读到而未采用的信息"),
    Entry("words_show", "查看材料", "到“佐证材料”里看这一件", when="选中一件"),
    Entry("words_close", "关闭"),
    page="evidence",
)
_ORDER = section(
    "任务详情·佐证",
    "evidence",
    Entry("linked_choose", "选已有材料…", "把台账里已有的材料也挂到这项任务上，文件只存一份"),
    row("linked_up", "上移", "材料序号减一", "flat", is_icon=True),
    row("linked_down", "下移", "材料序号加一", "flat", is_icon=True),
    page="ledger",
)

ENTRIES = (*_SUGGESTED, *_WORDS, *_ORDER)
