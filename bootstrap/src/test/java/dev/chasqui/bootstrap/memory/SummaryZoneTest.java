package dev.chasqui.bootstrap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

/**
 * Summaries of sessions that stay in this network. {@code cloud} is outside and first, {@code desk}
 * is inside; both have the model that summarises.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SummaryZoneTest {
    private static final String CHAT = "/v1/chat/completions";

    private final FakeBackend cloud = backend("Cloud's summary.", "far", "sums");
    private final FakeBackend desk = backend("Desk's summary.", "near", "sums");
    private final StartedServer server =
            StartedServer.of(
                    """
                    {'backends':[%s,%s],'models':{'near':{'zone':'restricted'}},
                     'sessions':{'summarize':{'model':'sums','above':'2KiB'}}}
                    """
                            .formatted(
                                    entry("cloud", cloud, "open"),
                                    entry("desk", desk, "restricted"))
                            .replace('\'', '"'));

    private static FakeBackend backend(String summary, String... models) {
        return FakeOpenAi.start(models)
                .on(
                        "POST",
                        CHAT,
                        Answer.choose(
                                request ->
                                        FakeOpenAi.chat(
                                                request.text().contains("<conversation>")
                                                        ? summary
                                                        : "Hello there!")));
    }

    private static String entry(String name, FakeBackend backend, String zone) {
        String entry = StartedServer.backendConfig(name, backend, "openai");
        return entry.substring(0, entry.length() - 1) + ",'zone':'" + zone + "'}";
    }

    @AfterAll
    void close() {
        server.close();
        cloud.close();
        desk.close();
    }

    private void talk(String session, String model) throws IOException {
        for (int i = 0; i < 8; i++) {
            WireMessage answer =
                    RawHttp.post(
                            server.port(),
                            CHAT,
                            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                    .formatted(
                                            model,
                                            "Question "
                                                    + i
                                                    + " of "
                                                    + session
                                                    + " "
                                                    + "x".repeat(300)),
                            new Header("X-Chasqui-Session", session));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    private void awaitSummary(String session, String text) throws IOException {
        Polled.untilPasses(
                () ->
                        assertThat(
                                        RawHttp.get(
                                                        server.port(),
                                                        "/chat/history/" + session + "?format=full")
                                                .text())
                                .contains(text));
    }

    @Test
    void aSessionThatStaysInsideIsSummarisedInside() throws IOException {
        talk("free", "far");
        awaitSummary("free", "Cloud's summary.");

        talk("held", "near");
        awaitSummary("held", "Desk's summary.");

        assertThat(cloud.received(CHAT))
                .noneMatch(request -> request.message().text().contains("of held"));
    }
}
