package dev.chasqui.adapters.jdbc;

import dev.chasqui.domain.files.OwnerOnly;
import dev.chasqui.domain.size.ByteSize;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The return of an embedded database to an earlier copy. The copy is unpacked and looked through
 * beside the database, and takes its place in one step; a kill leaves the one or the other.
 */
public final class DatabaseRestore {
    /** The folder, within that of the database, in which the copy is looked through. */
    private static final String TRIAL = "restoring";

    private static final String BEFORE = FolderPlace.FILE + ".before-restore-";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    /** The room on the disk that a copy leaves free, since servers may use the same disk. */
    private static final ByteSize ROOM = new ByteSize(256L * 1024 * 1024);

    private static final int BUFFER = 64 * 1024;

    /**
     * Counts what may run code or reach elsewhere: a copy that a server has made holds tables of
     * its own alone.
     */
    private static final String FOREIGN_PARTS =
            """
            SELECT (SELECT count(*) FROM information_schema.routines)
                + (SELECT count(*) FROM information_schema.triggers)
                + (SELECT count(*) FROM information_schema.tables
                    WHERE lower(table_schema) <> 'information_schema'
                    AND (table_type <> 'BASE TABLE' OR storage_type NOT IN ('CACHED', 'MEMORY')))
            """;

    private DatabaseRestore() {}

    /**
     * The content of the database after a restore.
     *
     * @param users the number of users
     * @param keys the number of keys
     * @param changed the time of the newest change in the copy; empty if there is none
     * @param before the database that was there before; empty if there was none
     */
    public record Restored(
            long users, long keys, Optional<Instant> changed, Optional<Path> before) {}

    /**
     * Puts a copy in the place of the database in a folder, which no server may use meanwhile.
     *
     * @param backup the file that a backup has made
     * @throws IllegalArgumentException if it is no such file, or one of a newer server; nothing has
     *     changed then
     * @throws IOException if files cannot be read or written; nothing has changed then
     */
    public static Restored restore(Path folder, Path backup) throws IOException {
        FolderPlace place = new FolderPlace(folder);
        Path trial = folder.resolve(TRIAL);
        // Otherwise the next start would take this database for one whose upgrade was cut off.
        place.beforeOpening();
        delete(trial);
        try {
            Files.createDirectories(trial);
            Path unpacked = trial.resolve(FolderPlace.FILE);
            unpack(backup, unpacked);
            Restored found = look(trial, backup);
            force(unpacked);
            Path file = folder.resolve(FolderPlace.FILE);
            Path before = folder.resolve(BEFORE + TIME.format(Instant.now()));
            boolean there = Files.exists(file);
            if (there) {
                keep(file, before);
            }
            Files.move(unpacked, file, StandardCopyOption.ATOMIC_MOVE);
            return new Restored(
                    found.users(),
                    found.keys(),
                    found.changed(),
                    there ? Optional.of(before) : Optional.empty());
        } finally {
            delete(trial);
        }
    }

    private static void unpack(Path backup, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(backup);
                ZipInputStream zip = new ZipInputStream(in)) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null && !entry.getName().equals(FolderPlace.FILE)) {
                entry = zip.getNextEntry();
            }
            if (entry == null) {
                throw foreign(backup);
            }
            boolean _ = Files.deleteIfExists(to);
            Path _ = Files.createFile(to, OwnerOnly.on(to.getFileSystem()));
            try (OutputStream out = Files.newOutputStream(to)) {
                write(zip, out, to);
            }
        } catch (ZipException | EOFException e) {
            throw new IllegalArgumentException(
                    backup + " is damaged, or was cut off (expected: a file of 'chasqui backup')",
                    e);
        }
    }

    /** A small file may unpack into one that is larger than the disk. */
    private static void write(InputStream from, OutputStream to, Path file) throws IOException {
        FileStore disk = Files.getFileStore(file);
        byte[] buffer = new byte[BUFFER];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            if (disk.getUsableSpace() < ROOM.bytes()) {
                throw new IOException(
                        "the disk of "
                                + file.getParent()
                                + " has less than "
                                + ROOM
                                + " left; make room on it");
            }
            to.write(buffer, 0, read);
        }
    }

    private static IllegalArgumentException foreign(Path backup) {
        return new IllegalArgumentException(
                backup + " holds no database of Chasqui (expected: a file of 'chasqui backup')");
    }

    /** Looks through the copy, which opens only if it is whole. */
    private static Restored look(Path trial, Path backup) {
        try (Connection connection = new FolderPlace(trial).source().getConnection();
                Statement statement = connection.createStatement()) {
            if (number(statement, FOREIGN_PARTS) > 0) {
                throw foreign(backup);
            }
            int version = Schema.version(connection);
            if (version == 0) {
                throw foreign(backup);
            }
            if (version > Schema.VERSION) {
                throw new IllegalArgumentException(
                        backup + ": " + new NewerSchemaException(version).getMessage());
            }
            for (String table : List.of("ledger", "hours", "teams", "members")) {
                var _ = count(statement, table);
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT max(at) AS at FROM chasqui_audit")) {
                var _ = row.next();
                var changed = Columns.maybeTime(row, "at");
                return new Restored(
                        count(statement, "users"),
                        count(statement, "keys"),
                        changed,
                        Optional.empty());
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    backup
                            + " cannot be read (expected: a file of 'chasqui backup'): "
                            + SqlReasons.of(e),
                    e);
        }
    }

    private static long count(Statement statement, String table) throws SQLException {
        return number(statement, "SELECT count(*) FROM chasqui_" + table);
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (Statement own = statement.getConnection().createStatement();
                ResultSet row = own.executeQuery(sql)) {
            var _ = row.next();
            return row.getLong(1);
        }
    }

    /** Gives the database a second name, under which it stays when the copy takes the first. */
    private static void keep(Path file, Path before) throws IOException {
        try {
            Path _ = Files.createLink(before, file);
        } catch (IOException | UnsupportedOperationException e) {
            // Some file systems know no second names.
            Path _ = Files.copy(file, before, StandardCopyOption.COPY_ATTRIBUTES);
            force(before);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
