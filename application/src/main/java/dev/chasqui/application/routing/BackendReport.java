package dev.chasqui.application.routing;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.model.Zone;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The state of one backend in the choice, for administrators.
 *
 * @param name its name
 * @param address the address of its server; empty text if it has none
 * @param type the program or service that it is; empty if that is not known
 * @param zone the zone of its data
 * @param state the state
 * @param reason the reason of its last ejection, in words; empty if there was none
 * @param errorRate the share of its calls that failed in the last time, from 0 to 1
 * @param firstEvent the usual time to the first event of a chat's answer; empty while not known
 * @param open its open calls
 * @param most the most open calls that it may have; empty for no bound
 * @param left the time until it may be asked again; empty if it may now
 */
public record BackendReport(
        String name,
        String address,
        Optional<String> type,
        Zone zone,
        State state,
        Optional<String> reason,
        double errorRate,
        Optional<Duration> firstEvent,
        int open,
        OptionalInt most,
        Optional<Duration> left) {

    /** The states of a backend. */
    public enum State {
        /** It gets requests. */
        UP,
        /** An administrator has drained it. */
        DRAINED,
        /** It asked for a pause. */
        PAUSED,
        /** It failed too often. */
        EJECTED,
        /** One request tries it, or the next one will. */
        HALF_OPEN
    }

    static BackendReport of(Backend backend, BackendFacts facts, HealthRules rules, long now) {
        BackendHealth health = facts.health();
        long left = Math.max(health.leftNanos(now), facts.pausedNanos());
        long firstEvent = health.firstEventNanos(rules, now);
        return new BackendReport(
                facts.name(),
                backend.address(),
                backend.type(),
                facts.zone(),
                state(facts, now),
                health.reason(),
                health.errorRate(rules, now),
                firstEvent == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstEvent)),
                facts.open(),
                facts.rule().maxConcurrency(),
                left == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left)));
    }

    private static State state(BackendFacts facts, long now) {
        if (facts.drained()) {
            return State.DRAINED;
        }
        return switch (facts.health().phase()) {
            case UP -> facts.pausedNanos() > 0 ? State.PAUSED : State.UP;
            case PROBED -> State.HALF_OPEN;
            case EJECTED -> facts.health().isProbeDue(now) ? State.HALF_OPEN : State.EJECTED;
        };
    }
}
