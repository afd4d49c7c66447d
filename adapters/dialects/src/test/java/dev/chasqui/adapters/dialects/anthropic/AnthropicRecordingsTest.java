package dev.chasqui.adapters.dialects.anthropic;

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
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tests with recordings of real servers, which are replayed byte for byte. */
class AnthropicRecordingsTest {
    private static final Set<String> BROKEN =
            Set.of("ollama-v1/messages-stream-runner-dies", "litellm/backend-dies-messages-stream");
    private static final ReplyHead HEAD = new ReplyHead("x", Instant.ofEpochSecond(1));

    private final AnthropicBackendCodec backend = new AnthropicBackendCodec();
    private final AnthropicMessages client = new AnthropicMessages();
    private final Random random = new Random(8);

    static Stream<String> messages() {
        return Stream.of("llama-server", "litellm", "ollama-v1")
                .flatMap(folder -> Recording.names(folder).stream())
                .filter(
                        name ->
                                Recording.load(name)
                                        .request()
                                        .target()
                                        .matches("/v1/messages(\\?.*)?"));
    }

    static Stream<String> streams() {
        return messages().filter(name -> is(name, 200, "text/event-stream"));
    }

    static Stream<String> wholeOnes() {
        return messages().filter(name -> is(name, 200, "application/json"));
    }

    static Stream<String> errors() {
        return messages().filter(name -> Recording.load(name).response().status() >= 400);
    }

    private static boolean is(String name, int status, String type) {
        var response = Recording.load(name).response();
        return response.status() == status
                && response.header("Content-Type").orElse("").startsWith(type);
    }

    @Test
    void thereAreRecordingsOfEveryKind() {
        assertThat(streams()).hasSizeGreaterThan(14).containsAll(BROKEN);
        assertThat(wholeOnes()).hasSizeGreaterThan(20);
        assertThat(errors()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamHasTheSameEventsWhereverItIsCut(String name) {
        byte[] bytes = Recording.load(name).response().body();
        List<String> whole = play(bytes).described();
        for (int round = 0; round < 30; round++) {
            int[] cuts = random.ints(9, 0, bytes.length + 1).sorted().toArray();
            assertThat(play(bytes, cuts).described()).isEqualTo(whole);
        }
        int[] everywhere = IntStream.range(1, bytes.length).toArray();
        assertThat(play(bytes, everywhere).described()).isEqualTo(whole);
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
            assertThat(outcome.events())
                    .filteredOn(ReplyEvent.UsageReport.class::isInstance)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void whatNobodyEditsGoesOutByteForByte(String name) {
        byte[] bytes = Recording.load(name).response().body();
        String expected = text(bytes).replaceAll("(?m)^:[^\n]*\n\n", "");
        Streams.Outcome outcome = play(bytes);
        StreamEncoder encoder = new AnthropicStreamEncoder("asked", HEAD);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        outcome.events().forEach(event -> out.writeBytes(encoder.encode(event)));
        if (outcome.failure().isEmpty()) {
            out.writeBytes(encoder.end());
            assertThat(text(out.toByteArray())).isEqualTo(expected);
        } else {
            assertThat(expected).startsWith(text(out.toByteArray()));
            String failure = text(encoder.failure(outcome.failure().get()));
            assertThat(failure)
                    .startsWith("event: error\ndata: {\"type\":\"error\",\"error\":{")
                    .doesNotContain("message_stop");
        }
    }

    @ParameterizedTest
    @MethodSource("wholeOnes")
    void aWholeReplyThatNobodyEditsIsItsOwnBytes(String name) {
        byte[] bytes = Recording.load(name).response().body();
        List<ReplyEvent> events = backend.decodeWhole("b", asked(), bytes);
        assertThat(events).hasAtLeastOneElementOfType(ReplyEvent.Opened.class);
        assertThat(events).hasAtLeastOneElementOfType(ReplyEvent.Finish.class);
        assertThat(events).hasAtLeastOneElementOfType(ReplyEvent.UsageReport.class);
        assertThat(client.whole(new Incoming.Chat(asked(), List.of()), HEAD, events))
                .isSameAs(bytes);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsTheCallersOrTheBackends(String name) {
        var response = Recording.load(name).response();
        Failure failure =
                backend.decodeError("b", response.status(), response.body(), Optional.empty());
        if (failure instanceof Failure.ContextExceeded(int asked, int room)) {
            assertThat(asked).isGreaterThan(room);
            return;
        }
        switch (response.status()) {
            case 400, 404, 413, 422, 429 ->
                    assertThat(failure)
                            .isInstanceOfSatisfying(
                                    Failure.BackendRefused.class,
                                    refused ->
                                            assertThat(refused.message())
                                                    .isNotBlank()
                                                    .doesNotStartWith("{"));
            default -> {
                if (!(failure instanceof Failure.BackendRefused mistake && mistake.onlyHere())) {
                    assertThat(failure).isInstanceOf(Failure.BackendFailed.class);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aRecordedRequestIsUnderstoodOrRefusedWithItsField(String name) {
        byte[] body = Recording.load(name).request().body();
        ChatRequest request;
        try {
            request = client.decode(body, _ -> Optional.empty()).request();
            assertThat(request.conversation().messages()).isNotEmpty();
        } catch (FailureException e) {
            assertThat(e.failure()).isInstanceOf(Failure.Invalid.class);
            assertThat(e.failure().message()).isNotBlank();
            return;
        }
        byte[] sent = backend.encode(request).body();
        if (text(body).contains("\"max_tokens\"")) {
            assertThat(sent).isSameAs(body);
        } else {
            assertThat(text(sent)).contains("\"max_tokens\":8192");
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aRequestBuiltFromWhatItSaysSaysTheSame(String name) {
        byte[] body = Recording.load(name).request().body();
        Conversation conversation;
        try {
            conversation = client.decode(body, _ -> Optional.empty()).request().conversation();
        } catch (FailureException e) {
            assertThat(e.failure()).isInstanceOf(Failure.Invalid.class);
            return;
        }
        byte[] built = backend.encode(ChatRequest.of("m", false, conversation)).body();
        Conversation again = client.decode(built, _ -> Optional.empty()).request().conversation();
        assertThat(again.messages())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
                .isEqualTo(conversation.messages());
        assertThat(again.tools()).isEqualTo(conversation.tools());
        assertThat(again.extras()).isEqualTo(conversation.extras());
        assertThat(again.settings().toolChoice()).isEqualTo(conversation.settings().toolChoice());
    }

    private Streams.Outcome play(byte[] bytes, int... cuts) {
        return Streams.play(backend.streamDecoder("b", asked()), bytes, cuts);
    }

    private static ChatRequest asked() {
        return ChatRequest.of("asked", true, Conversation.of(List.of()));
    }
}
