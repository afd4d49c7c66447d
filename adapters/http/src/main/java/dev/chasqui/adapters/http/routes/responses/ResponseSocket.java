package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.domain.failure.Failure;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * The WebSocket of one client: it takes one request after the other, and answers each with the
 * events of its response. The connection's thread reads the messages, a thread of its own answers
 * them, so that pings are answered meanwhile. Safe for use by several threads.
 */
final class ResponseSocket implements WsListener, DeadlineSweeper.Timed, AutoCloseable {
    /** The most messages that wait while one is answered. */
    private static final int MOST_WAITING = 4;

    /** The longest time without a message. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    /** The longest time for one response; its backend has deadlines of its own. */
    private static final Duration LONGEST_RESPONSE = Duration.ofHours(24);

    /** The time after which a client must open another one, as OpenAI demands, too. */
    private static final Duration LIFE = Duration.ofHours(1);

    private static final Duration END = Duration.ofSeconds(5);

    /** The codes that Helidon does not name, by RFC 6455, 7.4.1, and IANA's list. */
    private static final int RESTARTS = 1012;

    private static final int OVERLOADED = 1013;

    private final Call call;
    private final SocketParts parts;
    private final BodyMemory memory;
    private final BooleanSupplier over;
    private final RecentResponse recent = new RecentResponse.OfConnection();
    private final long opened = System.nanoTime();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private @Nullable SocketTurn turn;
    private boolean ended;
    private boolean leaving;
    private volatile @Nullable WsSession session;

    // Of the message that arrives; used by the connection's thread.
    private StringBuilder partial = new StringBuilder();
    private long arrived;
    private BodyMemory.@Nullable Reservation reserved;

    /** A message, and the memory that is reserved for it. */
    private record Message(String text, BodyMemory.@Nullable Reservation reserved)
            implements AutoCloseable {
        @Override
        public void close() {
            if (reserved != null) {
                reserved.close();
            }
        }
    }

    ResponseSocket(Call call, SocketParts parts, BodyMemory memory, BooleanSupplier over) {
        this.call = call;
        this.parts = parts;
        this.memory = memory;
        this.over = over;
    }

    /**
     * Reports bytes of the client. Those of a large message are read when there is memory for it.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is none
     */
    void received(int bytes) {
        arrived += bytes;
        if (arrived > BodyMemory.SMALL && reserved == null) {
            reserved = memory.reserve(parts.mostBody());
        }
    }

    @Override
    public void onOpen(WsSession open) {
        session = open;
        call.watch().allow(IDLE);
    }

    @Override
    public void onMessage(WsSession from, String text, boolean last) {
        if (partial.length() + (long) text.length() > parts.mostBody()) {
            from.close(
                    WsCloseCodes.TOO_BIG, "a message has at most " + parts.mostBody() + " bytes");
            throw new CloseConnectionException("a message is too large");
        }
        partial.append(text);
        if (last) {
            Message whole = new Message(partial.toString(), reserved);
            partial = new StringBuilder();
            arrived = 0;
            reserved = null;
            take(whole, from);
        }
    }

    @Override
    public void onMessage(WsSession from, BufferData bytes, boolean last) {
        from.close(WsCloseCodes.CANNOT_ACCEPT, "messages are JSON texts");
        throw new CloseConnectionException("a message is no text");
    }

    @Override
    public void onPing(WsSession from, BufferData data) {
        from.pong(data);
    }

    @Override
    public void onClose(WsSession from, int status, String reason) {
        end();
    }

    @Override
    public void onError(WsSession from, Throwable reason) {
        end();
    }

    private void take(Message message, WsSession from) {
        synchronized (waiting) {
            if (!ended && waiting.size() < MOST_WAITING) {
                waiting.addLast(message);
                if (thread == null) {
                    Thread next =
                            Thread.ofVirtual().name("response-socket").unstarted(this::answerAll);
                    thread = next;
                    next.start();
                }
                return;
            }
        }
        message.close();
        from.close(OVERLOADED, "send a request when the response before has ended");
        throw new CloseConnectionException("too many messages wait");
    }

    /** Answers the messages that wait, one after the other. */
    private void answerAll() {
        while (true) {
            Message next = next();
            if (next == null) {
                break;
            }
            try (next) {
                answer(next.text());
            }
        }
        if (mayLeave()) {
            leave();
        }
    }

    /** Returns true once, when it has ended and no message is answered. */
    private boolean mayLeave() {
        synchronized (waiting) {
            if (!ended || leaving || thread != null) {
                return false;
            }
            leaving = true;
            return true;
        }
    }

    /** Returns the next message; null if there is none, and the thread ends. */
    private @Nullable Message next() {
        synchronized (waiting) {
            turn = null;
            Message next = waiting.pollFirst();
            call.watch().allow(next == null ? IDLE : LONGEST_RESPONSE);
            if (next == null) {
                thread = null;
            }
            return next;
        }
    }

    private void answer(String text) {
        WsSession to = session;
        if (to == null) {
            return;
        }
        SocketTurn next = new SocketTurn(call, parts, recent, to);
        synchronized (waiting) {
            turn = next;
            if (ended) {
                next.cancel();
            }
        }
        if (isOver()) {
            next.refuse(
                    new Failure.Overloaded(
                            "this WebSocket has to be opened anew", Duration.ofSeconds(1)));
        } else {
            next.answer(text);
        }
    }

    private boolean isOver() {
        return over.getAsBoolean() || System.nanoTime() - opened > LIFE.toNanos();
    }

    /** Ends it while it is idle, if its time is over. */
    @Override
    public void check(long now) {
        if (isOver()) {
            synchronized (waiting) {
                if (thread != null) {
                    return;
                }
            }
            end();
        }
    }

    private void leave() {
        WsSession open = session;
        try {
            if (open != null) {
                open.close(RESTARTS, "open another one");
            }
        } catch (RuntimeException e) {
            // The client has left, or reads nothing.
        } finally {
            call.watch().cut();
        }
    }

    /** Takes no further message, cancels the response that is made, and says goodbye. */
    void end() {
        stop();
        if (mayLeave()) {
            // Who ends it must not wait for a client that does not read.
            Thread.ofVirtual().name("response-socket-end").start(this::leave);
        }
    }

    private void stop() {
        synchronized (waiting) {
            ended = true;
            waiting.forEach(Message::close);
            waiting.clear();
            if (turn != null) {
                turn.cancel();
            }
        }
    }

    /**
     * Ends it, and waits a moment for the response that is made; called by the connection's thread.
     */
    @Override
    public void close() {
        stop();
        if (reserved != null) {
            reserved.close();
        }
        // A thread that is interrupted would close the socket instead of writing to it.
        boolean interrupted = Thread.interrupted();
        try {
            Thread running;
            synchronized (waiting) {
                running = thread;
            }
            boolean _ = running == null || running.join(END);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (mayLeave()) {
            leave();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
