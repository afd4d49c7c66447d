package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Exchange;

import java.util.List;
import java.util.function.Consumer;

/**
 * The one for whom a backend is asked.
 *
 * @param caller its name: those who wait for a model take turns
 * @param hops the servers of our kind that the request has been through, so that one which leads
 *     back to any of them is noticed
 * @param progress takes what is told before there is an answer
 */
public record Asker(String caller, List<String> hops, Consumer<String> progress) {
    /** An asker that comes straight from nowhere and listens to nothing. */
    public static final Asker NOBODY = new Asker("nobody", List.of(), _ -> {});

    /** The caller of an exchange, which is told of loading as the exchange says. */
    public static Asker of(Exchange exchange) {
        return new Asker(exchange.caller().name(), exchange.hops(), exchange::loading);
    }

    public Asker {
        hops = List.copyOf(hops);
    }
}
