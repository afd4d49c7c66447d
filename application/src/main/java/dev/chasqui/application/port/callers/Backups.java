package dev.chasqui.application.port.callers;

import java.io.IOException;
import java.io.OutputStream;

/** The making of copies of the whole database while it is used. Safe for use by several threads. */
public interface Backups {

    /**
     * Makes a copy of all that was acknowledged before, and waits for it. Only one is made at a
     * time, until it is closed.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the database has
     *     a tool of its own for that, which the message names; with {@code Overloaded} while there
     *     is another copy; with {@code StoreAway} if it cannot be made now; with {@code NotFound}
     *     if there is no database
     */
    Copy make();

    /** A copy. Used by one thread. */
    interface Copy extends AutoCloseable {

        /** Returns its length in bytes. */
        long size();

        /**
         * Writes it to a stream.
         *
         * @throws IOException if it cannot be read or written
         */
        void sendTo(OutputStream out) throws IOException;

        /** Deletes it. */
        @Override
        void close();
    }
}
