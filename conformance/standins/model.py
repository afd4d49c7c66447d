"""The scripted model: its reply depends on the conversation alone.

A user's text may hold a script, by which an agent is led through rounds of tool calls:

    [[call read {"path": "a.txt"}]]
    [[call write {"path": "b.txt", "content": "<<secret>>"}]]
    [[say It is done.]]

Each answer takes the next call; after the last one comes the text. `<<secret>>` stands for the word
behind `secret is` in a message other than the script, so it proves that a tool's result, or a file,
reached the model; `<<images>>` for the number of images that came. Without a script the replies are
those of the tests' GGUF model: a greeting, a call of `get_weather` if it is offered, and by the marks
`[[think]]`, `[[json]]`, `[[utf8]]` thoughts, JSON, and characters of several bytes.
"""

import json
import re
from dataclasses import dataclass, field

HELLO = "Hello! How can I help you today?"
WEATHER_TOOL = "get_weather"
WEATHER = {"location": "Paris, France"}
AFTER_TOOL = "The tool returned a result."
THOUGHTS = "Let me reason about this."
THOUGHT_ANSWER = "The answer is 42."
JSON_ANSWER = '{"answer": 42, "ok": true}'
UTF8_ANSWER = "Smile: 😀 and euro: € done."
TITLE = "A title"
CONTEXT = 65536

_STEP = re.compile(r"\[\[(call|say) (.*?)\]\]", re.DOTALL)
_SECRET = re.compile(r"secret is ([\w-]+)")


@dataclass(frozen=True)
class Call:
    """A tool call of the model."""

    name: str
    arguments: dict


@dataclass(frozen=True)
class Turn:
    """A message of the conversation, whatever dialect it came by."""

    role: str
    text: str = ""
    images: tuple[bytes, ...] = ()
    has_calls: bool = False


@dataclass(frozen=True)
class Reply:
    """An answer of the model."""

    text: str = ""
    thoughts: str = ""
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class Request:
    """The parts of a request that decide the reply."""

    turns: list[Turn]
    tools: list[str] = field(default_factory=list)
    wants_json: bool = False
    size: int = 0

    @property
    def tokens(self) -> int:
        """A plausible number of tokens: a quarter of the request's bytes."""
        return self.size // 4

    @property
    def fits(self) -> bool:
        return self.tokens <= CONTEXT


def reply(request: Request) -> Reply:
    """The reply to a request that fits."""
    turns = request.turns
    script = _last_script(turns)
    if script is not None:
        return _next_step(request, script)
    last = turns[-1] if turns else Turn("user")
    if last.role == "tool":
        return Reply(AFTER_TOOL)
    if "[[think]]" in last.text:
        return Reply(THOUGHT_ANSWER, THOUGHTS)
    if "[[json]]" in last.text or request.wants_json:
        return Reply(JSON_ANSWER)
    if "[[utf8]]" in last.text:
        return Reply(UTF8_ANSWER)
    if last.images:
        return Reply(image_answer(last.images[0]))
    if WEATHER_TOOL in request.tools:
        return Reply(calls=(Call(WEATHER_TOOL, WEATHER),))
    return Reply(HELLO)


def image_answer(image: bytes) -> str:
    """The text by which the model tells that it got these bytes."""
    return f"The image has {len(image)} bytes."


def pieces(text: str) -> list[str]:
    """The pieces in which a text is streamed: a word each, with the blank behind it."""
    return re.findall(r"\S+\s*|\s+", text)


def _last_script(turns: list[Turn]) -> int | None:
    for index in reversed(range(len(turns))):
        if turns[index].role == "user" and _STEP.search(turns[index].text):
            return index
    return None


def _next_step(request: Request, script: int) -> Reply:
    steps = _STEP.findall(request.turns[script].text)
    calls = [body for kind, body in steps if kind == "call"]
    texts = [body for kind, body in steps if kind == "say"]
    done = sum(turn.has_calls for turn in request.turns[script + 1 :])
    blanks = {
        "<<secret>>": _secret(request.turns, script),
        "<<images>>": str(sum(len(turn.images) for turn in request.turns)),
    }
    if done < len(calls):
        name, _, arguments = calls[done].partition(" ")
        if name not in request.tools:
            return Reply(TITLE)
        return Reply(calls=(Call(name, json.loads(_filled(arguments, blanks))),))
    return Reply(_filled("\n".join(texts), blanks))


def _filled(text: str, blanks: dict[str, str]) -> str:
    for blank, value in blanks.items():
        text = text.replace(blank, value)
    return text


def _secret(turns: list[Turn], script: int) -> str:
    for index in reversed(range(len(turns))):
        found = _SECRET.search(turns[index].text) if index != script else None
        if found:
            return found.group(1)
    return "no-secret-was-seen"
