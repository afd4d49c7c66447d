package dev.chasqui.benchmarks.load;

import dev.chasqui.benchmarks.loop.Loop;
import dev.chasqui.benchmarks.loop.Wire;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that each ask again as soon as the answer is whole, or at a rate. Each answer's
 * status and body are checked; one that fails, or does not come in time, is counted and told.
 */
public final class WholeLoad {
    /** An answer that takes longer is lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ask ask;
    private final Duration between;
    private final Loop loop;
    private final Histogram latencies = Histograms.ofNanos();
    private final List<Client> clients = new ArrayList<>();

    private boolean counting;
    private boolean over;
    private long answers;
    private long failures;
    private @Nullable String firstFailure;

    /**
     * What a window saw.
     *
     * @param answers whole and right ones
     * @param failures answers that were wrong, cut or late, and connections that failed
     * @param firstFailure what the first of them was
     * @param time how long the window was
     * @param latencies from the first byte sent to the last received, in nanoseconds
     */
    public record Window(
            long answers,
            long failures,
            @Nullable String firstFailure,
            Duration time,
            Histogram latencies) {}

    private WholeLoad(Ask ask, Duration between, Loop loop) {
        this.ask = ask;
        this.between = between;
        this.loop = loop;
    }

    /**
     * Asks without a pause for a time.
     *
     * @param around runs as the window opens and as it closes, on this thread: what is measured of
     *     others
     */
    public static Window run(Loop loop, Ask ask, int connections, Duration time, Runnable around) {
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
     * Asks at a steady rate for some parts of a time, on the same connections.
     *
     * @param perSecond requests of all connections together
     * @param afterEach runs after each part, on this thread
     */
    public static Window steady(
            Loop loop,
            Ask ask,
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
    private final class Client implements Wire.Reader {
        private final Wire wire;
        private final AnswerReader answer = new AnswerReader();
        private long asked;
        private long turn = System.nanoTime();
        private boolean waiting;

        Client(Wire wire) {
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
                askInTurn();
            }
        }

        /** Asks when it is time; who is behind does not make up for it by a burst. */
        private void askInTurn() {
            long now = System.nanoTime();
            turn = Math.max(turn + between.toNanos(), now);
            if (turn > now) {
                loop.at(turn, this::askUnlessOver);
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
