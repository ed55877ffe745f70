"""All papers of a period in one folder, in one act: 通报, its tables, slips, letters, sheets of units and leaders.

The folder appears when all is in it, or not at all; one undo takes back all numbers that were given.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import REPORT_KIND_NAMES, ReportKind
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence.names import legal_name, long_path
from ledger_app.messages import describe
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Ledger, Progress, UnitOfWork
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import FormPage, ReportModel
from ledger_app.services.report_files import FileForm, kept_model, made_file
from ledger_app.services.report_request import CIRCULAR_PERIODS, ReportRequest
from ledger_app.services.reports import make, printed

_FORMS: tuple[tuple[ReportKind, tuple[FileForm, ...]], ...] = (
    ("slip", ()),
    ("chase", ("docx",)),
    ("letter", ("docx",)),
    ("unit", ("xlsx",)),
    ("leader", ()),
    ("evidence", ("xlsx",)),
)
"""What follows the circular, and the forms besides PDF."""
_NOTHING_TO_PRINT = frozenset({"REP-012", "REP-013", "REP-014", "SVC-239"})
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class FolderMade:
    """What stands in the folder.

    Attributes:
        files: paths below the folder, in order; left_out: Chinese sentences, why a kind is not among them.
    """

    folder: Path
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    changes: ChangeSet


def folder_name(period: Period) -> str:
    """Return the usual name of a period's folder."""
    return legal_name(f"{period.name}督查材料")


def export_all(
    ledger: Ledger,
    fonts_of: Callable[[LedgerSettings], FontBook],
    request: ReportRequest,
    folder: Path,
    progress: Progress | None = None,
) -> FolderMade:
    """Make and keep all papers of a period and write them into a new folder.

    Slips are those of the register: none is issued by this.

    Args:
        ledger: whose.
        fonts_of: gives the faces for the ledger's settings.
        request: period, cut-off, scope and circular's options; its kind makes no difference.
        folder: must not exist; the one above must.
        progress: told which paper is at hand; may stop the work, then nothing is kept or written.

    Raises:
        RejectedError: REP-062 the folder is there; as `services.reports.make`.
        EnvironmentFault: REP-002 it cannot be written; as `services.reports.make`.
        Cancelled: through `progress`.
    """
    if folder.exists():
        raise RejectedError("REP-062", folder=str(folder))
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    is_moved = False
    try:
        long_path(part).mkdir()
        with ledger.write() as work:
            writer = _Writer(work, ledger, fonts_of(work.settings()), part, progress)
            work.describe("report.make_all", f"全部导出{request.period.name}材料")
            writer.write_all(replace(request, issues_slips=False))
            long_path(part).rename(long_path(folder))
            is_moved = True
            changes = work.changes()
    except OSError as fault:
        _remove(folder if is_moved else part)
        raise EnvironmentFault("REP-002", file=str(folder), detail=cause_of(fault)) from fault
    except BaseException:
        _remove(folder if is_moved else part)
        raise
    return FolderMade(folder, tuple(writer.files), tuple(writer.left_out), changes)


class _Writer:
    """Makes the papers one after the other."""

    def __init__(
        self, work: UnitOfWork, ledger: Ledger, fonts: FontBook, folder: Path, progress: Progress | None
    ) -> None:
        self.work = work
        self.ledger = ledger
        self.fonts = fonts
        self.folder = folder
        self.progress = progress
        self.files: list[str] = []
        self.left_out: list[str] = []

    def write_all(self, request: ReportRequest) -> None:
        """Make the circular and what follows it."""
        circular = next(kind for kind, length in CIRCULAR_PERIODS.items() if length == request.period.kind)
        kinds = ((circular, ("docx", "xlsx")), *_FORMS)
        for number, (kind, forms) in enumerate(kinds, start=1):
            name = "通报" if kind == circular else REPORT_KIND_NAMES[kind]
            if self.progress is not None:
                self.progress.step(number - 1, len(kinds), f"正在生成{name}")
            try:
                self._write_kind(_of_kind(request, kind), f"{number:02d} {name}", forms)
            except RejectedError as reason:
                if reason.code not in _NOTHING_TO_PRINT:
                    raise
                self.left_out.append(describe(reason))

    def _write_kind(self, request: ReportRequest, name: str, forms: tuple[FileForm, ...]) -> None:
        snapshot = make(self.work, self.ledger.store, self.fonts, request).snapshot
        model = kept_model(snapshot)
        singles = list(single_papers(model))
        base = f"{name}/全部" if len(singles) > 1 else name
        self._put(f"{base}.pdf", printed(self.work, self.ledger.store, snapshot.id))
        for form in forms:
            self._put(f"{base}.{form}", made_file(model, self.fonts, form, snapshot.number))
        for number, (title, paper) in enumerate(singles if len(singles) > 1 else [], start=1):
            if self.progress is not None:
                self.progress.step(number - 1, len(singles), f"正在分别生成{name[3:]}")
            stem = legal_name(f"{number:03d} {title}", _LONGEST_NAME)
            self._put(f"{name}/{stem}.pdf", made_file(paper, self.fonts, "pdf", snapshot.number))

    def _put(self, name: str, content: bytes) -> None:
        target = long_path(self.folder / name)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
        self.files.append(name)


def single_papers(model: ReportModel) -> Iterator[tuple[str, ReportModel]]:
    """Return the papers that a report consists of, each with a name: its parts, or its pages of forms.

    They bear the number of the whole report, out of which they are cut.
    """
    if model.form == "set":
        for part in model.parts:
            yield part.addressees or part.title.replace("\n", ""), replace(part, properties=model.properties)
    elif model.form == "forms":
        for page in model.body:
            if isinstance(page, FormPage):
                yield page.bookmark or page.title, replace(model, body=(page,))


def _of_kind(request: ReportRequest, kind: ReportKind) -> ReportRequest:
    """Return the request for a kind; what was said for one paper is not said for another."""
    if request.kind == kind:
        return request
    return ReportRequest(
        kind,
        request.period,
        request.cutoff,
        request.unit_id,
        request.issued,
        form=request.form,
        task_ids=request.task_ids,
        issues_slips=request.issues_slips,
        leader=request.leader,
        plan_id=request.plan_id,
        turned=request.turned,
        seal=request.seal,
    )


def _remove(folder: Path) -> None:
    shutil.rmtree(long_path(folder), ignore_errors=True)
