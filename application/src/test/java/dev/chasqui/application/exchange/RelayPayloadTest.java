package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RelayBody;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.application.port.exchange.MediaUsage;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Tests of the route of relayed requests and of their answers. */
class RelayPayloadTest {
    private final FakeBackend first = new FakeBackend("first", "m");
    private final FakeBackend second = new FakeBackend("second", "m");
    private final Journal journal = new Journal(Instant.EPOCH);
    private boolean whole = true;

    @Test
    void theBodyIsMadeForTheBackendThatIsAsked() {
        List<String> sent = new ArrayList<>();
        first.forwarding(
                call -> {
                    sent.add(call.model() + " " + call.path() + " " + text(call));
                    return answer("audio/mpeg", "sound");
                });

        assertThat(read(send(ModelKind.SPEECH))).isEqualTo("sound");
        assertThat(sent).containsExactly("m /v1/x?a=b body for m");
        assertThat(journal.backends().name()).contains("first");
        assertThat(journal.firstEvent()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "embedding, RERANK, false",
        "embedding, TRANSCRIPTION, false",
        "rerank, RERANK, true",
        "completion, RERANK, false",
        "completion, COMPLETION, true",
        "completion, TRANSCRIPTION, true",
        "completion, IMAGE, false",
        "moderation, MODERATION, true",
        "tools, IMAGE, true"
    })
    void aModelThatIsKnownToAnswerOtherKindsAloneIsRefused(
            String capability, ModelKind kind, boolean answers) {
        first.capable("m", capability);
        second.capable("m", capability);

        if (answers) {
            send(kind).close();
        } else {
            assertThat(refused(kind))
                    .isEqualTo(
                            new Failure.Invalid("model", "\"m\" does not support " + kind.word()));
        }
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertThat(
                        catchThrowableOfType(
                                        FailureException.class,
                                        () -> payload(ModelKind.IMAGE, "nope").route(models()))
                                .failure())
                .isInstanceOf(Failure.UnknownModel.class);
    }

    @Test
    void theNextBackendIsAskedWhileTheBodyIsWhole() {
        first.forwarding(
                _ -> {
                    throw new FailureException(new Failure.BackendFailed("first", "it is tired"));
                });
        send(ModelKind.IMAGE).close();
        assertThat(journal.backends().name()).contains("second");

        whole = false;
        assertThat(refused(ModelKind.IMAGE)).isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void theNextBackendIsNotAskedAfterAMistakeOfTheClient() {
        first.forwarding(
                _ -> {
                    throw new FailureException(
                            new Failure.BackendRefused(
                                    "first",
                                    400,
                                    "no",
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()));
                });
        assertThat(refused(ModelKind.IMAGE)).isInstanceOf(Failure.BackendRefused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"usage":{"prompt_tokens":7,"total_tokens":7}}  | 7 | 0
                    {"usage":{"input_tokens":3,"output_tokens":4}}  | 3 | 4
                    """)
    void theUsageOfASmallAnswerIsNoted(String answer, long prompt, long completion) {
        first.forwarding(_ -> answer("application/json; charset=utf-8", answer));
        assertThat(read(send(ModelKind.RERANK))).isEqualTo(answer);
        assertThat(journal.usage()).contains(Usage.of(prompt, completion));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/json  | {"usage":{"prompt_tokens":
                    application/json  | {"usage":{"prompt_tokens":"7"}}
                    application/json  | [{"index":0,"score":1}]
                    text/plain        | {"usage":{"prompt_tokens":7}}
                    """)
    void anAnswerWithoutUsageIsPassedOnAsItIs(String type, String answer) {
        first.forwarding(_ -> answer(type, answer));
        assertThat(read(send(ModelKind.RERANK))).isEqualTo(answer);
        assertThat(journal.usage()).isEmpty();
    }

    @Test
    void theUsageAtTheEndOfALargeAnswerIsRead() {
        String answer = "{\"x\":\"" + "y".repeat(70_000) + "\",\"usage\":{\"prompt_tokens\":7}}";
        first.forwarding(_ -> answer("application/json", answer));
        assertThat(read(send(ModelKind.IMAGE))).isEqualTo(answer);
        assertThat(journal.usage()).contains(Usage.of(7, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text/event-stream  | data: {"choices":[{"text":"twelve bytes"}]}  | 3
                    application/json   | {"id":"x","choices":[{"text":"five5"}]}       | 2
                    application/json   | {"choices":[]}                               | 0
                    text/plain         | twelve bytes                                 | 3
                    """)
    void aCompletionThatTellsNoUsageIsCountedByItsText(String type, String answer, long tokens) {
        first.forwarding(_ -> answer(type, answer));
        assertThat(read(send(ModelKind.COMPLETION))).isEqualTo(answer);

        Usage usage = journal.usage().orElseThrow();
        // The body of the request has 40 bytes.
        assertThat(usage.promptTokens()).isEqualTo(10);
        assertThat(usage.completionTokens()).isEqualTo(tokens);
        assertThat(usage.estimated()).isTrue();
    }

    @Test
    void soIsOneWhoseClientLeaves() {
        first.forwarding(
                _ -> answer("text/event-stream", "data: {\"text\":\"Hi there\"}\n\n", "data:"));
        Forwarded answer = send(ModelKind.COMPLETION);
        assertThat(journal.spent(false)).map(Usage::totalTokens).contains(10L);
        assertThat(answer.body().next()).isNotNull();
        answer.close();

        assertThat(journal.spent(false)).map(Usage::totalTokens).contains(12L);
    }

    @Test
    void theTextBehindAUsageCountsBesideIt() {
        String begin = "data: {\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}\n\n";
        first.forwarding(
                _ -> answer("text/event-stream", begin, "data: {\"text\":\"Hi there\"}\n\n"));
        assertThat(read(send(ModelKind.COMPLETION))).startsWith(begin);

        assertThat(journal.usage()).map(Usage::promptTokens).contains(7L);
        assertThat(journal.usage()).map(Usage::completionTokens).contains(3L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"data":[{"b64_json":"aa=="},{"b64_json":"bb=="}]}                      | 2
                    {"data":[{"url": "http://x/1", "revised_prompt":"a \\"url\\": no"}]}  | 1
                    {"created":1}                                                           | 1
                    """)
    void imagesAreCounted(String answer, long images) {
        first.forwarding(_ -> answer("application/json", answer));
        read(send(ModelKind.IMAGE));
        assertThat(journal.spentByModel())
                .containsExactly(
                        new ModelUsage("first", "m", Usage.of(0, 0), MediaUsage.ofImages(images)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"text":"a","usage":{"type":"duration","seconds":90}}  | 90
                    {"text":"a","duration":2.5}                            | 2.5
                    {"text":"a","duration":-1}                             | 60
                    {"text":"a"}                                           | 60
                    """)
    void audioIsAsLongAsTheServerTellsElseAMinute(String answer, double seconds) {
        assertHeard("application/json", seconds, answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"task":"transcribe","duration":3600.5,"text":"LONG"}             | 3600.5
                    {"duration":3600,"x":"LONG","usage":{"type":"duration","seconds":3601}} | 3601
                    {"text":"LONG","usage":{"type":"duration","seconds":3601}}        | 3601
                    {"x":[{"duration":2}],"y":"\\"duration\\":3","text":"LONG"}   | 60
                    {"text":"LONG"}                                                   | 60
                    """)
    void soIsTheAudioOfALongAnswer(String form, double seconds) {
        String answer = form.replace("LONG", "y".repeat(100_000));
        assertHeard("application/json", seconds, answer);
        assertHeard(
                "application/json",
                seconds,
                answer.substring(0, 20),
                answer.substring(20, 60_000),
                answer.substring(60_000));
    }

    @ParameterizedTest
    @CsvSource({"1", "100000"})
    void soIsTheAudioOfAStream(int length) {
        assertHeard(
                "text/event-stream",
                90,
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\ndata: ",
                "{\"type\":\"transcript.text.done\",\"text\":\"" + "a".repeat(length),
                "\",\"usage\":{\"type\":\"duration\",\"seconds\":90}}\n\n");
    }

    @Test
    void aDurationInAnotherAnswerIsNoAudio() {
        first.forwarding(
                _ -> answer("application/json", "{\"data\":[{\"url\":\"x\"}],\"duration\":3}"));
        read(send(ModelKind.IMAGE));
        assertThat(journal.spentByModel())
                .containsExactly(
                        new ModelUsage("first", "m", Usage.of(0, 0), MediaUsage.ofImages(1)));
    }

    private void assertHeard(String type, double seconds, String... pieces) {
        first.forwarding(_ -> answer(type, pieces));
        assertThat(read(send(ModelKind.TRANSCRIPTION))).isEqualTo(String.join("", pieces));
        assertThat(journal.spentByModel())
                .containsExactly(
                        new ModelUsage(
                                "first",
                                "m",
                                Usage.of(0, 0),
                                MediaUsage.ofAudio(Duration.ofMillis((long) (seconds * 1_000)))));
    }

    private Failure refused(ModelKind kind) {
        return catchThrowableOfType(FailureException.class, () -> send(kind)).failure();
    }

    private Forwarded send(ModelKind kind) {
        return new Dispatch(models(), new OpenCalls(10))
                .send(
                        payload(kind, "m"),
                        new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, _ -> {}),
                        journal);
    }

    private Models models() {
        return new Models(
                Backends.configured(List.of(first, second), new FakeBackend("built-in")),
                Map.of(),
                Duration.ofDays(1));
    }

    private RelayPayload payload(ModelKind kind, String model) {
        return new RelayPayload(
                kind,
                model,
                new Forward(model, "POST", "/v1/x?a=b", Optional.empty(), RequestContent.none()),
                new RelayBody() {
                    @Override
                    public RequestContent named(String id) {
                        return RequestContent.of(bytes("body for " + id));
                    }

                    @Override
                    public OptionalLong size() {
                        return OptionalLong.of(40);
                    }

                    @Override
                    public boolean isWhole() {
                        return whole;
                    }
                });
    }

    private static Forwarded answer(String type, String... pieces) {
        return new Forwarded(200, Map.of("content-type", type), Pieces.of(pieces));
    }

    private static String read(Forwarded answer) {
        StringBuilder all = new StringBuilder();
        for (byte[] piece = answer.body().next(); piece != null; piece = answer.body().next()) {
            all.append(new String(piece, StandardCharsets.UTF_8));
        }
        answer.close();
        return all.toString();
    }

    private static String text(Forward call) {
        return new String(((RequestContent.Bytes) call.body()).bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
