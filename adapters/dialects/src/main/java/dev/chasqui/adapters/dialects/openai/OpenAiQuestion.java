package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.decision.DecisionQuestion;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question of {@code /v1/decisions}.
 *
 * @param name the client's name for it
 * @param question the question
 * @param values the values of its options as the client spelled them, or the labels of its levels;
 *     none for a predicate
 */
record OpenAiQuestion(Optional<String> name, DecisionQuestion question, List<Json> values) {
    /** The most questions of one request, which is OpenAI's limit. */
    private static final int MOST = 400;

    private static final String QUESTIONS = "questions";

    OpenAiQuestion {
        values = List.copyOf(values);
    }

    /**
     * Reads all questions of a request.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    static List<OpenAiQuestion> all(Members body) {
        List<Json> items = body.items(QUESTIONS);
        if (items.isEmpty() || items.size() > MOST) {
            throw Invalid.value(
                    QUESTIONS,
                    items.isEmpty() ? "none" : items.size() + " questions",
                    "from 1 to " + MOST + " questions in one request");
        }
        List<OpenAiQuestion> questions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Members item = Members.of(QUESTIONS + "[" + i + "]", items.get(i));
            OpenAiQuestion question = read(item);
            question.name()
                    .filter(name -> !names.add(name))
                    .ifPresent(
                            name -> {
                                throw Invalid.value(
                                        item.path("name"),
                                        Json.of(name),
                                        "a name that no other question has");
                            });
            questions.add(question);
        }
        return questions;
    }

    private static OpenAiQuestion read(Members item) {
        Optional<String> name = item.text("name");
        String type = item.requiredText("type");
        List<Part> instructions = OpenAiDecisionInput.parts(item, "instructions");
        return switch (type) {
            case "predicate" ->
                    new OpenAiQuestion(
                            name, new DecisionQuestion.Predicate(instructions), List.of());
            case "choice" -> {
                Options read =
                        Options.read(item, "choices", "value", DecisionQuestion.MOST_OPTIONS, true);
                yield new OpenAiQuestion(
                        name,
                        new DecisionQuestion.Choice(instructions, read.options()),
                        read.values());
            }
            case "score" -> {
                Options read =
                        Options.read(item, "levels", "label", DecisionQuestion.MOST_LEVELS, false);
                yield new OpenAiQuestion(
                        name,
                        new DecisionQuestion.Score(instructions, read.options()),
                        read.values());
            }
            default ->
                    throw Invalid.value(
                            item.path("type"), Json.of(type), "predicate, choice or score");
        };
    }

    /** The options or levels of a question, with the client's own values. */
    private record Options(List<DecisionQuestion.Option> options, List<Json> values) {

        static Options read(
                Members question, String member, String valueName, int most, boolean mayBeFlag) {
            List<Json> items = question.items(member);
            if (items.size() < 2 || items.size() > most) {
                throw Invalid.value(
                        question.path(member),
                        items.isEmpty() ? "none" : items.size() + " " + member,
                        "from 2 to " + most + ", as each needs a label of one token");
            }
            List<DecisionQuestion.Option> options = new ArrayList<>();
            List<Json> values = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Members item = Members.of(question.path(member) + "[" + i + "]", items.get(i));
                Json value = item.value(valueName).orElse(Json.Null.NULL);
                if (values.contains(value)) {
                    throw Invalid.value(
                            item.path(valueName), value, "a " + valueName + " that is there once");
                }
                String text =
                        switch (value) {
                            case Json.Str(String said) when !said.isBlank() -> said;
                            case Json.Bool(boolean flag) when mayBeFlag -> Boolean.toString(flag);
                            default ->
                                    throw Invalid.value(
                                            item.path(valueName),
                                            value,
                                            mayBeFlag ? "a text, true or false" : "a text");
                        };
                options.add(new DecisionQuestion.Option(text, item.text("description")));
                values.add(value);
            }
            return new Options(options, values);
        }
    }
}
