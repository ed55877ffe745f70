"""Builds OpenDocument texts from pieces of their XML, for tests that say only what they are about."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.intake.docx_builder import zipped

MIME = "application/vnd.oasis.opendocument.text"
_NAMES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
    "fo": "xsl-fo-compatible",
}  # fmt: skip
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _NAMES.items()
)


def odt(*body: str, automatic: str = "", styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return a text around pieces of its body; `automatic` and `styles` are styles of the text and of the file."""
    return zipped(
        {
            "mimetype": MIME,
            "META-INF/manifest.xml": manifest,
            "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{styles}</office:styles>"
            "</office:document-styles>",
            "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{''.join(body)}</office:text></office:body>"
            "</office:document-content>",
        }
    )


def p(text: str = "", *, style: str = "", inner: str = "") -> str:
    """Return a paragraph; `inner` stands in place of plain text."""
    return f'<text:p text:style-name="{style}">{inner or escape(text)}</text:p>'


def h(text: str, level: int, *, more: str = "") -> str:
    """Return a heading of a level from 1."""
    return f'<text:h text:outline-level="{level}" {more}>{escape(text)}</text:h>'


def listed(*items: str, style: str = "", more: str = "") -> str:
    """Return a list of items made by `item`."""
    name = f'text:style-name="{style}"' if style else ""
    return f"<text:list {name} {more}>{''.join(items)}</text:list>"


def item(*blocks: str, start: int | None = None) -> str:
    """Return one item of a list."""
    own = "" if start is None else f' text:start-value="{start}"'
    return f"<text:list-item{own}>{''.join(blocks)}</text:list-item>"


def list_style(name: str, *levels: str, kind: str = "list-style") -> str:
    """Return a list style of levels made by `number`."""
    return f'<text:{kind} style:name="{name}">{"".join(levels)}</text:{kind}>'


def number(level: int, form: str, *, prefix: str = "", suffix: str = "", more: str = "", tag: str = "list") -> str:
    """Return a numbered level."""
    return (
        f'<text:{tag}-level-style{"-number" if tag == "list" else ""} text:level="{level}" style:num-format="{form}" '
        f'style:num-prefix="{prefix}" style:num-suffix="{suffix}" {more}/>'
    )


def table(*rows: str) -> str:
    """Return a table of rows made by `row`."""
    return f"<table:table>{''.join(rows)}</table:table>"


def row(*cells: str) -> str:
    """Return a row of cells made by `cell`."""
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(text: str = "", *, down: int = 1, right: int = 1, inner: str = "") -> str:
    """Return a cell and, for the columns it covers to the right, the places that it takes."""
    spans = f'table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
    return f"<table:table-cell {spans}>{inner or p(text)}</table:table-cell>" + covered(right - 1)


def covered(count: int = 1) -> str:
    """Return places that cells above or to the left cover."""
    return "<table:covered-table-cell/>" * count
