"""Processes with a deadline, of which nothing is left."""

import os
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

# Clients that look for updates or report their use are told not to; what they try all the same meets a
# proxy that is not there.
QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "DISABLE_AUTOUPDATER": "1",
    "DISABLE_ERROR_REPORTING": "1",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "NEXT_TELEMETRY_DISABLED": "1",
    "SCARF_NO_ANALYTICS": "true",
    "TRANSFORMERS_OFFLINE": "1",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "NO_PROXY": "127.0.0.1,localhost",
    "no_proxy": "127.0.0.1,localhost",
}


@dataclass(frozen=True)
class Ended:
    """A process that ended, or was ended at its deadline."""

    code: int
    output: str
    errors: str
    late: bool


def environment(home: Path, more: dict[str, str]) -> dict[str, str]:
    """The environment of a client: a home of its own, and nothing of the user's but the PATH."""
    home.mkdir(parents=True, exist_ok=True)
    own = {"HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    return own | {"PYTHONDONTWRITEBYTECODE": "1"} | QUIET | more


def run(command: list[str], seconds: float, env: dict[str, str] | None = None, folder: Path | None = None) -> Ended:
    """Runs a command; at its deadline, and at its end, all that it started is ended with it."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(timeout=seconds)
        return Ended(process.returncode, output, errors, False)
    except subprocess.TimeoutExpired:
        _end_group(process.pid)
        output, errors = process.communicate()
        return Ended(process.returncode, output, errors, True)
    finally:
        _end_group(process.pid)


class Server:
    """A server that runs until it is closed, and whose output is kept in a file."""

    def __init__(self, command: list[str], log: Path, folder: Path, env: dict[str, str]):
        self.log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, look, seconds: float):
        """What `look` finds, asked again until it is not None."""
        pause = threading.Event()
        for _ in range(int(seconds * 5)):
            found = look()
            if found is not None:
                return found
            if self._process.poll() is not None:
                raise RuntimeError(f"it ended with {self._process.returncode}:\n{self.tail()}")
            pause.wait(0.2)
        raise RuntimeError(f"it is not ready after {seconds:.0f} s:\n{self.tail()}")

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]

    def close(self) -> None:
        """Ends it as Ctrl-C would, and by force if it takes more than ten seconds."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        _end_group(self._process.pid)
        self._process.wait()


def _end_group(leader: int) -> None:
    """Ends the processes of a session that this driver began."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass
