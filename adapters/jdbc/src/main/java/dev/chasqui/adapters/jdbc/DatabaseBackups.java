package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.Backups;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.files.OwnerOnly;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The copies of a database: of H2 a ZIP with its file, of PostgreSQL a word about its own tool. */
final class DatabaseBackups implements Backups {
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Database database;
    private final DatabasePlace place;
    private final Semaphore one = new Semaphore(1);

    DatabaseBackups(Database database, DatabasePlace place) {
        this.database = database;
        this.place = place;
    }

    @Override
    public Copy make() {
        Path file =
                place.backupFile()
                        .orElseThrow(
                                () ->
                                        new FailureException(
                                                new Failure.Invalid(
                                                        Optional.empty(),
                                                        "the database is "
                                                                + place.name()
                                                                + ", which has a tool of its own"
                                                                + " for that: pg_dump --format"
                                                                + " custom --table 'chasqui_*'"
                                                                + " --file FILE, and pg_restore"
                                                                + " --clean --if-exists")));
        if (!one.tryAcquire()) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "another copy of the database is being made; try again later", RETRY));
        }
        boolean made = false;
        try {
            Copy copy = make(file);
            made = true;
            return copy;
        } finally {
            if (!made) {
                delete(file);
                one.release();
            }
        }
    }

    private Copy make(Path file) {
        try {
            var _ =
                    database.lengthy(
                            handle -> {
                                // Before it is open, its folder may be missing, and the opening
                                // removes the file.
                                prepare(file);
                                handle.execute("SET QUERY_TIMEOUT 0");
                                try {
                                    return handle.createUpdate("BACKUP TO :file")
                                            .bind("file", file.toString())
                                            .execute();
                                } finally {
                                    handle.execute(Pool.BOUND_STATEMENTS);
                                }
                            });
            return new FileCopy(file, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty file. H2 writes into it, so that nobody else may read it at any time. */
    private static void prepare(Path file) {
        try {
            boolean _ = Files.deleteIfExists(file);
            Path _ = Files.createFile(file, OwnerOnly.on(file.getFileSystem()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            boolean _ = Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next opening of the database does it.
        }
    }

    /** A copy in a file. */
    private final class FileCopy implements Copy {
        private final Path file;
        private final long size;
        private boolean closed;

        FileCopy(Path file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void sendTo(OutputStream out) throws IOException {
            try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ)) {
                var _ = in.transferTo(out);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                delete(file);
                one.release();
            }
        }
    }
}
