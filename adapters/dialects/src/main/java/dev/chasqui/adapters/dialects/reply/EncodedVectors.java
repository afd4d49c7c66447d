package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonScanner;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Vectors as they stand in the body of an answer: lists of numbers, or base64 of their bytes. They
 * are counted and measured, and decoded only when they are asked for.
 */
public final class EncodedVectors implements EmbeddingReply {
    private final String backend;
    private final byte[] answer;
    private final List<Place> places;
    private final OptionalInt promptTokens;
    private final Optional<Body> body;

    /**
     * A vector in the body of an answer.
     *
     * @param from its first byte
     * @param to after its last byte
     * @param kind a list, or a string of base64
     * @param dimensions how many numbers it has
     */
    public record Place(int from, int to, JsonKind kind, int dimensions) {}

    /**
     * Vectors that are one for each input and of one length.
     *
     * @param places in the order of the inputs
     * @param wanted how many inputs there are
     * @param body the answer, if it can go out as it is
     * @throws FailureException with {@code BackendFailed} if they are not
     */
    public EncodedVectors(
            String backend,
            byte[] answer,
            List<Place> places,
            int wanted,
            OptionalInt promptTokens,
            Optional<Body> body) {
        this.backend = backend;
        this.answer = answer;
        this.places = List.copyOf(places);
        this.promptTokens = promptTokens;
        this.body = body;
        if (places.size() != wanted) {
            throw failed(
                    backend, "it gave " + places.size() + " vectors for " + wanted + " inputs");
        }
        for (Place place : places) {
            if (place.dimensions() == 0 || place.dimensions() != dimensions()) {
                throw failed(
                        backend,
                        "its vectors are empty or of different lengths: "
                                + dimensions()
                                + " and "
                                + place.dimensions()
                                + " numbers");
            }
        }
    }

    /**
     * Takes the value that is next, which must be a vector.
     *
     * @throws FailureException with {@code BackendFailed} if it is none
     */
    public static Place take(String backend, JsonScanner scanner, byte[] answer) {
        JsonKind kind = scanner.kind();
        int from = scanner.at();
        int dimensions =
                switch (kind) {
                    case ARRAY -> count(backend, scanner);
                    case STRING -> {
                        scanner.skip();
                        yield Vectors.inBase64(base64(answer, from, scanner.at()));
                    }
                    case NUMBER, FLAG, OBJECT, NULL ->
                            throw failed(backend, "a vector is " + kind.words());
                };
        if (dimensions < 0) {
            throw failed(backend, "a vector is no base64 of numbers of four bytes");
        }
        return new Place(from, scanner.at(), kind, dimensions);
    }

    private static int count(String backend, JsonScanner scanner) {
        int numbers = 0;
        scanner.enter();
        while (scanner.nextItem()) {
            if (scanner.kind() != JsonKind.NUMBER) {
                throw failed(backend, "a vector holds " + scanner.kind().words());
            }
            scanner.skip();
            numbers++;
        }
        return numbers;
    }

    /** The characters of a string; a slash may be escaped. */
    private static byte[] base64(byte[] answer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (answer[i] == '\\') {
                return new JsonScanner()
                        .over(answer, from, to)
                        .text()
                        .getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return Arrays.copyOfRange(answer, from + 1, to - 1);
    }

    @Override
    public int dimensions() {
        return places.isEmpty() ? 0 : places.getFirst().dimensions();
    }

    @Override
    public OptionalInt promptTokens() {
        return promptTokens;
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException with {@code BackendFailed} if a number of one is none
     */
    @Override
    public List<float[]> vectors() {
        List<float[]> vectors = new ArrayList<>(places.size());
        for (Place place : places) {
            float[] vector = vector(place);
            for (float number : vector) {
                if (!Float.isFinite(number)) {
                    throw failed(backend, "a vector holds " + number);
                }
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private float[] vector(Place place) {
        if (place.kind() == JsonKind.ARRAY) {
            return Vectors.ofNumbers(answer, place.from(), place.to(), place.dimensions());
        }
        try {
            return Vectors.ofBase64(base64(answer, place.from(), place.to()));
        } catch (IllegalArgumentException e) {
            throw failed(backend, "a vector is no base64");
        }
    }

    @Override
    public Optional<Body> body() {
        return body;
    }

    /** The failure of a backend whose answer to a request for vectors is none. */
    public static FailureException failed(String backend, String why) {
        return new FailureException(
                new Failure.BackendFailed(backend, "its embeddings are none: " + why));
    }
}
