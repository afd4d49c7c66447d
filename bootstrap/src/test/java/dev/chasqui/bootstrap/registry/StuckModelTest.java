package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.ReplyWriter;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** An Ollama whose model a client that left has made stuck. */
class StuckModelTest {
    private static final String GENERATE = "/api/generate";
    private static final String PS = "/api/ps";

    private final FakeBackend ollama = FakeOllama.start("tiny");
    private final CountDownLatch unloaded = new CountDownLatch(1);

    /** An answer that begins when the model was unloaded. */
    private final Answer stuck =
            new Answer() {
                @Override
                public void write(WireMessage request, ReplyWriter reply) throws IOException {
                    try {
                        unloaded.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    FakeOllama.chat("Hello").write(request, reply);
                }
            };

    @BeforeEach
    void beStuck() {
        ollama.on("POST", "/api/chat", stuck);
        ollama.on("GET", PS, Answer.json(200, "{\"models\":[{\"name\":\"tiny:latest\"}]}"));
        ollama.on(
                "POST",
                GENERATE,
                (request, reply) -> {
                    unloaded.countDown();
                    Answer.json(200, "{\"model\":\"tiny\",\"done\":true}").write(request, reply);
                });
    }

    @AfterEach
    void close() {
        unloaded.countDown();
        ollama.close();
    }

    private StartedServer server(String type, String after) {
        return StartedServer.of(
                "{\"backends\":["
                        + StartedServer.backendConfig("box", ollama, type)
                        + "],\"routing\":{\"freeStuckAfter\":\""
                        + after
                        + "\"}}");
    }

    /** Asks and hangs up before the answer. */
    private void leave(StartedServer server) throws Exception {
        leave(server, ollama, "/api/chat");
    }

    private static void leave(StartedServer server, FakeBackend backend, String path)
            throws Exception {
        int before = backend.received(path).size();
        try (RawHttp client = RawHttp.connect(server.port())) {
            client.post(Admin.CHAT, Admin.question("tiny"));
            Received chat = backend.awaitRequests(path, before + 1).getLast();
            client.hangUp();
            chat.awaitHangUp(Duration.ofSeconds(20));
        }
    }

    @Test
    void aModelThatLetsOthersWaitAfterAClientHasLeftIsUnloadedOnce() throws Exception {
        try (StartedServer server = server("ollama", "500ms")) {
            leave(server);
            Admin admin = new Admin(server.port());

            assertThat(admin.answering("tiny")).isEqualTo("box");

            assertThat(ollama.received(GENERATE))
                    .singleElement()
                    .satisfies(
                            one ->
                                    assertThat(one.message().text())
                                            .contains("\"model\":\"tiny")
                                            .contains("\"keep_alive\":\"0\""));
            Polled.until(
                    "the model is shown as freed",
                    () ->
                            admin.get("/admin/backends")
                                    .toString()
                                    .contains("\"freed\":{\"model\":\"tiny"));
        }
    }

    @Test
    void aModelIsLeftAloneThatIsNotInMemoryOrThatAnswersAnother() throws Exception {
        ollama.on("GET", PS, Answer.json(200, "{\"models\":[]}"));
        try (StartedServer server = server("ollama", "100ms");
                RawHttp waiting = RawHttp.connect(server.port())) {
            leave(server);
            waiting.post(Admin.CHAT, Admin.question("tiny"));
            ollama.awaitRequests(PS, 2);
            assertThat(ollama.received(GENERATE)).isEmpty();

            unloaded.countDown();
            assertThat(waiting.readResponse().status()).isEqualTo(200);
            assertThat(new Admin(server.port()).answering("tiny")).isEqualTo("box");
            assertThat(ollama.received(GENERATE)).isEmpty();
        }
    }

    @Test
    void aModelFromWhichSomebodyReceivesEventsIsNotUnloaded() throws Exception {
        try (StartedServer server = server("ollama", "100ms");
                RawHttp receiving = RawHttp.connect(server.port());
                RawHttp waiting = RawHttp.connect(server.port())) {
            String piece =
                    "{\"model\":\"tiny\",\"message\":{\"role\":\"assistant\",\"content\":\"a\"},"
                            + "\"done\":false}\n";
            ollama.on(
                    "POST",
                    "/api/chat",
                    Answer.endless("application/x-ndjson", Duration.ofMillis(20), piece));
            receiving.post(
                    Admin.CHAT,
                    Admin.question("tiny").replace("{\"model", "{\"stream\":true,\"model"));
            receiving.readHead();
            ollama.on("POST", "/api/chat", stuck);
            leave(server);
            waiting.post(Admin.CHAT, Admin.question("tiny"));
            ollama.awaitRequests("/api/chat", 3);
            for (int i = 0; i < 30; i++) {
                assertThat(receiving.readPiece()).isPresent();
            }
            assertThat(ollama.received(GENERATE)).isEmpty();

            receiving.hangUp();

            assertThat(waiting.readResponse().status()).isEqualTo(200);
            assertThat(ollama.received(GENERATE)).hasSize(1);
        }
    }

    @Test
    void otherServersAndThoseOfAConfigThatForbidsItAreLeftAlone() throws Exception {
        try (FakeBackend other = FakeOpenAi.start("tiny")) {
            other.on("POST", Admin.CHAT, Answer.stall());
            other.on("GET", PS, Answer.json(200, "{\"models\":[{\"name\":\"tiny\"}]}"));
            try (StartedServer server =
                    StartedServer.of(
                            "{\"backends\":["
                                    + StartedServer.backendConfig("o", other, "openai")
                                    + "],\"routing\":{\"freeStuckAfter\":\"100ms\"}}")) {
                leave(server, other, Admin.CHAT);
                assertNothingIsFreed(server);
            }
            try (StartedServer server = server("ollama", "0s")) {
                leave(server);
                assertNothingIsFreed(server);
            }
            assertThat(other.received(PS)).isEmpty();
            assertThat(ollama.received(PS)).isEmpty();
        }
    }

    /** A further request waits until its client leaves. */
    private static void assertNothingIsFreed(StartedServer server) throws Exception {
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(Admin.CHAT, Admin.question("tiny"));
            assertThat(waiting.isClosedWithin(Duration.ofMillis(600))).isFalse();
        }
    }
}
