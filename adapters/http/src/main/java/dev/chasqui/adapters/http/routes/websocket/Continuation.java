package dev.chasqui.adapters.http.routes.websocket;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest response of a connection, which the next message may continue although nothing stores
 * it. Used by one thread.
 */
final class Continuation {
    private static final String PREVIOUS = "previous_response_id";
    private static final String INPUT = "input";

    private final int mostBytes;
    private Optional<String> known = Optional.empty();
    private List<Json> items = List.of();

    /** The items of the running turn, those before it included. */
    private List<Json> asked = List.of();

    private Optional<String> previous = Optional.empty();

    /**
     * @param mostBytes the most bytes of items that are kept
     */
    Continuation(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Begins a turn. Returns its request with the items of the response that it continues; the
     * request as it is if that is not the latest response of this connection.
     */
    Json.Obj begin(Json.Obj request) {
        Optional<String> wanted = request.text(PREVIOUS);
        List<Json> own = own(request);
        if (wanted.isEmpty() || !wanted.equals(known)) {
            previous = Optional.empty();
            // What stands before these items is known to the store alone, if there is one.
            asked = wanted.isEmpty() ? own : List.of();
            known = wanted.isEmpty() ? known : Optional.empty();
            return request;
        }
        previous = wanted;
        List<Json> all = new ArrayList<>(items);
        all.addAll(own);
        asked = all;
        return request.without(PREVIOUS).with(INPUT, new Json.Arr(all));
    }

    private static List<Json> own(Json.Obj request) {
        return switch (request.get(INPUT).orElse(Json.Null.NULL)) {
            case Json.Arr(List<Json> given) -> given;
            case Json.Str text ->
                    List.of(
                            Json.Obj.EMPTY
                                    .with("type", Json.of("message"))
                                    .with("role", Json.of("user"))
                                    .with("content", text));
            default -> List.of();
        };
    }

    /** Returns the response object with the id of the response that this turn continues. */
    Json.Obj told(Json.Obj response) {
        return previous.isEmpty() ? response : response.with(PREVIOUS, Json.of(previous.get()));
    }

    /** Keeps a response that ended well. */
    void keep(Json.Obj response) {
        List<Json> all = new ArrayList<>(asked);
        if (response.get("output").orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> output)) {
            all.addAll(output);
        }
        boolean stored = response.get("store").equals(Optional.of(Json.of(true)));
        boolean small = !asked.isEmpty() && new Json.Arr(all).toBytes().length <= mostBytes;
        if (stored || !small) {
            forget();
            return;
        }
        known = response.text("id");
        items = all;
        asked = List.of();
    }

    /** Forgets all items: a turn that failed cannot be continued. */
    void forget() {
        known = Optional.empty();
        items = List.of();
        asked = List.of();
    }
}
