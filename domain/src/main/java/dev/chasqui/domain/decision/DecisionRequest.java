package dev.chasqui.domain.decision;

import dev.chasqui.domain.chat.Part;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Returns the same questions to another model. */
    public DecisionRequest withModel(String name) {
        return new DecisionRequest(name, input, questions);
    }

    /** Makes questions about a text. */
    public static DecisionRequest of(String model, String input, List<DecisionQuestion> questions) {
        return new DecisionRequest(model, List.of(new Part.Text(input)), questions);
    }

    /** Returns all texts of the input and of the questions, joined by line breaks. */
    public String text() {
        Stream<String> asked = questions.stream().flatMap(DecisionRequest::texts);
        return Stream.concat(texts(input), asked).collect(Collectors.joining("\n"));
    }

    private static Stream<String> texts(DecisionQuestion question) {
        List<DecisionQuestion.Option> options =
                switch (question) {
                    case DecisionQuestion.Predicate _ -> List.of();
                    case DecisionQuestion.Choice choice -> choice.options();
                    case DecisionQuestion.Score score -> score.levels();
                };
        return Stream.concat(
                texts(question.instructions()),
                options.stream()
                        .flatMap(
                                option ->
                                        Stream.concat(
                                                Stream.of(option.name()),
                                                option.description().stream())));
    }

    private static Stream<String> texts(List<Part> parts) {
        return parts.stream()
                .flatMap(
                        part ->
                                switch (part) {
                                    case Part.Text(String said, var _) -> Stream.of(said);
                                    case Part.Image _ -> Stream.empty();
                                    case Part.Other other -> other.text().stream();
                                });
    }
}
