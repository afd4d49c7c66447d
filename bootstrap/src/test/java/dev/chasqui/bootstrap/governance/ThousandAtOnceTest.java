package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thousand requests at the same moment against a budget for a hundred, and against a limit of a
 * hundred, with the users in each of the databases. A request costs six units, as is reserved.
 */
class ThousandAtOnceTest {
    private static final String ADMIN = GovernedServer.CONFIG_ADMIN;
    private static final String CHAT = "/v1/chat/completions";
    private static final int ALL = 1_000;
    private static final int FIT = 100;
    private static final int COST = 6;
    private static final int LEFT = 0;
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern SPENT = Pattern.compile("for this request: ([\\d.]+) is spent");
    private static final String BUDGET = "'budget':{'amount':" + FIT * COST + "}";
    private static final String LIMIT = "'limits':{'requests':'" + FIT + "/1h','concurrency':1000}";

    private static final String FRAME =
            "data: {\"id\":\"1\",\"model\":\"hello\",\"choices\":[{\"index\":0,\"delta\":"
                    + "{\"content\":\"Hm\"},\"finish_reason\":null}]}\n\n";

    @TempDir private Path data;

    @Test
    void exactlyAHundredPassOnH2() throws Exception {
        exactlyAHundredPass("");
    }

    @Test
    void exactlyAHundredPassOnPostgres() throws Exception {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(machine.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)"));
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start()) {
            exactlyAHundredPass(
                    "'database':{'url':'jdbc:postgresql://127.0.0.1:"
                            + postgres.getPort()
                            + "/postgres','user':'postgres'},");
        }
    }

    private String config(FakeBackend backend, String database) {
        return """
        {%s 'server':{'maxConnections':4000},'backends':[%s],'ledger':{},
         'prices':{'models':{'hello':{'output':1000000}}},
         'keys':[{'name':'root','role':'admin','sha256':'%s'}]}
        """
                .formatted(
                        database,
                        StartedServer.backendConfig("backend", backend, "openai"),
                        Sha256.of(ADMIN))
                .replace('\'', '"');
    }

    private void exactlyAHundredPass(String database) throws Exception {
        try (FakeBackend backend = FakeOpenAi.start("hello")) {
            backend.on("POST", CHAT, Answer.choose(ThousandAtOnceTest::answer));
            String spender;
            String mixed;
            try (StartedServer server = StartedServer.keeping(data, config(backend, database))) {
                spender = user(server, "spender", BUDGET);
                assertThat(atOnce(server, spender, List.of("well")))
                        .isEqualTo(Map.of(200, FIT, 402, ALL - FIT));
                assertThat(spent(server, spender)).isEqualTo(FIT * COST);

                String limited = user(server, "limited", LIMIT);
                assertThat(atOnce(server, limited, List.of("well")))
                        .isEqualTo(Map.of(200, FIT, 429, ALL - FIT));

                List<String> ways = List.of("well", "fail", "leave", "well");
                String bumpy = user(server, "bumpy", LIMIT);
                assertThat(atOnce(server, bumpy, ways).get(429)).isEqualTo(ALL - FIT);

                mixed = user(server, "mixed", BUDGET);
                assertThat(atOnce(server, mixed, ways).getOrDefault(200, 0))
                        .isLessThanOrEqualTo(FIT);
                assertAllIsSpentAndNothingReserved(server, mixed);

                String few = user(server, "few", "'limits':{'concurrency':10}");
                assertThat(atOnce(server, few, 200, ways)).containsKey(429);
                Polled.until(
                        "the places are free",
                        () -> atOnce(server, few, 10, List.of("well")).equals(Map.of(200, 10)));
            }
            try (StartedServer server = StartedServer.keeping(data, config(backend, database))) {
                assertThat(spent(server, spender)).as("after a restart").isEqualTo(FIT * COST);
                assertAllIsSpentAndNothingReserved(server, mixed);
            }
        }
    }

    /** Spends what is left, one request after another; then less than one request's cost is. */
    private static void assertAllIsSpentAndNothingReserved(StartedServer server, String key)
            throws Exception {
        Polled.until(
                "nothing is reserved",
                () -> {
                    try (RawHttp client = RawHttp.connect(server.port())) {
                        WireMessage last = ask(client, key, "well").readResponse();
                        return last.status() == 402 && !last.text().contains("reserved");
                    }
                });
        assertThat(spent(server, key)).isBetween(FIT * COST - COST + 1.0, 1.0 * FIT * COST);
    }

    private static double spent(StartedServer server, String key) throws IOException {
        try (RawHttp client = RawHttp.connect(server.port())) {
            WireMessage refused = ask(client, key, "well").readResponse();
            assertThat(refused.status()).as(refused.text()).isEqualTo(402);
            assertThat(refused.text()).doesNotContain("reserved");
            Matcher spent = SPENT.matcher(refused.text());
            assertThat(spent.find()).as(refused.text()).isTrue();
            return Double.parseDouble(spent.group(1));
        }
    }

    private static Answer answer(WireMessage request) {
        String text = request.text();
        if (text.contains("fail")) {
            return FakeOpenAi.error(500, "no");
        }
        return text.contains("leave")
                ? Answer.endless("text/event-stream", Duration.ofMillis(20), FRAME)
                : FakeOpenAi.chat("one two three four five six");
    }

    private static Map<Integer, Integer> atOnce(StartedServer server, String key, List<String> ways)
            throws Exception {
        return atOnce(server, key, ALL, ways);
    }

    /** Sends requests over connections that are there, and counts the statuses; 0 for no answer. */
    private static Map<Integer, Integer> atOnce(
            StartedServer server, String key, int requests, List<String> ways)
            throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch connected = new CountDownLatch(requests);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> running = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                String way = ways.get(i % ways.size());
                running.add(
                        threads.submit(
                                () -> {
                                    try (RawHttp client = RawHttp.connect(server.port())) {
                                        connected.countDown();
                                        assertThat(isReached(start)).isTrue();
                                        return status(ask(client, key, way), way);
                                    }
                                }));
            }
            try {
                assertThat(isReached(connected)).as("all are connected").isTrue();
                start.countDown();
                for (Future<Integer> one : running) {
                    statuses.merge(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS), 1, Integer::sum);
                }
            } finally {
                // The end of the block waits for all of them.
                threads.shutdownNow();
            }
        }
        return statuses;
    }

    private static boolean isReached(CountDownLatch latch) throws InterruptedException {
        return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static int status(RawHttp client, String way) throws IOException {
        if (!way.equals("leave")) {
            return client.readResponse().status();
        }
        int status = client.readHead().status();
        client.hangUp();
        return status == 200 ? LEFT : status;
    }

    private static RawHttp ask(RawHttp client, String key, String way) throws IOException {
        String body =
                """
                {"model":"hello","max_tokens":%d,"stream":%s,\
                "messages":[{"role":"user","content":"%s"}]}\
                """
                        .formatted(COST, way.equals("leave"), way);
        return client.post(CHAT, body, new Header("Authorization", "Bearer " + key));
    }

    /** Makes a user with bounds, and returns a key. */
    private static String user(StartedServer server, String name, String bounds)
            throws IOException {
        admin(server, "/admin/users", "{'name':'" + name + "'," + bounds + "}");
        return admin(server, "/admin/users/" + name + "/keys", "{}").text("key").orElseThrow();
    }

    private static Json.Obj admin(StartedServer server, String path, String body)
            throws IOException {
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        path,
                        body.replace('\'', '"'),
                        new Header("Authorization", "Bearer " + ADMIN));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return (Json.Obj) JsonReader.read(answer.body());
    }
}
