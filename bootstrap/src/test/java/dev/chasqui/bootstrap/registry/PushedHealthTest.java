package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The backends' health, as a service elsewhere is told it. */
class PushedHealthTest {
    private static final String HOOK = "/hooks/health";

    @TempDir private Path folder;

    private final FakeBackend desk = FakeOpenAi.start("tiny");
    private final FakeBackend receiver = FakeBackend.start();

    @BeforeEach
    void take() {
        receiver.on("POST", HOOK, Answer.json(200, "{}"));
    }

    @AfterEach
    void close() {
        desk.close();
        receiver.close();
    }

    private String config(String more) {
        return "{\"backends\":["
                + StartedServer.backendConfig("desk", desk, "openai")
                + "],\"routing\":{\"checks\":{\"interval\":\"200ms\"},\"push\":{\"url\":\""
                + receiver.url()
                + HOOK
                + "\""
                + more
                + "}}}";
    }

    private static Json.Obj report(Received request) {
        return (Json.Obj) JsonReader.read(request.message().body());
    }

    private Json.Obj report(int number) throws InterruptedException {
        return report(receiver.awaitRequests(HOOK, number).get(number - 1));
    }

    private static double counted(ReloadedServer server, String metric) throws IOException {
        return RawHttp.get(server.port(), "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Test
    void noReportIsSentWithoutTheKeyOfAFileThatIsGone() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "hook-key-1\n");
        try (ReloadedServer server =
                ReloadedServer.start(
                        folder, config(",\"every\":\"1s\",\"keyFile\":\"" + key + "\""))) {
            report(1);
            Files.delete(key);

            Polled.until(
                    "a push fails",
                    () -> counted(server, "chasqui_health_push_failures_total") >= 1);
            assertThat(receiver.received(HOOK))
                    .allMatch(
                            one ->
                                    one.message()
                                            .header("Authorization")
                                            .equals(Optional.of("Bearer hook-key-1")));
        }
    }

    @Test
    void aBackendWhoseListCannotBeReadIsNamedAsUnlisted() throws Exception {
        desk.on("GET", "/v1/models", Answer.json(500, "{}"));
        try (ReloadedServer _ =
                ReloadedServer.start(
                        folder, config("").replace("\"checks\":{\"interval\":\"200ms\"},", ""))) {
            Polled.until(
                    "the backend is unlisted",
                    () ->
                            receiver.received(HOOK).stream()
                                    .map(PushedHealthTest::report)
                                    .anyMatch(
                                            one ->
                                                    one.toString()
                                                            .contains("\"state\":\"unlisted\"")));
        }
    }

    @Test
    void theFirstReportComesSoonAndAChangedStateSoonAfterIt() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "hook-key-1\n");
        try (ReloadedServer server =
                ReloadedServer.start(folder, config(",\"keyFile\":\"" + key + "\""))) {
            Json.Obj first = report(1);
            assertThat(first.text("status")).contains("ok");
            assertThat(first.get("changed").orElseThrow().toString()).contains("\"desk\"");
            assertThat(first.get("backends").orElseThrow().toString())
                    .contains("\"name\":\"desk\"", "\"state\":\"up\"");
            Received sent = receiver.received(HOOK).getFirst();
            assertThat(sent.message().header("Authorization")).contains("Bearer hook-key-1");
            assertThat(sent.message().header("Content-Type")).contains("application/json");

            desk.close();

            Polled.until(
                    "the state is pushed",
                    () ->
                            receiver.received(HOOK).stream()
                                    .map(PushedHealthTest::report)
                                    .anyMatch(
                                            one -> one.toString().contains("\"state\":\"down\"")));
            Json.Obj last = report(receiver.received(HOOK).getLast());
            assertThat(last.text("status")).contains("degraded");
            assertThat(RawHttp.get(server.port(), "/metrics").text())
                    .contains("chasqui_health_pushes_total ");
        }
    }

    @Test
    void aReportThatIsNotTakenIsCountedAndRepeatedAndARedirectIsNotFollowed() throws Exception {
        receiver.on(
                "POST",
                HOOK,
                (request, reply) -> {
                    reply.head(
                            "HTTP/1.1 307 Elsewhere",
                            List.of(
                                    new Header("Location", receiver.url() + "/elsewhere"),
                                    new Header("Content-Length", "0")));
                    reply.end();
                });
        try (ReloadedServer server = ReloadedServer.start(folder, config(",\"every\":\"1s\""))) {
            receiver.awaitRequests(HOOK, 2);
            Polled.until(
                    "failures are counted",
                    () -> counted(server, "chasqui_health_push_failures_total") >= 2);
            assertThat(receiver.received("/elsewhere")).isEmpty();
            assertThat(RawHttp.get(server.port(), "/health").status()).isEqualTo(200);

            receiver.on("POST", HOOK, Answer.json(200, "{}"));
            Polled.until(
                    "a report is taken", () -> counted(server, "chasqui_health_pushes_total") >= 1);
        }
    }

    @Test
    void aReceiverThatHangsDelaysNoRequestAndAReloadChoosesAnother() throws Exception {
        receiver.on("POST", HOOK, Answer.stall());
        receiver.on("POST", "/other", Answer.json(200, "{}"));
        try (ReloadedServer server = ReloadedServer.start(folder, config(""))) {
            receiver.awaitRequest(HOOK);
            assertThat(new Admin(server.port()).answering("tiny")).isEqualTo("desk");

            assertThat(server.reload(config("").replace(HOOK, "/other")).status()).isEqualTo(200);

            assertThat(report(receiver.awaitRequest("/other")).text("status")).contains("ok");
        }
    }

    @Test
    void aServerWithoutAReceiverPushesNothing() throws Exception {
        try (ReloadedServer server =
                ReloadedServer.start(
                        folder,
                        "{\"backends\":["
                                + StartedServer.backendConfig("desk", desk, "openai")
                                + "]}")) {
            assertThat(RawHttp.get(server.port(), "/metrics").text())
                    .doesNotContain("chasqui_health_push");
            assertThat(receiver.received()).isEmpty();
        }
    }
}
