"""Texts of the intake area (INT)."""

TEXTS: dict[str, str] = {}
