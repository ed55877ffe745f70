"""Texts about sub-tasks (SVC-200 to SVC-209)."""

TEXTS: dict[str, str] = {
    "SVC-200": "任务 {task} 没有拆分过，不能取消拆分。",
    "SVC-201": "子任务 {part} 已有进展或又拆分过，不能取消 {task} 的拆分；可把子任务移出，或逐项调整取消。",
    "SVC-202": "任务 {task} 不能移到它自己或它的子任务之下，请选择另一项任务。",
}
