package dev.chasqui.adapters.jdbc;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The facts of users, in H2. */
class H2FactStoreTest extends StoredFacts {
    @TempDir static Path folder;

    @Override
    DatabasePlace newPlace() {
        return DatabasePlace.inFolder(folder);
    }
}
