package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugin.testkit.TestChain;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class ContextRoomTest {
    private static final int AROUND_MESSAGE = 10;

    /** 1,000 tokens of a letter and a space. */
    private static final Message LONG = Message.of(Role.USER, "a ".repeat(1000));

    @Test
    void withoutAKnownContextTheBudgetIsTheLimit() {
        assertThat(room(chain(TestChain.saying("x")), request(LONG))).isEqualTo(2000);
    }

    @Test
    void aContextThatSurelyIsLargeEnoughCostsNoCall() {
        CountingChain chain = chain(TestChain.saying("x").withContextLength(32_000));

        assertThat(room(chain, request(LONG))).isEqualTo(2000);
        assertThat(chain.counts()).hasValue(0);
    }

    @Test
    void theConversationAndAQuarterForTheAnswerAreLeftFree() {
        CountingChain chain = chain(TestChain.saying("x").withContextLength(2000));

        assertThat(room(chain, request(LONG))).isEqualTo(2000 - 1000 - AROUND_MESSAGE - 500);
        assertThat(chain.counts()).hasValue(1);
        assertThat(room(chain, request(LONG, LONG))).isNegative();
    }

    @Test
    void theClientsLimitIsTheRoomForTheAnswer() {
        CountingChain chain = chain(TestChain.saying("x").withContextLength(2000));

        assertThat(room(chain, limited("max_tokens", 100))).isEqualTo(890);
        assertThat(room(chain, limited("max_completion_tokens", 900))).isEqualTo(90);
        assertThat(room(chain, limited("max_tokens", 990))).isEqualTo(490);
        assertThat(room(chain, limited("max_tokens", -1))).isEqualTo(490);
    }

    @Test
    void toolsImagesAndToolCallsTakeRoom() {
        CountingChain chain = chain(TestChain.saying("x").withContextLength(4000));
        int plain = room(chain, request(LONG));
        Tool tool = new Tool.Function("f", Optional.of("a a a"), Optional.empty(), Json.Obj.EMPTY);
        Message image =
                LONG.withContent(
                        List.of(
                                LONG.content().getFirst(),
                                new Part.Image(new Part.Data.Inline("image/png", "AAAA"))));

        assertThat(room(chain, request(LONG).withTools(List.of(tool)))).isLessThan(plain - 300);
        assertThat(room(chain, request(image))).isEqualTo(plain - 1600);
    }

    @Test
    void anUnknownModelIsLeftToAgentsFurtherIn() {
        FailureException unknown = new FailureException(new Failure.UnknownModel("m", List.of()));
        CountingChain chain = chain(TestChain.saying("x").withContextLength(100), unknown);

        assertThat(new ModelTokens(chain, "m", new CautiousTokens()).count("abc"))
                .isEqualTo(new CautiousTokens().upperBound("abc"));
    }

    private static int room(Chain chain, ChatRequest request) {
        return ContextRoom.forPassages(
                request, 2000, new ModelTokens(chain, "m", new CautiousTokens()));
    }

    private static CountingChain chain(TestChain chain) {
        return new CountingChain(chain, text -> (int) text.chars().filter(c -> c == 'a').count());
    }

    private static CountingChain chain(TestChain chain, FailureException failure) {
        return new CountingChain(
                chain,
                text -> {
                    throw failure;
                });
    }

    private static ChatRequest request(Message... messages) {
        return ChatRequest.of("m", false, Conversation.of(List.of(messages)));
    }

    private static ChatRequest limited(String name, int limit) {
        ChatRequest request = request(LONG);
        return request.withSettings(
                request.settings().withSampling(Json.Obj.EMPTY.with(name, Json.of(limit))));
    }
}
