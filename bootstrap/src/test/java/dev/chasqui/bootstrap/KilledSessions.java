package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that is killed again and again while clients talk in sessions, and the turns that it has
 * acknowledged. A turn is acknowledged when its client has the whole answer.
 */
final class KilledSessions implements AutoCloseable {
    private static final String CHAT = "/v1/chat/completions";
    private static final int TALKERS = 3;
    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    /** The sessions that are read again after each kill; all are at the end. */
    private static final int NEWEST = 4 * TALKERS;

    private final FakeBackend backend = FakeOpenAi.start("tiny");
    private final Path folder;
    private final String config;
    private Optional<LaunchedServer> server = Optional.empty();
    private int port;
    private int round;

    /** The acknowledged questions of each session, in their order. */
    private final Map<String, List<String>> acknowledged = new LinkedHashMap<>();

    KilledSessions(Path folder, String database) {
        this.folder = folder;
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        config =
                """
                {"data":{"dir":"data"},"log":{"level":"off"},"ledger":{"on":false},"backends":[%s]%s}
                """
                        .formatted(
                                StartedServer.backendConfig("backend", backend, "openai"),
                                database);
    }

    /** Starts the server, and looks for what it has acknowledged. */
    void startAndCheck(boolean all) throws IOException {
        LaunchedServer launched = LaunchedServer.launch(folder, config);
        server = Optional.of(launched);
        port = launched.awaitPort();
        List<String> names = List.copyOf(acknowledged.keySet());
        int from = all ? 0 : Math.max(0, names.size() - NEWEST);
        for (String name : names.subList(from, names.size())) {
            assertTurns(name, asked(name));
        }
    }

    private List<String> asked(String name) {
        return Objects.requireNonNull(acknowledged.get(name));
    }

    private void assertTurns(String name, List<String> asked) throws IOException {
        if (asked.isEmpty()) {
            return;
        }
        WireMessage answer = RawHttp.get(port, "/chat/history/" + name + "?limit=1000");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Json.Obj json = (Json.Obj) JsonReader.read(answer.body());
        List<String> questions = new ArrayList<>();
        for (Json line : ((Json.Arr) json.get("messages").orElseThrow()).items()) {
            String text = ((Json.Str) line).value();
            if (text.startsWith("User: ")) {
                questions.add(text.substring("User: ".length()));
            } else {
                assertThat(text).startsWith("Bot: Hello");
            }
        }
        // The turn that the kill came amid may be there, whole or cut.
        List<String> known =
                questions.size() > asked.size() ? questions.subList(0, asked.size()) : questions;
        assertThat(known).isEqualTo(asked);
        assertThat(questions).hasSizeLessThanOrEqualTo(asked.size() + 1).doesNotHaveDuplicates();
    }

    /** Has clients talk for a while, and kills the server amid that. */
    void talkAndKill(Duration length) throws Exception {
        round++;
        List<Thread> talkers = new ArrayList<>();
        for (int i = 0; i < TALKERS; i++) {
            String name = "s" + round + "-" + i;
            List<String> asked = new ArrayList<>();
            acknowledged.put(name, asked);
            boolean streams = i % 2 == 0;
            talkers.add(Thread.ofVirtual().start(() -> talk(name, streams, asked)));
        }
        Polled.until("a turn is acknowledged", this::isTalking);
        LockSupport.parkNanos(length.toNanos());
        server.orElseThrow().signal("KILL");
        assertThat(server.orElseThrow().awaitEnd()).isNotZero();
        for (Thread talker : talkers) {
            assertThat(talker.join(LONGEST_END)).isTrue();
        }
    }

    private boolean isTalking() {
        List<String> first = asked("s" + round + "-0");
        synchronized (first) {
            return !first.isEmpty();
        }
    }

    private void talk(String name, boolean streams, List<String> asked) {
        try {
            for (int i = 0; i < 900; i++) {
                String text = "question " + i;
                if (ask(name, text, streams)) {
                    synchronized (asked) {
                        asked.add(text);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The kill.
        }
    }

    private boolean ask(String name, String text, boolean streams) throws IOException {
        WireMessage answer =
                RawHttp.post(
                        port,
                        CHAT,
                        """
                        {"model":"tiny","stream":%s,"messages":[{"role":"user","content":"%s"}]}\
                        """
                                .formatted(streams, text),
                        new Header("X-Chasqui-Session", name));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return !streams || answer.text().contains("[DONE]");
    }

    @Override
    public String toString() {
        return "%d kills: %d acknowledged turns in %d sessions"
                .formatted(
                        round,
                        acknowledged.values().stream().mapToInt(List::size).sum(),
                        acknowledged.size());
    }

    @Override
    public void close() {
        server.ifPresent(LaunchedServer::close);
        backend.close();
    }
}
