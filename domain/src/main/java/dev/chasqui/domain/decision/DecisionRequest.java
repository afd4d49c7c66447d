package dev.chasqui.domain.decision;

import dev.chasqui.domain.chat.Part;

import java.util.List;

/**
 * Questions to a model about one input.
 *
 * @param model the model name that the client asks for; it may be an alias
 * @param input the input, which the model takes for data and not for instructions
 * @param questions the questions; at least one
 */
public record DecisionRequest(String model, List<Part> input, List<DecisionQuestion> questions) {

    /**
     * @throws IllegalArgumentException if there is no question
     */
    public DecisionRequest {
        input = List.copyOf(input);
        questions = List.copyOf(questions);
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("questions: none (expected: at least one)");
        }
    }

    /** Makes questions about a text. */
    public static DecisionRequest of(String model, String input, List<DecisionQuestion> questions) {
        return new DecisionRequest(model, List.of(new Part.Text(input)), questions);
    }
}
