"""Print the ledger report of the benchmark and tell seconds, pages and peak memory as JSON."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import ROOT, peak_megabytes

ROWS = 10_000
HEAD = ("状态", "编号", "任务", "牵头单位", "配合单位", "时限", "进度", "本期进展")
_TITLES = ("推进县域医共体建设", "提升基层服务能力", "规范村卫生室药品管理", "开展老年人健康体检")
_TEXT = "截至6月底，已完成{n}个乡镇的现场核查，占年度目标的{percent}%；{n}家单位尚未报送资料，下一步将逐一督促。"
_UNITS = ("县人民医院", "县疾病预防控制中心", "城关镇卫生院", "医政医管和药政股")
_LIGHTS = (("▲逾期", "red"), ("■滞后", "amber"), ("●正常", "green"), ("○长期坚持", "grey"))


def rows() -> Iterator[list[str]]:
    """Yield the rows as texts, as both sides print them."""
    for n in range(1, ROWS + 1):
        light, _ = _LIGHTS[n % 4]
        lead, cooperate = _UNITS[n % 4], "、".join((_UNITS[(n + 1) % 4], _UNITS[(n + 2) % 4]))
        text = _TEXT.format(n=n % 24, percent=n % 100)
        yield [
            light,
            f"{n % 9 + 1}-{n:05d}",
            f"{_TITLES[n % 4]}第{n}项",
            lead,
            cooperate,
            "2024-12-31",
            f"{n % 100}%",
            text,
        ]


def main(out: Path) -> None:
    """Print the report into a file."""
    start = time.perf_counter()
    from ledger_app.reports.fonts import FontBook
    from ledger_app.reports.ledger_table import LedgerFacts, LedgerLine, compose_ledger
    from ledger_app.reports.pdf import render_pdf

    due = dt.date(2024, 12, 31)
    lines = [
        LedgerLine(
            id=n,
            code=row[1],
            title=row[2],
            plan=f"第{n // 1000 + 1}号方案",
            section=f"第{n // 100 + 1}部分",
            light=row[0],
            tone=_LIGHTS[n % 4][1],  # type: ignore[arg-type]
            lead=row[3],
            cooperate=row[4],
            due_raw="年底前",
            due=due,
            percent=row[6],
            progress=row[7],
        )
        for n, row in enumerate(rows(), start=1)
    ]
    facts = LedgerFacts(
        bureau="县卫生健康局",
        title="重点任务台账",
        cutoff=dt.date(2024, 6, 30),
        scope="全部任务",
        snapshot="2024-06-台账-01",
        created="2024-07-01T00:00:00Z",
    )
    made = render_pdf(compose_ledger(lines, facts), FontBook(ROOT / "resources" / "fonts"), out)
    took = time.perf_counter() - start
    print(json.dumps({"seconds": took, "pages": made.pages, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
