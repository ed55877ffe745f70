"""Words of titles: what a line of a title must not be broken inside of, and where between words it reads well.

The list is of the words that titles of a health office are made of; what it does not know is left whole where a place
beside a known word will do.  Source: docs/domain.md section 5 (标题).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KNOWN_WORDS = """
国家卫生健康委办公厅 国家卫生健康委 卫生健康委办公室 卫生健康局办公室 卫生健康委员会 卫生健康委 卫生健康局 卫健委
卫健局 疾病预防控制局 疾病预防控制中心 疾病预防控制 疾控中心 疾控局 基本公共卫生服务 家庭医生签约服务 家庭医生
签约服务 医疗卫生机构 医疗卫生 医疗机构 医疗服务 医疗保障 医疗质量 医疗安全 医疗废物 医疗急救 医疗救治 医疗 医药卫生
医药 医院 医务人员 医养结合 医师 医生 医共体 医联体 医改 医保 社区卫生服务中心 社区卫生 社区 乡镇卫生院 卫生院
村卫生室 卫生室 县人民医院 县中医医院 县中医院 县妇幼保健院 县疾病预防控制中心 县疾控中心 人民医院 中医医院 中医院
中医药 中医 中药 妇幼保健院 妇幼保健 妇幼健康 妇幼 妇女 儿童 婴幼儿 托育 学生 老年人 老年健康 老年 职工 高质量发展
重点工作任务 重点工作 重点任务 重点项目 重点 工作任务 任务分解表 任务清单 责任清单 问题清单 任务 工作要点 工作方案
工作机制 工作专班 工作情况 工作进展 工作 实施方案 实施意见 实施细则 实施 行动方案 行动计划 三年行动 专项行动 专项整治
专项检查 专项督查 专项治理 专项 行动 进展情况 落实情况 完成情况 推进情况 办理情况 整改情况 运行情况 情况 进展 督查督办
督查通报 督办通知 督查 督办 督导 监督检查 监督执法 监督 执法 执业 检查 抽查 核查 巡查 巡察 卫生健康 公共卫生 基层卫生
卫生监督 卫生应急 卫生城镇 卫生城市 卫生技术 卫生人才 卫生 健康县城 健康中国 健康促进 健康素养 健康 爱国卫生运动
爱国卫生 老龄健康 老龄 职业健康 职业病 职业 人口监测 人口 生育 慢性病 传染病 地方病 结核病 艾滋病 癌症 精神卫生
心理健康 呼吸道 流感 疫情 疫苗 接种 免疫规划 突发公共卫生事件 突发事件 事件 应急处置 应急管理 应急值守 应急 处置 救治
急救 防控 防治 预防 控制 筛查 体检 随访 监测 检测 检验 采购 药品 药物 药事 药师 基本药物 零差率 器械 耗材 血液 献血
院感 感染 深化改革 深化 体制改革 综合改革 改革 能力提升 服务能力 能力 提质增效 提升 问题整改 整改 问题 民生实事项目
民生实事 民生 实事 项目 工程 台账管理 台账 佐证材料 佐证 材料 资料 信息化 信息 数据 统计 互联网 互联 安全生产 安全
生产 消防 隐患 排查 治本攻坚 攻坚 年终绩效评价 年终绩效考核 行政审批 行政执法 行政 审批 许可 政策法规 政策 法规
规划财务 规划 财务 资金 预算 绩效评价 绩效考核 绩效 评价 考核 评估 上半年 下半年 第一季度 第二季度 第三季度 第四季度
一季度 二季度 三季度 四季度 全年 年度 年终 年底 元旦春节期间 春节期间 国庆期间 元旦 春节 国庆 节日 期间 高考 中考 关于
印发 转发 开展 做好 加强 推进 加快 切实 进一步 落实 贯彻 组织 举办 召开 成立 调整 同意 报送 申报 上报 公布 下达 分配
使用 配备 销售 逾期未报送 逾期未完成 逾期 滞后 延期 推迟 缓慢 未完成 未报送 完成 催办 提醒函 提醒 通报 通知书 通知
通告 公告 报告 请示 批复 决定 意见 指导意见 办法 规定 制度 标准 规范 方案 计划 总结 要点 清单 附件 明细 汇总 一览表
总表 登记表 审批表 进展表 情况表 清单表 全县 全区 全市 全省 全系统 各级 各类 有关 相关 进行 单位 部门 系统 机构 机关
企业 学校 农村 城乡 城镇 紧密型县域医共体 县域医共体 县域 紧密型 县级 乡镇 乡村 基层 领导小组 指挥部 专家组 小组 成员
人员 人才 队伍 干部 党风廉政建设 党风廉政 党建 作风 纪律 信访 投诉 宣传 培训 竞赛 技能 岗位练兵 岗位 活动 会议 大会
推进会 职责分工 职责 分工 管理 服务 建设 发展 保障 体系 机制 政府 责任 目标 分解 结果 结合 便民惠民 便民 惠民 示范
试点 创建 评审 达标 紧急 联合 协同 依法执业 依法 常态化
"""
_WORDS = frozenset(_KNOWN_WORDS.split())
_LONGEST = max(map(len, _WORDS))
# What joins the parts of a title is a word of one character.
_JOINTS = frozenset("的和与及对等在为将把以暨或向从按由、")
_PARTS = re.compile(
    r"[0-9]{4}(?:[—–~～-][0-9]{4})?年度?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:份)?)?"
    r"|第?[0-9〇零一二三四五六七八九十]+(?:[—–~～-][0-9]+)?(?:季度|个百分点|[年月日号期个项家名批次轮届件类](?:单位|机构|医院|企业)?)"
    r"|[0-9A-Za-zÀ-ÿ]+(?:[.\-–/+&][0-9A-Za-zÀ-ÿ]+)*%?"
)


def places_between_words(title: str) -> tuple[set[int], set[int]]:
    """Return the places between two known words, and those between a known word and what is not known.

    Places count the characters before them; all others lie inside a word, or inside what may be one.
    """
    sure: set[int] = set()
    fair: set[int] = set()
    at, knew = 0, True
    for length, is_known in _parts(title):
        if at:
            (sure if knew and is_known else fair).add(at)
        at, knew = at + length, is_known
    return sure, fair


def _parts(title: str) -> Iterator[tuple[int, bool]]:
    """Yield (length, whether it is known) of the parts of a title; what lies between two known words is one part."""
    unknown = 0
    for length in _best_words(title):
        if length:
            if unknown:
                yield unknown, False
            unknown = 0
            yield length, True
        else:
            unknown += 1
    if unknown:
        yield unknown, False


def _best_words(title: str) -> list[int]:
    """Return the lengths of words, 0 for a character of none, so that the fewest characters and words are left over."""
    count = len(title)
    costs = [0.0] * (count + 1)
    steps = [0] * count
    for at in range(count - 1, -1, -1):
        best, step = 3.0 + costs[at + 1], 0
        for length in _lengths_at(title, at):
            cost = 1.0 + costs[at + length]
            if cost < best:
                best, step = cost, length
        costs[at], steps[at] = best, step
    lengths = []
    at = 0
    while at < count:
        lengths.append(steps[at])
        at += steps[at] or 1
    return lengths


def _lengths_at(title: str, at: int) -> Iterator[int]:
    for length in range(2, min(_LONGEST, len(title) - at) + 1):
        if title[at : at + length] in _WORDS:
            yield length
    if title[at] in _JOINTS or not title[at].isalnum():
        yield 1
    inside_number = at and title[at].isascii() and title[at - 1].isascii() and title[at - 1].isalnum()
    if not inside_number and (match := _PARTS.match(title, at)):
        yield match.end() - at
