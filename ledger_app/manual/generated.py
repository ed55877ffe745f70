"""The parts of the manual that the program writes about itself: messages, commands.

They are made from the tables that the program runs by, so that a new message or option is in the manual at once.
What only the window knows (acts, settings) lies as finished tables beside the sources, see
build_spec/manual_tables.py.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence

from ledger_app.cli.parser import PROGRAM, ChineseParser, command_parsers, make_parser
from ledger_app.manual.blocks import Block, Heading, Paragraph, Span, Spans, Table
from ledger_app.messages import TEXTS

_GAP = re.compile(r"\{\w+\}")
# Where the advice of a message begins: at the start of a sentence or behind a semicolon, comma or dash.
_ADVICE_WORDS = "请|可以?先|可用|可把|可改|换人请|确需|如确|需要修改|需要识别|结束任职|如对|台账年度|稍后|以后"
_ADVICE = re.compile(f"(?:(?<=[。；！？])|(?<=，))(?={_ADVICE_WORDS})")
NOTHING_TO_DO = "只是告诉您，不用处理。"
_SPOKEN = {"{{年}}": "{年}", "{{号}}": "{号}"}


def error_blocks(prefixes: Sequence[str], advices: Mapping[str, str]) -> list[Block]:
    """Return the table of the messages whose codes begin with one of the prefixes, a row a code, in code order.

    Args:
        prefixes: of the codes.
        advices: code -> what to do, for messages that do not say it themselves.

    Raises:
        ValueError: no message has such a code.
    """
    codes = sorted(code for code in TEXTS if code.startswith(tuple(prefixes)))
    if not codes:
        message = f"没有以 {'、'.join(prefixes)} 开头的代码"
        raise ValueError(message)
    rows = []
    for code in codes:
        said, advice = said_and_advice(TEXTS[code])
        advice = advices.get(code) or advice or NOTHING_TO_DO
        rows.append(((Span(code, "bold"),), _words(said), _words(advice)))
    return [Table(("代码", "屏幕上的话", "怎么办"), tuple(rows), tuple(codes))]


def said_and_advice(text: str) -> tuple[str, str]:
    """Return what a message says and what it advises ("" for nothing), its gaps shown as ……."""
    for spoken, shown in _SPOKEN.items():
        text = text.replace(spoken, shown)
    text = re.sub(r"“\{(?!年|号)\w+\}”", "“……”", text)
    text = _GAP.sub(lambda gap: gap[0] if gap[0] in _SPOKEN.values() else "……", text)
    found = _ADVICE.search(text)
    if found is None:
        return text, ""
    said, advice = text[: found.start()], text[found.start() :]
    return said.rstrip("，；").rstrip("。") + "。", advice


def command_blocks() -> list[Block]:
    """Return heading, purpose, usage and options of every command of the command line."""
    blocks: list[Block] = [_argument_table("不带命令时", make_parser())]
    for name, parser in command_parsers().items():
        blocks.append(Heading(2, f"{name}：{parser.description}", name))
        blocks.append(Paragraph((Span(_usage(name, parser), "code"),)))
        blocks.append(_argument_table("参数", parser))
    return blocks


def _usage(name: str, parser: ChineseParser) -> str:
    parts = [PROGRAM, name]
    for action in _shown(parser):
        if not action.option_strings:
            parts.append(f"{action.metavar}…" if action.nargs == "+" else str(action.metavar))
        elif action.required:
            parts.append(_spelled(action))
    return " ".join([*parts, "[选项]"])


def _argument_table(head: str, parser: ChineseParser) -> Table:
    rows: list[tuple[Spans, ...]] = []
    for action in _shown(parser):
        needed = "必写" if action.required else "可不写"
        rows.append(((Span(_spelled(action), "code"),), (Span(needed),), (Span(action.help or ""),)))
    return Table((head, "要不要写", "说明"), tuple(rows))


def _shown(parser: ChineseParser) -> list[argparse.Action]:
    return [action for action in parser.arguments if action.help]


def _spelled(action: argparse.Action) -> str:
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    return " ".join(part for part in ("、".join(action.option_strings), str(value)) if part)


def _words(text: str) -> Spans:
    return (Span(text),)
