package dev.chasqui.bootstrap.governance;

import dev.chasqui.adapters.config.governance.DatabaseConfig;
import dev.chasqui.adapters.jdbc.Database;
import dev.chasqui.adapters.jdbc.DatabasePlace;

import java.nio.file.Path;
import java.util.Map;

/** The database that a config describes. */
final class DatabaseOf {
    private DatabaseOf() {}

    /**
     * Begins to open the database, and returns at once.
     *
     * @param folder the folder of the embedded database
     * @param environment the variables that hold secrets
     */
    static Database config(DatabaseConfig config, Path folder, Map<String, String> environment) {
        return Database.open(
                config.url()
                        .map(
                                url ->
                                        DatabasePlace.postgres(
                                                url,
                                                config.user(),
                                                () -> config.password(environment)))
                        .orElseGet(() -> DatabasePlace.inFolder(folder)));
    }
}
