"""Read a bag as its receiver does: an independent check by the words of RFC 8493, no code of the product in it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

_LINE = re.compile(r"([0-9a-f]{64})[ \t]+\*?(.+)")


def files_of(place: Path) -> dict[str, bytes]:
    """Return path below the bag's own folder -> content, of a folder or of a zip that holds one folder."""
    if place.is_dir():
        return {one.relative_to(place).as_posix(): one.read_bytes() for one in place.rglob("*") if one.is_file()}
    with zipfile.ZipFile(place) as packed:
        assert packed.testzip() is None
        roots = {name.split("/")[0] for name in packed.namelist()}
        assert len(roots) == 1, "a zip holds one bag in one folder"
        root = roots.pop()
        return {name.removeprefix(f"{root}/"): packed.read(name) for name in packed.namelist()}


def faults_of(files: Mapping[str, bytes]) -> list[str]:
    """Return what makes this no valid bag, nothing for a valid one."""
    required = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
    found = [f"no {name}" for name in required if name not in files]
    if found:
        return found
    if files["bagit.txt"] != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        found.append("bagit.txt declares something else")
    payload = {name for name in files if name.startswith("data/")}
    listed = _listed(files["manifest-sha256.txt"])
    found += [f"not in the manifest: {name}" for name in sorted(payload - listed.keys())]
    tags = _listed(files["tagmanifest-sha256.txt"])
    wanted = {name for name in files if not name.startswith("data/") and not name.startswith("tagmanifest")}
    if tags.keys() != wanted:
        found.append(f"tag manifest lists {sorted(tags)}")
    for name, digest in {**listed, **tags}.items():
        if name not in files:
            found.append(f"missing: {name}")
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            found.append(f"changed: {name}")
    return found + _oxum_faults(files, payload)


def info_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return what bag-info.txt says."""
    lines = files["bag-info.txt"].decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def _listed(manifest: bytes) -> dict[str, str]:
    matches = [_LINE.fullmatch(line) for line in manifest.decode().splitlines()]
    assert all(matches), "a line of a manifest has another form"
    return {match[2]: match[1] for match in matches if match}


def _oxum_faults(files: Mapping[str, bytes], payload: set[str]) -> list[str]:
    size = sum(len(files[name]) for name in payload)
    said = info_of(files).get("Payload-Oxum")
    return [] if said == f"{size}.{len(payload)}" else [f"Payload-Oxum {said}, there are {size}.{len(payload)}"]
