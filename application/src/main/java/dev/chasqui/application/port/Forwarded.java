package dev.chasqui.application.port;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a server answers to a call that was forwarded to it; its body is pulled piece by piece.
 *
 * <p>Read by one thread at a time; {@link #close} may be called at any time by any thread and makes
 * a waiting {@code next} end.
 */
public interface Forwarded extends AutoCloseable {

    int status();

    /** The headers that mean the same for our client, by their names in lower case. */
    Map<String, String> headers();

    /**
     * The next bytes of the body, or null at its end. Blocks until there are some.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the answer breaks off
     */
    byte @Nullable [] next();

    /** Whether {@link #next} would now end without waiting; false if that is not known. */
    default boolean ready() {
        return false;
    }

    /** Gives back all that the answer holds. Idempotent. */
    @Override
    void close();

    /**
     * This answer, which gives something back as soon as it is over, or closed before.
     *
     * @param giveBack idempotent
     */
    default Forwarded holding(Runnable giveBack) {
        Forwarded inner = this;
        return new Forwarded() {
            @Override
            public int status() {
                return inner.status();
            }

            @Override
            public Map<String, String> headers() {
                return inner.headers();
            }

            @Override
            public byte @Nullable [] next() {
                byte[] bytes = inner.next();
                if (bytes == null) {
                    // Whoever writes the last bytes to a slow client needs none of it any more.
                    giveBack.run();
                }
                return bytes;
            }

            @Override
            public boolean ready() {
                return inner.ready();
            }

            @Override
            public void close() {
                giveBack.run();
                inner.close();
            }
        };
    }
}
