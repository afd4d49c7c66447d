package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.loop.Loop;
import dev.chasqui.benchmarks.loop.Wire;
import dev.chasqui.benchmarks.mock.Mark;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that each hold one stream after another for a time. Every frame says its number and
 * when it left the backend, so a lost, doubled or swapped one is seen, and a late one too.
 */
public final class StreamLoad {
    /** A frame that is later than the next one's turn at a model's pace is late. */
    private static final Duration LATE = Duration.ofMillis(20);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Ask ask;
    private final int framesEach;
    private final Loop loop;
    private final Histogram firstFrames = Histograms.ofNanos();
    private final Histogram delays = Histograms.ofNanos();
    private final List<Client> clients = new ArrayList<>();

    private boolean counting;
    private boolean over;
    private long streams;
    private long frames;
    private long lost;
    private long late;
    private @Nullable String firstFailure;

    /**
     * What a window saw.
     *
     * @param streams those that came to their end
     * @param frames that arrived
     * @param lost frames that did not arrive, or not in their place
     * @param late frames that took longer than the time to the next
     * @param firstFailure what the first loss was
     * @param time how long the window was
     * @param firstFrames from the request's first byte sent to the first frame received,
     *     nanoseconds
     * @param delays of each frame from backend to client, nanoseconds
     */
    public record Window(
            long streams,
            long frames,
            long lost,
            long late,
            @Nullable String firstFailure,
            Duration time,
            Histogram firstFrames,
            Histogram delays) {}

    private StreamLoad(Ask ask, int framesEach, Loop loop) {
        this.ask = ask;
        this.framesEach = framesEach;
        this.loop = loop;
    }

    /**
     * Holds streams for a time, then lets them come to their end. They begin spread over the first
     * part of it, a moment apart, as real ones do not begin together.
     *
     * @param framesEach frames of a whole stream
     * @param warmUp time before the window opens
     * @param around runs as the window opens and as it closes, on this thread
     */
    public static Window run(
            Loop loop,
            Ask ask,
            int connections,
            int framesEach,
            Duration warmUp,
            Duration time,
            Runnable around) {
        StreamLoad load = new StreamLoad(ask, framesEach, loop);
        return loop.borrow(connections, () -> load.measure(connections, warmUp, time, around));
    }

    private Window measure(int connections, Duration warmUp, Duration time, Runnable around) {
        long start = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            loop.at(start + warmUp.toNanos() * i / (2L * connections), this::connect);
        }
        loop.run(() -> false, warmUp);
        around.run();
        counting = true;
        long opened = System.nanoTime();
        loop.run(() -> false, time);
        counting = false;
        Duration took = Duration.ofNanos(System.nanoTime() - opened);
        around.run();
        over = true;
        if (!loop.run(() -> clients.stream().noneMatch(Client::isWaiting), PATIENCE)) {
            lose(1, "a stream did not end within " + PATIENCE.toSeconds() + " s");
        }
        clients.forEach(client -> client.wire.close());
        return new Window(streams, frames, lost, late, firstFailure, took, firstFrames, delays);
    }

    private void connect() {
        try {
            loop.connect(ask.port(), Client::new);
            clients.getLast().ask();
        } catch (IOException e) {
            lose(framesEach, "cannot connect: " + e.getMessage());
        }
    }

    private void lose(long count, String why) {
        lost += count;
        if (firstFailure == null) {
            firstFailure = why;
        }
    }

    /** One connection. */
    private final class Client implements Wire.Reader {
        private final Wire wire;
        private final AnswerReader answer = new AnswerReader();
        private long asked;
        private boolean waiting;
        private int read;
        private int next;

        Client(Wire wire) {
            this.wire = wire;
            clients.add(this);
        }

        boolean isWaiting() {
            return waiting;
        }

        void ask() {
            waiting = true;
            read = 0;
            next = 0;
            asked = System.nanoTime();
            wire.send(ask.bytes().duplicate());
        }

        @Override
        public void arrived(ByteBuffer bytes) {
            answer.add(bytes);
            readMarks(System.nanoTime());
            if (answer.isDone()) {
                waiting = false;
                finish();
                answer.next();
                if (!over) {
                    ask();
                }
            }
        }

        private void readMarks(long now) {
            byte[] body = answer.body();
            int end = answer.bodySize();
            while (read + Mark.LENGTH <= end) {
                if (Mark.isAt(body, read, end)) {
                    frame(Mark.number(body, read), now - Mark.nanos(body, read), now);
                    read += Mark.LENGTH;
                } else {
                    read++;
                }
            }
        }

        private void frame(int number, long delay, long now) {
            if (number != next) {
                lose(Math.max(1, number - next), "frame " + number + " where " + next + " was due");
            }
            next = number + 1;
            if (counting) {
                frames++;
                delays.recordValue(Math.max(0, delay));
                if (delay > LATE.toNanos()) {
                    late++;
                }
                if (number == 0) {
                    firstFrames.recordValue(now - asked);
                }
            }
        }

        private void finish() {
            if (answer.status() != 200) {
                lose(framesEach, "status " + answer.status());
            } else if (next != framesEach) {
                lose(framesEach - next, "a stream of " + next + " frames");
            } else if (!endsAsItShould()) {
                lose(1, "a stream without its end");
            } else if (counting) {
                streams++;
            }
        }

        private boolean endsAsItShould() {
            int near = Math.min(answer.bodySize(), 600);
            String end = new String(answer.body(), answer.bodySize() - near, near, UTF_8);
            return end.contains("data: [DONE]") || end.contains("\"done\":true");
        }

        @Override
        public void ended() {
            clients.remove(this);
            if (waiting) {
                lose(framesEach - next, "the connection ended after frame " + (next - 1));
            }
            if (!over) {
                connect();
            }
        }
    }
}
