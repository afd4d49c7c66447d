package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Exchange;

import java.util.List;
import java.util.function.Consumer;

/**
 * The party for which a backend is asked.
 *
 * @param caller its name: callers that wait for a model take turns
 * @param hops the servers of our kind that the request has been through, to detect a loop
 * @param progress the receiver of progress before there is an answer
 * @param priority the place in the queues of pools; a higher one comes first
 */
public record Asker(String caller, List<String> hops, Consumer<String> progress, int priority) {
    /** The asker for calls of the server's own, which ignores progress. */
    public static final Asker NOBODY = new Asker("nobody", List.of(), _ -> {});

    /** Returns the asker for the caller of an exchange, which receives the progress of loading. */
    public static Asker of(Exchange exchange) {
        return new Asker(
                exchange.caller().name(),
                exchange.hops(),
                exchange::loading,
                exchange.caller().priority());
    }

    /** Makes an asker of the usual priority. */
    public Asker(String caller, List<String> hops, Consumer<String> progress) {
        this(caller, hops, progress, 0);
    }

    public Asker {
        hops = List.copyOf(hops);
    }
}
