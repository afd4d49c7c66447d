package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.ReloadOutcome.Mistake;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The route that reloads the configuration, and its answers. */
class ReloadRouteTest {
    private static final String RELOAD = "/admin/reload";
    private static final Mistake PORT =
            new Mistake("config.json", 4, 5, "server.prot", "unknown key (did you mean 'port'?)");
    private static final Mistake FILE =
            new Mistake("CHASQUI_CONFIG", 0, 0, "", "there is no \"such\" file");

    private TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no JSON at all"})
    void whateverTheBodyWhatChangedAndWhatWaitsIsTold(String body) throws IOException {
        server.reloaded =
                new ReloadOutcome.Done(
                        List.of("models.aliases.fast", "keys[ada].role"), List.of("server.port"));

        WireMessage answer = RawHttp.post(server.port(), RELOAD, body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"changed\":[\"models.aliases.fast\",\"keys[ada].role\"],"
                                + "\"restart\":[\"server.port\"]}");
        assertThat(server.reloads).hasValue(1);
    }

    @Test
    void warningsStandBesideTheChanges() throws IOException {
        server.reloaded =
                new ReloadOutcome.Done(
                        List.of("pipeline"), List.of(), List.of(), List.of("pipeline: /wrods"));

        assertThat(post().text())
                .isEqualTo(
                        "{\"changed\":[\"pipeline\"],\"restart\":[],"
                                + "\"warnings\":[\"pipeline: /wrods\"]}");
    }

    @Test
    void withoutChangesTheListsAreEmpty() throws IOException {
        assertThat(post().text()).isEqualTo("{\"changed\":[],\"restart\":[]}");
    }

    @Test
    void mistakesStandBesideTheErrorThatSaysTheFirst() throws Exception {
        server.reloaded = new ReloadOutcome.Refused(List.of(PORT, FILE));

        WireMessage answer = post();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .startsWith(
                        "{\"error\":{\"message\":\"the configuration has 2 mistakes, so the server"
                                + " goes on as it was: config.json:4:5: server.prot: unknown key"
                                + " (did you mean 'port'?); and 1 more\",")
                .contains("\"param\":\"server.prot\"")
                .endsWith(
                        "},\"mistakes\":["
                                + "{\"file\":\"config.json\",\"line\":4,\"column\":5,"
                                + "\"key\":\"server.prot\","
                                + "\"message\":\"unknown key (did you mean 'port'?)\"},"
                                + "{\"file\":\"CHASQUI_CONFIG\",\"line\":0,\"column\":0,"
                                + "\"key\":\"\",\"message\":\"there is no \\\"such\\\" file\"}]}");
        ExchangeRecord told = server.recordOf(answer);
        assertThat(told.status()).isEqualTo(400);
        assertThat(told.failure())
                .hasValueSatisfying(
                        why ->
                                assertThat(why)
                                        .isInstanceOfSatisfying(
                                                Failure.Invalid.class,
                                                invalid ->
                                                        assertThat(invalid.field())
                                                                .isEqualTo(
                                                                        Optional.of(
                                                                                "server.prot"))));
    }

    @Test
    void aLoneMistakeIsNotCounted() throws IOException {
        server.reloaded = new ReloadOutcome.Refused(List.of(FILE));

        assertThat(post().text())
                .startsWith(
                        "{\"error\":{\"message\":\"the configuration has a mistake, so the server"
                                + " goes on as it was: CHASQUI_CONFIG: there is no \\\"such\\\""
                                + " file\",");
    }

    @Test
    void onlyAnAdministratorReloads() throws IOException {
        server.close();
        server = TestServer.startWithKeys();

        assertThat(post().status()).isEqualTo(401);
        assertThat(post(new Header("x-api-key", TestServer.USER_KEY)).status()).isEqualTo(403);
        assertThat(server.reloads).hasValue(0);
        assertThat(post(new Header("x-api-key", TestServer.ADMIN_KEY)).status()).isEqualTo(200);
        assertThat(server.reloads).hasValue(1);
    }

    @Test
    void aReloadIsNothingThatIsLookedAt() throws IOException {
        WireMessage answer = RawHttp.get(server.port(), RELOAD);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("POST, OPTIONS");
        assertThat(server.reloads).hasValue(0);
    }

    private WireMessage post(Header... headers) throws IOException {
        return RawHttp.post(server.port(), RELOAD, "", headers);
    }
}
