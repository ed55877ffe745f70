"""What can be done on the page 单位: the roster, groups, posts and people."""

from __future__ import annotations

from ui.entries.entry import ActionEntry as Entry
from ui.entries.entry import key, row, section

_ROSTER = section(
    "单位名册",
    "roster",
    Entry("units_start", "导入单位名册", "选一个 Excel、WPS 或 CSV 文件", kind="primary"),
    Entry("units_import", "导入名册…", "从 Excel、WPS 或 CSV 文件导入，先预览再写入"),
    Entry("units_export", "导出名册…", "存成 Excel 文件，修改后可以重新导入"),
    Entry("units_new", "新单位…", "手工添加一个单位", kind="primary"),
    Entry("unit_tasks", "查看任务", "在台账里列出这个单位牵头和配合的任务", kind="link", when="选中单位"),
    Entry("unit_merge", "并入另一单位…", "两个名称其实是同一个单位：任务、记录、别名都转过去", when="选中单位"),
    Entry("unit_close", "停用…", "单位撤并后不再使用，以前的记录保留", when="选中单位"),
    Entry("unit_remove", "删除", "删除没有任务和记录的单位，可以撤销", when="单位没有任务和记录"),
    row("alias_remove", "去掉一个别名", "不再把它认作这个单位", "flat", is_icon=True),
    key("units_change", "修改选中的单位或单位组", "Return"),
    page="units",
)
_GROUPS = section(
    "单位组",
    "units",
    Entry("units_new_group", "新单位组…", "给一批单位起一个统称，如“各乡镇卫生院”"),
    Entry("group_edit", "修改成员…", "改组名或增减成员", "Return", when="选中单位组"),
    Entry("group_remove", "删除单位组", "只删统称，单位不受影响，可以撤销", when="选中单位组"),
    Entry("group_history_open", "历次成员…", "谁从哪天到哪天在组里，可以改日期"),
    page="units",
)
_POSTS = section(
    "职务和人员",
    "roster",
    Entry("posts_first", "新职务…", "添加第一个职务", kind="primary"),
    Entry("posts_new", "新职务…", "局领导、单位负责人、联络员、经办人", kind="primary"),
    Entry("posts_fill", "补牵头领导", "没写牵头领导的任务，按牵头单位的分管领导补上", when="有没写牵头领导的任务"),
    Entry("post_appoint", "换人…", "原任到前一天为止，接任者从这一天起，一步完成", kind="primary", when="选中职务"),
    Entry("post_end", "结束任职…", "现任不再担任，职务空缺", when="职务有人担任"),
    Entry("post_remove", "删除职务", "删除没有任务的职务，可以撤销", when="职务没有任务"),
    Entry("post_duties_edit", "设置分管和联系…", "勾选分管和联系的单位、股室", when="选中职务"),
    row("holding_edit", "修改…", "改姓名、电话或任职日期"),
    row("holding_remove", "删除这条任职记录", "填错时用，可以撤销", "flat", is_icon=True),
    page="units",
    tab="posts",
)

ENTRIES = (*_ROSTER, *_GROUPS, *_POSTS)
