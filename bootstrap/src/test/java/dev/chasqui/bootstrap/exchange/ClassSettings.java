package dev.chasqui.bootstrap.exchange;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The settings of one test class: one for each dialect of a backend, started by the first test that
 * needs it, lent to one test after the other, and closed after the last one.
 */
final class ClassSettings implements AfterAllCallback {
    private final Start start;
    private final Map<Client, Setting> started = new EnumMap<>(Client.class);

    ClassSettings(Start start) {
        this.start = start;
    }

    /** Starts a setting whose backend has this dialect. */
    interface Start {
        Setting with(Client backend) throws IOException;
    }

    /** Returns the setting in its first state, except for its documents and keys. */
    Setting of(Client backend) throws IOException {
        Setting setting = started.get(backend);
        if (setting == null) {
            setting = start.with(backend);
            started.put(backend, setting);
        }
        return setting.lend();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        started.values().forEach(Setting::close);
    }
}
