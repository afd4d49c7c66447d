package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
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

    /** The longest time for the client's goodbye; what it still sends is dropped. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** The codes that Helidon does not name, by RFC 6455, 7.4.1, and IANA's list. */
    private static final int RESTARTS = 1012;

    private static final int OVERLOADED = 1013;

    /** The slowest rate of a message, in bytes per second, after its read timeout. */
    private static final int SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    private final Call call;
    private final SocketParts parts;
    private final BodyMemory memory;
    private final BooleanSupplier over;
    private final RecentResponse recent;
    private final long opened = System.nanoTime();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private @Nullable SocketTurn turn;
    private boolean ended;
    private boolean leaving;
    private long messages;
    private volatile @Nullable WsSession session;

    /** The time at which the present message began to arrive; 0 between messages. */
    private volatile long messageSince;

    // Of the message that arrives; used by the connection's thread.
    private StringBuilder partial = new StringBuilder();
    private long bytes;
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
        this.recent = new RecentResponse.OfConnection(parts.recent());
    }

    /**
     * Reports bytes of the client. Those of a large message are read when there is memory for it.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is none; the connection ends
     */
    void received(int count) {
        if (arrived == 0) {
            messageSince = System.nanoTime();
        }
        arrived += count;
        if (arrived > BodyMemory.SMALL && reserved == null) {
            try {
                reserved = memory.reserve(parts.mostBody());
            } catch (FailureException e) {
                say(OVERLOADED, "other requests hold all the memory for bodies");
                throw e;
            }
        }
    }

    /** Ends the count of a message, or of a control frame between messages. */
    private void arrivedWhole() {
        partial = new StringBuilder();
        bytes = 0;
        arrived = 0;
        reserved = null;
        messageSince = 0;
    }

    @Override
    public void onOpen(WsSession open) {
        session = open;
        call.watch().allow(IDLE);
    }

    @Override
    public void onMessage(WsSession from, String text, boolean last) {
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > parts.mostBody()) {
            refuse(WsCloseCodes.TOO_BIG, "a message has at most " + parts.mostBody() + " bytes");
            return;
        }
        partial.append(text);
        if (last) {
            if (reserved != null) {
                reserved.shrinkTo(bytes);
            }
            Message whole = new Message(partial.toString(), reserved);
            arrivedWhole();
            take(whole);
        }
    }

    @Override
    public void onMessage(WsSession from, BufferData data, boolean last) {
        refuse(WsCloseCodes.CANNOT_ACCEPT, "messages are JSON texts");
    }

    /** Says goodbye for a reason, and drops what the client still sends. */
    private void refuse(int code, String reason) {
        release();
        arrivedWhole();
        synchronized (waiting) {
            leaving = true;
        }
        stop();
        say(code, reason);
        call.watch().allow(GOODBYE);
    }

    private void release() {
        if (reserved != null) {
            reserved.close();
        }
    }

    private void say(int code, String reason) {
        WsSession open = session;
        try {
            if (open != null) {
                open.close(code, reason);
            }
        } catch (RuntimeException e) {
            // The client has left, or reads nothing.
        }
    }

    @Override
    public void onPing(WsSession from, BufferData data) {
        if (partial.isEmpty()) {
            release();
            arrivedWhole();
        }
        from.pong(data);
    }

    @Override
    public void onPong(WsSession from, BufferData data) {
        if (partial.isEmpty()) {
            release();
            arrivedWhole();
        }
    }

    @Override
    public void onClose(WsSession from, int status, String reason) {
        synchronized (waiting) {
            // Helidon answers the client's goodbye.
            leaving = true;
        }
        stop();
    }

    @Override
    public void onError(WsSession from, Throwable reason) {
        end();
    }

    private void take(Message message) {
        boolean isFull;
        synchronized (waiting) {
            isFull = waiting.size() == MOST_WAITING;
            if (!ended && !isFull) {
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
        if (isFull) {
            refuse(OVERLOADED, "send a request when the response before has ended");
        }
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
            if (!ended) {
                call.watch().allow(next == null ? IDLE : LONGEST_RESPONSE);
            }
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
        SocketTurn next;
        synchronized (waiting) {
            next = new SocketTurn(call, parts, recent, to, ++messages);
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

    /** Ends it while it is idle, if its time is over; otherwise the client gets a sign of life. */
    @Override
    public void check(long now) {
        boolean isOver = isOver() || isLate(now);
        SocketTurn present;
        synchronized (waiting) {
            present = turn;
            if (isOver && thread == null) {
                ended = true;
            }
        }
        if (isLate(now)) {
            stop();
        }
        if (mayLeave()) {
            leaveLater();
        } else if (present != null && present.needsSign(now)) {
            // The sweeper must not wait for a client that does not read.
            Thread.ofVirtual().name("response-socket-sign").start(present::giveSign);
        }
    }

    /** Returns true if a message has begun, and takes longer than one may. */
    private boolean isLate(long now) {
        long since = messageSince;
        return since != 0
                && now - since
                        > parts.timeouts()
                                .read()
                                .plusSeconds(parts.mostBody() / SLOWEST_BYTES_PER_SECOND)
                                .toNanos();
    }

    private void leaveLater() {
        Thread.ofVirtual().name("response-socket-end").start(this::leave);
    }

    private void leave() {
        say(RESTARTS, "open another one");
        call.watch().allow(GOODBYE);
    }

    /** Takes no further message, cancels the response that is made, and says goodbye. */
    void end() {
        stop();
        if (mayLeave()) {
            // Who ends it must not wait for a client that does not read.
            leaveLater();
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
        release();
        recent.forget();
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
