package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tests that small simultaneous requests for embeddings reach their backend as one. */
class EmbeddingWindowTest {
    private static final int CALLERS = 8;
    private static final int EACH = 8;

    @Test
    void eachCallerGetsItsOwnVectorsOfOneAnswer() throws Exception {
        try (FakeBackend backend =
                        FakeOpenAi.start("m")
                                .on(
                                        "POST",
                                        "/v1/embeddings",
                                        Answer.choose(EmbeddingWindowTest::answer));
                StartedServer server = StartedServer.of(config(backend));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WireMessage>> answers =
                    IntStream.range(0, CALLERS)
                            .mapToObj(
                                    caller ->
                                            threads.submit(
                                                    () ->
                                                            RawHttp.post(
                                                                    server.port(),
                                                                    "/v1/embeddings",
                                                                    body(caller))))
                            .toList();

            for (int caller = 0; caller < CALLERS; caller++) {
                String answer = answers.get(caller).get().text();
                for (int i = 0; i < EACH; i++) {
                    assertThat(answer)
                            .contains(
                                    "\"index\":%d,\"embedding\":[%d.0]"
                                            .formatted(i, caller * EACH + i));
                }
                assertThat(answer).contains("\"prompt_tokens\":");
            }
            assertThat(backend.received("/v1/embeddings")).hasSize(1);
        }
    }

    private static String config(FakeBackend backend) {
        String entry = StartedServer.backendConfig("b", backend, "openai");
        return "{\"backends\":[%s,\"embeddingWindow\":\"10s\"}]}"
                .formatted(entry.substring(0, entry.length() - 1));
    }

    private static String body(int caller) {
        return IntStream.range(caller * EACH, (caller + 1) * EACH)
                .mapToObj(number -> "\"" + number + "\"")
                .collect(Collectors.joining(",", "{\"model\":\"m\",\"input\":[", "]}"));
    }

    /** Answers with the number in each input as its vector, the last entry first. */
    private static Answer answer(WireMessage request) {
        Json.Obj asked = (Json.Obj) JsonReader.read(request.body());
        List<Json> inputs = ((Json.Arr) asked.get("input").orElseThrow()).items();
        return Answer.json(
                200,
                IntStream.range(0, inputs.size())
                        .map(i -> inputs.size() - 1 - i)
                        .mapToObj(
                                i ->
                                        "{\"object\":\"embedding\",\"index\":%d,\"embedding\":[%s]}"
                                                .formatted(i, ((Json.Str) inputs.get(i)).value()))
                        .collect(
                                Collectors.joining(
                                        ",",
                                        "{\"object\":\"list\",\"model\":\"m\",\"data\":[",
                                        "],\"usage\":{\"prompt_tokens\":64,\"total_tokens\":64}}")));
    }
}
