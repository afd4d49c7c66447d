package dev.chasqui.bootstrap.stored;

import static dev.chasqui.bootstrap.stored.Asked.RESPONSES;
import static dev.chasqui.bootstrap.stored.Asked.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.bootstrap.LaunchedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.WireMessage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kills of a server that keeps responses: afterwards each one whose end a client has got is there
 * as it was sent, in its chain, and none is in progress for ever. {@code -Dstored.kills=200} kills
 * more often.
 */
class StoredKillTest {
    private static final int KILLS = Integer.getInteger("stored.kills", 2);
    private static final int CLIENTS = 3;

    private final Asked asked = new Asked("");

    /** The responses whose ends were received, by their ids. */
    private final Map<String, Json.Obj> ended = new ConcurrentHashMap<>();

    private final Map<String, String> background = new ConcurrentHashMap<>();

    @TempDir private Path folder;

    @AfterEach
    void close() {
        asked.close();
    }

    @Test
    void withH2() throws Exception {
        killOften("");
    }

    @Test
    void withPostgres() throws Exception {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(machine.equals("Linux amd64"), "the build has binaries for that alone");
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start()) {
            killOften(
                    ",'database':{'url':'jdbc:postgresql://127.0.0.1:%d/postgres','user':'postgres'}"
                            .formatted(postgres.getPort()));
        }
    }

    private void killOften(String database) throws Exception {
        String config = asked.config(",'data':{'dir':'data'},'log':{'level':'off'}" + database);
        for (int i = 0; i <= KILLS; i++) {
            try (LaunchedServer server = LaunchedServer.launch(folder, config)) {
                int port = server.awaitPort();
                check(port, database.isEmpty());
                if (i < KILLS) {
                    loadAndKill(server, port, ended.size() + 20 + i % 7);
                }
            }
        }
    }

    private void check(int port, boolean alone) throws IOException {
        String last = "";
        for (Map.Entry<String, Json.Obj> each : ended.entrySet()) {
            assertThat(
                            Asked.json(
                                    Asked.send(
                                            port,
                                            "ana",
                                            "GET",
                                            RESPONSES + "/" + each.getKey(),
                                            "")))
                    .isEqualTo(each.getValue());
            last = each.getKey();
        }
        if (!last.isEmpty()) {
            assertThat(
                            Asked.send(
                                            port,
                                            "ana",
                                            "POST",
                                            RESPONSES,
                                            "{'model':'tiny','input':'x','previous_response_id':'"
                                                    + last
                                                    + "'}")
                                    .status())
                    .isEqualTo(200);
        }
        // Several servers may use PostgreSQL, so a response there ends when its server was silent.
        for (String id : alone ? background.keySet() : List.<String>of()) {
            Polled.untilPasses(
                    () ->
                            assertThat(
                                            Asked.json(
                                                            Asked.send(
                                                                    port,
                                                                    "ana",
                                                                    "GET",
                                                                    RESPONSES + "/" + id,
                                                                    ""))
                                                    .text("status")
                                                    .orElse(""))
                                    .isIn("completed", "failed"));
        }
    }

    private void loadAndKill(LaunchedServer server, int port, int until) throws Exception {
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            load.add(Thread.ofVirtual().start(() -> untilKilled(port)));
        }
        Polled.until("enough responses have ended", () -> ended.size() >= until);
        server.signal("KILL");
        assertThat(server.awaitEnd()).isNotZero();
        for (Thread thread : load) {
            assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    private void untilKilled(int port) {
        String previous = "";
        try {
            for (int i = 0; ; i++) {
                String more =
                        previous.isEmpty() ? "" : ",'previous_response_id':'" + previous + "'";
                String question = "{'model':'tiny','input':'Hi'" + more;
                if (i % 5 == 4) {
                    String id = id(Asked.json(send(port, question + ",'background':true}")));
                    background.put(id, id);
                } else {
                    Json.Obj end =
                            i % 2 == 0
                                    ? Asked.json(send(port, question + "}"))
                                    : lastOf(send(port, question + ",'stream':true}"));
                    ended.put(id(end), end);
                    previous = id(end);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The kill.
        }
    }

    private static WireMessage send(int port, String body) throws IOException {
        WireMessage answer = Asked.send(port, "ana", "POST", RESPONSES, body);
        if (answer.status() != 200) {
            throw new IOException(answer.text());
        }
        return answer;
    }

    private static Json.Obj lastOf(WireMessage stream) {
        String last = stream.text().strip().replaceAll("(?s).*\ndata: ", "");
        Json.Obj event = (Json.Obj) JsonReader.read(last.getBytes(StandardCharsets.UTF_8));
        assertThat(event.text("type")).contains("response.completed");
        return event.object("response");
    }
}
