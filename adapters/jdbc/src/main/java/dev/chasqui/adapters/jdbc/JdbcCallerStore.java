package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.callers.AccountJson;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The users, teams and keys in a database. The row with the version is changed first by each
 * change, so changes of several servers come one after the other, and each grows the version.
 */
final class JdbcCallerStore implements CallerStore {
    private static final int MOST_TRIES = 20;

    private final Database database;

    JdbcCallerStore(Database database) {
        this.database = database;
    }

    @Override
    public long version() {
        return database.read(JdbcCallerStore::version);
    }

    private static long version(Handle handle) {
        return handle.createQuery("SELECT version FROM chasqui_version").mapTo(Long.class).one();
    }

    /** Reads until no change came between, since each select may see another state. */
    @Override
    public Stored load() {
        return database.read(
                handle -> {
                    for (int i = 0; i < MOST_TRIES; i++) {
                        Stored stored = load(handle, version(handle));
                        if (version(handle) == stored.version()) {
                            return stored;
                        }
                    }
                    throw OwnerThreads.away("the users and keys change too fast to be read");
                });
    }

    private static Stored load(Handle handle, long version) {
        Map<String, Set<String>> teams = new HashMap<>();
        handle.createQuery("SELECT user_name, team FROM chasqui_members")
                .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(
                        member ->
                                teams.computeIfAbsent(member.getKey(), _ -> new HashSet<>())
                                        .add(member.getValue()));
        return new Stored(
                version,
                handle.createQuery("SELECT * FROM chasqui_users")
                        .map((row, _) -> user(row, teams))
                        .collect(Collectors.toMap(User::name, user -> user)),
                handle.createQuery("SELECT * FROM chasqui_teams")
                        .map((row, _) -> team(row))
                        .collect(Collectors.toMap(Team::name, team -> team)),
                handle.createQuery("SELECT * FROM chasqui_keys ORDER BY created, id")
                        .map((row, _) -> key(row))
                        .list());
    }

    private static User user(ResultSet row, Map<String, Set<String>> teams) throws SQLException {
        String name = row.getString("name");
        return new User(
                name,
                Caller.Role.valueOf(row.getString("role")),
                teams.getOrDefault(name, Set.of()),
                grants(row),
                limits(row),
                budget(row),
                row.getBoolean("active"),
                Columns.time(row, "created"));
    }

    private static Team team(ResultSet row) throws SQLException {
        return new Team(row.getString("name"), limits(row), budget(row));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                row.getString("user_name"),
                row.getString("name"),
                row.getString("sha256"),
                Columns.time(row, "created"),
                Columns.maybeTime(row, "expires"),
                grants(row),
                limits(row),
                budget(row));
    }

    private static Grants grants(ResultSet row) throws SQLException {
        return AccountJson.grants((Json.Obj) json(row.getString("grants")));
    }

    private static List<Limit> limits(ResultSet row) throws SQLException {
        return AccountJson.limits(json(row.getString("limits")));
    }

    private static Optional<Budget> budget(ResultSet row) throws SQLException {
        return Columns.maybeText(row, "budget")
                .map(text -> AccountJson.budget((Json.Obj) json(text)));
    }

    private static Json json(String text) {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String json(Optional<Budget> budget) {
        return budget.map(there -> AccountJson.json(there).toString()).orElse(null);
    }

    @Override
    public OptionalLong apply(long basedOn, List<Change> changes, AuditEntry entry) {
        return database.write(
                handle -> {
                    int rows =
                            handle.createUpdate(
                                            """
                                            UPDATE chasqui_version SET version = version + 1
                                            WHERE version = :basedOn
                                            """)
                                    .bind("basedOn", basedOn)
                                    .execute();
                    if (rows == 0) {
                        return OptionalLong.empty();
                    }
                    changes.forEach(change -> apply(handle, change));
                    checkReferences(handle);
                    var _ = JdbcAuditTrail.insert(handle, entry);
                    return OptionalLong.of(basedOn + 1);
                });
    }

    private static void apply(Handle handle, Change change) {
        switch (change) {
            case Change.PutUser(User user) -> put(handle, user);
            case Change.RemoveUser(String name) -> {
                execute(handle, "DELETE FROM chasqui_keys WHERE user_name = :name", name);
                execute(handle, "DELETE FROM chasqui_members WHERE user_name = :name", name);
                execute(handle, "DELETE FROM chasqui_users WHERE name = :name", name);
            }
            case Change.PutTeam(Team team) -> put(handle, team);
            case Change.RemoveTeam(String name) -> {
                execute(handle, "DELETE FROM chasqui_members WHERE team = :name", name);
                execute(handle, "DELETE FROM chasqui_teams WHERE name = :name", name);
            }
            case Change.PutKey(ApiKey key) -> put(handle, key);
            case Change.RemoveKey(String id) ->
                    execute(handle, "DELETE FROM chasqui_keys WHERE id = :name", id);
        }
    }

    private static void execute(Handle handle, String sql, String name) {
        handle.createUpdate(sql).bind("name", name).execute();
    }

    private static void put(Handle handle, User user) {
        replace(
                handle,
                """
                UPDATE chasqui_users SET role = :role, grants = :grants, limits = :limits,
                    budget = :budget, active = :active, created = :created
                WHERE name = :name
                """,
                """
                INSERT INTO chasqui_users (name, role, grants, limits, budget, active, created)
                VALUES (:name, :role, :grants, :limits, :budget, :active, :created)
                """,
                update ->
                        update.bind("name", user.name())
                                .bind("role", user.role().name())
                                .bind("grants", AccountJson.json(user.grants()).toString())
                                .bind("limits", AccountJson.json(user.limits()).toString())
                                .bind("budget", json(user.budget()))
                                .bind("active", user.active())
                                .bind("created", Columns.time(user.created())));
        execute(handle, "DELETE FROM chasqui_members WHERE user_name = :name", user.name());
        for (String team : user.teams()) {
            handle.createUpdate(
                            "INSERT INTO chasqui_members (user_name, team) VALUES (:user, :team)")
                    .bind("user", user.name())
                    .bind("team", team)
                    .execute();
        }
    }

    private static void put(Handle handle, Team team) {
        replace(
                handle,
                "UPDATE chasqui_teams SET limits = :limits, budget = :budget WHERE name = :name",
                """
                INSERT INTO chasqui_teams (name, limits, budget) VALUES (:name, :limits, :budget)
                """,
                update ->
                        update.bind("name", team.name())
                                .bind("limits", AccountJson.json(team.limits()).toString())
                                .bind("budget", json(team.budget())));
    }

    private static void put(Handle handle, ApiKey key) {
        replace(
                handle,
                """
                UPDATE chasqui_keys SET user_name = :user, name = :name, sha256 = :sha256,
                    created = :created, expires = :expires, grants = :grants, limits = :limits,
                    budget = :budget
                WHERE id = :id
                """,
                """
                INSERT INTO chasqui_keys (id, user_name, name, sha256, created, expires, grants,
                    limits, budget)
                VALUES (:id, :user, :name, :sha256, :created, :expires, :grants, :limits, :budget)
                """,
                update ->
                        update.bind("id", key.id())
                                .bind("user", key.user())
                                .bind("name", Columns.text(key.name()))
                                .bind("sha256", key.sha256())
                                .bind("created", Columns.time(key.created()))
                                .bind("expires", Columns.time(key.expires()))
                                .bind("grants", AccountJson.json(key.grants()).toString())
                                .bind("limits", AccountJson.json(key.limits()).toString())
                                .bind("budget", json(key.budget())));
    }

    /** The values of a statement. */
    @FunctionalInterface
    private interface Values {
        Update bind(Update update);
    }

    /** No other change runs at this time, since the row with the version is locked. */
    private static void replace(Handle handle, String update, String insert, Values values) {
        if (values.bind(handle.createUpdate(update)).execute() == 0) {
            values.bind(handle.createUpdate(insert)).execute();
        }
    }

    /** Checks what foreign keys would check, but at the end, when all changes are made. */
    private static void checkReferences(Handle handle) {
        requireNone(
                handle,
                """
                SELECT k.id FROM chasqui_keys k LEFT JOIN chasqui_users u ON u.name = k.user_name
                WHERE u.name IS NULL LIMIT 1
                """,
                "its user is not there: key ");
        requireNone(
                handle,
                """
                SELECT m.user_name FROM chasqui_members m
                LEFT JOIN chasqui_users u ON u.name = m.user_name
                LEFT JOIN chasqui_teams t ON t.name = m.team
                WHERE u.name IS NULL OR t.name IS NULL LIMIT 1
                """,
                "a team is not there: user ");
    }

    private static void requireNone(Handle handle, String sql, String message) {
        handle.createQuery(sql)
                .mapTo(String.class)
                .findFirst()
                .ifPresent(
                        name -> {
                            throw new IllegalArgumentException(message + name);
                        });
    }
}
