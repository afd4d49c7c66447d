package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.similarity.SimilarNames;

import java.util.List;
import java.util.Optional;

/**
 * The name of the model that a call asks for: the one in its body, or in its query, or that of the
 * pool's only model.
 */
public record AskedModel(Models models, Optional<Pool> pool) {

    /**
     * Returns the name.
     *
     * @param inBody the name in the body; empty if it has none
     * @throws FailureException with {@code Invalid} if the call names none and the pool has not
     *     exactly one model
     */
    String name(Call call, Optional<String> inBody) {
        return inBody.or(() -> inQuery(call)).or(this::onlyOne).orElseThrow(this::unnamed);
    }

    private static Optional<String> inQuery(Call call) {
        return new QueryForm(call.request().prologue().query().rawValue())
                .only("model")
                .filter(name -> !name.isBlank());
    }

    private Optional<String> onlyOne() {
        List<ModelState> states =
                pool.map(Pool::states).orElse(List.of()).stream()
                        .filter(state -> !state.removed())
                        .toList();
        return states.size() == 1
                ? Optional.of(states.getFirst().model().name())
                : Optional.empty();
    }

    private FailureException unnamed() {
        return new FailureException(
                new Failure.Invalid(
                        "model",
                        "model is missing (expected: in the body or the query, one of "
                                + SimilarNames.list("", models.names())
                                + ")"));
    }
}
