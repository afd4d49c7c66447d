package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.Backups;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Copies of a database, and the return to them. */
class BackupTest {
    /** Each makes the file larger, since its space is not used again meanwhile. */
    private static final int MOST = 2_000;

    @TempDir Path folder;

    private static AuditEntry entry(int number) {
        return new AuditEntry(Instant.EPOCH, "root", "test", "no. " + number, "", "");
    }

    private Path save(Backups.Copy copy) throws IOException {
        Path file = Files.createTempFile(folder, "backup", ".zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            copy.sendTo(out);
        }
        assertThat(file).hasSize(copy.size());
        return file;
    }

    private Path save(Database database) throws IOException {
        try (Backups.Copy copy = database.backups().make()) {
            return save(copy);
        }
    }

    /** Returns the numbers of the audit entries in a copy. */
    private List<Integer> restored(Path backup) throws IOException {
        Path place = Files.createTempDirectory(folder, "restored");
        var _ = DatabaseRestore.restore(place, backup);
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files).containsExactly(place.resolve("chasqui.mv.db"));
        }
        try (Database database = Database.open(DatabasePlace.inFolder(place))) {
            return database.audit().newest(1_000_000).stream()
                    .map(entry -> Integer.valueOf(entry.subject().substring("no. ".length())))
                    .toList()
                    .reversed();
        }
    }

    @Test
    void whatWasAcknowledgedBeforeIsInACopyThatIsMadeUnderLoad() throws Exception {
        try (Database database = Database.open(DatabasePlace.inFolder(folder.resolve("data")))) {
            AtomicInteger acknowledged = new AtomicInteger();
            AtomicBoolean stop = new AtomicBoolean();
            Thread writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 1; i <= MOST && !stop.get(); i++) {
                                            try {
                                                database.audit().add(entry(i));
                                                acknowledged.set(i);
                                            } catch (FailureException e) {
                                                return;
                                            }
                                        }
                                    });
            try {
                for (int i = 0; i < 3; i++) {
                    int before = acknowledged.get();
                    Path backup = save(database);
                    List<Integer> found = restored(backup);
                    assertThat(found.size()).isGreaterThanOrEqualTo(before);
                    assertThat(found)
                            .isEqualTo(IntStream.rangeClosed(1, found.size()).boxed().toList());
                }
            } finally {
                stop.set(true);
                writer.join();
            }
        }
    }

    @Test
    void onlyOneIsMadeAtATimeWhichNobodyElseMayReadAndIsGoneAfterwards() throws Exception {
        Path data = folder.resolve("data");
        try (Database database = Database.open(DatabasePlace.inFolder(data))) {
            database.audit().add(entry(1));
            Backups backups = database.backups();
            Path file = data.resolve("chasqui.backup");
            try (Backups.Copy _ = backups.make()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThatThrownBy(backups::make)
                        .isInstanceOfSatisfying(
                                FailureException.class,
                                e ->
                                        assertThat(e.failure())
                                                .isInstanceOf(Failure.Overloaded.class));
            }
            assertThat(file).doesNotExist();
            backups.make().close();
        }
        // A kill amid a backup leaves such a file.
        Files.writeString(data.resolve("chasqui.backup"), "half of one");
        try (Database database = Database.open(DatabasePlace.inFolder(data))) {
            database.audit().add(entry(2));
        }
        assertThat(data.resolve("chasqui.backup")).doesNotExist();
    }

    @Test
    void postgresHasAToolOfItsOwn() {
        try (Database database = Database.open(TestPostgres.newPlace())) {
            Backups backups = database.backups();
            assertThatThrownBy(backups::make).hasMessageContaining("pg_dump");
        }
    }

    @Test
    void theDatabaseBeforeIsKept() throws Exception {
        Path data = folder.resolve("data");
        Path backup;
        try (Database database = Database.open(DatabasePlace.inFolder(data))) {
            database.audit().add(entry(1));
            backup = save(database);
            database.audit().add(entry(2));
        }
        // As if an upgrade had been cut off: the copy is the database then.
        Files.copy(data.resolve("chasqui.mv.db"), data.resolve("chasqui.mv.db.migrating"));

        DatabaseRestore.Restored restored = DatabaseRestore.restore(data, backup);

        assertThat(restored.users()).isZero();
        assertThat(restored.changed()).contains(Instant.EPOCH);
        Path before = restored.before().orElseThrow();
        assertThat(before.getParent()).isEqualTo(data);
        assertThat(before.getFileName().toString()).startsWith("chasqui.mv.db.before-restore-");
        Path second = DatabaseRestore.restore(data, backup).before().orElseThrow();
        assertThat(second).isNotEqualTo(before);
        assertThat(before).isNotEmptyFile();
        try (Database database = Database.open(DatabasePlace.inFolder(data))) {
            assertThat(database.audit().newest(9)).hasSize(1);
        }
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.copy(before, other.resolve("chasqui.mv.db"));
        try (Database database = Database.open(DatabasePlace.inFolder(other))) {
            assertThat(database.audit().newest(9)).hasSize(2);
        }
    }

    @Test
    void anOldCopyIsUpgradedAtTheNextStart() throws Exception {
        Path old = folder.resolve("old");
        OldDatabase.make(DatabasePlace.inFolder(old), 1, 1);
        Path backup = zip("chasqui.mv.db", Files.readAllBytes(old.resolve("chasqui.mv.db")));

        DatabaseRestore.Restored restored = DatabaseRestore.restore(folder.resolve("new"), backup);

        assertThat(restored.users()).isEqualTo(1);
        assertThat(restored.keys()).isEqualTo(1);
        assertThat(restored.before()).isEmpty();
        try (Database database = Database.open(DatabasePlace.inFolder(folder.resolve("new")))) {
            assertThat(database.callers().load().users()).containsOnlyKeys("boss");
        }
    }

    private Path zip(String name, byte[] content) throws IOException {
        Path file = Files.createTempFile(folder, "made", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return file;
    }

    private void assertRefused(Path backup, String why) throws Exception {
        Path data = folder.resolve("data");
        byte[] before = Files.readAllBytes(data.resolve("chasqui.mv.db"));
        assertThatThrownBy(() -> DatabaseRestore.restore(data, backup))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
        assertThat(data.resolve("chasqui.mv.db")).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve("chasqui.mv.db"));
        }
    }

    @Test
    void aFileThatIsNoCopyIsRefusedAndNothingChanges() throws Exception {
        Path backup;
        try (Database database = Database.open(DatabasePlace.inFolder(folder.resolve("data")))) {
            database.audit().add(entry(1));
            backup = save(database);
        }
        byte[] whole = Files.readAllBytes(backup);
        Path cut = folder.resolve("cut.zip");
        Files.write(cut, Arrays.copyOf(whole, whole.length * 2 / 3));
        assertRefused(cut, "was cut off");
        Path text = Files.writeString(folder.resolve("text"), "no ZIP");
        assertRefused(text, "holds no database of Chasqui");
        assertRefused(zip("other", new byte[9]), "holds no database of Chasqui");
        assertRefused(zip("../chasqui.mv.db", whole), "holds no database of Chasqui");
        assertRefused(zip("chasqui.mv.db", new byte[9_999]), "cannot be read");
        assertRefused(foreign("CREATE TABLE t (id INT)"), "holds no database of Chasqui");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ALIAS f FOR 'java.lang.Math.abs(int)'",
                "CREATE VIEW v AS SELECT * FROM chasqui_users",
                "CREATE LINKED TABLE l ('', 'jdbc:h2:mem:', '', '', 'information_schema.users')",
                "CREATE TRIGGER t BEFORE INSERT ON chasqui_users CALL"
                        + " 'dev.chasqui.adapters.jdbc.BackupTest$Trigger'"
            })
    void aCopyThatMayRunCodeOrReachElsewhereIsRefused(String sql) throws Exception {
        Path data = folder.resolve("data");
        Path made = folder.resolve("made");
        for (Path place : List.of(data, made)) {
            try (Database database = Database.open(DatabasePlace.inFolder(place))) {
                database.audit().add(entry(1));
            }
        }
        try (Connection connection = DatabasePlace.inFolder(made).source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        assertRefused(
                zip("chasqui.mv.db", Files.readAllBytes(made.resolve("chasqui.mv.db"))),
                "holds no database of Chasqui");
    }

    /** A trigger that does nothing. */
    public static final class Trigger implements org.h2.api.Trigger {
        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {}
    }

    @Test
    void oneOfANewerServerIsRefused() throws Exception {
        try (Database database = Database.open(DatabasePlace.inFolder(folder.resolve("data")))) {
            database.audit().add(entry(1));
        }
        assertRefused(
                foreign(
                        "CREATE TABLE \"chasqui_schema\" (\"version\" VARCHAR, \"success\""
                                + " BOOLEAN);INSERT INTO \"chasqui_schema\" VALUES ('99', TRUE)"),
                "newer Chasqui");
    }

    private Path foreign(String sql) throws IOException, SQLException {
        Path place = Files.createTempDirectory(folder, "foreign");
        try (Connection connection = DatabasePlace.inFolder(place).source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return zip("chasqui.mv.db", Files.readAllBytes(place.resolve("chasqui.mv.db")));
    }
}
