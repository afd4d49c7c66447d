package dev.chasqui.adapters.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.application.callers.Key;
import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.ReloadOutcome.Mistake;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** How an administrator has the configuration read again, and what is answered. */
class ReloadRouteTest {
    private static final ErrorStyle ERRORS = ReloadRouteTest::envelope;
    private static final Mistake PORT =
            new Mistake("config.json", 4, 5, "server.prot", "unknown key (did you mean 'port'?)");
    private static final Mistake FILE =
            new Mistake("CHASQUI_CONFIG", 0, 0, "", "there is no \"such\" file");

    private final AtomicInteger reloads = new AtomicInteger();
    private ReloadOutcome outcome = new ReloadOutcome.Done(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no JSON at all"})
    void whateverTheBodyWhatChangedAndWhatWaitsIsTold(String body) throws IOException {
        outcome =
                new ReloadOutcome.Done(
                        List.of("models.aliases.fast", "keys[ada].role"), List.of("server.port"));

        WireMessage answer = post(List.of(), body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"changed\":[\"models.aliases.fast\",\"keys[ada].role\"],"
                                + "\"restart\":[\"server.port\"]}");
        assertThat(reloads).hasValue(1);
    }

    @Test
    void whereNothingChangedTheListsAreEmpty() throws IOException {
        assertThat(post(List.of(), "").text()).isEqualTo("{\"changed\":[],\"restart\":[]}");
    }

    @Test
    void mistakesStandBesideTheErrorThatSaysTheFirst() throws IOException {
        outcome = new ReloadOutcome.Refused(List.of(PORT, FILE));

        WireMessage answer = post(List.of(), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"error\":{\"message\":\"the configuration has 2 mistakes, so the server"
                                + " goes on as it was: config.json:4:5: server.prot: unknown key"
                                + " (did you mean 'port'?); and 1 more\",\"code\":\"odd\"},"
                                + "\"mistakes\":["
                                + "{\"file\":\"config.json\",\"line\":4,\"column\":5,"
                                + "\"key\":\"server.prot\","
                                + "\"message\":\"unknown key (did you mean 'port'?)\"},"
                                + "{\"file\":\"CHASQUI_CONFIG\",\"line\":0,\"column\":0,"
                                + "\"key\":\"\",\"message\":\"there is no \\\"such\\\" file\"}]}");
    }

    @Test
    void aLoneMistakeIsNotCounted() throws IOException {
        outcome = new ReloadOutcome.Refused(List.of(FILE));

        assertThat(post(List.of(), "").text())
                .startsWith(
                        "{\"error\":{\"message\":\"the configuration has a mistake, so the server"
                                + " goes on as it was: CHASQUI_CONFIG: there is no \\\"such\\\""
                                + " file\",");
    }

    @Test
    void onlyAnAdministratorReloads() throws IOException {
        List<Key> keys = List.of(key("ana", Caller.Role.USER), key("root", Caller.Role.ADMIN));

        assertThat(post(keys, "").status()).isEqualTo(401);
        assertThat(post(keys, "", new Header("x-api-key", "ana")).status()).isEqualTo(403);
        assertThat(reloads).hasValue(0);
        assertThat(post(keys, "", new Header("x-api-key", "root")).status()).isEqualTo(200);
        assertThat(reloads).hasValue(1);
    }

    @Test
    void aReloadIsNothingThatIsLookedAt() throws IOException {
        try (ServedRoutes server = start(List.of())) {
            WireMessage answer = RawHttp.get(server.port(), ReloadRoute.PATH);

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("POST, OPTIONS");
        }
        assertThat(reloads).hasValue(0);
    }

    private WireMessage post(List<Key> keys, String body, Header... headers) throws IOException {
        try (ServedRoutes server = start(keys)) {
            return RawHttp.post(server.port(), "/admin/reload", body, headers);
        }
    }

    private ServedRoutes start(List<Key> keys) {
        return ServedRoutes.start(
                ERRORS,
                keys,
                (house, routes) -> new ReloadRoute(house, this::reload).addTo(routes));
    }

    private ReloadOutcome reload() {
        reloads.incrementAndGet();
        return outcome;
    }

    private static byte[] envelope(Failure failure) {
        Json.Obj error = Json.Obj.EMPTY.with("message", Json.of(failure.message()));
        return Json.Obj.EMPTY.with("error", error.with("code", Json.of("odd"))).toBytes();
    }

    /** One whose key is its name. */
    private static Key key(String name, Caller.Role role) {
        return new Key(name, sha256(name), role, Set.of("*"), false);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
