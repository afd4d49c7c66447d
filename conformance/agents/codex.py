"""Tries Codex, which speaks the Responses API alone."""

import json
from pathlib import Path

import checks
import session
from checks import Target, equal, must


def ask(target: Target, prompt: str, *more: str, model: str | None = None, wanted: int | None = 0) -> list[dict]:
    """The events that it prints for a prompt."""
    home = Path("codex").absolute()
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(
        f"""
model = "{model or target.model}"
model_provider = "chasqui"
approval_policy = "never"
sandbox_mode = "danger-full-access"
[model_providers.chasqui]
name = "chasqui"
base_url = "{target.url}/v1"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
"""
    )
    arguments = ["exec", "--json", "--skip-git-repo-check", *more, "-"]
    printed = session.run(*arguments, given=prompt, more={"CODEX_HOME": str(home)}, wanted=wanted)
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


def items(events: list[dict], kind: str) -> list[dict]:
    return [
        event["item"]
        for event in events
        if event["type"] == "item.completed" and event["item"]["type"] == kind
    ]


def text_of(events: list[dict]) -> str:
    return "".join(item["text"] for item in items(events, "agent_message"))


def run(command: str) -> str:
    return session.call("exec_command", cmd=command)


def answers_a_prompt(target: Target) -> None:
    events = ask(target, f"[[say {target.hello}]]")
    equal(text_of(events), target.hello)
    must(events[-1]["usage"]["output_tokens"] > 0, f"the last event is {events[-1]}")


def holds_a_session_of_three_rounds_with_tools(target: Target) -> None:
    files = session.Files.make("three")
    prompt = session.script(
        run(f"cat {files.note}"),
        run(f"echo <<secret>> > {files.answer}"),
        run(f"cp {files.answer} {files.copy}"),
    )
    events = ask(target, prompt)
    files.verify(text_of(events))
    equal(len(items(events, "command_execution")), 3)


def goes_on_with_a_session(target: Target) -> None:
    files = session.Files.make("later")
    first = ask(target, session.script(run(f"cat {files.note}")))
    prompt = session.script(
        run(f"echo <<secret>> > {files.answer}"), run(f"cp {files.answer} {files.copy}")
    )
    files.verify(text_of(ask(target, prompt, "resume", first[0]["thread_id"])))


def is_told_of_an_unknown_model(target: Target) -> None:
    told = json.dumps(ask(target, "Hello", model=checks.UNKNOWN_MODEL, wanted=None))
    must(f"'{checks.UNKNOWN_MODEL}' not found" in told, f"it says {told}")


checks.run(
    answers_a_prompt,
    holds_a_session_of_three_rounds_with_tools,
    goes_on_with_a_session,
    is_told_of_an_unknown_model,
)
