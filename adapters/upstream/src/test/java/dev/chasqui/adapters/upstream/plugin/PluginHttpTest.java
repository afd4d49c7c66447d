package dev.chasqui.adapters.upstream.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.HttpReply;
import dev.chasqui.plugin.service.HttpRequest;
import dev.chasqui.plugin.service.HttpStream;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The client of plug-ins sends what the plug-in says, where the config allows it. */
class PluginHttpTest extends HttpContract {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FakeBackend SERVER = FakeBackend.start();
    private static final FakeBackend OTHER = FakeBackend.start();

    private volatile HostRule rule = new HostRule(Optional.empty());
    private final Http http = new PluginHttp("sample", () -> rule);

    @BeforeEach
    void forget() {
        SERVER.forget();
        OTHER.forget();
    }

    @AfterAll
    static void close() {
        SERVER.close();
        OTHER.close();
    }

    @Override
    Http http() {
        return http;
    }

    @Override
    String answer(String method, String path, int status, String body) {
        SERVER.on(method, path, Answer.whole(status, "text/plain", body));
        return url(path);
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + SERVER.port() + path;
    }

    @Override
    String unreachable() {
        try (ServerSocket any = new ServerSocket(0)) {
            return "http://127.0.0.1:" + any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theRequestHasTheHeadersOfThePluginAndNoneOfTheServer() throws InterruptedException {
        answer("POST", "/p", 200, "{}");

        HttpReply reply =
                http.send(
                        HttpRequest.postJson(url("/p?q=%20a"), "{\"a\":1}")
                                .with("authorization", "Bearer k")
                                .with("user-agent", "sample/1"),
                        new Cancellation());

        assertThat(reply.header("Content-Type")).contains("text/plain");
        WireMessage sent = SERVER.awaitRequest("/p").message();
        assertThat(sent.firstLine()).isEqualTo("POST /p?q=%20a HTTP/1.1");
        assertThat(sent.text()).isEqualTo("{\"a\":1}");
        assertThat(sent.headers())
                .extracting(header -> header.name().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host",
                        "accept",
                        "accept-encoding",
                        "authorization",
                        "content-type",
                        "content-length",
                        "user-agent");
        assertThat(sent.headers())
                .anyMatch(header -> header.value().equals("sample/1"))
                .noneMatch(header -> header.value().equals("chasqui"));
    }

    @Test
    void aHostThatTheConfigDoesNotAllowIsNotCalled() {
        String url = answer("GET", "/no", 200, "x");
        rule = new HostRule(Optional.of(List.of("api.example.com")));

        refused(url, "plugins.hosts", "sample");
        rule = new HostRule(Optional.of(List.of("*")));
        refused(url, "address is not one that may be called");
        refused(url.replace("127.0.0.1", "localhost"), "address is not one");
        refused(url.replace("127.0.0.1", "2130706433"), "address is not one");
        refused(url.replace("127.0.0.1", "[::ffff:127.0.0.1]"), "address is not one");
        assertThat(SERVER.received()).isEmpty();

        rule = new HostRule(Optional.of(List.of("127.0.0.1")));
        assertThat(http.send(HttpRequest.get(url), new Cancellation()).text()).isEqualTo("x");
    }

    private void refused(String url, String... why) {
        assertThatThrownBy(() -> http.send(HttpRequest.get(url), new Cancellation()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> {
                            assertThat(e.failure()).isInstanceOf(Failure.BackendUnreachable.class);
                            assertThat(e.failure().message()).contains(why);
                        });
    }

    @Test
    void aRedirectIsAnAnswerUnlessThePluginFollowsIt() {
        SERVER.on("GET", "/from", redirect(302, "/to"));
        answer("GET", "/to", 200, "there");
        HttpRequest request = HttpRequest.get(url("/from"));

        assertThat(http.send(request, new Cancellation()).status()).isEqualTo(302);
        assertThat(http.send(request.following(1), new Cancellation()).text()).isEqualTo("there");
        SERVER.on("GET", "/to", redirect(302, "/from"));
        assertThat(http.send(request.following(3), new Cancellation()).status()).isEqualTo(302);
        assertThat(SERVER.received()).hasSize(1 + 2 + 4);
    }

    @Test
    void aRedirectPassesTheSameCheckAndTakesNoSecretsToAnotherServer() throws InterruptedException {
        OTHER.on("GET", "/to", Answer.whole(200, "text/plain", "there"));
        SERVER.on("POST", "/from", redirect(303, "http://localhost:" + OTHER.port() + "/to"));
        HttpRequest request =
                HttpRequest.postJson(url("/from"), "{}")
                        .with("Authorization", "Bearer s3cret")
                        .with("X-Api-Key", "s3cret")
                        .with("Accept", "text/plain")
                        .following(5);

        assertThat(http.send(request, new Cancellation()).text()).isEqualTo("there");
        List<Header> sent = OTHER.awaitRequest("/to").message().headers();
        assertThat(sent).noneMatch(header -> header.value().contains("s3cret"));
        assertThat(sent)
                .noneMatch(header -> header.name().equalsIgnoreCase("content-type"))
                .anyMatch(header -> header.value().equals("text/plain"));

        rule = new HostRule(Optional.of(List.of("127.0.0.1")));
        assertThatThrownBy(() -> http.send(request, new Cancellation()))
                .hasMessageContaining("localhost");
        assertThat(OTHER.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/", "http://", "://", "http://a:b@127.0.0.1/", "http://[/"})
    void aRedirectToNoAddressIsAFailure(String location) {
        SERVER.on("GET", "/from", redirect(302, location));

        assertThatThrownBy(
                        () ->
                                http.send(
                                        HttpRequest.get(url("/from")).following(1),
                                        new Cancellation()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.BackendFailed.class));
    }

    private static Answer redirect(int status, String location) {
        return (_, reply) -> {
            reply.head(
                    "HTTP/1.1 " + status + " Moved",
                    List.of(new Header("Location", location), new Header("Content-Length", "0")));
            reply.end();
        };
    }

    @Test
    void theTimeIsForTheWholeCall() {
        SERVER.on("GET", "/drip", Answer.endless("text/plain", Duration.ofMillis(5), "drop"));

        assertThatThrownBy(
                        () ->
                                http.send(
                                        HttpRequest.get(url("/drip"))
                                                .within(Duration.ofMillis(200)),
                                        new Cancellation()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.BackendTimeout.class));
    }

    @Test
    void aCancellationEndsAWaitAndHangsUp() throws InterruptedException {
        SERVER.on("GET", "/stall", Answer.stall());
        ends("/stall", cancellation -> http.send(HttpRequest.get(url("/stall")), cancellation));
    }

    @Test
    void aCancellationEndsAStreamAndHangsUp() throws InterruptedException {
        SERVER.on("GET", "/endless", Answer.endless("text/plain", Duration.ofMillis(5), "drop"));
        ends(
                "/endless",
                cancellation -> {
                    try (HttpStream stream =
                            http.open(HttpRequest.get(url("/endless")), cancellation)) {
                        while (stream.body().next() != null) {
                            assertThat(stream.status()).isEqualTo(200);
                        }
                    }
                });
    }

    private static void ends(String path, Consumer<Cancellation> call) throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        Throwable[] thrown = new Throwable[1];
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        call.accept(cancellation);
                                    } catch (Throwable e) {
                                        thrown[0] = e;
                                    }
                                });
        Received received = SERVER.awaitRequest(path);

        cancellation.cancel();

        assertThat(caller.join(LONG)).isTrue();
        assertThat(thrown[0])
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
        received.awaitHangUp(LONG);
    }

    @Test
    void connectionsAreUsedAgain() {
        String url = answer("GET", "/again", 200, "x");
        int before = SERVER.acceptedConnections();
        for (int i = 0; i < 5; i++) {
            assertThat(http.send(HttpRequest.get(url), new Cancellation()).status()).isEqualTo(200);
        }

        assertThat(SERVER.acceptedConnections()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://api.example.com/",
                "/path",
                "http:///path",
                "http://user:s3cret@api.example.com/",
                "http://api.example.com:70000/",
                "http://ex ample/s3cret",
                ""
            })
    void anAddressThatIsNotValidIsRefusedWithoutBeingShown(String uri) {
        assertThatThrownBy(() -> HttpRequest.get(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uri")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void headersThatFrameTheMessageOrBreakItAreRefused() {
        HttpRequest request = HttpRequest.get("http://api.example.com/");
        for (String name : List.of("Host", "content-length", "Transfer-Encoding", "a b", "a:")) {
            assertThatThrownBy(() -> request.with(name, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> request.with("X-Key", "s3cret\r\nX-More: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }
}
