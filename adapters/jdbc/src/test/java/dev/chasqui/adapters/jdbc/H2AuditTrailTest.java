package dev.chasqui.adapters.jdbc;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The audit entries in H2. */
class H2AuditTrailTest extends AuditTrailContract {
    @TempDir static Path folder;

    @Override
    DatabasePlace newPlace() {
        return DatabasePlace.inFolder(folder);
    }
}
