"""Ledgers as clerks keep them in Excel, each in a style of its own, made with openpyxl.

Every sample is a list of sheets; what each must bring into the ledger stands in the tests that use it.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]
Sheet = tuple[str, Rows, Sequence[str]]
"""Name, rows from A1, merged ranges."""

TWO_LEVELS: list[Sheet] = [
    (
        "台账",
        [
            ["附件1"],
            ["清源县卫生健康局2024年重点工作台账"],
            ["填报单位：清源县卫健局", None, None, None, None, None, None, "填报时间：2024年6月30日"],
            [
                *("序号", "重点任务", "牵头\n领导", "责任单位", "联系人", "联系电话", "完成时限"),
                *("进展情况", None, None, "完成进度", "存在问题", "下一步打算", "是否销号", "销号时间", "备注"),
            ],
            [None] * 7 + ["1月", "2月", "3月"],
            [
                *(1, "建成县级胸痛中心", "赵  明（副局长）", "县人民医院", "钱进", "13900000001", "2024年12月底"),
                *(
                    "完成选址",
                    "完成设备招标",
                    "设备安装过半",
                    0.4,
                    "资金缺口50万元",
                    "争取专项债券",
                    "否",
                    None,
                    "重点督办",
                ),
            ],
            [
                *(2, "完成村卫生室标准化改造", "孙立", "基层股", "李想", "13900000002", "2024年3月底"),
                *("摸底12个村", None, "12个村全部完工", 1, None, None, "是", dt.date(2024, 4, 10), None),
            ],
            ["合计", None, None, None, None, None, None, None, None, None, None, "2项"],
            ["注：进度按工程量计。"],
        ],
        [
            *(f"{letter}4:{letter}5" for letter in "ABCDEFGKLMNOP"),
            "H4:J4",
            "A2:P2",
        ],
    )
]

ONE_CELL: list[Sheet] = [
    (
        "Sheet1",
        [
            ["2024年度重点工作推进台账"],
            [
                *("编号", "工作任务", "牵头单位", "配合单位", "完成时限", "工作进展", "完成率", "状态"),
                *("资金（万元）", "涉及乡镇", "上会日期", "是否民生实事"),
            ],
            [
                *("1", "开展慢病筛查", "疾控股", "县疾控中心", "2024年11月底"),
                "1月：印发筛查方案；2月：培训筛查人员86人;3月：筛查3200人，发现高血压患者410人",
                *("35%", "正常推进", 12.5, "城关镇", dt.date(2024, 1, 15), "是"),
            ],
            [
                *("2", "建设智慧预防接种门诊", "疾控股", "各乡镇卫生院", "2024年6月底"),
                "截至3月底，完成5家门诊改造。截至5月底，8家门诊全部投入使用。",
                *("100%", "已完成", 80, "河东乡", dt.date(2024, 2, 1), "是"),
            ],
            [
                *("3", "推进医共体信息互通", "规信股", "县人民医院", "2024年12月底"),
                "【2月】完成需求调研\n【4月】完成系统招标，中标金额260万元",
                *("过半", "进度滞后", 260, "城关镇", dt.date(2024, 3, 20), "否"),
            ],
            [
                *("4", "创建省级卫生乡镇", "爱卫办", "河东乡", "2024年10月底"),
                "2024.3.15：召开动员会\n2024.4.28：完成中期自查，整改问题23个",
                *("六成", "暂缓", 6, "河东乡", dt.date(2024, 3, 15), "否"),
            ],
        ],
        ["A1:L1"],
    )
]

RECTIFICATION: list[Sheet] = [
    (
        "整改台账",
        [
            ["清源县卫健系统巡察反馈问题整改台账"],
            [
                *(
                    "序号",
                    "反馈问题",
                    "问题原因",
                    "整改措施",
                    "整改类型",
                    "责任单位",
                    "责任人",
                    "整改时限",
                    "延期后时限",
                ),
                *("延期原因", "整改进展情况", "整改成效", "是否整改到位", "销号情况", "验收人", "任务来源"),
            ],
            [
                *(
                    1,
                    "药品采购未按规定公示",
                    "制度不健全",
                    "修订采购公示办法",
                    "立行立改",
                    "药政股",
                    "周密",
                    "2024.3.31",
                    None,
                ),
                *(
                    None,
                    "2024.2.20：印发公示办法；2024.3.20：在官网公示4批次",
                    "公示率100%",
                    "是",
                    "已销号（2024.4.12）",
                ),
                *("吴清", "县委第二巡察组反馈意见"),
            ],
            [
                *(
                    2,
                    "村医养老补助发放不及时",
                    "审核环节多",
                    "按季度发放补助",
                    "限期整改",
                    "基层股",
                    "郑勤",
                    "2024.6.30",
                ),
                *("2024.9.30", "县级财政资金未到位", "2024.5.10：补发一季度补助", "补发到位78人", "否", "未销号", None),
                "县委第二巡察组反馈意见",
            ],
            [
                *(
                    3,
                    "医疗废物台账登记不全",
                    "人员更换频繁",
                    "每月抽查登记",
                    "长期坚持",
                    "监督所",
                    "王朗",
                    "长期坚持",
                    None,
                ),
                *(
                    None,
                    "2024.4.1：抽查12家机构",
                    "登记完整率98%",
                    "基本到位",
                    "申请销号（2024.5.6）",
                    None,
                    "审计局审计报告〔2024〕3号",
                ),
            ],
        ],
        ["A1:P1"],
    )
]

SHEETS_BY_UNIT: list[Sheet] = [
    (
        "医政股",
        [
            ["2024年重点工作台账（截至2024年5月底）"],
            ["序号", "工作任务", "进展情况", "完成进度", "完成时限"],
            [1, "完成二级医院评审", "已提交评审材料", 50, "2024年9月底"],
            [2, "开展病历质量检查", "抽查病历300份", 75, "2024年10月底"],
        ],
        ["A1:E1"],
    ),
    (
        "妇幼股",
        [
            ["2024年重点工作台账（截至2024年5月底）"],
            ["序号", "工作任务", "进展情况", "完成进度", "完成时限"],
            [1, "开展两癌筛查", "筛查1200人", 60, "2024年11月底"],
            [2, "开展病历质量检查", "抽查产科病历80份", 100, "2024年10月底"],
        ],
        ["A1:E1"],
    ),
    ("Sheet3", [["草稿", "勿用"]], []),
]

MONTH_ROWS: list[Sheet] = [
    (
        "推进情况",
        [
            ["2024年民生实事推进情况表"],
            ["序号", "重点任务", "责任单位", "完成时限", "月份", "工作进展", "完成比例", "存在困难", "填报人"],
            [1, "改造急诊科", "县人民医院", "2024年8月底", "3月", "完成图纸设计", 0.2, "场地狭窄", "何平"],
            [None, None, None, None, "4月", "完成主体施工", 0.6, None, "何平"],
            [None, None, None, None, "5月", "设备进场调试", 0.85, "配件未到", "何平"],
            [2, "配置移动筛查车", "县疾控中心", "2024年5月底", "3月", "完成采购招标", 0.5, None, "吕静"],
            [None, None, None, None, "4月", "车辆验收入库", 1, None, "吕静"],
        ],
        [*(f"{letter}3:{letter}5" for letter in "ABCD"), *(f"{letter}6:{letter}7" for letter in "ABCD"), "A1:I1"],
    )
]

SUPERVISION: list[Sheet] = [
    (
        "督查台账",
        [
            ["清源县卫健局2024年督查督办台账"],
            [
                *("序号", "督办事项", "任务来源", "文号", "分管领导", "责任股室", "办结时限", "2024年1-3月进展情况"),
                *("2024年4-6月进展情况", "7-9月进度安排", "亮灯", "办理状态", "督办次数", "实际完成时间", "佐证材料"),
            ],
            [
                *(
                    1,
                    "落实县委书记关于急救体系建设的批示",
                    "县委主要领导批示",
                    None,
                    "局长 冯远",
                    "医政股",
                    "2024.6.30",
                ),
                *("选定急救站点4个", "4个站点全部运行", None, "绿灯", "已办结", 2, "2024.6.18", "运行照片\n验收报告"),
            ],
            [
                *(2, "落实第8次党组会议定事项", "局党组会议", "清卫党组纪〔2024〕8号", "副局长 陈果、总会计师 楚云"),
                *(
                    "财务股",
                    "2024.8.31",
                    "完成资产清查",
                    "资产入账率达70%",
                    "完成盘盈资产处置",
                    "黄灯",
                    "挂账观察",
                    1,
                    None,
                    None,
                ),
            ],
            [
                *(
                    3,
                    "办理县人大第15号建议",
                    "人大建议",
                    None,
                    "陈果",
                    "基层股",
                    "2024.5.31",
                    "与代表见面沟通",
                    "形成答复初稿",
                ),
                *("报送正式答复", "红灯", "超期", 3, None, "沟通记录"),
            ],
            [
                *(4, "完成省级基本公卫绩效考核反馈整改", "省卫健委文件", "省卫基层函〔2024〕12号", "陈果", "基层股"),
                *("2024.9.30", None, "制定整改清单", "完成整改自评", "绿灯", "正在办理", 0, None, None),
            ],
        ],
        ["A1:O1"],
    )
]

MONTH_PARTS: list[Sheet] = [
    (
        "Sheet1",
        [
            ["重点项目月调度表"],
            [
                "序号",
                "项目名称",
                "责任单位",
                "计划完成时间",
                "2024年4月",
                None,
                None,
                "2024年5月",
                None,
                None,
                "工作评价",
            ],
            [None, None, None, None, "进展情况", "完成率", "存在问题", "进展情况", "完成率", "存在问题", None],
            [
                1,
                "中医院迁建",
                "县中医院",
                "2024.12.31",
                "主体封顶",
                45,
                "雨天停工",
                "外墙完成",
                55,
                None,
                "达到时序进度",
            ],
            [
                2,
                "疾控实验楼",
                "县疾控中心",
                "2024.10.31",
                "基础施工",
                10,
                None,
                "二层完工",
                30,
                "图纸变更",
                "慢于时序进度",
            ],
        ],
        [*(f"{letter}2:{letter}3" for letter in "ABCDK"), "E2:G2", "H2:J2", "A1:K1"],
    )
]

MESSY: list[Sheet] = [
    (
        "汇总",
        [
            ["附件2"],
            ["2024年卫生健康工作任务进展表", None, None, None, None, None, None, None],
            ["序 号", "任务名称", "责任单位", "联系人及电话", "时限要求", "目前进展", "进度", None, "备注", "备 注"],
            ["一、医疗服务"],
            [
                1,
                "开设夜间门诊",
                "县中医院",
                "尤敏13700000003",
                "6月底",
                "已开诊，接诊210人次",
                "已完成",
                "回头看",
                "群众满意",
                "甲",
            ],
            [2, "引进专家6名", "县人民医院", "许诺 0551-6000001", "年底前", "签约4名", "三分之二", None, None, "乙"],
            ["序 号", "任务名称", "责任单位", "联系人及电话", "时限要求", "目前进展", "进度", None, "备注", "备 注"],
            ["二、公共卫生"],
            [3, "完成饮水监测", "县疾控中心", "施展13700000004", "全年", "采样96份", "80", None, "/", None],
            [4, "开展控烟执法", "监督所", "—", "9月30日前", "无", "待定", "待核", None, None],
            [None, None, None, None, None, "另：8月补检", None, None, None, None],
            ["填表人：张三", None, None, "审核人：李四", None, None, None, None, None, None],
        ],
        ["A2:J2", "A4:J4", "A8:J8"],
    )
]

ALL: dict[str, list[Sheet]] = {
    "two_levels": TWO_LEVELS,
    "one_cell": ONE_CELL,
    "rectification": RECTIFICATION,
    "sheets_by_unit": SHEETS_BY_UNIT,
    "month_rows": MONTH_ROWS,
    "supervision": SUPERVISION,
    "month_parts": MONTH_PARTS,
    "messy": MESSY,
}


def write_ledger(path: Path, sheets: Sequence[Sheet], *, dimension: str = "") -> Path:
    """Write a workbook; `dimension` replaces the extent that the sheets state, as WPS leaves it wrong."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows, merged in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
    book.save(path)
    if dimension:
        _set_dimension(path, dimension)
    return path


def _set_dimension(path: Path, dimension: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stated = f'<dimension ref="{dimension}"'.encode()
            is_sheet = name.startswith("xl/worksheets/")
            archive.writestr(name, re.sub(rb'<dimension ref="[^"]*"', stated, content) if is_sheet else content)
