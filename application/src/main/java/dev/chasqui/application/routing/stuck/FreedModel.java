package dev.chasqui.application.routing.stuck;

import dev.chasqui.domain.json.Json;

import java.time.Duration;

/**
 * The model of a backend that was last unloaded since it was stuck.
 *
 * @param model its name
 * @param ago the time since then
 * @param times the number of times that a model of the backend was unloaded for this reason
 */
public record FreedModel(String model, Duration ago, int times) {

    /** Returns its members for administrators. */
    public Json.Obj toJson() {
        return Json.Obj.EMPTY
                .with("model", Json.of(model))
                .with("agoMs", Json.of(ago.toMillis()))
                .with("times", Json.of(times));
    }
}
