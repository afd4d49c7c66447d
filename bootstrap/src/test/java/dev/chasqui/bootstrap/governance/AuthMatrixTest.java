package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Every route of the server with every credential in every place where one can stand. */
class AuthMatrixTest {
    /**
     * The routes by the callers that may use them; those for GET are for HEAD too. A new route is
     * to be added here.
     */
    private static final String TABLE =
            """
            USER POST /v1/chat/completions
            USER POST /v1/embeddings
            USER POST /v1/decisions
            USER GET /v1/models
            USER GET /v1/models/{+id}
            USER POST /chat/completions
            USER POST /embeddings
            USER POST /decisions
            USER GET /models
            USER GET /models/{+id}
            USER POST /api/v0/chat/completions
            USER POST /api/v0/embeddings
            USER GET /api/v0/models
            USER GET /api/v0/models/{+id}
            USER POST /v1/completions
            USER POST /v1/rerank
            USER POST /v1/reranking
            USER POST /rerank
            USER POST /reranking
            USER POST /v1/moderations
            USER POST /moderations
            USER POST /v1/audio/transcriptions
            USER POST /audio/transcriptions
            USER POST /v1/audio/translations
            USER POST /audio/translations
            USER POST /v1/audio/speech
            USER POST /audio/speech
            USER POST /v1/images/generations
            USER POST /images/generations
            USER POST /v1/images/edits
            USER POST /images/edits
            USER POST /v1/images/variations
            USER POST /images/variations
            USER POST /v1/responses
            USER GET /v1/responses
            USER POST /v1/responses/input_tokens
            USER POST /responses
            USER GET /responses
            USER POST /responses/input_tokens
            USER POST /v1/messages
            USER POST /v1/messages/count_tokens
            ADMIN POST /api/create
            ADMIN POST /api/copy
            ADMIN DELETE /api/delete
            ADMIN POST /api/pull
            ADMIN POST /api/push
            ADMIN HEAD /api/blobs/{digest}
            ADMIN POST /api/blobs/{digest}
            USER GET /v1/memory/conversations/{id}/history
            USER GET /v1/memory/users/{id}/history
            USER GET /v1/memory/users/{id}/conversations
            USER POST /infer
            USER GET /infer/{id}
            USER DELETE /infer/{id}
            USER POST /api/chat
            USER POST /api/generate
            USER POST /api/embed
            USER POST /api/embeddings
            USER POST /api/show
            USER GET /api/tags
            USER GET /api/ps
            USER GET /api/version
            USER GET /health
            USER POST /v1/responses/compact
            USER GET /v1/responses/{id}
            USER DELETE /v1/responses/{id}
            USER POST /v1/responses/{id}/cancel
            USER GET /v1/responses/{id}/input_items
            USER POST /v1/conversations
            USER GET /v1/conversations/{id}
            USER POST /v1/conversations/{id}
            USER DELETE /v1/conversations/{id}
            USER GET /v1/conversations/{id}/items
            USER POST /v1/conversations/{id}/items
            USER GET /v1/conversations/{id}/items/{item}
            USER DELETE /v1/conversations/{id}/items/{item}
            USER POST /responses/compact
            USER GET /responses/{id}
            USER DELETE /responses/{id}
            USER POST /responses/{id}/cancel
            USER GET /responses/{id}/input_items
            USER POST /conversations
            USER GET /conversations/{id}
            USER POST /conversations/{id}
            USER DELETE /conversations/{id}
            USER GET /conversations/{id}/items
            USER POST /conversations/{id}/items
            USER GET /conversations/{id}/items/{item}
            USER DELETE /conversations/{id}/items/{item}
            OWN GET /v1/stats
            OWN GET /v1/history
            OWN GET /v1/history/{id}
            ADMIN GET /admin/audit
            ADMIN GET /admin/fleet/recommend
            ADMIN GET /admin/decisions
            ADMIN GET /admin/decisions/verify
            ADMIN POST /admin/backup
            PUBLIC GET /health/live
            PUBLIC GET /health/ready
            USER GET /
            USER GET /metrics
            ADMIN GET /admin/agents
            ADMIN GET /admin/agents/{name}/schema
            ADMIN POST /admin/agents/{name}/{change}
            ADMIN POST /admin/agents/{name}/disable
            ADMIN POST /admin/agents/{name}/enable
            ADMIN POST /admin/agents/{name}/reload
            ADMIN POST /admin/agents/explain
            ADMIN GET /admin/backends
            ADMIN POST /admin/models/load
            ADMIN POST /admin/models/unload
            ADMIN POST /admin/models/migrate
            ADMIN POST /admin/route/explain
            ADMIN GET /admin/servers
            ADMIN POST /admin/servers/register
            ADMIN POST /admin/servers/unregister
            ADMIN POST /admin/servers/{id}/drain
            ADMIN POST /admin/servers/{id}/resume
            USER GET /v1/info
            USER GET /chat/history/{session_id}
            USER GET /chat/sessions
            USER DELETE /chat/sessions/{session_id}
            USER PUT /chat/sessions/{session_id}
            ADMIN GET /admin/users
            ADMIN POST /admin/users
            ADMIN GET /admin/users/{name}
            ADMIN PATCH /admin/users/{name}
            ADMIN DELETE /admin/users/{name}
            ADMIN GET /admin/users/{name}/data
            ADMIN DELETE /admin/users/{name}/data
            ADMIN GET /admin/users/{name}/keys
            ADMIN POST /admin/users/{name}/keys
            ADMIN PATCH /admin/keys/{id}
            ADMIN DELETE /admin/keys/{id}
            ADMIN POST /admin/keys/{id}/rotate
            ADMIN GET /admin/teams
            ADMIN GET /admin/teams/{name}
            ADMIN PUT /admin/teams/{name}
            ADMIN DELETE /admin/teams/{name}
            ADMIN POST /admin/reload
            USER POST /tokenize
            USER POST /detokenize
            USER POST /apply-template
            USER POST /infill
            USER POST /completion
            USER POST /completions
            USER POST /embedding
            USER GET /props
            ADMIN GET /slots
            ADMIN GET /lora-adapters
            """;

    /** The routes whose paths are not fixed. */
    private static final List<String> OF_BACKENDS =
            List.of("ADMIN GET /upstream/backend/v1/models");

    private enum Credential {
        NONE,
        WRONG,
        EXPIRED,
        DISABLED,
        REVOKED,
        USER,
        OTHER_USER,
        ADMIN,
        CONFIG_ADMIN
    }

    private enum Place {
        BEARER,
        X_API_KEY
    }

    private static final Map<Credential, String> KEYS = new EnumMap<>(Credential.class);
    private static GovernedServer server;

    @BeforeAll
    static void start() throws IOException {
        server = GovernedServer.withConfigAdmin("");
        for (String user : List.of("ana", "bob", "eve")) {
            admin("POST", "/admin/users", "{'name':'" + user + "'}");
        }
        admin("POST", "/admin/users", "{'name':'boss','role':'admin'}");
        KEYS.put(Credential.WRONG, "chsq_wrong");
        KEYS.put(Credential.EXPIRED, server.key("ana", "{'expires':'1s'}"));
        KEYS.put(Credential.DISABLED, server.key("eve", ""));
        admin("PATCH", "/admin/users/eve", "{'active':false}");
        String revoked = admin("POST", "/admin/users/ana/keys", "{'name':'revoked'}");
        KEYS.put(Credential.REVOKED, member(revoked, "key"));
        admin("DELETE", "/admin/keys/" + member(revoked, "id"), "");
        KEYS.put(Credential.USER, server.key("ana", ""));
        KEYS.put(Credential.OTHER_USER, server.key("bob", ""));
        KEYS.put(Credential.ADMIN, server.key("boss", ""));
        KEYS.put(Credential.CONFIG_ADMIN, GovernedServer.CONFIG_ADMIN);
        Polled.until(
                "the key expires",
                () -> server.chat(KEYS.get(Credential.EXPIRED), "hello").status() == 401);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String admin(String method, String path, String body) throws IOException {
        return server.done(GovernedServer.CONFIG_ADMIN, method, path, body).toString();
    }

    private static String member(String json, String name) {
        return json.replaceFirst(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    private static Stream<String> routes() {
        return Stream.concat(TABLE.lines(), OF_BACKENDS.stream())
                .flatMap(
                        route ->
                                route.contains(" GET ")
                                        ? Stream.of(route, route.replace(" GET ", " HEAD "))
                                        : Stream.of(route));
    }

    @Test
    void everyRouteIsInTheTable() {
        List<String> all =
                server.server().routes().stream()
                        .map(
                                route ->
                                        route.access()
                                                + " "
                                                + route.method().text()
                                                + " "
                                                + route.path())
                        .distinct()
                        .toList();
        List<String> there =
                all.stream()
                        .filter(
                                route ->
                                        !route.contains(" HEAD ")
                                                || !all.contains(route.replace(" HEAD ", " GET ")))
                        .toList();

        assertThat(TABLE.lines()).containsExactlyInAnyOrderElementsOf(there);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteLetsInWhomItShould(String route) throws IOException {
        String[] parts = route.split(" ", 3);
        Access access = Access.valueOf(parts[0]);
        String path = parts[2].replaceAll("\\{[^}]*}", "not-there");
        SoftAssertions softly = new SoftAssertions();
        for (Credential credential : Credential.values()) {
            for (Place place : Place.values()) {
                int status = status(parts[1], path, credential, place);
                softly.assertThat(outcome(status))
                        .as("%s with %s as %s: %d", route, credential, place, status)
                        .isEqualTo(expected(access, credential));
            }
        }
        softly.assertAll();
    }

    private static String key(Credential credential) {
        return Objects.requireNonNull(KEYS.get(credential), credential.name());
    }

    private static int status(String method, String path, Credential credential, Place place)
            throws IOException {
        Header[] headers =
                credential == Credential.NONE
                        ? new Header[0]
                        : new Header[] {header(place, key(credential))};
        boolean hasBody = List.of("POST", "PUT", "PATCH").contains(method);
        try (RawHttp client = RawHttp.connect(server.server().port())) {
            return client.request(method, path, hasBody ? "{}" : "", headers).readHead().status();
        }
    }

    private static Header header(Place place, String key) {
        return switch (place) {
            case BEARER -> new Header("Authorization", "Bearer " + key);
            case X_API_KEY -> new Header("x-api-key", key);
        };
    }

    private static String outcome(int status) {
        return switch (status) {
            case 401 -> "unknown";
            case 403 -> "forbidden";
            default -> "let in";
        };
    }

    private static String expected(Access access, Credential credential) {
        if (access == Access.PUBLIC) {
            return "let in";
        }
        return switch (credential) {
            case NONE, WRONG, EXPIRED, DISABLED, REVOKED -> "unknown";
            case USER, OTHER_USER -> access == Access.ADMIN ? "forbidden" : "let in";
            case ADMIN, CONFIG_ADMIN -> "let in";
        };
    }

    @ParameterizedTest
    @MethodSource("routes")
    void twoDifferentKeysAreRefusedAndEqualOnesAreOne(String route) throws IOException {
        String[] parts = route.split(" ", 3);
        if (parts[0].equals("PUBLIC")) {
            return;
        }
        String path = parts[2].replaceAll("\\{[^}]*}", "not-there");
        String admin = GovernedServer.CONFIG_ADMIN;
        for (String other : List.of(key(Credential.USER), "wrong")) {
            assertThat(outcome(both(parts[1], path, admin, other))).isEqualTo("unknown");
            assertThat(outcome(both(parts[1], path, other, admin))).isEqualTo("unknown");
        }
        assertThat(outcome(both(parts[1], path, admin, admin))).isEqualTo("let in");
    }

    private static int both(String method, String path, String bearer, String apiKey)
            throws IOException {
        boolean hasBody = List.of("POST", "PUT", "PATCH").contains(method.toUpperCase(Locale.ROOT));
        try (RawHttp client = RawHttp.connect(server.server().port())) {
            return client.request(
                            method,
                            path,
                            hasBody ? "{}" : "",
                            header(Place.BEARER, bearer),
                            header(Place.X_API_KEY, apiKey))
                    .readHead()
                    .status();
        }
    }
}
