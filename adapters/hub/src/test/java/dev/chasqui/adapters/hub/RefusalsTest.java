package dev.chasqui.adapters.hub;

import static dev.chasqui.adapters.hub.DownloadTest.status;
import static dev.chasqui.adapters.hub.StandInHub.FILES;
import static dev.chasqui.adapters.hub.StandInHub.REFS;
import static dev.chasqui.adapters.hub.StandInHub.TREE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The messages about refusals of the hub, and the tries that follow them. */
class RefusalsTest extends HubCase {

    @Test
    void aLicenceThatIsNotAcceptedIsNamed() {
        server.script(FILES, status(403, "X-Error-Code: GatedRepo"));

        HubException failure = failure();

        assertThat(failure.reason()).isEqualTo(HubException.Reason.REFUSED);
        assertThat(failure)
                .hasMessageContaining("licence accepted at " + server.url() + "/org/tiny-GGUF")
                .hasMessageContaining("HF_TOKEN");
    }

    @Test
    void oneWhomTheHubDoesNotKnowIsToldHowToSetAToken() {
        server.script(FILES, status(401, "X-Error-Code: GatedRepo"));
        HubSettings anonymous =
                new HubSettings(
                        HubEndpoint.parse(server.url()), Optional.empty(), cache(), QUICK, false);

        assertThat(failure(MODEL, anonymous)).hasMessageContaining("HF_TOKEN set to a token");
        assertThat(server.requests()).noneMatch(asked -> asked.header("authorization").isPresent());
    }

    @Test
    void aNameThatThereIsNotBringsTheOneThatIsNear() {
        server.script(
                "/api/models?", (_, reply) -> reply.whole(200, "[{\"id\":\"org/tiny-GGUF\"}]"));

        HubException failure = failure(HubModel.parse("org/tinny-GGUF"), settings(QUICK, false));

        assertThat(failure.reason()).isEqualTo(HubException.Reason.NOT_FOUND);
        assertThat(failure)
                .hasMessageContaining("org/tinny-GGUF is not on the hub")
                .hasMessageContaining("did you mean org/tiny-GGUF?");
    }

    @Test
    void aNameThatThereIsNotLooksPrivateToTheHub() {
        server.script(REFS, status(401));
        server.script("/api/models?", (_, reply) -> reply.whole(200, "[{\"id\":\"a/../b\"}]"));

        assertThat(failure())
                .hasMessageContaining("401 (expected: a name that exists, or HF_TOKEN")
                .hasMessageNotContaining("a/../b");
    }

    @Test
    void aVariantThatThereIsNotBringsThoseThereAre() throws Exception {
        server.with("tiny-Q8_0.gguf", CONTENT).with("mmproj-tiny-F16.gguf", CONTENT);

        HubException failure =
                failure(HubModel.parse("org/tiny-GGUF:Q4_K_N"), settings(QUICK, false));

        assertThat(failure.reason()).isEqualTo(HubException.Reason.NOT_FOUND);
        assertThat(failure)
                .hasMessage(
                        "variant: Q4_K_N of org/tiny-GGUF (expected: Q4_K_M, Q8_0; did you mean"
                                + " Q4_K_M?)");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void whatPassesIsTriedAgain(int status) throws Exception {
        server.script(REFS, status(status), status(status));
        server.script(TREE, status(status));
        server.script(FILES, status(status), status(status), status(status));

        assertFetches();
    }

    @Test
    void whatDoesNotPassEnds() {
        server.script(REFS, status(503), status(503), status(503), status(503), status(503));

        HubException failure = failure();

        assertThat(failure.reason()).isEqualTo(HubException.Reason.UNREACHABLE);
        assertThat(failure).hasMessageContaining("answers 503");
        assertThat(server.requests()).hasSize(QUICK.tries());
    }

    @Test
    void aHubThatAsksForALongRestIsNotAskedAgain() {
        server.script(REFS, status(429, "Retry-After: 300"));

        assertThat(failure()).hasMessageContaining("another try in 300 s");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void theHubsOwnWayToAskForARestIsKnown() {
        server.script(REFS, status(429, "RateLimit: \"api\";r=0;t=55"));

        assertThat(failure()).hasMessageContaining("another try in 55 s");
    }

    @Test
    void aHubThatAsksForAShortRestGetsIt() throws Exception {
        server.script(REFS, status(429, "Retry-After: 1"));

        assertFetches();

        assertThat(told).anyMatch(text -> text.contains("429; trying again in 1 s"));
    }

    @Test
    void aRestMayBeADate() {
        Clock clock = Clock.fixed(Instant.parse("2015-10-21T07:28:00Z"), ZoneOffset.UTC);
        assertThat(HubRetryDelay.parse("Wed, 21 Oct 2015 07:28:09 GMT", clock))
                .contains(Duration.ofSeconds(9));
        assertThat(HubRetryDelay.parse("soon", clock)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Log in</html>", "{}", "[", "null", "{\"branches\":[{}]}"})
    void anAnswerThatIsNoHubsIsRefused(String body) {
        server.script(REFS, (_, reply) -> reply.whole(200, body));

        assertThat(failure()).hasMessageContaining("HF_ENDPOINT");
    }

    @Test
    void aStrangeStatusIsNamed() {
        server.script(REFS, status(418));

        assertThat(failure()).hasMessageContaining("the hub answers 418");
    }
}
