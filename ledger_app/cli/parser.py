"""The words of the command line, with their help, in Chinese.

What each command does is in the modules beside this one; they are imported when their command runs.
Source: docs/format.md (command line).
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from ledger_app.cli.report_paper import add_paper_options
from ledger_app.version import VERSION

PROGRAM = "ledger-app"
REPORT_KINDS = {
    "monthly": "月度通报",
    "quarterly": "季度通报",
    "half-year": "半年通报",
    "annual": "年度通报",
    "slip": "督办单（带回执；没有督办单的逾期单位一并签发）",
    "chase": "催办通知（信函格式，有逾期事项的单位各一份）",
    "letter": "提醒函（信函格式，有滞后或临期任务的单位各一份）",
    "unit": "单位任务清单（状态、进展和请办事项）",
    "leader": "领导一页清单（分管单位、新转红灯、三个问题）",
    "ledger": "台账明细表（横排）",
    "breakdown": "任务分解表（附在印发通知后，横排）",
    "evidence": "佐证材料清单",
    "closing": "销号审批表",
    "extension": "延期审批表",
    "meeting": "会议简表（一页：滞后、逾期和 30 天内到期）",
}
SLIP_COLOURS = ("blue", "yellow", "orange", "red")

_YEAR = r"(19|20|21)[0-9]{2}"
_TRANSLATIONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"the following arguments are required: (.+)"), "缺少参数 {0}"),
    (re.compile(r"unrecognized arguments: (.+)"), "不认识的参数 {0}"),
    (re.compile(r"argument ([^:]+): expected one argument"), "参数 {0} 后面要写一个值"),
    (re.compile(r"argument ([^:]+): expected at least one argument"), "参数 {0} 后面至少要写一个值"),
    (re.compile(r"argument ([^:]+): invalid choice: (.+) \(choose from (.+)\)"), "{0} 不能是 {1}，可用：{2}"),
    (re.compile(r"argument ([^:]+): invalid \w+ value: (.+)"), "参数 {0} 的值 {1} 不对"),
    (re.compile(r"argument ([^:]+): not allowed with argument (.+)"), "参数 {0} 不能与 {1} 同时使用"),
    (re.compile(r"ambiguous option: (\S+) could match (.+)"), "参数 {0} 不完整，可能是 {1}"),
    (re.compile(r"argument ([^:]+): (.+)"), "参数 {0}：{1}"),
)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose usage, headings and complaints are Chinese."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own options
        """Take argparse's options; the help option is ours."""
        self.arguments: list[argparse.Action] = []
        self.commands: Mapping[str, ChineseParser] = {}
        super().__init__(**options, add_help=False, allow_abbrev=False, formatter_class=_ChineseFormatter)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:  # noqa: ANN401 - argparse's own
        """Add an argument and remember it in `arguments`, from which the manual is made."""
        action = super().add_argument(*names, **options)
        self.arguments.append(action)
        return action

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line and leave with code 2."""
        for pattern, text in _TRANSLATIONS:
            match = pattern.fullmatch(message)
            if match:
                message = text.format(*match.groups())
                break
        print(f"{message}。用法见 {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


class _ChineseFormatter(argparse.HelpFormatter):
    def add_usage(self, *parts: Any) -> None:  # noqa: ANN401 - argparse's own: usage, actions, groups, prefix
        usage, actions, groups = parts[:3]
        super().add_usage(usage, actions, groups, parts[3] if len(parts) > 3 else "用法：")


def a_date(text: str) -> dt.date:
    """Return the day of "YYYY-MM-DD", of a year that `a_year` takes too."""
    with suppress(ValueError):
        if re.fullmatch(_YEAR + r"-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    raise argparse.ArgumentTypeError(f"日期“{text}”不对，请按 2024-06-30 的格式写")


def a_percent(text: str) -> float:
    """Return the number of "60" or "60%"."""
    try:
        return float(text.strip().rstrip("%％"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"完成进度“{text}”不对，应是 0 到 100 之间的数字") from error


def a_year(text: str) -> int:
    """Return a year of four digits."""
    if not re.fullmatch(_YEAR, text):
        raise argparse.ArgumentTypeError(f"年度“{text}”不对，请写四位年份，如 2024")
    return int(text)


def make_parser() -> ChineseParser:
    """Return the parser of all commands; `command` names the chosen one."""
    parser = ChineseParser(
        prog=PROGRAM,
        description="任务台账：从计划文件生成台账，逐月跟踪，留存佐证，打印通报。不带命令时打开窗口。",
        epilog="数据写到标准输出，提示写到标准错误。退出码：0 正常，1 检查发现问题，2 有文件或参数不能处理。",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {VERSION}", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=ChineseParser)
    for add in (
        _extract,
        _init,
        _import,
        _list,
        _progress,
        _attach,
        _find,
        _index,
        _report,
        _reprint,
        _pack,
        _check,
        _backup,
        _restore,
        _demo,
        _manual,
    ):
        add(_adder(commands.add_parser))
    parser.commands = commands.choices
    return parser


_Add = Callable[..., ChineseParser]


def _adder(add_parser: _Add) -> _Add:
    """Return what adds a command whose own page opens with the words that stand beside it in the list."""

    def add(name: str, **words: str) -> ChineseParser:
        return add_parser(name, description=words["help"], **words)

    return add


def command_parsers() -> Mapping[str, ChineseParser]:
    """Return name -> parser of every command, in the order of the list."""
    return make_parser().commands


def command_names() -> Sequence[str]:
    """Return the names of all commands."""
    return (
        *("extract", "init", "import", "list", "progress", "attach", "find", "index", "report", "reprint", "pack"),
        *("check", "backup", "restore", "demo", "manual"),
    )


def _extract(add: _Add) -> None:
    parser = add("extract", help="读计划文件，显示将要导入的内容，不改动任何东西")
    parser.add_argument("files", nargs="+", type=Path, metavar="文件", help="计划文件（docx、xlsx、txt 等）")
    parser.add_argument("--json", action="store_true", help="按约定的 JSON 格式输出")
    parser.add_argument("--year", type=a_year, help="计划年度，文件没有写明时用它")


def _init(add: _Add) -> None:
    parser = add("init", help="新建一个台账文件夹")
    parser.add_argument("folder", type=Path, metavar="文件夹", help="还不存在的文件夹，或空文件夹")
    parser.add_argument("--name", default="", metavar="名称", help="台账名称（单位名称）")


def _import(add: _Add) -> None:
    parser = add("import", help="把计划文件中的任务全部导入台账，可一次撤销")
    parser.add_argument("files", nargs="+", type=Path, metavar="文件", help="计划文件")
    _ledger(parser)
    parser.add_argument("--year", type=a_year, help="计划年度，文件没有写明时用它")


def _list(add: _Add) -> None:
    parser = add("list", help="列出任务")
    _ledger(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="按 JSON 数组输出")
    form.add_argument(
        "--xlsx",
        type=Path,
        metavar="文件",
        help="写成 Excel 工作簿，列与窗口里导出的一样；文件名以 .csv 结尾则写成 CSV",
    )
    parser.add_argument("--unit", metavar="单位", help="只列该单位牵头或参与的任务（全称、简称或别名）")
    parser.add_argument(
        "--light", metavar="灯", help="只列某种灯或状态：red、yellow、green、blue、grey，或 overdue、lagging、逾期 等"
    )
    parser.add_argument("--due-before", type=a_date, metavar="日期", help="只列完成时限早于该日的任务")
    parser.add_argument("--as-of", type=a_date, metavar="日期", help="按该日判断状态，默认今天")
    parser.add_argument("--search", default="", metavar="文字", help="只列含有这些文字的任务")


def _progress(add: _Add) -> None:
    parser = add("progress", help="填报一项任务某个月的进展")
    _ledger(parser)
    parser.add_argument("--task", required=True, metavar="编号", help="任务编号，如 2-07")
    parser.add_argument("--period", required=True, metavar="年月", help="如 2024-06")
    parser.add_argument("--percent", type=a_percent, metavar="进度", help="完成进度，0 到 100")
    parser.add_argument("--text", required=True, metavar="文字", help="进展情况")


def _attach(add: _Add) -> None:
    parser = add("attach", help="把佐证材料存入台账并关联到任务")
    parser.add_argument("files", nargs="+", type=Path, metavar="文件", help="佐证材料")
    _ledger(parser)
    parser.add_argument("--task", required=True, metavar="编号", help="任务编号，如 2-07")


def _find(add: _Add) -> None:
    parser = add("find", help="查找佐证材料：名称、文号、备注和文件里的文字")
    parser.add_argument("words", metavar="文字", help="要找的文字；几个词用空格隔开，都要有")
    _ledger(parser)
    parser.add_argument("--json", action="store_true", help="按 JSON 数组输出")


def _index(add: _Add) -> None:
    parser = add("index", help="读取佐证材料的文字，之后可以按内容查找；窗口开着时自动进行")
    _ledger(parser)
    parser.add_argument("--again", action="store_true", help="全部重新读取")


_ALL_KINDS = "all 全部：通报、附表、督办单、函件、单位和领导清单、佐证清单存到一个新文件夹，督办单只印已登记的"
_REPORT_OUT = "要写的文件，以 .pdf、.docx（Word）或 .xlsx（只有表格）结尾；全部导出时是还不存在的文件夹"


def _report(add: _Add) -> None:
    parser = add("report", help="生成报表：PDF、Word 或 Excel，或把一期的材料全部导出")
    _ledger(parser)
    kinds = "；".join(f"{kind} {name}" for kind, name in REPORT_KINDS.items())
    parser.add_argument(
        "--kind", required=True, choices=(*REPORT_KINDS, "all"), metavar="种类", help=f"{kinds}；{_ALL_KINDS}"
    )
    parser.add_argument("--period", required=True, metavar="期间", help="如 2024-06、2024-Q2、2024-H1、2024")
    parser.add_argument(
        "--unit", metavar="单位", help="只含该单位牵头或参与的任务；督办单、催办通知、提醒函只发给该单位"
    )
    parser.add_argument("--task", action="append", default=[], metavar="编号", help="只含这项任务，可重复写几项")
    parser.add_argument("--leader", default="", metavar="姓名", help="只含该局领导牵头或分管的任务")
    parser.add_argument("--plan", default="", metavar="计划", help="只含这个计划的任务（计划标题，可只写一部分）")
    parser.add_argument(
        "--slip", action="append", default=[], metavar="编号", help="只打印登记簿里的这张督办单，可重复"
    )
    colours = "新签发的督办单的颜色：blue 蓝、yellow 黄、orange 橙、red 红，默认蓝"
    parser.add_argument("--colour", default="blue", choices=SLIP_COLOURS, metavar="颜色", help=colours)
    parser.add_argument("--registered-only", action="store_true", help="督办单只打印登记簿里已有的，不签发新的")
    parser.add_argument("--each", action="store_true", help="督办单一张一个文件，文件名后加编号")
    parser.add_argument("--number", default="", metavar="文号", help="发文字号；一次几份函件时从它往后编")
    parser.add_argument("--issued", type=a_date, metavar="日期", help="成文（签发）日期，默认今天")
    parser.add_argument("--reply-by", type=a_date, metavar="日期", help="通报、催办通知、提醒函要求的回复日期")
    parser.add_argument("--wording", default="", metavar="模板", help="通报用的文字模板，默认按种类；“内置”为自带的")
    parser.add_argument("--as-of", type=a_date, metavar="日期", help="统计截止日，默认按台账设置取期间的截止日")
    parser.add_argument("--corrects", metavar="编号", help="更正已留存的这份报表（如 2024-06-月报-01），附更正说明")
    parser.add_argument("--no-correction-note", action="store_true", help="更正时不附更正说明")
    parser.add_argument("--compare-with", metavar="编号", help="环比用已留存的这份报表，默认用上一期最后一份")
    add_paper_options(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="文件", help=_REPORT_OUT)


def _reprint(add: _Add) -> None:
    parser = add("reprint", help="按编号取出留存的报表，与当时打印的逐字节相同")
    _ledger(parser)
    parser.add_argument("number", metavar="编号", help="报表、督办单、催办通知或提醒函的编号")
    parser.add_argument("--out", required=True, type=Path, metavar="文件", help="要写的 PDF 文件")


def _pack(add: _Add) -> None:
    parser = add("pack", help="把佐证材料打成迎检材料包（目录、封面、校验值齐全），台账不作改动")
    _ledger(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="位置", help="还不存在的文件夹，或 .zip 文件")
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--task", action="append", default=[], metavar="编号", help="只含这项任务，可重复写几项")
    scope.add_argument("--unit", metavar="单位", help="只含该单位牵头或参与的任务")
    scope.add_argument("--plan", metavar="计划", help="只含这个计划的任务（计划标题，可只写一部分）")
    scope.add_argument("--view", metavar="视图", help="只含台账里存好的这个视图的任务")
    scope.add_argument("--tree", metavar="标准", help="按这套考核标准的指标分文件夹（标题，可只写一部分）")
    parser.add_argument("--title", default="", metavar="名称", help="材料包名称，默认按范围起名")
    parser.add_argument("--personal", action="store_true", help="含个人信息的材料也放入")
    parser.add_argument("--box", action="store_true", help="另附档案盒封面和脊背")
    parser.add_argument("--fonds", default="", metavar="全宗号", help="4 位，写了就在归档清单里编好档号")
    parser.add_argument("--retention", default="D10", choices=("Y", "D30", "D10"), metavar="期限", help="Y、D30 或 D10")
    parser.add_argument("--office", default="", metavar="代码", help="档号里的机构（问题）代码，可以不写")
    parser.add_argument("--as-of", type=a_date, metavar="日期", help="按该日判断，默认今天")


def _check(add: _Add) -> None:
    parser = add("check", help="检查台账：数据库、操作记录和每个佐证文件，只看不改")
    _ledger(parser)
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def _backup(add: _Add) -> None:
    parser = add("backup", help="把整个台账（含佐证材料）备份成一个文件，并验证它能恢复")
    _ledger(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="文件", help="要写的备份文件")


def _restore(add: _Add) -> None:
    parser = add("restore", help="从备份文件恢复出一个新的台账文件夹，绝不覆盖已有台账")
    parser.add_argument("file", type=Path, metavar="备份文件", help="backup 命令或程序自动生成的备份")
    parser.add_argument("--to", required=True, type=Path, metavar="文件夹", help="还不存在的文件夹，或空文件夹")


def _demo(add: _Add) -> None:
    parser = add("demo", help="用自带示例生成一个演示台账和一份通报")
    parser.add_argument("folder", type=Path, metavar="文件夹", help="还不存在的文件夹，或空文件夹")


def _manual(add: _Add) -> None:
    parser = add("manual", help="把使用手册写成 PDF，有目录、页码和书签")
    parser.add_argument("--pdf", required=True, type=Path, metavar="文件", help="要写的 PDF 文件")


def _ledger(parser: ChineseParser) -> None:
    parser.add_argument("--ledger", required=True, type=Path, metavar="文件夹", help="台账文件夹")
