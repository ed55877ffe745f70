"""Texts of following a task (SVC-17x): turns, checks, sources, closing, reports that say the same again."""

TEXTS: dict[str, str] = {
    "SVC-170": "任务 {task} 还没有周期规则，请先在“时限”中设定周期（如每月、每季度）。",
    "SVC-171": "任务 {task} {year} 年的各期已经全部生成，没有新增。",
    "SVC-172": "核查结果为“{result}”时必须写明情况，请填写后再保存。",
    "SVC-173": "请写明来源：选一条计划条目，或填写文号（会议、批示）与原文。",
    "SVC-174": "任务 {task} 已经有这条来源，没有重复添加。",
    "SVC-175": "任务 {task} 已连续 {count} 期登记“无变化”，不能再直接登记，请写明本期情况（次数可在“设置”中修改）。",
    "SVC-176": "职务“{post}”属于另一个单位，请先选这个单位作责任单位，或选本单位的职务。",
}
