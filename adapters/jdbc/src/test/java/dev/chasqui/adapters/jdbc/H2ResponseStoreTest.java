package dev.chasqui.adapters.jdbc;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Responses and conversations in H2. */
class H2ResponseStoreTest extends ResponseStoreContract {
    @TempDir static Path folder;

    @Override
    DatabasePlace newPlace() {
        return DatabasePlace.inFolder(folder);
    }
}
