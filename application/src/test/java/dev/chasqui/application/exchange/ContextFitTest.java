package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.PromptSize;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Failure.ContextExceeded;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

class ContextFitTest {
    private static final int TEMPLATE = 30;

    /** A model whose tokenizer makes a token of two bytes. */
    private static final class Model implements ChatAbility, TokenAbility {
        private final int room;
        private final boolean counts;
        private final List<ChatRequest> sent = new ArrayList<>();
        private int questions;

        Model(int room, boolean counts) {
            this.room = room;
            this.counts = counts;
        }

        @Override
        public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
            sent.add(request);
            int tokens = PromptSize.text(request).length() / 2 + TEMPLATE;
            if (tokens >= room) {
                throw new FailureException(new ContextExceeded(tokens, room));
            }
            return new Answer(ChatReply.of(List.of()));
        }

        @Override
        public OptionalInt contextLength(String model) {
            questions++;
            return counts ? OptionalInt.of(room) : OptionalInt.empty();
        }

        @Override
        public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
            questions++;
            return OptionalInt.of(text.length() / 2);
        }

        ContextFit.Fitted send(ChatRequest request, boolean mayShorten) {
            return new ContextFit(this, Optional.of(this), exchange(mayShorten)).send(request);
        }
    }

    @Test
    void aShortPromptIsSentWithoutAQuestion() {
        Model model = new Model(4_096, true);
        assertThat(model.send(talk(1_000), false).leftOut()).isZero();
        assertThat(model.questions).isZero();
    }

    @Test
    void aPromptThatSurelyFitsIsNotCounted() {
        Model model = new Model(8_192, true);
        assertThat(model.send(talk(7_000), false).leftOut()).isZero();
        assertThat(model.questions).isEqualTo(1);
    }

    @Test
    void aPromptThatDoesNotFitIsRefusedBeforeItIsSent() {
        Model model = new Model(4_096, true);
        assertRefused(model, talk(10_000), false, new ContextExceeded(5_000, 4_096));
        assertThat(model.sent).isEmpty();
    }

    @Test
    void aBackendThatCannotCountDecides() {
        Model model = new Model(4_096, false);
        assertRefused(model, talk(10_000), false, new ContextExceeded(5_030, 4_096));
        assertThat(model.sent).hasSize(1);
    }

    @Test
    void aLongAnswerThatIsWantedIsNoReasonToRefuse() {
        Model model = new Model(4_096, true);
        ChatRequest request = talk(7_000);
        ChatRequest wanting =
                request.withSettings(
                        request.settings()
                                .withSampling(Json.Obj.EMPTY.with("max_tokens", Json.of(32_000))));
        assertThat(model.send(wanting, false).leftOut()).isZero();
    }

    @Test
    void theMiddleGoesIfTheClientAllowsIt() {
        for (boolean counts : List.of(true, false)) {
            Model model = new Model(5_000, counts);
            ContextFit.Fitted fitted =
                    model.send(talk(2_000, 1_000, 2_000, 2_000, 2_000, 1_000, 1_000), true);
            assertThat(model.sent.getLast().messages())
                    .extracting(message -> message.text().length())
                    .containsExactly(2_000, 1_000, 2_000, 1_000, 1_000);
            assertThat(fitted.leftOut()).isBetween(1_990, 2_010);
        }
    }

    @Test
    void eachMemberThatBoundsTheAnswerSaysHowMuchGoes() {
        ChatRequest request = talk(2_000, 1_000, 2_000, 1_000, 2_000, 2_000, 1_000);
        Json.Obj sampling = Json.Obj.EMPTY.with("max_tokens", Json.of(10));
        int few = leftOut(request.withSettings(request.settings().withSampling(sampling)));
        assertThat(few).isPositive().isLessThan(leftOut(request));
        assertThat(leftOut(request.withExtras(Json.Obj.EMPTY.with("n_predict", Json.of(10)))))
                .isEqualTo(few);
    }

    private static int leftOut(ChatRequest request) {
        return new Model(5_000, true).send(request, true).leftOut();
    }

    @Test
    void aQuestionThatIsTooLongAloneIsRefusedWithTheNumbersOfTheWholePrompt() {
        Model model = new Model(4_096, true);
        assertRefused(
                model,
                talk(1_000, 1_000, 1_000, 1_000, 10_000),
                true,
                new ContextExceeded(7_002, 4_096));
    }

    @Test
    void everyConversationFitsInTheEndOrIsRefused() {
        Random random = new Random(27);
        for (int i = 0; i < 500; i++) {
            int[] lengths =
                    random.ints(1 + random.nextInt(12), 1, 2 + random.nextInt(4_000)).toArray();
            Model model = new Model(2_048 + random.nextInt(4_000), random.nextBoolean());
            ChatRequest request = talk(lengths);
            try {
                ContextFit.Fitted fitted = model.send(request, true);
                List<Message> sent = model.sent.getLast().messages();
                assertThat(request.messages()).containsSubsequence(sent);
                assertThat(sent).endsWith(request.messages().getLast());
                assertThat(fitted.leftOut() > 0).isEqualTo(sent.size() < request.messages().size());
            } catch (FailureException e) {
                assertThat(e.failure()).isInstanceOf(ContextExceeded.class);
            }
        }
    }

    @Test
    void anotherFailureIsTheCallersAtOnce() {
        ChatAbility broken =
                (_, _, _) -> {
                    throw new FailureException(new Failure.BackendUnreachable("b", "gone"));
                };
        assertThatThrownBy(
                        () ->
                                new ContextFit(broken, Optional.empty(), exchange(true))
                                        .send(talk(10)))
                .hasMessageContaining("gone");
    }

    private static void assertRefused(
            Model model, ChatRequest request, boolean mayShorten, ContextExceeded expected) {
        assertThatThrownBy(() -> model.send(request, mayShorten))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isEqualTo(expected));
    }

    private static Exchange exchange(boolean mayShorten) {
        return new Exchange(
                "x",
                Caller.anonymous("test"),
                Dialect.OPENAI,
                List.of(),
                _ -> {},
                false,
                mayShorten);
    }

    /** Returns a conversation of messages of these lengths: of the user, the assistant, … */
    private static ChatRequest talk(int... lengths) {
        List<Message> messages = new ArrayList<>();
        for (int length : lengths) {
            boolean user = messages.size() % 2 == 0;
            messages.add(Message.of(user ? Role.USER : Role.ASSISTANT, "x".repeat(length)));
        }
        return ChatRequest.of("m", false, Conversation.of(messages));
    }
}
