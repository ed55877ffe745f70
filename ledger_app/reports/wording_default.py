"""The built-in words of a circular.  Patterns: docs/domain.md section 4.4."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordingSection:
    """A part of a circular: its heading without a number, "" = none; its text, one paragraph a line."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a circular as a template.

    Attributes:
        name: as the office calls it.
        kinds: kinds of circular that use it unasked.
    """

    name: str
    sections: tuple[WordingSection, ...]
    kinds: tuple[str, ...] = ()


BUILT_IN_NAME = "内置"
CIRCULAR_KINDS = ("monthly", "quarterly", "half-year", "annual")

_LEAD = (
    "为推动年度重点任务落地见效，{印发部门}依据各单位报送的进展和佐证材料，对台账所列任务截至{截止日期}的完成情况"
    "进行了汇总核对。现通报如下："
)
_OVERALL = (
    "列入台账的任务共{任务总数}项。其中，已完成{已完成数}项〔，占{完成率}〕；正常推进{正常推进数}项，滞后{滞后任务数}项，"
    "逾期{逾期任务数}项〔，长期坚持、年终考核等不计时序的{不计时序数}项〕"
    "〔，时限或进度不明、暂无法判定的{无法判定数}项〕。"
    "〔有{已完成数}：已完成任务中，按期完成{按期完成数}项。〕"
    "〔有{上期名称}：与{上期名称}相比，〔有{完成率较上期}：完成率{完成率较上期}，〕滞后任务{滞后较上期}，"
    "逾期任务{逾期较上期}〔有{总数较上期}：，任务总数{总数较上期}〕。〕\n"
    "〔分板块看，完成率较高的是{领先板块}；较低的是{落后板块}。〕"
)
_HIGHLIGHTS = "〔{表扬单位}。〕\n〔{进步单位}较{上期名称}上升{进步位次}位，进步明显。〕"
_PROBLEMS = (
    "〔（一）部分任务进展滞后。〔{逾期任务数}项任务逾期未完成，涉及{逾期单位}；其中“{逾期最长任务}”（{逾期最长编号}）"
    "逾期最长，已{逾期最长天数}天。〕〔{滞后任务数}项任务落后于时序进度或尚未启动，涉及{滞后单位}。〕〕\n"
    "〔（二）个别单位报送不及时。〔{未报送单位}未报送进展〕〔；{迟报单位}迟报〕〔；{退回单位}被退回重报〕。〕\n"
    "〔（三）佐证材料不完整。{缺佐证任务数}项任务的佐证材料尚缺{缺佐证件数}件，难以印证所报进展。〕\n"
    "〔（四）部分任务要素不全。{无法判定数}项任务（{无法判定编号}）缺少明确时限或进度数据，无法判定进展，"
    "需责任单位补充。〕"
)
_DEMANDS = (
    "〔有{逾期和滞后数}：（一）压实责任，倒排工期。对照附件清单逐项查明原因，明确整改措施和完成时间，"
    "逾期和滞后任务的整改情况〔有{整改回复日期}：于{整改回复日期}前〕〔无{整改回复日期}：及时〕"
    "书面报{印发部门}〔（{联系方式}）〕。〕\n"
    "〔无{逾期和滞后数}：（一）压实责任，巩固进度。对照台账按月自查，确保各项任务按时序推进。〕\n"
    "〔有{30天内到期数}：（二）紧盯节点，抓好临期任务。附件所列30天内到期的任务，牵头单位要逐项倒计时推进，"
    "确需延期的在到期前提出申请。〕\n"
    "（三）据实报送，对账销号。进展要写明数量和差距，完成一项、佐证一项、销号一项。"
    "〔下期进展请于{下次报送日期}前报送。〕"
)

BUILT_IN = Wording(
    BUILT_IN_NAME,
    (
        WordingSection("", _LEAD),
        WordingSection("总体情况", _OVERALL),
        WordingSection("主要做法和成效", _HIGHLIGHTS),
        WordingSection("存在问题", _PROBLEMS),
        WordingSection("下一步工作要求", _DEMANDS),
        WordingSection("", "特此通报。"),
    ),
)
