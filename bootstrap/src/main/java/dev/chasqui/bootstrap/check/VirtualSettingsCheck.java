package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.config.VirtualModelConfig;
import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The check of the settings of virtual models: their names, and the types of their values. */
final class VirtualSettingsCheck {
    private static final String STOP = "stop";

    private VirtualSettingsCheck() {}

    /** Adds the mistakes to a configuration. */
    static void check(Reading reading) {
        reading.found()
                .models()
                .virtual()
                .forEach(
                        (name, model) ->
                                check(model, "models.virtual." + name + ".settings.", reading));
    }

    private static void check(VirtualModelConfig model, String where, Reading reading) {
        model.settings()
                .members()
                .forEach(
                        (setting, value) ->
                                mistake(setting, value)
                                        .ifPresent(what -> reading.mistake(where + setting, what)));
    }

    private static Optional<String> mistake(String setting, Json value) {
        if (!Sampling.NAMES.contains(setting)) {
            return Optional.of(NearestName.unknownKey(setting, Sampling.NAMES));
        }
        boolean fits =
                setting.equals(STOP)
                        ? value instanceof Json.Str || value instanceof Json.Arr
                        : value instanceof Json.Num;
        return fits
                ? Optional.empty()
                : Optional.of(
                        value
                                + " (expected: "
                                + (setting.equals(STOP) ? "a text or a list of texts" : "a number")
                                + ")");
    }
}
