"""The servers behind Chasqui: two stand-ins, and llama-server where there is one."""

import json
import os
import socket
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from standins import model, ollama, openai

from . import processes

_LLAMA_MODEL = "llama-server-model"


@dataclass(frozen=True)
class Backend:
    """A server that was started: its part of Chasqui's config, and what clients may expect of it."""

    title: str
    config: dict
    target: dict
    close: Callable[[], None]
    leads_agents: bool = True
    """If its model takes the scripts by which agents are led through rounds of tool calls."""


def start_all(folder: Path, llama_server: str | None, gguf: Path | None) -> list[Backend]:
    """Starts the stand-ins, and llama-server if both its program and a model are given."""
    started = [_openai(), _ollama()]
    if llama_server and gguf:
        started.append(_llama_server(folder, llama_server, gguf))
    return started


TITLES = ["OpenAI", "Ollama", "llama-server"]


def _openai() -> Backend:
    server = openai.start()
    config = {"name": "openai", "type": "openai", "url": server.url}
    return Backend("OpenAI", config, _scripted(openai.CHAT, openai.EMBEDDING), server.close)


def _ollama() -> Backend:
    server = ollama.start()
    config = {"name": "ollama", "type": "ollama", "url": server.url}
    return Backend("Ollama", config, _scripted(ollama.CHAT, ollama.EMBEDDING), server.close)


def _llama_server(folder: Path, program: str, gguf: Path) -> Backend:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [program, "-m", str(gguf), "--alias", _LLAMA_MODEL, "--host", "127.0.0.1"]
    command += ["--port", str(port), "-c", "8192", "-np", "1", "-t", "1", "--jinja"]
    server = processes.Server(command, folder / "llama-server.log", folder, dict(os.environ))
    try:
        server.wait_for(lambda: _greeting(url), 120)
        hello = _greeting(url)
    except RuntimeError as failed:
        server.close()
        raise RuntimeError(f"llama-server does not start: {failed}") from failed
    # The tests' own model gives the replies of the scripted one; any other gives its own.
    target = _scripted(_LLAMA_MODEL, None)
    target |= {"words_too_many": 20_000, "vision": False, "scripted": hello == model.HELLO, "hello": hello}
    config = {"name": "llama-server", "type": "openai", "url": url}
    return Backend("llama-server", config, target, server.close, leads_agents=False)


def _greeting(url: str) -> str | None:
    """The reply to a greeting, or None while the server loads its model."""
    question = {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 40}
    request = urllib.request.Request(
        f"{url}/v1/chat/completions", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["choices"][0]["message"]["content"]
    except OSError:
        return None


def _scripted(name: str, embedding: str | None) -> dict:
    return {
        "model": name,
        "embedding": embedding,
        "vision": True,
        "scripted": True,
        "hello": model.HELLO,
        "thoughts": model.THOUGHTS,
        "thought_answer": model.THOUGHT_ANSWER,
        "utf8": model.UTF8_ANSWER,
        "after_tool": model.AFTER_TOOL,
        "arguments": model.WEATHER,
        "words_too_many": 100_000,
    }
