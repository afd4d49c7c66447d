package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.CompiledPlugin;
import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A jar of an author uses every service, and loses all of them when it is replaced. */
@Isolated("it waits for class loaders to be collected")
class OfferedServicesTest {
    private static final int RELOADS = 5;
    private static final String ROUTE = "/agents/using/all";

    private static final String SOURCE =
            """
            package using;
            import dev.chasqui.domain.agent.*;
            import dev.chasqui.domain.chat.*;
            import dev.chasqui.domain.exchange.*;
            import dev.chasqui.domain.json.*;
            import dev.chasqui.domain.reply.*;
            import dev.chasqui.domain.route.*;
            import dev.chasqui.plugin.*;
            import dev.chasqui.plugin.service.*;
            import java.time.Duration;
            import java.util.*;

            public class Using implements Plugin, Agent {
                public record Section(@dev.chasqui.domain.binding.Key(help = "", fallback = "0") int n,
                        @dev.chasqui.domain.binding.Key(help = "", fallback = "") String url) {}
                private Host host;
                private Section section;

                public String name() { return "using"; }

                public void start(Host host, Contributions contributions) {
                    this.host = host;
                    section = host.config(Section.class);
                    System.getProperties().put("offered.loader." + section.n(),
                            new java.lang.ref.WeakReference<>(Using.class.getClassLoader()));
                    Counter calls = contributions.counter("calls", "Calls of the route.");
                    contributions.gauge("section", "The number in the section.", () -> section.n());
                    contributions.gauge("broken", "It throws.", () -> { throw new Error("gauge"); });
                    TimeMetric time = contributions.timer("time", "The time of a call.");
                    contributions.agent(AgentType.of("using", "help", this));
                    contributions.route(new WebRoute(WebRoute.Method.GET, "/agents/using/all",
                            call -> { calls.add(1); time.record(Duration.ofMillis(3)); return all(); }));
                    contributions.route(new WebRoute(WebRoute.Method.GET, "/agents/using/stall",
                            call -> RouteReply.ok(Json.of(host.http().send(
                                    HttpRequest.get(section.url() + "/stall"), call.cancellation()).text()))));
                    host.scheduler().every(Duration.ofMillis(1), "tick", () -> {
                        host.store().putText("ticks", section.n() + " ticks");
                        System.getProperties().merge("offered.ticks." + section.n(), 1,
                                (a, b) -> (Integer) a + (Integer) b);
                    });
                    host.scheduler().every(Duration.ofMillis(1), "failing", () -> {
                        throw new IllegalStateException("content that no log may show"); });
                    host.scheduler().every(Duration.ofDays(1), "waiting", () -> {});
                }

                private RouteReply all() {
                    StringBuilder said = new StringBuilder();
                    try (ChatReply reply = host.models().chat(
                            ChatRequest.of("tiny", false,
                                    Conversation.of(List.of(Message.of(Role.USER, "Hi")))))) {
                        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                            if (event instanceof ReplyEvent.Text text) { said.append(text.text()); }
                        }
                    }
                    List<float[]> vectors = host.models().embed("chasqui-embed", List.of("a", "b"));
                    Store own = host.store().of(Caller.anonymous("ada"));
                    String before = own.text("seen").orElse("nothing");
                    own.putText("seen", "generation " + section.n());
                    HttpReply http = host.http().send(HttpRequest.get(section.url() + "/api")
                            .with("Authorization", "Bearer "
                                    + host.secret("search").map(Secret::value).orElse("none")),
                            new Cancellation());
                    String refused;
                    try {
                        refused = host.http().send(HttpRequest.get("http://api.example.com/"),
                                new Cancellation()).toString();
                    } catch (RuntimeException e) {
                        refused = e.getMessage();
                    }
                    return RouteReply.ok(Json.Obj.EMPTY
                            .with("said", Json.of(said.toString()))
                            .with("vectors", Json.of(vectors.size()))
                            .with("before", Json.of(before))
                            .with("ticks", Json.of(host.store().text("ticks").orElse("")))
                            .with("http", Json.of(http.text()))
                            .with("secret", Json.of(String.valueOf(host.secret("search"))))
                            .with("other", Json.of(host.secret("other").isPresent()))
                            .with("refused", Json.of(refused)));
                }
            }
            """;

    @TempDir private Path temp;
    private FakeBackend backend;
    private FakeBackend api;
    private ReloadedServer server;

    @BeforeEach
    void start() throws IOException {
        backend = FakeOpenAi.start("tiny");
        backend.on("POST", Client.OPENAI.path(), FakeOpenAi.chat("Hello."));
        api = FakeBackend.start();
        api.on("GET", "/api", Answer.whole(200, "text/plain", "found"));
        api.on("GET", "/stall", Answer.stall());
        Path jars = Files.createDirectories(temp.resolve("jars"));
        CompiledPlugin.write(jars.resolve("using.jar"), "using.Using", SOURCE);
        Files.writeString(temp.resolve("key"), "s3cret-key\n");
        server = ReloadedServer.start(temp, config(0, "using"), jars);
    }

    @AfterEach
    void stop() {
        server.close();
        backend.close();
        api.close();
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith("offered."));
    }

    private String config(int section, String reader) {
        return """
        {"backends": [%s],
         "models": {"embed": true},
         "agents": {"using": {"n": %d, "url": "%s"}},
         "secrets": {
           "search": {"file": "%s", "plugins": ["%s"]},
           "other": {"file": "%4$s", "plugins": ["another"]}}}
        """
                .formatted(
                        StartedServer.backendConfig("backend", backend, "openai"),
                        section,
                        api.url(),
                        temp.resolve("key"),
                        reader);
    }

    private Json.Obj all() throws IOException {
        WireMessage answer = RawHttp.get(server.port(), ROUTE);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return (Json.Obj) JsonReader.read(answer.body());
    }

    @Test
    void everyServiceWorksAndItsUseIsCounted() throws Exception {
        Json.Obj first = all();

        assertThat(first.text("said")).contains("Hello.");
        assertThat(first.get("vectors")).contains(Json.of(2));
        assertThat(first.text("before")).contains("nothing");
        assertThat(first.text("http")).contains("found");
        assertThat(first.text("secret")).contains("Optional[***]");
        assertThat(first.get("other")).contains(Json.of(false));
        assertThat(first.text("refused").orElseThrow())
                .contains("api.example.com", "plugins.hosts");
        assertThat(api.awaitRequest("/api").message().headers())
                .anyMatch(header -> header.value().equals("Bearer s3cret-key"));
        assertThat(all().text("before")).contains("generation 0");
        Polled.until("a tick", () -> all().text("ticks").equals(Optional.of("0 ticks")));

        String metrics = RawHttp.get(server.port(), "/metrics").text();
        assertThat(metrics)
                .containsPattern("(?m)^chasqui_plugin_using_calls_total [2-9]\\d*\\.0$")
                .contains("chasqui_plugin_using_section 0.0\n")
                .contains("chasqui_plugin_using_broken NaN\n")
                .contains("chasqui_plugin_using_time_seconds_bucket{le=\"0.01\"}")
                .contains(
                        "{backend=\"backend\",dialect=\"-\",model=\"tiny\","
                                + "operation=\"internal/chat\",status=\"200\"}")
                .contains("operation=\"internal/embed\",status=\"200\"}");
    }

    @Test
    void aReplacedGenerationLosesEverythingAndTheNewOneGoesOnWithIts() throws Exception {
        var _ = all();
        List<String> counts = new ArrayList<>();
        for (int i = 1; i <= RELOADS; i++) {
            WireMessage reload = server.reload(config(i, "using"));
            assertThat(reload.status()).as(reload.text()).isEqualTo(200);
            assertThat(all().text("before")).contains("generation " + (i - 1));
            counts.add(value("chasqui_plugin_using_calls_total"));
            assertThat(value("chasqui_plugin_using_section")).isEqualTo(i + ".0");
        }
        assertThat(counts).containsExactly("2.0", "3.0", "4.0", "5.0", "6.0");
        int old = ticks(0);
        awaitTicks(RELOADS, 20);
        assertThat(ticks(0)).isEqualTo(old);
        Polled.until(
                "class loaders of the older ones",
                () -> {
                    System.gc();
                    return loaders().stream().filter(loader -> loader.get() != null).count() <= 2;
                });

        Files.delete(temp.resolve("jars/using.jar"));
        assertThat(server.reload(config(RELOADS, "using")).status()).isEqualTo(200);
        Polled.until(
                "the metrics",
                () -> !RawHttp.get(server.port(), "/metrics").text().contains("plugin_using"));
    }

    @Test
    void rightsThatTheConfigTakesAwayEndAtOnce() throws Exception {
        assertThat(all().text("secret")).contains("Optional[***]");

        // The plug-in's own section is the same, so its instance goes on.
        assertThat(server.reload(config(0, "another")).status()).isEqualTo(200);

        assertThat(all().text("secret")).contains("Optional.empty");
        assertThat(all().text("before")).contains("generation 0");
    }

    @Test
    void aCallEndsWithItsClient() throws Exception {
        try (RawHttp client = RawHttp.connect(server.port())) {
            client.request("GET", "/agents/using/stall", "");
            Received received = api.awaitRequest("/stall");
            client.hangUp();

            received.awaitHangUp(Duration.ofSeconds(10));
        }
    }

    private String value(String metric) throws IOException {
        return RawHttp.get(server.port(), "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .map(line -> line.substring(metric.length() + 1))
                .findFirst()
                .orElse("none");
    }

    /** Returns the number of runs that a job of a generation has begun. */
    private static int ticks(int generation) {
        return System.getProperties().get("offered.ticks." + generation) instanceof Integer count
                ? count
                : 0;
    }

    private static void awaitTicks(int generation, int more) throws IOException {
        int before = ticks(generation);
        Polled.until("runs of the job", () -> ticks(generation) >= before + more);
    }

    private static List<WeakReference<?>> loaders() {
        Properties all = System.getProperties();
        List<WeakReference<?>> loaders = new ArrayList<>();
        for (int i = 0; i < RELOADS; i++) {
            if (all.get("offered.loader." + i) instanceof WeakReference<?> loader) {
                loaders.add(loader);
            }
        }
        return loaders;
    }
}
