package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.exchange.coalescing.KeptBytes;
import dev.chasqui.application.exchange.coalescing.SharedAnswer;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.SharedCost;
import dev.chasqui.application.exchange.sending.Begun;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.policy.TextSize;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The payload of a request for embeddings. */
public record EmbedPayload(EmbeddingRequest request)
        implements SharedPayload<EmbedPayload.Embedded> {

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.of(
                new OtherRequests.Text(
                        RequestKind.EMBEDDINGS, "embeddings", () -> TextSize.of(content())));
    }

    @Override
    public EmbedPayload withModel(String name) {
        return new EmbedPayload(request.withModel(name));
    }

    /** {@inheritDoc} A model whose kinds are unknown may make embeddings. */
    @Override
    public List<Candidate> route(Models models) {
        return models.find(request.model(), EmbedAbility.class, "embeddings", ModelKind.EMBEDDING);
    }

    @Override
    public Embedded send(Candidate to, Exchange exchange, Journal journal) {
        return begin(to, exchange, journal).noted();
    }

    @Override
    public Begun<Embedded> begin(Candidate to, Exchange exchange, Journal journal) {
        journal.sent(this::content);
        EmbedAbility.Answer answer =
                to.ability(EmbedAbility.class)
                        .embed(
                                request.withModel(to.named(request.model())),
                                Asker.of(exchange),
                                exchange.cancellation());
        EmbeddingReply reply = withRequestedLength(answer.reply(), to);
        return new Begun<>(
                new Embedded(reply),
                embedded -> {
                    journal.dropped(answer.dropped());
                    journal.whole(usage(answer.reply()));
                    return embedded;
                });
    }

    @Override
    public boolean mayHedge() {
        return true;
    }

    /** {@inheritDoc} Vectors are the same each time. */
    @Override
    public Optional<Json> identity() {
        return request.source().isPresent()
                ? request.source().get().fingerprint().map(one -> identity(Json.of(one)))
                : Optional.of(identity(Json.Null.NULL));
    }

    /** Returns the identity; unknown members are in the bytes alone. */
    private Json identity(Json bytes) {
        return new Json.Arr(
                List.of(
                        Json.of("embeddings"),
                        bytes,
                        Json.of(request.model()),
                        Json.of(request.dimensions().toString()),
                        Json.of(request.truncate()),
                        new Json.Arr(
                                request.inputs().stream()
                                        .map(
                                                input ->
                                                        switch (input) {
                                                            case EmbeddingInput.Text(String text) ->
                                                                    Json.of(text);
                                                            case EmbeddingInput.Tokens(int[] ids) ->
                                                                    Json.of(Arrays.toString(ids));
                                                        })
                                        .map(Json.class::cast)
                                        .toList())));
    }

    @Override
    public SharedAnswer<Embedded> shared(Embedded answer, KeptBytes kept) {
        return (_, leave) -> {
            leave.run();
            return answer;
        };
    }

    @Override
    public Embedded takes(Embedded answer, Candidate by, SharedCost.Share share, Journal journal) {
        Optional<Usage> used = usage(answer.reply());
        journal.whole(used);
        share.settle()
                .ifPresent(paid -> journal.shared(by, used.orElseGet(() -> Usage.of(0, 0)), paid));
        return answer;
    }

    private static Optional<Usage> usage(EmbeddingReply reply) {
        return reply.promptTokens().stream()
                .mapToObj(
                        tokens ->
                                new Usage(
                                        tokens,
                                        0,
                                        OptionalLong.empty(),
                                        OptionalLong.empty(),
                                        Timings.UNKNOWN,
                                        reply.estimated()))
                .findFirst();
    }

    /**
     * Returns the reply with vectors of the requested length, and cuts the vectors if the backend
     * did not.
     *
     * @throws FailureException if the vectors are shorter than requested, or may not be cut
     */
    private EmbeddingReply withRequestedLength(EmbeddingReply reply, Candidate from) {
        int wanted = request.dimensions().orElse(reply.dimensions());
        if (wanted == reply.dimensions()) {
            return reply;
        }
        if (wanted > reply.dimensions() || !from.model().cutsTo(wanted)) {
            throw new FailureException(unsupportedLength(reply.dimensions(), wanted, from));
        }
        return new Embeddings(reply.vectors(), reply.promptTokens()).cutTo(wanted);
    }

    private Failure unsupportedLength(int given, int wanted, Candidate from) {
        return Failure.BackendRefused.cannot(
                from.backend().name(),
                Optional.of("dimensions"),
                "dimensions: "
                        + wanted
                        + " (expected: "
                        + given
                        + " or nothing, as backend '"
                        + from.backend().name()
                        + "' makes vectors of "
                        + given
                        + " numbers with \""
                        + request.model()
                        + "\""
                        + (wanted < given ? ", and does not say that they may be cut)" : ")"));
    }

    @Override
    public String content() {
        return request.inputs().stream()
                .flatMap(
                        input ->
                                switch (input) {
                                    case EmbeddingInput.Text(String text) -> Stream.of(text);
                                    case EmbeddingInput.Tokens _ -> Stream.<String>empty();
                                })
                .collect(Collectors.joining(" "));
    }

    @Override
    public boolean mayFallBack() {
        return true;
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return failure.mayFailOver();
    }

    /** An answer whose vectors have the requested length. */
    public record Embedded(EmbeddingReply reply) implements ImmediateAnswer<Embedded> {}
}
