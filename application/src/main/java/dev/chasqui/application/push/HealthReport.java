package dev.chasqui.application.push;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.routing.BackendReport;
import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The health of all backends at a moment.
 *
 * @param backends the backends as the choice sees them
 * @param unlisted the names of those whose list of models could not be read
 * @param waiting the number of requests that wait for a place
 */
record HealthReport(List<BackendReport> backends, Set<String> unlisted, int waiting) {
    HealthReport {
        backends = List.copyOf(backends);
        unlisted = Set.copyOf(unlisted);
    }

    /** Makes the report of backends and of their lists of models. */
    static HealthReport of(List<BackendReport> backends, List<BackendState> lists, int waiting) {
        return new HealthReport(
                backends,
                lists.stream()
                        .filter(one -> !one.up())
                        .map(BackendState::name)
                        .collect(Collectors.toSet()),
                waiting);
    }

    /**
     * Returns the words for the states of the backends by their names, which are those of the
     * report, and of which a change is pushed. One that a request tries is still ejected.
     */
    Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        for (BackendReport one : backends) {
            states.put(
                    one.name(),
                    switch (one.state()) {
                        case UP -> unlisted.contains(one.name()) ? "unlisted" : "up";
                        case DRAINED -> "drained";
                        case PAUSED -> "paused";
                        case DOWN -> "down";
                        case EJECTED, HALF_OPEN -> "ejected";
                    });
        }
        return states;
    }

    private boolean isDegraded() {
        return states().values().stream()
                .anyMatch(state -> Set.of("unlisted", "down", "ejected").contains(state));
    }

    /**
     * Returns the report for its receiver.
     *
     * @param changed the names of the backends whose states have changed since the last report
     */
    Json.Obj toJson(Instant now, List<String> changed) {
        Map<String, String> states = states();
        return Json.Obj.EMPTY
                .with("at", Json.of(now.toString()))
                .with("status", Json.of(isDegraded() ? "degraded" : "ok"))
                .with("changed", new Json.Arr(changed.stream().<Json>map(Json::of).toList()))
                .with(
                        "backends",
                        new Json.Arr(
                                backends.stream().<Json>map(one -> toJson(one, states)).toList()))
                .with("waiting", Json.of(waiting));
    }

    private static Json.Obj toJson(BackendReport one, Map<String, String> states) {
        return one.toJson().with("state", Json.of(Objects.requireNonNull(states.get(one.name()))));
    }
}
