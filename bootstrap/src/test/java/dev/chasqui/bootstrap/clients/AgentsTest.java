package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The results of {@code /rag} and {@code /parallel} that users of each client library get. */
class AgentsTest {
    private static final String SOURCES = "\n\nSources:\n[1] leave.md";
    private static final String JSON = "{\"location\":\"Cusco\"}";

    /**
     * The started servers. To start one with all plug-ins takes long, so each kind of backend has
     * one for all tests.
     */
    private static final Map<RealServer, Stage> STAGES = new EnumMap<>(RealServer.class);

    @BeforeAll
    static void openStages() throws IOException {
        for (RealServer kind : RealServer.values()) {
            Stage stage = new Stage(kind, PluginJars.RAG, PluginJars.PARALLEL);
            STAGES.put(kind, stage);
            var _ = stage.collections().add("handbook", "leave.md", "Thirty days of leave.");
        }
    }

    @AfterAll
    static void closeStages() {
        STAGES.values().forEach(Stage::close);
    }

    /** A pair of a library and a kind of backend. */
    record Way(ChatLibrary library, RealServer kind, boolean stream) {

        Heard ask(Stage stage, String text) throws Exception {
            return library.client().ask(stage.url(), new Question(text, stream));
        }

        Heard askForJson(Stage stage, String text) throws Exception {
            return library.client().ask(stage.url(), new Question(text, stream).inJson());
        }

        List<Heard> askWithTool(Stage stage, String text) throws Exception {
            return library.client().askWithTool(stage.url(), new Question(text, stream));
        }

        boolean isOfOllama() {
            return library == ChatLibrary.OLLAMA4J || library == ChatLibrary.LANGCHAIN4J_OLLAMA;
        }

        /**
         * Starts a server with the document {@code leave.md}, and a backend that gives recorded
         * answers.
         */
        Stage stage() {
            return Objects.requireNonNull(STAGES.get(kind)).answers(kind.replies("chat"));
        }
    }

    /**
     * Every pair of a library, a kind of backend, and a stream or a whole reply: streams only if
     * both speak the same dialect.
     */
    static Stream<Way> ways() {
        return streams()
                .map(
                        way ->
                                new Way(
                                        way.library,
                                        way.kind,
                                        way.isOfOllama() == (way.kind == RealServer.OLLAMA)));
    }

    static Stream<Way> streams() {
        return Arrays.stream(ChatLibrary.values())
                .flatMap(
                        library ->
                                Arrays.stream(RealServer.values())
                                        .map(kind -> new Way(library, kind, true)));
    }

    static Stream<Way> streamsOfOllama() {
        return streams().filter(Way::isOfOllama);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void ragLooksUpAndNamesItsSources(Way way) throws Exception {
        Stage stage = way.stage().says("Thirty [1].");
        Heard heard = way.ask(stage, "/rag How many days of leave?");

        assertThat(heard.text()).isEqualTo("Thirty [1]." + SOURCES);
        assertThat(heard.calls()).isEmpty();
        assertThat(stage.lastBody()).contains("Thirtydaysofleave.");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void parallelJoinsInEveryWay(Way way) throws Exception {
        Stage stage = way.stage().says("42");
        int before = stage.questions();
        assertThat(way.ask(stage, "/parallel(join=vote) What?").text())
                .isEqualTo("42\n\n(3 of 3 agree)");
        assertThat(stage.questions() - before).isEqualTo(3);
        assertThat(way.ask(stage, "/parallel(2 join=all) What?").text())
                .containsSubsequence("tiny", "42", "tiny", "42");
        assertThat(way.ask(stage, "/parallel(2 join=first) What?").text()).isEqualTo("42");
        stage.answers(joining(way.kind(), "42", "All say 42."));
        assertThat(way.ask(stage, "/parallel(2) What?").text()).isEqualTo("All say 42.");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void agentsGoTogetherInEitherOrder(Way way) throws Exception {
        Stage stage = way.stage().says("Thirty [1].");
        for (String commands :
                List.of("/rag /parallel(2 join=vote)", "/parallel(2 join=vote) /rag")) {
            assertThat(way.ask(stage, commands + " How many days of leave?").text())
                    .as(commands)
                    .startsWith("Thirty [1].")
                    .contains("(2 of 2 agree)")
                    .containsOnlyOnce(SOURCES);
            assertThat(stage.lastBody()).contains("Thirtydaysofleave.");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aToolIsCalledAndItsResultIsTold(Way way) throws Exception {
        for (String command :
                List.of("/rag", "/parallel", "/rag /parallel", "/parallel(2 join=vote) /rag")) {
            Stage stage = way.stage();
            List<Heard> heard = way.askWithTool(stage, command + " Weather on leave?");

            assertThat(heard).as(command).hasSize(2);
            assertThat(heard.getFirst().calls()).containsExactly("get_weather");
            assertThat(heard.getFirst().text()).isBlank();
            assertThat(heard.getLast().calls()).isEmpty();
            assertThat(heard.getLast().text())
                    .startsWith("The tool returned a result.")
                    .satisfies(
                            text ->
                                    assertThat(text.contains("leave.md"))
                                            .isEqualTo(command.contains("/rag")));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void nothingIsAddedToJson(Way way) throws Exception {
        Stage stage = way.stage().says(JSON);
        for (String command :
                List.of(
                        "/rag",
                        "/parallel(2 join=vote)",
                        "/parallel(2)",
                        "/rag /parallel(2 join=vote)",
                        "/parallel(2 join=vote) /rag")) {
            assertThat(way.askForJson(stage, command + " Where is my leave?").text())
                    .as(command)
                    .isEqualTo(JSON);
            assertThat(stage.lastBody())
                    .contains(
                            way.kind() == RealServer.OLLAMA
                                    ? "\"format\":{"
                                    : "\"type\":\"json_schema\"");
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void whatGoesOnIsShownAsThinkingAndNeverAsText(Way way) throws Exception {
        Stage stage = way.stage();
        stage.answers(joiningInView(way.kind(), stage));

        Heard heard =
                way.library()
                        .client()
                        .ask(
                                stage.url(),
                                new Question("/rag /parallel(2) What?", true).withThinking());

        assertThat(heard.text()).startsWith("All say 42.").doesNotContain("answered");
        assertThat(heard.thinking()).contains("2 of 2 answered", "tiny joins 2 answers");
    }

    /** Clients of Ollama's dialect ask for progress themselves. */
    @ParameterizedTest
    @MethodSource("streamsOfOllama")
    void whoDoesNotAskForThinkingGetsNone(Way way) throws Exception {
        Stage stage = way.stage();
        stage.answers(joiningInView(way.kind(), stage));

        assertThat(way.ask(stage, "/parallel(2) What?"))
                .isEqualTo(new Heard("All say 42.", "", List.of()));
    }

    /** A model that joins the answers when the client sees the progress. */
    private static Answer joiningInView(RealServer kind, Stage stage) {
        return Answer.choose(
                request -> {
                    if (!request.text().contains("<answer")) {
                        return kind.saying("42");
                    }
                    stage.awaitStream();
                    return kind.saying("All say 42.");
                });
    }

    /** A model with one answer for a branch, and another one for a request to join the answers. */
    private static Answer joining(RealServer kind, String branch, String joined) {
        return Answer.choose(
                request -> kind.saying(request.text().contains("<answer") ? joined : branch));
    }
}
