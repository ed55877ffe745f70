"""What can be done on the page 台账: the grid, its columns, filters, groups and views."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import item, key, row, section

_CHOSEN = "选中任务"
_CELLS = "选中单元格"

_PAGE = section(
    "台账",
    "ledger",
    Entry("ledger_list", "列表和视图", "换一个列表或视图，保存现在的样子", is_icon=True),
    Entry("ledger_group", "分组", "按什么分组", is_icon=True),
    Entry("ledger_columns", "列", "显示哪些列、行高", kind="flat"),
    Entry("ledger_everything", "看全部任务", "去掉列表、查找和筛选"),
    Entry("filters_edit", "编辑条件…", "把条件分组，用“且”“或”和括号连接", "Ctrl+Shift+L", "link", when="有筛选"),
    Entry("filters_clear", "清除全部筛选", kind="link", when="有筛选"),
    row("filter_chip", "修改一个筛选", "点开改条件", ""),
    row("filter_remove", "去掉一个筛选", "", "flat", is_icon=True),
    row("filter_joint", "且、或互换", "条件之间是同时符合还是符合任何一个", "flat"),
    page="ledger",
)
_CELLS_MENU = section(
    "台账",
    "ledger",
    item("menu_no_change", "登记“本月无变化”", "给选中的任务一次登记", when=_CHOSEN),
    item("menu_cut", "剪切", "复制后清空，可一次撤销", "Ctrl+X", _CELLS),
    item("menu_indicator", "挂到指标…", "任务的材料就都算到检查考核的这些指标下", when=_CHOSEN),
    item("menu_copy", "复制", "可粘贴到 Excel、WPS、Word", "Ctrl+C", _CELLS),
    item("menu_copy_with_head", "复制（带表头）", "", "Ctrl+Shift+C", _CELLS),
    item("menu_paste", "粘贴（先看改动）", "从 Excel、WPS 或文字粘贴到单元格，先看会怎样修改", "Ctrl+V", _CELLS),
    item("menu_fill", "填充", "把别的格子里的内容填进来", when=_CELLS),
    item("menu_fill_down", "向下填充", "最上面一格的内容填到选中的各格", "Ctrl+D", _CELLS),
    item("menu_fill_right", "向右填充", "最左边一格的内容填到选中的各格", "Ctrl+Shift+R", _CELLS),
    item("menu_copy_above", "填入上一格的内容", "打开格子，里面是上一格的内容，可以再改", "Ctrl+'", _CELLS),
    item("menu_today", "填入今天的日期", "在日期的格子里", "Ctrl+;", _CELLS),
    item("menu_clear", "清空单元格", "", "Del", _CELLS),
    item("menu_replace", "查找和替换…", "在选中的各列或整个列表里替换文字", "Ctrl+Shift+H", "台账不是只读"),
    item("menu_choose", "选中", "整行或整列", when=_CELLS),
    item("menu_choose_rows", "选中整行", "", "Shift+Space", _CELLS),
    item("menu_choose_columns", "选中整列", "也可以按住 Ctrl 点列标题", "Ctrl+Space", _CELLS),
    page="ledger",
)
_COLUMN_MENU = section(
    "台账的列",
    "ledger",
    item("column_up", "升序"),
    item("column_down", "降序"),
    item("column_then_up", "接着按此列升序", when="已按另一列排序"),
    item("column_then_down", "接着按此列降序", when="已按另一列排序"),
    item("column_unsort", "不按此列排序", when="已按此列排序"),
    item("column_filter", "筛选…", "按值、区间、文字或空白筛选这一列", "Alt+Down"),
    item("column_unfilter", "清除此列筛选", when="此列有筛选"),
    item("column_group", "按此列分组"),
    item("column_freeze", "冻结到这一列", when="列在最左边几列里"),
    item("column_left", "左移一列", when="左边还有列"),
    item("column_right", "右移一列", when="右边还有列"),
    item("column_fit", "最适合的列宽"),
    item("column_width", "列宽…"),
    item("column_hide", "隐藏此列", when="不是任务名称"),
    item("columns_dialog", "列设置…", "勾选、排列各列"),
    item("rows", "行高", "单行、两行或随内容"),
    item("frozen", "冻结左侧列"),
    item("columns_fit", "各列最适合的宽度"),
    item("columns_fill", "列宽随窗口调整"),
    item("columns_reset", "恢复默认列"),
    page="ledger",
)
_LIST_MENUS = section(
    "台账的列表和视图",
    "ledger",
    item("list", "换一个列表", "全部、逾期、临近到期等现成的列表"),
    item("view", "换一个视图", "打开保存过的视图"),
    item("view_save_as", "另存为新视图…", "把现在的列、筛选、排序和分组起个名字存下来", when="台账不是只读"),
    item("view_save", "存入当前视图", when="打开了一个视图"),
    item("view_rename", "重命名视图…", when="打开了一个视图"),
    item("view_default", "打开台账时就显示它", when="打开了一个视图"),
    item("view_remove", "删除视图", when="打开了一个视图"),
    item("view_export", "导出视图到文件…", "给同事用"),
    item("view_import", "从文件导入视图…", when="台账不是只读"),
    item("group", "按一列分组"),
    item("group_fold", "全部折叠", when="已分组"),
    item("group_unfold", "全部展开", when="已分组"),
    page="ledger",
)
_KEYS = section(
    "台账",
    "ledger",
    key("grid_edit", "修改单元格", "F2", "F2 / 直接输入"),
    key("grid_next_row", "写入并到下一行、上一行", "Return", "Enter / Shift+Enter"),
    key("grid_next_cell", "写入并到右一格、左一格", "Tab", "Tab / Shift+Tab"),
    key("grid_write_all", "把刚输入的写入所有选中的单元格", "Ctrl+Return"),
    key("grid_line_break", "在单元格里换行；不在修改时打开任务详情", "Alt+Return"),
    key("grid_edge", "到表的边上（加 Shift 一并选中）", "", "Ctrl+↑ ↓ ← → / Home / End"),
    key("grid_fold", "折叠、展开一组", "", "← / →"),
    key("grid_column_menu", "光标所在列的菜单", "Alt+Up"),
    key("grid_escape", "从详情回到表里，再按一次清除查找", "Esc"),
    page="ledger",
)
_FILTER = section(
    "列筛选",
    "ledger",
    Entry("filter_sort_up", "升序", kind="flat"),
    Entry("filter_sort_down", "降序", kind="flat"),
    Entry("filter_sort_none", "不排序", kind="flat", when="已按此列排序"),
    Entry("filter_clear", "清除此列筛选", kind="flat", when="此列有筛选"),
    Entry("filter_apply", "应用筛选", kind="primary"),
    page="ledger",
)
_GROUPS = section(
    "筛选条件",
    "ledger",
    Entry("filter_add_group", "加一组", "再加一对括号"),
    row("filter_group_add", "加条件", "选一列，再选它的值或比较方式", ""),
    row("filter_group_remove", "删除此组", "", "flat"),
    row("filter_move", "移到", "放进另一对括号", "flat"),
    row("filter_away", "去掉一个条件", "", "flat", is_icon=True),
)
_COLUMNS = section(
    "列设置",
    "ledger",
    Entry("columns_up", "上移"),
    Entry("columns_down", "下移"),
    Entry("columns_all", "全部显示"),
    Entry("columns_default", "恢复默认"),
)

ENTRIES = (*_PAGE, *_CELLS_MENU, *_COLUMN_MENU, *_LIST_MENUS, *_KEYS, *_FILTER, *_GROUPS, *_COLUMNS)
