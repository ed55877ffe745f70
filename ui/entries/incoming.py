"""What can be done with files that wait to come in: acts of adding that were stopped, and the inbox folder."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import section

_STOPPED = section(
    "没有做完的添加",
    "evidence",
    Entry("unfinished_go_on", "继续", "从断开的地方接着存入，已存入的不再读", kind="primary", when="上次添加没有做完"),
    Entry("unfinished_keep", "只留已存入的", "把已经存入的文件登记进台账，其余的不要了", when="上次添加没有做完"),
    Entry("unfinished_drop", "放弃", "不登记这次添加的任何文件；原文件不受影响", kind="flat", when="上次添加没有做完"),
    page="evidence",
)
_RESULT = section(
    "添加佐证的结果",
    "evidence",
    Entry("adding_result_copy", "复制清单", "复制全部各行，可以粘贴到表格或聊天里"),
    Entry("adding_result_close", "知道了", kind="primary"),
    page="evidence",
)
_INBOX = section(
    "收件文件夹",
    "evidence",
    Entry("inbox_show", "待归档", "列出收件文件夹里还没有归档的文件", "", "flat", when="收件文件夹里有文件"),
    Entry("inbox_link", "关联到任务…", "选中的文件存入台账，并关联到任务", kind="primary", when="选中文件"),
    Entry("inbox_add", "只存入", "选中的文件存入台账，以后再关联到任务", when="选中文件"),
    Entry("inbox_ignore", "不归档", "不再提示选中的文件；文件留在原处", kind="flat", when="选中文件"),
    page="evidence",
)
_FOLDER = section(
    "收件文件夹",
    "settings",
    Entry("inbox_choose", "选文件夹…", "微信、QQ 或扫描仪保存文件的文件夹"),
    Entry("inbox_stop", "不再使用", "文件夹和里面的文件都不动", when="设了收件文件夹"),
    page="settings",
)

ENTRIES = (*_STOPPED, *_RESULT, *_INBOX, *_FOLDER)
