"""The session that an agent is led through, the same for all agents.

A file holds a word that no prompt tells. The agent reads the file by a tool, writes the word to a second
file, and runs a command that makes a third file of the second. If the word is in the third file and in the
agent's last text, then each tool's result reached the model, and each call of the model reached its tool.
"""

import json
import os
import re
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from checks import must

PROGRAM = sys.argv[1]
DEADLINE = 100
DONE = "All is done, the word is"


@dataclass(frozen=True)
class Files:
    """The files of a session, in the folder that the agent works in."""

    note: Path
    answer: Path
    copy: Path
    word: str

    @staticmethod
    def make(name: str) -> "Files":
        folder = Path.cwd() / name
        folder.mkdir()
        word = f"word-{secrets.token_hex(4)}"
        files = Files(folder / "note.txt", folder / "answer.txt", folder / "copy.txt", word)
        files.note.write_text(f"The secret is {word}\n")
        return files

    def verify(self, last_text: str) -> None:
        """Checks what the agent did and said."""
        for file in (self.answer, self.copy):
            must(file.exists(), f"{file.name} was not written; the agent said: {last_text!r}")
            must(self.word in file.read_text(), f"{file.name} holds {file.read_text()!r}")
        must(f"{DONE} {self.word}" in last_text, f"the last text is {last_text!r}")


def call(tool: str, **arguments) -> str:
    """A step of the scripted model, see standins/model.py."""
    return f"[[call {tool} {json.dumps(arguments)}]]"


def script(*calls: str) -> str:
    """A prompt that leads through the calls and ends with the word."""
    return "\n".join(["Please do these steps.", *calls, f"[[say {DONE} <<secret>>.]]"])


def run(*arguments: str, more: dict[str, str], given: str = "", wanted: int | None = 0) -> str:
    """What the client's program prints, with `given` as its input and the variables `more`.

    `wanted` is the exit code that it must have, None for any. The driver ends what outlives this script.
    """
    ended = subprocess.run(
        [PROGRAM, *arguments],
        env=os.environ | more,
        input=given,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=DEADLINE,
    )
    said = (ended.stdout + ended.stderr)[-300:]
    must(wanted is None or ended.returncode == wanted, f"exit code {ended.returncode}: {said}")
    return plain(ended.stdout + ("" if wanted == 0 else ended.stderr))


def plain(text: str) -> str:
    """A text without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
