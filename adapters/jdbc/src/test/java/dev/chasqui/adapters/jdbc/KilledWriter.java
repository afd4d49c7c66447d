package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A program that changes a database until it is killed. It prints a line for each change when the
 * store has acknowledged it: {@code user} and the version, or {@code entry} and the id.
 */
final class KilledWriter {
    private KilledWriter() {}

    /**
     * Runs.
     *
     * @param arguments the address of a PostgreSQL database, or a folder
     */
    public static void main(String[] arguments) {
        try (Database database = Database.open(place(arguments[0]))) {
            CallerStore store = database.callers();
            long version = store.version();
            while (true) {
                version =
                        store.apply(
                                        version,
                                        List.of(
                                                new CallerStore.Change.PutUser(
                                                        user("u" + (version + 1)))),
                                        ENTRY)
                                .orElseThrow();
                System.out.println("user " + version);
                database.ledger().add(List.of(entry("e" + version)));
                System.out.println("entry e" + version);
            }
        }
    }

    static DatabasePlace place(String text) {
        return text.startsWith("jdbc:")
                ? TestPostgres.place(text)
                : DatabasePlace.inFolder(Path.of(text));
    }

    private static final AuditEntry ENTRY =
            new AuditEntry(Instant.EPOCH, "root", "user.create", "u", "", "{}");

    private static User user(String name) {
        return new User(
                name,
                Caller.Role.USER,
                Set.of(),
                Grants.ALL,
                List.of(),
                Optional.empty(),
                true,
                Instant.EPOCH);
    }

    private static LedgerEntry entry(String id) {
        return new LedgerEntry(
                id,
                Instant.EPOCH,
                "ana",
                Optional.empty(),
                List.of("red"),
                "openai",
                "chat",
                Optional.of("llama"),
                Optional.empty(),
                Optional.of("one"),
                Optional.empty(),
                List.of(),
                200,
                Duration.ZERO,
                Optional.empty(),
                0,
                0,
                1,
                1,
                0,
                false,
                Money.ZERO);
    }
}
