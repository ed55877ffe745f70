"""How rows are called when people are told of them: tables, fields, and a row by its own words."""

from __future__ import annotations

from db.capture import Row

TABLE_WORDS = {
    "stored_file": "文件",
    "unit": "单位",
    "unit_alias": "单位别名",
    "unit_group": "单位分组",
    "unit_group_member": "分组成员",
    "person": "人员",
    "post": "岗位",
    "post_holder": "任职",
    "unit_leader": "分管联系",
    "plan": "计划",
    "plan_document": "计划原文",
    "plan_item": "计划条目",
    "task": "任务",
    "task_source": "任务来源",
    "task_measure": "工作措施",
    "task_owner": "责任单位",
    "task_leader": "牵头领导",
    "carried_task": "结转来源",
    "deadline": "时限",
    "extension": "延期",
    "milestone": "节点",
    "occurrence": "周期任务",
    "target": "指标",
    "custom_field": "自定义列",
    "custom_value": "自定义内容",
    "doubt": "待确认事项",
    "learned_rule": "识别规则",
    "progress_entry": "进展",
    "evidence": "佐证材料",
    "evidence_version": "佐证版本",
    "task_evidence": "佐证关联",
    "expected_evidence": "应有佐证",
    "indicator_tree": "考核标准",
    "indicator": "考核指标",
    "indicator_evidence": "指标佐证",
    "indicator_task": "指标任务",
    "closing": "销号记录",
    "verification": "核查记录",
    "snapshot": "报表存档",
    "snapshot_row": "报表存档明细",
    "slip": "督办单",
    "slip_task": "督办任务",
    "letter": "函件",
    "letter_task": "函件任务",
    "return_log": "报送登记",
    "chase": "催报记录",
    "saved_view": "视图",
    "holiday": "节假日",
    "setting": "设置",
}
FIELD_WORDS = {
    "code": "编号",
    "title": "名称",
    "name": "名称",
    "content": "内容",
    "kind": "类别",
    "section": "板块",
    "plan_id": "所属计划",
    "task_id": "所属任务",
    "unit_id": "单位",
    "parent_id": "上级",
    "start": "开始日期",
    "issued": "下达日期",
    "completed_on": "完成日期",
    "standing": "任务状态",
    "standing_reason": "状态原因",
    "light_override": "人工灯色",
    "override_reason": "灯色原因",
    "ordinal": "顺序",
    "note": "备注",
    "role": "角色",
    "raw": "原文",
    "original_due": "原定时限",
    "current_due": "现行时限",
    "percent": "完成百分比",
    "text": "内容",
    "problems": "存在问题",
    "next_step": "下步打算",
    "period": "期次",
    "received": "收到日期",
    "number": "编号",
    "caption": "说明",
    "evidence_id": "佐证材料",
    "status": "状态",
    "value": "内容",
    "answer": "答复",
    "short_name": "简称",
    "due": "时限",
    "actual": "完成值",
}
# Which column a row is called by, in order of choice.
_NAMED_BY = ("title", "name", "alias", "number", "period", "raw", "text", "original_name", "caption", "key", "day")


def words_of(table: str, row: Row) -> str:
    """Return how a row is called: a task by code and title, anything else by kind and name."""
    if table == "task":
        return f"{row['code']} {_short(row['title'])}".strip()
    if table == "plan":
        return f"《{_short(row['title'])}》"
    name = next((str(row[column]) for column in _NAMED_BY if row.get(column)), "")
    return f"{TABLE_WORDS[table]}“{_short(name)}”" if name else TABLE_WORDS[table]


def field_words(table: str, names: list[str]) -> str:
    """Return the names of fields, joined; fields without a name of their own are called by their table."""
    return "、".join(dict.fromkeys(FIELD_WORDS.get(name, TABLE_WORDS[table]) for name in names))


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
