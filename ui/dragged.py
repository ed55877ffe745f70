"""What a drag between the lists of the window carries: the ids of rows, under a name of our own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData

EVIDENCE_MIME = "application/x-ledger-evidence"
INDICATOR_MIME = "application/x-ledger-indicator"


def carrying(mime: str, ids: Sequence[int]) -> QMimeData:
    """Return what a drag of rows carries."""
    data = QMimeData()
    data.setData(mime, ",".join(str(one) for one in ids).encode())
    return data


def carried(data: QMimeData, mime: str) -> list[int]:
    """Return the ids that a drag carries; none for what came from elsewhere."""
    text = bytes(data.data(mime).data()).decode("ascii", "replace")
    return [int(part) for part in text.split(",") if part.isascii() and part.isdigit()]
