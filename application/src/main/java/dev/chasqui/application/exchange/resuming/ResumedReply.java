package dev.chasqui.application.exchange.resuming;

import dev.chasqui.application.policy.TextSize;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A reply that is continued if it breaks off: a backend gets the request once more with the text so
 * far, and its reply follows. A note marks the place. If no backend continues it, the failure is
 * the first one.
 *
 * <p>The events of a continuation have no frames, so that the stream keeps the id and the model of
 * its beginning.
 */
public final class ResumedReply implements ChatReply {
    /** The name of the note that tells how often the reply was continued. */
    public static final String NOTE = "resumed";

    /** The most continuations of one reply. */
    private static final int MOST = 2;

    private final ChatRequest request;
    private final Exchange exchange;
    private final Predicate<ChatRequest> mayResume;
    private final BiFunction<Continuation, Exchange, ChatReply> sending;
    private final GivenText given = new GivenText();

    private int continuations;

    /** The tokens of the parts that broke off, by estimate, since their usage never came. */
    private Usage broken = Usage.of(0, 0);

    /** The tokens of the text at the beginning of the present part. */
    private long tokensBefore;

    // The state that another thread may close; guarded by this.
    private ChatReply inner;
    private @Nullable Exchange branch;
    private boolean closed;

    /**
     * @param first the reply to the request
     * @param mayResume returns true if such a request can be continued; called once it broke off
     * @param sending sends the request for the rest on a branch of the exchange, and returns the
     *     reply when that has begun
     */
    public ResumedReply(
            ChatReply first,
            ChatRequest request,
            Exchange exchange,
            Predicate<ChatRequest> mayResume,
            BiFunction<Continuation, Exchange, ChatReply> sending) {
        inner = first;
        this.request = request;
        this.exchange = exchange;
        this.mayResume = mayResume;
        this.sending = sending;
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (true) {
            ReplyEvent event = pulled();
            if (event == null) {
                endBranch();
                return null;
            }
            ReplyEvent next = continuations == 0 ? event : continued(event);
            if (next != null) {
                given.add(next);
                return next;
            }
        }
    }

    private @Nullable ReplyEvent pulled() {
        try {
            return present().next();
        } catch (FailureException e) {
            if (!(e.failure() instanceof Failure.OfBackend failure) || !isPossible()) {
                throw e;
            }
            resume(failure.backend(), e);
            return new ReplyEvent.Note(NOTE, Json.of(continuations));
        }
    }

    private boolean isPossible() {
        try {
            return continuations < MOST && given.isPlain() && mayResume.test(request);
        } catch (FailureException e) {
            // The request cannot be decoded, so nothing can be added to it.
            return false;
        }
    }

    /** Continues the reply, or throws its failure. */
    private void resume(String backend, FailureException failure) {
        long tokens = given.tokens();
        broken = broken.plus(estimate(tokens - tokensBefore));
        tokensBefore = tokens;
        // Its place may be needed by the next part.
        present().close();
        Exchange next = begin();
        boolean begun = false;
        try {
            take(sending.apply(new Continuation(request, given.text(), tokens, backend), next));
            begun = true;
        } catch (FailureException e) {
            // The backends' states have been told of the others; the caller lost this answer first.
            throw e.failure() instanceof Failure.Cancelled ? e : failure;
        } finally {
            if (!begun) {
                endBranch();
            }
        }
        continuations++;
    }

    private Usage estimate(long written) {
        return new Usage(
                TokenEstimate.tokens(TextSize.of(request)) + tokensBefore,
                written,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Timings.UNKNOWN,
                true);
    }

    /** Returns an event of a continuation as a part of this reply; null if it is none. */
    private @Nullable ReplyEvent continued(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Opened _, ReplyEvent.Raw _ -> null;
            case ReplyEvent.Text text -> new ReplyEvent.Text(text.text(), text.logprobs(), null);
            case ReplyEvent.Reasoning more ->
                    new ReplyEvent.Reasoning(more.text(), more.signature(), null);
            case ReplyEvent.ToolCallDelta call ->
                    new ReplyEvent.ToolCallDelta(
                            call.index(), call.id(), call.name(), call.arguments());
            case ReplyEvent.Finish end ->
                    new ReplyEvent.Finish(end.reason(), end.stopSequence(), null);
            case ReplyEvent.UsageReport report ->
                    new ReplyEvent.UsageReport(broken.plus(report.usage()));
            case ReplyEvent.Progress _, ReplyEvent.Cited _, ReplyEvent.Note _ -> event;
        };
    }

    private synchronized ChatReply present() {
        return inner;
    }

    private synchronized Exchange begin() {
        endBranch();
        if (closed) {
            throw new FailureException(new Failure.Cancelled());
        }
        Exchange next = exchange.branch(exchange::progress);
        branch = next;
        return next;
    }

    private void take(ChatReply next) {
        synchronized (this) {
            if (!closed) {
                inner = next;
                return;
            }
        }
        next.close();
        throw new FailureException(new Failure.Cancelled());
    }

    private void endBranch() {
        Exchange over;
        synchronized (this) {
            over = branch;
            branch = null;
        }
        if (over != null) {
            over.cancellation().cancel();
        }
    }

    @Override
    public boolean ready() {
        return present().ready();
    }

    @Override
    public void close() {
        ChatReply last;
        synchronized (this) {
            closed = true;
            last = inner;
        }
        last.close();
        endBranch();
    }
}
