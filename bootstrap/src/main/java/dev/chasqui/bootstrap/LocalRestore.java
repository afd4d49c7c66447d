package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.jdbc.DatabaseRestore;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.bootstrap.governance.UsersMark;
import dev.chasqui.cli.backup.RestoreAction;
import dev.chasqui.cli.command.CommandFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The action of {@code chasqui restore}. */
final class LocalRestore implements RestoreAction {

    @Override
    public List<String> restore(Config config, Path backup) {
        if (config.database().url().isPresent()) {
            throw CommandFailure.refused(
                    "database.url: the config names a PostgreSQL database, which has a tool of its"
                            + " own for that: pg_restore --clean --if-exists");
        }
        if (!Files.isReadable(backup)) {
            throw CommandFailure.refused(
                    backup + " cannot be read (expected: a file of 'chasqui backup')");
        }
        try (DataFolder data = DataFolder.open(config.data().dir())) {
            Path folder = data.of(DataFolder.DATABASE);
            DatabaseRestore.Restored restored = DatabaseRestore.restore(folder, backup);
            if (restored.users() > 0) {
                // The next start asks for keys while it does not know the users yet.
                new UsersMark(folder).set();
            }
            return lines(restored);
        } catch (StartFailure | IllegalArgumentException e) {
            throw CommandFailure.refused(Objects.requireNonNull(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.failed("the database cannot be restored: " + e.getMessage());
        }
    }

    private static List<String> lines(DatabaseRestore.Restored restored) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "The database has %d users and %d keys now"
                                .formatted(restored.users(), restored.keys())
                        + restored.changed()
                                .map(time -> "; its last change was at " + time)
                                .orElse("")
                        + ".");
        if (restored.keys() > 0) {
            lines.add(
                    "Keys that were revoked after the copy was made are valid again; revoke them"
                            + " once more.");
        }
        restored.before().ifPresent(file -> lines.add("The one before is kept as " + file + "."));
        return lines;
    }
}
