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
 * A reply whose vectors stay encoded in the body of an answer: as lists of numbers, or as base64 of
 * their bytes. The constructor checks their number and their lengths; {@link #vectors} decodes them
 * anew at each call. So an answer that goes out unchanged is never decoded. Safe for use by several
 * threads.
 */
public final class EncodedVectors implements EmbeddingReply {
    private final String backend;
    private final byte[] answer;
    private final List<Place> places;
    private final OptionalInt promptTokens;
    private final Optional<Body> body;

    /**
     * The place of a vector in the body of an answer.
     *
     * @param from the position of its first byte
     * @param to the position after its last byte
     * @param kind {@code ARRAY} for a list of numbers, {@code STRING} for base64
     * @param dimensions the number of its components
     */
    public record Place(int from, int to, JsonKind kind, int dimensions) {}

    /**
     * Makes a reply with one vector of equal length for each input.
     *
     * @param backend the name of the backend
     * @param answer the body of the answer; not a copy, and must not be changed
     * @param places the places of the vectors, in the order of the inputs
     * @param wanted the number of inputs
     * @param promptTokens the number of tokens of all inputs; empty if the backend reports none
     * @param body the answer if a client can receive it unchanged, otherwise empty
     * @throws FailureException with {@code BackendFailed} if the number of vectors is not {@code
     *     wanted}, or a vector is empty or of another length
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
     * Reads the place of a vector, which must be the scanner's next value.
     *
     * @param backend the name of the backend
     * @param scanner the scanner of the answer; it stands after the vector afterwards
     * @param answer the body of the answer
     * @throws FailureException with {@code BackendFailed} if the value is not a vector
     */
    public static Place take(String backend, JsonScanner scanner, byte[] answer) {
        JsonKind kind = scanner.kind();
        int from = scanner.at();
        int dimensions =
                switch (kind) {
                    case ARRAY -> count(backend, scanner);
                    case STRING -> {
                        scanner.skip();
                        yield Vectors.dimensionsOfBase64(base64(answer, from, scanner.at()));
                    }
                    case NUMBER, FLAG, OBJECT, NULL ->
                            throw failed(backend, "a vector is " + kind.words());
                };
        if (dimensions < 0) {
            throw failed(backend, "a vector is not base64 of 4-byte numbers");
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

    /** Returns the characters of a string, in which some servers escape slashes. */
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
     * @throws FailureException with {@code BackendFailed} if a component is not a finite number, or
     *     a vector is not base64
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
            throw failed(backend, "a vector is not base64");
        }
    }

    @Override
    public Optional<Body> body() {
        return body;
    }

    /** Returns the failure of a backend whose answer to a request for vectors is not valid. */
    public static FailureException failed(String backend, String why) {
        return new FailureException(
                new Failure.BackendFailed(backend, "it sent no valid embeddings: " + why));
    }
}
