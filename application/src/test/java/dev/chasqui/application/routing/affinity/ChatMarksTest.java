package dev.chasqui.application.routing.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ChatMarksTest {
    private static final String LONG = "Answer as a lawyer would. ".repeat(100);

    private static ChatRequest chat(String... texts) {
        List<Message> messages = new ArrayList<>();
        for (String text : texts) {
            String[] parts = text.split(": ", 2);
            messages.add(Message.of(Role.of(parts[0]), parts[1]));
        }
        return ChatRequest.of("m", false, Conversation.of(messages));
    }

    private static long conversation(ChatRequest chat, String caller, String session) {
        return new ChatMarks(chat, caller, Optional.of(session).filter(name -> !name.isEmpty()))
                .conversation();
    }

    private static long instructions(ChatRequest chat) {
        return new ChatMarks(chat, "ana", Optional.empty()).instructions();
    }

    @Test
    void laterRequestsOfAConversationHaveTheMarkOfTheFirst() {
        long first = conversation(chat("system: Be brief.", "user: Hi"), "ana", "");

        assertThat(
                        conversation(
                                chat(
                                        "system: Be brief.",
                                        "user: Hi",
                                        "assistant: Hello!",
                                        "user: Why?"),
                                "ana",
                                ""))
                .isEqualTo(first);
        assertThat(conversation(chat("system: Be long.", "user: Hi"), "ana", ""))
                .isNotEqualTo(first);
        assertThat(conversation(chat("system: Be brief.", "user: Ho"), "ana", ""))
                .isNotEqualTo(first);
        assertThat(conversation(chat("system: Be brief.", "user: Hi"), "bob", ""))
                .isNotEqualTo(first);
    }

    @Test
    void aNamedSessionPrecedesTheKeyOfTheBodyAndThatTheBeginning() {
        ChatRequest one = chat("user: Hi");
        ChatRequest other = chat("user: Ho");
        Json.Obj key = Json.Obj.EMPTY.with("prompt_cache_key", Json.of("k"));

        assertThat(conversation(one, "ana", "s")).isEqualTo(conversation(other, "ana", "s"));
        assertThat(conversation(one, "ana", "s")).isNotEqualTo(conversation(one, "bob", "s"));
        assertThat(conversation(one.withExtras(key), "ana", ""))
                .isEqualTo(conversation(other.withExtras(key), "ana", ""))
                .isNotEqualTo(conversation(one, "ana", ""));
        assertThat(conversation(one.withExtras(key), "ana", "s"))
                .isEqualTo(conversation(one, "ana", "s"));
    }

    @Test
    void aRequestWithoutAMessageOfTheUserBelongsToNoConversation() {
        assertThat(conversation(chat("system: Be brief."), "ana", "")).isZero();
    }

    @Test
    void longInstructionsHaveAMarkWhoeverAsksAndWhateverFollows() {
        long mark = instructions(chat("system: " + LONG, "user: Hi"));

        assertThat(mark).isNotZero().isEqualTo(instructions(chat("system: " + LONG, "user: Ho")));
        assertThat(instructions(chat("system: Be brief.", "user: Hi"))).isZero();
        assertThat(instructions(chat("user: " + LONG))).isZero();
        assertThat(instructions(chat("developer: " + LONG + "x", "user: Hi")))
                .isNotZero()
                .isNotEqualTo(mark);
    }
}
