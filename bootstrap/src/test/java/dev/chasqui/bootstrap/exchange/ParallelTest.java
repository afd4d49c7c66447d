package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** {@code /parallel} through the whole server, with three backends of a model each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParallelTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final FakeBackend a = FakeOpenAi.start("a");
    private final FakeBackend b = FakeOpenAi.start("b");
    private final FakeBackend c = FakeOpenAi.start("c");
    private final StartedServer server =
            StartedServer.of(
                    "{\"backends\":[%s,%s,%s]}"
                            .formatted(
                                    StartedServer.backendConfig("one", a, "openai"),
                                    StartedServer.backendConfig("two", b, "openai"),
                                    StartedServer.backendConfig("three", c, "openai")),
                    PluginJars.PARALLEL,
                    PluginJars.RAG);

    @BeforeEach
    void renew() {
        for (FakeBackend one : List.of(a, b, c)) {
            one.forget();
            says(one, "Hello there!");
        }
    }

    @AfterAll
    void close() {
        server.close();
        a.close();
        b.close();
        c.close();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theVoteTellsTheTally(Client client) throws IOException {
        says(a, "42");
        says(b, "Forty-one");
        says(c, " 42. ");
        for (boolean stream : new boolean[] {true, false}) {
            Reply reply = ask(client, "/parallel(models=a,b,c join=vote) What is it?", stream);

            assertThat(reply.text()).startsWith("42").contains("2 of 3");
            assertThat(reply.beside("branches")).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void allAnswersStandUnderTheirModels(Client client) throws IOException {
        says(a, "Yes.");
        says(b, "No.");

        Reply reply = ask(client, "/parallel(models=a,b join=all) Is it?", true);

        assertThat(reply.text()).containsSubsequence("a", "Yes.", "b", "No.");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void oneAnswerIsWrittenFromAll(Client client) throws IOException {
        says(a, "It is blue.");
        says(b, "It is green.");
        says(c, "It is bluish green.");

        Reply reply = ask(client, "/parallel(models=a,b aggregator=c) Which colour?", true);

        assertThat(reply.text()).isEqualTo("It is bluish green.");
        assertThat(c.received(CHAT)).hasSize(1);
        assertThat(c.received(CHAT).getFirst().message().text())
                .contains("It is blue.", "It is green.", "Which colour?");
        assertThat(reply.beside("branches")).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aReplyThatEndsWithoutAReasonHasEnded(Client client) throws IOException {
        Answer answer =
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(word("It is blue."), "data: [DONE]\n\n"));
        a.on("POST", CHAT, answer);
        b.on("POST", CHAT, answer);
        c.on("POST", CHAT, answer);
        for (String join : List.of("all", "first", "vote")) {
            Reply reply =
                    ask(client, "/parallel(models=a,b join=" + join + ") Which colour?", true);

            assertThat(reply.text()).contains("It is blue.");
            assertThat(reply.finish()).isEqualTo("stop");
        }
        Reply reply = ask(client, "/parallel(models=a,b aggregator=c) Which colour?", true);

        assertThat(reply.text()).isEqualTo("It is blue.");
        assertThat(reply.finish()).isEqualTo("stop");
    }

    @Test
    void theFirstWholeAnswerWinsAndTheOthersAreGivenUpAtOnce() throws Exception {
        a.on("POST", CHAT, Answer.stall());
        b.on("POST", CHAT, Answer.endless("text/event-stream", Duration.ofMillis(5), word("x")));
        c.on("POST", CHAT, Answer.choose(_ -> whenOthersAreAsked()));

        Reply reply = ask(Client.OPENAI, "/parallel(models=a,b,c join=first) Who?", true);

        assertThat(reply.text()).isEqualTo("Here.");
        a.awaitRequest(CHAT).awaitHangUp(SOON);
        b.awaitRequest(CHAT).awaitHangUp(SOON);
    }

    private Answer whenOthersAreAsked() {
        try {
            a.awaitRequest(CHAT);
            b.awaitRequest(CHAT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return FakeOpenAi.chat("Here.");
    }

    @Test
    void branchesThatHangDieOrTalkNonsenseAreReportedAndTheOthersCount() throws Exception {
        a.on("POST", CHAT, Answer.stall());
        b.on("POST", CHAT, Answer.garbage("garbage\r\n".getBytes(StandardCharsets.UTF_8)));
        says(c, "Here.");

        Reply reply =
                ask(Client.OPENAI, "/parallel(models=a,b,c join=vote deadline=500ms) Who?", false);

        assertThat(reply.text()).startsWith("Here.");
        assertThat(reply.beside("branches"))
                .extracting(branch -> branch.text("state").orElse(""))
                .containsExactly("failed", "failed", "answered");
        a.awaitRequest(CHAT).awaitHangUp(SOON);
    }

    @Test
    void whenNoBranchIsLeftTheFailureIsTold() throws IOException {
        a.on("POST", CHAT, Answer.hangUp());
        b.on("POST", CHAT, FakeOpenAi.error(500, "broken"));

        Reply reply = ask(Client.OPENAI, "/parallel(models=a,b) Who?", true);

        assertThat(reply.status()).isEqualTo(502);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aClientThatLeavesGivesUpAllBranches(Client client) throws Exception {
        a.on("POST", CHAT, Answer.stall());
        b.on("POST", CHAT, Answer.endless("text/event-stream", Duration.ofMillis(5), word("x")));
        c.on("POST", CHAT, Answer.stall());
        try (RawHttp http = RawHttp.connect(server.port())) {
            http.post(client.path(), body("/parallel(models=a,b,c) Who?", true));
            a.awaitRequest(CHAT);
            b.awaitRequest(CHAT);
            c.awaitRequest(CHAT);

            http.hangUp();

            a.awaitRequest(CHAT).awaitHangUp(SOON);
            b.awaitRequest(CHAT).awaitHangUp(SOON);
            c.awaitRequest(CHAT).awaitHangUp(SOON);
        }
    }

    @Test
    void branchesWithinBranchesDoNotMultiplyBeyondMeasure() throws IOException {
        Reply reply = ask(Client.OPENAI, "/parallel(5) /parallel(4) Who?", true);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).contains("5 branches of 4 each", "at most 16");
        assertThat(a.received(CHAT)).isEmpty();
        assertThat(ask(Client.OPENAI, "/parallel(2) /parallel(2) Who?", false).status())
                .isEqualTo(200);
    }

    @Test
    void branchesThatAreAllTooSlowAreABadGateway() throws IOException {
        a.on("POST", CHAT, Answer.stall());

        Reply reply = ask(Client.OPENAI, "/parallel(n=2 deadline=200ms) Who?", false);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.error()).contains("'a'", "no answer within 200ms");
    }

    @Test
    void usageIsTheSumOfAllBranches() throws IOException {
        says(a, "Same.");
        says(b, "Same.");

        Reply reply = ask(Client.OPENAI, "/parallel(models=a,b join=vote) Who?", false);

        assertThat(reply.usage()).contains("14+2");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void withRagBeforeItEveryBranchSeesThePassagesAndTheSourcesComeOnce(Client client)
            throws IOException {
        var _ = new Collections(server.port()).add("hr", "leave.md", "Thirty days of leave.");
        says(a, "30 [1].");
        says(b, "30 [1].");

        Reply reply =
                ask(client, "/rag /parallel(models=a,b join=vote) How many days of leave?", true);

        assertThat(a.received(CHAT).getFirst().message().text()).contains("Thirty days of leave.");
        assertThat(b.received(CHAT).getFirst().message().text()).contains("Thirty days of leave.");
        assertThat(reply.text()).containsOnlyOnce("Sources:").endsWith("[1] leave.md");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void withRagBehindItEveryBranchLooksUpAndCites(Client client) throws IOException {
        var _ = new Collections(server.port()).add("hr", "leave.md", "Thirty days of leave.");
        says(a, "30 [1].");
        says(b, "30 [1].");

        Reply reply =
                ask(client, "/parallel(models=a,b join=vote) /rag How many days of leave?", true);

        assertThat(b.received(CHAT).getFirst().message().text()).contains("Thirty days of leave.");
        assertThat(reply.text()).contains("30 [1].", "[1] leave.md");
    }

    @Test
    void aStructuredVoteIsTakenFieldByField() throws IOException {
        says(a, "{\"x\":1,\"y\":\"B\"}");
        says(b, "{\"x\":2,\"y\":\"b\"}");
        says(c, "{\"x\":2,\"y\":\"c\"}");

        Reply reply =
                Client.OPENAI.ask(
                        server.port(),
                        "{\"model\":\"a\",\"response_format\":{\"type\":\"json_object\"},\"messages\":[{\"role\":\"user\",\"content\":\"/parallel(models=a,b,c"
                            + " join=vote) x?\"}]}");

        Json.Obj voted = Reply.parse(reply.text());
        assertThat(voted.get("x").orElseThrow()).hasToString("2");
        assertThat(voted.text("y")).contains("B");
    }

    private static void says(FakeBackend backend, String text) {
        backend.on("POST", CHAT, FakeOpenAi.chat(text));
    }

    private static String word(String word) {
        return Frames.word(Client.OPENAI, word);
    }

    private Reply ask(Client client, String text, boolean stream) throws IOException {
        return client.ask(server.port(), body(text, stream));
    }

    private static String body(String text, boolean stream) {
        return Client.question(text, stream).replace("tiny", "a");
    }
}
