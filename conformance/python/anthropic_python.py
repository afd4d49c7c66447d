"""Tries anthropic-python."""

import json

import anthropic

import checks
from checks import Target, equal, fails_with, in_pieces, must

TOOL = {
    "name": checks.TOOL_NAME,
    "description": "Current weather of a place",
    "input_schema": checks.TOOL_SCHEMA,
}


def client(target: Target) -> anthropic.Anthropic:
    return anthropic.Anthropic(base_url=target.url, api_key="none", max_retries=0, timeout=60)


def asked(target: Target, prompt, **more) -> dict:
    messages = [{"role": "user", "content": prompt}]
    return {"model": target.model, "max_tokens": 2048, "messages": messages} | more


def ask(target: Target, prompt, **more):
    return client(target).messages.create(**asked(target, prompt, **more))


def text_of(message) -> str:
    return "".join(block.text for block in message.content if block.type == "text")


def lists_the_models(target: Target) -> None:
    names = [found.id for found in client(target).models.list(limit=1000)]
    must(target.model in names, f"{target.model} is not in {names}")


def retrieves_a_model(target: Target) -> None:
    equal(client(target).models.retrieve(target.model).id, target.model)


def gets_a_whole_reply(target: Target) -> None:
    reply = ask(target, checks.HELLO)
    target.says(text_of(reply), target.hello)
    equal(reply.stop_reason, "end_turn")
    must(reply.usage.input_tokens > 0, f"the usage is {reply.usage}")


def gets_a_stream_with_usage(target: Target) -> None:
    with client(target).messages.stream(**asked(target, checks.HELLO)) as stream:
        target.says(in_pieces(list(stream.text_stream)), target.hello)
        last = stream.get_final_message()
    equal(last.stop_reason, "end_turn")
    must(last.usage.output_tokens > 0, f"the usage is {last.usage}")


def keeps_characters_of_several_bytes(target: Target) -> None:
    target.needs_script()
    with client(target).messages.stream(**asked(target, checks.UTF8)) as stream:
        equal("".join(stream.text_stream), target.utf8)


def holds_a_round_with_a_tool(target: Target) -> None:
    target.needs_script()
    first = ask(target, checks.WEATHER, tools=[TOOL])
    equal(first.stop_reason, "tool_use")
    call = first.content[-1]
    equal((call.type, call.name, call.input), ("tool_use", checks.TOOL_NAME, target.arguments))
    result = {"type": "tool_result", "tool_use_id": call.id, "content": checks.TOOL_RESULT}
    messages = [
        {"role": "user", "content": checks.WEATHER},
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": [result]},
    ]
    second = client(target).messages.create(
        model=target.model, max_tokens=2048, messages=messages, tools=[TOOL]
    )
    target.says(text_of(second), target.after_tool)


def gets_a_tool_call_from_a_stream(target: Target) -> None:
    target.needs_script()
    with client(target).messages.stream(**asked(target, checks.WEATHER, tools=[TOOL])) as stream:
        last = stream.get_final_message()
    equal((last.stop_reason, last.content[-1].input), ("tool_use", target.arguments))


def gets_structured_output(target: Target) -> None:
    form = {"format": {"type": "json_schema", "schema": checks.ANSWER_SCHEMA}}
    reply = ask(target, checks.JSON, output_config=form)
    equal(sorted(json.loads(text_of(reply))), ["answer", "ok"])


def gets_thoughts(target: Target) -> None:
    target.needs_script()
    thinking = {"type": "enabled", "budget_tokens": 1024}
    with client(target).messages.stream(**asked(target, checks.THINK, thinking=thinking)) as stream:
        blocks = stream.get_final_message().content
    equal([block.type for block in blocks], ["thinking", "text"])
    equal(blocks[0].thinking.strip(), target.thoughts)
    equal(blocks[1].text.strip(), target.thought_answer)


def sends_an_image(target: Target) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": checks.PNG_BASE64}
    blocks = [{"type": "image", "source": source}, {"type": "text", "text": checks.SEE}]
    if target.vision:
        equal(text_of(ask(target, blocks)), checks.IMAGE_ANSWER)
    else:
        fails_with(anthropic.BadRequestError, lambda: ask(target, blocks))


def counts_tokens(target: Target) -> None:
    messages = [{"role": "user", "content": checks.HELLO}]
    count = client(target).messages.count_tokens(model=target.model, messages=messages)
    must(count.input_tokens > 0, f"the count is {count.input_tokens}")


def is_told_of_an_unknown_model(target: Target) -> None:
    raised = fails_with(
        anthropic.NotFoundError, lambda: ask(target, checks.HELLO, model=checks.UNKNOWN_MODEL)
    )
    equal(raised.body["error"]["type"], "not_found_error")


def is_told_of_a_prompt_that_does_not_fit(target: Target) -> None:
    raised = fails_with(anthropic.BadRequestError, lambda: ask(target, target.too_long))
    must("prompt is too long" in str(raised), f"the error is {raised}")


checks.run(
    lists_the_models,
    retrieves_a_model,
    gets_a_whole_reply,
    gets_a_stream_with_usage,
    keeps_characters_of_several_bytes,
    holds_a_round_with_a_tool,
    gets_a_tool_call_from_a_stream,
    gets_structured_output,
    gets_thoughts,
    sends_an_image,
    counts_tokens,
    is_told_of_an_unknown_model,
    is_told_of_a_prompt_that_does_not_fit,
)
