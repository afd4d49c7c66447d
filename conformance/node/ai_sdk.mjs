// Tries the AI SDK by the dialect that the argument names: openai, anthropic or ollama.

import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { createOllama } from 'ollama-ai-provider-v2';
import * as checks from './checks.mjs';
import { all, equal, failsWith, inPieces, must, needsEmbedding, needsScript } from './checks.mjs';
import { says, Skipped, target } from './checks.mjs';

const dialect = process.argv[2];
const openai = createOpenAI({ baseURL: `${target.url}/v1`, apiKey: 'none' });
const anthropic = createAnthropic({ baseURL: `${target.url}/v1`, apiKey: 'none' });
const ollama = createOllama({ baseURL: `${target.url}/api` });

const chat = { openai: openai.chat, anthropic, ollama }[dialect];
const model = chat(target.model);
const weather = tool({
    description: 'Current weather of a place',
    inputSchema: jsonSchema(checks.TOOL_SCHEMA),
    execute: (input) => {
        equal(input, target.arguments);
        return checks.TOOL_RESULT;
    },
});
const ask = (prompt, more = {}) => generateText({ model, prompt, maxRetries: 0, ...more });

async function getsAWholeReply() {
    const reply = await ask(checks.HELLO);
    says(reply.text, target.hello);
    equal(reply.finishReason, 'stop');
    must(reply.usage.inputTokens > 0, 'there is no usage');
}

async function getsAStreamWithUsage() {
    const stream = streamText({ model, prompt: checks.HELLO, maxRetries: 0 });
    says(inPieces(await all(stream.textStream)), target.hello);
    must((await stream.usage).outputTokens > 0, 'there is no usage');
}

async function runsAToolByItself() {
    needsScript();
    const more = { tools: { [checks.TOOL_NAME]: weather }, stopWhen: stepCountIs(3) };
    const reply = await ask(checks.WEATHER, more);
    says(reply.text, target.after_tool);
    equal(reply.steps.length, 2);
}

async function runsAToolFromAStream() {
    needsScript();
    const tools = { [checks.TOOL_NAME]: weather };
    const stream = streamText({ model, prompt: checks.WEATHER, tools, stopWhen: stepCountIs(3), maxRetries: 0 });
    says(await stream.text, target.after_tool);
}

async function getsStructuredOutput() {
    const output = Output.object({ schema: jsonSchema(checks.ANSWER_SCHEMA) });
    // By default the provider makes a tool of the schema for models that it does not know.
    const providerOptions = { anthropic: { structuredOutputMode: 'outputFormat' } };
    const reply = await ask(checks.JSON_PROMPT, { output, providerOptions });
    equal(Object.keys(reply.output).sort(), ['answer', 'ok']);
}

async function sendsAnImage() {
    const parts = [{ type: 'text', text: checks.SEE }, { type: 'image', image: checks.PNG_BASE64 }];
    const see = () =>
        generateText({ model, messages: [{ role: 'user', content: parts }], maxRetries: 0 });
    if (target.vision) equal((await see()).text, checks.IMAGE_ANSWER);
    else await failsWith(400, see);
}

async function embeds() {
    if (dialect === 'anthropic') throw new Skipped("Anthropic's dialect has no embeddings");
    const provider = dialect === 'openai' ? openai : ollama;
    const embedder = provider.textEmbeddingModel(needsEmbedding());
    const found = await embedMany({ model: embedder, values: checks.TEXTS, maxRetries: 0 });
    equal(found.embeddings.length, checks.TEXTS.length);
}

async function isToldOfAnUnknownModel() {
    await failsWith(404, () => ask(checks.HELLO, { model: chat(checks.UNKNOWN_MODEL) }));
}

async function isToldOfAPromptThatDoesNotFit() {
    await failsWith(400, () => ask(checks.TOO_LONG));
}

await checks.run(
    getsAWholeReply,
    getsAStreamWithUsage,
    runsAToolByItself,
    runsAToolFromAStream,
    getsStructuredOutput,
    sendsAnImage,
    embeds,
    isToldOfAnUnknownModel,
    isToldOfAPromptThatDoesNotFit,
);
