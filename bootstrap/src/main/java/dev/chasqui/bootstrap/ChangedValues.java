package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigChange;
import dev.chasqui.adapters.config.ConfigChanges;
import dev.chasqui.application.port.ReloadOutcome;

import java.util.List;

/** The values that a reload has changed and that are no secrets. Has no state. */
final class ChangedValues {
    private ChangedValues() {}

    /** Returns the values of the keys in which two configurations differ. */
    static List<ReloadOutcome.Value> between(Config before, Config after) {
        return ConfigChanges.between(before, after).stream()
                .filter(one -> one.before().isPresent() || one.after().isPresent())
                .map(ChangedValues::value)
                .toList();
    }

    private static ReloadOutcome.Value value(ConfigChange change) {
        return new ReloadOutcome.Value(change.path(), change.before(), change.after());
    }
}
