"""Codes of tasks: plan number and item number ("2-07"), a part number for split tasks ("2-07-1").

Codes are shown to people and typed by them; a clerk may give a task any other short code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST_CODE = 30
_NUMBER = re.compile(r"(\d+)")
_FORBIDDEN = re.compile(r"[\s/\\:*?\"<>|,，、;；]")


def make_code(prefix: str, number: int) -> str:
    """Return the code of the numbered item of a plan, at least two digits ("2-07", "2-112")."""
    return f"{prefix}-{number:02d}"


def next_code(prefix: str, existing: Iterable[str]) -> str:
    """Return the code after the highest of a prefix ("2" -> "2-08"); gaps are not filled, numbers never come twice."""
    pattern = re.compile(re.escape(prefix) + r"-(\d+)(?:-\d+)*")
    numbers = [int(match[1]) for code in existing if (match := pattern.fullmatch(code))]
    return make_code(prefix, max(numbers, default=0) + 1)


def part_code(code: str, existing: Iterable[str]) -> str:
    """Return the code for the next part of a split task ("2-07" -> "2-07-1")."""
    pattern = re.compile(re.escape(code) + r"-(\d+)")
    numbers = [int(match[1]) for other in existing if (match := pattern.fullmatch(other))]
    return f"{code}-{max(numbers, default=0) + 1}"


def tidy_code(text: str) -> str:
    """Return a typed code in its stored form: full-width characters narrowed, outer blanks removed."""
    folded = unicodedata.normalize("NFKC", text).strip()
    return re.sub("[—–−‐]", "-", folded)


def is_valid_code(code: str) -> bool:
    """Say whether a code can stand in file names and lists: short, in stored form, no blanks or separators."""
    if not 0 < len(code) <= LONGEST_CODE or code != tidy_code(code) or _FORBIDDEN.search(code):
        return False
    return code.isprintable()


def code_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return the sort key that puts 2-9 before 2-10 and numbers before words."""
    parts = _NUMBER.split(code)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
