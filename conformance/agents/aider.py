"""Tries aider by the dialect that the second argument names: openai, anthropic or ollama.

aider calls no tools: it sends files as text and takes edits from the reply's text.
"""

import re
import sys

import checks
import session
from checks import Target, must

PREFIXES = {"openai": "openai", "anthropic": "anthropic", "ollama": "ollama_chat"}
WHOLE = "answer.txt\n```\n<<secret>>\n```"
DIFF = """note.txt
```
<<<<<<< SEARCH
The secret is <<secret>>
=======
The word was <<secret>>
>>>>>>> REPLACE
```"""


def ask(target: Target, prompt: str, *more: str, model: str | None = None, wanted: int | None = 0) -> str:
    """What it prints for a prompt."""
    settings = {
        "ANTHROPIC_API_BASE": target.url,
        "ANTHROPIC_API_KEY": "none",
        "OLLAMA_API_BASE": target.url,
        "OPENAI_API_BASE": f"{target.url}/v1",
        "OPENAI_API_KEY": "none",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    }
    quiet = ["--no-git", "--no-analytics", "--no-check-update", "--no-show-release-notes"]
    quiet += ["--no-show-model-warnings", "--no-pretty", "--no-fancy-input", "--yes-always"]
    name = f"{PREFIXES[sys.argv[2]]}/{model or target.model}"
    return session.run("--model", name, *quiet, *more, "--message", prompt, more=settings, wanted=wanted)


def answers_a_prompt(target: Target) -> None:
    printed = ask(target, f"[[say {target.hello}]]")
    must(target.hello in printed, f"it says {printed[-300:]!r}")


def answers_without_a_stream(target: Target) -> None:
    printed = ask(target, f"[[say {target.hello}]]", "--no-stream")
    must(target.hello in printed, f"it says {printed[-300:]!r}")


def writes_a_file(target: Target) -> None:
    files = session.Files.make("whole")
    prompt = f"[[say {WHOLE}\n{session.DONE} <<secret>>.]]"
    ask(target, prompt, "--edit-format", "whole", str(files.note), str(files.answer))
    must(files.word in files.answer.read_text(), f"the file holds {files.answer.read_text()!r}")


def edits_a_file(target: Target) -> None:
    files = session.Files.make("diff")
    ask(target, f"[[say {DIFF}]]", "--edit-format", "diff", str(files.note))
    must(f"The word was {files.word}" in files.note.read_text(), f"it holds {files.note.read_text()!r}")


def is_told_of_an_unknown_model(target: Target) -> None:
    printed = ask(target, "Hello", model=checks.UNKNOWN_MODEL, wanted=None)
    found = re.search(rf"{checks.UNKNOWN_MODEL}\W+not found", printed)
    must(found is not None, f"it says {printed[-300:]!r}")


checks.run(
    answers_a_prompt,
    answers_without_a_stream,
    writes_a_file,
    edits_a_file,
    is_told_of_an_unknown_model,
)
