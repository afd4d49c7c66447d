// Tries openai-node.

import OpenAI from 'openai';
import * as checks from './checks.mjs';
import { all, equal, failsWith, inPieces, must, needsEmbedding, needsScript, says, target } from './checks.mjs';

const client = new OpenAI({ baseURL: `${target.url}/v1`, apiKey: 'none', maxRetries: 0, timeout: 60_000 });
const user = (content) => [{ role: 'user', content }];
const ask = (content, more = {}) =>
    client.chat.completions.create({ model: target.model, messages: user(content), ...more });

async function listsTheModels() {
    const names = (await all(client.models.list())).map((found) => found.id);
    must(names.includes(target.model), `${target.model} is not in ${names}`);
}

async function getsAWholeReply() {
    const reply = await ask(checks.HELLO);
    says(reply.choices[0].message.content, target.hello);
    equal(reply.choices[0].finish_reason, 'stop');
    must(reply.usage.prompt_tokens > 0, 'there is no usage');
}

async function getsAStreamWithUsage() {
    const chunks = await all(await ask(checks.HELLO, { stream: true, stream_options: { include_usage: true } }));
    says(inPieces(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '')), target.hello);
    must(chunks.at(-1).usage.completion_tokens > 0, 'the last chunk has no usage');
}

async function holdsARoundWithATool() {
    needsScript();
    const first = (await ask(checks.WEATHER, { tools: [checks.FUNCTION] })).choices[0];
    equal(first.finish_reason, 'tool_calls');
    const call = first.message.tool_calls[0];
    equal(JSON.parse(call.function.arguments), target.arguments);
    const result = { role: 'tool', tool_call_id: call.id, content: checks.TOOL_RESULT };
    const messages = [...user(checks.WEATHER), first.message, result];
    const second = await client.chat.completions.create({ model: target.model, messages, tools: [checks.FUNCTION] });
    says(second.choices[0].message.content, target.after_tool);
}

async function runsAToolByItself() {
    needsScript();
    const run = (parsed) => {
        equal(parsed, target.arguments);
        return checks.TOOL_RESULT;
    };
    const tool = { ...checks.FUNCTION, function: { ...checks.FUNCTION.function, function: run, parse: JSON.parse } };
    const runner = client.chat.completions.runTools({
        model: target.model,
        messages: user(checks.WEATHER),
        tools: [tool],
        stream: true,
    });
    says(await runner.finalContent(), target.after_tool);
}

async function getsStructuredOutput() {
    const form = { name: 'answer', strict: true, schema: checks.ANSWER_SCHEMA };
    const reply = await ask(checks.JSON_PROMPT, { response_format: { type: 'json_schema', json_schema: form } });
    equal(Object.keys(JSON.parse(reply.choices[0].message.content)).sort(), ['answer', 'ok']);
}

async function sendsAnImage() {
    const url = `data:image/png;base64,${checks.PNG_BASE64}`;
    const parts = [{ type: 'text', text: checks.SEE }, { type: 'image_url', image_url: { url } }];
    if (target.vision) equal((await ask(parts)).choices[0].message.content, checks.IMAGE_ANSWER);
    else await failsWith(400, () => ask(parts));
}

async function embeds() {
    const model = needsEmbedding();
    const packed = await client.embeddings.create({ model, input: checks.TEXTS });
    const plain = await client.embeddings.create({ model, input: checks.TEXTS, encoding_format: 'float' });
    const apart = packed.data[1].embedding.map((number, at) => Math.abs(number - plain.data[1].embedding[at]));
    must(Math.max(...apart) < 1e-6, `base64 and floats differ by ${Math.max(...apart)}`);
}

async function isToldOfAnUnknownModel() {
    const raised = await failsWith(404, () => ask(checks.HELLO, { model: checks.UNKNOWN_MODEL }));
    equal(raised.code, 'model_not_found');
}

async function isToldOfAPromptThatDoesNotFit() {
    const raised = await failsWith(400, () => ask(checks.TOO_LONG));
    equal(raised.code, 'context_length_exceeded');
}

await checks.run(
    listsTheModels,
    getsAWholeReply,
    getsAStreamWithUsage,
    holdsARoundWithATool,
    runsAToolByItself,
    getsStructuredOutput,
    sendsAnImage,
    embeds,
    isToldOfAnUnknownModel,
    isToldOfAPromptThatDoesNotFit,
);
