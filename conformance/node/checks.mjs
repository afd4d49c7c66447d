// The kit of the scripts that try a client: the target, the checks' inputs, and their report. It is
// the same as python/checks.py: each check is a function of the target whose name is a sentence.

import fs from 'node:fs';

export class Skipped extends Error {}

const inputs = JSON.parse(fs.readFileSync(process.env.CONFORMANCE_INPUTS));

export const HELLO = inputs.hello;
export const THINK = inputs.think;
export const JSON_PROMPT = inputs.json;
export const UTF8 = inputs.utf8;
export const WEATHER = inputs.weather;
export const SEE = inputs.see;
export const UNKNOWN_MODEL = inputs.unknown_model;
export const TEXTS = inputs.texts;
export const PNG_BASE64 = inputs.png;
export const PNG = Buffer.from(PNG_BASE64, 'base64');
export const IMAGE_ANSWER = `The image has ${PNG.length} bytes.`;
export const ANSWER_SCHEMA = inputs.answer_schema;
export const TOOL_NAME = inputs.tool_name;
export const TOOL_SCHEMA = inputs.tool_schema;
export const TOOL_RESULT = inputs.tool_result;
export const FUNCTION = {
    type: 'function',
    function: {
        name: TOOL_NAME,
        description: 'Current weather of a place',
        parameters: TOOL_SCHEMA,
    },
};

export const target = JSON.parse(process.env.CONFORMANCE);
export const TOO_LONG = 'word '.repeat(target.words_too_many);

export function must(condition, otherwise) {
    if (!condition) throw new Error(otherwise);
}

export function equal(found, wanted) {
    const [one, other] = [found, wanted].map((value) => JSON.stringify(value));
    must(one === other, `got ${one} (expected: ${other})`);
}

/** Checks a reply: the scripted model's exactly, that of another model for being there. */
export function says(text, wanted) {
    if (target.scripted) equal(text, wanted);
    else must(text, 'the reply is empty');
}

export function needsScript() {
    if (!target.scripted) throw new Skipped('only the scripted model is sure to do this');
}

export function needsEmbedding() {
    if (!target.embedding) throw new Skipped('this backend has no embedding model');
    return target.embedding;
}

/** The error of the client for what `ask` does, which must have this status. */
export async function failsWith(status, ask) {
    let answer;
    try {
        answer = await ask();
    } catch (raised) {
        const cause = raised.lastError ?? raised;
        equal(cause.status ?? cause.statusCode ?? cause.status_code, status);
        return cause;
    }
    throw new Error(`no error came (expected: status ${status}) but ${JSON.stringify(answer)}`);
}

/** The text of a streamed reply, which must have come in several pieces. */
export function inPieces(pieces) {
    const text = pieces.join('');
    must(pieces.filter(Boolean).length > 1, `the stream came as one piece: ${text}`);
    return text;
}

export async function all(stream) {
    const found = [];
    for await (const piece of stream) found.push(piece);
    return found;
}

/** Runs the checks in order and reports each one. */
export async function run(...checks) {
    for (const check of checks) {
        const name = check.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
        try {
            await check();
            report(name, 'passed');
        } catch (raised) {
            if (raised instanceof Skipped) report(name, 'skipped', raised.message);
            else report(name, 'failed', `${raised.name}: ${raised.message}`);
        }
    }
    process.exit(0);
}

function report(check, outcome, says = '') {
    process.stdout.write(`${JSON.stringify({ check, outcome, says: says.slice(0, 600) })}\n`);
}
