"""Tries ollama-python."""

import json

import ollama

import checks
from checks import Target, equal, fails_with, in_pieces, must


def client(target: Target) -> ollama.Client:
    return ollama.Client(host=target.url, timeout=60)


def ask(target: Target, prompt: str, images: list | None = None, **more):
    message = {"role": "user", "content": prompt} | ({"images": images} if images else {})
    return client(target).chat(model=target.model, messages=[message], **more)


def lists_the_models(target: Target) -> None:
    names = [found.model for found in client(target).list().models]
    must(any(name.startswith(target.model) for name in names), f"{target.model} is not in {names}")


def shows_a_model(target: Target) -> None:
    shown = client(target).show(target.model)
    must("completion" in shown.capabilities, f"the capabilities are {shown.capabilities}")


def lists_what_is_loaded(target: Target) -> None:
    ask(target, checks.HELLO)
    names = [found.model or "" for found in client(target).ps().models]
    must(isinstance(names, list), "there is no list")


def gets_a_whole_reply(target: Target) -> None:
    reply = ask(target, checks.HELLO)
    target.says(reply.message.content, target.hello)
    equal((reply.done, reply.done_reason), (True, "stop"))
    must(reply.prompt_eval_count > 0, "there is no count of the prompt")


def gets_a_stream_with_counts(target: Target) -> None:
    lines = list(ask(target, checks.HELLO, stream=True))
    target.says(in_pieces([line.message.content or "" for line in lines]), target.hello)
    must(lines[-1].done and lines[-1].eval_count > 0, "the last line has no count")


def keeps_characters_of_several_bytes(target: Target) -> None:
    target.needs_script()
    lines = ask(target, checks.UTF8, stream=True)
    equal("".join(line.message.content or "" for line in lines), target.utf8)


def holds_a_round_with_a_tool(target: Target) -> None:
    target.needs_script()
    first = ask(target, checks.WEATHER, tools=[checks.FUNCTION]).message
    call = first.tool_calls[0].function
    equal((call.name, dict(call.arguments)), (checks.TOOL_NAME, target.arguments))
    messages = [
        {"role": "user", "content": checks.WEATHER},
        first,
        {"role": "tool", "tool_name": checks.TOOL_NAME, "content": checks.TOOL_RESULT},
    ]
    second = client(target).chat(model=target.model, messages=messages, tools=[checks.FUNCTION])
    target.says(second.message.content, target.after_tool)


def gets_a_tool_call_from_a_stream(target: Target) -> None:
    target.needs_script()
    lines = ask(target, checks.WEATHER, tools=[checks.FUNCTION], stream=True)
    calls = [call for line in lines for call in line.message.tool_calls or []]
    equal([dict(call.function.arguments) for call in calls], [target.arguments])


def generates_whole_and_streamed(target: Target) -> None:
    whole = client(target).generate(model=target.model, prompt=checks.HELLO)
    target.says(whole.response, target.hello)
    lines = client(target).generate(model=target.model, prompt=checks.HELLO, stream=True)
    target.says(in_pieces([line.response for line in lines]), target.hello)


def loads_and_unloads(target: Target) -> None:
    equal(client(target).generate(model=target.model, prompt="").done_reason, "load")
    equal(client(target).generate(model=target.model, prompt="", keep_alive=0).done_reason, "unload")


def gets_structured_output(target: Target) -> None:
    reply = ask(target, checks.JSON, format=checks.ANSWER_SCHEMA)
    equal(sorted(json.loads(reply.message.content)), ["answer", "ok"])


def gets_thoughts(target: Target) -> None:
    target.needs_script()
    message = ask(target, checks.THINK, think=True).message
    equal(message.thinking.strip(), target.thoughts)
    equal(message.content.strip(), target.thought_answer)


def sends_an_image(target: Target) -> None:
    if target.vision:
        equal(ask(target, checks.SEE, [checks.PNG]).message.content, checks.IMAGE_ANSWER)
    else:
        raised = fails_with(ollama.ResponseError, lambda: ask(target, checks.SEE, [checks.PNG]))
        equal(raised.status_code, 400)


def embeds(target: Target) -> None:
    model = target.needs_embedding()
    found = client(target).embed(model=model, input=checks.TEXTS).embeddings
    equal(len(found), len(checks.TEXTS))
    older = client(target).embeddings(model=model, prompt=checks.TEXTS[0]).embedding
    equal(len(older), len(found[0]))


def is_told_of_an_unknown_model(target: Target) -> None:
    messages = [{"role": "user", "content": checks.HELLO}]
    raised = fails_with(
        ollama.ResponseError,
        lambda: client(target).chat(model=checks.UNKNOWN_MODEL, messages=messages),
    )
    equal(raised.status_code, 404)


def is_told_of_a_prompt_that_does_not_fit(target: Target) -> None:
    raised = fails_with(ollama.ResponseError, lambda: ask(target, target.too_long))
    equal(raised.status_code, 400)


def is_told_that_a_model_cannot_be_pulled(target: Target) -> None:
    raised = fails_with(ollama.ResponseError, lambda: client(target).pull(checks.UNKNOWN_MODEL))
    must(bool(raised.error), "the error has no text")


checks.run(
    lists_the_models,
    shows_a_model,
    lists_what_is_loaded,
    gets_a_whole_reply,
    gets_a_stream_with_counts,
    keeps_characters_of_several_bytes,
    holds_a_round_with_a_tool,
    gets_a_tool_call_from_a_stream,
    generates_whole_and_streamed,
    loads_and_unloads,
    gets_structured_output,
    gets_thoughts,
    sends_an_image,
    embeds,
    is_told_of_an_unknown_model,
    is_told_of_a_prompt_that_does_not_fit,
    is_told_that_a_model_cannot_be_pulled,
)
