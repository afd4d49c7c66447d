"""The clients that are tried."""

import sys
from dataclasses import dataclass
from typing import Callable

from . import environments, places
from .environments import Environment, NodeEnvironment, PythonEnvironment


@dataclass(frozen=True)
class Client:
    """A client by one dialect. `command` is asked once its environment is there."""

    name: str
    dialect: str
    environment: Environment
    package: str
    command: Callable[[], list[str]]
    minutes: float = 3
    is_agent: bool = False
    """If it is led by a script, which only the stand-ins' model takes."""

    @property
    def title(self) -> str:
        return f"{self.name} ({self.dialect})"

    @property
    def version(self) -> str:
        return self.environment.version(self.package)


def _python(environment: PythonEnvironment, script: str, *arguments: str) -> Callable[[], list[str]]:
    path = str(places.CONFORMANCE / "python" / script)
    return lambda: [environment.python, path, *arguments]


def _node(environment: NodeEnvironment, script: str, *arguments: str) -> Callable[[], list[str]]:
    path = places.CONFORMANCE / "node" / script
    return lambda: ["node", environment.script(path), *arguments]


def _agent(script: str, program: Callable[[], str], *arguments: str) -> Callable[[], list[str]]:
    """A script that drives a client's program, run by the driver's own Python."""
    path = str(places.CONFORMANCE / "agents" / script)
    return lambda: [sys.executable, path, program(), *arguments]


_SDKS, _NODE = environments.SDKS, environments.NODE
_AGENTS, _AIDER, _WEBUI = environments.AGENTS, environments.AIDER, environments.OPEN_WEBUI

CLIENTS = [
    Client("openai-python", "OpenAI", _SDKS, "openai", _python(_SDKS, "openai_python.py")),
    Client("anthropic-python", "Anthropic", _SDKS, "anthropic", _python(_SDKS, "anthropic_python.py")),
    Client("ollama-python", "Ollama", _SDKS, "ollama", _python(_SDKS, "ollama_python.py")),
    Client(
        "ollama program",
        "Ollama",
        environments.OLLAMA,
        "ollama",
        _agent("ollama_program.py", lambda: environments.OLLAMA.name),
    ),
    *(
        Client("LangChain", dialect, _SDKS, package, _python(_SDKS, "langchain_client.py", dialect.lower()))
        for dialect, package in [
            ("OpenAI", "langchain-openai"),
            ("Anthropic", "langchain-anthropic"),
            ("Ollama", "langchain-ollama"),
        ]
    ),
    Client("LlamaIndex", "Ollama", _SDKS, "llama-index-llms-ollama", _python(_SDKS, "llama_index_client.py")),
    Client("openai-node", "OpenAI", _NODE, "openai", _node(_NODE, "openai_node.mjs")),
    Client("anthropic-node", "Anthropic", _NODE, "@anthropic-ai/sdk", _node(_NODE, "anthropic_node.mjs")),
    Client("ollama-js", "Ollama", _NODE, "ollama", _node(_NODE, "ollama_js.mjs")),
    *(
        Client("AI SDK", dialect, _NODE, package, _node(_NODE, "ai_sdk.mjs", dialect.lower()))
        for dialect, package in [
            ("OpenAI", "@ai-sdk/openai"),
            ("Anthropic", "@ai-sdk/anthropic"),
            ("Ollama", "ollama-ai-provider-v2"),
        ]
    ),
    Client(
        "Claude Code",
        "Anthropic",
        _AGENTS,
        "@anthropic-ai/claude-code",
        _agent("claude_code.py", lambda: _AGENTS.program("claude")),
        minutes=6,
        is_agent=True,
    ),
    Client(
        "Codex",
        "OpenAI",
        _AGENTS,
        "@openai/codex",
        _agent("codex.py", lambda: _AGENTS.program("codex")),
        minutes=6,
        is_agent=True,
    ),
    *(
        Client(
            "opencode",
            dialect,
            _AGENTS,
            "opencode-ai",
            _agent("opencode.py", lambda: _AGENTS.program("opencode"), dialect.lower()),
            minutes=6,
            is_agent=True,
        )
        for dialect in ["OpenAI", "Anthropic"]
    ),
    *(
        Client(
            "aider",
            dialect,
            _AIDER,
            "aider-chat",
            _agent("aider.py", lambda: _AIDER.program("aider"), dialect.lower()),
            minutes=6,
            is_agent=True,
        )
        for dialect in ["OpenAI", "Anthropic", "Ollama"]
    ),
    *(
        Client(
            "Open WebUI",
            dialect,
            _WEBUI,
            "open-webui",
            _agent("open_webui.py", lambda: _WEBUI.program("open-webui"), dialect.lower()),
            minutes=8,
        )
        for dialect in ["OpenAI", "Ollama"]
    ),
]
