package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.ClientDecisionCodec;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionAnswer;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;

/** The operation {@code POST /v1/decisions}. Stateless. */
final class OpenAiDecisions implements ClientDecisionCodec {
    private static final String TYPE = "type";
    private static final String PROBABILITY = "probability";

    @Override
    public IncomingDecision decode(byte[] body) {
        Members members = Members.of("", JsonReader.readRequest(body, 0, body.length));
        String model = members.text("model").orElse("");
        if (model.isBlank()) {
            throw Invalid.missing("model", "the name of a model");
        }
        List<OpenAiQuestion> questions = OpenAiQuestion.all(members);
        DecisionRequest request =
                new DecisionRequest(
                        model,
                        OpenAiDecisionInput.read(members),
                        questions.stream().map(OpenAiQuestion::question).toList());
        return new IncomingDecision(request, decision -> write(model, questions, decision));
    }

    private static byte[] write(String model, List<OpenAiQuestion> questions, Decision decision) {
        List<Json> answers = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            answers.add(answer(questions.get(i), decision.answers().get(i)));
        }
        return Json.Obj.EMPTY
                .with("model", Json.of(model))
                .with("answers", new Json.Arr(answers))
                .with("usage", usage(decision.usage().orElseGet(() -> Usage.of(0, 0))))
                .toBytes();
    }

    private static Json answer(OpenAiQuestion question, DecisionAnswer answer) {
        return switch (answer) {
            case DecisionAnswer.Predicate predicate ->
                    begun("predicate", question)
                            .with(PROBABILITY, number(predicate.probability()))
                            .with("label_mass", number(predicate.labelMass()));
            case DecisionAnswer.Choice choice ->
                    begun("choice", question)
                            .with("choice", question.values().get(choice.chosen()))
                            .with("confidence", number(choice.confidence()))
                            .with("probabilities", options(question, choice.probabilities()))
                            .with("label_mass", number(choice.labelMass()));
            case DecisionAnswer.Score score ->
                    begun("score", question)
                            .with("score", number(score.score()))
                            .with("confidence", number(score.confidence()))
                            .with("probabilities", levels(question, score.probabilities()))
                            .with("label_mass", number(score.labelMass()));
            case DecisionAnswer.Refusal _ -> begun("refusal", question);
        };
    }

    private static Json.Obj begun(String type, OpenAiQuestion question) {
        return Json.Obj.EMPTY
                .with(TYPE, Json.of(type))
                .with("name", question.name().<Json>map(Json::of).orElse(Json.Null.NULL));
    }

    private static Json options(OpenAiQuestion question, List<Double> probabilities) {
        List<Json> options = new ArrayList<>();
        for (int i = 0; i < probabilities.size(); i++) {
            options.add(
                    Json.Obj.EMPTY
                            .with("value", question.values().get(i))
                            .with(PROBABILITY, number(probabilities.get(i))));
        }
        return new Json.Arr(options);
    }

    private static Json levels(OpenAiQuestion question, List<Double> probabilities) {
        List<Json> levels = new ArrayList<>();
        for (int i = 0; i < probabilities.size(); i++) {
            levels.add(
                    Json.Obj.EMPTY
                            .with("value", Json.of(i))
                            .with("label", question.values().get(i))
                            .with(PROBABILITY, number(probabilities.get(i))));
        }
        return new Json.Arr(levels);
    }

    private static Json number(double value) {
        return new Json.Num(Double.toString(value));
    }

    private static Json usage(Usage usage) {
        return Json.Obj.EMPTY
                .with("input_tokens", Json.of(usage.promptTokens()))
                .with(
                        "input_tokens_details",
                        Json.Obj.EMPTY
                                .with("cached_tokens", Json.of(usage.cachedTokens().orElse(0)))
                                .with("cache_write_tokens", Json.of(0)))
                .with("output_tokens", Json.of(usage.completionTokens()))
                .with(
                        "output_tokens_details",
                        Json.Obj.EMPTY.with(
                                "reasoning_tokens", Json.of(usage.reasoningTokens().orElse(0))))
                .with("total_tokens", Json.of(usage.totalTokens()));
    }
}
