"""What a preview may take: memory, processor and time of its process; looked at from both sides of the wall."""

from __future__ import annotations

MEMORY_BYTES = 1536 << 20
"""Address space of the process; it holds one file and one picture at a time."""

CPU_SECONDS = 300
"""Over the whole life of the process, which is that of one file on show."""

OPEN_SECONDS = 30.0
ANSWER_SECONDS = 20.0
START_SECONDS = 20.0
"""Added to the first answer: until then the process may still be starting."""
