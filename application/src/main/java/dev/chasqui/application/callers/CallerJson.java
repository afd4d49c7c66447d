package dev.chasqui.application.callers;

import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The JSON of users, teams and keys for administrators. What is written never has a key or its
 * hash. Mistakes in what is read are failures as those of {@link AccountJson}.
 */
public final class CallerJson {
    /** The members of an account besides those of its kind. */
    private static final List<String> SHARED =
            Stream.concat(Stream.of("limits", "budget"), AccountJson.GRANTS.stream()).toList();

    private static final List<String> OF_USER = with("role", "teams", "active");
    private static final List<String> OF_NEW_USER = with("name", "role", "teams", "active");
    private static final List<String> OF_KEY = with("name", "expires");
    private static final List<String> OF_TEAM = List.of("limits", "budget");
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_525);
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    private CallerJson() {}

    private static List<String> with(String... own) {
        return Stream.concat(Stream.of(own), SHARED.stream()).toList();
    }

    /** Reads a new user. */
    static User newUser(Json.Obj body, Instant now) {
        AccountJson.onlyKnown("", body, OF_NEW_USER);
        String name = CallerNames.checked("name", body.get("name").orElse(Json.Null.NULL));
        return changed(
                new User(
                        name,
                        Caller.Role.USER,
                        Set.of(),
                        Grants.ALL,
                        List.of(),
                        Optional.empty(),
                        true,
                        now),
                body);
    }

    /** Reads the changes of a user; what is not named stays, and {@code null} takes away. */
    static User changedUser(User before, Json.Obj body) {
        AccountJson.onlyKnown("", body, OF_USER);
        return changed(before, body);
    }

    private static User changed(User before, Json.Obj body) {
        return new User(
                before.name(),
                given(body, "role", before.role(), Caller.Role.USER, CallerJson::role),
                given(body, "teams", before.teams(), Set.of(), CallerJson::teams),
                grants(before.grants(), body),
                limits(before.limits(), body),
                budget(before.budget(), body),
                given(body, "active", before.active(), true, CallerJson::flag),
                before.created());
    }

    private interface Reader<T> {
        T read(Json value);
    }

    /** Returns the value of a member, the one before if it is missing, the usual one if null. */
    private static <T> T given(
            Json.Obj body, String member, T before, T usual, Reader<? extends T> reader) {
        Optional<Json> value = body.get(member);
        if (value.isEmpty()) {
            return before;
        }
        return value.get() instanceof Json.Null ? usual : reader.read(value.get());
    }

    private static Caller.Role role(Json value) {
        return AccountJson.constant("role", value, Caller.Role.class);
    }

    private static Set<String> teams(Json value) {
        return Set.copyOf(AccountJson.texts("teams", value));
    }

    private static boolean flag(Json value) {
        if (value instanceof Json.Bool(boolean flag)) {
            return flag;
        }
        throw AccountJson.invalid("active", value, "true or false");
    }

    private static Grants grants(Grants before, Json.Obj body) {
        Json.Obj all = AccountJson.json(before);
        for (String member : AccountJson.GRANTS) {
            Optional<Json> value = body.get(member);
            if (value.isPresent()) {
                all = all.with(member, value.get());
            }
        }
        return AccountJson.grants(all);
    }

    private static List<Limit> limits(List<Limit> before, Json.Obj body) {
        return body.get("limits").map(AccountJson::limits).orElse(before);
    }

    private static Optional<Budget> budget(Optional<Budget> before, Json.Obj body) {
        return given(body, "budget", before, Optional.empty(), value -> Optional.of(budget(value)));
    }

    private static Budget budget(Json value) {
        if (value instanceof Json.Obj object) {
            return AccountJson.budget(object);
        }
        throw AccountJson.invalid("budget", value, "an object such as {\"amount\": 10}");
    }

    /** Reads a new key. */
    static ApiKey newKey(String id, String user, String sha256, Json.Obj body, Instant now) {
        return changedKey(
                new ApiKey(
                        id,
                        user,
                        "",
                        sha256,
                        now,
                        Optional.empty(),
                        Grants.ALL,
                        List.of(),
                        Optional.empty()),
                body,
                now);
    }

    /** Reads the changes of a key; what is not named stays, and {@code null} takes away. */
    static ApiKey changedKey(ApiKey before, Json.Obj body, Instant now) {
        AccountJson.onlyKnown("", body, OF_KEY);
        return new ApiKey(
                before.id(),
                before.user(),
                given(body, "name", before.name(), "", CallerNames::ofKey),
                before.sha256(),
                before.created(),
                body.get("expires").isPresent() ? expires(body, now) : before.expires(),
                grants(before.grants(), body),
                limits(before.limits(), body),
                budget(before.budget(), body));
    }

    /**
     * Reads the rotation of a key, which keeps all but its hash, its age and, if given, its end.
     */
    static ApiKey rotated(ApiKey before, String sha256, Json.Obj body, Instant now) {
        AccountJson.onlyKnown("", body, List.of("expires"));
        Optional<Instant> end =
                body.get("expires").isPresent() ? expires(body, now) : before.expires();
        if (end.filter(time -> !time.isAfter(now)).isPresent()) {
            throw AccountJson.invalid(
                    "expires",
                    Json.of(end.get().toString()),
                    "a later end, since the key has expired; null for none");
        }
        return new ApiKey(
                before.id(),
                before.user(),
                before.name(),
                sha256,
                now,
                end,
                before.grants(),
                before.limits(),
                before.budget());
    }

    private static Optional<Instant> expires(Json.Obj body, Instant now) {
        return AccountJson.member(body, "expires").map(value -> expires(value, now));
    }

    private static Instant expires(Json value, Instant now) {
        if (value instanceof Json.Str(String text)) {
            Optional<Instant> end =
                    Durations.parse(text)
                            .filter(life -> life.compareTo(LONGEST_LIFE) <= 0)
                            .map(now::plus)
                            .or(() -> instant(text));
            if (end.filter(time -> !time.isBefore(now.plus(SHORTEST_LIFE)))
                    .filter(time -> !time.isAfter(now.plus(LONGEST_LIFE)))
                    .isPresent()) {
                return end.get();
            }
        }
        throw AccountJson.invalid(
                "expires",
                value,
                "a time in the future such as \"2030-01-31T12:00:00Z\", or a duration from now such"
                        + " as \"30d\"");
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Reads a team. */
    static Team team(String name, Json.Obj body) {
        AccountJson.onlyKnown("", body, OF_TEAM);
        return new Team(
                CallerNames.checked("name", Json.of(name)),
                limits(List.of(), body),
                budget(Optional.empty(), body));
    }

    /** Returns a user. */
    public static Json.Obj json(User user) {
        Json.Obj object =
                Json.Obj.EMPTY
                        .with("name", Json.of(user.name()))
                        .with("role", Json.of(AccountJson.word(user.role())))
                        .with("active", Json.of(user.active()))
                        .with("created", Json.of(user.created().toString()));
        if (!user.teams().isEmpty()) {
            object = object.with("teams", sorted(user.teams()));
        }
        return withShared(
                object.withAll(AccountJson.json(user.grants())), user.limits(), user.budget());
    }

    /** Returns a team. */
    public static Json.Obj json(Team team) {
        return withShared(
                Json.Obj.EMPTY.with("name", Json.of(team.name())), team.limits(), team.budget());
    }

    /** Returns a key without its hash. */
    public static Json.Obj json(ApiKey key) {
        Json.Obj object =
                Json.Obj.EMPTY.with("id", Json.of(key.id())).with("user", Json.of(key.user()));
        if (!key.name().isEmpty()) {
            object = object.with("name", Json.of(key.name()));
        }
        object = object.with("created", Json.of(key.created().toString()));
        if (key.expires().isPresent()) {
            object = object.with("expires", Json.of(key.expires().get().toString()));
        }
        return withShared(
                object.withAll(AccountJson.json(key.grants())), key.limits(), key.budget());
    }

    /** Returns a key of the config, which is its user as well. */
    public static Json.Obj json(Key key) {
        return Json.Obj.EMPTY
                .with("name", Json.of(key.name()))
                .with("role", Json.of(AccountJson.word(key.role())))
                .with("active", Json.of(true))
                .with("agents", sorted(key.agents()));
    }

    private static Json sorted(Set<String> texts) {
        return new Json.Arr(texts.stream().sorted().<Json>map(Json::of).toList());
    }

    private static Json.Obj withShared(
            Json.Obj object, List<Limit> limits, Optional<Budget> budget) {
        Json.Obj limited =
                limits.isEmpty() ? object : object.with("limits", AccountJson.json(limits));
        return budget.isEmpty() ? limited : limited.with("budget", AccountJson.json(budget.get()));
    }
}
