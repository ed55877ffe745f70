"""A template of words as plain data: in the ledger, and as a file to hand to another office."""

from __future__ import annotations

import json
from typing import Any

from ledger_app.reports.wording_default import CIRCULAR_KINDS, Wording, WordingSection

FORMAT = "task-ledger-wording"
VERSION = 1
LONGEST_FILE = 1_000_000
MOST_SECTIONS = 30


def wording_to_dict(wording: Wording) -> dict[str, object]:
    """Return a template as plain data."""
    sections = [{"title": section.title, "text": section.text} for section in wording.sections]
    return {"name": wording.name, "kinds": list(wording.kinds), "sections": sections}


def wording_from_dict(data: Any) -> Wording:  # noqa: ANN401 - data of unknown origin
    """Return the template of `wording_to_dict`.

    Raises:
        ValueError: it is none.
    """
    try:
        name, kinds, sections = data["name"], data["kinds"], data["sections"]
        pairs = [(section["title"], section["text"]) for section in sections]
    except (KeyError, TypeError) as error:
        raise ValueError("no template") from error
    texts = [name, *(text for pair in pairs for text in pair)]
    if not all(isinstance(text, str) for text in texts) or not isinstance(kinds, list) or len(pairs) > MOST_SECTIONS:
        raise ValueError("no template")
    known = tuple(kind for kind in CIRCULAR_KINDS if kind in kinds)
    return Wording(name, tuple(WordingSection(*pair) for pair in pairs), known)


def wording_to_file(wording: Wording) -> bytes:
    """Return a template as the content of a file."""
    data = {"format": FORMAT, "version": VERSION, **wording_to_dict(wording)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def wording_from_file(content: bytes) -> Wording:
    """Return the template of a file.

    Raises:
        ValueError: it is none, or of a newer version.
    """
    if len(content) > LONGEST_FILE:
        raise ValueError("too long for a template")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("no template") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("version") != VERSION:
        raise ValueError("no template")
    return wording_from_dict(data)
