"""What can be done in the preview of a file, beside the list of evidence and in its own window."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import item, section

ENTRIES = section(
    "材料预览",
    "evidence",
    Entry(
        "preview_large", "大窗口预览", "在单独的大窗口里预览；上下键换到前后一份材料", "Space", "flat", when="选中材料"
    ),
    Entry("preview_open", "打开副本", "用系统里的程序打开一份只读副本"),
    Entry("preview_zoom_out", "－", "缩小，也可以按住 Ctrl 滚动", kind="flat"),
    Entry("preview_zoom_in", "＋", "放大，也可以按住 Ctrl 滚动", kind="flat"),
    Entry("preview_fit", "适合", "按窗口大小显示", kind="flat"),
    Entry("preview_turn_left", "向左转", "只转动显示，文件不变", kind="flat", is_icon=True),
    Entry("preview_turn_right", "向右转", "只转动显示，文件不变", kind="flat", is_icon=True),
    item("preview_copy", "复制", "复制选中的文字", "Ctrl+C", "选中文字"),
    item("preview_all", "全选", "选中全部文字", "Ctrl+A"),
    Entry("preview_back", "上一页", "", kind="flat", is_icon=True),
    Entry("preview_forth", "下一页", "", kind="flat", is_icon=True),
    page="evidence",
)
