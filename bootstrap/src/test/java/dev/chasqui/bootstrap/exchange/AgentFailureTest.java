package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The errors that a client gets when the models behind {@code /rag} and {@code /parallel} fail. */
class AgentFailureTest {
    static Stream<FailureTest.Way> ways() {
        return FailureTest.ways();
    }

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend -> start(backend, ",\"server\":{\"showProgress\":\"100ms\"}"));

    /**
     * A hold so long that no progress begins the stream before the failure, on a slow machine too.
     */
    @RegisterExtension
    static final ClassSettings PATIENT =
            new ClassSettings(
                    backend ->
                            start(
                                    backend,
                                    ",\"server\":{\"showProgress\":\"1m\",\"holdHeaders\":\"1m\"}"));

    private static Setting start(Client backend, String sections) throws IOException {
        Setting setting = Setting.with(backend, "", sections, PluginJars.RAG, PluginJars.PARALLEL);
        var _ = new Collections(setting.port()).add("hr", "leave.md", "Thirty days of leave.");
        return setting;
    }

    private static Answer broken(Client dialect) {
        return switch (dialect) {
            case OPENAI -> FakeOpenAi.error(500, "out of order");
            case OLLAMA -> FakeOllama.error(500, "out of order");
        };
    }

    @ParameterizedTest
    @MethodSource("ways")
    void withoutAnyAnswerTheFailureHasItsStatus(FailureTest.Way way) throws IOException {
        Setting setting = PATIENT.of(way.backend());
        for (Answer answer : List.of(broken(way.backend()), Answer.hangUp())) {
            setting.answers(answer);
            for (String commands :
                    List.of("/rag", "/parallel", "/parallel(2 join=all)", "/parallel(2) /rag")) {
                Reply reply =
                        setting.ask(
                                way.client(), Client.question(commands + " Leave?", way.stream()));

                assertThat(reply.status()).as(commands).isEqualTo(502);
                assertThat(reply.error()).as(commands).contains("'backend'");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aStreamThatBeganEndsWithTheFailure(FailureTest.Way way) throws IOException {
        Setting setting = SETTINGS.of(way.backend());
        CountDownLatch begun = new CountDownLatch(way.stream() ? 1 : 0);
        setting.answers(Answer.sequence(broken(way.backend()), broken(way.backend()).once(begun)));

        Reply reply;
        try (RawHttp http = RawHttp.connect(setting.port())) {
            http.post(
                    way.client().path(), Client.question("/rag /parallel(2) Leave?", way.stream()));
            WireMessage head = http.readHead();
            begun.countDown();
            reply = new Reply(way.client(), http.readBody(head));
        }

        assertThat(reply.status()).isEqualTo(way.stream() ? 200 : 502);
        assertThat(reply.error()).contains("'backend'", "out of order");
        if (way.stream()) {
            assertThat(reply.ended()).isFalse();
            assertThat(reply.text()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anAggregatorThatDiesMidwayIsNoEnd(FailureTest.Way way) throws IOException {
        String words = Frames.word(way.backend(), "one ") + Frames.word(way.backend(), "two");
        Answer dying =
                Answer.stream(Frames.contentType(way.backend()), Duration.ZERO, List.of(words));
        Setting setting = SETTINGS.of(way.backend());
        setting.answers(
                Answer.choose(
                        request ->
                                request.text().contains("<answers")
                                        ? dying
                                        : way.backend().saying("42")));

        for (String commands : List.of("/parallel(2)", "/rag /parallel(2)")) {
            Reply reply =
                    setting.ask(way.client(), Client.question(commands + " Leave?", way.stream()));

            assertThat(reply.status()).isEqualTo(way.stream() ? 200 : 502);
            assertThat(reply.error()).contains("broke off");
            if (way.stream()) {
                assertThat(reply.text()).isEqualTo("one two");
                assertThat(reply.ended()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anUnknownModelCostsItsOwnAnswerAlone(Client client) throws IOException {
        Setting setting = SETTINGS.of(client);
        Reply some =
                setting.ask(
                        client,
                        Client.question("/parallel(models=tiny,nope join=vote) Leave?", true));
        Reply none =
                setting.ask(client, Client.question("/parallel(models=nope,nix) Leave?", true));

        assertThat(some.text()).startsWith("Hello there!").contains("1 failed");
        assertThat(some.beside("branches"))
                .extracting(branch -> branch.text("state").orElse(""))
                .containsExactly("answered", "failed");
        assertThat(some.beside("branches").getLast().text("reason").orElse("")).contains("nope");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.error()).contains("nope");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anUnknownAggregatorCostsTheJoiningAlone(Client client) throws IOException {
        Setting setting = SETTINGS.of(client);
        Reply reply =
                setting.ask(client, Client.question("/parallel(2 aggregator=nope) Leave?", true));

        assertThat(reply.text()).startsWith("Hello there!").contains("nope could not join");
        assertThat(reply.ended()).isTrue();
        Json.Obj last =
                reply.objects().stream()
                        .flatMap(object -> object.get("chasqui").stream())
                        .map(Json.Obj.class::cast)
                        .toList()
                        .getLast();
        assertThat(last.get("aggregator").orElseThrow().toString()).contains("failed");
    }
}
