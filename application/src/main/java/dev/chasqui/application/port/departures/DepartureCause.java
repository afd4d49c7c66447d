package dev.chasqui.application.port.departures;

import java.util.List;
import java.util.Optional;

/**
 * The request behind a call of a backend, and why it may leave.
 *
 * @param request the id of the exchange
 * @param attempt the number of the try among all of the exchange, from 1
 * @param caller the caller's name
 * @param kind the kind of the request, such as {@code chat}
 * @param asked the model name that is asked for
 * @param sent the backend's own name for the model
 * @param grounds why it may leave
 */
public record DepartureCause(
        String request,
        int attempt,
        String caller,
        String kind,
        String asked,
        String sent,
        Grounds grounds) {

    /**
     * The facts by which a request may leave this network.
     *
     * @param zonesAreNamed true if the rights of the caller name the zones, {@code open} among
     *     them; false if they bound no zone
     * @param rule the rule of the model that lists the backend, as the config names it; empty if
     *     none does
     * @param agents the agents of the request, in order
     * @param skipped the agents without which it went on
     * @param zoneTold true if an agent asked for the zone of the model and was told {@code open}
     * @param findings what {@code /guard} says of the request, in counts; empty if it did not look
     * @param prefersRestricted true if a budget's soft part is spent, so that backends of this
     *     network came first
     * @param choice why this backend was chosen, in short words
     */
    public record Grounds(
            boolean zonesAreNamed,
            Optional<String> rule,
            List<String> agents,
            List<String> skipped,
            boolean zoneTold,
            Optional<String> findings,
            boolean prefersRestricted,
            String choice) {
        public Grounds {
            agents = List.copyOf(agents);
            skipped = List.copyOf(skipped);
        }
    }
}
