package dev.chasqui.bootstrap.exchange;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A backend's whole reply of one token, with the probabilities of tokens. */
final class TokenAnswer {
    private TokenAnswer() {}

    /** Returns the reply of a backend of this dialect that may say these tokens. */
    static Answer of(Client dialect, Map<String, Double> probabilities) {
        List<Json> top = new ArrayList<>();
        probabilities.forEach(
                (token, probability) ->
                        top.add(
                                Json.Obj.EMPTY
                                        .with("token", Json.of(token))
                                        .with("logprob", number(Math.log(probability)))));
        Json.Obj first = (Json.Obj) top.getFirst();
        Json tokens = new Json.Arr(List.of(first.with("top_logprobs", new Json.Arr(top))));
        Json said = first.get("token").orElseThrow();
        Json.Obj message = Json.Obj.EMPTY.with("role", Json.of("assistant")).with("content", said);
        Json.Obj body =
                switch (dialect) {
                    case OPENAI ->
                            Json.Obj.EMPTY
                                    .with("id", Json.of("1"))
                                    .with("model", Json.of("tiny"))
                                    .with("choices", choices(message, tokens))
                                    .with("usage", usage());
                    case OLLAMA ->
                            Json.Obj.EMPTY
                                    .with("model", Json.of("tiny"))
                                    .with("message", message)
                                    .with("logprobs", tokens)
                                    .with("done", Json.of(true))
                                    .with("done_reason", Json.of("length"))
                                    .with("prompt_eval_count", Json.of(50))
                                    .with("eval_count", Json.of(1));
                };
        return Answer.json(200, body.toString());
    }

    private static Json choices(Json message, Json tokens) {
        return new Json.Arr(
                List.of(
                        Json.Obj.EMPTY
                                .with("index", Json.of(0))
                                .with("message", message)
                                .with("logprobs", Json.Obj.EMPTY.with("content", tokens))
                                .with("finish_reason", Json.of("length"))));
    }

    private static Json usage() {
        return Json.Obj.EMPTY
                .with("prompt_tokens", Json.of(50))
                .with("completion_tokens", Json.of(1))
                .with("total_tokens", Json.of(51));
    }

    private static Json number(double value) {
        return new Json.Num(Double.toString(value));
    }
}
