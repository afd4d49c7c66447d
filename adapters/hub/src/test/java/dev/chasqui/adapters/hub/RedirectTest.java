package dev.chasqui.adapters.hub;

import static dev.chasqui.adapters.hub.DownloadTest.status;
import static dev.chasqui.adapters.hub.StandInHub.FILES;
import static dev.chasqui.adapters.hub.StandInHub.REFS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** Redirects lead to the bytes, and the token stays with the hub. */
class RedirectTest extends HubCase {

    @Test
    void theTokenGoesToTheHubAlone() throws Exception {
        String elsewhere = "http://localhost:" + server.port() + "/store?signed=secret";
        server.script(FILES, status(302, "Location: " + elsewhere));
        server.script("/store", (request, reply) -> StandInHub.send(request, reply, CONTENT));

        assertFetches();

        assertThat(server.requests("/store"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.header("authorization")).isEmpty());
        assertThat(server.requests(REFS).getFirst().header("authorization"))
                .contains("Bearer " + SECRET);
    }

    @Test
    void aRepositoryThatWasRenamedIsFollowed() throws Exception {
        server.script(REFS, status(307, "Location: /api/models/new/name/refs"));
        server.script(
                "/api/models/new",
                (_, reply) -> reply.whole(200, Listing.refs(StandInHub.REVISION)));

        assertFetches();

        assertThat(server.requests("/api/models/new").getFirst().header("authorization"))
                .isPresent();
    }

    @Test
    void aPartIsAskedForBehindARedirect() throws Exception {
        StandInHub.Script there = status(302, "Location: /store");
        server.script(FILES, there, there);
        server.script(
                "/store",
                StandInHub.breaksOff(CONTENT, 1000),
                (request, reply) -> StandInHub.send(request, reply, CONTENT));

        assertFetches();

        assertThat(server.requests("/store"))
                .extracting(StandInHub.Request::from)
                .containsExactly(0, 1000);
    }

    @Test
    void aLinkThatIsOldIsAskedForAgain() throws Exception {
        String elsewhere = "http://localhost:" + server.port() + "/store?signed=secret";
        server.script(FILES, status(302, "Location: " + elsewhere));
        server.script("/store", status(403));

        assertFetches();

        assertThat(told).noneMatch(text -> text.contains("signed"));
        assertThat(server.requests(FILES)).hasSize(2);
    }

    @Test
    void circlesEnd() {
        StandInHub.Script again =
                (request, reply) -> reply.whole(302, "", "Location: " + request.target());
        StandInHub.Script[] many = new StandInHub.Script[100];
        Arrays.fill(many, again);
        server.script(REFS, many);

        assertThat(failure()).hasMessageContaining("more than 10 redirects");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cdn.example/x",
                "HTTP://cdn.example/x",
                "ftp://cdn.example/x",
                "file:///etc/passwd",
                "https://user:word@cdn.example/x",
                "https://cdn.example:70000/x",
                "https:///x",
                "mailto:x",
                "https://[::1",
                "a b"
            })
    void whatIsNotSafeIsNotFollowed(String location) {
        assertThatThrownBy(
                        () ->
                                Redirect.next(
                                        URI.create("https://hub.example/a"), Optional.of(location)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("hub.example")
                .hasMessageNotContaining("word");
    }

    @Test
    void aRedirectNeedsAnAddress() {
        server.script(REFS, status(302));

        assertThat(failure().reason()).isEqualTo(HubException.Reason.INVALID_ANSWER);
    }

    @Test
    void aRedirectMayBeRelative() throws Exception {
        assertThat(Redirect.next(URI.create("https://hub.example/a/b"), Optional.of("/c?d=%20e")))
                .hasToString("https://hub.example/c?d=%20e");
        assertThat(
                        Redirect.next(
                                URI.create("http://hub.example/a"),
                                Optional.of("https://x.example")))
                .hasToString("https://x.example");
    }

    @Test
    void theHubIsItsSchemeNameAndPort() {
        HubEndpoint hub = HubEndpoint.parse("https://hub.example");

        assertThat(hub.isOnThisServer(URI.create("https://HUB.example:443/x"))).isTrue();
        assertThat(hub.isOnThisServer(URI.create("http://hub.example/x"))).isFalse();
        assertThat(hub.isOnThisServer(URI.create("http://hub.example:443/x"))).isFalse();
        assertThat(hub.isOnThisServer(URI.create("https://hub.example:444/x"))).isFalse();
        assertThat(hub.isOnThisServer(URI.create("https://hub.example.org/x"))).isFalse();
        assertThat(hub.isOnThisServer(URI.create("https://hub.example@other/x"))).isFalse();
    }
}
