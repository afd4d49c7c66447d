package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ResponseHistory;
import dev.chasqui.application.responses.StoredResponses;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items before those of a request, and the kept ones to which it refers. A reference is short
 * and its item may be large, so their number and their bytes are bounded; a repeated one counts
 * each time, since the model gets it each time. Used by one thread.
 */
final class ReferencedItems implements ResponseHistory {
    /** The most references of a request. */
    private static final int MOST = 1_000;

    private final StoredResponses stored;
    private final String owner;
    private final String field;
    private final List<Json.Obj> earlier;
    private final Map<String, Found> found = new HashMap<>();
    private int number;
    private long bytes;

    private record Found(Optional<Json.Obj> item, long bytes) {}

    /**
     * @param owner the owner of the items
     * @param field the field with the references
     * @param earlier the items before those of the request
     */
    ReferencedItems(StoredResponses stored, String owner, String field, List<Json.Obj> earlier) {
        this.stored = stored;
        this.owner = owner;
        this.field = field;
        this.earlier = earlier;
    }

    @Override
    public List<Json.Obj> items() {
        return earlier;
    }

    @Override
    public Optional<Json.Obj> item(String id) {
        number++;
        if (number > MOST) {
            throw tooMany("more than " + MOST);
        }
        Found there = found.computeIfAbsent(id, this::find);
        bytes += there.bytes();
        long most = stored.rules().mostEarlier();
        if (bytes > most) {
            throw tooMany(
                    "of more than %d bytes together (responses.mostEarlier in the config)"
                            .formatted(most));
        }
        return there.item();
    }

    private Found find(String id) {
        Optional<Json.Obj> item = stored.item(owner, id);
        return new Found(item, item.map(ReferencedItems::size).orElse(0L));
    }

    private FailureException tooMany(String why) {
        return new FailureException(
                new Failure.Invalid(
                        field,
                        field
                                + ": it refers to items "
                                + why
                                + "; send fewer of type \"item_reference\""));
    }

    /** Returns the bytes of the earlier items, and of those to which the request has referred. */
    long bytes() {
        return bytes + earlier.stream().mapToLong(ReferencedItems::size).sum();
    }

    private static long size(Json.Obj item) {
        return item.toBytes().length;
    }
}
