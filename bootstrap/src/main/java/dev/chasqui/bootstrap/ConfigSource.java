package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.Reading;

import java.util.Map;
import java.util.Optional;

/** The source of the configuration while the server runs. */
interface ConfigSource {

    /**
     * Reads the current configuration, and checks that this machine has the things it names.
     *
     * @throws dev.chasqui.adapters.config.reading.ConfigException if it cannot be read at all
     */
    Reading read();

    /** Applies a configuration that the server has taken to parts outside the server: the log. */
    void taken(Config config);

    /** Returns a source of a configuration that never changes. */
    static ConfigSource fixed(Config config) {
        return new ConfigSource() {
            @Override
            public Reading read() {
                return ConfigReader.check(Optional.empty(), Map.of(), Map.of()).with(_ -> config);
            }

            @Override
            public void taken(Config next) {}
        };
    }
}
