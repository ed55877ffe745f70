"""Write the tables of the manual that only the window knows: everything a person can do, and every setting.

`python3 run.py manual-tables`, after the registry of acts or the settings changed; a test tells when it is due.  The
tables lie beside the manual's sources, so that the command line prints the manual without Qt.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.entries.entry import ActionEntry

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "manual" / "tables"


def main() -> int:
    """Write both tables and say where they are; return the exit code."""
    sys.path.insert(0, str(ROOT))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in (("actions", action_table()), ("settings", setting_table())):
        file = FOLDER / f"{name}.md"
        file.write_text(text, encoding="utf-8", newline="\n")
        print(file)
    return 0


def action_table() -> str:
    """Return the table of everything a person can do, a section for each part of the window."""
    from ui.entries.registry import all_actions
    from ui.keys import said_key

    lines = ["# 全部操作"]
    places = dict.fromkeys(_place(entry) for entry in all_actions())
    for number, place in enumerate(places, start=1):
        entries = [entry for entry in all_actions() if _place(entry) == place]
        topics = dict.fromkeys(entry.topic for entry in entries if entry.topic)
        lines += ["", f"## {place} {{#actions-{number}}}", ""]
        lines += [f"说明见{'、'.join(f'[{_title(topic)}]({topic})' for topic in topics)}。", ""] if topics else []
        rows = ((f"【{entry.name}】", _marked(said_key(entry)), entry.tip) for entry in entries)
        lines += _table(("操作", "快捷键", "说明"), dict.fromkeys(rows))
    return "\n".join(lines) + "\n"


def setting_table() -> str:
    """Return the table of every setting, a section for each group of the page."""
    from ledger_app.domain.settings import LedgerSettings
    from ui.models.setting_rows import GROUPS

    lines = ["# 全部设置"]
    defaults = LedgerSettings()
    for group in GROUPS:
        lines += ["", f"## {group.title} {{#{group.key}}}", ""]
        rows = []
        for row in group.rows:
            value = getattr(defaults, row.field)
            words = dict(row.choices)
            if words:
                help_text = f"{row.help}可选：{'；'.join(words.values())}。"
                shown = words.get(str(value), str(value))
            else:
                help_text = row.help
                shown = row.zero if not value and row.zero else f"{value:g}{row.suffix}" if _is_number(value) else ""
            rows.append((f"【{row.label}】", help_text, shown or (value if isinstance(value, str) else "") or "空"))
        lines += _table(("设置", "意思", "一开始是"), rows)
    return "\n".join(lines) + "\n"


def _marked(keys: str) -> str:
    return f"{{{keys}}}" if re.fullmatch(r"[^{} ]+", keys) else keys


def _place(entry: ActionEntry) -> str:
    return f"菜单“{entry.section}”" if entry.way == "act" else entry.section


def _title(topic: str) -> str:
    source = FOLDER.parent / f"{topic}.md"
    return source.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(cell.replace('|', '／').replace(chr(10), ' ') for cell in row)} |" for row in rows]
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
