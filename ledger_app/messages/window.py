"""Texts of the window area (UI)."""

TEXTS: dict[str, str] = {}
