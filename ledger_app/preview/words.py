"""The word that makes a built program a preview process; stands apart so that nothing else is loaded for it."""

from __future__ import annotations

PREVIEW_WORD = "--preview-worker"
"""First word of the command line."""
