"""A stand-in of OpenAI's API, in the shapes that OpenAI itself answers with."""

import base64
import json
import time

from . import model, vectors
from .server import Handler, Refusal, StandIn

CHAT = "scripted-openai"
EMBEDDING = "scripted-openai-embed"


def start() -> StandIn:
    return StandIn(_OpenAi)


def _request(body: dict, size: int) -> model.Request:
    tools = [tool["function"]["name"] for tool in body.get("tools") or []]
    form = (body.get("response_format") or {}).get("type", "text")
    return model.Request([_turn(m) for m in body["messages"]], tools, form != "text", size)


def _turn(message: dict) -> model.Turn:
    content = message.get("content") or ""
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    texts = [part["text"] for part in parts if part["type"] == "text"]
    images = tuple(
        base64.b64decode(part["image_url"]["url"].partition("base64,")[2])
        for part in parts
        if part["type"] == "image_url"
    )
    return model.Turn(message["role"], "\n".join(texts), images, bool(message.get("tool_calls")))


def _calls(reply: model.Reply) -> list[dict]:
    return [
        {
            "id": f"call_{time.monotonic_ns()}_{index}",
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
        }
        for index, call in enumerate(reply.calls)
    ]


class _OpenAi(Handler):
    def refusal(self, status: int, message: str, code: str | None = None) -> dict:
        kind = "invalid_request_error" if status < 500 else "server_error"
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}

    def models(self) -> None:
        data = [
            {"id": name, "object": "model", "created": 1767225600, "owned_by": "stand-in"}
            for name in (CHAT, EMBEDDING)
        ]
        self.json({"object": "list", "data": data})

    def chat(self, body: dict) -> None:
        self._check_model(body, CHAT)
        request = _request(body, len(self.raw))
        if not request.fits:
            said = (
                f"This model's maximum context length is {model.CONTEXT} tokens. However, your "
                f"messages resulted in {request.tokens} tokens. Please reduce the length of the messages."
            )
            raise Refusal(400, self.refusal(400, said, "context_length_exceeded"))
        reply = model.reply(request)
        if body.get("stream"):
            with_usage = (body.get("stream_options") or {}).get("include_usage", False)
            self.stream(self._events(request, reply, with_usage), "text/event-stream; charset=utf-8")
        else:
            self.json(self._completion(request, reply))

    def embeddings(self, body: dict) -> None:
        self._check_model(body, EMBEDDING)
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        as_base64 = body.get("encoding_format") == "base64"
        data = []
        for index, text in enumerate(texts):
            numbers = vectors.vector(text if isinstance(text, str) else str(text))
            packed = vectors.base64_of(numbers) if as_base64 else numbers
            data.append({"object": "embedding", "index": index, "embedding": packed})
        usage = {"prompt_tokens": len(self.raw) // 4, "total_tokens": len(self.raw) // 4}
        self.json({"object": "list", "data": data, "model": EMBEDDING, "usage": usage})

    def _check_model(self, body: dict, wanted: str) -> None:
        asked = body.get("model")
        if asked != wanted:
            said = f"The model `{asked}` does not exist or you do not have access to it."
            raise Refusal(404, self.refusal(404, said, "model_not_found"))

    def _completion(self, request: model.Request, reply: model.Reply) -> dict:
        message = {"role": "assistant", "content": reply.text or None, "refusal": None}
        if reply.thoughts:
            message["reasoning_content"] = reply.thoughts
        if reply.calls:
            message["tool_calls"] = _calls(reply)
        choice = {
            "index": 0,
            "message": message,
            "logprobs": None,
            "finish_reason": "tool_calls" if reply.calls else "stop",
        }
        return self._envelope("chat.completion", [choice]) | {"usage": self._usage(request, reply)}

    def _events(self, request: model.Request, reply: model.Reply, with_usage: bool):
        envelope = self._envelope("chat.completion.chunk", [])

        def event(delta: dict, finish: str | None = None) -> str:
            choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
            usage = {"usage": None} if with_usage else {}
            return f"data: {json.dumps(envelope | {'choices': [choice]} | usage)}\n\n"

        yield event({"role": "assistant", "content": "", "refusal": None})
        for piece in model.pieces(reply.thoughts):
            yield event({"reasoning_content": piece})
        for piece in model.pieces(reply.text):
            yield event({"content": piece})
        for index, call in enumerate(_calls(reply)):
            arguments = call["function"]["arguments"]
            call["function"]["arguments"] = ""
            yield event({"tool_calls": [{"index": index} | call]})
            for piece in model.pieces(arguments):
                yield event({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
        yield event({}, "tool_calls" if reply.calls else "stop")
        if with_usage:
            yield f"data: {json.dumps(envelope | {'usage': self._usage(request, reply)})}\n\n"
        yield "data: [DONE]\n\n"

    def _envelope(self, kind: str, choices: list[dict]) -> dict:
        return {
            "id": f"chatcmpl-{time.monotonic_ns()}",
            "object": kind,
            "created": int(time.time()),
            "model": CHAT,
            "system_fingerprint": "fp_stand_in",
            "choices": choices,
        }

    def _usage(self, request: model.Request, reply: model.Reply) -> dict:
        answered = 1 + len(model.pieces(reply.text))
        return {
            "prompt_tokens": request.tokens,
            "completion_tokens": answered,
            "total_tokens": request.tokens + answered,
        }

    gets = {"/v1/models": models}
    posts = {"/v1/chat/completions": chat, "/v1/embeddings": embeddings}
