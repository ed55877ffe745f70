"""Ledgers for tests and benchmarks: a fixed clock, small ledgers by the front door, big ones by bulk loading."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db import search_index
from db.archive import DATABASE_NAME
from db.connection import close_writer, open_connection
from db.ledger import create_ledger, open_ledger
from db.media import Media
from db.sqlite_ledger import SqliteLedger
from db.tables import table_of
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, Task, TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.evidence.store import FileStore

LOCAL = Media("local", is_writable=True)
_PARTS = (
    "推进县域医共体建设",
    "提升基层医疗卫生服务能力",
    "加强疾病预防控制体系建设",
    "规范村卫生室药品管理",
    "开展老年人健康体检",
    "落实家庭医生签约服务",
    "完善院前急救网络",
    "做好妇幼健康保障工作",
    "强化医疗废物处置监管",
    "推广中医药适宜技术",
    "组织职业病危害因素排查",
    "优化就医流程和便民措施",
    "健全重点人群随访机制",
    "补齐院感防控短板",
    "培训全科医生和乡村医生",
    "开展爱国卫生月活动",
)
_LINKS = ("，", "；", "，并按月报送进展，", "，确保年底前完成，", "。")
_DONE = ("已制定方案", "完成阶段性任务", "正在组织培训", "已开展专项检查", "资料正在整理", "已下发通知")


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is set."""

    day: dt.date = dt.date(2024, 6, 30)
    moment: str = "2024-06-30T08:00:00Z"

    def today(self) -> dt.date:
        return self.day

    def now(self) -> str:
        return self.moment


@dataclass(slots=True)
class Place:
    """Where a test's ledger lies and who works on it; `open` may be called again after `close`."""

    folder: Path
    clock: FixedClock = field(default_factory=FixedClock)
    user: str = "张三"
    host: str = "办公室PC"
    media: Media = LOCAL

    def _common(self) -> dict[str, Any]:
        return {
            "store": FileStore(self.folder / "evidence"),
            "clock": self.clock,
            "user": self.user,
            "host": self.host,
            "probe": lambda _: self.media,
        }

    def create(self, name: str = "测试台账") -> SqliteLedger:
        return create_ledger(self.folder, name, **self._common())

    def open(self, **options: Any) -> SqliteLedger:  # noqa: ANN401 - passed on as they are
        return open_ledger(self.folder, **self._common(), **options)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Lend a folder in memory where the system has one: making hundreds of ledgers need not wait for a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a temporary folder of our own is made inside
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder) / "台账"


def build_big_ledger(folder: Path, tasks: int = 100_000, entries: int = 10) -> Path:
    """Make a ledger of many tasks and progress entries, indexed and closed; return its folder.

    500 units, one plan a thousand tasks, two owners, one deadline and one printed item a task; the same content every
    time.  The rows are loaded past the journal, as no clerk could: a ledger that grew would have an entry for each.
    """
    place = Place(folder)
    place.create("性能测试台账").close()
    rng = random.Random(20240630)
    connection = open_connection(folder / DATABASE_NAME, "write", LOCAL)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    _load(connection, Unit, _units())
    plans = max(1, tasks // 1000)
    _load(connection, Plan, (Plan(n, f"p{n}", f"2024年第{n}号工作方案", 2024) for n in range(1, plans + 1)))
    _load(connection, Task, _tasks(rng, tasks))
    _load(connection, PlanItem, _items(random.Random(20240701), tasks))
    _load(connection, TaskOwner, _owners(rng, tasks))
    _load(connection, Deadline, _deadlines(rng, tasks))
    _load(connection, ProgressEntry, _entries(rng, tasks, entries))
    search_index.rebuild(connection)
    connection.execute("COMMIT")
    connection.execute("PRAGMA synchronous = FULL")
    close_writer(connection)
    return folder


def build_quick_ledger(folder: Path, tasks: int = 100_000) -> Path:
    """Make a ledger of many bare tasks within a second, for tests that count and do not read: SQLite makes the rows.

    Fifty units, one plan a thousand tasks, a lead, a deadline and one entry a task; nothing is indexed for search.
    """
    place = Place(folder)
    place.create("计数台账").close()
    connection = open_connection(folder / DATABASE_NAME, "write", LOCAL)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    plans = max(1, tasks // 1000)
    _load(connection, Unit, _units()[:50])
    _load(connection, Plan, (Plan(n, f"p{n}", f"2024年第{n}号工作方案", 2024) for n in range(1, plans + 1)))
    numbers = f"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {tasks})"
    for statement in (
        """
        INSERT INTO task (id, uid, code, title, section, plan_id, ordinal)
        SELECT x, 't' || x, (x / 1000) || '-' || x, '第' || x || '项任务', '板块' || (x % 7), x % :plans + 1, x FROM n
        """,
        """
        INSERT INTO task_owner (id, task_id, role, unit_id, raw) SELECT x, x, 'lead', x % 50 + 1, '责任单位' FROM n
        """,
        """
        INSERT INTO deadline (id, task_id, ordinal, raw, kind, original_due, current_due, is_primary)
        SELECT x, x, 1, '年内', 'by', day, day, 1
        FROM (SELECT x, date('2024-02-01', (x % 330) || ' days') AS day FROM n)
        """,
        """
        INSERT INTO progress_entry (id, uid, task_id, period, text, percent)
        SELECT x, 'e' || x, x, '2024-06', '正在推进', x % 101 FROM n
        """,
    ):
        connection.execute(f"{numbers} {statement}", {"plans": plans})
    connection.execute("COMMIT")
    connection.execute("PRAGMA synchronous = FULL")
    close_writer(connection)
    return folder


def _load(connection: sqlite3.Connection, entity: type[Any], rows: Iterator[Any] | Sequence[Any]) -> None:
    table = table_of(entity)
    names = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    connection.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", (table.to_row(row) for row in rows))


def _units() -> list[Unit]:
    kinds = ("乡镇卫生院", "社区卫生服务中心", "人民医院", "疾控中心", "股室")
    return [
        Unit(n, f"u{n}", f"第{n}{kinds[n % 5]}", f"{n}号院", kind="township", pinyin=f"d{n}wsy", sort=n)
        for n in range(1, 501)
    ]


def _text(rng: random.Random, length: int) -> str:
    words: list[str] = []
    size = 0
    while size < length:
        # A few random characters keep the number of different pairs as high as in real papers.
        part = rng.choice(_PARTS) + "".join(chr(rng.randrange(0x4E00, 0x5E00)) for _ in range(4)) + rng.choice(_LINKS)
        words.append(part)
        size += len(part)
    return "".join(words)[:length]


def _tasks(rng: random.Random, count: int) -> Iterator[Task]:
    for n in range(1, count + 1):
        plan = (n - 1) // 1000 % max(1, count // 1000) + 1
        yield Task(
            n,
            f"t{n}",
            f"{plan}-{n:06d}",
            _text(rng, 20),
            content=_text(rng, 280),
            kind="continuing" if n % 17 == 0 else "once",
            section=f"（{n % 9 + 1}）{_PARTS[n % len(_PARTS)]}",
            plan_id=plan,
            ordinal=n,
            created_at="2024-01-10T02:00:00Z",
        )


def _items(rng: random.Random, count: int) -> Iterator[PlanItem]:
    for n in range(1, count + 1):
        plan = (n - 1) // 1000 % max(1, count // 1000) + 1
        yield PlanItem(n, f"i{n}", plan, n, f"{n}", (), _text(rng, 20), "task", _text(rng, 280))


def _owners(rng: random.Random, count: int) -> Iterator[TaskOwner]:
    for n in range(1, count + 1):
        lead = rng.randrange(1, 501)
        yield TaskOwner(2 * n - 1, n, "lead", lead, f"第{lead}")
        yield TaskOwner(2 * n, n, "cooperate", rng.randrange(1, 501), "配合单位", 1)


def _deadlines(rng: random.Random, count: int) -> Iterator[Deadline]:
    for n in range(1, count + 1):
        due = None if n % 17 == 0 else dt.date(2024, 1, 31) + dt.timedelta(days=rng.randrange(335))
        kind = "continuing" if due is None else "by"
        yield Deadline(n, n, 1, "年内", kind, due, due, is_primary=True)  # type: ignore[arg-type]


def _entries(rng: random.Random, tasks: int, entries: int) -> Iterator[ProgressEntry]:
    number = 0
    months = [f"{2024 - (entries - 1 - n) // 12}-{(n - entries) % 12 + 1:02d}" for n in range(entries)]
    for task in range(1, tasks + 1):
        percent = 0.0
        for month in months:
            number += 1
            percent = min(100.0, percent + rng.random() * 15)
            yield ProgressEntry(
                number,
                f"e{number}",
                task,
                month,
                f"{rng.choice(_DONE)}，{rng.choice(_PARTS)}，完成{percent:.1f}%。",
                round(percent, 1),
                next_step=rng.choice(_PARTS),
                created_at=f"{month}-25T08:00:00Z",
            )
