"""Texts of packs, of the second tree and of the care for stored files (EVI).

EVI-036 to EVI-039: what a pack is about; EVI-060 to EVI-089: check, repair, bin and place of the store.
"""

TEXTS: dict[str, str] = {
    "EVI-036": "没有名为“{name}”的{what}，或不止一个；现有：{known}。请按全名再写一次。",
    "EVI-037": "{scope}还没有可以打包的材料，没有生成材料包；请先给任务添加佐证，或换一个范围。",
    "EVI-038": "档号的{part}不对：全宗号是档案馆给的 4 位字母或数字，保管期限是 Y、D30、D10 之一，机构代码不超过 8 个字；请改正，或留空由档案人员填写。",
    "EVI-042": "常用材料有 {count} 项，最多 {most} 项；请删掉不常用的，个别任务要的可以在任务里单独添加。",
    "EVI-060": "“{title}”不在回收站里，没有删除任何东西；请先把它放入回收站。",
    "EVI-061": "回收站是空的，没有可以删除的材料。",
    "EVI-062": "“{file}”与台账里登记的原文件内容不一样（校验值不符），没有替换；请找到当初添加的那一份，或从备份中恢复。",
}
