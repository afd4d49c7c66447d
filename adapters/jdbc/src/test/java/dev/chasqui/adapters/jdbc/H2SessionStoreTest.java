package dev.chasqui.adapters.jdbc;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The sessions, in H2. */
class H2SessionStoreTest extends StoredSessions {
    @TempDir static Path folder;

    @Override
    DatabasePlace newPlace() {
        return DatabasePlace.inFolder(folder);
    }
}
