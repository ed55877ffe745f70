"""Texts of the evidence area (EVI)."""

TEXTS: dict[str, str] = {}
