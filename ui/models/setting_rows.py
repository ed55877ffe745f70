"""The settings of a ledger as rows of a form: what each is called, how it is edited, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Editor = Literal["line", "text", "number", "choice"]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        field: name in `LedgerSettings`.
        label: as shown; help: what it does, one sentence.
        low, high, decimals, suffix: of a number; `zero` is the word for 0, "" if 0 is a plain number.
        choices: key and word of each choice.
    """

    field: str
    label: str
    help: str
    editor: Editor = "line"
    low: float = 0
    high: float = 0
    decimals: int = 0
    suffix: str = ""
    zero: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings that belong together, under one heading."""

    key: str
    title: str
    rows: tuple[SettingRow, ...]


GROUPS: tuple[SettingGroup, ...] = (
    SettingGroup(
        "bureau",
        "单位与公文",
        (
            SettingRow("bureau_name", "单位名称", "印在通报的发文机关标志、署名和版记上，用规范全称。"),
            SettingRow("office_name", "印发部门", "印在版记左下，通常是办公室。"),
            SettingRow("doc_prefix", "发文代字", "如“青卫发”，通报的发文字号由它开头。"),
            SettingRow("addressees", "主送机关", "通报标题下的一行，末尾的冒号自动加上。", "text"),
            SettingRow("cc_line", "抄送机关", "印在版记里；不填就没有这一行。", "text"),
            SettingRow("bulletin_name", "简报刊头", "简报式通报顶上的红色大字，如“卫生健康工作督查”。"),
            SettingRow("bulletin_up", "简报报", "简报末尾“报：”后的领导或上级机关；不填就没有这一行。", "text"),
            SettingRow("bulletin_across", "简报送", "简报末尾“送：”后的单位；不填用抄送机关。", "text"),
            SettingRow("bulletin_down", "简报发", "简报末尾“发：”后的单位；不填用主送机关。", "text"),
            SettingRow(
                "reply_days",
                "整改回复",
                "通报要求在成文日期后多少天以内书面报整改情况；报表选项里另填了日期的以它为准。",
                "number",
                0,
                365,
                suffix=" 天内",
                zero="及时",
            ),
            SettingRow("contact_line", "联系方式", "印在“下一步工作要求”里，如“联系人：办公室，电话：……”。"),
        ),
    ),
    SettingGroup(
        "counting",
        "统计口径",
        (
            SettingRow("year", "台账年度", "任务没写年份时按这一年计算。", "number", 0, 2100, zero="不限"),
            SettingRow(
                "cutoff_day", "每月截止日", "月报统计到当月的这一天；“月末”为最后一天。", "number", 0, 31, zero="月末"
            ),
            SettingRow(
                "report_due_day", "每月报送日", "各单位应在这一天以前报送，之后为迟报。", "number", 0, 31, zero="月末"
            ),
            SettingRow(
                "report_due_next_month",
                "报送日所在月",
                "例如报送日为 5 日时，6 月的情况应在 7 月 5 日以前报送，选“次月”。",
                "choice",
                choices=(("False", "当月"), ("True", "次月")),
            ),
            SettingRow(
                "schedule_rule",
                "时序进度",
                "应完成的进度怎么算，完成进度与它相差多少决定是否滞后。",
                "choice",
                choices=(
                    ("month", "按月：已过月数÷12"),
                    ("quarter", "按季：25/50/75/100"),
                    ("days", "按天：起止日期之间"),
                    ("milestones", "按节点：任务自己的进度节点"),
                ),
            ),
            SettingRow(
                "judge_by",
                "时限依据",
                "批准延期后按哪个日期判断逾期。",
                "choice",
                choices=(("current", "批准延期后的时限"), ("original", "文件原定时限")),
            ),
            SettingRow(
                "counting",
                "分单位统计",
                "表下会印明采用哪种口径。",
                "choice",
                choices=(("lead", "只计牵头单位，每项任务一次"), ("all", "计全部责任单位，合计大于总数")),
            ),
            SettingRow(
                "no_change_limit",
                "连续“无变化”",
                "一项任务连续登记“本月无变化”最多几期，再多就要写明情况。",
                "number",
                0,
                12,
                suffix=" 期",
                zero="不限",
            ),
            SettingRow(
                "names_leaders",
                "牵头领导",
                "新增或导入的任务没写牵头领导时，是否填上牵头单位的分管领导（注明依据，可以改）。",
                "choice",
                choices=(("True", "自动填分管领导"), ("False", "不填")),
            ),
            SettingRow(
                "rank_minimum", "参与排名", "牵头任务少于这个数的单位不参与排名。", "number", 0, 1000, suffix=" 项"
            ),
        ),
    ),
    SettingGroup(
        "lights",
        "灯色与提醒",
        (
            SettingRow(
                "colour_scheme",
                "亮灯方案",
                "状态不变，只改变颜色的含义；打印和屏幕上都另有符号和文字。",
                "choice",
                choices=(
                    ("three_lights", "三色灯：绿 正常或完成 · 黄 滞后或临期 · 红 逾期"),
                    ("four_lights", "四色灯：绿 完成 · 蓝 正常 · 黄 滞后或临期 · 红 逾期"),
                    ("slip_colours", "三色督办单：蓝 临期 · 黄 滞后 · 红 逾期"),
                    ("cards", "整改卡：蓝 起步 · 黄 偏慢 · 红 难以完成"),
                ),
            ),
            SettingRow(
                "lag_yellow", "滞后（黄）", "完成进度比时序进度低多少起算滞后。", "number", 0, 100, 1, " 个百分点"
            ),
            SettingRow("lag_red", "严重滞后（红）", "低多少起算严重滞后。", "number", 0, 100, 1, " 个百分点"),
            SettingRow(
                "not_started_red_months",
                "未启动转红",
                "应启动而没有进展，满这么多个月由黄转红。",
                "number",
                1,
                12,
                suffix=" 个月",
            ),
            SettingRow(
                "due_soon_short",
                "短期任务临期",
                "全程 30 天以内的任务，到期前几天提醒。",
                "number",
                0,
                365,
                suffix=" 天",
            ),
            SettingRow("due_soon_middle", "中期任务临期", "全程 180 天以内的任务。", "number", 0, 365, suffix=" 天"),
            SettingRow("due_soon_long", "长期任务临期", "更长的任务。", "number", 0, 365, suffix=" 天"),
        ),
    ),
    SettingGroup(
        "evidence",
        "佐证材料",
        (
            SettingRow(
                "large_file_mb",
                "大文件提醒",
                "存入的文件超过这么大时提醒一句（照常存入）：备份和打包会变慢。",
                "number",
                0,
                100_000,
                suffix=" MB",
                zero="不提醒",
            ),
        ),
    ),
    SettingGroup(
        "page",
        "公文版式",
        (
            SettingRow("line_pitch", "正文行距", "29.6 磅时每页 22 行正好排满版心。", "number", 28, 30, 2, " 磅"),
            SettingRow(
                "digits_face",
                "数字字体",
                "正文里的阿拉伯数字和字母用哪种字体。",
                "choice",
                choices=(("times", "Times New Roman（没有时用汉字字体）"), ("cjk", "与汉字同一字体")),
            ),
            SettingRow(
                "seals_signature",
                "落款加盖印章",
                "加盖印章的，署名和日期上留出印章的位置；出报表时可以另选。",
                "choice",
                choices=(("True", "加盖印章"), ("False", "不加盖印章")),
            ),
        ),
    ),
)
