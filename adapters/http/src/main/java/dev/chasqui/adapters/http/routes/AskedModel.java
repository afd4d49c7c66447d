package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.models.ShownModels;
import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.similarity.SimilarNames;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The finder of the model name for a call. The name is taken from the body; if the body has none,
 * from the query; if the query has none either, it is that of the pool's only model. Safe for use
 * by several threads.
 *
 * @param models the models that clients may use
 * @param pool the pool; empty if there is none
 * @param views returns the models that a caller may be shown
 */
public record AskedModel(Models models, Optional<Pool> pool, Function<Caller, ModelView> views) {

    /**
     * Returns the name.
     *
     * @param call the call
     * @param inBody the name in the body; empty if the body has none
     * @throws FailureException with {@code Invalid} if the call names no model, and the pool does
     *     not have exactly one
     */
    String name(Call call, Optional<String> inBody) {
        return inBody.or(() -> inQuery(call)).or(this::onlyOne).orElseThrow(() -> unnamed(call));
    }

    /**
     * Returns the name for a request of one kind. For a ranking without any name, it is the pool's
     * only model if that may rank texts, else the first model that is known to rank them.
     *
     * @throws FailureException with {@code Invalid} as the other method does
     */
    String name(Call call, Optional<String> inBody, ModelKind kind) {
        return kind == ModelKind.RERANK
                ? inBody.or(() -> inQuery(call))
                        .or(() -> ranking(call))
                        .orElseThrow(() -> unnamed(call))
                : name(call, inBody);
    }

    private Optional<String> ranking(Call call) {
        return onlyOne()
                .filter(name -> models.find(name).getFirst().mayAnswer(ModelKind.RERANK))
                .or(
                        () ->
                                shown(call).all().stream()
                                        .filter(one -> one.kinds().contains(ModelKind.RERANK))
                                        .map(one -> one.model().id())
                                        .findFirst());
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

    private ShownModels shown(Call call) {
        return new ShownModels(models, views.apply(call.caller()));
    }

    private FailureException unnamed(Call call) {
        return new FailureException(
                new Failure.Invalid(
                        "model",
                        "model is missing (expected: in the body or the query, one of "
                                + SimilarNames.list("", shown(call).names())
                                + ")"));
    }
}
