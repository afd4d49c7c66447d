package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;

/**
 * The memory of a connection for its last response, so that the next request can follow one that is
 * not kept. A request that fails empties it. For use by one thread at a time.
 */
sealed interface RecentResponse {
    /** The memory of a connection that has none. */
    RecentResponse NONE = new Nothing();

    /** Returns the items up to the end of a response, if it is the last one. */
    Optional<List<Json.Obj>> itemsOf(String id);

    /**
     * Remembers a response instead of the one before, unless it is too large.
     *
     * @param items all items up to its end
     * @param most the most bytes of their JSON
     */
    void remember(String id, List<Json.Obj> items, long most);

    /** Forgets the response. */
    void forget();

    /** Remembers nothing. */
    record Nothing() implements RecentResponse {
        @Override
        public Optional<List<Json.Obj>> itemsOf(String id) {
            return Optional.empty();
        }

        @Override
        public void remember(String id, List<Json.Obj> items, long most) {
            // Each request brings what it builds on, or names what is kept.
        }

        @Override
        public void forget() {
            // There is nothing.
        }
    }

    /** Remembers one response. */
    final class OfConnection implements RecentResponse {
        private final RecentResponses all;
        private long bytes;
        private String last = "";
        private List<Json.Obj> kept = List.of();

        /**
         * @param all the bound on the memory of all connections
         */
        OfConnection(RecentResponses all) {
            this.all = all;
        }

        @Override
        public Optional<List<Json.Obj>> itemsOf(String id) {
            return id.equals(last) ? Optional.of(kept) : Optional.empty();
        }

        @Override
        public void remember(String id, List<Json.Obj> items, long most) {
            forget();
            long size = 0;
            for (Json.Obj item : items) {
                size += item.toBytes().length;
            }
            if (size <= most && all.take(size)) {
                bytes = size;
                last = id;
                kept = List.copyOf(items);
            }
        }

        @Override
        public void forget() {
            all.free(bytes);
            bytes = 0;
            last = "";
            kept = List.of();
        }
    }
}
