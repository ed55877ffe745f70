"""Texts of the services area (SVC)."""

TEXTS: dict[str, str] = {}
