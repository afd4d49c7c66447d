package dev.chasqui.adapters.dialects.openai.embedding;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonScanner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A reader of the member {@code input} of a request for embeddings: one or several inputs, each a
 * text or a list of tokens. Used by one thread.
 */
final class OpenAiEmbeddingInputs {
    /** The maximum number of inputs of one request, which is OpenAI's limit. */
    private static final int MOST_INPUTS = 2048;

    private static final String NAME = "input";
    private static final String EXPECTED =
            "a text, a list of texts, a list of tokens or a list of such lists; none of them empty";
    private static final String TEXT = "a text that is not empty";
    private static final String TOKEN = "a token: a whole number from 0";

    private final byte[] body;
    private final JsonScanner scanner;

    private OpenAiEmbeddingInputs(byte[] body, BodyScan.Range input) {
        this.body = body;
        this.scanner = new JsonScanner().over(body, input.from(), input.to());
    }

    /**
     * Returns the inputs, at least one.
     *
     * @throws FailureException with {@code Invalid} that names the field, if an input is missing,
     *     empty or malformed, or there are too many
     */
    static List<EmbeddingInput> of(BodyScan scan) {
        BodyScan.Range input = scan.present(NAME);
        if (input == null || !input.kind().isOneOf(JsonKind.STRING, JsonKind.ARRAY)) {
            throw scan.wrong(NAME, EXPECTED);
        }
        List<EmbeddingInput> inputs = new OpenAiEmbeddingInputs(scan.body(), input).read();
        if (inputs.isEmpty()) {
            throw scan.wrong(NAME, EXPECTED);
        }
        return inputs;
    }

    private List<EmbeddingInput> read() {
        if (scanner.kind() == JsonKind.STRING) {
            return List.of(text(NAME));
        }
        scanner.enter();
        if (!scanner.nextItem()) {
            return List.of();
        }
        return switch (scanner.kind()) {
            case STRING, ARRAY -> several(scanner.kind());
            case NUMBER -> List.of(tokens(NAME));
            case FLAG, OBJECT, NULL -> throw wrong(NAME + "[0]", "a text, a token or a list");
        };
    }

    /** Reads all items of the list; the scanner stands before the first one. */
    private List<EmbeddingInput> several(JsonKind kind) {
        List<EmbeddingInput> inputs = new ArrayList<>();
        do {
            String path = NAME + "[" + inputs.size() + "]";
            if (inputs.size() == MOST_INPUTS) {
                throw tooMany();
            }
            if (scanner.kind() != kind) {
                throw wrong(path, kind == JsonKind.STRING ? TEXT : "a list of tokens");
            }
            if (kind == JsonKind.STRING) {
                inputs.add(text(path));
            } else {
                scanner.enter();
                if (!scanner.nextItem()) {
                    throw Invalid.value(path, "[]", "at least one token");
                }
                inputs.add(tokens(path));
            }
        } while (scanner.nextItem());
        return inputs;
    }

    private EmbeddingInput text(String path) {
        String text = scanner.text();
        if (text.isEmpty()) {
            throw Invalid.value(path, "\"\"", TEXT);
        }
        return new EmbeddingInput.Text(text);
    }

    /** Reads all tokens of a list; the scanner stands before the first one. */
    private EmbeddingInput tokens(String path) {
        int[] ids = new int[16];
        int count = 0;
        do {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count] = token(path + "[" + count + "]");
            count++;
        } while (scanner.nextItem());
        return new EmbeddingInput.Tokens(Arrays.copyOf(ids, count));
    }

    private int token(String path) {
        if (scanner.kind() != JsonKind.NUMBER) {
            throw wrong(path, TOKEN);
        }
        int from = scanner.at();
        long id = scanner.whole();
        for (int i = from; i < scanner.at(); i++) {
            if (body[i] < '0' || body[i] > '9') {
                throw wrong(path, from, TOKEN);
            }
        }
        if (id > Integer.MAX_VALUE) {
            throw wrong(path, from, TOKEN);
        }
        return (int) id;
    }

    private FailureException wrong(String path, String expected) {
        int from = scanner.at();
        scanner.skip();
        return wrong(path, from, expected);
    }

    private FailureException wrong(String path, int from, String expected) {
        return Invalid.value(
                path, body, new BodyScan.Range(-1, from, scanner.at(), JsonKind.NULL), expected);
    }

    private static FailureException tooMany() {
        return Invalid.value(
                NAME,
                "more than " + MOST_INPUTS + " inputs",
                "at most " + MOST_INPUTS + " in one request");
    }
}
