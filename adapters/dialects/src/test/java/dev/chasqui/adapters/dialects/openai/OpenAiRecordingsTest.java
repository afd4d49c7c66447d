package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The recorded replies of real servers, byte for byte. */
class OpenAiRecordingsTest {
    private static final Set<String> BROKEN =
            Set.of(
                    "llama-server/chat-stream-cut",
                    "llama-server/chat-stream-sigterm",
                    "litellm/backend-dies-stream",
                    "ollama-v1/chat-stream-runner-dies");
    private static final ReplyHead HEAD = new ReplyHead("x", Instant.ofEpochSecond(1));

    private final OpenAiBackendCodec backend = new OpenAiBackendCodec();
    private final OpenAiChat client = new OpenAiChat();
    private final Random random = new Random(8);

    static Stream<String> chats() {
        return Stream.of("llama-server", "litellm", "ollama-v1")
                .flatMap(folder -> Recording.names(folder).stream())
                .filter(
                        name ->
                                Recording.load(name)
                                        .request()
                                        .target()
                                        .endsWith("/chat/completions"));
    }

    static Stream<String> streams() {
        return chats().filter(name -> is(name, 200, "text/event-stream"));
    }

    static Stream<String> wholeOnes() {
        return chats().filter(name -> is(name, 200, "application/json"));
    }

    static Stream<String> errors() {
        return chats().filter(name -> Recording.load(name).response().status() >= 400);
    }

    private static boolean is(String name, int status, String type) {
        var response = Recording.load(name).response();
        return response.status() == status
                && response.header("Content-Type").orElse("").startsWith(type);
    }

    @Test
    void thereAreRecordingsOfEveryKind() {
        assertThat(streams()).hasSizeGreaterThan(35).containsAll(BROKEN);
        assertThat(wholeOnes()).hasSizeGreaterThan(50);
        assertThat(errors()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamHasTheSameEventsWhereverItIsCut(String name) {
        byte[] bytes = Recording.load(name).response().body();
        Streams.Outcome whole = play(bytes);
        int step = bytes.length < 1_500 ? 1 : 20;
        for (int cut = 0; cut <= bytes.length; cut += 1 + random.nextInt(step)) {
            assertThat(play(bytes, cut).described()).isEqualTo(whole.described());
        }
        for (int round = 0; round < 20; round++) {
            int[] cuts = random.ints(9, 0, bytes.length + 1).sorted().toArray();
            assertThat(play(bytes, cuts).described()).isEqualTo(whole.described());
        }
        int[] everywhere = IntStream.range(1, bytes.length).toArray();
        assertThat(play(bytes, everywhere).described()).isEqualTo(whole.described());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamEndsAsItsServerMeantIt(String name) {
        Streams.Outcome outcome = play(Recording.load(name).response().body());
        if (BROKEN.contains(name)) {
            assertThat(outcome.failure()).get().isInstanceOf(Failure.BackendBroke.class);
            assertThat(outcome.events()).noneMatch(ReplyEvent.Finish.class::isInstance);
        } else {
            assertThat(outcome.failure()).isEmpty();
            assertThat(outcome.events()).filteredOn(ReplyEvent.Finish.class::isInstance).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamCutShortIsBroken(String name) {
        byte[] bytes = Recording.load(name).response().body();
        int finish = text(bytes).indexOf("\"finish_reason\":\"");
        int end = finish < 0 ? bytes.length : finish;
        for (int round = 0; round < 30; round++) {
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(end));
            assertThat(play(cut).failure()).get().isInstanceOf(Failure.BackendBroke.class);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void whatNobodyEditsGoesOutByteForByteButForTheFirstContent(String name) {
        byte[] bytes = Recording.load(name).response().body();
        Streams.Outcome outcome = play(bytes);
        StreamEncoder encoder = new OpenAiStreamEncoder("asked", HEAD, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        outcome.events().stream()
                // Usage from timings alone has no frame of its own.
                .filter(event -> event.frame() != null)
                .forEach(event -> out.writeBytes(encoder.encode(event)));
        if (outcome.failure().isEmpty()) {
            out.writeBytes(encoder.end());
            assertThat(text(out.toByteArray())).isEqualTo(expected(text(bytes)));
        } else {
            assertThat(expected(text(bytes))).startsWith(text(out.toByteArray()));
            String failure = text(encoder.failure(outcome.failure().get()));
            assertThat(failure).startsWith("data: {\"error\":{").doesNotContain("[DONE]");
        }
    }

    @ParameterizedTest
    @MethodSource("wholeOnes")
    void aWholeReplyThatNobodyEditsIsItsOwnBytes(String name) {
        Recording recording = Recording.load(name);
        byte[] bytes = recording.response().body();
        List<ReplyEvent> events = backend.decodeWhole("b", asked(), bytes);
        assertThat(events).hasAtLeastOneElementOfType(ReplyEvent.Opened.class);
        assertThat(events).hasAtLeastOneElementOfType(ReplyEvent.Finish.class);
        assertThat(events).hasAtLeastOneElementOfType(ReplyEvent.UsageReport.class);
        assertThat(client.whole(incoming(), HEAD, events)).isSameAs(bytes);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsTheCallersOrTheBackends(String name) {
        var response = Recording.load(name).response();
        Failure failure =
                backend.decodeError("b", response.status(), response.body(), Optional.empty());
        if (failure instanceof Failure.ContextExceeded) {
            assertThat(response.status()).isEqualTo(400);
            return;
        }
        switch (response.status()) {
            case 400, 404, 413, 422, 429 ->
                    assertThat(failure)
                            .isInstanceOfSatisfying(
                                    Failure.BackendRefused.class,
                                    refused -> {
                                        assertThat(refused.status()).isEqualTo(response.status());
                                        assertThat(refused.message())
                                                .isNotBlank()
                                                .doesNotStartWith("{");
                                    });
            default -> {
                if (!(failure instanceof Failure.BackendRefused mistake && mistake.onlyHere())) {
                    assertThat(failure).isInstanceOf(Failure.BackendFailed.class);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llama-server/chat-context-overflow, 5018, 4096",
        "llama-server/chat-context-overflow-stream, 5018, 4096",
        "llama-server/messages-context-overflow, 5018, 4096",
        "ollama-v1/chat-context-overflow, 9018, 8192",
        "litellm/context-overflow, 5018, 4096",
        "litellm/context-overflow-stream, 5018, 4096"
    })
    void anOverflowOfTheContextKeepsItsNumbers(String recording, int asked, int room) {
        var response = Recording.load(recording).response();
        assertThat(backend.decodeError("b", response.status(), response.body(), Optional.empty()))
                .isEqualTo(new Failure.ContextExceeded(asked, room));
    }

    @ParameterizedTest
    @MethodSource("chats")
    void aRecordedRequestIsUnderstoodOrRefusedWithItsField(String name) {
        byte[] body = Recording.load(name).request().body();
        ChatRequest request;
        Conversation conversation;
        try {
            request = client.decode(body).request();
            conversation = request.conversation();
        } catch (FailureException e) {
            assertThat(e.failure()).isInstanceOf(Failure.Invalid.class);
            assertThat(e.failure().message()).isNotBlank();
            return;
        }
        assertThat(conversation.messages()).isNotEmpty();
        byte[] sent = backend.encode(request).body();
        if (!request.stream()) {
            assertThat(sent).isSameAs(body);
        } else {
            assertThat(text(sent)).contains("\"include_usage\":true");
        }
    }

    @ParameterizedTest
    @MethodSource("chats")
    void aRequestBuiltFromWhatItSaysSaysTheSame(String name) {
        byte[] body = Recording.load(name).request().body();
        Conversation conversation;
        try {
            conversation = client.decode(body).request().conversation();
        } catch (FailureException e) {
            assertThat(e.failure()).isInstanceOf(Failure.Invalid.class);
            return;
        }
        byte[] built = backend.encode(ChatRequest.of("m", false, conversation)).body();
        Conversation again = client.decode(built).request().conversation();
        assertThat(again.messages())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
                .isEqualTo(conversation.messages());
        assertThat(again.tools()).isEqualTo(conversation.tools());
        assertThat(again.extras()).isEqualTo(conversation.extras());
        assertThat(again.settings().withUsageInStream(false))
                .isEqualTo(conversation.settings().withUsageInStream(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-server/models",
                "llama-server/router-models",
                "ollama-v1/models",
                "ollama-v1/models-empty"
            })
    void aListOfModelsIsRead(String name) {
        byte[] body = Recording.load(name).response().body();
        var models = backend.decodeModels("b", body);
        if (name.endsWith("empty")) {
            assertThat(models).isEmpty();
        } else {
            assertThat(models).isNotEmpty();
            assertThat(models)
                    .allSatisfy(
                            model -> {
                                assertThat(model.id()).isNotBlank();
                                assertThat(model.owner()).isPresent();
                                assertThat(text(body)).contains("\"id\":\"" + model.id() + "\"");
                                assertThat(model.listed().get("object")).isPresent();
                            });
        }
    }

    @Test
    void anErrorIsNoListOfModels() {
        byte[] body = Recording.load("llama-server/loading-models").response().body();
        assertThat(failure(() -> backend.decodeModels("b", body)))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    private Streams.Outcome play(byte[] bytes, int... cuts) {
        return Streams.play(backend.streamDecoder("b", asked()), bytes, cuts);
    }

    /**
     * Returns the stream without comments. No recorded stream has a null content outside its first
     * deltas.
     */
    private static String expected(String stream) {
        return stream.replaceAll("(?m)^:[^\n]*\n\n", "")
                .replace("\"content\":null", "\"content\":\"\"");
    }

    private static ChatRequest asked() {
        return ChatRequest.of("asked", true, Conversation.of(List.of()));
    }

    private static Incoming.Chat incoming() {
        return new Incoming.Chat(asked(), List.of());
    }
}
