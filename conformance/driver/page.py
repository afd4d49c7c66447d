"""The measured part of docs/clients.md; the part above its mark is written by hand."""

import datetime
import re

from . import backends, places
from .rows import Row

_MARK = "<!-- conformance/run writes what is below -->"


def write(rows: list[Row], commit: str, absent: str) -> None:
    """Replaces what is below the mark; `absent` is the cell of a backend that is not there."""
    head, mark, _ = places.PAGE.read_text().partition(_MARK)
    if not mark:
        raise ValueError(f"{places.PAGE}: the line {_MARK} is missing")
    places.PAGE.write_text(f"{head}{_MARK}\n\n{_results(rows, commit, absent)}")


def _results(rows: list[Row], commit: str, absent: str) -> str:
    today = datetime.date.today().isoformat()
    parts = [f"## Results\n\n{today}, commit {commit}. A cell says how many checks passed.\n"]
    parts.append(_table(rows, absent))
    reasons = [f"- {row.client.title} {row.reason}" for row in rows if row.reason]
    failures = list(dict.fromkeys(reasons))
    failures += [_failure(row, check) for row in rows for check in row.failed]
    parts.append("### Failed checks\n\n" + ("\n".join(failures) or "None.") + "\n")
    parts.append("### Checks\n\n" + _checks(rows) + "\n")
    return "\n".join(parts)


def _table(rows: list[Row], absent: str) -> str:
    lines = [
        "| client | package | API | " + " | ".join(f"before {t}" for t in backends.TITLES) + " |",
        "| --- | --- | --- |" + " --- |" * len(backends.TITLES),
    ]
    for client in dict.fromkeys(row.client for row in rows):
        cells = {row.backend: row.cell for row in rows if row.client == client}
        shown = [cells.get(title, absent) for title in backends.TITLES]
        package = f"{client.package} {client.version}"
        lines.append(f"| {client.name} | {package} | {client.dialect} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def _failure(row: Row, check) -> str:
    says = re.sub(r"\s+", " ", check.says).replace("`", "'").replace("|", "/")
    return f"- {row.client.title} before {row.backend}, *{check.name}*: `{says[:300]}`"


def _checks(rows: list[Row]) -> str:
    """The names of each client's checks, clients with the same ones together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for client in dict.fromkeys(row.client for row in rows):
        names = dict.fromkeys(check.name for row in rows if row.client == client for check in row.checks)
        if names:
            groups.setdefault(tuple(names), []).append(client.title)
    return "\n".join(f"- {', '.join(clients)}: {', '.join(names)}." for names, clients in groups.items())
