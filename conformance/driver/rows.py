"""A row of the table: one client before one backend."""

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from . import places, processes
from .backends import Backend
from .clients import Client
from .environments import NotInstalled


@dataclass(frozen=True)
class Check:
    """The outcome of a check: passed, failed or skipped, with a sentence."""

    name: str
    outcome: str
    says: str


@dataclass(frozen=True)
class Row:
    """What a client's script reported, or the reason why it could not run."""

    client: Client
    backend: str
    checks: list[Check] = field(default_factory=list)
    absent: str = ""
    """The word for its cell if the client did not run."""
    reason: str = ""
    """Why the client could not be installed."""

    def count(self, outcome: str) -> int:
        return sum(check.outcome == outcome for check in self.checks)

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if check.outcome == "failed"]

    @property
    def cell(self) -> str:
        if self.absent:
            return self.absent
        passed = self.count("passed")
        return f"{passed} of {passed + len(self.failed)}"


def row(client: Client, backend: Backend, url: str, scratch: Path) -> Row:
    """Runs a client's script in a folder of its own."""
    if client.is_agent and not backend.leads_agents:
        return Row(client, backend.title, absent="not tried")
    try:
        client.environment.make()
    except NotInstalled as missing:
        return Row(client, backend.title, absent="not installed", reason=str(missing))
    folder = Path(tempfile.mkdtemp(prefix="row-", dir=scratch))
    env = processes.environment(
        folder / "home",
        {
            "CONFORMANCE": json.dumps({"url": url} | backend.target),
            "CONFORMANCE_INPUTS": str(places.CONFORMANCE / "inputs.json"),
            "PYTHONPATH": str(places.CONFORMANCE / "python"),
        },
    )
    work = folder / "work"
    work.mkdir()
    command = ["nice", "-n", "10", *client.command()]
    ended = processes.run(command, client.minutes * 60, env, work)
    (folder / "stdout").write_text(ended.output)
    (folder / "stderr").write_text(ended.errors)
    checks = [_check(line) for line in ended.output.splitlines() if line.startswith('{"check"')]
    if ended.late:
        checks.append(Check("ends in time", "failed", f"it was ended after {client.minutes:g} minutes"))
    elif ended.code != 0 or not checks:
        last = (ended.errors.strip().splitlines() or ["no message"])[-1]
        checks.append(Check("runs to its end", "failed", f"exit code {ended.code}: {last[:300]}"))
    return Row(client, backend.title, checks)


def _check(line: str) -> Check:
    told = json.loads(line)
    return Check(told["check"], told["outcome"], told["says"])
