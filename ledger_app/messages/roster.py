"""Texts about posts, people and leaders (SVC-300 to SVC-319)."""

TEXTS: dict[str, str] = {
    "SVC-300": "职务“{post}”还用在 {count} 项任务上，不能删除；换人请用“换人”，不再设这个职务请结束任职。",
    "SVC-301": "单位“{unit}”已有职务“{post}”，请勿重复添加。",
    "SVC-302": "“{post}”现任的 {name} 从 {since} 起任职，换人日期 {day} 要晚于这一天，请核对。",
    "SVC-304": "只有局领导的职务才能分管或联系单位，请先把“{post}”的类别改为“局领导”。",
    "SVC-305": "没有缺牵头领导、又能按分管关系补上的任务。",
    "SVC-306": "{name} 现在已任“{post}”，不用换人。",
    "SVC-307": "名册第 {row} 行的负责人“{name}”与现任“{holder}”不同，没有改动；换人请在“职务人员”里办理。",
}
