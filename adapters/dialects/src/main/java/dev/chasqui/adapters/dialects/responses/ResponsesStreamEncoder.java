package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.ResponseKeeper;
import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.reply.ResponseStreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * An encoder of a response as a stream of typed events. Every stream ends with the event of a
 * response that is completed, incomplete or failed; the keeper gets that response first. Used by
 * one thread.
 */
final class ResponsesStreamEncoder implements ResponseStreamEncoder {
    private static final String RESPONSE = "response";
    private static final String CREATED = "response.created";
    private static final String FAILED = "response.failed";

    /** The shortest time between two signs of life, each of which repeats the whole request. */
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(15);

    private static final String IN_PROGRESS = "response.in_progress";

    private static final Failure CANCELLED =
            new Failure.Cancelled("the response was cancelled or removed before it was complete");

    private final ResponseAssembly assembly;
    private final ResponseEvents events;
    private final JoinedPieces out;
    private final List<Json.Obj> input;
    private final ResponseKeeper keeper;
    private final InstantSource clock;
    private Instant lastSign = Instant.MIN;
    private boolean created;
    private boolean opened;
    private boolean kept;

    /**
     * @param out the output of the events
     * @param input the items of the request
     */
    ResponsesStreamEncoder(
            ResponseAssembly assembly,
            ResponseEvents events,
            JoinedPieces out,
            List<Json.Obj> input,
            ResponseKeeper keeper,
            InstantSource clock) {
        this.assembly = assembly;
        this.events = events;
        this.out = out;
        this.input = input;
        this.keeper = keeper;
        this.clock = clock;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] queued() {
        created = true;
        Json.Obj queued = assembly.begun().with("status", Json.of("queued"));
        event(CREATED, queued);
        event("response.queued", queued);
        return out.take();
    }

    @Override
    public byte[] encode(ReplyEvent event) {
        if (event instanceof ReplyEvent.Progress progress) {
            sign(Json.Obj.EMPTY.with("progress", Json.of(progress.text())));
        } else {
            open();
            assembly.add(event);
        }
        return out.take();
    }

    /** Writes the first two events, if they are not yet written: clients want them first. */
    private boolean open() {
        if (opened) {
            return false;
        }
        opened = true;
        lastSign = clock.instant();
        if (!created) {
            event(CREATED, assembly.begun());
        }
        event(IN_PROGRESS, assembly.begun());
        return true;
    }

    /** Writes a sign of life: the event of a response in progress, which every client knows. */
    private void sign(Json.Obj ours) {
        boolean first = open();
        Instant now = clock.instant();
        if (ours.isEmpty() && (first || now.isBefore(lastSign.plus(BETWEEN_SIGNS)))) {
            return;
        }
        lastSign = now;
        Json.Obj members = Json.Obj.EMPTY.with(RESPONSE, assembly.begun());
        events.event(IN_PROGRESS, ours.isEmpty() ? members : members.with("chasqui", ours));
    }

    private void event(String type, Json.Obj response) {
        events.event(type, Json.Obj.EMPTY.with(RESPONSE, response));
    }

    @Override
    public byte[] end() {
        open();
        Json.Obj response = assembly.finished(clock.instant());
        kept = true;
        keeper.keep(response, input);
        event("response." + response.text("status").orElseThrow(), response);
        return out.take();
    }

    /** {@inheritDoc} The event {@code error} precedes the end, since some clients know it alone. */
    @Override
    public byte[] failure(Failure failure) {
        open();
        Json.Obj response = assembly.failed(failure);
        keepFailed(response);
        events.event("error", ResponseErrors.event(failure));
        event(FAILED, response);
        return out.take();
    }

    /**
     * {@inheritDoc} It ends as one that failed, since clients know no event for it; the status in
     * it is {@code cancelled}.
     */
    @Override
    public byte[] cancelled() {
        open();
        kept = true;
        events.event("error", ResponseErrors.event(CANCELLED));
        event(FAILED, assembly.cancelled());
        return out.take();
    }

    private void keepFailed(Json.Obj response) {
        if (kept) {
            // The keeper itself failed.
            return;
        }
        kept = true;
        try {
            keeper.keep(response, input);
            return;
        } catch (FailureException e) {
            // The client learns of the first failure.

        }
    }

    @Override
    public byte[] keepAlive() {
        sign(Json.Obj.EMPTY);
        return out.take();
    }
}
