package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code /judge} through the whole server, with two candidates and a judge of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgingTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final FakeBackend a = FakeOpenAi.start("a");
    private final FakeBackend b = FakeOpenAi.start("b");
    private final FakeBackend judge = FakeOpenAi.start("big");
    private final StartedServer server =
            StartedServer.of(
                    "{\"backends\":[%s,%s,%s],\"agents\":{\"judge\":{\"model\":\"big\"}}}"
                            .formatted(
                                    StartedServer.backendConfig("one", a, "openai"),
                                    StartedServer.backendConfig("two", b, "openai"),
                                    StartedServer.backendConfig("three", judge, "openai")),
                    PluginJars.JUDGE);

    @BeforeEach
    void renew() {
        for (FakeBackend one : List.of(a, b, judge)) {
            one.forget();
        }
        a.on("POST", CHAT, FakeOpenAi.chat("One."));
        b.on("POST", CHAT, FakeOpenAi.chat("Two."));
    }

    @AfterAll
    void close() {
        server.close();
        a.close();
        b.close();
        judge.close();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theJudgesProbabilitiesChoose(Client client) throws IOException {
        judge.on(
                "POST",
                CHAT,
                Answer.choose(
                        request ->
                                TokenAnswer.of(
                                        Client.OPENAI, Map.of(letter("Two.", request), 0.8))));
        for (boolean stream : new boolean[] {true, false}) {
            Reply reply = ask(client, "/judge(models=a,b) Which?", stream);

            assertThat(reply.text()).isEqualTo("Two.");
            assertThat(note(reply))
                    .contains("\"model\":\"big\",\"state\":\"chosen\",\"chosen\":2")
                    .contains("{\"number\":2,\"label\":\"b\",\"score\":1.000}");
        }
        assertThat(judge.received(CHAT)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aJudgeWithoutProbabilitiesTellsItsChoiceAndOnRequestItsReason(Client client)
            throws IOException {
        judge.on(
                "POST",
                CHAT,
                Answer.choose(
                        request ->
                                FakeOpenAi.chat(
                                        "It is shorter. Best: " + letter("One.", request))));

        Reply plain = ask(client, "/judge(models=b,a) Which?", true);
        Reply reasoned = ask(client, "/judge(models=b,a reasons=true) Which?", false);

        assertThat(plain.text()).isEqualTo("One.");
        assertThat(note(plain)).contains("\"chosen\":2").doesNotContain("reason", "score");
        assertThat(reasoned.text()).isEqualTo("One.\n\n(big chose a: It is shorter.)");
        assertThat(note(reasoned)).contains("\"reason\":\"It is shorter.\"");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aDeadJudgeAndADeadCandidateLeaveAnAnswer(Client client) throws IOException {
        judge.on("POST", CHAT, FakeOpenAi.error(500, "broken"));
        Reply first = ask(client, "/judge(models=a,b) Which?", true);

        a.on("POST", CHAT, Answer.hangUp());
        Reply only = ask(client, "/judge(models=a,b) Which?", true);

        assertThat(first.text()).isEqualTo("One.");
        assertThat(note(first)).contains("\"state\":\"failed\",\"chosen\":1", "\"failure\":");
        assertThat(only.text()).isEqualTo("Two.");
        assertThat(note(only)).contains("\"state\":\"only\",\"chosen\":2");
        b.on("POST", CHAT, Answer.hangUp());
        assertThat(ask(client, "/judge(models=a,b) Which?", true).status()).isEqualTo(502);
    }

    @Test
    void pipelinesInBracketsAreCandidates() throws IOException {
        judge.on("POST", CHAT, FakeOpenAi.chat("Best: A"));

        Reply reply = ask(Client.OPENAI, "/judge(models=a,b)[ | /judge(models=b)] Which?", true);

        assertThat(reply.text()).isIn("One.", "Two.");
        assertThat(note(reply)).contains("\"label\":\"b /judge(models=b)\"");
    }

    @Test
    void aClientThatLeavesGivesUpTheJudge() throws Exception {
        judge.on("POST", CHAT, Answer.stall());
        try (RawHttp http = RawHttp.connect(server.port())) {
            http.post(CHAT, body("/judge(models=a,b) Which?", true));
            Received asked = judge.awaitRequest(CHAT);

            http.hangUp();

            asked.awaitHangUp(SOON);
        }
    }

    /** Returns the letter of the candidate that says a text. */
    private static String letter(String text, WireMessage request) {
        String prompt = request.text();
        String tag = "<candidate name=\\\"";
        int at = prompt.lastIndexOf(tag, prompt.indexOf(text));
        return prompt.substring(at + tag.length(), at + tag.length() + 1);
    }

    /** Returns the last note {@code judge}, as text. */
    private static String note(Reply reply) {
        return reply.objects().stream()
                .flatMap(object -> object.get("chasqui").stream())
                .flatMap(ours -> ((Json.Obj) ours).get("judge").stream())
                .map(Json::toString)
                .reduce("", (earlier, later) -> later);
    }

    private Reply ask(Client client, String text, boolean stream) throws IOException {
        return client.ask(server.port(), body(text, stream));
    }

    private static String body(String text, boolean stream) {
        return Client.question(text, stream).replace("\"tiny\"", "\"a\"");
    }
}
