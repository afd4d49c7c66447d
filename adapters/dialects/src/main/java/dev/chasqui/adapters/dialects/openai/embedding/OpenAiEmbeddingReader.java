package dev.chasqui.adapters.dialects.openai.embedding;

import dev.chasqui.adapters.dialects.reply.Counts;
import dev.chasqui.adapters.dialects.reply.EncodedVectors;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonScanner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A reader of an answer of {@code /v1/embeddings}. It notes the places of the vectors in one pass
 * and decodes none of them. Used by one thread.
 */
final class OpenAiEmbeddingReader {
    private static final JsonNames MEMBERS = JsonNames.of("object", "data", "model", "usage");
    private static final JsonNames IN_DATA = JsonNames.of("index", "embedding", "object");

    private final String backend;
    private final byte[] body;
    private final JsonScanner scanner;
    private final List<Entry> entries = new ArrayList<>();
    private boolean model;
    private boolean data;
    private boolean object;
    private @Nullable Json usage;

    /**
     * An entry of the list; an entry without an index belongs to the input at the same position.
     */
    private record Entry(OptionalInt index, EncodedVectors.Place vector) {}

    OpenAiEmbeddingReader(String backend, byte[] body) {
        this.backend = backend;
        this.body = body;
        this.scanner = new JsonScanner().over(body);
    }

    /**
     * Returns the vectors in the order of the inputs.
     *
     * @param inputs the number of inputs
     * @param base64 true if a client of this dialect wants base64, false if it wants lists; empty
     *     for clients of other dialects
     * @throws FailureException with {@code BackendFailed} if the answer is malformed
     */
    EmbeddingReply read(int inputs, Optional<Boolean> base64) {
        try {
            scan();
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.Invalid invalid
                    ? EncodedVectors.failed(backend, invalid.message())
                    : e;
        }
        if (!data) {
            throw EncodedVectors.failed(backend, "'data' is missing");
        }
        return new EncodedVectors(
                backend,
                body,
                inOrder(),
                inputs,
                promptTokens(),
                base64.filter(this::isComplete)
                        .map(_ -> new EmbeddingReply.Body(Dialect.OPENAI, body)));
    }

    private void scan() {
        if (scanner.kind() != JsonKind.OBJECT) {
            throw EncodedVectors.failed(backend, "expected an object");
        }
        scanner.enter();
        while (scanner.nextMember()) {
            switch (scanner.name(MEMBERS)) {
                case "object" -> object = scanner.isText("list");
                case "model" -> model = !scanner.textOrSkip().isEmpty();
                case "usage" -> usage = scanner.value();
                case "data" -> scanData();
                default -> scanner.skip();
            }
        }
        scanner.finish();
    }

    private void scanData() {
        if (scanner.kind() != JsonKind.ARRAY) {
            throw EncodedVectors.failed(backend, "'data' is " + scanner.kind().words());
        }
        data = true;
        scanner.enter();
        while (scanner.nextItem()) {
            if (scanner.kind() != JsonKind.OBJECT) {
                throw EncodedVectors.failed(backend, "'data' holds " + scanner.kind().words());
            }
            entries.add(entry());
        }
    }

    private Entry entry() {
        OptionalInt index = OptionalInt.empty();
        EncodedVectors.Place vector = null;
        scanner.enter();
        while (scanner.nextMember()) {
            switch (scanner.name(IN_DATA)) {
                case "index" -> index = index();
                case "embedding" -> vector = EncodedVectors.take(backend, scanner, body);
                default -> scanner.skip();
            }
        }
        if (vector == null) {
            throw EncodedVectors.failed(backend, "an entry has no 'embedding'");
        }
        return new Entry(index, vector);
    }

    private OptionalInt index() {
        if (scanner.kind() != JsonKind.NUMBER) {
            scanner.skip();
            return OptionalInt.empty();
        }
        return OptionalInt.of(Math.clamp(scanner.whole(), -1, Integer.MAX_VALUE));
    }

    private List<EncodedVectors.Place> inOrder() {
        EncodedVectors.Place[] places = new EncodedVectors.Place[entries.size()];
        for (int i = 0; i < places.length; i++) {
            int index = entries.get(i).index().orElse(i);
            if (index < 0 || index >= places.length || places[index] != null) {
                throw EncodedVectors.failed(
                        backend, "the index " + index + " occurs twice, or is out of range");
            }
            places[index] = entries.get(i).vector();
        }
        return Arrays.asList(places);
    }

    private OptionalInt promptTokens() {
        return usage instanceof Json.Obj counts
                ? Counts.tokens(counts, "prompt_tokens")
                : OptionalInt.empty();
    }

    /**
     * Returns true if a client can receive the answer unchanged: the vectors have the form that it
     * wants, the entries are in order, and no member that clients need is missing.
     */
    private boolean isComplete(boolean base64) {
        JsonKind kind = base64 ? JsonKind.STRING : JsonKind.ARRAY;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.vector().kind() != kind || entry.index().orElse(-1) != i) {
                return false;
            }
        }
        return object && model && promptTokens().isPresent();
    }
}
