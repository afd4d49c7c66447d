"""Nightly copies of the database.

At 02:30 local time the whole database is copied by SQLite's online backup, which does not
block writers. The copy is checked by PRAGMA integrity_check before an older one is removed.
"""

import sqlite3
from pathlib import Path

KEEP_DAILY = 14
KEEP_MONTHLY = 12
HOUR, MINUTE = 2, 30


class BrokenCopy(Exception):
    """Raised when a copy does not pass the integrity check. The older copies are kept."""


def copy(source: Path, folder: Path, day):
    """Copies the database to folder/lager-YYYY-MM-DD.db and returns the path."""
    target = folder / f"lager-{day:%Y-%m-%d}.db"
    part = target.with_suffix(".part")
    with sqlite3.connect(source) as live, sqlite3.connect(part) as copied:
        live.backup(copied, pages=200, sleep=0.05)
        if copied.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BrokenCopy(part)
    part.rename(target)
    return target


def prune(files, today):
    """The copies to delete: all but the last 14 days and the first of each of 12 months."""
    daily = set(sorted(files)[-KEEP_DAILY:])
    firsts = {}
    for file in sorted(files):
        firsts.setdefault(file.stem[:13], file)
    monthly = set(sorted(firsts.values())[-KEEP_MONTHLY:])
    return [f for f in files if f not in daily | monthly]


def restore(copy_file: Path, database: Path):
    """Puts a copy back. The server must be stopped.

    The present database is not deleted: it is renamed to <name>.before-restore, so that a
    wrong restore can be undone by hand.
    """
    if database.exists():
        database.rename(database.with_name(database.name + ".before-restore"))
    with sqlite3.connect(copy_file) as source, sqlite3.connect(database) as target:
        source.backup(target)
