// Tries Anthropic's SDK for node.

import Anthropic from '@anthropic-ai/sdk';
import * as checks from './checks.mjs';
import { all, equal, failsWith, inPieces, must, needsScript, says, target } from './checks.mjs';

const client = new Anthropic({ baseURL: target.url, apiKey: 'none', maxRetries: 0, timeout: 60_000 });
const tool = { name: checks.TOOL_NAME, description: 'Current weather', input_schema: checks.TOOL_SCHEMA };
const user = (content) => ({ role: 'user', content });
const asked = (content, more = {}) => ({
    model: target.model,
    max_tokens: 2048,
    messages: [user(content)],
    ...more,
});
const ask = (content, more) => client.messages.create(asked(content, more));
const textOf = (message) => message.content.map((block) => block.text ?? '').join('');

async function listsTheModels() {
    const names = (await all(client.models.list({ limit: 1000 }))).map((found) => found.id);
    must(names.includes(target.model), `${target.model} is not in ${names}`);
}

async function getsAWholeReply() {
    const reply = await ask(checks.HELLO);
    says(textOf(reply), target.hello);
    equal(reply.stop_reason, 'end_turn');
}

async function getsAStreamWithUsage() {
    const stream = client.messages.stream(asked(checks.HELLO));
    const pieces = [];
    stream.on('text', (piece) => pieces.push(piece));
    const last = await stream.finalMessage();
    says(inPieces(pieces), target.hello);
    must(last.usage.output_tokens > 0, 'there is no usage');
}

async function holdsARoundWithATool() {
    needsScript();
    const first = await client.messages.stream(asked(checks.WEATHER, { tools: [tool] })).finalMessage();
    equal(first.stop_reason, 'tool_use');
    const call = first.content.at(-1);
    equal(call.input, target.arguments);
    const result = { type: 'tool_result', tool_use_id: call.id, content: checks.TOOL_RESULT };
    const messages = [user(checks.WEATHER), { role: 'assistant', content: first.content }, user([result])];
    const second = await client.messages.create({ ...asked(''), messages, tools: [tool] });
    says(textOf(second), target.after_tool);
}

async function getsThoughts() {
    needsScript();
    const thinking = { type: 'enabled', budget_tokens: 1024 };
    const last = await client.messages.stream(asked(checks.THINK, { thinking })).finalMessage();
    equal(
        last.content.map((block) => (block.thinking ?? block.text).trim()),
        [target.thoughts, target.thought_answer],
    );
}

async function sendsAnImage() {
    const source = { type: 'base64', media_type: 'image/png', data: checks.PNG_BASE64 };
    const blocks = [{ type: 'image', source }, { type: 'text', text: checks.SEE }];
    if (target.vision) equal(textOf(await ask(blocks)), checks.IMAGE_ANSWER);
    else await failsWith(400, () => ask(blocks));
}

async function countsTokens() {
    const counted = await client.messages.countTokens({ model: target.model, messages: [user(checks.HELLO)] });
    must(counted.input_tokens > 0, 'the count is 0');
}

async function isToldOfAnUnknownModel() {
    const raised = await failsWith(404, () => ask(checks.HELLO, { model: checks.UNKNOWN_MODEL }));
    equal(raised.error.error.type, 'not_found_error');
}

async function isToldOfAPromptThatDoesNotFit() {
    const raised = await failsWith(400, () => ask(checks.TOO_LONG));
    must(raised.message.includes('prompt is too long'), `the error is ${raised.message}`);
}

await checks.run(
    listsTheModels,
    getsAWholeReply,
    getsAStreamWithUsage,
    holdsARoundWithATool,
    getsThoughts,
    sendsAnImage,
    countsTokens,
    isToldOfAnUnknownModel,
    isToldOfAPromptThatDoesNotFit,
);
