package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.RelayedUsage;
import dev.chasqui.application.exchange.sending.Begun;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RelayAbility;
import dev.chasqui.application.port.RelayBody;
import dev.chasqui.application.port.exchange.MediaUsage;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelKind;

import java.util.List;
import java.util.Optional;

/**
 * A request of OpenAI's API that is relayed to a backend without being interpreted: a ranking, a
 * transcription, speech, an image and the like. Such a request only computes; it leaves no state in
 * the backend. Only the name of its model is read and replaced.
 *
 * @param kind the kind of request
 * @param model the model name that the client requests; it may be an alias
 * @param call the method, path and content type; its body is empty
 * @param body the body of the request
 */
public record RelayPayload(ModelKind kind, String model, Forward call, RelayBody body)
        implements Payload<Forwarded> {

    /**
     * {@inheritDoc} A body whose length is known only at its end counts as larger than any bound.
     */
    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.of(
                new OtherRequests.Text(
                        RequestKind.of(kind),
                        kind.word(),
                        () -> body.size().orElse(Long.MAX_VALUE)));
    }

    /**
     * {@inheritDoc} Audio has no tokens that its size would tell, and no length; it counts as a
     * minute.
     */
    @Override
    public TokenEstimate estimate() {
        boolean isText =
                switch (kind) {
                    case COMPLETION, RERANK, SPEECH, IMAGE, MODERATION -> true;
                    case CHAT, EMBEDDING, TRANSCRIPTION -> false;
                };
        MediaUsage media =
                switch (kind) {
                    case IMAGE -> MediaUsage.ofImages(images());
                    case TRANSCRIPTION -> MediaUsage.ofAudio(RelayedUsage.USUAL_AUDIO);
                    default -> MediaUsage.NONE;
                };
        return isText && body.size().isPresent()
                ? new TokenEstimate(
                        TokenEstimate.tokens(body.size().getAsLong()),
                        kind == ModelKind.COMPLETION ? AnswerBound.of(body.named(model)) : 0,
                        media)
                : new TokenEstimate(0, 0, media);
    }

    /** Returns the number of images that are asked for; 1 for a form, which nobody reads here. */
    private long images() {
        return body.size().isPresent() ? AnswerBound.images(body.named(model)) : 1;
    }

    @Override
    public RelayPayload withModel(String name) {
        return new RelayPayload(kind, name, call, body);
    }

    /**
     * {@inheritDoc} A model whose kinds are unknown may answer. A chat model may answer completions
     * and transcriptions, since some servers use chat models for these requests.
     */
    @Override
    public List<Candidate> route(Models models) {
        return models.find(model, RelayAbility.class, kind.word(), kinds());
    }

    private ModelKind[] kinds() {
        return switch (kind) {
            case COMPLETION, TRANSCRIPTION -> new ModelKind[] {kind, ModelKind.CHAT};
            default -> new ModelKind[] {kind};
        };
    }

    @Override
    public Forwarded send(Candidate to, Exchange exchange, Journal journal) {
        return begin(to, exchange, journal).noted();
    }

    @Override
    public Begun<Forwarded> begin(Candidate to, Exchange exchange, Journal journal) {
        journal.sentUnread();
        String id = to.model().id();
        Forwarded answered =
                to.ability(RelayAbility.class)
                        .relay(
                                new Forward(
                                        id,
                                        call.method(),
                                        call.path(),
                                        call.contentType(),
                                        body.named(id)),
                                Asker.of(exchange),
                                exchange.cancellation());
        return new Begun<>(answered, answer -> noted(answer, journal));
    }

    private Forwarded noted(Forwarded answer, Journal journal) {
        return switch (kind) {
            case COMPLETION ->
                    RelayedUsage.written(
                            answer, journal, TokenEstimate.tokens(body.size().orElse(0)));
            case IMAGE -> RelayedUsage.drawn(answer, journal, images());
            case TRANSCRIPTION -> RelayedUsage.transcribed(answer, journal);
            default -> RelayedUsage.noted(answer, journal);
        };
    }

    /** {@inheritDoc} Of these requests it is so for completions alone. */
    @Override
    public boolean mayHedge() {
        return kind == ModelKind.COMPLETION
                && body.isWhole()
                && AnswerBound.isOfOneAnswer(body.named(model));
    }

    @Override
    public boolean mayFallBack() {
        return true;
    }

    /**
     * {@inheritDoc} Once the body has begun to flow, no other backend is tried, since the body
     * cannot be sent a second time.
     */
    @Override
    public boolean mayFailOver(Failure failure) {
        return failure.mayFailOver() && body.isWhole();
    }
}
