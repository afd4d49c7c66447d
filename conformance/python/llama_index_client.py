"""Tries LlamaIndex by Ollama's dialect."""

from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.llms.ollama import Ollama
from ollama import ResponseError

import checks
from checks import Target, equal, fails_with, in_pieces


def model(target: Target, name: str | None = None) -> Ollama:
    return Ollama(model=name or target.model, base_url=target.url, request_timeout=60)


def get_weather(location: str) -> str:
    """Current weather of a place"""
    return checks.TOOL_RESULT


def gets_a_whole_reply(target: Target) -> None:
    target.says(model(target).complete(checks.HELLO).text, target.hello)


def gets_a_stream(target: Target) -> None:
    pieces = [piece.delta for piece in model(target).stream_chat([ChatMessage(checks.HELLO)])]
    target.says(in_pieces(pieces), target.hello)


def gets_a_tool_call(target: Target) -> None:
    target.needs_script()
    tool = FunctionTool.from_defaults(get_weather)
    reply = model(target).chat_with_tools([tool], user_msg=checks.WEATHER)
    calls = model(target).get_tool_calls_from_response(reply)
    equal([(call.tool_name, call.tool_kwargs) for call in calls], [(checks.TOOL_NAME, target.arguments)])


def is_told_of_an_unknown_model(target: Target) -> None:
    unknown = model(target, checks.UNKNOWN_MODEL)
    raised = fails_with(ResponseError, lambda: unknown.complete(checks.HELLO))
    equal(raised.status_code, 404)


checks.run(gets_a_whole_reply, gets_a_stream, gets_a_tool_call, is_told_of_an_unknown_model)
