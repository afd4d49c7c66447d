package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.clients.RealServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Both dialects in front of both kinds of backend, streamed and whole. */
class FourWaysTest {
    private static final String TOOLS =
            """
            "tools":[{"type":"function","function":{"name":"get_weather","description":"Weather",\
            "parameters":{"type":"object","properties":{"location":{"type":"string"}}}}}]\
            """;

    /** One of the ways through the server. */
    record Way(Client client, RealServer server, boolean stream) {
        Reply ask(String text, String... members) throws IOException {
            try (FakeBackend backend = server.start();
                    StartedServer chasqui = StartedServer.before(backend, server.type())) {
                return client.ask(chasqui.port(), Client.question(text, stream, members));
            }
        }

        boolean sameDialect() {
            return (client == Client.OPENAI) == (server == RealServer.LLAMA_SERVER);
        }
    }

    static Stream<Way> ways() {
        return Arrays.stream(Client.values())
                .flatMap(
                        client ->
                                Arrays.stream(RealServer.values())
                                        .flatMap(
                                                server ->
                                                        Stream.of(true, false)
                                                                .map(
                                                                        stream ->
                                                                                new Way(
                                                                                        client,
                                                                                        server,
                                                                                        stream))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aReplyArrivesWithTextFinishUsageAndEnd(Way way) throws IOException {
        Reply reply = way.ask("Hi", "\"stream_options\":{\"include_usage\":true}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("Hello! How can I help you today?");
        assertThat(reply.finish()).isEqualTo("stop");
        assertThat(reply.usage()).contains("23+5");
        assertThat(reply.wire().header("Content-Type").orElseThrow()).startsWith(contentType(way));
        assertThat(!way.stream() || reply.ended()).isTrue();
    }

    private static String contentType(Way way) {
        if (!way.stream()) {
            return "application/json";
        }
        return way.client() == Client.OPENAI ? "text/event-stream" : "application/x-ndjson";
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aToolCallArrivesWhole(Way way) throws IOException {
        Reply reply = way.ask("Weather in Paris?", TOOLS);

        assertThat(reply.toolCall()).isEqualTo("get_weather{\"location\":\"Paris, France\"}");
        assertThat(reply.finish()).isEqualTo(way.client() == Client.OPENAI ? "tool_calls" : "stop");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void reasoningArrivesBesideTheAnswer(Way way) throws IOException {
        Reply reply = way.ask("[[think]]");

        String member = way.client() == Client.OPENAI ? "reasoning_content" : "thinking";
        assertThat(reply.said(member)).isEqualTo("\nLet me reason about this.\n");
        assertThat(reply.text()).isEqualTo("\n\nThe answer is 42.");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void usageInAStreamOfOpenAisComesOnlyIfAskedFor(Way way) throws IOException {
        Reply reply = way.ask("Hi");

        boolean silent = way.client() == Client.OPENAI && way.stream();
        assertThat(reply.usage().isEmpty()).isEqualTo(silent);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyPieceHasTheMembersThatItsClientReads(Way way) throws IOException {
        Reply reply = way.ask("Hi");

        List<Json.Obj> pieces = reply.objects();
        if (way.client() == Client.OPENAI) {
            String object = way.stream() ? "chat.completion.chunk" : "chat.completion";
            assertThat(pieces)
                    .allSatisfy(
                            piece -> {
                                assertThat(piece.members())
                                        .containsKeys("id", "created", "choices");
                                assertThat(piece.text("object")).contains(object);
                                assertThat(piece.text("model")).contains("tiny");
                                assertThat(piece.text("id"))
                                        .isEqualTo(pieces.getFirst().text("id"));
                            });
        } else {
            assertThat(pieces)
                    .allSatisfy(
                            piece -> {
                                assertThat(piece.members())
                                        .containsKeys("created_at", "message", "done");
                                assertThat(piece.text("model")).contains("tiny");
                            });
            assertThat(pieces.getLast().members())
                    .containsKeys(
                            "done_reason",
                            "total_duration",
                            "load_duration",
                            "prompt_eval_count",
                            "prompt_eval_duration",
                            "eval_count",
                            "eval_duration");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void bothSpellingsOfReasoningReachAnOllamasClient(String spelling) throws IOException {
        try (Setting setting = Setting.with(Client.OPENAI)) {
            setting.backend()
                    .on(
                            "POST",
                            Client.OPENAI.path(),
                            Answer.stream(
                                    "text/event-stream",
                                    Duration.ZERO,
                                    List.of(
                                            chunk("{\"%s\":\"Hm\"}".formatted(spelling), "null"),
                                            chunk("{\"content\":\"42\"}", "null"),
                                            chunk("{}", "\"stop\""),
                                            "data: [DONE]\n\n")));

            Reply reply = setting.ask(Client.OLLAMA, Client.question("Hi", true));

            assertThat(reply.objects().getFirst().get("message"))
                    .hasToString(
                            "Optional[{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Hm\"}]");
            assertThat(reply.text()).isEqualTo("42");
        }
    }

    private static String chunk(String delta, String finish) {
        return """
        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny",\
        "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
                .formatted(delta, finish);
    }
}
