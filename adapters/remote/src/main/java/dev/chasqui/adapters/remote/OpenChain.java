package dev.chasqui.adapters.remote;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The chain of one exchange, as its service may call it. Each call goes through a branch of the
 * exchange, which is cancelled when the service hangs up or the exchange is over. Safe for use by
 * several threads.
 */
final class OpenChain implements AutoCloseable {
    /** The most calls of one exchange: a service that asks more is in a loop. */
    private static final int MOST_CALLS = 64;

    private static final int MOST_AT_ONCE = 8;
    private static final String LINES = "application/x-ndjson";

    private final RequestEdit edits;
    private final ChatRequest request;
    private final Json.Obj shown;
    private final Chain chain;
    private final String token;
    private final Runnable onClose;

    /** Cancelled when the exchange is over. */
    private final Cancellation over = new Cancellation();

    private String url = "";
    private int calls;
    private int running;
    private long lastUse = System.nanoTime();
    private Optional<FailureException> failure = Optional.empty();
    private Optional<Usage> used = Optional.empty();

    OpenChain(
            RequestEdit edits,
            ChatRequest request,
            Json.Obj shown,
            Chain chain,
            String token,
            Runnable onClose) {
        this.edits = edits;
        this.request = request;
        this.shown = shown;
        this.chain = chain;
        this.token = token;
        this.onClose = onClose;
    }

    /** Sets the address of the calls. */
    OpenChain at(String address) {
        url = address;
        return this;
    }

    /** Returns the address and the secret for the service. */
    Json.Obj toJson() {
        return Json.Obj.EMPTY.with("url", Json.of(url)).with("token", Json.of(token));
    }

    boolean hasToken(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answers a call of the service.
     *
     * @throws FailureException if the chain has no reply, or if the service calls too often
     */
    RouteReply answer(RouteCall call) {
        begin();
        AtomicBoolean ended = new AtomicBoolean();
        Exchange exchange = chain.exchange();
        Exchange branch = exchange.branch(exchange::progress);
        var ofClose = over.onCancel(branch.cancellation()::cancel);
        var ofCall = call.cancellation().onCancel(branch.cancellation()::cancel);
        Runnable end =
                () -> {
                    if (!ended.getAndSet(true)) {
                        ofClose.close();
                        ofCall.close();
                        branch.cancellation().cancel();
                        end();
                    }
                };
        boolean handedOn = false;
        try {
            Json.Obj body = call.json();
            boolean whole = body.get("stream").equals(Optional.of(Json.of(false)));
            ChatRequest asked = edits.apply(request, shown, edit(body)).withStream(!whole);
            ChatReply reply = chain.on(branch).proceed(asked).holding(end);
            ChainReply answer = new ChainReply(reply, this);
            if (whole) {
                try (answer) {
                    return RouteReply.ok(answer.whole());
                }
            }
            // The first event decides the status: a chain without a reply is no 200.
            RouteReply stream = RouteReply.stream(LINES, answer.prefetched());
            handedOn = true;
            return stream;
        } catch (FailureException e) {
            failed(e);
            throw e;
        } finally {
            if (!handedOn) {
                end.run();
            }
        }
    }

    private static Json.Obj edit(Json.Obj body) {
        try {
            return ReplyLines.object(body, ReplyLines.REQUEST).orElse(Json.Obj.EMPTY);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    new Failure.Invalid(ReplyLines.REQUEST, String.valueOf(e.getMessage())));
        }
    }

    private synchronized void begin() {
        if (running == MOST_AT_ONCE) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "%d calls of this exchange run; wait for one".formatted(running),
                            Duration.ofSeconds(1)));
        }
        if (calls == MOST_CALLS) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "this exchange had " + MOST_CALLS + " calls, more than it may have"));
        }
        calls++;
        running++;
    }

    private synchronized void end() {
        running--;
        lastUse = System.nanoTime();
    }

    /** Returns true if a call runs, so that the service may well be silent. */
    synchronized boolean isBusy() {
        return running > 0;
    }

    /** Returns the clock's time in nanoseconds at the end of the last call, or at the start. */
    synchronized long lastUse() {
        return lastUse;
    }

    /**
     * Notes the failure of a call. A call that was cancelled did not fail by itself: the service
     * hung up, or the exchange is over anyway.
     */
    synchronized void failed(FailureException why) {
        if (!(why.failure() instanceof Failure.Cancelled)) {
            failure = Optional.of(why);
        }
    }

    /** Notes that a call succeeded, so that failures before it explain nothing. */
    synchronized void succeeded() {
        failure = Optional.empty();
    }

    /** Returns the failure of the last call that failed, unless one succeeded after it. */
    synchronized Optional<FailureException> failure() {
        return failure;
    }

    synchronized void used(Usage usage) {
        used = Optional.of(used.map(before -> before.plus(usage)).orElse(usage));
    }

    /** Returns the tokens of all calls together. */
    synchronized Optional<Usage> used() {
        return used;
    }

    /** Ends the running calls and refuses others. Idempotent. */
    @Override
    public void close() {
        onClose.run();
        over.cancel();
    }
}
