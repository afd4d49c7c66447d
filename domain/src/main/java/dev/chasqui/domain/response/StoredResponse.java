package dev.chasqui.domain.response;

import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A response that is kept.
 *
 * @param id its id, which begins with {@code resp_}
 * @param owner the name of its caller, the only one who may read it
 * @param previous the id of the response that it continues
 * @param conversation the id of the conversation that its items belong to
 * @param created the time when it was asked for
 * @param background true if it goes on without its client
 * @param object the response object as clients read it, with its output
 * @param input the items of its request, each with an id; those of earlier responses are not in it
 */
public record StoredResponse(
        String id,
        String owner,
        Optional<String> previous,
        Optional<String> conversation,
        Instant created,
        boolean background,
        Json.Obj object,
        List<Json.Obj> input) {
    private static final String OUTPUT = "output";

    public StoredResponse {
        input = List.copyOf(input);
    }

    /** Returns its state; a response without a known one has failed. */
    public ResponseStatus status() {
        return object.text("status").flatMap(ResponseStatus::of).orElse(ResponseStatus.FAILED);
    }

    /** Returns the items of its output. */
    public List<Json.Obj> output() {
        return object.get(OUTPUT).orElse(Json.Arr.EMPTY) instanceof Json.Arr(List<Json> items)
                ? items.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .toList()
                : List.of();
    }

    /** Returns the same response with another object. */
    public StoredResponse with(Json.Obj other) {
        return new StoredResponse(
                id, owner, previous, conversation, created, background, other, input);
    }

    /** Returns the number of bytes of its object and its input, as JSON. */
    public long bytes() {
        long bytes = size(object);
        for (Json.Obj item : input) {
            bytes += size(item);
        }
        return bytes;
    }

    private static long size(Json value) {
        return value.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
