package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigChange;
import dev.chasqui.adapters.config.ConfigChanges;
import dev.chasqui.application.port.ReloadOutcome;

import java.util.List;

/** The keys that a reload has changed, and their values that are no secrets. Has no state. */
final class ChangedValues {
    private ChangedValues() {}

    /** Returns the values of the keys in which two configurations differ. */
    static List<ReloadOutcome.Value> between(Config before, Config after) {
        return ConfigChanges.between(before, after).stream()
                .filter(one -> one.before().isPresent() || one.after().isPresent())
                .map(ChangedValues::value)
                .toList();
    }

    /** Returns the changed keys: those that need a restart, or the others. */
    static List<String> keys(Config before, Config after, boolean needsRestart) {
        return ConfigChanges.between(before, after).stream()
                .filter(change -> change.needsRestart() == needsRestart)
                .map(ConfigChange::path)
                .toList();
    }

    private static ReloadOutcome.Value value(ConfigChange change) {
        return new ReloadOutcome.Value(change.path(), change.before(), change.after());
    }
}
