"""The kit of the scripts that try a client: the target, the checks' inputs, and their report.

A script hands its checks to `run`. Each check is a function of the `Target` whose name is a sentence; it
raises if the client did not get what it should. The report is one line of JSON for each check.
"""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path

_INPUTS = json.loads(Path(os.environ["CONFORMANCE_INPUTS"]).read_text())


@dataclass(frozen=True)
class Target:
    """Where to ask, and what is to be expected there; the driver says so in CONFORMANCE."""

    url: str
    model: str
    embedding: str | None
    vision: bool
    """If false, an image must be refused with 400."""
    scripted: bool
    """If false, the model is any model: a reply need only have text, and some checks are skipped."""
    hello: str
    thoughts: str
    thought_answer: str
    utf8: str
    after_tool: str
    arguments: dict
    words_too_many: int
    """A prompt of so many words does not fit the model's context."""

    @property
    def too_long(self) -> str:
        return "word " * self.words_too_many

    @staticmethod
    def of_environment() -> "Target":
        return Target(**json.loads(os.environ["CONFORMANCE"]))

    def says(self, text: str | None, wanted: str) -> None:
        """Checks a reply: the scripted model's exactly, that of another model for being there."""
        if self.scripted:
            equal(text, wanted)
        else:
            must(bool(text), "the reply is empty")

    def needs_script(self) -> None:
        if not self.scripted:
            raise Skipped("only the scripted model is sure to do this")

    def needs_embedding(self) -> str:
        if self.embedding is None:
            raise Skipped("this backend has no embedding model")
        return self.embedding


class Skipped(Exception):
    """A check that has no meaning before this backend."""


def must(condition: bool, otherwise: str) -> None:
    if not condition:
        raise AssertionError(otherwise)


def equal(found, wanted) -> None:
    must(found == wanted, f"got {found!r} (expected: {wanted!r})")


def fails_with(kind: type[Exception], ask) -> Exception:
    """The exception of the kind that the client raises for what `ask` does."""
    try:
        ask()
    except kind as raised:
        return raised
    raise AssertionError(f"no error came (expected: {kind.__name__})")


def in_pieces(pieces: list[str]) -> str:
    """The text of a streamed reply, which must have come in several pieces."""
    text = "".join(pieces)
    must(len([piece for piece in pieces if piece]) > 1, f"the stream came as one piece: {text!r}")
    return text


def run(*checks) -> None:
    """Runs the checks in order and reports each one."""
    target = Target.of_environment()
    for check in checks:
        name = check.__name__.replace("_", " ")
        try:
            check(target)
            report(name, "passed")
        except Skipped as skipped:
            report(name, "skipped", str(skipped))
        except Exception as failed:  # whatever a client raises is what the check found
            report(name, "failed", f"{type(failed).__name__}: {failed}")


def report(name: str, outcome: str, says: str = "") -> None:
    print(json.dumps({"check": name, "outcome": outcome, "says": says[:600]}), flush=True)


HELLO = _INPUTS["hello"]
THINK = _INPUTS["think"]
JSON = _INPUTS["json"]
UTF8 = _INPUTS["utf8"]
WEATHER = _INPUTS["weather"]
SEE = _INPUTS["see"]
UNKNOWN_MODEL = _INPUTS["unknown_model"]
TEXTS = _INPUTS["texts"]
PNG_BASE64 = _INPUTS["png"]
PNG = base64.b64decode(PNG_BASE64)
PNG_URL = f"data:image/png;base64,{PNG_BASE64}"
IMAGE_ANSWER = f"The image has {len(PNG)} bytes."
ANSWER_SCHEMA = _INPUTS["answer_schema"]
TOOL_NAME = _INPUTS["tool_name"]
TOOL_SCHEMA = _INPUTS["tool_schema"]
TOOL_RESULT = _INPUTS["tool_result"]
FUNCTION = {
    "type": "function",
    "function": {
        "name": TOOL_NAME,
        "description": "Current weather of a place",
        "parameters": TOOL_SCHEMA,
    },
}
