package dev.chasqui.bootstrap.governance;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.KeyConfig;
import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.GrantedAdmission;
import dev.chasqui.application.callers.Key;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.callers.MemoryCallerStore;
import dev.chasqui.application.port.Admission;
import dev.chasqui.application.port.ExchangeListener;
import dev.chasqui.application.port.callers.CallerStore;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts that know who asks, and how much: callers, limits and the ledger. They live as long as
 * the process, so that a changed config restarts no count. Safe for use by several threads; changes
 * are made by one thread at a time.
 */
public final class Governance implements AutoCloseable {
    private final CallerDirectory directory;
    private final Admission admission;

    private Governance(CallerStore callers) {
        directory = new CallerDirectory(callers, InstantSource.system(), false);
        directory.start();
        admission = new GrantedAdmission(directory, new KeyRights());
    }

    /**
     * Makes the parts. It does not wait for the database.
     *
     * @param folder the folder of the embedded database
     * @param environment the variables that hold secrets
     */
    public static Governance open(Config config, Path folder, Map<String, String> environment) {
        return new Governance(new MemoryCallerStore());
    }

    /** Returns the callers with the keys of a config. */
    public Callers callers(Config config) {
        return new Callers(config.keys().stream().map(Governance::key).toList(), directory);
    }

    private static Key key(KeyConfig key) {
        return new Key(
                key.name(),
                key.sha256(),
                key.role(),
                Set.copyOf(key.agents()),
                key.showLoading(),
                key.trace());
    }

    /** Returns the gate for requests. */
    public Admission admission() {
        return admission;
    }

    /** Returns the listeners to exchanges. */
    public List<ExchangeListener> listeners() {
        return List.of();
    }

    /** Takes over a changed config. Nothing of it can fail. */
    public void change(Config next) {}

    @Override
    public void close() {
        directory.close();
    }
}
