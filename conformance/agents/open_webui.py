"""Tries Open WebUI by the dialect that the second argument names: openai or ollama.

Its server is started with Chasqui as its only connection, and is asked by HTTP as its page does.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import checks
from checks import Target, equal, in_pieces, must

PROGRAM, DIALECT = sys.argv[1:3]
START_SECONDS = 150
LOG = Path("open-webui.log")


def name_of(model: str) -> str:
    """A model's name as Open WebUI lists it: an Ollama's names have a tag."""
    return f"{model}:latest" if DIALECT == "ollama" and ":" not in model else model


class Trial:
    """A trial of one Open WebUI: the first check starts it, `resources` ends it."""

    def __init__(self, resources: contextlib.ExitStack):
        self._resources = resources
        self._url = ""
        self._token = ""

    def starts_and_takes_its_first_user(self, target: Target) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._url = f"http://127.0.0.1:{port}"
        self._wait_for(self._start(target, port))
        user = {"name": "Ann", "email": "ann@example.com", "password": "a-long-Pass-1"}
        self._token = self._ask("/api/v1/auths/signup", user)["token"]

    def lists_the_models(self, target: Target) -> None:
        names = [found["id"] for found in self._ask("/api/models")["data"]]
        must(name_of(target.model) in names, f"{target.model} is not in {names}")

    def gets_a_whole_reply(self, target: Target) -> None:
        target.says(self._message(target, checks.HELLO)["content"], target.hello)

    def gets_a_stream(self, target: Target) -> None:
        lines = self._chat(target, checks.HELLO, stream=True).splitlines()
        events = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
        deltas = [choice["delta"] for event in events for choice in event["choices"]]
        target.says(in_pieces([delta.get("content") or "" for delta in deltas]), target.hello)
        must("data: [DONE]" in lines, "the stream has no end")

    def gets_a_tool_call(self, target: Target) -> None:
        target.needs_script()
        message = self._message(target, checks.WEATHER, tools=[checks.FUNCTION])
        function = message["tool_calls"][0]["function"]
        given = function["arguments"]
        arguments = json.loads(given) if isinstance(given, str) else given
        equal((function["name"], arguments), (checks.TOOL_NAME, target.arguments))

    def sends_an_image(self, target: Target) -> None:
        image = {"type": "image_url", "image_url": {"url": checks.PNG_URL}}
        parts = [{"type": "text", "text": checks.SEE}, image]
        if target.vision:
            equal(self._message(target, parts)["content"], checks.IMAGE_ANSWER)
        else:
            checks.fails_with(RuntimeError, lambda: self._chat(target, parts))

    def embeds(self, target: Target) -> None:
        body = {"model": name_of(target.needs_embedding()), "input": checks.TEXTS}
        equal(len(self._ask("/api/embeddings", body)["data"]), len(checks.TEXTS))

    def is_told_of_a_prompt_that_does_not_fit(self, target: Target) -> None:
        raised = checks.fails_with(RuntimeError, lambda: self._chat(target, target.too_long))
        must("token" in str(raised), f"the error does not tell of tokens: {raised}")

    def _start(self, target: Target, port: int) -> subprocess.Popen:
        settings = {
            "DATA_DIR": str(Path("data").absolute()),
            "ENABLE_OLLAMA_API": str(DIALECT == "ollama"),
            "ENABLE_OPENAI_API": str(DIALECT == "openai"),
            "ENABLE_PERSISTENT_CONFIG": "false",
            "ENABLE_VERSION_UPDATE_CHECK": "false",
            "OFFLINE_MODE": "true",
            "OLLAMA_BASE_URLS": target.url,
            "OPENAI_API_BASE_URLS": f"{target.url}/v1",
            "OPENAI_API_KEYS": "none",
            # The default engine loads its model from a hub.
            "RAG_EMBEDDING_ENGINE": "ollama",
            "WEBUI_SECRET_KEY": "conformance",
        }
        log = self._resources.enter_context(LOG.open("wb"))
        server = subprocess.Popen(
            [PROGRAM, "serve", "--host", "127.0.0.1", "--port", str(port)],
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        self._resources.callback(server.wait)
        self._resources.callback(server.kill)
        return server

    def _wait_for(self, server: subprocess.Popen) -> None:
        pause = threading.Event()
        for _ in range(START_SECONDS):
            must(server.poll() is None, f"it ended: {LOG.read_text(errors='replace')[-300:]}")
            with contextlib.suppress(OSError):
                if self._ask("/health")["status"]:
                    return
            pause.wait(1)
        raise AssertionError(f"it does not answer after {START_SECONDS} s")

    def _message(self, target: Target, content, **more) -> dict:
        return json.loads(self._chat(target, content, **more))["choices"][0]["message"]

    def _chat(self, target: Target, content, **more) -> str:
        messages = [{"role": "user", "content": content}]
        body = {"model": name_of(target.model), "messages": messages, "stream": False} | more
        return self._text("/api/chat/completions", body)

    def _ask(self, path: str, body: dict | None = None) -> dict:
        return json.loads(self._text(path, body))

    def _text(self, path: str, body: dict | None) -> str:
        """The text of an answer; a RuntimeError has the text of an error."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(self._url + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{error.code} {error.read().decode()}") from error


with contextlib.ExitStack() as opened:
    trial = Trial(opened)
    checks.run(
        trial.starts_and_takes_its_first_user,
        trial.lists_the_models,
        trial.gets_a_whole_reply,
        trial.gets_a_stream,
        trial.gets_a_tool_call,
        trial.sends_an_image,
        trial.embeds,
        trial.is_told_of_a_prompt_that_does_not_fit,
    )
