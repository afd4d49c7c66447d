package dev.chasqui.benchmarks.load;

import dev.chasqui.benchmarks.loop.LoopConnection;
import dev.chasqui.benchmarks.loop.SocketLoop;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A load of connections that each send the next request as soon as the answer is whole, or at a
 * rate. Each answer's status and body are checked; wrong and late answers are counted, and the
 * first is described. Runs on the thread that borrows the loop.
 */
public final class WholeLoad {
    /** The time after which an answer counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RawRequest ask;
    private final Duration between;
    private final SocketLoop loop;
    private final Histogram latencies = Histograms.ofNanos();
    private final List<Client> clients = new ArrayList<>();

    private boolean counting;
    private boolean over;
    private long answers;
    private long failures;
    private @Nullable String firstFailure;

    /**
     * The counts and times of a window.
     *
     * @param answers the whole and right answers
     * @param failures the answers that were wrong, cut off or late, and failed connections
     * @param firstFailure a description of the first failure
     * @param time the length of the window
     * @param latencies the times from the first byte sent to the last received, in nanoseconds
     */
    public record Window(
            long answers,
            long failures,
            @Nullable String firstFailure,
            Duration time,
            Histogram latencies) {}

    private WholeLoad(RawRequest ask, Duration between, SocketLoop loop) {
        this.ask = ask;
        this.between = between;
        this.loop = loop;
    }

    /**
     * Sends requests without a pause for a time.
     *
     * @param around runs when the window opens and when it closes, on this thread; it measures the
     *     gateway
     */
    public static Window run(
            SocketLoop loop, RawRequest ask, int connections, Duration time, Runnable around) {
        WholeLoad load = new WholeLoad(ask, Duration.ZERO, loop);
        return loop.borrow(
                connections,
                () -> {
                    load.connect(connections);
                    around.run();
                    return load.measure(time, 1, around);
                });
    }

    /**
     * Sends requests at a steady rate for several parts of equal length, on the same connections.
     *
     * @param perSecond the requests per second of all connections together
     * @param part the length of a part
     * @param parts the number of parts
     * @param afterEach runs after each part, on this thread
     */
    public static Window steady(
            SocketLoop loop,
            RawRequest ask,
            int connections,
            double perSecond,
            Duration part,
            int parts,
            Runnable afterEach) {
        long between = Math.round(connections * Duration.ofSeconds(1).toNanos() / perSecond);
        WholeLoad load = new WholeLoad(ask, Duration.ofNanos(between), loop);
        return loop.borrow(
                connections,
                () -> {
                    load.connect(connections);
                    return load.measure(part, parts, afterEach);
                });
    }

    private Window measure(Duration part, int parts, Runnable afterEach) {
        counting = true;
        long start = System.nanoTime();
        for (int i = 1; i < parts; i++) {
            loop.run(clients::isEmpty, part);
            afterEach.run();
        }
        loop.run(clients::isEmpty, part);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        counting = false;
        afterEach.run();
        over = true;
        if (!loop.run(() -> clients.stream().noneMatch(Client::isWaiting), PATIENCE)) {
            fail("no answer within " + PATIENCE.toSeconds() + " s");
        }
        clients.forEach(client -> client.wire.close());
        return new Window(answers, failures, firstFailure, took, latencies);
    }

    private void connect(int connections) {
        for (int i = 0; i < connections; i++) {
            connect();
        }
    }

    private void connect() {
        try {
            loop.connect(ask.port(), Client::new);
            clients.getLast().ask();
        } catch (IOException e) {
            fail("cannot connect: " + e.getMessage());
        }
    }

    private void fail(String what) {
        failures++;
        if (firstFailure == null) {
            firstFailure = what;
        }
    }

    /** One connection. */
    private final class Client implements LoopConnection.Reader {
        private final LoopConnection wire;
        private final AnswerReader answer = new AnswerReader();
        private long asked;
        private long due = System.nanoTime();
        private boolean waiting;

        Client(LoopConnection wire) {
            this.wire = wire;
            clients.add(this);
        }

        boolean isWaiting() {
            return waiting;
        }

        void ask() {
            waiting = true;
            asked = System.nanoTime();
            wire.send(ask.bytes().duplicate());
        }

        @Override
        public void arrived(ByteBuffer bytes) {
            answer.add(bytes);
            if (answer.isDone()) {
                waiting = false;
                count();
                answer.next();
                askWhenDue();
            }
        }

        /**
         * Sends the next request when it is due. A connection that is behind does not catch up by a
         * burst.
         */
        private void askWhenDue() {
            long now = System.nanoTime();
            due = Math.max(due + between.toNanos(), now);
            if (due > now) {
                loop.at(due, this::askUnlessOver);
            } else {
                askUnlessOver();
            }
        }

        private void askUnlessOver() {
            if (!over) {
                ask();
            }
        }

        private void count() {
            if (answer.status() != 200) {
                fail("status " + answer.status());
            } else if (!ask.expected().fits(answer.body(), answer.bodySize())) {
                fail("another body of " + answer.bodySize() + " bytes");
            } else if (counting) {
                answers++;
                latencies.recordValue(System.nanoTime() - asked);
            }
        }

        @Override
        public void ended() {
            clients.remove(this);
            if (waiting) {
                fail("the connection ended before the answer was whole");
            }
            if (!over) {
                connect();
            }
        }
    }
}
