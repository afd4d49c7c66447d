package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that is started and killed again and again, and all that it has acknowledged. Its load
 * are chats against a budget, and an administrator who makes users and keys and revokes some.
 */
final class KilledServer implements AutoCloseable {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ADMIN = "admin-key-0123456789";
    private static final String PAYER = "payer-key-0123456789";

    /** The price of each chat: nine tokens. */
    private static final long PRICE = 9;

    /** The age at which a settlement is surely known after a kill. */
    private static final Duration SURELY_WRITTEN = Duration.ofSeconds(1);

    private static final int CHATTERS = 2;
    private static final int PATIENCE_SECONDS = 20;
    private static final Pattern SPENT = Pattern.compile("has spent ([0-9]+) of");

    private final FakeBackend backend = FakeOpenAi.start("dear");
    private final FakeBackend silent = FakeOpenAi.start("slow");
    private final Path folder;
    private final String config;
    private Optional<LaunchedServer> server = Optional.empty();
    private int port;
    private int round;

    private final Set<String> users = new LinkedHashSet<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Set<String> revoked = new LinkedHashSet<>();
    private String reserving = "";

    /** The chats until the last check, and those since then that were sent and answered. */
    private long counted;

    private final AtomicLong sent = new AtomicLong();
    private final List<Long> answered = new ArrayList<>();
    private long surely;

    KilledServer(Path folder, String database) {
        this.folder = folder;
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        silent.on("POST", CHAT, Answer.stall());
        config =
                """
                {"data":{"dir":"data"},"log":{"level":"off"},"backends":[%s,%s],
                 "prices":{"models":{"*":{"input":1000000,"output":1000000}}},
                 "keys":[{"name":"root","role":"admin","sha256":"%s"},
                         {"name":"payer","sha256":"%s",
                          "budget":{"amount":1000000000,"soft":0.000000001}}]%s}
                """
                        .formatted(
                                StartedServer.backendConfig("backend", backend, "openai"),
                                StartedServer.backendConfig("silent", silent, "openai"),
                                Sha256.of(ADMIN),
                                Sha256.of(PAYER),
                                database);
    }

    /** Starts the server, and compares it with what was acknowledged. */
    void startAndCheck() throws IOException {
        LaunchedServer launched = LaunchedServer.launch(folder, config);
        server = Optional.of(launched);
        port = launched.awaitPort();
        assertSpent();
        String list = send(ADMIN, "GET", "/admin/users", "").text();
        assertThat(users).allSatisfy(user -> assertThat(list).contains("\"" + user + "\""));
        for (String key : newest(keys.values())) {
            assertThat(send(key, "GET", "/v1/models", "").status()).isEqualTo(200);
        }
        for (String key : newest(revoked)) {
            assertThat(send(key, "GET", "/v1/models", "").status()).isEqualTo(401);
        }
        assertThat(send(ADMIN, "GET", "/v1/stats?by=day", "").status()).isEqualTo(200);
        if (!reserving.isEmpty()) {
            // Its budget holds one chat, and one was reserved when the server was killed.
            WireMessage chat = chat(reserving, "dear");
            assertThat(chat.status()).as(chat.text()).isEqualTo(200);
        }
    }

    private static List<String> newest(Iterable<String> all) {
        List<String> list = new ArrayList<>();
        all.forEach(list::add);
        return list.subList(Math.max(0, list.size() - 30), list.size());
    }

    private void assertSpent() throws IOException {
        WireMessage chat = chat(PAYER, "dear");
        assertThat(chat.status()).as(chat.text()).isEqualTo(200);
        Matcher spent = SPENT.matcher(chat.header("X-Chasqui-Budget").orElse("has spent 0 of"));
        assertThat(spent.find()).isTrue();
        long units = Long.parseLong(spent.group(1));
        assertThat(units % PRICE).isZero();
        // The answer tells what was spent with or without itself.
        assertThat(units / PRICE).isBetween(counted + surely, counted + sent.get() + 1);
        Matcher next = SPENT.matcher(chat(PAYER, "dear").header("X-Chasqui-Budget").orElseThrow());
        assertThat(next.find()).isTrue();
        counted = Long.parseLong(next.group(1)) / PRICE;
    }

    /**
     * Uses the server for a while, and kills it amid that.
     *
     * @param length the time from the first answer to the kill; more than a second, so that some of
     *     the chats are surely written
     */
    void loadAndKill(Duration length) throws Exception {
        round++;
        sent.set(0);
        answered.clear();
        reserving = reserve();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < CHATTERS; i++) {
            load.add(Thread.ofVirtual().start(() -> untilKilled(this::pay)));
        }
        load.add(Thread.ofVirtual().start(() -> untilKilled(this::change)));
        Polled.until("a chat is answered", () -> answersUntil(System.nanoTime()) > 0);
        LockSupport.parkNanos(length.toNanos());
        long killed = System.nanoTime();
        server.orElseThrow().signal("KILL");
        assertThat(server.orElseThrow().awaitEnd()).isNotZero();
        for (Thread thread : load) {
            assertThat(thread.join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        }
        surely = answersUntil(killed - SURELY_WRITTEN.toNanos());
        assertThat(surely).as("the chats that the next start has to know").isPositive();
    }

    /** Returns the number of chats since the last check that were answered before a time. */
    private long answersUntil(long nanoTime) {
        synchronized (answered) {
            return answered.stream().filter(at -> nanoTime - at > 0).count();
        }
    }

    /** Makes a user whose budget holds one chat, and begins one that never ends. */
    private String reserve() throws IOException, InterruptedException {
        String name = "reserving" + round;
        assertThat(user(name, ",\"budget\":{\"amount\":10}")).isTrue();
        String key = newKey(name).text("key").orElseThrow();
        int before = silent.received(CHAT).size();
        RawHttp.connect(port).post(CHAT, question("slow"), bearer(key));
        var _ = silent.awaitRequests(CHAT, before + 1);
        return key;
    }

    private interface Step {
        void run(int number) throws IOException;
    }

    private static void untilKilled(Step step) {
        try {
            for (int i = 0; ; i++) {
                step.run(i);
            }
        } catch (IOException | UncheckedIOException e) {
            // The kill.
        }
    }

    private void pay(int number) throws IOException {
        sent.incrementAndGet();
        if (chat(PAYER, "dear").status() == 200) {
            synchronized (answered) {
                answered.add(System.nanoTime());
            }
        }
    }

    private void change(int number) throws IOException {
        String name = "u" + round + "-" + number;
        if (user(name, "")) {
            users.add(name);
            Json.Obj made = newKey(name);
            String id = made.text("id").orElseThrow();
            keys.put(id, made.text("key").orElseThrow());
            if (number % 3 == 2) {
                // Until the answer nobody knows.
                String secret = keys.remove(id);
                if (send(ADMIN, "DELETE", "/admin/keys/" + id, "").status() / 100 == 2) {
                    revoked.add(secret);
                }
            }
        }
    }

    private boolean user(String name, String more) throws IOException {
        return send(ADMIN, "POST", "/admin/users", "{\"name\":\"" + name + "\"" + more + "}")
                                .status()
                        / 100
                == 2;
    }

    private Json.Obj newKey(String user) throws IOException {
        WireMessage made = send(ADMIN, "POST", "/admin/users/" + user + "/keys", "{}");
        if (made.status() / 100 != 2) {
            throw new IOException(made.text());
        }
        return (Json.Obj) JsonReader.read(made.body());
    }

    private WireMessage chat(String key, String model) throws IOException {
        return send(key, "POST", CHAT, question(model));
    }

    private static String question(String model) {
        return """
        {"model":"%s","max_tokens":6,"messages":[{"role":"user","content":"Hi"}]}\
        """
                .formatted(model);
    }

    private static Header bearer(String key) {
        return new Header("Authorization", "Bearer " + key);
    }

    private WireMessage send(String key, String method, String path, String body)
            throws IOException {
        try (RawHttp client = RawHttp.connect(port)) {
            return client.request(method, path, body, bearer(key)).readResponse();
        }
    }

    @Override
    public String toString() {
        return "%d kills: %d users, %d keys, %d revoked, %d chats"
                .formatted(round, users.size(), keys.size(), revoked.size(), counted);
    }

    @Override
    public void close() {
        server.ifPresent(LaunchedServer::close);
        backend.close();
        silent.close();
    }
}
