package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.ConfigException;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.application.port.ReloadOutcome;

/** The mistakes for which a reload is refused. Stateless. */
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
}
