"""Break a document title into lines by meaning, in the shape of a trapezoid or a diamond.

The standard asks that lines break between words that belong apart, and that the lines together are neither a rectangle
nor an hourglass (GB/T 9704-2012, 7.3.1).  All ways to break a title are weighed; the cheapest is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise

from ledger_app.reports.linebreak import NO_END, NO_START, clusters

MAX_LINES = 5
_COMFORT = 0.92
"""Share of the room that a title line fills at most if it can be helped."""
_KNOWN_WORDS = """
卫生健康委员会 卫生健康局 疾病预防控制 基本公共卫生服务 家庭医生签约服务 医疗卫生机构
社区卫生服务中心 乡镇卫生院 高质量发展 重点工作任务 重点工作 重点任务 工作任务 任务分解表
任务清单 责任清单 工作要点 工作方案 实施方案 行动方案 行动计划 三年行动 进展情况 落实情况
完成情况 推进情况 办理情况 整改情况 工作进展 督查督办 督查通报 督办通知 监督检查 卫生健康
公共卫生 医疗卫生 医药卫生 中医药 医疗服务 医疗机构 人民医院 妇幼保健 疾控中心 卫生院
深化改革 体制改革 综合改革 能力提升 提质增效 专项行动 专项整治 问题整改 民生实事 台账管理
佐证材料 安全生产 爱国卫生 健康中国 老龄健康 职业健康 人口监测 行政审批 政策法规 规划财务
基层卫生 应急管理 上半年 下半年 第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度
四季度 全年 年度 关于 印发 转发 开展 做好 加强 推进 进一步 落实 实施 通报 通知 报告
意见 方案 规划 计划 总结 情况 工作 任务 重点 全县 全区 全市 全省 督查 督办 考核 评价
管理 服务 建设 发展 改革 健康 卫生 医疗 医院 机构 单位 部门 系统 分解 清单 台账 进展
整改 问题 提醒函 通知书 附件 明细 汇总 统计 一览表 总表
"""
_WORDS = tuple(_KNOWN_WORDS.split())
_GOOD_ENDS = (
    "局",
    "委",
    "县",
    "市",
    "区",
    "省",
    "的",
    "年",
    "月",
    "度",
    "工作",
    "任务",
    "情况",
    "系统",
    "办公室",
    "》",
)
_POOR_ENDS = ("关于", "和", "与", "及", "对", "在", "为", "将", "把", "印发", "做好", "开展", "加强", "推进")
_POOR_STARTS = ("的", "和", "与", "及", "了", "等", "、")


def break_title(title: str, advances: Sequence[float], room: float) -> list[str]:
    """Return the lines of a title.

    Args:
        title: without line feeds; one with line feeds is broken there and nowhere else.
        advances: width of each character in points.
        room: width that a line may have.

    Returns:
        Lines that joined are the title, each no wider than the room unless a single word is.
    """
    if "\n" in title:
        return [line for line in title.split("\n") if line]
    sums = [0.0, *accumulate(advances)]
    if sums[-1] <= room * _COMFORT:
        return [title]
    places = _places(title)
    fewest = max(2, int(-(-sums[-1] // room)))
    for comfort in (_COMFORT, 1.0):
        best: tuple[float, tuple[int, ...]] | None = None
        for count in range(fewest, min(fewest + 1, MAX_LINES) + 1):
            for inner in combinations(places, count - 1):
                cuts = (0, *inner, len(title))
                widths = [sums[end] - sums[start] for start, end in pairwise(cuts)]
                if max(widths) > room * comfort:
                    continue
                cost = _cost(title, cuts, widths, room) + 6.0 * (count - fewest)
                if best is None or cost < best[0]:
                    best = (cost, cuts)
        if best is not None:
            return [title[start:end] for start, end in pairwise(best[1])]
    return _greedy(title, sums, places, room)


def _places(title: str) -> list[int]:
    """Return where lines may end at all: between clusters; only between words if the title is long."""
    places: list[int] = []
    at = 0
    for cluster in clusters(title):
        at += len(cluster)
        places.append(at)
    places = places[:-1]
    if len(places) > 36:
        better = [place for place in places if place not in _inside_words(title)]
        places = better if len(better) >= 4 else places
    return places


def _inside_words(title: str) -> set[int]:
    """Return the places that lie inside a known word; the longest word found first wins."""
    inside: set[int] = set()
    taken: set[int] = set()
    for word in sorted(_WORDS, key=len, reverse=True):
        at = title.find(word)
        while at >= 0:
            span = set(range(at, at + len(word)))
            if not span & taken:
                taken |= span
                inside |= set(range(at + 1, at + len(word)))
            at = title.find(word, at + 1)
    return inside


def _cost(title: str, cuts: Sequence[int], widths: Sequence[float], room: float) -> float:
    inside = _inside_words(title)
    cost = 0.0
    for cut in cuts[1:-1]:
        before, after = title[:cut], title[cut:]
        cost += 20.0 if cut in inside else 0.0
        cost += 8.0 if before.endswith(_POOR_ENDS) else 0.0
        cost += 8.0 if after.startswith(_POOR_STARTS) else 0.0
        cost += 30.0 if before[-1] in NO_END or after[0] in NO_START else 0.0
        cost -= 3.0 if before.endswith(_GOOD_ENDS) else 0.0
    return cost + _shape_cost(widths, room)


def _shape_cost(widths: Sequence[float], room: float) -> float:
    """Return how far the lines are from a trapezoid or a diamond, and how uneven they are."""
    shares = [width / room for width in widths]
    steps = [second - first for first, second in pairwise(shares)]
    cost = 0.0
    if all(abs(step) < 0.06 for step in steps):
        cost += 5.0  # a rectangle
    grows = [step > 0 for step in steps]
    turns = [(first, second) for first, second in pairwise(grows) if first != second]
    cost += 15.0 * sum(1 for first, second in turns if not first and second)  # an hourglass
    cost += 15.0 * max(0, len(turns) - 1)
    cost += 10.0 * (max(shares) - min(shares))
    cost += 12.0 * max(0.0, 0.25 - min(shares))
    return cost


def _greedy(title: str, sums: Sequence[float], places: Sequence[int], room: float) -> list[str]:
    lines: list[str] = []
    start = 0
    for place, following in pairwise((*places, len(title))):
        if sums[following] - sums[start] > room and place > start:
            lines.append(title[start:place])
            start = place
    return [*lines, title[start:]]
