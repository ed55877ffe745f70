"""Lines with an office of their own: dates, document numbers, addressees, signatures, attachments, titles.

Each function looks at one folded line without blanks (`Line.squeezed`).  Which of them bounds a plan is decided
in outline_parts; what they say is read in front_matter.  Source: docs/domain.md sections 4 and 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

YEAR = r"(?:20\d\d|二[〇零][〇零一二三四五六七八九]{2})"
_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = re.compile(rf"({YEAR})年({_NUM})月({_NUM})日")
ORG_END = (
    r"(?:局|委|委员会|办公室|政府|中心|院|厅|部|处|站|所|办|会|集团|公司|指挥部|小组|总社|协会|学会|校|大学|学院|行|署|"
    r"党组|党总支|党支部|工作组|专班|[支大总]队)"
)
_DATE_LINE = re.compile(rf"\(?(?:[^,。;:]{{0,60}}?{ORG_END})?{DATE.pattern}\)?(?:印发)?")
_DATE_ONLY = re.compile(rf"\(?{DATE.pattern}\)?")
_MONTH_ONLY = re.compile(rf"{YEAR}年{_NUM}月")
_VAGUE_DATE = re.compile(rf"{YEAR}年{_NUM}月|{_NUM}月{_NUM}日")
_COUNT_NOTE = re.compile(r"\(共?(?:计)?\d{1,3}(?:大?项|个|件|条|类)[^()]*\)")
_ISSUED_NOTE = re.compile(rf"\(?{YEAR}年{_NUM}月{_NUM}日[^,。;]{{0,40}}(?:通过|修改|修订|发布|印发|施行|实施)\)?")
DOC_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,16}\(20\d\d\)(?:第?\d{1,5})号")
_DOC_NUMBER_LINE = re.compile(rf"(?:[^,。;]{{0,6}}:)?{DOC_NUMBER.pattern}(?:签发人:?.{{0,10}})?")
_ADDRESSEE = re.compile(r"[^。;!?]{2,240}:")
_ADDRESSEE_WORD = re.compile(r"各|有关|直属|单位|局|委|院|中心|政府|部门|镇|乡|街道|公司|科室|股室|处室")
_INTRODUCES = re.compile(r"如下|以下|现[将就]|^为|^根据|^按照")
_ORG_LINE = re.compile(rf"[\u4e00-\u9fff()·、]{{1,60}}{ORG_END}(?:\(?(?:盖?章|代章|编?制|印)\)?)?")
ATTACHMENT_MARK = re.compile(r"附(?:件|表|录)?\(?(\d{1,2}|[一二三四五六七八九十]{1,2})?\)?[:.、]?")
_ATTACHMENT_TITLE = re.compile(r"附(?:件|表)\(?(\d{1,2}|[一二三四五六七八九十]{1,2})\)?[:.、]?([^\d.、:].{3,80})")
_ATTACHMENT_LIST = re.compile(r"附(?:件|表)?\d?[:](?:1[.、])?.+")
_TRAILER = re.compile(
    r"(?:抄送|抄报|主送|分送|联系人|联系电话|电话|传真|电子邮箱|邮箱|通讯地址|邮编|责任编辑|编辑|来源|信息来源|浏览次数|"
    r"发布(?:时间|日期|机构)|成文(?:时间|日期)|公开方式|公开属性|公文时效|索引号|组配分类|主题(?:分类|词)|字体|字号|分享(?:到)?|"
    r"主办(?:单位)?|承办(?:单位)?|版权所有|网站(?:标识码|备案号?|地图)|备案号|技术支持|文章来源|发表时间|浏览量|访问量|点击(?:量|数|率)|废止日期|失效(?:日期|时间)|有效性|效力状态|生成日期|公开(?:形式|日期|时间|范围|类别)|文件类型|"
    r"名称|文件名称|信息名称|发文(?:机关|单位|字号|日期|时间)|责任部门|所属机构|体裁|服务对象|有效期|语种|关键词|内容概述|"
    r"当前位置|首页|打印(?:本页)?(?:关闭窗口)?|关闭(?:窗口)?|上一篇|下一篇|相关(?:链接|附件|解读|文章)|扫一扫|填报单位|填报日期|填报时间|制表)(?::.*)?"
    r"|\(此件.{0,16}\)|\(?联系人.{0,60}|(?:[-·]|)?(?:发布(?:时间|日期)|浏览次数):.*|.{0,30}扫一扫.{0,20}|特此通知。?|以上|>.{0,40}|(?:(?:您)?(?:的|当前的?|现在的?|所在的?)?位置|所在位置)[:是].{0,80}|[·>]?(?:时间|发布|日期|作者|编辑|阅读|点击):.{0,30}"
)
_PRINTED_BY = re.compile(rf"[^,。;]{{0,40}}{DATE.pattern}印(?:发|制)?|(?:(?!关于).){{0,40}}印发")
_FOOT = re.compile(r"(?:抄送|抄报|分送):.*|\(此件.{0,16}\)|\(?联系人.{0,60}")
_SUFFIX = r"(?:[-:]?\((?:[^()]|\([^()]*\)){1,30}\))*"
STRONG_TITLE = re.compile(
    r".*(?:方案|要点|计划|规划|纲要|意见|办法|清单|分解表|分工表|任务表|台账|任务书|责任书|预案|细则|工作安排|若干措施|通知|行动)"
    + _SUFFIX
)
_WEAK_TITLE = re.compile(
    r".*(?:表|安排|任务|分工|目标|举措|措施|决定|公告|函|批复|指南|标准|体系|流程|总结|报告|重点工作|路线图|名单|规定|制度|规范|名录|模板|承诺书|回执|汇总|情况|要求|纪要|讲话|发言|事项|通报|提示|协议|"
    r"批示|简报|汇报|责任制|分解|(?:示意|布局|分布|指引|流程|区位|架构|结构)图)" + _SUFFIX
)
_BEGINS_TITLE = re.compile(rf"[^,。《》]{{2,60}}{ORG_END}关于")
_BRACKETED = re.compile(r"\([^()]{2,40}\)")
_NO_TITLE = re.compile(r"[。;；]|[^》”)]:|:$|,$|^[^<]*[>»]")
TITLE_LIMIT = 220
_MIN_KEYS = 3


ISSUER_KEYS = ("发布机构", "发文机关", "制定机关", "发文单位", "发布单位", "印发机关")
NUMBER_KEYS = ("发文字号", "文号", "文件编号")
DATE_KEYS = ("成文日期", "成文时间", "发文日期", "印发日期")
LATE_DATE_KEYS = ("发布日期", "发布时间", "公开日期")
TITLE_KEYS = ("名称", "标题", "主题", "文件名称", "信息名称")
_OTHER_KEYS = (
    "索引号",
    "主题分类",
    "组配分类",
    "有效性",
    "效力状态",
    "公开方式",
    "文件类型",
    "主题词",
    "体裁",
    "废止日期",
)
PAGE_KEYS = frozenset((*ISSUER_KEYS, *NUMBER_KEYS, *DATE_KEYS, *LATE_DATE_KEYS, *TITLE_KEYS, *_OTHER_KEYS))
"""What the data above a published document are called, folded."""


def is_page_data(cells: Iterable[str]) -> bool:
    """Tell whether the folded cells of a table are the data of a published page."""
    return sum(1 for words in cells if words.rstrip(":") in PAGE_KEYS) >= _MIN_KEYS


def is_date_line(words: str) -> bool:
    """Tell whether a line is a date of signature, with or without the issuer before it."""
    return _DATE_LINE.fullmatch(words) is not None


def is_signed_date(words: str, before: str) -> bool:
    """Tell whether a date line ends a document; under a heading it is the heading's text.

    Args:
        words: the line.
        before: the line above it, "" at the beginning.
    """
    if _VAGUE_DATE.fullmatch(words):
        return is_body_name(before)
    if not is_date_line(words):
        return False
    return not is_bare_date(words) or before[-1:] in "。；;!！?？:）)》" or is_body_name(before) or is_trailer(before)


def is_bare_date(words: str) -> bool:
    """Tell whether a line is nothing but a date."""
    return _DATE_ONLY.fullmatch(words) is not None


def has_day(words: str) -> bool:
    """Tell whether a line names a day: a note with one says when a document was issued, not what it is about."""
    return DATE.search(words) is not None


def is_count_note(words: str) -> bool:
    """Tell whether a line under a title only counts what follows: （共12项）."""
    return _COUNT_NOTE.fullmatch(words) is not None


def is_document_number_line(words: str) -> bool:
    """Tell whether a line is nothing but a document number."""
    return _DOC_NUMBER_LINE.fullmatch(words) is not None


def is_addressee(words: str) -> bool:
    """Tell whether a line reads like the bodies a document is sent to."""
    if _ADDRESSEE.fullmatch(words) is None or _INTRODUCES.search(words) is not None:
        return False
    return _ADDRESSEE_WORD.search(words) is not None


def is_body_name(words: str) -> bool:
    """Tell whether a line is nothing but the name of one or more public bodies."""
    return _ORG_LINE.fullmatch(words) is not None


def is_attachment_mark(words: str) -> bool:
    """Tell whether a line only says that an attachment begins."""
    return ATTACHMENT_MARK.fullmatch(words) is not None


def attachment_title(words: str) -> str:
    """Return the title behind a numbered attachment mark on one line, "" if it is none."""
    match = _ATTACHMENT_TITLE.fullmatch(words)
    return match[2] if match and looks_like_title(match[2]) else ""


def is_attachment_list(words: str) -> bool:
    """Tell whether a line begins the list of attachments under a notice."""
    return _ATTACHMENT_LIST.fullmatch(words) is not None


def is_trailer(words: str) -> bool:
    """Tell whether a line belongs to the foot of a document or to the page it was published on."""
    return _TRAILER.fullmatch(words) is not None or _PRINTED_BY.fullmatch(words) is not None


def is_foot(words: str) -> bool:
    """Tell whether a line stands only at the end of a document: copies to, printed by, may be published."""
    return _FOOT.fullmatch(words) is not None or _PRINTED_BY.fullmatch(words) is not None


def is_title_part(words: str) -> bool:
    """Tell whether a line could be (a piece of) a title: short, without a sentence's punctuation."""
    return (
        0 < len(words) <= TITLE_LIMIT
        and words[0] not in "·>|*"
        and _NO_TITLE.search(words) is None
        and not is_date_line(words)
        and _MONTH_ONLY.fullmatch(words) is None
        and not is_document_number_line(words)
        and not is_attachment_mark(words)
        and not is_trailer(words)
    )


def looks_like_title(words: str) -> bool:
    """Tell whether words end like the title of a plan or of another official document."""
    return STRONG_TITLE.fullmatch(words) is not None or _WEAK_TITLE.fullmatch(words) is not None


def is_strong_title(words: str) -> bool:
    """Tell whether words end like the title of a plan, whatever stands around them."""
    return len(words) >= 8 and STRONG_TITLE.fullmatch(words) is not None


def begins_title(words: str) -> bool:
    """Tell whether a line begins a title with who issues it: 某局关于…."""
    return _BEGINS_TITLE.match(words) is not None


def ends_title(words: str) -> bool:
    """Tell whether a line, however short, can be the last one of a title: 方案的通知."""
    return STRONG_TITLE.fullmatch(words) is not None


def is_title_note(words: str) -> bool:
    """Tell whether a line is a bracket under a title: （2021—2023年）, （试行）, （2025年1月20日）."""
    return _BRACKETED.fullmatch(words) is not None or _ISSUED_NOTE.fullmatch(words) is not None
