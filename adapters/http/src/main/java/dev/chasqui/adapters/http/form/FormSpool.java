package dev.chasqui.adapters.http.form;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The bound on the number and size of temporary files. They hold forms in which a file precedes the
 * field {@code model}. Safe for use by several threads.
 */
public final class FormSpool {
    /** The maximum number of files at a time. */
    private static final int MOST_FILES = 32;

    /** The wait that a client is advised if there are too many files. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Semaphore files = new Semaphore(MOST_FILES);
    private final long mostBytes;

    /**
     * @param mostBytes the maximum size of a file in bytes
     */
    public FormSpool(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Reserves the place for one file. The caller closes it.
     *
     * @throws FailureException with {@code Overloaded} if all places are taken
     */
    Place enter() {
        if (!files.tryAcquire()) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "too many forms wait in temporary files, as their field 'model' comes"
                                    + " after their file; send 'model' first, or try again later",
                            RETRY_AFTER));
        }
        return new Place();
    }

    /** Returns the failure of a form that exceeds the maximum size of a file. */
    FailureException tooLarge() {
        return new FailureException(
                new Failure.TooLarge(
                        "the form is larger than "
                                + mostBytes
                                + " bytes ('server.maxBody' of the config), and its field 'model'"
                                + " comes after its file; send 'model' first: then a form may"
                                + " have any size"));
    }

    long mostBytes() {
        return mostBytes;
    }

    /** The reserved place for one file. Closing it is idempotent. Used by one thread. */
    final class Place implements AutoCloseable {
        private boolean held = true;

        @Override
        public void close() {
            if (held) {
                held = false;
                files.release();
            }
        }
    }
}
