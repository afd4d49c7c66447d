package dev.chasqui.domain.exchange;

import dev.chasqui.domain.chat.Dialect;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The journey of one request and its reply.
 *
 * <p>Safe for use by several threads.
 */
public final class Exchange {
    private final String id;
    private final Caller caller;
    private final Dialect dialect;
    private final Optional<Instant> deadline;
    private final Consumer<String> progress;
    private final Cancellation cancellation = new Cancellation();
    private final Map<String, String> metadata = new ConcurrentHashMap<>();

    /**
     * @param id unique; the client sees it as {@code x-request-id}
     * @param dialect what the client speaks
     * @param deadline when nobody waits for the reply any more, if such a time was given
     * @param progress takes what {@link #progress(String)} tells
     */
    public Exchange(
            String id,
            Caller caller,
            Dialect dialect,
            Optional<Instant> deadline,
            Consumer<String> progress) {
        this.id = id;
        this.caller = caller;
        this.dialect = dialect;
        this.deadline = deadline;
        this.progress = progress;
    }

    public String id() {
        return id;
    }

    public Caller caller() {
        return caller;
    }

    /** What the client speaks. */
    public Dialect dialect() {
        return dialect;
    }

    public Optional<Instant> deadline() {
        return deadline;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    /** Notes that the agents of this exchange leave for one another. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Tells the client what is going on before there is an answer. */
    public void progress(String text) {
        progress.accept(text);
    }
}
