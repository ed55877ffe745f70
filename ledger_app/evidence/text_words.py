"""The word that makes a built program a reading process; apart, so that starting the program reads nothing more."""

from __future__ import annotations

TEXT_WORD = "--evidence-worker"
