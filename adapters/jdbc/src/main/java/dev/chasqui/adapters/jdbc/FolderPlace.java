package dev.chasqui.adapters.jdbc;

import org.h2.jdbcx.JdbcDataSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import javax.sql.DataSource;

/**
 * An H2 database in a folder.
 *
 * <p>H2 commits each statement that changes the schema by itself, so a migration that is cut off
 * leaves half of it behind. Therefore its file is copied before, and the copy is put back at the
 * next start unless the migration came to its end. The last copy is kept.
 */
final class FolderPlace extends DatabasePlace {
    private static final String NAME = "chasqui";

    /** The name of the file in the folder. */
    static final String FILE = NAME + ".mv.db";

    private final Path folder;
    private final Path file;
    private final Path copy;
    private final Path backup;

    /** True if there was nothing before the first connection, so there is nothing to copy. */
    private boolean isNew;

    FolderPlace(Path folder) {
        this.folder = folder.toAbsolutePath();
        this.file = this.folder.resolve(FILE);
        this.copy = this.folder.resolve(FILE + ".migrating");
        this.backup = this.folder.resolve(NAME + ".backup");
    }

    @Override
    String name() {
        return "the embedded database";
    }

    @Override
    boolean mayExist() {
        return !Files.isDirectory(folder) || Files.exists(file) || Files.exists(copy);
    }

    @Override
    DataSource source() {
        JdbcDataSource source = new JdbcDataSource();
        // With a delay H2 loses what it has acknowledged when the process is killed. On exit, the
        // server closes it, when nobody uses it any more.
        source.setURL(
                "jdbc:h2:file:"
                        + folder.resolve(NAME).toString().replace(";", "\\;")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;MODE=PostgreSQL"
                        + ";DATABASE_TO_LOWER=TRUE;LOCK_TIMEOUT=5000;TIME ZONE=UTC"
                        // Its errors are in the log of the server.
                        + ";TRACE_LEVEL_FILE=0");
        return source;
    }

    @Override
    DataSource migratingSource() {
        return source();
    }

    @Override
    boolean isEmbedded() {
        return true;
    }

    @Override
    Optional<Path> backupFile() {
        return Optional.of(backup);
    }

    @Override
    void beforeOpening() throws IOException {
        Files.createDirectories(folder);
        keepPrivate();
        // A kill may have left it.
        boolean _ = Files.deleteIfExists(backup);
        if (Files.exists(copy)) {
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        }
        isNew = !Files.exists(file);
    }

    /** Keeps other users of this machine from reading the database, and its copies. */
    private void keepPrivate() {
        var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        try {
            if (view != null) {
                view.setPermissions(PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            // It belongs to another user, who decides who may read it.
        }
    }

    @Override
    void beforeMigration() throws IOException {
        if (isNew) {
            return;
        }
        Path part = folder.resolve(FILE + ".part");
        Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    void afterMigration(int from) throws IOException {
        if (Files.exists(copy)) {
            Files.move(
                    copy,
                    folder.resolve(FILE + ".before-" + (from + 1)),
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
