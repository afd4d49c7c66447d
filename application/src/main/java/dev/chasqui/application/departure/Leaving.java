package dev.chasqui.application.departure;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.departures.DepartureCause;
import dev.chasqui.application.port.departures.DepartureScope;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.routing.Route;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.model.Zone;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The sending of a request, which notes its cause if the backend is outside. A backend of this
 * network costs nothing more.
 *
 * @param exchange the exchange
 * @param journal its notes
 * @param kind the kind of the request
 * @param model the model name that is asked for
 */
public record Leaving(Exchange exchange, Journal journal, RequestKind kind, String model) {
    /** The name of the note that {@code /guard} leaves. */
    private static final String GUARD = "guard";

    /** The form of a note of counts; nothing else may come into the ledger by it. */
    private static final Pattern COUNTS = Pattern.compile("[a-z0-9_=, -]{1,256}");

    /**
     * Sends to one backend of a route.
     *
     * @param send sends, and returns the answer
     */
    public <T> T by(Route route, Route.Kept kept, Supplier<T> send) {
        Candidate to = kept.candidate();
        int attempt = journal.backends().beginTry();
        return to.backend().zone() == Zone.OPEN
                ? DepartureScope.call(List.of(cause(route, kept, attempt)), send)
                : send.get();
    }

    private DepartureCause cause(Route route, Route.Kept kept, int attempt) {
        Candidate to = kept.candidate();
        return new DepartureCause(
                exchange.id(),
                attempt,
                exchange.caller().name(),
                kind.name().toLowerCase(Locale.ROOT),
                model,
                to.model().id(),
                new DepartureCause.Grounds(
                        journal.permit().filter(Permit::boundsZones).isPresent(),
                        route.listing(to.backend().name()),
                        journal.agents().names(),
                        journal.agents().skipped(),
                        journal.backends().leaves(model),
                        Optional.ofNullable(exchange.metadata().get(GUARD))
                                .filter(note -> COUNTS.matcher(note).matches()),
                        journal.prefersRestricted(),
                        kept.brief()));
    }
}
