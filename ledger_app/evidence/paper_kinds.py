"""What kind of paper a title or a file name says something is: 通知, 会议记录, 签到表, 照片 and so on.

The last such word decides: 关于印发实施方案的通知 is a notice.  Source: docs/domain.md section 6.
"""

from __future__ import annotations

import re

_KINDS: tuple[tuple[str, str], ...] = (
    ("签到表", r"签到(?:表|册|簿)?"),
    ("会议记录", r"会议记录|会议纪要|纪要|会议材料"),
    ("照片", r"照片|图片|影像|微信图片|^mmexport|^img[_-]|^dsc[_n]?\d|^wx_camera"),
    ("截图", r"截图|截屏|screenshot"),
    ("视频", r"视频|录像"),
    ("总结", r"总结|小结"),
    ("报告", r"报告|汇报|情况说明"),
    ("通报", r"通报|简报"),
    ("通知", r"通知|公告|通告"),
    ("方案", r"方案|计划|规划|要点|预案"),
    ("制度", r"制度|办法|规定|规范|细则|规程|章程|职责"),
    ("意见", r"意见|决定|批复|批示"),
    ("请示", r"请示"),
    ("函", r"(?:的|征求意见|商洽|复|便|公)函$|关于.{2,60}函$"),
    ("合同", r"合同|协议|责任书|承诺书"),
    ("证明", r"证书|证明|许可证|执照|聘书"),
    ("名单", r"名单|花名册|名册|通讯录"),
    ("数据表", r"统计表|数据表?|报表|一览表|汇总表|明细表|登记表|台账|清单|(?:情况|评估|考核|打分)表"),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)
_ASIDE = re.compile(r"[（(〔\[【][^（）()〔〕\[\]【】]{0,24}[）)〕\]】]")
_NAMED = re.compile(r"《[^《》]{2,80}》")
_BY_FORMAT = {
    **dict.fromkeys(("jpeg", "heic"), "照片"),
    **dict.fromkeys(("mp4", "mov", "avi", "wmv", "mkv"), "视频"),
    **dict.fromkeys(("xlsx", "xls", "ods"), "数据表"),
}


def kind_by_words(words: str) -> str:
    """Return the kind that a title or file name (without suffix) names last, "" if it names none."""
    # What a paper is about or says in brackets is not what it is, unless nothing else tells.
    for text in (_ASIDE.sub("", _NAMED.sub("", words)), _ASIDE.sub("", words), words):
        best = (0, 0, "")
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(text.strip()):
                best = max(best, (match.end(), match.end() - match.start(), kind))
        if best[2]:
            return best[2]
    return ""


def kind_by_format(media_type: str) -> str:
    """Return the kind that the format alone suggests (a photograph, a film, a sheet of data), "" if it does not."""
    return _BY_FORMAT.get(media_type, "")
