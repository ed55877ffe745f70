"""Texts of the database area (DB)."""

TEXTS: dict[str, str] = {}
