"""Tries Claude Code, as a program that is asked once, and through a session with several rounds of tools."""

import json
from pathlib import Path

import checks
import session
from checks import Target, equal, must


def ask(target: Target, prompt: str, *more: str, model: str | None = None, wanted: int | None = 0) -> list[dict]:
    """The events that it prints for a prompt; the last one is the result."""
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
    printed = session.run("-p", *form, *tools, *more, given=prompt, more=settings, wanted=wanted)
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


def answers_a_prompt(target: Target) -> None:
    result = ask(target, f"[[say {target.hello}]]")[-1]
    equal((result["type"], result["result"]), ("result", target.hello))
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
    result = ask(target, "Hello", model=checks.UNKNOWN_MODEL, wanted=1)[-1]
    must(result["is_error"] and checks.UNKNOWN_MODEL in result["result"], f"the result is {result['result']}")


def is_told_of_a_prompt_that_does_not_fit(target: Target) -> None:
    result = ask(target, target.too_long, wanted=1)[-1]
    must("too long" in result["result"].lower(), f"the result is {result['result']}")


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
)
