package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.application.responses.StoredResponses;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items and the metadata that clients give for a conversation. Items are read as the input of a
 * response is.
 */
record GivenItems(ClientResponseCodec codec, StoredResponses stored) {
    private static final int MOST = 20;
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 512;

    /**
     * Returns the items of a request, each with an id.
     *
     * @param required true if there must be some
     * @throws FailureException with {@code Invalid} if one is wrong, or they are too many
     */
    List<Json.Obj> items(String owner, Json.Obj body, boolean required) {
        Json given = body.get("items").orElse(Json.Null.NULL);
        if (given == Json.Null.NULL && !required) {
            return List.of();
        }
        if (!(given instanceof Json.Arr(List<Json> items))
                || items.size() > MOST
                || (required && items.isEmpty())) {
            throw invalid("items", "items (expected: a list of 1 to " + MOST + " items)");
        }
        return items.isEmpty() ? List.of() : read(owner, items);
    }

    private List<Json.Obj> read(String owner, List<Json> items) {
        byte[] request =
                Json.Obj.EMPTY
                        .with("model", Json.of("none"))
                        .with("input", new Json.Arr(items))
                        .toBytes();
        try {
            return codec.input(
                    codec.decode(
                            request,
                            new ReferencedItems(stored, owner, "items", List.of()),
                            _ -> Optional.empty()));
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.Invalid(Optional<String> field, String message)
                    ? new FailureException(
                            new Failure.Invalid(field.map(GivenItems::ofItems), ofItems(message)))
                    : e;
        }
    }

    private static String ofItems(String text) {
        return text.replace("input[", "items[");
    }

    /**
     * Returns the metadata of a request.
     *
     * @throws FailureException with {@code Invalid} if they are wrong
     */
    static Json.Obj metadata(Json.Obj body) {
        return switch (body.get("metadata").orElse(Json.Null.NULL)) {
            case Json.Null _ -> Json.Obj.EMPTY;
            case Json.Obj pairs when pairs.members().size() <= MOST_PAIRS -> {
                pairs.members().entrySet().forEach(GivenItems::check);
                yield pairs;
            }
            default ->
                    throw invalid(
                            "metadata",
                            "metadata (expected: an object of at most " + MOST_PAIRS + " pairs)");
        };
    }

    private static void check(Map.Entry<String, Json> pair) {
        if (pair.getKey().length() > LONGEST_NAME
                || !(pair.getValue() instanceof Json.Str(String value))
                || value.length() > LONGEST_VALUE) {
            throw invalid(
                    "metadata",
                    "metadata (expected: names of at most %d characters, and strings of at most %d)"
                            .formatted(LONGEST_NAME, LONGEST_VALUE));
        }
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }
}
