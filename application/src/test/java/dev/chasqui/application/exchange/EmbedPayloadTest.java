package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class EmbedPayloadTest {
    private final FakeBackend first = new FakeBackend("first", "m:latest");
    private final FakeBackend second = new FakeBackend("second", "m");
    private final Models models =
            new Models(
                    Backends.configured(List.of(first, second), new FakeBackend("built-in")),
                    Map.of("alias", "m"),
                    Duration.ofDays(1));
    private final Journal journal = new Journal(Instant.EPOCH);

    @Test
    void theFirstBackendAnswersAndWhatItUsedIsNoted() {
        assertThat(send("m").reply().vectors()).hasSize(2);

        assertThat(second.embedded()).isEmpty();
        assertThat(journal.backends().name()).contains("first");
        assertThat(journal.usage()).contains(Usage.of(2, 0));
        assertThat(journal.dropped()).containsExactly("dropped");
        assertThat(journal.firstEvent()).isPresent();
    }

    @Test
    void aBackendIsAskedUnderItsOwnNameOfTheModelUnlessItKnowsTheClients() {
        send("m");
        send("alias");

        assertThat(first.embedded())
                .extracting(EmbeddingRequest::model)
                .containsExactly("m", "m:latest");
    }

    @Test
    void aModelThatIsKnownToMakeNoVectorsIsNotAsked() {
        first.capable("m", "completion", "tools");
        second.capable("m", "rerank");

        assertThat(failure(request("m", OptionalInt.empty())))
                .isEqualTo(new Failure.Invalid("model", "\"m\" does not support embeddings"));
        assertThat(first.embedded()).isEmpty();
        assertThat(second.embedded()).isEmpty();
    }

    @Test
    void whoeverMakesVectorsIsAskedAndOneOfWhichNothingIsSaidMayBeAble() {
        first.capable("m", "completion");
        send("m");
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void theNextBackendAnswersWhereTheFirstFails() {
        first.failing(new Failure.BackendFailed("first", "500"));

        send("m");
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void whatTheCallerDidWrongIsNotTriedElsewhere() {
        first.failing(refused(false));

        assertThat(failure(request("m", OptionalInt.empty()))).isEqualTo(refused(false));
        assertThat(second.embedded()).isEmpty();
    }

    @Test
    void whatOneBackendCannotDoIsTriedElsewhere() {
        first.failing(refused(true));

        send("m");
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void vectorsOfAnotherLengthThanWantedAreTheCallersMistake() {
        Failure shorter = failure(request("m", OptionalInt.of(1)));
        Failure longer = failure(request("m", OptionalInt.of(3)));

        assertThat(shorter)
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(400);
                            assertThat(refused.param()).contains("dimensions");
                        });
        assertThat(shorter.message())
                .startsWith("dimensions: 1 (expected: 2 or nothing")
                .contains("may be cut");
        assertThat(longer.message()).startsWith("dimensions: 3 (expected: 2 or nothing");
        assertThat(first.embedded()).hasSize(2);
        assertThat(second.embedded()).hasSize(2);
    }

    @Test
    void anotherBackendMayMakeVectorsOfTheWantedLength() {
        second.embedding(_ -> new Embeddings(List.of(new float[] {1}), 1));

        assertThat(send(request("m", OptionalInt.of(1))).reply().dimensions()).isEqualTo(1);
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void vectorsThatMayBeCutAreCutToLengthOne() {
        first.listing("m", Json.Obj.EMPTY.with("is_matryoshka", Json.of(true)));
        first.embedding(_ -> new Embeddings(List.of(new float[] {0.3f, -0.4f, 9}), 5));

        var reply = send(request("m", OptionalInt.of(2))).reply();

        assertThat(reply.vectors().getFirst()).containsExactly(0.6f, -0.8f);
        assertThat(reply.promptTokens()).hasValue(5);
    }

    @Test
    void theLogIsToldOfAFailureWithoutTheInput() {
        Failure failure =
                new Failure.BackendFailed("first", "why", Optional.of("cannot read hunter2"));
        first.failing(failure);
        second.failing(failure);

        Failure told = failure(EmbeddingRequest.of("m", List.of("it is hunter2")));

        assertThat(journal.withoutContent(told).message()).endsWith("cannot read …");
    }

    private static Failure refused(boolean onlyHere) {
        return new Failure.BackendRefused(
                "first",
                400,
                "cannot",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                onlyHere);
    }

    private EmbedPayload.Embedded send(String model) {
        return send(request(model, OptionalInt.empty()));
    }

    private EmbedPayload.Embedded send(EmbeddingRequest request) {
        return new Dispatch(models, new OpenCalls(1))
                .send(
                        new EmbedPayload(request),
                        new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, _ -> {}),
                        journal);
    }

    private Failure failure(EmbeddingRequest request) {
        return catchThrowableOfType(FailureException.class, () -> send(request)).failure();
    }

    private static EmbeddingRequest request(String model, OptionalInt dimensions) {
        return new EmbeddingRequest(
                model,
                EmbeddingRequest.of(model, List.of("a", "b")).inputs(),
                dimensions,
                false,
                Optional.empty());
    }
}
