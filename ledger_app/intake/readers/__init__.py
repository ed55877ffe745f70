"""Readers: the bytes of one file become a `Document`; one module a format, chosen by content."""

from ledger_app.intake.readers.registry import read_document, read_source
from ledger_app.intake.source import DEFAULT_LIMITS, Progress, ReadLimits, Source

__all__ = ["DEFAULT_LIMITS", "Progress", "ReadLimits", "Source", "read_document", "read_source"]
