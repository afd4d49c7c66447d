package dev.chasqui.adapters.http.form;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The bound on the temporary files for forms whose file comes before their field {@code model}.
 * Safe for use by several threads.
 */
public final class FormSpool {
    /** The most files at a time. */
    private static final int MOST_FILES = 32;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Semaphore files = new Semaphore(MOST_FILES);
    private final long mostBytes;

    /**
     * @param mostBytes the largest file in bytes
     */
    public FormSpool(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Returns the place for one file.
     *
     * @throws FailureException with {@code Overloaded} if there are too many already
     */
    Place enter() {
        if (!files.tryAcquire()) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "too many forms are on their way whose field 'model' stands behind"
                                    + " their file; send 'model' first, or try again later",
                            RETRY_AFTER));
        }
        return new Place();
    }

    /** Returns the failure for a form that is larger than a file may be. */
    FailureException tooLarge() {
        return new FailureException(
                new Failure.TooLarge(
                        "the form is larger than "
                                + mostBytes
                                + " bytes ('server.maxBody' of the config), and its field 'model'"
                                + " stands behind its file; send 'model' first: then a form may"
                                + " have any size"));
    }

    long mostBytes() {
        return mostBytes;
    }

    /** The place for one file, until it is closed. Idempotent; used by one thread. */
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
