"""Slips that were printed in one file, once more as a file each: every one kept under a number of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ledger_app.domain.period import Period
from ledger_app.domain.supervision import Slip, Snapshot
from ledger_app.evidence.names import legal_name
from ledger_app.ports import EvidenceStore, Progress, UnitOfWork
from ledger_app.reports.fonts import FontBook
from ledger_app.services.lookup import row_of
from ledger_app.services.reports import ReportMade, ReportRequest, make


@dataclass(frozen=True, slots=True)
class SlipFile:
    """A slip in a file of its own; name: without suffix, legal on every system."""

    name: str
    made: ReportMade


def make_each_slip(
    work: UnitOfWork, store: EvidenceStore, fonts: FontBook, snapshot_id: int, progress: Progress | None = None
) -> list[SlipFile]:
    """Print every slip of a kept report into a file of its own, in their order.

    Args:
        work: the operation; one undo takes all of them back.
        store: of the same ledger.
        fonts: the faces to be had.
        snapshot_id: of a report of kind "slip".
        progress: told how many are done.

    Raises:
        RejectedError: SVC-004; as `services.reports.make`.
        EnvironmentFault: as `services.reports.make`.
        Cancelled: through `progress`.
    """
    snapshot = row_of(work, Snapshot, snapshot_id, "报表记录")
    slips = work.of(Slip).find(snapshot_id=snapshot_id)
    work.describe("report.make_each", f"分别生成督办单 {len(slips)} 张")
    request = ReportRequest("slip", Period.parse(snapshot.period), snapshot.cutoff)
    files = []
    for place, slip in enumerate(slips):
        if progress is not None:
            progress.step(place, len(slips), "正在生成督办单")
        made = make(work, store, fonts, replace(request, slip_ids=(slip.id,), issued=slip.issued))
        work.of(Slip).update(slip)  # the register keeps naming the file they were signed from
        files.append(SlipFile(legal_name(slip.number), made))
    return files
