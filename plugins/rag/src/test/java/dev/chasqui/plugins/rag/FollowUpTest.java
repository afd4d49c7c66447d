package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class FollowUpTest {
    private static final String WHOLE =
            "How many days of leave does an employee of the company have?";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "and for part-timers?",
                "why?",
                "What about Spain?",
                "But can the manager also refuse to grant that?",
                "When do they lapse at the end of a year?",
                "Und gilt das auch für alle Teilzeitkräfte im Betrieb?"
            })
    void aShortOneOrOneThatGoesOnOrHasAPronounIsSearchedWithTheMessageBefore(String message) {
        assertThat(query(WHOLE, message)).isEqualTo(message + "\n" + WHOLE);
    }

    @Test
    void aMessageThatSaysEnoughIsSearchedAlone() {
        String travel = "Which trains may an employee book for a journey abroad?";

        assertThat(query(WHOLE, travel)).isEqualTo(travel);
    }

    @Test
    void aFollowUpOfAFollowUpGoesBackToTheOneThatSaysEnough() {
        assertThat(query("Which port is the default?", WHOLE, "and for part-timers?", "why?"))
                .isEqualTo("why?\nand for part-timers?\n" + WHOLE);
        assertThat(query("a?", "b?", "c?", "d?", "e?")).isEqualTo("e?\nd?\nc?\nb?");
    }

    private static String query(String... ofUser) {
        List<Message> messages = new ArrayList<>();
        for (String text : ofUser) {
            messages.add(Message.of(Role.USER, text));
            messages.add(Message.of(Role.ASSISTANT, "Some answer."));
        }
        messages.removeLast();
        return UserQuestion.of(ChatRequest.of("m", false, Conversation.of(messages)))
                .orElseThrow()
                .query();
    }
}
