"""The folders that the driver reads and writes."""

import os
from pathlib import Path

CONFORMANCE = Path(__file__).resolve().parent.parent
ROOT = CONFORMANCE.parent
PAGE = ROOT / "docs" / "clients.md"


def cache() -> Path:
    """The folder of the clients' environments, which outlive a run."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "chasqui-conformance"
