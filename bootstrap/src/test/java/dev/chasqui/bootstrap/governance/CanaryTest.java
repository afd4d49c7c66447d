package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.logs.JsonFormat;
import dev.chasqui.adapters.logs.LogFile;
import dev.chasqui.adapters.logs.Logs;
import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Marked keys and marked prompts are sent through every route, well and badly formed, before
 * backends that work and backends that fail. Then no place where the server leaves something has a
 * mark: log, metrics, lists, ledger, audit trail, database, files, process list, thread dump.
 */
@Isolated("it reads the log of the whole process")
class CanaryTest {
    private static final String WRONG = "chsq_CanaryWrong00000000000000000000000000000000";
    private static final String BACKEND = "sk-CanaryBackend-0123456789";
    private static final String REGISTERED = "sk-CanaryRegistered-0123456789";
    private static final String ADMIN = GovernedServer.CONFIG_ADMIN;

    private static final String CHAT = "/v1/chat/completions";
    private static final String HISTORY = "/v1/history";

    private static final List<String> OF_BACKENDS =
            List.of("POST /upstream/hello/odd", "POST /upstream/small/api/odd");

    private final Map<String, String> keys = new LinkedHashMap<>();
    private final TreeSet<String> found = new TreeSet<>();

    @Test
    void noMarkIsLeftAnywhere(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path log = folder.resolve("log");
        keys.put("config's", ADMIN);
        keys.put("wrong", WRONG);
        keys.put("backend's", BACKEND);
        keys.put("registered server's", REGISTERED);
        try (FakeBackend openAi = FakeOpenAi.start("hello", "other");
                FakeBackend ollama = FakeOllama.start("small");
                FakeBackend registered = FakeOpenAi.start("registered");
                Logs logs =
                        Logs.open(
                                Level.ALL,
                                new JsonFormat(),
                                false,
                                Optional.of(new LogFile(log, 1 << 30, 1)))) {
            try (StartedServer server =
                    StartedServer.keeping(
                            data, config(folder, openAi, ollama), PluginJars.PARALLEL)) {
                storeKeys(server);
                register(server, registered);
                for (Map.Entry<String, Answer> mode : modes().entrySet()) {
                    for (HttpRoute route : server.routes()) {
                        String path = route.path();
                        openAi.on("POST", path, mode.getValue());
                        ollama.on("POST", path, mode.getValue());
                    }
                    if (mode.getKey().equals("well")) {
                        openAi.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
                        ollama.on("POST", "/api/chat", FakeOllama.chat("Hello there!"));
                    }
                    openAi.on("POST", "/odd", mode.getValue());
                    ollama.on("POST", "/api/odd", mode.getValue());
                    sweep(server, mode.getKey());
                }
                assertThat(openAi.received(CHAT))
                        .as("the prompts reach the backend")
                        .anyMatch(one -> one.message().text().contains(CanaryBodies.WORD));
                look(openAi, "OpenAI");
                look(ollama, "Ollama");
                lists(server);
                processes();
                dumpThreads(folder.resolve("threads.json"));
                logs.flush();
                files("while it runs: ", folder);
            }
            files("after its end: ", folder);
        }
        assertThat(String.join("\n", found)).isEmpty();
    }

    private static String config(Path folder, FakeBackend openAi, FakeBackend ollama)
            throws IOException {
        Path key = Files.writeString(folder.resolve("backend.key"), BACKEND);
        String backend = "{'name':'%s','type':'%s','url':'%s','apiKeyFile':'%s','zone':'open'}";
        return """
        {'backends':[%s,%s],'ledger':{},'log':{'level':'debug'},
         'keys':[{'name':'root','role':'admin','sha256':'%s'}]}
        """
                .formatted(
                        backend.formatted("a", "openai", openAi.url(), key),
                        backend.formatted("b", "ollama", ollama.url(), key),
                        Sha256.of(ADMIN))
                .replace('\'', '"');
    }

    private void storeKeys(StartedServer server) throws IOException {
        send(server, ADMIN, "POST", "/admin/users", "{\"name\":\"ana\",\"role\":\"admin\"}");
        String path = "/admin/users/ana/keys";
        keys.put("stored", secret(send(server, ADMIN, "POST", path, "{\"name\":\"one\"}")));
        Json.Obj old = object(send(server, ADMIN, "POST", path, "{\"name\":\"two\"}"));
        keys.put("rotated", old.text("key").orElseThrow());
        String rotate = "/admin/keys/" + old.text("id").orElseThrow() + "/rotate";
        keys.put("new", secret(send(server, ADMIN, "POST", rotate, "")));
    }

    /** Registers servers with a key, one that is taken and some that are not. */
    private void register(StartedServer server, FakeBackend taken) throws IOException {
        for (String url : List.of("http://127.0.0.1:9", "http://169.254.169.254", "ftp://a")) {
            register(server, url, REGISTERED);
        }
        register(server, taken.url().toString(), "two words " + REGISTERED);
        assertThat(register(server, taken.url().toString(), REGISTERED).status()).isEqualTo(200);
        taken.on("POST", CHAT, Answer.choose(request -> echo(500, request)));
        send(server, ADMIN, "POST", CHAT, "{\"model\":\"registered\",\"messages\":[]}");
    }

    private WireMessage register(StartedServer server, String url, String key) throws IOException {
        return send(
                server,
                ADMIN,
                "POST",
                "/admin/servers/register",
                "{\"url\":\"%s\",\"kind\":\"chat\",\"api_key\":\"%s\"}".formatted(url, key));
    }

    private static Json.Obj object(WireMessage answer) {
        return (Json.Obj) JsonReader.read(answer.body());
    }

    private static String secret(WireMessage answer) {
        return object(answer).text("key").orElseThrow();
    }

    /**
     * Returns the ways in which the backends answer. Only errors repeat the backend's key, since it
     * is not looked for in content (decision 0024).
     */
    private static Map<String, Answer> modes() {
        Map<String, Answer> modes = new LinkedHashMap<>();
        modes.put("well", Answer.json(200, "{\"object\":\"list\",\"data\":[]}"));
        modes.put("refused", Answer.choose(request -> echo(400, request)));
        modes.put("broken", Answer.choose(request -> echo(500, request)));
        modes.put("confused", Answer.choose(request -> Answer.json(200, request.text())));
        modes.put(
                "breaking off",
                Answer.choose(request -> Answer.json(200, request.text()).cutAfter(30)));
        modes.put("hanging up", Answer.hangUp());
        return modes;
    }

    private static Answer echo(int status, WireMessage request) {
        return FakeOpenAi.error(status, said(request));
    }

    private static String said(WireMessage request) {
        return request.header("Authorization").orElse("") + " said " + request.text();
    }

    private void sweep(StartedServer server, String mode) throws IOException {
        List<String> routes = new ArrayList<>(OF_BACKENDS);
        for (HttpRoute route : server.routes()) {
            if (route.access() != Access.PUBLIC && !route.path().equals("/admin/reload")) {
                routes.add(route.method().text() + " " + route.path());
            }
        }
        for (String route : routes.stream().distinct().toList()) {
            String method = route.replaceFirst(" .*", "");
            String path = route.replaceFirst(".* ", "").replaceAll("\\{[^}]*}", "hello");
            if (route.contains("/admin/keys/{id}")) {
                send(server, ADMIN, method, path.replace("hello", key("stored")), "");
            }
            if (!method.equals("POST") && !method.equals("PUT") && !method.equals("PATCH")) {
                for (String key : List.of(ADMIN, WRONG)) {
                    send(server, key, method, path, "");
                    send(server, key, method, path + "?key=" + WRONG + "&api_key=" + key, "");
                }
                continue;
            }
            for (CanaryBodies.Body body : CanaryBodies.of(path)) {
                Header[] type = body.headers().toArray(Header[]::new);
                send(server, key("stored"), method, path, body.text(), type);
                if (mode.equals("well")) {
                    send(server, WRONG, method, path, body.text(), type);
                    send(server, "", method, path + "?key=" + ADMIN, body.text(), type);
                }
            }
        }
    }

    private String key(String name) {
        return keys.getOrDefault(name, "");
    }

    private WireMessage send(
            StartedServer server,
            String key,
            String method,
            String path,
            String body,
            Header... more)
            throws IOException {
        List<Header> headers = new ArrayList<>(List.of(more));
        if (!key.isEmpty()) {
            headers.add(new Header("Authorization", "Bearer " + key));
        }
        try (RawHttp client = RawHttp.connect(server.port())) {
            WireMessage answer =
                    whatCame(client.request(method, path, body, headers.toArray(Header[]::new)));
            seek(method + " " + path.replaceAll("\\?.*", "?..."), everything(answer), false);
            return answer;
        }
    }

    /** Reads an answer, also one that breaks off. */
    private static WireMessage whatCame(RawHttp client) throws IOException {
        WireMessage head = client.readHead();
        List<Piece> pieces = new ArrayList<>();
        try {
            for (Optional<Piece> piece = client.readPiece();
                    piece.isPresent();
                    piece = client.readPiece()) {
                pieces.add(piece.get());
            }
        } catch (IOException e) {
            // The rest was not sent.
        }
        return new WireMessage(head.firstLine(), head.headers(), pieces);
    }

    private static String everything(WireMessage message) {
        return message.firstLine() + "\n" + message.headers() + "\n" + message.text();
    }

    /**
     * Notes the marks in a text.
     *
     * @param prompts true if prompts may not be in it either; an answer may quote its own request
     */
    private void seek(String where, String text, boolean prompts) {
        keys.forEach(
                (name, key) -> {
                    if (text.contains(key)) {
                        found.add(where + " has the " + name + " key");
                    }
                });
        if (prompts) {
            for (String mark : List.of(CanaryBodies.WORD, CanaryBodies.SECRET)) {
                int at = text.indexOf(mark);
                if (at >= 0) {
                    int from = Math.max(0, at - 100);
                    int until = Math.min(text.length(), at + 100);
                    found.add(where + " has " + mark + ": " + text.substring(from, until));
                }
            }
        }
    }

    /** Looks at what a backend got, which has its own key and no other. */
    private void look(FakeBackend backend, String name) {
        for (Received one : backend.received()) {
            String text = everything(one.message());
            keys.forEach(
                    (whose, key) -> {
                        if (!key.equals(BACKEND) && text.contains(key)) {
                            found.add(
                                    name
                                            + " got the "
                                            + whose
                                            + " key at "
                                            + one.message().firstLine());
                        }
                    });
        }
    }

    private void lists(StartedServer server) throws IOException {
        String help =
                "{\"model\":\"hello\",\"messages\":[{\"role\":\"user\",\"content\":\"/help\"}]}";
        Header id = new Header("x-request-id", "the-last-one");
        seek("help", send(server, ADMIN, "POST", CHAT, help, id).text(), true);
        Polled.until(
                "the ledger is written",
                () -> send(server, ADMIN, "GET", HISTORY, "").text().contains("the-last-one"));
        for (String path :
                List.of(
                        "/metrics",
                        "/health",
                        "/v1/models",
                        "/v1/stats",
                        "/v1/stats?by=user",
                        "/v1/stats?by=model",
                        "/v1/stats?by=key",
                        "/v1/stats?by=backend",
                        "/v1/history?limit=1000",
                        "/v1/history?format=csv&limit=1000000",
                        "/v1/history?format=jsonl&limit=1000000",
                        "/admin/audit?limit=1000",
                        "/admin/users",
                        "/admin/users/ana/keys",
                        "/admin/servers",
                        "/admin/backends",
                        "/admin/fleet/recommend",
                        "/admin/agents")) {
            WireMessage answer = send(server, ADMIN, "GET", path, "");
            assertThat(answer.status()).as(path).isEqualTo(200);
            seek(path, answer.text(), true);
        }
    }

    private void processes() {
        ProcessHandle.current()
                .descendants()
                .forEach(
                        one ->
                                seek(
                                        "process " + one.pid(),
                                        one.info().commandLine().orElse(""),
                                        true));
    }

    /** Writes the names and stacks of all threads, virtual ones too, as {@code jcmd} does. */
    private static void dumpThreads(Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    }

    private void files(String when, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("backend.key") && !file.endsWith("servers.json")) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    for (String line : text.split("\n", -1)) {
                        seek(when + folder.relativize(file), line, true);
                    }
                }
            }
        }
    }
}
