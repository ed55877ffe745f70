"""Texts about the ledger's own columns (SVC-190 to SVC-199)."""

TEXTS: dict[str, str] = {
    "SVC-190": "已有名为“{name}”的自定义列，请换一个名称。",
    "SVC-191": "“{value}”不是“{field}”列可用的{kind}，没有保存。{hint}",
    "SVC-192": "“{field}”列的可选项不能为空，请至少填写一项。",
    "SVC-193": "“{field}”列的可选项“{value}”重复，请删去一个。",
    "SVC-194": "有 {count} 项任务正在使用选项“{value}”，不能去掉；请先把这些任务改成别的选项，或把这一项改名。",
    "SVC-195": "“{field}”列有 {count} 个值不是{kind}（如“{value}”），不能改成这种类型；请先改正这些值。",
    "SVC-196": "“{field}”列已有 {count} 项任务填了内容，删除后这些内容一并删除；请确认删除，或改为“停用”以保留内容。",
    "SVC-197": "“{field}”列已停用，不能再填写；请先在“设置”里恢复使用。",
    "SVC-198": "自定义列最多 {limit} 个，请先删除不用的列。",
}
