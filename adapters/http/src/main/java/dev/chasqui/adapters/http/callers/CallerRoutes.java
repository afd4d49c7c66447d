package dev.chasqui.adapters.http.callers;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.callers.CallerAdmin;
import dev.chasqui.application.callers.CallerJson;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.Key;
import dev.chasqui.application.callers.MadeKey;
import dev.chasqui.application.personal.UserAccounts;
import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import io.helidon.http.Method;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The routes by which administrators make, change and remove users, keys and teams. An answer has a
 * key only when it is made; later ones never have it or its hash.
 */
public final class CallerRoutes {
    private static final String USERS = "/admin/users";
    private static final String USER = USERS + "/{name}";
    private static final String KEYS = USER + "/keys";
    private static final String KEY = "/admin/keys/{id}";
    private static final String TEAMS = "/admin/teams";
    private static final String TEAM = TEAMS + "/{name}";

    private static final int MOST_BODY = 256 * 1024;
    private static final int CREATED = 201;

    private final Surface house;
    private final CallerAdmin admin;
    private final UserAccounts accounts;

    /** Prepares the routes. */
    public CallerRoutes(Surface house, Callers callers, UserAccounts accounts) {
        this.house = house;
        this.admin = new CallerAdmin(callers);
        this.accounts = accounts;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get(USERS, Access.ADMIN, house, call -> call.send(Answer.json(users())));
        routes.post(USERS, Access.ADMIN, house, this::createUser);
        routes.get(USER, Access.ADMIN, house, call -> call.send(Answer.json(user(name(call)))));
        add(routes, Method.PATCH, USER, this::changeUser);
        add(routes, Method.DELETE, USER, this::deleteUser);
        routes.get(KEYS, Access.ADMIN, house, call -> call.send(Answer.json(keys(name(call)))));
        routes.post(KEYS, Access.ADMIN, house, this::createKey);
        add(routes, Method.PATCH, KEY, this::changeKey);
        add(routes, Method.DELETE, KEY, this::revokeKey);
        routes.post(KEY + "/rotate", Access.ADMIN, house, this::rotateKey);
        routes.get(TEAMS, Access.ADMIN, house, call -> call.send(Answer.json(teams())));
        routes.get(TEAM, Access.ADMIN, house, call -> call.send(Answer.json(team(name(call)))));
        add(routes, Method.PUT, TEAM, this::putTeam);
        add(routes, Method.DELETE, TEAM, this::deleteTeam);
    }

    private void add(RouteTable routes, Method method, String path, Endpoint endpoint) {
        routes.add(new HttpRoute(method, path, Access.ADMIN, house, true, endpoint));
    }

    private static String name(Call call) {
        return call.request().path().pathParameters().get("name");
    }

    private static String id(Call call) {
        return call.request().path().pathParameters().get("id");
    }

    /** Reads the body, an object. */
    private static Json.Obj object(Call call) {
        if (JsonReader.read(call.body(MOST_BODY)) instanceof Json.Obj object) {
            return object;
        }
        throw noObject();
    }

    /** Reads the body, an object or nothing. */
    private static Json.Obj optionalObject(Call call) {
        byte[] body = call.body(MOST_BODY);
        if (body.length == 0) {
            return Json.Obj.EMPTY;
        }
        if (JsonReader.read(body) instanceof Json.Obj object) {
            return object;
        }
        throw noObject();
    }

    private static FailureException noObject() {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(), "the body is no object (expected: {\"name\": ...})"));
    }

    private static Answer answer(int status, Json body) {
        return Answer.json(body).withStatus(status);
    }

    private Json.Obj users() {
        Stored stored = admin.stored();
        List<Json> entries =
                Stream.concat(
                                admin.configured().stream().map(CallerRoutes::entry),
                                stored.users().values().stream()
                                        .sorted(Comparator.comparing(User::name))
                                        .map(user -> entry(user, stored)))
                        .<Json>map(entry -> entry)
                        .toList();
        return Json.Obj.EMPTY.with("users", new Json.Arr(entries));
    }

    private static Json.Obj entry(Key key) {
        return CallerJson.json(key).with("source", Json.of("config"));
    }

    private static Json.Obj entry(User user, Stored stored) {
        long keys = stored.keys().stream().filter(key -> key.user().equals(user.name())).count();
        return CallerJson.json(user)
                .with("keys", Json.of(keys))
                .with("source", Json.of("database"));
    }

    private Json.Obj user(String name) {
        Optional<Key> configured =
                admin.configured().stream().filter(key -> key.name().equals(name)).findFirst();
        return configured
                .map(CallerRoutes::entry)
                .orElseGet(() -> entry(admin.user(name), admin.stored()));
    }

    private void createUser(Call call) {
        User user = accounts.create(call.caller(), object(call));
        call.send(answer(CREATED, CallerJson.json(user)));
    }

    private void changeUser(Call call) {
        User user = admin.changeUser(call.caller(), name(call), object(call));
        call.send(Answer.json(CallerJson.json(user)));
    }

    private void deleteUser(Call call) {
        var _ = call.body(MOST_BODY);
        call.send(Answer.json(CallerJson.json(accounts.delete(call.caller(), name(call)))));
    }

    private Json.Obj keys(String user) {
        Instant now = Instant.now();
        return Json.Obj.EMPTY.with(
                "keys",
                new Json.Arr(admin.keys(user).stream().<Json>map(key -> entry(key, now)).toList()));
    }

    private static Json.Obj entry(ApiKey key, Instant now) {
        boolean expired = key.expires().filter(end -> !now.isBefore(end)).isPresent();
        Json.Obj entry = CallerJson.json(key);
        return expired ? entry.with("expired", Json.of(true)) : entry;
    }

    private void createKey(Call call) {
        send(call, CREATED, admin.createKey(call.caller(), name(call), optionalObject(call)));
    }

    private void changeKey(Call call) {
        ApiKey key = admin.changeKey(call.caller(), id(call), object(call));
        call.send(Answer.json(entry(key, Instant.now())));
    }

    private void rotateKey(Call call) {
        send(call, 200, admin.rotateKey(call.caller(), id(call), optionalObject(call)));
    }

    /** Sends the only answer that has a key, which nobody on the way may keep. */
    private static void send(Call call, int status, MadeKey made) {
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("id", Json.of(made.key().id()))
                        .with("key", Json.of(made.secret()))
                        .withAll(CallerJson.json(made.key()));
        call.send(
                new Answer(
                        status, Answer.JSON, body.toBytes(), Map.of("Cache-Control", "no-store")));
    }

    private void revokeKey(Call call) {
        var _ = call.body(MOST_BODY);
        call.send(Answer.json(CallerJson.json(admin.revokeKey(call.caller(), id(call)))));
    }

    private Json.Obj teams() {
        Stored stored = admin.stored();
        return Json.Obj.EMPTY.with(
                "teams",
                new Json.Arr(
                        stored.teams().values().stream()
                                .sorted(Comparator.comparing(Team::name))
                                .<Json>map(team -> entry(team, stored))
                                .toList()));
    }

    private static Json.Obj entry(Team team, Stored stored) {
        List<Json> members =
                stored.users().values().stream()
                        .filter(user -> user.teams().contains(team.name()))
                        .map(User::name)
                        .sorted()
                        .<Json>map(Json::of)
                        .toList();
        return CallerJson.json(team).with("members", new Json.Arr(members));
    }

    private Json.Obj team(String name) {
        return entry(admin.team(name), admin.stored());
    }

    private void putTeam(Call call) {
        Team team = admin.putTeam(call.caller(), name(call), optionalObject(call));
        call.send(Answer.json(CallerJson.json(team)));
    }

    private void deleteTeam(Call call) {
        var _ = call.body(MOST_BODY);
        call.send(Answer.json(CallerJson.json(admin.deleteTeam(call.caller(), name(call)))));
    }
}
