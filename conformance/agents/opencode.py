"""Tries opencode by the dialect that the second argument names: openai or anthropic."""

import json
import sys
from pathlib import Path

import checks
import session
from checks import Target, equal, must

PROVIDERS = {"openai": "@ai-sdk/openai-compatible", "anthropic": "@ai-sdk/anthropic"}
MODALITIES = {"input": ["text", "image"], "output": ["text"]}


def ask(target: Target, prompt: str, *more: str, model: str | None = None, wanted: int | None = 0) -> list[dict]:
    """The events that it prints for a prompt."""
    name = model or target.model
    provider = {
        "npm": PROVIDERS[sys.argv[2]],
        "options": {"baseURL": f"{target.url}/v1", "apiKey": "none"},
        "models": {name: {"name": name, "attachment": True, "modalities": MODALITIES}},
    }
    config = {
        "permission": {"*": "allow"},
        "share": "disabled",
        "autoupdate": False,
        "provider": {"chasqui": provider},
    }
    settings = {
        "OPENCODE_CONFIG_CONTENT": json.dumps(config),
        "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
        "OPENCODE_DISABLE_MODELS_FETCH": "1",
    }
    # It puts quotes into a prompt that comes as an argument.
    arguments = ["run", "--format", "json", "-m", f"chasqui/{name}", *more]
    printed = session.run(*arguments, given=prompt, more=settings, wanted=wanted)
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


def text_of(events: list[dict]) -> str:
    return "".join(event["part"]["text"] for event in events if event["type"] == "text")


def answers_a_prompt(target: Target) -> None:
    events = ask(target, f"[[say {target.hello}]]")
    equal(text_of(events), target.hello)
    must(events[-1]["part"]["tokens"]["output"] > 0, f"the last event is {events[-1]}")


def holds_a_session_of_three_rounds_with_tools(target: Target) -> None:
    files = session.Files.make("three")
    prompt = session.script(
        session.call("read", filePath=str(files.note)),
        session.call("write", filePath=str(files.answer), content="<<secret>>"),
        session.call("bash", command=f"cp {files.answer} {files.copy}", description="Copy the answer"),
    )
    events = ask(target, prompt)
    files.verify(text_of(events))
    tools = [event["part"]["tool"] for event in events if event["type"] == "tool_use"]
    equal(tools, ["read", "write", "bash"])


def goes_on_with_a_session(target: Target) -> None:
    files = session.Files.make("later")
    first = ask(target, session.script(session.call("read", filePath=str(files.note))))
    prompt = session.script(
        session.call("write", filePath=str(files.answer), content="<<secret>>"),
        session.call("bash", command=f"cp {files.answer} {files.copy}", description="Copy the answer"),
    )
    files.verify(text_of(ask(target, prompt, "--session", first[0]["sessionID"])))


def shows_the_model_an_image_that_a_tool_read(target: Target) -> None:
    picture = Path("picture.png").absolute()
    picture.write_bytes(checks.PNG)
    prompt = f"{session.call('read', filePath=str(picture))} [[say images: <<images>>]]"
    equal(text_of(ask(target, prompt)), "images: 1")


def is_told_of_an_unknown_model(target: Target) -> None:
    told = json.dumps(ask(target, "Hello", model=checks.UNKNOWN_MODEL, wanted=None))
    must(f"'{checks.UNKNOWN_MODEL}' not found" in told, f"it says {told}")


checks.run(
    answers_a_prompt,
    holds_a_session_of_three_rounds_with_tools,
    goes_on_with_a_session,
    shows_the_model_an_image_that_a_tool_read,
    is_told_of_an_unknown_model,
)
