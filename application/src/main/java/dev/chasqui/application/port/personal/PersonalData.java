package dev.chasqui.application.port.personal;

import dev.chasqui.domain.json.Json;

import java.io.IOException;

/**
 * One kind of content that the server keeps of its users. What belongs to a user is kept under an
 * owner: the user's name, or the address of a caller without a key. Calls may wait, at most for a
 * bounded time for each page. Safe for use by several threads.
 */
public interface PersonalData {

    /** Returns the name of the kind in exports, such as {@code facts}. */
    String kind();

    /**
     * Gives everything of an owner to a receiver, one item after the other; holds a page of it at a
     * time.
     *
     * @throws IOException if the receiver throws it
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if the store
     *     cannot be used now
     */
    void export(String owner, Receiver receiver) throws IOException;

    /**
     * Removes everything of an owner.
     *
     * @return the number of items removed
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if the store
     *     cannot be used now; some of it may be removed then
     */
    long forget(String owner);

    /** The receiver of an export. */
    @FunctionalInterface
    interface Receiver {
        /** Takes the next item. */
        void take(Json item) throws IOException;
    }
}
