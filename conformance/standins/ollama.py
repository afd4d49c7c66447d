"""A stand-in of Ollama's API, in the shapes that an Ollama of 2026 answers with."""

import base64
import hashlib
import json
from datetime import datetime, timezone

from . import model, vectors
from .server import Handler, Refusal, StandIn

CHAT = "scripted-ollama:latest"
EMBEDDING = "scripted-ollama-embed:latest"

_CAPABILITIES = {CHAT: ["completion", "tools", "thinking", "vision"], EMBEDDING: ["embedding"]}
_FAMILIES = {CHAT: "llama", EMBEDDING: "bert"}
_TIMES = {"total_duration": 7688000, "load_duration": 1022985}


def start() -> StandIn:
    return _StandIn(_Ollama)


class _StandIn(StandIn):
    """The stand-in, and the models that clients have made: each base by the new name."""

    def __init__(self, handler: type[Handler]):
        self.made: dict[str, dict] = {}
        super().__init__(handler)


def _tagged(name: str) -> str:
    return name if ":" in name else f"{name}:latest"


def _request(body: dict, size: int) -> model.Request:
    if "prompt" in body:
        messages = [{"role": "user", "content": body["prompt"], "images": body.get("images")}]
    else:
        messages = body.get("messages") or []
    tools = [tool["function"]["name"] for tool in body.get("tools") or []]
    return model.Request([_turn(m) for m in messages], tools, bool(body.get("format")), size)


def _turn(message: dict) -> model.Turn:
    images = tuple(base64.b64decode(image) for image in message.get("images") or [])
    return model.Turn(
        message["role"], message.get("content") or "", images, bool(message.get("tool_calls"))
    )


def _details(name: str) -> dict:
    family = _FAMILIES[name]
    return {
        "parent_model": "",
        "format": "gguf",
        "family": family,
        "families": [family],
        "parameter_size": "164K",
        "quantization_level": "F16",
    }


def _entry(name: str) -> dict:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return {"name": name, "model": name, "size": 339924, "digest": digest, "details": _details(name)}


def _usage(request: model.Request, answered: int) -> dict:
    return _TIMES | {
        "prompt_eval_count": request.tokens,
        "prompt_eval_duration": 1288000,
        "eval_count": answered,
        "eval_duration": 2424000,
    }


class _Ollama(Handler):
    def refusal(self, status: int, message: str) -> dict:
        return {"error": message}

    def root(self) -> None:
        self.whole(b"Ollama is running", "text/plain; charset=utf-8")

    def version(self) -> None:
        self.json({"version": "0.12.11"})

    def tags(self) -> None:
        since = {"modified_at": "2026-11-21T02:45:05.415035064Z"}
        made = [_entry(one["from"]) | {"name": name, "model": name} for name, one in self._made().items()]
        self.json({"models": [entry | since for entry in [_entry(CHAT), _entry(EMBEDDING), *made]]})

    def ps(self) -> None:
        until = {"expires_at": "2318-11-21T02:45:05Z", "size_vram": 0, "context_length": model.CONTEXT}
        self.json({"models": [_entry(CHAT) | until]})

    def show(self, body: dict) -> None:
        asked = body.get("model") or body.get("name")
        name = self._name(body, asked)
        family = _FAMILIES[name]
        self.json(
            {
                "modelfile": f"FROM {name}",
                "parameters": f"num_ctx                        {model.CONTEXT}",
                "template": "{{ .Prompt }}",
                "system": (self._made().get(_tagged(asked)) or {}).get("system") or "",
                "details": _details(name),
                "model_info": {
                    "general.architecture": family,
                    f"{family}.context_length": model.CONTEXT,
                    f"{family}.embedding_length": vectors.DIMENSIONS,
                },
                "capabilities": _CAPABILITIES[name],
                "modified_at": "2026-11-21T02:45:05.415035064Z",
            }
        )

    def chat(self, body: dict) -> None:
        self._generate(body, self._message)

    def generate(self, body: dict) -> None:
        self._generate(body, self._response)

    def embed(self, body: dict) -> None:
        name = self._name(body, body.get("model"))
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        found = [vectors.vector(text) for text in texts]
        self.json({"model": name, "embeddings": found, "prompt_eval_count": len(self.raw) // 4} | _TIMES)

    def embeddings(self, body: dict) -> None:
        self._name(body, body.get("model"))
        self.json({"embedding": vectors.vector(body["prompt"])})

    def pull(self, body: dict) -> None:
        name = body.get("model") or body.get("name")
        known = name in _FAMILIES or f"{name}:latest" in _FAMILIES
        last = {"status": "success"} if known else {"error": "pull model manifest: file does not exist"}
        if body.get("stream") is False:
            self.json(last, 200 if known else 500)
        else:
            self._lines([{"status": "pulling manifest"}, last])

    def copy(self, body: dict) -> None:
        self._made()[_tagged(body["destination"])] = {"from": self._name(body, body["source"])}
        self.whole(b"", "text/plain")

    def create(self, body: dict) -> None:
        base = self._name(body, body["from"])
        self._made()[_tagged(body["model"])] = {"from": base, "system": body.get("system")}
        self._lines([{"status": "writing manifest"}, {"status": "success"}])

    def delete(self, body: dict) -> None:
        name = body.get("model") or body["name"]
        if self._made().pop(_tagged(name), None) is None:
            raise Refusal(404, self.refusal(404, f"model '{name}' not found"))
        self.whole(b"", "text/plain")

    def _made(self) -> dict[str, dict]:
        return self.server.stand_in.made

    def _generate(self, body: dict, member) -> None:
        name = self._name(body, body.get("model"))
        if _CAPABILITIES[name] == ["embedding"]:
            raise Refusal(400, self.refusal(400, f'"{name}" does not support chat'))
        request = _request(body, len(self.raw))
        if not request.fits:
            self._refuse_length(request)
        if not request.turns or request.turns == [model.Turn("user")]:
            reason = "unload" if body.get("keep_alive") == 0 else "load"
            self.json(self._line(name, member()) | {"done": True, "done_reason": reason})
            return
        reply = model.reply(request)
        answered = 1 + len(model.pieces(reply.text))
        last = {"done": True, "done_reason": "stop"} | _usage(request, answered)
        thinks = body.get("think") is not False
        if body.get("stream") is False:
            whole = member(reply.text, reply.thoughts if thinks else "", reply.calls)
            self.json(self._line(name, whole) | last)
        else:
            pieces = [member("", piece) for piece in model.pieces(reply.thoughts) if thinks]
            pieces += [member(piece) for piece in model.pieces(reply.text)]
            lines = [self._line(name, piece) | {"done": False} for piece in pieces]
            self._lines(lines + [self._line(name, member("", "", reply.calls)) | last])

    def _refuse_length(self, request: model.Request) -> None:
        told = {
            "code": 400,
            "message": f"request ({request.tokens} tokens) exceeds the available context size "
            f"({model.CONTEXT} tokens), try increasing it",
            "type": "exceed_context_size_error",
            "n_prompt_tokens": request.tokens,
            "n_ctx": model.CONTEXT,
        }
        raise Refusal(400, self.refusal(400, json.dumps({"error": told})))

    def _name(self, body: dict, asked: str | None) -> str:
        for name in _FAMILIES:
            if asked in (name, name.removesuffix(":latest")):
                return name
        made = self._made().get(_tagged(asked or ""))
        if made:
            return made["from"]
        raise Refusal(404, self.refusal(404, f"model '{asked}' not found"))

    def _message(self, text: str = "", thoughts: str = "", calls: tuple = ()) -> dict:
        message = {"role": "assistant", "content": text}
        if thoughts:
            message["thinking"] = thoughts
        if calls:
            message["tool_calls"] = [
                {"function": {"index": index, "name": call.name, "arguments": call.arguments}}
                for index, call in enumerate(calls)
            ]
        return {"message": message}

    def _response(self, text: str = "", thoughts: str = "", calls: tuple = ()) -> dict:
        return {"response": text} | ({"thinking": thoughts} if thoughts else {})

    def _line(self, name: str, member: dict) -> dict:
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return {"model": name, "created_at": now} | member

    def _lines(self, lines: list[dict]) -> None:
        self.stream((json.dumps(line) + "\n" for line in lines), "application/x-ndjson")

    gets = {"/": root, "/api/version": version, "/api/tags": tags, "/api/ps": ps}
    posts = {
        "/api/show": show,
        "/api/chat": chat,
        "/api/generate": generate,
        "/api/embed": embed,
        "/api/embeddings": embeddings,
        "/api/pull": pull,
        "/api/copy": copy,
        "/api/create": create,
    }
    deletes = {"/api/delete": delete}
