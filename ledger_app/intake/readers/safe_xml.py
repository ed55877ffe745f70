"""Parses XML from files of unknown origin: no entities, no network, bounded depth and text size."""

from __future__ import annotations

from typing import Any

from lxml import etree

from ledger_app.intake.source import Source


def parse_xml(source: Source, data: bytes, format_title: str) -> etree._Element:
    """Return the root of an XML part.

    Args:
        source: the file the part is from, for messages.
        data: the part's bytes.
        format_title: how the format is called to people ("Word 文档").

    Raises:
        UnreadableFileError: INT-108 not well-formed; INT-114 it declares entities; INT-115 too large.
    """
    if len(data) > source.limits.part_bytes:
        raise source.refuse("INT-115", what="单个部件过大")
    # libxml2's own bounds (huge_tree off) stop deep nesting and endless text nodes.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise source.refuse("INT-108", format=format_title) from error
    information: Any = root.getroottree().docinfo
    if information.doctype:
        raise source.refuse("INT-114")
    return root
