"""Words around a figure that make it one to be reached, and the operator they give it.

Shared by the readers of figures in digits (targets) and in words (worded_figures).
Source: docs/domain.md sections 2.4 and 8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger_app.intake.proposal import TargetOp

Value = float | int | tuple[float, float] | str | None
"""What a figure may be: as in `ProposedTarget`."""
UNITS = (
    "人次 人份 人天 人日 例次 床日 车次 班次 户次 辆次 场次 批次 课次 公里 千米 平方公里 平方米 立方米 千瓦时 "
    "千瓦 支队 治疗量 个工作日 公斤 千克 平米 小时 分钟 学时 课时 毫升 个月 单位 万元 DDDs DDD ㎡ 元 名 户 "
    "例 张 册 份 支 台 套 辆 件 枚 吨 家 所 次 场 处 座 间 项 篇 期 站 条 种 类 批 部 门 幅 块 株 亩 公顷 剂 "
    "针 瓶 床 岁 对 天 日 级 分 倍 周 年 款 轮 组 队 幢 栋 棵 味 片 起 宗 升 字 U P"
)
CHANGE = re.compile(
    r"(?:提高|(?<!改造)(?<!建设)(?<!整治)(?<!提质)提升|增长|增加|上升|递增|下降|降低|减少|压减)(?![到至为在])[^,。;\d]{0,2}$"
)
DOWN = re.compile(r"(?:下降|降低|减少|压减|缩短)[^,。;\d]{0,4}$")
AT_LEAST = re.compile(
    r"(?:不少于|不低于|不得少于|不得低于|不小于|达到|达(?!标)|超过|超(?!声|市|出|前|额|标|限|员|期|时|龄)|突破|高于|大于|多于|至少|≥|>=|>|以上|力争|争取|保持在|稳定在|提高到|提高至|提升到|提升至|增加到|增至|扩大到|扩大至|升至)[^,。;]{0,4}$"
)
AT_MOST = re.compile(
    r"(?:不超过|不超|不高于|不大于|不得超过|不得高于|不多于|(?<![不得])[低少小]于|≤|<=|<|控制在|降到|降至|下降到|下降至|缩短到|缩短至|压缩到|压缩至|压减至|压减到|减少到|减少至|减至|减到|降为|减为|精确到|精准到)[^,。;]{0,4}$"
)
LIMIT_UNITS = re.compile(r"(?:小时|分钟|天|日|周|个月|年|级|分|岁|倍|条|种|类|批|门|组|字|轮|味|片)$")
MAKE = re.compile(
    r"新[增建设开招]|改扩建|[扩改]建|改造|建[成设立]|创建|争创|打造|培[育养训]|引[进育]|招[引聘录募]|选[派拔择定]|确定|遴选|评[选审]|认定|命名|"
    r"配[备置齐]|购置|采[购集]|[设增]立|设置|增设|组[建织]|[再续]建|举办|开[展放工]|召开|完成|达|实现|覆盖|[筛普]查|检查|抽检|监测|签约|救助|"
    r"发[放布]|制[作定]|推[出广进动]|投入|安排|争取|治理|整[治合]|清理|入库|登记|立项|申报|获批|编制|形成|走进|体检|接种|储备|做好|"
    r"保[障持]|提[供升高]|扩大|增加|降|不[少低]于|不超过|超过|突破|至少|力争|轮训|进修|[巡义]诊|帮扶|对接|服务|宣讲|办结|交付|竣工|"
    r"种植|生产|带动|撰写|刊发|[报上]报?送|验收|扩[充容展]|人数|总数|规模|数量|数达|拥有|配齐|[≥≤]"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A figure found in a folded text.

    Attributes:
        start, end: its range in the text.
        op, value, unit: as in `ProposedTarget`.
        reason, confidence: as in `Reading`.
    """

    start: int
    end: int
    op: TargetOp
    value: Value
    unit: str
    reason: str
    confidence: float


def operator_of(before: str, tail: str) -> TargetOp:
    """Return the operator of a figure that is no span.

    Args:
        before: what its clause says before it.
        tail: what directly follows its unit (以上, 以内, "").
    """
    if CHANGE.search(before):
        return "decrease" if DOWN.search(before) else "increase"
    if AT_MOST.search(before) or tail in ("以下", "及以下", "以内", "之内"):
        return "<="
    return ">=" if tail.endswith("以上") or AT_LEAST.search(before) else "="
