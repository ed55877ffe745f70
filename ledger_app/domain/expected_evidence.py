"""Evidence that a task should have: usual papers by kind of task, kinds of papers, and which piece a name may mean.

Source: docs/domain.md section 6 (通知或方案、会议记录和签到、照片、数据表、总结: what inspectors ask for first).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from ledger_app.domain.task import TaskKind

EvidenceKind = Literal["文件", "会议", "照片", "数据", "总结", "台账", "合同", "其他"]

_KINDS: tuple[tuple[EvidenceKind, re.Pattern[str]], ...] = (
    ("照片", re.compile(r"照片|图片|影像|视频|截图")),
    ("会议", re.compile(r"会议|纪要|签到|记录")),
    ("数据", re.compile(r"数据|统计|报表|数据表|一览表|评估表|名单")),
    ("台账", re.compile(r"台账|清单|档案|名册|名录|目录")),
    ("总结", re.compile(r"总结|小结|报告|通报|分析|案例|情况|成果|结果")),
    ("合同", re.compile(r"责任书|协议|合同|承诺书")),
    ("文件", re.compile(r"通知|方案|意见|办法|细则|规划|计划|预案|制度|规范|规定|标准|要点|文件|批复|章程|指南|流程")),
)
TEMPLATES: Mapping[TaskKind, tuple[tuple[str, EvidenceKind], ...]] = {
    "once": (
        ("通知或方案", "文件"),
        ("会议记录和签到表", "会议"),
        ("工作照片", "照片"),
        ("数据表", "数据"),
        ("工作总结", "总结"),
    ),
    "recurring": (("各期数据表或报告", "数据"), ("工作照片", "照片"), ("年度总结", "总结")),
    "continuing": (("工作制度或方案", "文件"), ("日常记录或台账", "台账"), ("年度总结", "总结")),
    "year_end": (("年度数据表", "数据"), ("年度总结", "总结")),
}
_BLANKS_AND_SIGNS = re.compile(r"[\s《》“”\"'（）()【】\[\]、，,。．.\-—_·]+")
# How clerks mark versions and copies; not part of what a paper is called.
_MARKS = re.compile(r"(?:最终|最新|定稿|终稿|修改|改)(?:版|稿)?\d*|第?\d+版|\d{4,8}|副本|扫描件?|盖章版?|关于|的")
_WORDS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(words)
    for words in (
        r"照片|图片|影像|IMG_|微信图片|mmexport",
        r"签到",
        r"纪要|会议记录",
        r"总结|小结",
        r"报告",
        r"方案",
        r"通知",
        r"台账",
        r"制度",
        r"清单",
        r"数据|统计|报表|一览表",
        r"协议|合同|责任书",
        r"预案",
        r"通报",
    )
)
_GOOD = 0.5


def kind_of_name(name: str) -> EvidenceKind:
    """Return what kind of paper a name means: by the word that stands last in it."""
    best: tuple[int, EvidenceKind] = (-1, "其他")
    for kind, words in _KINDS:
        for match in words.finditer(name):
            best = max(best, (match.end(), kind))
    return best[1]


def name_key(name: str) -> str:
    """Return a name as it is compared: without signs, blanks and marks of versions."""
    return _MARKS.sub("", _BLANKS_AND_SIGNS.sub("", name)).casefold()


def likeness(expected: str, title: str, *, is_picture: bool = False) -> float:
    """Return how likely a piece of this title is what is expected, 0.0 to 1.0.

    Args:
        expected: name of what should be there.
        title: of the piece, or the name of its file.
        is_picture: the piece is a picture, whatever it is called.
    """
    wanted, have = name_key(expected), name_key(title)
    if not wanted or not have:
        return 0.0
    if wanted == have:
        return 1.0
    if min(len(wanted), len(have)) >= 3 and (wanted in have or have in wanted):
        return 0.9
    shared = _shared_pairs(wanted, have)
    is_same_word = any(words.search(expected) and (words.search(title)) for words in _WORDS)
    if is_picture and _WORDS[0].search(expected):
        is_same_word = True
    return min(0.85, shared * 0.6 + (0.5 if is_same_word else 0.0))


def is_likely(score: float) -> bool:
    """Say whether a likeness is worth proposing."""
    return score >= _GOOD


def _shared_pairs(first: str, second: str) -> float:
    one = {first[place : place + 2] for place in range(len(first) - 1)}
    two = {second[place : place + 2] for place in range(len(second) - 1)}
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0
