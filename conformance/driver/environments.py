"""The environments that clients are installed into: made once, and again when their pins change."""

import hashlib
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from . import places, processes

_DEADLINE = 30 * 60


class NotInstalled(Exception):
    """An environment that could not be made; the message says why in one line."""


@dataclass(frozen=True)
class Environment:
    """A folder with installed packages. `pins` are the files that name every package's version."""

    name: str
    pins: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        return places.cache() / self.name

    def make(self) -> None:
        """Installs what is not there yet."""
        stamp = self.folder / "pins.sha256"
        wanted = self._digest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print(f"conformance: installing {self.name}", flush=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self._install()
        except OSError as missing:
            raise NotInstalled(f"cannot be installed: {missing}") from missing
        stamp.write_text(wanted)

    def version(self, package: str) -> str:
        """The pinned version of a package."""
        raise NotImplementedError

    def _install(self) -> None:
        raise NotImplementedError

    def _digest(self) -> str:
        content = b"".join(pin.read_bytes() for pin in self.pins)
        return hashlib.sha256(content + sys.version.encode()).hexdigest()

    def _run(self, *command: str, more: dict[str, str] | None = None) -> None:
        env = os.environ | (more or {})
        ended = processes.run(["nice", "-n", "10", *command], _DEADLINE, env, self.folder)
        if ended.late:
            raise NotInstalled(f"cannot be installed: not ready after {_DEADLINE // 60} minutes")
        if ended.code != 0:
            lines = (ended.output + ended.errors).strip().splitlines() or ["no reason given"]
            telling = [line for line in lines if "error" in line.lower()] or lines[-1:]
            raise NotInstalled(f"cannot be installed: {telling[0][:160]}")


class PythonEnvironment(Environment):
    """A venv. Its pins list every package, so that pip resolves nothing."""

    @property
    def python(self) -> str:
        return self.program("python")

    def program(self, name: str) -> str:
        return str(self.folder / "venv" / "bin" / name)

    def version(self, package: str) -> str:
        for line in self.pins[0].read_text().splitlines():
            name, _, version = line.partition("==")
            if name == package:
                return version
        raise KeyError(package)

    def _install(self) -> None:
        self._run(sys.executable, "-m", "venv", str(self.folder / "venv"))
        install = ["-m", "pip", "install", "--no-deps", "--disable-pip-version-check", "-q"]
        self._run(self.python, *install, "-r", str(self.pins[0]))


class NodeEnvironment(Environment):
    """A folder of node_modules, after a package.json and its lock. Scripts lie beside the modules, since
    that is where node looks for them."""

    def version(self, package: str) -> str:
        lock = json.loads(self.pins[1].read_text())
        return lock["packages"][f"node_modules/{package}"]["version"]

    def program(self, name: str) -> str:
        return str(self.folder / "node_modules" / ".bin" / name)

    def script(self, source: Path) -> str:
        """The path of a copy of a script, made with the other scripts of its folder."""
        for file in source.parent.glob("*.mjs"):
            shutil.copy(file, self.folder / file.name)
        return str(self.folder / source.name)

    def _install(self) -> None:
        for pin in self.pins:
            shutil.copy(pin, self.folder / pin.name)
        # opencode makes a folder for its settings when it is installed.
        folders = {f"XDG_{kind}_HOME": str(self.folder / "xdg") for kind in ("CONFIG", "DATA", "STATE")}
        self._run("npm", "install", "--no-audit", "--no-fund", more=folders)


class InstalledProgram(Environment):
    """A program that no registry of packages has; it is tried where it is on the PATH."""

    def make(self) -> None:
        if shutil.which(self.name) is None:
            raise NotInstalled(f"{self.name} is not on the PATH")

    def version(self, package: str) -> str:
        """What the program says of itself; it may also say that it reaches no server."""
        if shutil.which(self.name) is None:
            return ""
        told = processes.run([self.name, "--version"], 20)
        found = re.findall(r"\d+\.\d+\.\d+", told.output + told.errors)
        return found[-1] if found else ""


def _python(name: str) -> PythonEnvironment:
    return PythonEnvironment(name, (places.CONFORMANCE / "python" / f"requirements-{name}.txt",))


def _node(name: str) -> NodeEnvironment:
    folder = places.CONFORMANCE / name
    return NodeEnvironment(name, (folder / "package.json", folder / "package-lock.json"))


SDKS = _python("sdks")
AIDER = _python("aider")
OPEN_WEBUI = _python("open-webui")
NODE = _node("node")
AGENTS = _node("agents")
OLLAMA = InstalledProgram("ollama", ())
