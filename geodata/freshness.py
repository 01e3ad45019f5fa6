"""Whether a dataset still is what its inputs, the reference data and the code would give."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from geodata.paths import ROOT
from geodata.store import DOCUMENTS_FILE, RECORDS_FILE

MANIFEST_FILE = "manifest.json"


def inputs_hash(files: Iterable[Path], data: Path, options: str = "") -> str:
    """A hash over the names and contents of the inputs, the reference data and the library.

    `options` is whatever else the rows depend on, such as the names of columns.
    """
    digest = hashlib.blake2b(options.encode(), digest_size=16)
    library = sorted((ROOT / "geodata").rglob("*.py"))
    reference = sorted(p for p in (data / "reference").rglob("*") if p.is_file())
    for path in (*files, *reference, *library):
        digest.update(str(path).encode() + b"\0")
        if path.is_file():
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, hashlib.blake2b).digest())
    return digest.hexdigest()


def is_fresh(folder: Path, inputs: str) -> bool:
    """Whether the folder's tables exist and were made from these inputs."""
    if not all((folder / name).is_file() for name in (RECORDS_FILE, DOCUMENTS_FILE)):
        return False
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("inputs") == inputs


def write_manifest(folder: Path, inputs: str, counts: dict[str, int]) -> None:
    """Leave beside the tables what they were made from."""
    content = json.dumps({"inputs": inputs, **counts}, indent=2, sort_keys=True)
    (folder / MANIFEST_FILE).write_text(content + "\n", encoding="utf-8")
