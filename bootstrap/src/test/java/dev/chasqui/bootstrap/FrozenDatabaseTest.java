package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server whose PostgreSQL is frozen by a signal: chats go on as before. {@code
 * -Dfrozen.seconds=15} measures for so long, frozen and healthy by turns, and prints the median.
 */
class FrozenDatabaseTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int SECONDS = Integer.getInteger("frozen.seconds", 0);
    private static final int TURNS = 6;
    private static final int FEW = 20;

    @TempDir private Path folder;
    private int port;

    @Test
    void chatsGoOnWhileItIsFrozenAndAllHeals() throws Exception {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(machine.equals("Linux amd64"), "the build has binaries for that alone");
        try (FakeBackend backend = FakeOpenAi.start("dear");
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
                LaunchedServer server =
                        LaunchedServer.launch(
                                folder,
                                """
                                {"data":{"dir":"data"},"log":{"level":"off"},"backends":[%s],
                                 "prices":{"models":{"*":{"input":1,"output":1}}},
                                 "database":{
                                   "url":"jdbc:postgresql://127.0.0.1:%d/postgres%s",
                                   "user":"postgres"}}
                                """
                                        .formatted(
                                                StartedServer.backendConfig(
                                                        "backend", backend, "openai"),
                                                postgres.getPort(),
                                                // Otherwise it takes 10 s to notice.
                                                SECONDS > 0 ? "" : "?socketTimeout=2"))) {
            backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
            port = server.awaitPort();
            done("", "POST", "/admin/users", "{\"name\":\"boss\",\"role\":\"admin\"}");
            String admin = key("", "boss");
            done(
                    admin,
                    "POST",
                    "/admin/users",
                    """
                    {"name":"ana","limits":{"requests":"1000000/1m","tokens":"100000000/1m"},
                     "budget":{"amount":1000000}}
                    """);
            String ana = key(admin, "ana");
            long postmaster = postmaster(postgres);
            chat(ana, FEW);
            if (SECONDS > 0) {
                measure(ana, postmaster);
            }

            signal(postmaster, "STOP");
            try {
                chat(ana, FEW);
                Polled.until("changes are refused", () -> change(admin, "eve").status() == 503);
                chat(ana, FEW);
            } finally {
                signal(postmaster, "CONT");
            }
            Polled.until("changes are made", () -> change(admin, "later").status() / 100 == 2);
            Polled.until(
                    "the ledger has the chats",
                    () -> {
                        String stats = done(admin, "GET", "/v1/stats?user=ana", "").toString();
                        return SECONDS > 0 || stats.contains("\"requests\":" + 3 * FEW);
                    });
        }
    }

    private WireMessage change(String admin, String user) throws IOException {
        return send(admin, "POST", "/admin/users", "{\"name\":\"" + user + "\"}");
    }

    private static long postmaster(EmbeddedPostgres postgres) throws SQLException, IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            assertThat(row.next()).isTrue();
            Path pid = Path.of(row.getString(1)).resolve("postmaster.pid");
            return Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        }
    }

    /** Sends a signal to PostgreSQL and all its processes. */
    private static void signal(long postmaster, String name) throws Exception {
        ProcessHandle first = ProcessHandle.of(postmaster).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        Stream.concat(Stream.of(first), first.descendants())
                .forEach(process -> command.add(Long.toString(process.pid())));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** Chats some times one after the other. */
    private long[] chat(String key, int times) throws IOException {
        long[] nanos = new long[times];
        try (RawHttp client = RawHttp.connect(port)) {
            for (int i = 0; i < times; i++) {
                long began = System.nanoTime();
                WireMessage answer = client.post(CHAT, QUESTION, bearer(key)).readResponse();
                nanos[i] = System.nanoTime() - began;
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            }
        }
        return nanos;
    }

    private void measure(String key, long postmaster) throws Exception {
        var _ = turn(key);
        List<Double> changes = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            double healthy = turn(key);
            signal(postmaster, "STOP");
            double frozen;
            try {
                frozen = turn(key);
            } finally {
                signal(postmaster, "CONT");
            }
            changes.add(frozen / healthy - 1);
            System.out.printf("healthy %.0f µs, frozen %.0f µs%n", healthy, frozen);
        }
        changes.sort(null);
        System.out.printf("median change %.1f %%%n", 100 * changes.get(TURNS / 2));
    }

    /** Returns the median of the chats' times in microseconds. */
    private double turn(String key) throws IOException {
        List<long[]> all = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        while (System.nanoTime() < end) {
            all.add(chat(key, FEW));
        }
        long[] times = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return times[times.length / 2] / 1e3;
    }

    private static final String QUESTION =
            """
            {"model":"dear","max_tokens":6,"messages":[{"role":"user","content":"Hi"}]}\
            """;

    private String key(String admin, String user) throws IOException {
        return done(admin, "POST", "/admin/users/" + user + "/keys", "{}")
                .text("key")
                .orElseThrow();
    }

    private Json.Obj done(String key, String method, String path, String body) throws IOException {
        WireMessage answer = send(key, method, path, body);
        assertThat(answer.status() / 100).as(answer.text()).isEqualTo(2);
        return (Json.Obj) JsonReader.read(answer.body());
    }

    private static Header bearer(String key) {
        return new Header("Authorization", "Bearer " + key);
    }

    private WireMessage send(String key, String method, String path, String body)
            throws IOException {
        Header[] headers = key.isEmpty() ? new Header[0] : new Header[] {bearer(key)};
        try (RawHttp client = RawHttp.connect(port)) {
            return client.request(method, path, body, headers).readResponse();
        }
    }
}
