"""What can be done on the page 报表."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import item, key, section

ENTRIES = section(
    "报表",
    "reports",
    Entry("reports_save", "另存 PDF…", "把这份报表存成 PDF 文件；草稿会先留存编号", when="有预览"),
    Entry("reports_each", "分别存…", "督办单一张一个 PDF 文件，存到一个文件夹", when="预览几张督办单"),
    Entry("reports_print", "打印…", "打印这份报表；草稿会先留存编号", "Ctrl+P", when="有预览"),
    Entry("reports_keep", "留存", "冻结这一期的数字，编号并保存 PDF", kind="primary", when="预览的是草稿"),
    Entry("report_tasks", "选定的任务", "只打印选定的任务"),
    Entry("report_tasks_clear", "不限", "不再限于选定的任务或督办单", kind="flat"),
    Entry("reports_viewer_back", "上一页", kind="flat", is_icon=True, when="有预览"),
    Entry("reports_viewer_forth", "下一页", kind="flat", is_icon=True, when="有预览"),
    Entry("reports_viewer_list", "页面列表", "在左边列出各页的小图，点一下就到那一页", kind="flat", when="有预览"),
    Entry(
        "reports_viewer_grey", "灰度", "像复印件那样只看黑白灰，核对没有颜色时分不分得清", kind="flat", when="有预览"
    ),
    Entry("reports_viewer_copy", "复制 ▾", "复制本页或全部的文字，或把本页复制成图片", kind="flat", when="有预览"),
    item("reports_viewer_copy_text", "复制本页文字", "", "", "有预览"),
    item("reports_viewer_copy_picture", "复制本页图片", "可以粘贴到 Word、微信里", "", "有预览"),
    item("reports_viewer_copy_all", "复制全文", "", "", "有预览"),
    key("reports_zoom_in", "放大预览", "Ctrl++"),
    key("reports_zoom_out", "缩小预览", "Ctrl+-"),
    key("reports_find_back", "查找上一处", "Shift+Return"),
    page="reports",
)
