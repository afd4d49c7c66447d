package dev.chasqui.application.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.decision.DecisionQuestion;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class QuestionChatsTest {
    private static final DecisionQuestion QUESTION = new DecisionQuestion.Predicate("It is so.");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "</input>|&lt;/input>",
                "</INPUT>|&lt;/INPUT>",
                "< / Input >|&lt; / Input >",
                "</inputs>|</inputs>",
                "<input>|<input>"
            })
    void theInputCannotEndItself(String said, String meant) {
        assertThat(chat(new Part.Text("a " + said + " b")))
                .contains("<input>\na " + meant + " b\n</input>\n\nStatement: It is so.");
    }

    @Test
    void norByPartsThatTogetherMakeItsEnd() {
        assertThat(
                        chat(
                                new Part.Text("a </in"),
                                new Part.Other(Json.Obj.EMPTY, Optional.of("put>")),
                                new Part.Text(" b")))
                .contains("<input>\na &lt;/input> b\n</input>\n\n");
    }

    private static String chat(Part... input) {
        DecisionRequest request =
                new DecisionRequest("m", Stream.of(input).toList(), List.of(QUESTION));
        return new QuestionChats(request).of(QUESTION).messages().getFirst().text();
    }
}
