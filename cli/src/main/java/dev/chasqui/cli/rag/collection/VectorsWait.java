package dev.chasqui.cli.rag.collection;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A wait until each passage of a collection has its vector, with a report of progress, rate and
 * time left. It ends early, with a warning, if no vector has come for a while, as when the
 * embedding model is away. Used by one thread.
 */
public final class VectorsWait {
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

    /** The longest time without a further vector. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServerClient server;
    private final String collection;
    private final PrintWriter out;
    private final boolean terminal;

    /**
     * @param out the stream for the report
     * @param terminal true if that is a terminal, on which one line is overwritten
     */
    public VectorsWait(ServerClient server, String collection, PrintWriter out, boolean terminal) {
        this.server = server;
        this.collection = collection;
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Waits, and returns the server's last description of the collection.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Json.Obj untilDone() throws InterruptedException {
        Json.Obj state = server.get(CollectionOptions.path(collection));
        long done = -1;
        long progressed = System.nanoTime();
        long printed = System.nanoTime();
        while (pending(state) > 0) {
            long now = System.nanoTime();
            if (number(state, "done") != done) {
                done = number(state, "done");
                progressed = now;
            } else if (now - progressed > PATIENCE.toNanos()) {
                warn(state);
                return state;
            }
            if (terminal) {
                out.print(CLEAR_LINE + progress(state));
                out.flush();
            } else if (now - printed > BETWEEN_LINES.toNanos()) {
                printed = now;
                out.println(progress(state));
                out.flush();
            }
            Thread.sleep(PAUSE);
            state = server.get(CollectionOptions.path(collection));
        }
        clear();
        return state;
    }

    /** Returns true if vectors of a collection serve, by its description. */
    public static boolean serve(Json.Obj state) {
        return vectors(state).flatMap(vectors -> vectors.text("model")).isPresent();
    }

    private static long pending(Json.Obj state) {
        return number(state, "pending");
    }

    private static Optional<Json.Obj> vectors(Json.Obj state) {
        return state.get("vectors").filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
    }

    private static long number(Json.Obj state, String member) {
        return vectors(state)
                .flatMap(vectors -> vectors.get(member))
                .filter(Json.Num.class::isInstance)
                .map(value -> ((Json.Num) value).longValue())
                .orElse(0L);
    }

    private static String progress(Json.Obj state) {
        long left = number(state, "secondsLeft");
        return String.format(
                Locale.ROOT,
                "vectors: %d of %d passages, %d/s, %d:%02d left",
                number(state, "done"),
                number(state, "passages"),
                number(state, "perSecond"),
                left / 60,
                left % 60);
    }

    private void warn(Json.Obj state) {
        clear();
        String problem =
                vectors(state)
                        .flatMap(vectors -> vectors.text("problem"))
                        .orElse("no reason known");
        out.println(
                "chasqui: no further vectors for "
                        + PATIENCE.toSeconds()
                        + " s ("
                        + Printable.of(problem)
                        + "); until they are made, the rest is found by its words alone.");
        out.flush();
    }

    private void clear() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
