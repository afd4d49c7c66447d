package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugins.rag.library.EmbeddingForm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls of models for one search, each bounded in time. A call that fails becomes a problem to
 * report. Used by one thread.
 *
 * @param models the models
 * @param cancellation ends the calls
 * @param problems the list that problems are added to
 */
record ModelCalls(OwnModels models, Cancellation cancellation, List<String> problems) {
    /** The most time for vectors; a model that is not loaded yet takes some seconds. */
    private static final Duration TO_EMBED = Duration.ofSeconds(10);

    private static final Duration TO_RERANK = Duration.ofSeconds(5);

    /** Returns the vectors of questions by a model; empty if it makes none. */
    Optional<List<float[]>> vectors(String model, List<String> questions) {
        String before = EmbeddingForm.of(model).beforeQuery();
        List<String> texts = questions.stream().map(each -> before + each).toList();
        return answer(
                TO_EMBED,
                one -> checked(models.embed(model, texts, one), texts.size()),
                "the model '" + model + "' makes no vectors, so words alone were searched");
    }

    /** Returns the scores of texts for a question by a reranker; empty if it gives none. */
    Optional<double[]> scores(String model, String question, List<String> texts) {
        return answer(
                TO_RERANK,
                one -> {
                    double[] scores = models.rerank(model, question, texts, one);
                    if (scores.length != texts.size()) {
                        throw odd();
                    }
                    return scores;
                },
                "the model '" + model + "' does not rank, so the passages keep their order");
    }

    private <T> Optional<T> answer(Duration most, Function<Cancellation, T> call, String without) {
        try {
            return Optional.of(Deadline.call(most, cancellation, call));
        } catch (FailureException e) {
            if (cancellation.isCancelled()) {
                throw e;
            }
            problems.add(without + ": " + e.failure().message());
        } catch (UnsupportedOperationException e) {
            problems.add(without);
        }
        return Optional.empty();
    }

    private static List<float[]> checked(List<float[]> vectors, int expected) {
        if (vectors.size() != expected) {
            throw odd();
        }
        List<float[]> checked = new ArrayList<>();
        for (float[] vector : vectors) {
            float length = 0;
            for (float each : vector) {
                length += each * each;
            }
            if (!(length > 0) || Float.isInfinite(length)) {
                throw odd();
            }
            checked.add(vector);
        }
        return checked;
    }

    private static FailureException odd() {
        return new FailureException(
                new Failure.AgentFailed("rag", "its answer has the wrong number of values"));
    }
}
