package dev.chasqui.application.sessions;

import static java.lang.System.Logger.Level.WARNING;

import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.exchange.AgentChain;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.ExchangeRequest;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Conflict;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.Turn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A chat of a session. Once it is admitted, it waits for the requests of its session before it,
 * reads the history, and goes on as a chat with all of it; its turn is stored before the end of the
 * reply. When it is closed before, what came of the reply is stored as cut. Used by one thread, but
 * for {@link #cancel}.
 */
public final class SessionChat implements ExchangeRequest<ChatReply>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SessionChat.class.getName());

    /** The bytes of a text that are a token at least, with some caution. */
    private static final int BYTES_PER_TOKEN = 3;

    /** The most bytes of a chat that fits every context. */
    private static final int SURELY_FITS = 2_048;

    /** The most times that a history is shortened by the count of a backend. */
    private static final int MOST_CUTS = 5;

    private final Sessions sessions;
    private final ChatPayload payload;
    private final SessionKey key;
    private final Instant at;
    private final Cancellation cancellation = new Cancellation();
    private final CollectedReply collected = new CollectedReply();
    private final StoredReply.Held held = new StoredReply.Held(collected, () -> store(false));
    private Optional<SessionOrder.Place> place = Optional.empty();
    private Optional<SessionHistory> history = Optional.empty();
    private boolean settled;

    /** Keeps a removal of the session from the storing of its turn. */
    private final ReentrantLock storing = new ReentrantLock();

    private boolean dropped;

    SessionChat(Sessions sessions, ChatPayload payload, SessionKey key, Instant at) {
        this.sessions = sessions;
        this.payload = payload;
        this.key = key;
        this.at = at;
    }

    /** Ends the wait for other requests of the session; for any thread. Does not block. */
    public void cancel() {
        cancellation.cancel();
    }

    /** Returns the session. */
    SessionKey key() {
        return key;
    }

    /** Has nothing stored any more; waits for a storing that has begun. For any thread. */
    void drop() {
        storing.lock();
        try {
            dropped = true;
        } finally {
            storing.unlock();
        }
    }

    @Override
    public String model() {
        return payload.model();
    }

    @Override
    public RequestKind requestKind() {
        return payload.requestKind();
    }

    /** {@inheritDoc} The stored turns are read with it, as far as they go before the message. */
    @Override
    public TokenEstimate estimate() {
        TokenEstimate own = payload.estimate();
        long stored = sessions.store().find(key).map(SessionHead::bytes).orElse(0L);
        long read = Math.min(stored, sessions.settings().mostHistory());
        return new TokenEstimate(
                own.prompt() + TokenEstimate.tokens(read), own.completion(), own.media());
    }

    @Override
    public Prepared<ChatReply> prepare(Pipelines pipelines, RequestOrigin origin) {
        place = Optional.of(sessions.order().enter(key, sessions.settings(), cancellation));
        sessions.begun(this);
        Optional<SessionHead> head = sessions.store().find(key);
        head.ifPresent(this::refuseIfFull);
        SessionHistory read =
                SessionHistory.of(
                        sessions.store(),
                        key,
                        head,
                        asChat(payload.request()),
                        sessions.settings().mostHistory());
        read.system().ifPresent(Sessions::requireShort);
        history = Optional.of(read);
        return new ChatPayload(read.request(), payload.asked())
                .prepare(pipelines, origin, (chain, request) -> send(read, chain, request));
    }

    /** Returns a prompt as a chat, which can have a history. */
    private static ChatRequest asChat(ChatRequest request) {
        return switch (request.form()) {
            case CHAT -> request;
            case PROMPT ->
                    ChatRequest.of(request.model(), request.stream(), request.conversation());
            case RAW ->
                    throw new FailureException(
                            new Failure.Invalid(
                                    "session_id",
                                    "a raw prompt has no history; send it without a session"));
        };
    }

    private void refuseIfFull(SessionHead head) {
        long most = sessions.settings().limits().mostBytesPerUser();
        if (head.bytes() >= most) {
            throw new FailureException(
                    new Failure.TooLarge(
                            "this session has %d bytes, and at most %d are kept of one user; begin another session, or delete this one"
                                    .formatted(head.bytes(), most)));
        }
    }

    /** Sends the request with as much of the history as its model takes, the newest turns first. */
    private ChatReply send(SessionHistory read, AgentChain chain, ChatRequest request) {
        int gone = beyondContext(read, chain);
        for (int cuts = 0; ; cuts++) {
            long missing = read.missing() + read.messages(gone);
            chain.journal().backends().leaveOut(missing);
            try {
                return new StoredReply(chain.proceed(read.without(gone, request)), held);
            } catch (FailureException e) {
                if (cuts == MOST_CUTS
                        || !read.mayShorten(gone)
                        || !(e.failure() instanceof Failure.ContextExceeded exceeded)) {
                    throw e;
                }
                gone = shortened(read, gone, cuts, exceeded);
            }
        }
    }

    /** Returns the number of blocks that must go by an estimate of the model's context. */
    private static int beyondContext(SessionHistory read, AgentChain chain) {
        if (read.excess(SURELY_FITS) == 0) {
            return 0;
        }
        OptionalInt context = chain.contextLength(read.request().model());
        if (context.isEmpty()) {
            return 0;
        }
        long length = context.getAsInt();
        long room = length - Math.min(1_024, length / 4);
        return read.excess(room * BYTES_PER_TOKEN);
    }

    /** Returns a larger number of blocks that must go by the count of a backend. */
    private static int shortened(
            SessionHistory read, int gone, int cuts, Failure.ContextExceeded exceeded) {
        if (cuts == MOST_CUTS - 1) {
            return read.excess(0);
        }
        long now = read.bytesWithout(gone);
        double fits = exceeded.room() * 0.75 / Math.max(1, exceeded.asked());
        return Math.max(gone + 1, read.excess((long) (now * Math.min(0.9, fits))));
    }

    /**
     * Stores the turn and lets the next request of the session begin.
     *
     * @param cut true if the reply is not whole
     */
    private void store(boolean cut) {
        settled = true;
        SessionHistory read = history.orElseThrow();
        List<Message> answered = collected.messages();
        Turn turn = new Turn(read.asked(), answered, payload.model(), at, collected.usage(), cut);
        boolean added = append(turn, read);
        release();
        if (!added) {
            throw new FailureException(
                    new Conflict(
                            "this session was changed or deleted while the request was answered, so"
                                    + " its turn is not stored; send it again",
                            Optional.empty()));
        }
        sessions.stored(key);
        if (read.turns() == 0) {
            sessions.madeOne();
        }
    }

    private boolean append(Turn turn, SessionHistory read) {
        storing.lock();
        try {
            return !dropped && sessions.store().append(key, turn, read.turns(), read.system());
        } finally {
            storing.unlock();
        }
    }

    private void release() {
        place.ifPresent(SessionOrder.Place::close);
        place = Optional.empty();
    }

    /** Stores what came of a reply that did not end, and lets the next request begin. */
    @Override
    public void close() {
        try {
            if (!settled && !collected.messages().isEmpty()) {
                store(true);
            }
        } catch (FailureException e) {
            LOG.log(WARNING, "a cut turn of a session is not stored: {0}", e.failure().code());
        } finally {
            sessions.ended(this);
            release();
        }
    }
}
