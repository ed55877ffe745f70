"""Patterns of dates, spans and rhythms in folded text.

What a match means is read in deadline_forms.  No pattern reaches over the end of a clause.
Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import re

from ledger_app.intake.fields.clauses import Hinted

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:20\d\d|二[〇零][〇零一二三四五六七八九]{2})"
_MOON = r"月(?!龄|经|子|嫂|均|饼|光|刊|票|底的|末的|初的)份?"
_THIRD = r"上旬|中旬|下旬|初|底|末|中(?![旬医药心西草学小央])"
_SEP = r"(?:-+|~+|至|到)"

# Most characters begin no time: to see that in one step takes a third of the time of trying all that may follow.
FIRST_SIGN = "(?=[力争确务原最不赶截到至在于今本当明来第前首上下年全“元春清劳端中国节两双十一二三四五六七八九\\d])"
POINT = re.compile(
    rf"""{FIRST_SIGN}(?P<lead>(?:力争|争取|确保|务必|原则上|最迟|最晚|不迟于|不晚于|赶在)*(?:截止到?|截至)?(?:到|至|在|于)?)
    (?:
      (?P<ny>20\d\d)[./-](?P<nm>\d{{1,2}})(?:[./-](?P<nd>\d{{1,2}}))?(?![\d.%个])
     |(?<![\d.])(?:(?P<y>{_YEAR}|(?<!\d)2\d(?=年)|[今本当明来])年度?)?
      (?:(?P<m>{_N}){_MOON}(?:(?P<d>{_N})[日号]?(?<![一二三四五六七八九十])(?![个项家名种批轮期场次万%])|(?P<third>{_THIRD}))?
        |(?P<q>第?[一二三四1-4]季度|前三季度|首季度)(?P<qe>末|底)?
        |(?P<half>上半年|下半年)(?P<he>末|底)?)
     |(?:(?P<y3>{_YEAR}|[今本当明])年)?“?(?P<holiday>元旦|春节|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?)”?(?:小长假|长假|假期|期间)?(?=前)
     |(?:(?<![\u4e00-\u9fffA-Za-z\d%])|(?<=[于在到至保争取]))(?P<vague>年|[两双]?节日?|“[两双]节”)(?=前(?!节后))
     |(?:(?P<y2>{_YEAR}|(?<!\d)2\d(?=年[底末])|[今本当明来])年度?(?P<part>年?底|年?末|年?终|年内|内|年中)?)
     |(?<![一二三四五六七八九十两几半每多近全历往上下同\d])(?P<word>年底|年末|年终|年内|年中)
     |(?<![^,。;:\n(、])(?P<whole>全年)
     |“?十(?P<five>[三四五六])五”?(?:规划)?(?P<fe>末期?|期末|期间|时期)
    )
    (?P<clock>(?:上午|下午|晚上?)?(?:[01]?\d|2[0-4])(?:时|点|:)(?:[0-5]\d分?)?|下班)?
    (?P<before>(?:之|以)?前(?!后|[期列茅沿言提述往台者任])|止)?""",
    re.VERBOSE,
)
POINTS = Hinted(POINT, re.compile(r"年|月|季度|五|前|20\d\d[./-]"))
_SPAN_HINT = re.compile(r"[-~至到][\d一二三四五六七八九十次翌明上中下初底末第]")
YEAR_SPAN = Hinted(
    re.compile(rf"(?P<a>{_YEAR})年?度?{_SEP}(?P<b>{_YEAR}|\d\d(?=年))年(?!.?月)(?P<e>底|末|度)?"),
    _SPAN_HINT,
)
MONTH_SPAN = Hinted(
    re.compile(
        rf"""{FIRST_SIGN}(?<!\d)(?:(?P<y>{_YEAR}|[今本当明]|2\d)年度?)?
    (?:(?P<m1>{_N})(?:{_MOON})?(?:(?P<d1>{_N})[日号]|(?P<t1>上旬|中旬|下旬|初|底|末))?|(?P<q1>第?[一二三四1-4])(?:季度)?)
    (?:起|开始)?{_SEP}
    (?:(?P<y2>{_YEAR}|[次翌明]|2\d)年)?
    (?:(?:(?P<m2>{_N}){_MOON})?(?:(?P<d2>{_N})[日号]|(?P<t2>上旬|中旬|下旬|初|底|末))
      |(?P<m3>{_N}){_MOON}
      |(?P<q2>第?[一二三四1-4])季度)
    (?P<before>(?:之|以)?前)?""",
        re.VERBOSE,
    ),
    _SPAN_HINT,
)
# 2024.3-2024.11, 2024/3/1-2024/6/30: written with figures alone.
FIGURE_SPAN = Hinted(
    re.compile(
        r"(?<![\d.])(?P<y1>20\d\d)(?P<sep>[./-])(?P<m1>\d{1,2})(?:(?P=sep)(?P<d1>\d{1,2}))?(?:-+|~+|至|到)"
        r"(?:(?P<y2>20\d\d)(?P=sep))?(?P<m2>\d{1,2})(?:(?P=sep)(?P<d2>\d{1,2}))?(?![\d.%])"
    ),
    re.compile(r"20\d\d[./-]"),
)
LISTED = re.compile(rf"(?<![\d.\-年月日])(?:{_N}[、和及])+$")
LISTED_NUMBER = re.compile(_N)
LAST_OF_LIST = re.compile(rf"{_N}(?:月(?!\d)|(?P<quarter>季度))")
MORE_MONTHS = re.compile(rf"[、和及](?P<m>{_N})月(?:份|底|末)?")
EACH = re.compile(
    rf"""每(?:一)?个?(?P<unit>年度?|半年|季度?|月度?|周|星期)(?!人|户|龄|台|床|节)
    (?:的)?(?:
      (?P<m>{_N}){_MOON}(?:(?P<d>{_N})[日号]|(?P<third>上旬|中旬|下旬|初|底|末))?
     |(?P<day>{_N})[日号]
     |(?P<word>年底|年末|年终|年初|月底|月末|月初|季末|末月?|底|初)(?:(?P<qday>{_N})[日号])?
    )?(?:之|以)?前?""",
    re.VERBOSE,
)
BY_UNIT = Hinted(
    re.compile(
        r"(?:按|逐)(?P<unit>月|季度?|半年|周)(?!龄|份|节)"
        r"|(?<![上下前本第\d二三四])(?P<span>一年|半年|一?季度|一?个?月|一?周)(?P<times>[一两二三四五六\d]{1,2})次(?!性)"
    ),
    re.compile("按(?:月|季|半年|周)|逐(?:月|季|半年|周)|次"),
)
CADENCE = re.compile(
    r"(?P<unit>半年|年终|月|季度?|周|年)"
    r"(?P<noun>调度|通报|督查|督导|督办|评估|考核|总结|报告|例会|会商|研判|分析|报送|检查|自查|抽查|点评|晾晒|考评|讲评|评比|公示|汇报|专报)"
)
TIMES = re.compile(r"(\d{1,3}|[一二两三四五六七八九十]{1,2})(?:次|轮|遍|场)")
RELATIVE = Hinted(
    re.compile(
        r"(?:(?P<anchor>(?:自|从|在)?(?:收到|接到|本|通知|文件|方案|印发|下发|会议?|批复|交办|签订)[^,。;]{0,12}?(?:之日起?|后|起))"
        rf"|(?P<plain>(?<![\d.\-])))(?P<n>\d{{1,3}}|{_N})个?(?P<unit>工作日|日|天|月|周)(?:之|以)?内"
    ),
    re.compile("[日天月周][之以]?内"),
)
AT_ONCE = re.compile(r"第一时间|立即|即知即改|立行立改|马上|即时|即刻")
CONTINUING = re.compile(
    r"长期(?:坚持|推进|开展|实施|执行|任务|工作)?|常态化?(?:推进|开展|坚持)?|持续(?:推进|开展|实施|用力|进行)?|动态(?:管理|调整|推进)|坚持不懈|贯穿(?:全年|始终)|经常性|日常(?:工作)?|全年(?:推进|持续)"
)
OPEN = re.compile(
    r"按(?:照)?[^,。;]{0,14}(?:要求|部署|安排|节点|进度|时限|规定|通知)|根据[^,。;]{0,14}(?:要求|部署|安排|通知)|适时|视情|待定|另行通知|分步(?:实施|推进)|时序推进"
)
LINK = re.compile(r"与[^,。;]{2,20}同步|同步(?:推进|开展|实施|完成)")
