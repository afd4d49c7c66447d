package dev.chasqui.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class ChatRequestTest {
    private static final Source SOURCE = () -> Dialect.OPENAI;
    private static final Conversation CONVERSATION =
            Conversation.of(List.of(Message.of(Role.USER, "hi")));

    @Test
    void nobodyWhoDoesNotReadItDecodesIt() {
        AtomicInteger decoded = new AtomicInteger();
        ChatRequest request = decoded(decoded);

        ChatRequest renamed = request.withModel("other").withStream(true);

        assertThat(decoded).hasValue(0);
        assertThat(renamed.messages()).isEqualTo(CONVERSATION.messages());
        assertThat(request.messages()).isEqualTo(CONVERSATION.messages());
        assertThat(decoded).hasValue(1);
    }

    @Test
    void theOutlineIsMadeOnceAndOfAnUneditedRequestAlone() {
        AtomicInteger made = new AtomicInteger();
        RequestOutline outline = new RequestOutline(2, Json.Obj.EMPTY, false);
        Source source =
                new Source() {
                    @Override
                    public Dialect dialect() {
                        return Dialect.OPENAI;
                    }

                    @Override
                    public Optional<RequestOutline> outline() {
                        made.incrementAndGet();
                        return Optional.of(outline);
                    }
                };
        ChatRequest request =
                ChatRequest.decoded(
                        "m", ChatRequest.Form.CHAT, false, false, () -> CONVERSATION, source);

        assertThat(request.outline()).contains(outline);
        assertThat(request.outline()).contains(outline);
        assertThat(request.withModel("other").outline()).isEmpty();
        assertThat(made).hasValue(1);
    }

    @Test
    void anEditRemembersItsFieldAndTheSource() {
        ChatRequest request = decoded(new AtomicInteger()).withModel("other");

        assertThat(request.edited()).containsExactly(ChatRequest.Field.MODEL);
        assertThat(request.source()).contains(SOURCE);
    }

    @Test
    void anEditThatChangesNothingIsNone() {
        ChatRequest request = decoded(new AtomicInteger());

        assertThat(request.withModel("m").withStream(false)).isSameAs(request);
    }

    @Test
    void anInstructionIsAddedToTheSystemMessage() {
        ChatRequest request =
                ChatRequest.of(
                        "m",
                        false,
                        Conversation.of(
                                List.of(
                                        Message.of(Role.SYSTEM, "Be brief."),
                                        Message.of(Role.USER, "hi"))));

        List<Message> messages = request.withInstruction("Be kind.").messages();

        assertThat(messages)
                .extracting(Message::text)
                .containsExactly("Be brief.\n\nBe kind.", "hi");
    }

    @Test
    void anInstructionWithoutASystemMessageBecomesOne() {
        List<Message> messages =
                ChatRequest.of("m", false, CONVERSATION).withInstruction("Be kind.").messages();

        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst()).isEqualTo(Message.of(Role.SYSTEM, "Be kind."));
    }

    @Test
    void theQuestionIsTheLastMessageOfTheUser() {
        ChatRequest request =
                ChatRequest.of(
                        "m",
                        false,
                        Conversation.of(
                                List.of(
                                        Message.of(Role.USER, "first"),
                                        Message.of(Role.USER, "second"),
                                        Message.of(Role.ASSISTANT, "answer"))));

        assertThat(request.question()).map(Message::text).contains("second");
    }

    private static ChatRequest decoded(AtomicInteger decodings) {
        return ChatRequest.decoded(
                "m",
                ChatRequest.Form.CHAT,
                false,
                false,
                () -> {
                    decodings.incrementAndGet();
                    return CONVERSATION;
                },
                SOURCE);
    }
}
