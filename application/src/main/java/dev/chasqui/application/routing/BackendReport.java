package dev.chasqui.application.routing;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.health.BackendHealth;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.stuck.FreedModel;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.Zone;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
 * @param reason the reason why it is down, or else of its last ejection, in words; empty if there
 *     was none
 * @param errorRate the share of its calls that failed in the last time, from 0 to 1
 * @param firstEvent the usual time to the first event of a chat's answer; empty while not known
 * @param open its open calls
 * @param most the most open calls that it may have; empty for no bound
 * @param tier its tier; empty if it has none
 * @param left the time until it may be asked again; empty if it may now
 * @param freed the model that was last unloaded since it was stuck; empty if none was
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
        OptionalInt tier,
        Optional<Duration> left,
        Optional<FreedModel> freed) {

    /** The factor by which shares are rounded to three digits. */
    private static final double THOUSAND = 1000;

    /** The states of a backend. */
    public enum State {
        /** It gets requests. */
        UP,
        /** An administrator has drained it. */
        DRAINED,
        /** It asked for a pause. */
        PAUSED,
        /** Its checks fail. */
        DOWN,
        /** It failed too often. */
        EJECTED,
        /** One request tries it, or the next one will. */
        HALF_OPEN
    }

    /** Returns true if it gets requests only where no other backend is left, since it failed. */
    public boolean isAvoided() {
        return switch (state) {
            case UP, DRAINED, PAUSED, HALF_OPEN -> false;
            case DOWN, EJECTED -> true;
        };
    }

    /** Returns its members for administrators. */
    public Json.Obj toJson() {
        Map<String, Json> entry = new LinkedHashMap<>();
        entry.put("name", Json.of(name));
        entry.put("zone", Json.of(word(zone)));
        entry.put("state", Json.of(word(state)));
        entry.put(
                "errorRate",
                new Json.Num(Double.toString(Math.round(errorRate * THOUSAND) / THOUSAND)));
        entry.put("open", Json.of(open));
        type.ifPresent(text -> entry.put("type", Json.of(text)));
        most.ifPresent(count -> entry.put("maxConcurrency", Json.of(count)));
        tier.ifPresent(number -> entry.put("tier", Json.of(number)));
        firstEvent.ifPresent(time -> entry.put("firstTokenMs", Json.of(time.toMillis())));
        reason.ifPresent(text -> entry.put("reason", Json.of(text)));
        freed.ifPresent(one -> entry.put("freed", one.toJson()));
        left.ifPresent(time -> entry.put("returnsInMs", Json.of(time.toMillis())));
        return new Json.Obj(entry);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static BackendReport of(
            Backend backend,
            BackendFacts facts,
            HealthRules rules,
            Optional<FreedModel> freed,
            long now) {
        BackendHealth health = facts.health();
        long left = Math.max(health.leftNanos(now), facts.pausedNanos());
        long firstEvent = health.firstEventNanos(rules, now);
        return new BackendReport(
                facts.name(),
                backend.address(),
                backend.type(),
                facts.zone(),
                state(facts, now),
                facts.checks().down() ? Optional.of(facts.checks().why()) : health.reason(),
                health.errorRate(rules, now),
                firstEvent == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstEvent)),
                facts.open(),
                facts.rule().maxConcurrency(),
                facts.rule().tier(),
                left == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left)),
                freed);
    }

    private static State state(BackendFacts facts, long now) {
        if (facts.drained()) {
            return State.DRAINED;
        }
        if (facts.checks().down()) {
            return State.DOWN;
        }
        return switch (facts.health().phase()) {
            case UP -> facts.pausedNanos() > 0 ? State.PAUSED : State.UP;
            case PROBED -> State.HALF_OPEN;
            case EJECTED -> facts.health().isProbeDue(now) ? State.HALF_OPEN : State.EJECTED;
        };
    }
}
