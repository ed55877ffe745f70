"""A topic of the manual as the rich text that Qt's browser shows, in the colours and sizes of the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ledger_app.manual.blocks import Block, Figure, Heading, Listing, Paragraph, Span, Spans, Table, Topic
from ui.theme import Theme

HEADING_SCALE = {1: 1.7, 2: 1.3, 3: 1.12}
_NOTE_ROLES = {"note": ("blue_ground", "blue_text", "提示："), "warning": ("yellow_ground", "yellow_text", "注意：")}


@dataclass(frozen=True, slots=True)
class HtmlStyle:
    """How a topic is shown.

    Attributes:
        points: size of the text.
        theme: the colours.
        picture_px: width of pictures at most.
        width_of: picture file -> its own width in pixels.
    """

    points: float
    theme: Theme
    picture_px: int
    width_of: Callable[[str], int]


def topic_html(topic: Topic, group: str, style: HtmlStyle) -> str:
    """Return a topic as rich text; `group` stands above its title."""
    colours = style.theme.colours
    size = style.points
    sheet = (
        f"body {{ font-size: {size:.1f}pt; color: {colours['text']}; }}"
        f" a {{ color: {colours['accent']}; text-decoration: none; }}"
        f" p, li {{ line-height: 150%; }}"
    )
    blocks = "".join(_block(block, style) for block in topic.blocks)
    head = _styled("p", escape(group), f"color: {colours['secondary']}; margin-bottom: 0px;")
    return f"<html><head><style>{sheet}</style></head><body>{head}{_title(topic.title, style)}{blocks}</body></html>"


def _title(text: str, style: HtmlStyle) -> str:
    return _styled("h1", escape(text), f"font-size: {style.points * HEADING_SCALE[1]:.1f}pt; margin-top: 2px;")


def _styled(tag: str, inner: str, css: str) -> str:
    return f'<{tag} style="{css}">{inner}</{tag}>'


def _block(block: Block, style: HtmlStyle) -> str:
    if isinstance(block, Heading):
        css = f"font-size: {style.points * HEADING_SCALE[block.level]:.1f}pt; margin-top: 16px; margin-bottom: 4px;"
        return f'<a name="{block.anchor}"></a>' + _styled(f"h{block.level}", escape(block.text), css)
    if isinstance(block, Paragraph):
        return _paragraph(block, style)
    if isinstance(block, Listing):
        tag = "ol" if block.is_ordered else "ul"
        items = "".join(f"<li>{_inline(item, style)}</li>" for item in block.items)
        return f'<{tag} style="margin-left: 0px; -qt-list-indent: 1;">{items}</{tag}>'
    if isinstance(block, Table):
        return _table(block, style)
    return _figure(block, style)


def _paragraph(block: Paragraph, style: HtmlStyle) -> str:
    words = _inline(block.spans, style)
    if block.kind == "plain":
        return f"<p>{words}</p>"
    ground, text, said = _NOTE_ROLES[block.kind]
    colours = style.theme.colours
    mark = _styled("b", said, f"color: {colours[text]};")
    return (
        f'<table width="100%" cellspacing="0" cellpadding="8" style="margin-top: 6px; margin-bottom: 6px;">'
        f'<tr><td bgcolor="{colours[ground]}">{mark}{words}</td></tr></table>'
    )


def _table(block: Table, style: HtmlStyle) -> str:
    colours = style.theme.colours
    heads = "".join(f'<th align="left" bgcolor="{colours["hover"]}">{escape(head)}</th>' for head in block.head)
    rows = []
    for number, row in enumerate(block.rows):
        anchor = f'<a name="{block.anchors[number]}"></a>' if block.anchors else ""
        cells = [
            f'<td valign="top">{anchor if not place else ""}{_inline(cell, style)}</td>'
            for place, cell in enumerate(row)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    edge = f"border-style: solid; border-color: {colours['hairline']}; border-collapse: collapse;"
    return (
        f'<table width="100%" border="1" cellspacing="0" cellpadding="6" style="{edge} margin-top: 6px;'
        f' margin-bottom: 10px;"><tr>{heads}</tr>{"".join(rows)}</table>'
    )


def _figure(block: Figure, style: HtmlStyle) -> str:
    width = min(style.picture_px, style.width_of(block.file))
    caption = _styled("p", escape(block.caption), f"color: {style.theme.colours['secondary']}; margin-top: 2px;")
    picture = f'<img src="{Path(block.file).name}" width="{width}">'
    return _styled("p", picture, "margin-bottom: 0px; line-height: 100%;") + caption


def _inline(spans: Spans, style: HtmlStyle) -> str:
    return "".join(_span(span, style) for span in spans)


def _span(span: Span, style: HtmlStyle) -> str:
    words = escape(span.text)
    colours = style.theme.colours
    if span.kind == "link":
        return f'<a href="{span.target}">{words}</a>'
    if span.kind == "bold":
        return f"<b>{words}</b>"
    if span.kind == "button":
        return _styled("b", f"【{words}】", f"color: {colours['text']};")
    if span.kind in {"key", "code"}:
        ground = colours["selection" if span.kind == "key" else "grey_ground"]
        return _styled("span", f"&nbsp;{words}&nbsp;", f"background-color: {ground};")
    return words
