"""Tries LangChain by the dialect that the argument names: openai, anthropic or ollama."""

import sys

from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from pydantic import BaseModel

import checks
from checks import Target, Skipped, equal, fails_with, in_pieces, must

DIALECT = sys.argv[1]


class Answer(BaseModel):
    """The answer and whether it is right."""

    answer: int
    ok: bool


@tool
def get_weather(location: str) -> str:
    """Current weather of a place"""
    return checks.TOOL_RESULT


def chat_model(target: Target, model: str | None = None):
    name = model or target.model
    if DIALECT == "openai":
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(model=name, base_url=f"{target.url}/v1", api_key="none", max_retries=0)
    if DIALECT == "anthropic":
        from langchain_anthropic import ChatAnthropic

        return ChatAnthropic(model=name, base_url=target.url, api_key="none", max_retries=0, max_tokens=2048)
    from langchain_ollama import ChatOllama

    return ChatOllama(model=name, base_url=target.url)


def embedder(target: Target):
    model = target.needs_embedding()
    if DIALECT == "openai":
        from langchain_openai import OpenAIEmbeddings

        # Without this it sends tokens of OpenAI's own tokenizer instead of text.
        return OpenAIEmbeddings(
            model=model, base_url=f"{target.url}/v1", api_key="none", check_embedding_ctx_length=False
        )
    if DIALECT == "ollama":
        from langchain_ollama import OllamaEmbeddings

        return OllamaEmbeddings(model=model, base_url=target.url)
    raise Skipped("Anthropic's dialect has no embeddings")


def text_of(message) -> str:
    return message.text if isinstance(message.text, str) else message.text()


def gets_a_whole_reply(target: Target) -> None:
    reply = chat_model(target).invoke(checks.HELLO)
    target.says(text_of(reply), target.hello)
    must(reply.usage_metadata["input_tokens"] > 0, f"the usage is {reply.usage_metadata}")


def gets_a_stream(target: Target) -> None:
    pieces = [text_of(chunk) for chunk in chat_model(target).stream(checks.HELLO)]
    target.says(in_pieces(pieces), target.hello)


def holds_a_round_with_a_tool(target: Target) -> None:
    target.needs_script()
    model = chat_model(target).bind_tools([get_weather])
    question = HumanMessage(checks.WEATHER)
    first = model.invoke([question])
    call = first.tool_calls[0]
    equal((call["name"], call["args"]), (checks.TOOL_NAME, target.arguments))
    result = get_weather.invoke(call)
    must(isinstance(result, ToolMessage), "the tool gave no message")
    second = model.invoke([question, first, result])
    target.says(text_of(second), target.after_tool)


def gets_a_tool_call_from_a_stream(target: Target) -> None:
    target.needs_script()
    whole = None
    for chunk in chat_model(target).bind_tools([get_weather]).stream(checks.WEATHER):
        whole = chunk if whole is None else whole + chunk
    equal([call["args"] for call in whole.tool_calls], [target.arguments])


def gets_structured_output(target: Target) -> None:
    model = chat_model(target).with_structured_output(Answer, method="json_schema")
    must(isinstance(model.invoke(checks.JSON), Answer), "nothing was parsed")


def sends_an_image(target: Target) -> None:
    image = {"type": "image", "base64": checks.PNG_BASE64, "mime_type": "image/png"}
    message = HumanMessage([{"type": "text", "text": checks.SEE}, image])
    if target.vision:
        equal(text_of(chat_model(target).invoke([message])), checks.IMAGE_ANSWER)
    else:
        fails_with(Exception, lambda: chat_model(target).invoke([message]))


def embeds(target: Target) -> None:
    found = embedder(target).embed_documents(checks.TEXTS)
    equal(len(found), len(checks.TEXTS))
    one = embedder(target).embed_query(checks.TEXTS[0])
    apart = max(abs(a - b) for a, b in zip(one, found[0], strict=True))
    must(apart < 1e-6, f"a text alone and among others differ by {apart}")


def is_told_of_an_unknown_model(target: Target) -> None:
    model = chat_model(target, checks.UNKNOWN_MODEL)
    raised = fails_with(Exception, lambda: model.invoke(checks.HELLO))
    must(checks.UNKNOWN_MODEL in str(raised), f"the error does not name the model: {raised}")


def is_told_of_a_prompt_that_does_not_fit(target: Target) -> None:
    raised = fails_with(Exception, lambda: chat_model(target).invoke(target.too_long))
    must("token" in str(raised), f"the error does not tell of tokens: {raised}")


checks.run(
    gets_a_whole_reply,
    gets_a_stream,
    holds_a_round_with_a_tool,
    gets_a_tool_call_from_a_stream,
    gets_structured_output,
    sends_an_image,
    embeds,
    is_told_of_an_unknown_model,
    is_told_of_a_prompt_that_does_not_fit,
)
