package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.application.exchange.journal.Journal;

import java.util.function.BooleanSupplier;

/**
 * The client that asks for one response.
 *
 * @param owner the name of the caller
 * @param journal takes the notes of the exchange
 * @param left returns true if the client does not wait any more
 * @param recent the response before, if the connection remembers it
 */
record ResponseAsker(String owner, Journal journal, BooleanSupplier left, RecentResponse recent) {

    /** Returns the client of a request that is a call of its own. */
    static ResponseAsker of(Call call) {
        return new ResponseAsker(
                call.caller().name(),
                call.journal(),
                call.watch()::clientLeft,
                RecentResponse.NONE);
    }
}
