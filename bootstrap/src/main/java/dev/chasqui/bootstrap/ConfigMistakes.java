package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.adapters.pf4j.PluginReload;
import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.bootstrap.check.PluginsCheck;

import java.util.ArrayList;
import java.util.List;

/** The mistakes for which a reload is refused, and its warnings. Stateless. */
final class ConfigMistakes {
    private ConfigMistakes() {}

    /** Returns the mistakes that a reading has noted. */
    static ConfigException in(Reading reading) {
        try {
            var _ = reading.config();
        } catch (ConfigException e) {
            return e;
        }
        throw new IllegalStateException("there is no mistake to tell");
    }

    /**
     * Returns the warnings of a reload.
     *
     * @param more those that only the running server knows
     */
    static List<String> warnings(Reading reading, List<String> more) {
        List<String> all = new ArrayList<>();
        reading.warnings().forEach(warning -> all.add(warning.toString()));
        all.addAll(more);
        return all;
    }

    /** Returns the outcome of a reload that is refused. */
    static ReloadOutcome refused(ConfigException e) {
        return new ReloadOutcome.Refused(
                e.problems().stream()
                        .map(
                                problem ->
                                        new ReloadOutcome.Mistake(
                                                problem.place().source(),
                                                problem.place().line(),
                                                problem.place().column(),
                                                problem.path(),
                                                problem.message()))
                        .toList());
    }

    /**
     * Returns the result of a reload of the plug-ins that took place.
     *
     * @throws ConfigException if it was refused
     */
    static PluginReload.Done done(PluginReload outcome, Reading reading) {
        return switch (outcome) {
            case PluginReload.Done done -> done;
            case PluginReload.Refused refused -> {
                PluginsCheck.tell(refused.mistakes(), reading);
                refused.failures().forEach(jar -> reading.mistakeOf("plug-in", jar.toString()));
                throw in(reading);
            }
        };
    }
}
