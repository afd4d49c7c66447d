package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.memory.Fact;
import dev.chasqui.application.port.memory.FactStore;

import org.jdbi.v3.core.Handle;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The facts of users in a database: a row for each. A database that is not there yet has none, and
 * is not made for a question about them.
 */
final class JdbcFactStore implements FactStore {
    /** The tries to add a fact while others take the same number at the same time. */
    private static final int MOST_TRIES = 20;

    private final Database database;

    JdbcFactStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Fact> add(String owner, String text, List<Float> vector, Instant at) {
        String told = Columns.text(text, Fact.LONGEST);
        for (int i = 0; i < MOST_TRIES; i++) {
            List<Fact> facts = facts(owner);
            Optional<Fact> known =
                    facts.stream().filter(fact -> fact.text().equals(told)).findFirst();
            if (known.isPresent() || facts.size() >= Fact.MOST) {
                return known;
            }
            Fact next =
                    new Fact(facts.isEmpty() ? 1 : facts.getLast().number() + 1, at, told, vector);
            if (database.write(handle -> insert(handle, owner, next))) {
                return Optional.of(next);
            }
        }
        throw OwnerThreads.away("others add facts at the same time");
    }

    private static boolean insert(Handle handle, String owner, Fact fact) {
        return handle.createUpdate(
                                """
                                INSERT INTO chasqui_facts (owner_id, number, at, fact, vector)
                                VALUES (:owner, :number, :at, :fact, :vector)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("owner", Columns.text(owner))
                        .bind("number", fact.number())
                        .bind("at", Columns.time(fact.at()))
                        .bind("fact", fact.text())
                        .bind("vector", written(fact.vector()))
                        .execute()
                > 0;
    }

    @Override
    public List<Fact> facts(String owner) {
        return database.isBegun()
                ? database.read(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT number, at, fact, vector FROM chasqui_facts
                                                WHERE owner_id = :owner ORDER BY number
                                                """)
                                        .bind("owner", Columns.text(owner))
                                        .map((row, _) -> fact(row))
                                        .list())
                : List.of();
    }

    private static Fact fact(ResultSet row) throws SQLException {
        return new Fact(
                row.getLong("number"),
                Columns.time(row, "at"),
                row.getString("fact"),
                read(row.getString("vector")));
    }

    @Override
    public boolean remove(String owner, long number) {
        return database.isBegun()
                && database.write(
                        handle ->
                                handle.createUpdate(
                                                        """
                                                        DELETE FROM chasqui_facts
                                                        WHERE owner_id = :owner AND number = :number
                                                        """)
                                                .bind("owner", Columns.text(owner))
                                                .bind("number", number)
                                                .execute()
                                        > 0);
    }

    @Override
    public long forget(String owner) {
        return database.isBegun()
                ? database.write(
                        handle ->
                                handle.createUpdate(
                                                "DELETE FROM chasqui_facts WHERE owner_id = :owner")
                                        .bind("owner", Columns.text(owner))
                                        .execute())
                : 0;
    }

    private static String written(List<Float> vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.size() * Float.BYTES);
        vector.forEach(bytes::putFloat);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static List<Float> read(String vector) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(vector));
        List<Float> numbers = new ArrayList<>(bytes.remaining() / Float.BYTES);
        while (bytes.remaining() >= Float.BYTES) {
            numbers.add(bytes.getFloat());
        }
        return numbers;
    }
}
