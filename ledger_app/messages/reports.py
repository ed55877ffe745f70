"""Texts of the reports area (REP)."""

TEXTS: dict[str, str] = {}
