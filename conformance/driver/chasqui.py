"""The Chasqui under trial, built and started from this repository."""

import json
import os
import re
from pathlib import Path

from . import places, processes

_BUILD = 20 * 60
_LISTENING = re.compile(r"^listening (http://\S+)", re.MULTILINE)


class NotStarted(Exception):
    """A Chasqui that could not be built or started."""


def start(folder: Path, backends: list[dict]) -> tuple[str, processes.Server]:
    """Builds Chasqui if its sources are newer, starts it on a free port, and returns its address."""
    # Variables of the user's own server would be read as keys of this one's config.
    env = {key: value for key, value in os.environ.items() if not key.startswith("CHASQUI_")}
    env |= {key: os.environ[key] for key in ("CHASQUI_JAVA_HOME",) if key in os.environ}
    program = str(places.ROOT / "chasqui")
    built = processes.run([program, "--version"], _BUILD, env, folder)
    if built.code != 0:
        raise NotStarted(f"chasqui cannot be built:\n{(built.output + built.errors)[-3000:]}")
    config = folder / "config.json"
    config.write_text(json.dumps({"backends": backends, "server": {"grace": "1s"}}))
    command = [program, "serve", "--config", str(config), "--port", "0", "--data", str(folder / "data")]
    server = processes.Server(command, folder / "chasqui.log", folder, env)
    try:
        return server.wait_for(lambda: _address(server.log), 60), server
    except RuntimeError as failed:
        server.close()
        raise NotStarted(f"chasqui does not start: {failed}") from failed


def version() -> str:
    """The commit of this repository, or nothing outside of git."""
    ended = processes.run(["git", "rev-parse", "--short", "HEAD"], 10, folder=places.ROOT)
    return ended.output.strip()


def _address(log: Path) -> str | None:
    found = _LISTENING.search(log.read_text(errors="replace"))
    return found.group(1) if found else None
