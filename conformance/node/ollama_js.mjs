// Tries ollama-js.

import { Ollama } from 'ollama';
import * as checks from './checks.mjs';
import { all, equal, failsWith, inPieces, must, needsEmbedding, needsScript, says, target } from './checks.mjs';

const client = new Ollama({ host: target.url });
const ask = (content, more = {}) =>
    client.chat({ model: target.model, messages: [{ role: 'user', content, ...more.message }], ...more.request });

async function listsTheModels() {
    const names = (await client.list()).models.map((found) => found.model);
    must(
        names.some((name) => name.startsWith(target.model)),
        `${target.model} is not in ${names}`,
    );
}

async function showsAModel() {
    const shown = await client.show({ model: target.model });
    must(shown.capabilities.includes('completion'), `the capabilities are ${shown.capabilities}`);
}

async function getsAWholeReply() {
    says((await ask(checks.HELLO)).message.content, target.hello);
}

async function getsAStreamWithCounts() {
    const lines = await all(await ask(checks.HELLO, { request: { stream: true } }));
    says(inPieces(lines.map((line) => line.message.content)), target.hello);
    must(lines.at(-1).done && lines.at(-1).eval_count > 0, 'the last line has no count');
}

async function holdsARoundWithATool() {
    needsScript();
    const tools = [checks.FUNCTION];
    const first = (await ask(checks.WEATHER, { request: { tools } })).message;
    equal(first.tool_calls[0].function.arguments, target.arguments);
    const result = { role: 'tool', tool_name: checks.TOOL_NAME, content: checks.TOOL_RESULT };
    const messages = [{ role: 'user', content: checks.WEATHER }, first, result];
    says((await client.chat({ model: target.model, messages, tools })).message.content, target.after_tool);
}

async function generatesAStream() {
    const lines = await all(await client.generate({ model: target.model, prompt: checks.HELLO, stream: true }));
    says(inPieces(lines.map((line) => line.response)), target.hello);
}

async function getsStructuredOutput() {
    const reply = await ask(checks.JSON_PROMPT, { request: { format: checks.ANSWER_SCHEMA } });
    equal(Object.keys(JSON.parse(reply.message.content)).sort(), ['answer', 'ok']);
}

async function sendsAnImage() {
    const see = () => ask(checks.SEE, { message: { images: [checks.PNG_BASE64] } });
    if (target.vision) equal((await see()).message.content, checks.IMAGE_ANSWER);
    else await failsWith(400, see);
}

async function embeds() {
    const model = needsEmbedding();
    equal((await client.embed({ model, input: checks.TEXTS })).embeddings.length, checks.TEXTS.length);
}

async function isToldOfAnUnknownModel() {
    await failsWith(404, () => client.generate({ model: checks.UNKNOWN_MODEL, prompt: checks.HELLO }));
}

async function isToldOfAPromptThatDoesNotFit() {
    await failsWith(400, () => ask(checks.TOO_LONG));
}

await checks.run(
    listsTheModels,
    showsAModel,
    getsAWholeReply,
    getsAStreamWithCounts,
    holdsARoundWithATool,
    generatesAStream,
    getsStructuredOutput,
    sendsAnImage,
    embeds,
    isToldOfAnUnknownModel,
    isToldOfAPromptThatDoesNotFit,
);
