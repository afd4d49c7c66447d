package dev.chasqui.application.personal;

import dev.chasqui.application.port.personal.PersonalData;
import dev.chasqui.domain.json.Json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * All stores with content of users.
 *
 * @param stores the stores, in the order of an export
 */
public record PersonalStores(List<PersonalData> stores) {
    /** No store. */
    public static final PersonalStores NONE = new PersonalStores(List.of());

    public PersonalStores {
        stores = List.copyOf(stores);
    }

    /**
     * Writes everything of an owner as one JSON object, an item a line; holds a page at a time.
     *
     * @param head the members that stand first; at least one
     * @throws IOException if the stream cannot be written
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if a store cannot
     *     be used now; the object is not complete then
     */
    void export(String owner, Json.Obj head, OutputStream out) throws IOException {
        String members = head.toString();
        write(out, members.substring(0, members.length() - 1));
        for (PersonalData store : stores) {
            write(out, ",\n" + Json.of(store.kind()) + ":[");
            boolean[] more = {false};
            store.export(
                    owner,
                    item -> {
                        write(out, (more[0] ? ",\n" : "\n") + item);
                        more[0] = true;
                    });
            write(out, "]");
        }
        write(out, "}\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Removes everything of an owner.
     *
     * @param removed gets the number of items removed, by the kind, from each store that is done
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if a store cannot
     *     be used now; some of it may be removed then
     */
    void forget(String owner, ObjLongConsumer<String> removed) {
        stores.forEach(store -> removed.accept(store.kind(), store.forget(owner)));
    }
}
