"""Text copied from a chat program: who wrote when stands before each message and is no text of the plan.

WeChat, QQ, WeCom and DingTalk put a name and a time on a line of their own ("name 2024/3/5 10:21").  A line is
taken for one only where it ends in a time of day; a page's line on its own publication is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DATE = (
    r"(?:(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|昨天|今天|前天|(?:星期|周)[一二三四五六日天])"
    r"\s*(?:(?:星期|周)[一二三四五六日天]\s*)?"
)
# Without a day only a clock that shows seconds is surely a chat's: a meeting's programme has hours and minutes.
_SECONDS = r"\d{1,2}:\d{2}:\d{2}"
_CLOCK = r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*(?:AM|PM))?"
_TIME = re.compile(rf"{_DATE}{_CLOCK}", re.IGNORECASE)
_HEAD = re.compile(rf"(?P<name>\S.{{0,39}}?)[ \t\u3000\xa0]+(?P<time>{_DATE}{_CLOCK}|{_SECONDS})[:：]?", re.IGNORECASE)
_NO_NAME = re.compile(
    r"[:：，。；！？]|来源|时间|发布|日期|时限|字体|字号|浏览|点击|编辑|作者|审核|更新|截至|会议|上午|下午|月|年"
)
_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．]")
_ALONE = re.compile(r"\[(?:图片|表情|文件|语音|视频|动画表情|链接|聊天记录)\]|\[(?:图片|文件|视频)[:：][^\]]{0,80}\]")


def without_heads(lines: Sequence[str]) -> tuple[list[str], int]:
    """Return the lines without those on who wrote when, and how many were left out.

    A text is a chat where it begins with such a line or holds two of them; other texts come back whole.
    """
    marks = [_is_head(line) for line in lines]
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None or not (marks[first] or sum(marks) > 1):
        return list(lines), 0
    kept: list[str] = []
    dropped = 0
    for line, is_head in zip(lines, marks, strict=True):
        is_aside = is_head or _TIME.fullmatch(line.strip()) or _ALONE.fullmatch(line.strip())
        # What was one message and the next stay apart, as a blank line parts paragraphs.
        kept.append("" if is_aside else line)
        dropped += bool(is_aside)
    return kept, dropped


def _is_head(line: str) -> bool:
    match = _HEAD.fullmatch(line.strip()) if line[-1:].strip() and len(line) < 100 else None
    if match is None:
        return False
    name = match.group("name")
    return not (name[0].isdigit() or _NO_NAME.search(name) or _NUMBER.match(name))
