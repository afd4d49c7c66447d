package dev.chasqui.adapters.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

/** The place of a database, with all that differs between H2 and PostgreSQL. */
public abstract sealed class DatabasePlace permits FolderPlace, PostgresPlace {

    /** Returns the place of an embedded database (H2) in a folder that only this server uses. */
    public static DatabasePlace inFolder(Path folder) {
        return new FolderPlace(folder);
    }

    /**
     * Returns the place of a PostgreSQL database.
     *
     * @param url an address that begins with {@value PostgresPlace#SCHEME}, without a password
     * @param user the name of the database's user; empty if the address has it
     * @param password the password, read at each opening; empty if there is none
     */
    public static DatabasePlace postgres(
            String url, Optional<String> user, Supplier<Optional<String>> password) {
        return new PostgresPlace(url, user, password);
    }

    /** Returns its name for an operator; it holds no secret. */
    abstract String name();

    /** Returns false if there is no database at this place, so that one would be made. */
    abstract boolean mayExist();

    /** Returns a source of connections for short work; a lost peer ends their waits. */
    abstract DataSource source();

    /** Returns a source of connections for a migration, which may take long. */
    abstract DataSource migratingSource();

    /**
     * Returns true if connections are threads' own files, so that none may be opened or retired.
     */
    abstract boolean isEmbedded();

    /**
     * Returns the file for a copy of the database until it is sent; empty if the database has tools
     * of its own for that.
     */
    abstract Optional<Path> backupFile();

    /**
     * Undoes a migration that did not end, if the database cannot do that itself. It is called
     * before the first connection.
     *
     * @throws IOException if the files cannot be changed
     */
    abstract void beforeOpening() throws IOException;

    /**
     * Keeps a copy if the database cannot undo a migration itself. There is no connection.
     *
     * @throws IOException if the copy cannot be written
     */
    abstract void beforeMigration() throws IOException;

    /**
     * Notes that the migration has ended well.
     *
     * @param from the version of the schema before it
     * @throws IOException if the files cannot be changed
     */
    abstract void afterMigration(int from) throws IOException;
}
