package dev.chasqui.adapters.jdbc;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The money that budgets have spent, in H2. */
class H2SpendStoreTest extends StoredSpending {
    @TempDir static Path folder;

    @Override
    DatabasePlace newPlace() {
        return DatabasePlace.inFolder(folder);
    }
}
