"""The order of a run: options, servers, clients, page."""

import argparse
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from . import backends, chasqui, page, rows
from .clients import CLIENTS, Client

_MARKS = {"passed": "ok  ", "failed": "FAIL", "skipped": "skip"}


def main(arguments: list[str]) -> int:
    """Runs the trial. Exit code 0: all checks passed; 1: some failed; 2: nothing could be tried."""
    options = _options().parse_args(arguments)
    chosen = [client for client in CLIENTS if re.search(options.only, client.title, re.IGNORECASE)]
    if options.list:
        print("\n".join(client.title for client in chosen))
        return 0
    if not chosen:
        print(f"conformance: no client fits {options.only!r} (see --list)", file=sys.stderr)
        return 2
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end)
    scratch = Path(tempfile.mkdtemp(prefix="chasqui-conformance-"))
    try:
        table = _try_all(chosen, options, scratch)
    except (chasqui.NotStarted, RuntimeError) as failed:
        print(f"conformance: {failed}", file=sys.stderr)
        return 2
    finally:
        if options.keep:
            print(f"conformance: the logs are in {scratch}")
        else:
            shutil.rmtree(scratch, ignore_errors=True)
    if len(chosen) == len(CLIENTS) and not options.no_page:
        page.write(table, chasqui.version(), "no model" if options.llama_server else "not installed")
    failed = sum(len(row.failed) for row in table)
    absent = sum(bool(row.absent) for row in table)
    passed = sum(row.count("passed") for row in table)
    print(f"conformance: {passed} passed, {failed} failed; {absent} rows did not run")
    return 1 if failed else 0


def _end(number: int, _) -> None:
    """Leaves by an exception, so that everything that was started is ended."""
    sys.exit(128 + number)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformance/run",
        description="Installs real clients, runs them against a started Chasqui, and writes docs/clients.md.",
        epilog="Needs a JDK 25, python3 with venv, node 20 and npm. The clients are installed under "
        "$XDG_CACHE_HOME/chasqui-conformance, several GB in all.",
    )
    parser.add_argument(
        "--only", default="", metavar="REGEX", help="the clients that are tried; the page is left alone"
    )
    parser.add_argument("--list", action="store_true", help="list the clients and end")
    parser.add_argument("--no-page", action="store_true", help="leave docs/clients.md alone")
    parser.add_argument("--keep", action="store_true", help="keep the logs of the servers and the clients")
    parser.add_argument(
        "--llama-server",
        metavar="PATH",
        default=shutil.which("llama-server"),
        help="llama.cpp's server (default: the one on the PATH)",
    )
    parser.add_argument("--gguf", type=Path, metavar="FILE", help="a model for llama-server")
    return parser


def _try_all(chosen: list[Client], options: argparse.Namespace, scratch: Path) -> list[rows.Row]:
    started = backends.start_all(scratch, options.llama_server, options.gguf)
    server = None
    try:
        url, server = chasqui.start(scratch, [backend.config for backend in started])
        table = []
        for client in chosen:
            for backend in started:
                row = rows.row(client, backend, url, scratch)
                _print(row)
                table.append(row)
        return table
    finally:
        if server:
            server.close()
        for backend in started:
            backend.close()


def _print(row: rows.Row) -> None:
    print(f"{row.client.title} before {row.backend}: {row.cell}", flush=True)
    if row.reason:
        print(f"  {row.client.name} {row.reason}", flush=True)
    for check in row.checks:
        if check.outcome != "passed":
            print(f"  {_MARKS[check.outcome]} {check.name}: {' '.join(check.says.split())}", flush=True)
