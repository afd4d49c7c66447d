package dev.chasqui.bootstrap.sending;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.bootstrap.exchange.RoutedBackends;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Equal requests that share an answer. */
class CoalescingTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String COLD = "\"temperature\":0,";
    private static final RoutedBackends BACKENDS = new RoutedBackends();

    /** Models: tiny is shared by each caller, free by all, and apart by nobody. */
    private static final FakeBackend BACKEND = BACKENDS.backend("one", "tiny", "free", "apart");

    private static int port;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<RawHttp> clients = new ArrayList<>();
    private long before;

    @BeforeAll
    static void start() {
        StartedServer server =
                BACKENDS.server(
                        "\"routing\":{\"coalesce\":\"caller\",\"failuresInRow\":1000000,"
                                + "\"errorRate\":1},\"models\":{\"free\":{\"coalesce\":\"all\"},"
                                + "\"apart\":{\"coalesce\":\"off\"}},\"keys\":["
                                + Keys.entry("ann", "admin", "\"*\"")
                                + ","
                                + Keys.entry("bob", "user", "\"*\"")
                                + "]",
                        entry("one", BACKEND, ""));
        port = server.port();
    }

    @AfterAll
    static void stop() throws Exception {
        BACKENDS.close();
    }

    @BeforeEach
    void answerBehindTheGate() throws IOException {
        BACKEND.on("POST", CHAT, FakeOpenAi.chat("one two").once(gate)).forget();
        before = coalesced();
    }

    @AfterEach
    void leave() throws IOException {
        gate.countDown();
        clients.forEach(RawHttp::close);
        awaitSharing(0);
    }

    private static long coalesced() throws IOException {
        return metric("chasqui_coalesced_total");
    }

    private static long metric(String name) throws IOException {
        Matcher value =
                Pattern.compile("(?m)^" + name + " (\\d+)")
                        .matcher(RawHttp.get(port, "/metrics", Keys.bearer("ann")).text());
        return value.find() ? Long.parseLong(value.group(1)) : 0;
    }

    /** Waits until this many requests wait for, or read, an answer that they may share. */
    private static void awaitSharing(int count) throws IOException {
        Polled.until("the requests wait", () -> metric("chasqui_coalescing") == count);
    }

    private RawHttp sent(String who, String path, String body) throws IOException {
        RawHttp client = RawHttp.connect(port);
        clients.add(client);
        client.post(path, body, Keys.bearer(who));
        return client;
    }

    private RawHttp asked(String who, String model, String more) throws IOException {
        return sent(who, CHAT, QUESTION.formatted(model).replace("{\"mo", "{" + more + "\"mo"));
    }

    private RawHttp asked(String more) throws IOException {
        return asked("ann", "tiny", more);
    }

    /** Returns a stream that gives its second half only behind the gate. */
    private Answer halves() {
        return (request, reply) -> {
            reply.head(
                    "HTTP/1.1 200 OK",
                    List.of(
                            new Header("Content-Type", "text/event-stream"),
                            new Header("Transfer-Encoding", "chunked")));
            reply.piece(chunk("{\"content\":\"one \"}", "null"));
            try {
                if (!gate.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("the test did not open the gate");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            reply.piece(chunk("{\"content\":\"two\"}", "null"));
            reply.piece(chunk("{}", "\"stop\""));
            reply.piece("data: [DONE]\n\n");
            reply.end();
        };
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c\",\"created\":1,\"model\":\"tiny\",\"object\":"
                + "\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}\n\n";
    }

    private static void awaitNoOpenCalls() throws IOException {
        Polled.untilPasses(
                () ->
                        assertThat(RawHttp.get(port, "/admin/backends", Keys.bearer("ann")).text())
                                .contains("\"name\":\"one\"")
                                .doesNotContainPattern("\"open\":[1-9]"));
    }

    @Test
    void equalRequestsAreSentOnce() throws Exception {
        RawHttp first = asked(COLD);
        var _ = BACKEND.awaitRequest(CHAT);
        RawHttp second = asked(COLD);
        awaitSharing(2);
        gate.countDown();

        WireMessage one = first.readResponse();
        WireMessage other = second.readResponse();
        assertThat(one.text()).contains("one two").isEqualTo(other.text());
        assertThat(one.header("X-Chasqui-Route-Reason").orElse("")).doesNotContain("equal");
        assertThat(other.header("X-Chasqui-Route-Reason").orElse(""))
                .startsWith("the answer to an equal request; ");
        assertThat(other.header("X-Chasqui-Backend")).contains("one");
        assertThat(BACKEND.received(CHAT)).hasSize(1);
        assertThat(coalesced()).isEqualTo(before + 1);
        awaitNoOpenCalls();
    }

    @Test
    void afterTheAnswerARequestIsSentAgain() throws Exception {
        gate.countDown();
        for (int i = 0; i < 2; i++) {
            assertThat(asked(COLD).readResponse().text()).contains("one two");
            awaitNoOpenCalls();
        }
        assertThat(BACKEND.received(CHAT)).hasSize(2);
    }

    @Test
    void aRequestThatComesAmidAStreamGetsItsBeginningToo() throws Exception {
        BACKEND.on("POST", CHAT, halves());
        RawHttp first = asked(COLD + "\"stream\":true,");
        WireMessage head = first.readHead();
        var _ = first.readPiece();
        RawHttp second = asked(COLD + "\"stream\":true,");
        awaitSharing(2);
        gate.countDown();

        assertThat(second.readResponse().text()).contains("one ", "two", "\"stop\"", "[DONE]");
        assertThat(first.readBody(head).text()).contains("two", "[DONE]");
        assertThat(BACKEND.received(CHAT)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstRequestMayLeave(boolean streams) throws Exception {
        String more = COLD + (streams ? "\"stream\":true," : "");
        if (streams) {
            BACKEND.on("POST", CHAT, halves());
        }
        RawHttp first = asked(more);
        Received only = BACKEND.awaitRequest(CHAT);
        if (streams) {
            assertThat(first.readHead().status()).isEqualTo(200);
        }
        RawHttp second = asked(more);
        awaitSharing(2);
        first.hangUp();
        awaitSharing(1);
        gate.countDown();

        assertThat(second.readResponse().text()).contains("one", "two");
        assertThat(only.isHungUp()).isFalse();
        assertThat(BACKEND.received(CHAT)).hasSize(1);
        awaitNoOpenCalls();
    }

    @Test
    void theLastOneThatLeavesEndsTheQuestion() throws Exception {
        RawHttp first = asked(COLD);
        Received only = BACKEND.awaitRequest(CHAT);
        RawHttp second = asked(COLD);
        awaitSharing(2);

        first.hangUp();
        second.hangUp();

        only.awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void theLastOneThatLeavesAmidAStreamEndsIt() throws Exception {
        BACKEND.on("POST", CHAT, halves());
        RawHttp first = asked(COLD + "\"stream\":true,");
        assertThat(first.readHead().status()).isEqualTo(200);

        first.hangUp();

        BACKEND.awaitRequest(CHAT).awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void aFailureIsThatOfAll() throws Exception {
        BACKEND.on("POST", CHAT, status(500, "").once(gate));
        RawHttp first = asked(COLD);
        var _ = BACKEND.awaitRequest(CHAT);
        RawHttp second = asked(COLD);
        awaitSharing(2);
        gate.countDown();

        assertThat(first.readResponse().status()).isEqualTo(502);
        assertThat(second.readResponse().status()).isEqualTo(502);
        assertThat(BACKEND.received(CHAT)).hasSize(1);
    }

    @Test
    void callersShareWhereTheConfigSaysSo() throws Exception {
        var _ = asked("ann", "tiny", COLD);
        var _ = asked("bob", "tiny", COLD);
        assertThat(BACKEND.awaitRequests(CHAT, 2)).hasSize(2);

        var _ = asked("ann", "free", COLD);
        var _ = BACKEND.awaitRequests(CHAT, 3);
        var _ = asked("bob", "free", COLD);
        awaitSharing(4);
        assertThat(BACKEND.received(CHAT)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"temperature\":0.1,",
                "\"temperature\":0,\"n\":2,",
                "\"temperature\":0,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],",
            })
    void whatMayHaveAnotherAnswerIsSent(String more) throws Exception {
        var _ = asked(more);
        var _ = asked(more);

        assertThat(BACKEND.awaitRequests(CHAT, 2)).hasSize(2);
    }

    @Test
    void anotherRequestOrRuleIsSent() throws Exception {
        var _ = asked(COLD);
        var _ = asked(COLD + "\"max_tokens\":5,");
        var _ = asked(COLD + "\"some_member\":5,");
        var _ = asked("ann", "apart", COLD);
        var _ = asked("ann", "apart", COLD);

        assertThat(BACKEND.awaitRequests(CHAT, 5)).hasSize(5);
        assertThat(coalesced()).isEqualTo(before);
    }

    @Test
    void embeddingsAreSentOnceToo() throws Exception {
        BACKEND.on(
                "POST",
                EMBEDDINGS,
                Answer.json(
                                200,
                                "{\"object\":\"list\",\"model\":\"tiny\",\"data\":[{\"object\":"
                                    + "\"embedding\",\"index\":0,\"embedding\":[1,2]}],\"usage\":{"
                                    + "\"prompt_tokens\":3,\"total_tokens\":3}}")
                        .once(gate));
        String body = "{\"model\":\"tiny\",\"input\":\"Hi\"}";
        RawHttp first = sent("ann", EMBEDDINGS, body);
        var _ = BACKEND.awaitRequest(EMBEDDINGS);
        RawHttp second = sent("ann", EMBEDDINGS, body);
        awaitSharing(2);
        gate.countDown();

        String answer = first.readResponse().text();
        assertThat(answer).contains("\"embedding\"");
        assertThat(second.readResponse().text()).isEqualTo(answer);
        assertThat(BACKEND.received(EMBEDDINGS)).hasSize(1);
    }
}
