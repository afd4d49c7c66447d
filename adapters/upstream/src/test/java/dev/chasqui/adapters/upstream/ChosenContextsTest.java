package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.dialects.server.ContextChoice;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure.BackendFailed;
import dev.chasqui.domain.failure.Failure.ContextExceeded;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

class ChosenContextsTest {
    private static final int TRAINED = 32_768;

    private final List<String> sent = new ArrayList<>();
    private final ChosenContexts contexts = contexts(OptionalInt.empty());

    @Test
    void aPromptThatFitsIsSentAsItIs() {
        ask(contexts, prompt(100), 10);
        ask(contexts, prompt(3_000), 1_000);
        assertThat(sent).containsExactly("as it is", "as it is");
    }

    @Test
    void aPromptThatMayNotFitIsNeverCut() {
        ask(contexts, prompt(6_000), 2_000);
        assertThat(sent).containsExactly("uncut");
    }

    @Test
    void aLongerPromptGetsThePowerOfTwoThatItNeeds() {
        ask(contexts, prompt(30_000), 8_000);
        assertThat(sent).containsExactly("16384 uncut");
    }

    @Test
    void laterRequestsKeepALongerContextSoThatTheModelIsNotLoadedAgain() {
        ask(contexts, prompt(30_000), 8_000);
        ask(contexts, prompt(100), 10);
        ask(contexts, prompt(40_000), 10_000);
        ask(contexts, prompt(60_000), 15_000);
        assertThat(sent)
                .containsExactly("16384 uncut", "16384 uncut", "16384 uncut", "32768 uncut");
    }

    @Test
    void aContextThatFailedIsNotKept() {
        assertThatThrownBy(
                        () ->
                                contexts.send(
                                        prompt(30_000),
                                        new FakeChoice(),
                                        _ -> {
                                            throw new FailureException(
                                                    new BackendFailed("b", "no memory"));
                                        }))
                .isInstanceOf(FailureException.class);
        ask(contexts, prompt(100), 10);
        assertThat(sent).containsExactly("as it is");
    }

    @Test
    void aClientsOwnContextStaysIfItIsEnough() {
        ask(contexts, own(prompt(3_000), 8_192), 1_000);
        ask(contexts, own(prompt(9_000), 8_192), 3_000);
        ask(contexts, own(prompt(30_000), 8_192), 10_000);
        ask(contexts, prompt(100), 10);
        assertThat(sent).containsExactly("8192", "8192 uncut", "16384 uncut", "as it is");
    }

    @Test
    void aShortPromptIsNotCutToAClientsTinyContext() {
        ask(contexts, own(prompt(1_000), 256), 300);
        ask(contexts, own(prompt(1_000), 2_000), 300);
        assertThat(sent).containsExactly("256 uncut", "4096 uncut", "2000");
    }

    @Test
    void aTextOfManyTokensIsSentAgainWithTheContextThatTheServersCountNeeds() {
        ask(contexts, own(prompt(40_000), 16_384), 20_000);
        assertThat(sent).containsExactly("16384 uncut", "32768 uncut");
    }

    @Test
    void aPromptBeyondTheBoundIsRefusedWithBothNumbers() {
        assertRefused(contexts, prompt(200_000), 50_000, new ContextExceeded(50_000, TRAINED));
        assertRefused(
                contexts(OptionalInt.of(6_000)),
                prompt(30_000),
                10_000,
                new ContextExceeded(10_000, 6_000));
        assertThat(sent).containsExactly("32768 uncut", "6000 uncut");
    }

    private void assertRefused(
            ChosenContexts contexts, ChatRequest request, int tokens, ContextExceeded expected) {
        assertThatThrownBy(() -> ask(contexts, request, tokens))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isEqualTo(expected));
    }

    private static ChosenContexts contexts(OptionalInt bound) {
        return new ChosenContexts(bound, _ -> OptionalInt.of(4_096));
    }

    /** Sends a prompt to a server that counts this number of tokens. */
    private void ask(ChosenContexts contexts, ChatRequest request, int tokens) {
        FakeChoice choice = new FakeChoice();
        var _ =
                contexts.send(
                        request,
                        choice,
                        asked -> {
                            OptionalInt chosen = choice.chosen(asked);
                            boolean uncut = asked.extras().get("uncut").isPresent();
                            sent.add(
                                    asked.extras().isEmpty()
                                            ? "as it is"
                                            : (chosen.isPresent() ? chosen.getAsInt() + " " : "")
                                                    .concat(uncut ? "uncut" : "")
                                                    .strip());
                            int room = Math.min(chosen.orElse(4_096), TRAINED);
                            if (tokens >= room) {
                                assertThat(uncut).isTrue();
                                throw new FailureException(new ContextExceeded(tokens, room));
                            }
                            return new ChatAbility.Answer(ChatReply.of(List.of()));
                        });
    }

    private static ChatRequest prompt(int bytes) {
        return ChatRequest.of(
                "m", false, Conversation.of(List.of(Message.of(Role.USER, "x".repeat(bytes)))));
    }

    private static ChatRequest own(ChatRequest request, int tokens) {
        return request.withExtras(Json.Obj.EMPTY.with("ctx", Json.of(tokens)));
    }

    private static final class FakeChoice implements ContextChoice {
        @Override
        public OptionalInt longest(String model) {
            return OptionalInt.of(TRAINED);
        }

        @Override
        public OptionalInt chosen(ChatRequest request) {
            return request.extras().get("ctx").orElse(Json.Null.NULL) instanceof Json.Num number
                    ? OptionalInt.of((int) number.longValue())
                    : OptionalInt.empty();
        }

        @Override
        public ChatRequest choose(ChatRequest request, int tokens) {
            return uncut(own(request, tokens));
        }

        @Override
        public ChatRequest uncut(ChatRequest request) {
            return request.withExtras(request.extras().with("uncut", Json.of(true)));
        }
    }
}
