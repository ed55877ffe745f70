"""Write data to standard output and messages to standard error, in UTF-8 wherever they go."""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
import unicodedata
from collections.abc import Sequence
from typing import Any

from ledger_app.domain.finding import Finding

DEBUG_VARIABLE = "LEDGER_DEBUG"


def use_utf8() -> None:
    """Make both streams UTF-8, so that Chinese survives pipes and old consoles; what is no text shows as "?"."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Write one line of message to standard error."""
    print(text, file=sys.stderr)


def trace_if_wanted() -> None:
    """Write the trace of the error under way to standard error where a maintainer asked for it by LEDGER_DEBUG=1."""
    if os.environ.get(DEBUG_VARIABLE) == "1":
        traceback.print_exc()


def show(text: str) -> None:
    """Write one line of data to standard output."""
    print(text)


def show_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write a value as JSON to standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def say_findings(findings: Sequence[Finding], name: str = "") -> None:
    """Write findings one a line, each with its weight."""
    words = {"info": "提示", "warning": "注意", "error": "错误"}
    for finding in findings:
        say(f"{words[finding.severity]}：{f'{name}：' if name else ''}{finding.message}")


def show_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table whose columns line up on a screen with double-width characters."""
    widths = [max(_width(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        show("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
