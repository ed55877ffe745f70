"""What can be done on the page 佐证材料, and with standards of assessment."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import item, row, section

_INDICATOR = "选中指标"

_PAGE = section(
    "佐证材料",
    "evidence",
    Entry("evidence_start", "添加佐证", "把文件存入台账", kind="primary"),
    Entry("evidence_add_files", "添加佐证", "把文件存入台账；选中任务时一并挂到任务上"),
    Entry("evidence_check", "核对文件", "逐份读一遍，看内容是否与入库时一样"),
    Entry("evidence_space", "空间…", "材料占多少空间、放在哪个磁盘；可以移到别的磁盘"),
    Entry("evidence_pack", "打包…", "把任务、单位、计划或考核指标的佐证材料打成带目录、可核验的材料包"),
    Entry("evidence_restore", "恢复到任务…", "选任务，把这份材料取出来", when="选中回收站里的材料"),
    Entry("evidence_empty_bin", "清空回收站…", "列出会删除什么、腾出多少空间，问过才永久删除", when="查看回收站"),
    Entry("evidence_open", "打开副本", "用系统里的程序打开一份只读副本", "Ctrl+Return", when="选中材料"),
    Entry("evidence_discard", "放入回收站", "可以撤销", "Del", "flat", when="选中材料", is_icon=True),
    Entry("evidence_link_more", "关联到任务…", "再挂到别的任务上，文件只存一份"),
    row("evidence_unlink", "移除", "从这项任务移除；不再支持任何任务的材料进回收站"),
    row("evidence_task", "打开任务"),
    Entry("evidence_new_version", "换成新版本…", "选一个新文件作为当前内容，旧的仍可查看"),
    row("evidence_version", "打开旧版本", "打开一份只读副本，原件不会被改动", "flat"),
    item("evidence_menu_look", "大窗口预览", "", "Space", "选中材料"),
    item("evidence_menu_open", "打开副本", "", "Ctrl+Return", "选中材料"),
    item("evidence_menu_restore", "恢复到任务…", when="选中回收站里的材料"),
    item("evidence_menu_link", "关联到任务…", when="选中材料"),
    item("evidence_menu_indicator", "挂到指标…", when="选中材料"),
    item("evidence_menu_off", "从这个指标移除", when="按指标查看"),
    item("evidence_menu_version", "换成新版本…", when="选中材料"),
    item("evidence_menu_discard", "放入回收站", "", "Del", "选中材料"),
    page="evidence",
)
_INDICATORS = section(
    "考核指标",
    "indicators",
    Entry("evidence_by_task", "按任务", "按任务查看材料", kind="flat"),
    Entry("evidence_by_indicator", "按指标", "按检查考核的指标查看材料", kind="flat"),
    Entry("indicator_more", "考核标准", "新建、导入考核标准，增删改指标", kind="flat", is_icon=True),
    item("indicator_menu_import", "从评分表导入…"),
    item("indicator_menu_new", "新建考核标准…"),
    item("indicator_menu_rename_tree", "标准改名…", when="选中一套标准"),
    item("indicator_menu_copy_tree", "复制为新一年的标准…", when="选中一套标准"),
    item("indicator_menu_bare", "下一项没有材料的指标", when="选中一套标准"),
    item("indicator_menu_remove_tree", "删除这套标准", when="选中一套标准"),
    item("indicator_menu_add", "新增指标…", when="选中一套标准"),
    item("indicator_menu_edit", "修改指标…", "", "F2", _INDICATOR),
    item("indicator_menu_up", "上移", "", "Alt+Shift+Up", _INDICATOR),
    item("indicator_menu_down", "下移", "", "Alt+Shift+Down", _INDICATOR),
    item("indicator_menu_out", "升一级", "", "Alt+Shift+Left", _INDICATOR),
    item("indicator_menu_in", "降一级", "", "Alt+Shift+Right", _INDICATOR),
    item("indicator_menu_remove", "删除指标", "", "Del", _INDICATOR),
    item("indicator_menu_tasks", "挂任务…", when=_INDICATOR),
    item("indicator_menu_task", "移除任务", when=_INDICATOR),
    item("indicator_menu_pack", "按这套标准打包…", when="选中一套标准"),
    page="evidence",
)

_FAULTS = section(
    "核对文件",
    "evidence",
    Entry("faults_choose", "重新选择文件…", "选当初添加的原文件；校验值相符才会替换", when="选中不一致的文件"),
    Entry("faults_backup", "从备份恢复", "在台账自己的备份和第二备份位置里找完好的一份"),
    Entry("faults_archive", "选备份文件…", "从另外保存的备份文件里找完好的一份"),
    Entry("faults_adopt", "登记为材料", "没有登记的文件成为一件材料，可以再关联到任务", when="选中没有登记的文件"),
    Entry("faults_bin", "放入回收站", "没有登记的文件放入回收站，清空后才删除", when="选中没有登记的文件"),
    Entry("faults_show", "查看材料", "到“佐证材料”里看这一件", when="选中一件材料"),
    Entry("faults_close", "关闭"),
    page="evidence",
)

_SPACE = section(
    "空间和存放位置",
    "evidence",
    Entry("space_move", "移到别的磁盘…", "复制、逐个核对，都对了才删除原来的；可以停止，以后接着做"),
    Entry("space_home", "移回台账文件夹", "佐证文件回到台账文件夹里"),
    Entry("space_finish", "继续上次的移动", "上次移动没有清理完旧位置", kind="primary"),
    Entry("space_close", "关闭"),
    page="evidence",
)

ENTRIES = (*_PAGE, *_INDICATORS, *_FAULTS, *_SPACE)
