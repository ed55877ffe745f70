"""Whether a time in a sentence bounds work or only tells of something: history, a document's name, a noun.

Strong forms (6月底前, 年内, 到2025年) bound work wherever they stand; weak ones (2024年, 5月, 4月25日) only
where the writer put a time for what follows.  Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger_app.intake.fields.clauses import Clauses
from ledger_app.intake.fields.deadline_forms import Form

_SINCE = re.compile(
    r"(?:起|开始|以来|以后|之后|后(?!期|勤|续)|同期|相比|以前年度|的基础|基础上|前后|左右|建成的|印发的|出台的|发布的|下发的)"
)
_FROM = re.compile(r"(?:自|从|较|比|与|和|继|由|距|早在|曾于|已于|基于|比照|对照|对比|相较|相比)$")
_FROM_TO = re.compile(r"(?:由|从|比)[^,。;]{0,30}$")
_REFERENCE = re.compile(
    r"(?:按照?|根据|依据|依照|落实|贯彻|对照|参照|围绕|结合|执行|依托|学习|总结|迎接|完成|公布|申报|有关|关于|及|和|列入|纳入|作为)[^,。;:]{0,10}$"
)
_DONE_BEFORE = re.compile(r"(?:已|曾|业已|已经|自(?!即日|发文|印发|通知|方案|文件|本))[^,。;]{0,4}$")
_DONE_AFTER = re.compile(
    r"^(?:度)?(?:已|我[省市县区局委国]|全[省市县区国][^,。;]{0,12}(?:已|达到了|完成了)|累计(?!完成|达到|实现|不)|共(?!同|建|享)|[^,。;]{0,18}(?:达到了|完成了|实现了|取得了|荣获|召开了|获评))"
)
_ISSUED_AFTER = re.compile(r"[^,。;]{0,18}(?:印发|下发|发布|出台|颁布|施行)")
_OPENER = re.compile(
    r"(?:^|于|在|到|至|定于|拟于|计划|预计|拟|力争|争取|确保|原则上|[一二三四五六七八九十]是|其中|首先|其次|最后|[(:“、-]|每年|同时|并|且|分别|将|应|须|需|请|以上|和|及)$"
)
_NOUN_AFTER = re.compile(
    r"^(?:的|人均|版|级|第|初(?!步)|间|龄|工作要点|工作计划|重点工作|以|是|为|工作总结|总结|情况|考核|通报|评估|绩效|决算|结算|报表|述职|评比|评优|目标考核|目标任务|报告|预算|统计|数据|水平|总数|总量的|同比|全国性|国家基本公共卫生服务项目)"
)
# 今年完成改造 sets a time, 今年继续做好培训 only speaks of now.
_WORK_AFTER = re.compile(
    r"(?!继续|以来|是|上|前|在|对|要继续)[^,。;的]{0,10}(?:完成|建成|实现|达到|力争|争取|确保|新[增建]|启动|投入|通过|创成|创建|培[训养]|招[聘录募引]|选派|改造|竣工|开工|投用|启用|不少于|不低于|至少)"
)
# 11—12月总结验收 says what is done then; 上半年总结 and 3月考核结果 are papers.
_VERB_AFTER = re.compile(
    r"(?:总结|考核|通报|评估|统计|述职|评比|报告)(?!情况|结果|得分|成绩|数据|材料|会|的|办法|方案|通知|书)"
)
# 迁建项目2月开工: the act right behind a month makes it a time for work, also after the thing worked on.
_ACT = (
    r"(?:正式|全面|全部|基本|主体|顺利)?"
    r"(?:开工|动工|启动|完工|完成|竣工|投用|投入使用|封顶|建成|验收|启用|运行|开诊|挂牌|出台|印发)"
)
_ACT_AFTER = re.compile(rf"{_ACT}(?!的|以来|后|了)")
_ACT_NAMED = re.compile(rf"{_ACT}的")
_MEETING_AFTER = re.compile(r"^(?:“?(?:世界|国际|全国|中国|国家|联合国)[^,。;]{1,14}[日节周月])")
_QUOTED_AFTER = re.compile(r"[^,。;]{0,4}”")
_NUMBER = re.compile(
    r"^(?:\([一二三四五六七八九十ーニ\d]{1,4}\)|[一二三四五六七八九十ーニ]{1,3}[、.)]|\d{1,3}(?:\.\d{1,2})*[.、)]?|第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|阶段)|[①-⑳⑴-⒇㈠-㈩])[、.:]?$"
)
_STAGE_BEFORE = re.compile(r"(?:阶段|步骤|环节|时间|时限)\($")
_DAY_NAME = re.compile(r"[日节周月]$")
_DOCUMENT = re.compile(r"(?:规划|计划|纲要|方案|行动|要点|意见|条例|标准|办法|通知|清单|战略|工程)”?$")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands.

    Attributes:
        base_year: the year that 年内 means, None if unknown.
        issued: day of the document as ISO text, None if unknown.
        is_heading: the text is the heading of a section or of an item.
        is_background: an introduction; a year at the beginning of its sentence is no deadline.
    """

    base_year: int | None = None
    issued: str | None = None
    is_heading: bool = False
    is_background: bool = False

    def in_heading(self) -> Setting:
        """Return the setting of a heading of this text."""
        return Setting(self.base_year, self.issued, is_heading=True, is_background=self.is_background)


def bounds_work(form: Form, span: tuple[int, int], lead: str, clauses: Clauses, setting: Setting) -> bool:
    """Tell whether a time is a deadline of the work around it.

    Args:
        form: what was read.
        span: its range in the folded text, the lead included.
        lead: words before the date proper (到, 截至, 力争).
        clauses: the folded text's clauses.
        setting: where the text stands.
    """
    start, end = span
    text = clauses.text
    before = _NUMBER.sub("", text[clauses.start(start) : start])
    after = text[end : clauses.end(end)]
    if clauses.is_in_name(start) or _SINCE.match(after) or (not lead and _FROM.search(before)):
        return False
    if _is_history(form, before, after, lead, setting):
        return False
    bracket = clauses.bracket_before(start)
    if bracket and (_DAY_NAME.search(bracket) or (form.kind == "range" and _DOCUMENT.search(bracket))):
        return False
    if form.strength == "strong":
        return not (_NOUN_AFTER.match(after) and not lead and not text[start:end].endswith(("前", "止", "底", "内")))
    return _weak_bounds(form, text[start:end], before, after, lead, setting)


def _is_history(form: Form, before: str, after: str, lead: str, setting: Setting) -> bool:
    if _DONE_BEFORE.search(before) or _DONE_AFTER.match(after):
        return True
    is_before_issue = form.date is not None and setting.issued is not None and form.date < setting.issued
    if is_before_issue and form.strength == "weak" and _ISSUED_AFTER.match(after):
        return True
    past_year = form.year is not None and setting.base_year is not None and form.year < setting.base_year
    if form.date is not None and setting.issued is not None:
        past_year = past_year or form.date < setting.issued[:5] + "01-01"
    if lead.startswith(("截至", "截止")):
        # 截至2024年6月底 tells how far things are; 截至6月30日前报送 is the rare exception.
        return past_year or not re.match(r"[^,。;]{0,6}(?:完成|报名|报送|申报|提交)", after)
    if not past_year or form.kind == "range":
        return False
    if form.is_bare_year or _FROM_TO.search(before):
        return True
    return form.strength == "weak" or "已" in after or "了" in after


def _weak_bounds(form: Form, words: str, before: str, after: str, lead: str, setting: Setting) -> bool:
    text_is_plain_year = form.is_bare_year
    if setting.is_heading:
        return _heading_bounds(form, before, after)
    if lead and lead[-1] in "到至在于":
        return not (text_is_plain_year and _NOUN_AFTER.match(after))
    if setting.is_background and (text_is_plain_year or form.kind == "range"):
        return False
    is_noun = _NOUN_AFTER.match(after) and not ("月" in words and _VERB_AFTER.match(after))
    opens = _OPENER.search(before) or ("月" in words and _ACT_AFTER.match(after))
    if is_noun or not opens or _ACT_NAMED.match(after):
        return False
    if _REFERENCE.search(before) and not _STAGE_BEFORE.search(before):
        return False
    if _MEETING_AFTER.match(after) or (before.endswith(("“", "(")) and _QUOTED_AFTER.match(after)):
        return False
    if form.strength == "said" and not _WORK_AFTER.match(after):
        return False
    is_mere_year = text_is_plain_year and len(words) - len(lead) > 5
    return not is_mere_year


def _heading_bounds(form: Form, before: str, after: str) -> bool:
    """In a heading a time counts in brackets, at the beginning, or as all there is."""
    if before.endswith("(") or not before:
        return not (form.is_bare_year and re.match(r"(?:版|级|第|度?工作(?:要点|计划|总结|方案))", after))
    return form.kind == "range" or after.startswith(")")
