"""Takes a saved page's surroundings away: navigation, site foot, link lists, adverts, hidden parts.

Judged by element names, by the words sites use in class and id, by how much of a block is links, and by the
stock phrases of site feet.  What is in doubt stays: a line too many is seen in the review, a lost one is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ledger_app.intake.readers.html_text import all_text

_DROPPED_TAGS = frozenset(
    (
        "script", "style", "noscript", "template", "iframe", "object", "embed", "select", "option", "button", "input",
        "textarea", "svg", "canvas", "audio", "video", "nav", "aside", "footer", "head", "map", "marquee",
    )
)  # fmt: skip
_BLOCKS = frozenset(
    ("div", "ul", "ol", "dl", "table", "tr", "td", "p", "section", "header", "li", "dd", "dt", "center", "form", "span")
)
_SITE_WORDS = re.compile(
    r"(?:^|[\W_])(?:nav|navbar|menu|breadcrumbs?|crumbs?|foot|footer|copyright|share|bdshare|sidebar|side|related|"
    r"recommend|adverts?|ads?|banner|login|search|toolbar|friendlinks?|links?|qrcode|ewm|erweima|dqwz|location|"
    r"topbar|top|header|print|comments?|pagination|pager|page-?nav|bottom)(?:$|[\W_\d])",
    re.IGNORECASE,
)
_CONTENT_WORDS = re.compile(
    r"(?:^|[\W_])(?:ucap-?content|trs_?editor|zoom|article-?content|article-?con|news_?content|pages_?content|"
    r"contenttext|artibody|content-?body|xxgk_?content|custom_unionstyle|main-?content|view|detail-?content|text)"
    r"(?:$|[\W_\d])",
    re.IGNORECASE,
)
_FOOT_LINE = re.compile(
    r"ICP备|ICP证|公网安备|网站标识码|版权所有|copyright|©|^分享到|^扫一扫|^当前位置|^您?(?:现在)?(?:的|所在)位置|^上一篇|^下一篇|"
    r"^【?(?:打印|关闭|字体|字号|收藏|纠错)|浏览次数|访问次数|点击数|返回顶部|^相关(?:链接|阅读|文章|新闻|稿件)|无障碍|^手机版|^扫码",
    re.IGNORECASE,
)
_META = re.compile(r"索\s*引\s*号|发文字号|文\s*号|成文日期|发布日期|发布机构|发文机关|信息公开|公开日期")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ATTACHMENT = re.compile(r"\s*(?:附件|附表|附：|相关附件)")
_STOPS = re.compile("[。；，：、]|[,;:](?=[\u4e00-\u9fff])")
_SITE_SHARE, _CONTENT_SHARE = 0.3, 0.6
_LINK_SHARE = 0.6
_LONGEST_FOOT_LINE = 120


@dataclass(frozen=True, slots=True)
class _Weight:
    """Characters of an element, blanks aside: all, those inside links, punctuation, number of links."""

    text: int
    linked: int
    stops: int
    links: int


def without_surroundings(body: etree._Element) -> bool:
    """Take everything that is not the page's own text out of the tree; tell whether anything was taken."""
    taken = drop(element for element in list(body.iter()) if _is_never_shown(element))
    weights = _weighed(body)
    total = weights[body]
    taken += drop(element for element in list(weights) if _is_surrounding(element, weights[element], total))
    weights = _weighed(body)
    taken += drop(element for element in list(weights) if _is_foot_line(element, weights[element]))
    weights = _weighed(body)
    main = _content_element(weights, weights[body])
    if main is not None:
        taken += drop(_outside(body, main, weights))
    return taken > 0


def drop(elements: Iterable[etree._Element]) -> int:
    """Remove elements with all they hold, keeping the text after them; return how many had text."""
    count = 0
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        count += element.tag not in _DROPPED_TAGS and bool(all_text(element).strip())
        tail, before = element.tail, element.getprevious()
        if tail and before is not None:
            before.tail = (before.tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
        parent.remove(element)
    return count


def _is_never_shown(element: etree._Element) -> bool:
    if element.tag in _DROPPED_TAGS or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _weighed(body: etree._Element) -> dict[etree._Element, _Weight]:
    """Return the weight of every element, parents after their children."""
    weights: dict[etree._Element, _Weight] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        own = _plain_length(element.text)
        stops = len(_STOPS.findall(element.text or ""))
        linked = links = 0
        for child in element:
            weight = weights.get(child)
            if weight is not None:
                own += weight.text
                linked += weight.linked
                stops += weight.stops
                links += weight.links
            own += _plain_length(child.tail)
            stops += len(_STOPS.findall(child.tail or ""))
        if element.tag == "a" and element.get("href"):
            linked, links = own, links + 1
        weights[element] = _Weight(own, linked, stops, links)
    return weights


def _plain_length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _names(element: etree._Element) -> str:
    return f"{element.get('id', '')} {element.get('class', '')}"


def _is_surrounding(element: etree._Element, weight: _Weight, total: _Weight) -> bool:
    """Tell whether a block is navigation or the like, by its names or because it is mostly links."""
    if element.tag not in _BLOCKS or element.getparent() is None or element.tag in ("td", "tr"):
        return False
    is_small = weight.text <= _SITE_SHARE * total.text
    if is_small and weight.stops <= _SITE_SHARE * total.stops and _SITE_WORDS.search(_names(element)):
        return not _META.search(all_text(element))
    if not is_small or weight.links < 2 or weight.linked < _LINK_SHARE * weight.text:
        return False
    return not _ATTACHMENT.match(all_text(element))


def _is_foot_line(element: etree._Element, weight: _Weight) -> bool:
    if element.tag not in _BLOCKS or not 0 < weight.text <= _LONGEST_FOOT_LINE:
        return False
    text = all_text(element).strip()
    return _FOOT_LINE.search(text) is not None and not _META.search(text)


def _content_element(weights: dict[etree._Element, _Weight], total: _Weight) -> etree._Element | None:
    """Return the innermost element that sites name as the article and that holds most of the page."""
    for element, weight in weights.items():
        is_most = weight.stops >= _CONTENT_SHARE * total.stops and weight.text >= _CONTENT_SHARE * total.text
        if is_most and _CONTENT_WORDS.search(_names(element)):
            return element
    return None


def _outside(
    body: etree._Element, main: etree._Element, weights: dict[etree._Element, _Weight]
) -> Iterator[etree._Element]:
    """Yield what stands beside the article and is neither heading, index table nor attachment list."""
    inner = main
    while inner is not body:
        parent = inner.getparent()
        if parent is None:
            return
        for sibling in list(parent):
            if sibling is not inner and sibling in weights and not _belongs(sibling, weights[sibling]):
                yield sibling
        inner = parent


def _belongs(element: etree._Element, weight: _Weight) -> bool:
    if not weight.text or weight.stops >= 3:
        return True
    text = all_text(element)
    if _META.search(text) or _ATTACHMENT.match(text):
        return True
    is_heading = element.tag in ("h1", "h2", "h3") or "title" in _names(element).lower()
    return is_heading or next(element.iter("h1", "h2"), None) is not None
