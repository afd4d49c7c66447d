package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.Reading;

import java.util.Map;
import java.util.Optional;

/** Where the configuration comes from while the server serves, and what else goes on with it. */
interface ConfigSource {

    /**
     * Reads the configuration as it is now, and looks whether this machine has what it names.
     *
     * @throws dev.chasqui.adapters.config.ConfigException if it cannot be read at all
     */
    Reading read();

    /** Lets what is not the server's go on with a configuration that it took: the log. */
    void taken(Config config);

    /** A configuration that stays as it is. */
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
