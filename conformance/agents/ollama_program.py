"""Tries the `ollama` program, as a person at a terminal would."""

from pathlib import Path

import checks
import session
from checks import Target, must


def ollama(target: Target, *arguments: str, wanted: int | None = 0) -> str:
    """What a command of the program prints."""
    return session.run(*arguments, more={"OLLAMA_HOST": target.url}, wanted=wanted)


def lists(target: Target, name: str) -> bool:
    """If the program lists a model of this name."""
    lines = ollama(target, "list").splitlines()
    return any(line.split()[:1] in ([name], [f"{name}:latest"]) for line in lines)


def asks(target: Target, name: str) -> None:
    prompt = f"[[say {target.hello}]]" if target.scripted else checks.HELLO
    printed = ollama(target, "run", name, prompt)
    must(target.hello in printed if target.scripted else printed.strip() != "", f"it says {printed!r}")


def lists_the_models(target: Target) -> None:
    must(lists(target, target.model), f"{target.model} is not listed")


def shows_a_model(target: Target) -> None:
    printed = ollama(target, "show", target.model)
    must("context length" in printed, f"it says {printed!r}")


def runs_a_prompt(target: Target) -> None:
    asks(target, target.model)


def lists_what_is_loaded(target: Target) -> None:
    must("NAME" in ollama(target, "ps"), "there is no table")


def copies_and_removes_a_model(target: Target) -> None:
    ollama(target, "cp", target.model, "copied")
    must(lists(target, "copied"), "the copy is not listed")
    asks(target, "copied")
    ollama(target, "rm", "copied")
    must(not lists(target, "copied"), "the copy is still listed")


def makes_a_model(target: Target) -> None:
    recipe = Path("Modelfile")
    recipe.write_text(f"FROM {target.model}\nSYSTEM Be brief.\nPARAMETER temperature 0\n")
    ollama(target, "create", "made", "-f", str(recipe))
    asks(target, "made")
    must("Be brief." in ollama(target, "show", "made", "--system"), "its instructions are not shown")
    ollama(target, "rm", "made")


def stops_a_model(target: Target) -> None:
    ollama(target, "stop", target.model)


def is_told_that_a_model_cannot_be_pulled(target: Target) -> None:
    printed = ollama(target, "pull", checks.UNKNOWN_MODEL, wanted=1)
    must("file does not exist" in printed, f"it says {printed!r}")


checks.run(
    lists_the_models,
    shows_a_model,
    runs_a_prompt,
    lists_what_is_loaded,
    copies_and_removes_a_model,
    makes_a_model,
    stops_a_model,
    is_told_that_a_model_cannot_be_pulled,
)
