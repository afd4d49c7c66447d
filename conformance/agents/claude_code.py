"""Tries Claude Code, as a program that is asked once, and through a session with several rounds of tools."""

import json
from pathlib import Path

import checks
import session
from checks import Target, equal, must


def ask(target: Target, prompt: str, *more: str, model: str | None = None, refused: bool = False) -> list[dict]:
    """The events that it prints for a prompt; the last one is the result, an error if it is `refused`."""
    name = model or target.model
    settings = {
        "ANTHROPIC_BASE_URL": target.url,
        "ANTHROPIC_AUTH_TOKEN": "none",
        "ANTHROPIC_MODEL": name,
        "ANTHROPIC_DEFAULT_HAIKU_MODEL": name,
        "CLAUDE_CODE_MAX_RETRIES": "0",
    }
    tools = ["--allowedTools", "Read", "Write", "Bash"]
    form = ["--output-format", "stream-json", "--verbose"]
    printed = session.run("-p", *form, *tools, *more, given=prompt, more=settings, wanted=None)
    events = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    must(bool(events) and events[-1]["type"] == "result", f"no result came: {printed[-300:]}")
    must(events[-1]["is_error"] == refused, f"the result is {events[-1]['result']!r}")
    return events


def answers_a_prompt(target: Target) -> None:
    result = ask(target, f"[[say {target.hello}]]")[-1]
    equal(result["result"], target.hello)
    must(result["usage"]["output_tokens"] > 0, f"the usage is {result['usage']}")


def holds_a_session_of_three_rounds_with_tools(target: Target) -> None:
    files = session.Files.make("three")
    prompt = session.script(
        session.call("Read", file_path=str(files.note)),
        session.call("Write", file_path=str(files.answer), content="<<secret>>"),
        session.call("Bash", command=f"cp {files.answer} {files.copy}", description="Copy the answer"),
    )
    events = ask(target, prompt)
    files.verify(events[-1]["result"])
    equal(_tools(events), ["Read", "Write", "Bash"])


def goes_on_with_a_session(target: Target) -> None:
    files = session.Files.make("later")
    first = ask(target, session.script(session.call("Read", file_path=str(files.note))))[-1]
    prompt = session.script(
        session.call("Write", file_path=str(files.answer), content="<<secret>>"),
        session.call("Bash", command=f"cp {files.answer} {files.copy}", description="Copy the answer"),
    )
    files.verify(ask(target, prompt, "--resume", first["session_id"])[-1]["result"])


def tells_the_model_of_a_tool_that_failed(target: Target) -> None:
    missing = session.call("Read", file_path="/nonexistent/note.txt")
    events = ask(target, f"{missing} [[say It failed.]]")
    equal(events[-1]["result"], "It failed.")
    must('"is_error": true' in json.dumps(events), "no tool's result is marked as an error")


def shows_the_model_an_image_that_a_tool_read(target: Target) -> None:
    picture = Path("picture.png").absolute()
    picture.write_bytes(checks.PNG)
    result = ask(target, f"{session.call('Read', file_path=str(picture))} [[say images: <<images>>]]")[-1]
    equal(result["result"], "images: 1")


def is_told_of_an_unknown_model(target: Target) -> None:
    result = ask(target, "Hello", model=checks.UNKNOWN_MODEL, refused=True)[-1]
    must(checks.UNKNOWN_MODEL in result["result"], f"the result is {result['result']}")


def is_told_of_a_prompt_that_does_not_fit(target: Target) -> None:
    result = ask(target, target.too_long, refused=True)[-1]
    must("too long" in result["result"].lower(), f"the result is {result['result']}")


def compacts_a_session_that_outgrew_the_context(target: Target) -> None:
    # Four prompts of an eighth of the context each, beside the eighth or more that its own text takes,
    # fit three times: it compacts earlier turns when it is told that the fourth prompt does not fit.
    part = "word " * (target.words_too_many // 10)
    more: list[str] = []
    for number in range(1, 5):
        events = ask(target, f"{part} [[say This was {number}.]]", *more)
        equal(events[-1]["result"], f"This was {number}.")
        more = ["--resume", events[-1]["session_id"]]
    must(any(event.get("subtype") == "compact_boundary" for event in events), "it did not compact")


def _tools(events: list[dict]) -> list[str]:
    messages = [event["message"]["content"] for event in events if event["type"] == "assistant"]
    return [block["name"] for blocks in messages for block in blocks if block["type"] == "tool_use"]


checks.run(
    answers_a_prompt,
    holds_a_session_of_three_rounds_with_tools,
    goes_on_with_a_session,
    tells_the_model_of_a_tool_that_failed,
    shows_the_model_an_image_that_a_tool_read,
    is_told_of_an_unknown_model,
    is_told_of_a_prompt_that_does_not_fit,
    compacts_a_session_that_outgrew_the_context,
)
