"""Tries openai-python."""

import json

import openai
from pydantic import BaseModel

import checks
from checks import Target, equal, fails_with, in_pieces, must


class Answer(BaseModel):
    answer: int
    ok: bool


def client(target: Target) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{target.url}/v1", api_key="none", max_retries=0, timeout=60)


def ask(target: Target, prompt, **more):
    messages = [{"role": "user", "content": prompt}]
    return client(target).chat.completions.create(model=target.model, messages=messages, **more)


def lists_the_models(target: Target) -> None:
    names = [found.id for found in client(target).models.list()]
    must(target.model in names, f"{target.model} is not in {names}")


def retrieves_a_model(target: Target) -> None:
    equal(client(target).models.retrieve(target.model).id, target.model)


def gets_a_whole_reply(target: Target) -> None:
    reply = ask(target, checks.HELLO)
    target.says(reply.choices[0].message.content, target.hello)
    equal(reply.choices[0].finish_reason, "stop")
    must(reply.usage.prompt_tokens > 0, f"the usage is {reply.usage}")


def gets_a_stream_with_usage(target: Target) -> None:
    chunks = list(ask(target, checks.HELLO, stream=True, stream_options={"include_usage": True}))
    choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
    target.says(in_pieces([choice.delta.content or "" for choice in choices]), target.hello)
    equal(choices[-1].finish_reason, "stop")
    must(chunks[-1].usage is not None, "the last chunk has no usage")


def keeps_characters_of_several_bytes(target: Target) -> None:
    target.needs_script()
    chunks = ask(target, checks.UTF8, stream=True)
    equal("".join(chunk.choices[0].delta.content or "" for chunk in chunks), target.utf8)


def holds_a_round_with_a_tool(target: Target) -> None:
    target.needs_script()
    first = ask(target, checks.WEATHER, tools=[checks.FUNCTION]).choices[0]
    equal(first.finish_reason, "tool_calls")
    call = first.message.tool_calls[0]
    equal((call.function.name, json.loads(call.function.arguments)), (checks.TOOL_NAME, target.arguments))
    messages = [
        {"role": "user", "content": checks.WEATHER},
        first.message,
        {"role": "tool", "tool_call_id": call.id, "content": checks.TOOL_RESULT},
    ]
    second = client(target).chat.completions.create(
        model=target.model, messages=messages, tools=[checks.FUNCTION]
    )
    target.says(second.choices[0].message.content, target.after_tool)


def gets_a_tool_call_from_a_stream(target: Target) -> None:
    target.needs_script()
    messages = [{"role": "user", "content": checks.WEATHER}]
    with client(target).chat.completions.stream(
        model=target.model, messages=messages, tools=[checks.FUNCTION]
    ) as stream:
        choice = stream.get_final_completion().choices[0]
    equal(choice.finish_reason, "tool_calls")
    equal(json.loads(choice.message.tool_calls[0].function.arguments), target.arguments)


def gets_structured_output(target: Target) -> None:
    messages = [{"role": "user", "content": checks.JSON}]
    reply = client(target).chat.completions.parse(
        model=target.model, messages=messages, response_format=Answer, max_tokens=200
    )
    must(isinstance(reply.choices[0].message.parsed, Answer), "nothing was parsed")


def gets_thoughts(target: Target) -> None:
    target.needs_script()
    message = ask(target, checks.THINK).choices[0].message
    equal(message.content.strip(), target.thought_answer)
    equal(message.reasoning_content.strip(), target.thoughts)


def sends_an_image(target: Target) -> None:
    image = {"type": "image_url", "image_url": {"url": checks.PNG_URL}}
    parts = [{"type": "text", "text": checks.SEE}, image]
    if target.vision:
        equal(ask(target, parts).choices[0].message.content, checks.IMAGE_ANSWER)
    else:
        fails_with(openai.BadRequestError, lambda: ask(target, parts))


def embeds(target: Target) -> None:
    model = target.needs_embedding()
    packed = client(target).embeddings.create(model=model, input=checks.TEXTS)
    plain = client(target).embeddings.create(model=model, input=checks.TEXTS, encoding_format="float")
    equal(len(packed.data), len(checks.TEXTS))
    for one, other in zip(packed.data, plain.data):
        apart = max(abs(a - b) for a, b in zip(one.embedding, other.embedding, strict=True))
        must(apart < 1e-6, f"base64 and floats differ by {apart}")


def strict(target: Target) -> openai.OpenAI:
    """Returns a client that refuses what is not as the SDK's types say."""
    return openai.OpenAI(
        base_url=f"{target.url}/v1",
        api_key="none",
        max_retries=0,
        timeout=60,
        _strict_response_validation=True,
    )


def goes_on_from_a_stored_response(target: Target) -> None:
    responses = strict(target).responses
    first = responses.create(model=target.model, input=checks.HELLO)
    target.says(first.output_text, target.hello)
    second = responses.create(
        model=target.model, input=checks.HELLO, previous_response_id=first.id
    )
    equal(second.previous_response_id, first.id)
    must(
        second.usage.input_tokens > first.usage.input_tokens, "the first response was not sent again"
    )
    equal(responses.retrieve(first.id).output_text, first.output_text)
    responses.delete(first.id)
    fails_with(openai.NotFoundError, lambda: responses.retrieve(first.id))


def gets_a_response_as_a_stream(target: Target) -> None:
    with strict(target).responses.stream(model=target.model, input=checks.HELLO) as stream:
        events = list(stream)
        final = stream.get_final_response()
    equal(events[0].type, "response.created")
    equal(events[-1].type, "response.completed")
    equal([event.sequence_number for event in events], list(range(len(events))))
    target.says(final.output_text, target.hello)


def holds_a_round_with_a_tool_by_responses(target: Target) -> None:
    target.needs_script()
    responses = strict(target).responses
    function = checks.FUNCTION["function"]
    tool = {"type": "function", "strict": False, **function}
    asked = [{"role": "user", "content": checks.WEATHER}]
    first = responses.create(model=target.model, input=asked, tools=[tool])
    call = next(item for item in first.output if item.type == "function_call")
    equal(json.loads(call.arguments), target.arguments)
    asked += [item.model_dump(exclude_none=True) for item in first.output]
    asked.append({"type": "function_call_output", "call_id": call.call_id, "output": "12 degrees"})
    second = responses.create(model=target.model, input=asked, tools=[tool])
    equal(second.output_text, target.after_tool)


def keeps_a_conversation(target: Target) -> None:
    api = strict(target)
    conversation = api.conversations.create()
    api.responses.create(model=target.model, input=checks.HELLO, conversation=conversation.id)
    roles = [item.role for item in api.conversations.items.list(conversation.id, order="asc")]
    equal(roles, ["user", "assistant"])
    api.conversations.delete(conversation.id)


def is_told_of_an_unknown_model(target: Target) -> None:
    messages = [{"role": "user", "content": checks.HELLO}]
    completions = client(target).chat.completions
    raised = fails_with(
        openai.NotFoundError,
        lambda: completions.create(model=checks.UNKNOWN_MODEL, messages=messages),
    )
    equal(raised.code, "model_not_found")


def is_told_of_a_prompt_that_does_not_fit(target: Target) -> None:
    raised = fails_with(openai.BadRequestError, lambda: ask(target, target.too_long))
    equal(raised.code, "context_length_exceeded")


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
    embeds,
    goes_on_from_a_stored_response,
    gets_a_response_as_a_stream,
    holds_a_round_with_a_tool_by_responses,
    keeps_a_conversation,
    is_told_of_an_unknown_model,
    is_told_of_a_prompt_that_does_not_fit,
)
