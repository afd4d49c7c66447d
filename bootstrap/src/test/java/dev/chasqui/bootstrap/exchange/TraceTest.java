package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The trace of what the agents of a request did, as its caller sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TraceTest {
    private static final Header TRACE = new Header("X-Chasqui-Trace", "1");
    private static final String COMMANDS = "/noting /throws-open ";

    /** The agents of the stream; each of them wraps the reply. */
    private static final int AGENTS = 10;

    private Setting open;
    private Setting guarded;

    @BeforeAll
    void start() {
        var jar = HostileAgents.jar();
        open =
                Setting.with(
                        Client.OPENAI,
                        "",
                        ",\"server\":{\"showProgress\":\"1ms\"},"
                                + "\"plugins\":{\"limits\":{\"*\":{\"failures\":1000}}}",
                        jar);
        guarded =
                Setting.with(
                        Client.OPENAI,
                        "",
                        ",\"keys\":["
                                + Keys.entry("user", "user", "\"*\"")
                                + ","
                                + Keys.entry("tracer", "user", "\"*\"")
                                        .replace("}", ",\"trace\":true}")
                                + ","
                                + Keys.entry("boss", "admin", "\"*\"")
                                + "]",
                        jar);
    }

    @AfterAll
    void stop() {
        open.close();
        guarded.close();
    }

    private static String path(String dialect) {
        return switch (dialect) {
            case "openai" -> "/v1/chat/completions";
            case "anthropic" -> "/v1/messages";
            case "ollama" -> "/api/chat";
            default -> throw new AssertionError(dialect);
        };
    }

    private static WireMessage ask(
            Setting setting, String dialect, String text, boolean stream, Header... headers)
            throws IOException {
        return RawHttp.post(
                setting.port(),
                path(dialect),
                dialect.equals("ollama")
                        // Its clients see progress only if they asked for thinking.
                        ? Client.question(text, stream, "\"think\":true")
                        : Client.question(text, stream, "\"max_tokens\":100"),
                headers);
    }

    /** Returns the objects of a reply of any dialect. */
    private static List<Json.Obj> objects(WireMessage reply) {
        Stream<String> lines =
                reply.text()
                        .lines()
                        .map(line -> line.startsWith("data: ") ? line.substring(6) : line)
                        .filter(line -> line.startsWith("{"));
        return lines.map(Reply::parse).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, true", "openai, false",
        "anthropic, true", "anthropic, false",
        "ollama, true", "ollama, false"
    })
    void itTellsWhatEachAgentDid(String dialect, boolean stream) throws IOException {
        WireMessage reply = ask(open, dialect, COMMANDS + "Hi?", stream, TRACE);

        List<Json.Obj> traces =
                objects(reply).stream()
                        .flatMap(object -> object.get("chasqui").stream())
                        .map(Json.Obj.class::cast)
                        .flatMap(beside -> beside.get("trace").stream())
                        .map(Json.Obj.class::cast)
                        .toList();
        assertThat(traces).hasSize(1);
        Json.Obj trace = traces.getFirst();
        assertThat(trace.text("backend")).contains("backend");
        List<Json.Obj> agents =
                ((Json.Arr) trace.get("agents").orElseThrow())
                        .items().stream().map(Json.Obj.class::cast).toList();
        assertThat(agents)
                .extracting(one -> one.text("agent").orElse(""))
                .containsExactly("noting", "throws-open");
        Json.Obj noting = agents.getFirst();
        assertThat(noting.text("outcome")).contains("ok");
        assertThat(noting.get("calls")).contains(Json.of(1));
        assertThat(noting.get("requestChanged")).contains(Json.of(true));
        assertThat(noting.get("replyChanged")).contains(Json.of(false));
        assertThat(noting.get("addedCharacters")).contains(Json.of("Be brief, please.".length()));
        assertThat(noting.get("addedTokens")).contains(Json.of(5));
        assertThat(noting.get("notes").orElseThrow().toString())
                .contains("\"name\":\"passages\",\"value\":3");
        Json.Obj skipped = agents.getLast();
        assertThat(skipped.text("outcome")).contains("skipped");
        assertThat(skipped.text("reason"))
                .contains("agent 'throws-open' failed: IllegalStateException");
        assertThat(reply.header("X-Chasqui-Skipped")).contains("throws-open");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itNeedsTheRight(boolean stream) throws IOException {
        for (String dialect : List.of("openai", "anthropic", "ollama")) {
            WireMessage refused =
                    ask(guarded, dialect, "/noting Hi?", stream, Keys.bearer("user"), TRACE);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("X-Chasqui-Trace");
            for (String holder : List.of("tracer", "boss")) {
                assertThat(
                                ask(
                                                guarded,
                                                dialect,
                                                "/noting Hi?",
                                                stream,
                                                Keys.bearer(holder),
                                                TRACE)
                                        .text())
                        .contains("\"trace\":");
            }
        }
    }

    @Test
    void whoDoesNotAskGetsNone() throws IOException {
        for (String dialect : List.of("openai", "anthropic", "ollama")) {
            assertThat(ask(open, dialect, "/noting Hi?", true).text()).doesNotContain("trace");
            Header no = new Header("X-Chasqui-Trace", "0");
            assertThat(ask(open, dialect, "/noting Hi?", true, no).text()).doesNotContain("trace");
            Header odd = new Header("X-Chasqui-Trace", "yes");
            assertThat(ask(open, dialect, "/noting Hi?", true, odd).status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({"openai, reasoning_content", "anthropic, progress", "ollama, thinking"})
    void theProgressOfAnAgentIsStreamed(String dialect, String member) throws IOException {
        open.answers(Client.OPENAI.saying("Hello there!").after(Duration.ofMillis(300)));

        String reply = ask(open, dialect, "/works Hi?", true).text();

        assertThat(reply).contains("\"" + member + "\":", "reading one", "reading two");
        assertThat(reply.indexOf("reading one")).isLessThan(reply.indexOf("Hello"));
    }

    @Test
    void aStreamThroughTenAgentsIsWrittenInAsFewPieces() throws IOException {
        open.answers(
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                Frames.word(Client.OPENAI, "word ").repeat(50)
                                        + "data: [DONE]\n\n")));

        WireMessage without = ask(open, "openai", "Hi?", true);
        WireMessage with = ask(open, "openai", "/noting ".repeat(AGENTS) + "Hi?", true);

        assertThat(with.pieces()).hasSizeLessThanOrEqualTo(without.pieces().size());
        assertThat(with.text()).isEqualTo(without.text());
    }
}
