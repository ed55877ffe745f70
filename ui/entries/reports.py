"""What can be done on the page 报表."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import item, key, section

_TASKS = "选中任务"
_PAGE = section(
    "报表",
    "reports",
    Entry("reports_save", "另存 PDF…", "把这份报表存成 PDF 文件；草稿会先留存编号", when="有预览"),
    Entry("reports_export", "导出 ▾", "存成 Word 或 Excel，或把这一期的材料全部导出到一个文件夹"),
    item(
        "reports_export_word",
        "存为 Word…",
        "给要改文字的人；文件指定了方正小标宋简体、仿宋_GB2312 等字体，对方电脑没有时由 Word 自行替换",
        "",
        "有预览",
    ),
    item("reports_export_excel", "表格存为 Excel…", "报表里的每张表一个工作表，数字和日期可以计算", "", "报表里有表格"),
    item(
        "reports_export_all",
        "全部导出…",
        "通报、附表、督办单、函件、单位和领导清单、佐证清单，一次存到一个新文件夹；督办单只印已登记的",
    ),
    Entry("reports_each", "分别存…", "督办单一张一个 PDF 文件，存到一个文件夹", when="预览几张督办单"),
    Entry("reports_print", "打印…", "打印这份报表；草稿会先留存编号", "Ctrl+P", when="有预览"),
    Entry("reports_keep", "留存", "冻结这一期的数字，编号并保存 PDF", kind="primary", when="预览的是草稿"),
    Entry("reports_all_kept", "全部…", "全部留存的报表：打开、比较、核对、更正", kind="link"),
    Entry("reports_faces", "字体", "这份报表用了哪些字体，哪些是代替的，生僻字借用哪种", kind="flat", when="有预览"),
    Entry("since_show", "看变化", "逐项列出留存以后变了什么", when="留存以后情况有变化"),
    Entry("since_correct", "出更正件", "按现在的情况起草更正件，附更正说明；原件不变", when="留存以后情况有变化"),
    Entry("report_tasks", "选定的任务", "只打印选定的任务"),
    Entry("report_tasks_clear", "不限", "不再限于选定的任务或督办单", kind="flat"),
    Entry("report_annexes", "附件", "通报带哪些附件；都不勾选时，有内容的全带", when="通报"),
    Entry("report_columns", "列", "台账表印哪些列；都不勾选时，用常用的列或视图的列", when="任务台账表"),
    Entry("reports_viewer_back", "上一页", kind="flat", is_icon=True, when="有预览"),
    Entry("reports_viewer_forth", "下一页", kind="flat", is_icon=True, when="有预览"),
    Entry("reports_viewer_list", "页面列表", "在左边列出各页的小图，点一下就到那一页", kind="flat", when="有预览"),
    Entry(
        "reports_viewer_grey", "灰度", "像复印件那样只看黑白灰，核对没有颜色时分不分得清", kind="flat", when="有预览"
    ),
    Entry("reports_viewer_copy", "复制 ▾", "复制本页或全部的文字，或把本页复制成图片", kind="flat", when="有预览"),
    Entry("reports_viewer_tools", "更多 ▾", "窗口窄时，放不下的按钮在这里", kind="flat", when="预览放不下全部按钮"),
    item("reports_viewer_copy_text", "复制本页文字", "", "", "有预览"),
    item("reports_viewer_copy_picture", "复制本页图片", "可以粘贴到 Word、微信里", "", "有预览"),
    item("reports_viewer_copy_all", "复制全文", "", "", "有预览"),
    key("reports_zoom_in", "放大预览", "Ctrl++"),
    key("reports_zoom_in_too", "放大预览", "Ctrl+="),
    key("reports_zoom_out", "缩小预览", "Ctrl+-"),
    key("reports_find_back", "查找上一处", "Shift+Return"),
    Entry("reports_text", "编辑文字…", "改这一期通报的文字；没动过的数字仍能查到是哪几项", when="预览的是通报草稿"),
    Entry("reports_wordings", "文字模板…", "改各期通报共用的文字模板，数字自动填入"),
    Entry("reports_figures", "数字来源", "列出本页的数字和它背后的任务", kind="flat", when="有预览"),
    Entry("report_figures_close", "收起", kind="flat", when="打开了数字来源"),
    Entry("report_figures_open", "在台账中列出", "在台账里只列这些任务", when="选中数字时"),
    page="reports",
)
_WORDS = section(
    "通报文字",
    "reports",
    Entry("report_text_back", "恢复模板文字", "放弃手工修改，按模板和台账重新写"),
    Entry("report_text_cancel", "取消"),
    Entry("report_text_use", "采用", "预览和留存都用这份文字", kind="primary"),
    Entry("wording_copy", "复制为新模板", "以现在的模板为底，另建一个可以修改的模板"),
    Entry("wording_delete", "删除模板", "删去这个模板，用它的报表改用内置文字", kind="danger", when="自建的模板"),
    Entry("wording_import", "导入…", "读入别的单位导出的文字模板"),
    Entry("wording_export", "导出…", "把这个模板存成文件，可以给别的单位用"),
    Entry("wording_restore", "恢复内置文字", "把这个模板的各部分换回软件自带的文字", when="自建的模板"),
    Entry("wording_add", "添加", "在后面添一个部分", when="自建的模板"),
    Entry("wording_remove", "删去", "删去选中的部分", when="自建的模板"),
    Entry("wording_up", "上移", "选中的部分往前移", when="自建的模板"),
    Entry("wording_down", "下移", "选中的部分往后移", when="自建的模板"),
    Entry("wording_insert", "插入", "在光标处插入选中的占位符", when="自建的模板"),
    Entry("wording_optional", "可省略部分", "把选中的文字放进 〔 〕：里面的数字为 0 时整段略去", when="自建的模板"),
    Entry("wording_close", "关闭"),
    Entry("wording_save", "保存模板", "存进台账，可以撤销", "Ctrl+S", kind="primary", when="改过模板"),
)
_HISTORY = section(
    "留存的报表",
    "reports",
    Entry("history_open", "打开", "显示留存的 PDF", "Return", when="选中一份"),
    Entry("history_compare", "比较", "列出两份报表的数字和任务情况有哪些不同", when="选中两份"),
    Entry("history_remake", "核对", "重新排版，与留存的文件逐字节比较；不同就说明换了哪种字体或版本", when="选中一份"),
    Entry("history_correct", "出更正件", "按现在的情况起草更正件，附更正说明；原件不变", when="选中通报或台账表"),
    Entry("history_export", "导出列表…", "把这张表存成 Excel 或 CSV"),
)
_DIFFERENCES = section(
    "报表的变化",
    "reports",
    Entry("differences_open", "打开任务", "在台账里打开这项任务", when="选中任务的变化"),
    Entry("differences_export", "导出列表…", "把这张表存成 Excel 或 CSV"),
    Entry("differences_correct", "出更正件", "按现在的情况起草更正件，附更正说明；原件不变", kind="primary"),
)
_PAPERS = section(
    "打印任务和单位的材料",
    "reports",
    Entry("print_task", "打印 ▾", "这项任务的督办单、提醒函、审批表等，先在“报表”页预览", kind="flat", is_icon=True),
    item("print_tasks", "打印", "选中任务的督办单、函件、审批表、清单，先在“报表”页预览", when=_TASKS),
    item("print_tasks_slip", "督办单", "没有在办督办单的任务，留存时签发", when=_TASKS),
    item("print_tasks_letter", "提醒函", "滞后、快到期的任务，按牵头单位各一份", when=_TASKS),
    item("print_tasks_chase", "催办通知", "逾期的任务，按牵头单位各一份", when=_TASKS),
    item("print_tasks_closing", "销号审批表", when=_TASKS),
    item("print_tasks_extension", "延期审批表", when=_TASKS),
    item("print_tasks_unit", "单位任务清单", "只列选中的任务，按牵头单位各一份", when=_TASKS),
    item("print_tasks_evidence", "佐证材料清单", when=_TASKS),
    Entry("print_unit", "打印 ▾", "这个单位的任务清单、督办单、函件，先在“报表”页预览", when="选中单位"),
    item("print_unit_unit", "单位任务清单", when="选中单位"),
    item("print_unit_slip", "督办单", when="选中单位"),
    item("print_unit_letter", "提醒函", when="选中单位"),
    item("print_unit_chase", "催办通知", when="选中单位"),
)

ENTRIES = (*_PAGE, *_WORDS, *_HISTORY, *_DIFFERENCES, *_PAPERS)
