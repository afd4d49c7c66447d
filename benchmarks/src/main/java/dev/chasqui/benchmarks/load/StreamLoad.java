package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.loop.LoopConnection;
import dev.chasqui.benchmarks.loop.SocketLoop;
import dev.chasqui.benchmarks.mock.FrameMark;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A load of connections that each read one stream after another for a time. Every frame contains
 * its number and the time when it left the backend, so lost, doubled, swapped and late frames are
 * noticed. Runs on the thread that borrows the loop.
 */
public final class StreamLoad {
    /**
     * The delay after which a frame counts as late: the time between two frames at a model's pace.
     */
    private static final Duration LATE = Duration.ofMillis(20);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RawRequest ask;
    private final int framesEach;
    private final SocketLoop loop;
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
     * The counts and times of a window.
     *
     * @param streams the streams that ended properly
     * @param frames the frames that arrived
     * @param lost the frames that did not arrive, or not in order
     * @param late the frames with a longer delay than the time between two frames
     * @param firstFailure a description of the first loss
     * @param time the length of the window
     * @param firstFrames the times from the request's first byte sent to the first frame received,
     *     in nanoseconds
     * @param delays the times of each frame from backend to client, in nanoseconds
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

    private StreamLoad(RawRequest ask, int framesEach, SocketLoop loop) {
        this.ask = ask;
        this.framesEach = framesEach;
        this.loop = loop;
    }

    /**
     * Holds streams for a time, then waits for their end. They begin one after another in the first
     * half of the warm-up, since real streams do not begin together.
     *
     * @param framesEach the frames of a whole stream
     * @param warmUp the time before the window opens
     * @param time the length of the window
     * @param around runs when the window opens and when it closes, on this thread
     */
    public static Window run(
            SocketLoop loop,
            RawRequest ask,
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
            countLost(1, "a stream did not end within " + PATIENCE.toSeconds() + " s");
        }
        clients.forEach(client -> client.wire.close());
        return new Window(streams, frames, lost, late, firstFailure, took, firstFrames, delays);
    }

    private void connect() {
        try {
            loop.connect(ask.port(), Client::new);
            clients.getLast().ask();
        } catch (IOException e) {
            countLost(framesEach, "cannot connect: " + e.getMessage());
        }
    }

    private void countLost(long count, String why) {
        lost += count;
        if (firstFailure == null) {
            firstFailure = why;
        }
    }

    /** One connection. */
    private final class Client implements LoopConnection.Reader {
        private final LoopConnection wire;
        private final AnswerReader answer = new AnswerReader();
        private long asked;
        private boolean waiting;
        private int read;
        private int next;

        Client(LoopConnection wire) {
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
            while (read + FrameMark.LENGTH <= end) {
                if (FrameMark.isAt(body, read, end)) {
                    frame(FrameMark.number(body, read), now - FrameMark.nanos(body, read), now);
                    read += FrameMark.LENGTH;
                } else {
                    read++;
                }
            }
        }

        private void frame(int number, long delay, long now) {
            if (number != next) {
                countLost(
                        Math.max(1, number - next),
                        "frame " + number + " where " + next + " was due");
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
                countLost(framesEach, "status " + answer.status());
            } else if (next != framesEach) {
                countLost(framesEach - next, "a stream of " + next + " frames");
            } else if (!hasProperEnd()) {
                countLost(1, "a stream without its end");
            } else if (counting) {
                streams++;
            }
        }

        private boolean hasProperEnd() {
            int near = Math.min(answer.bodySize(), 600);
            String end = new String(answer.body(), answer.bodySize() - near, near, UTF_8);
            return end.contains("data: [DONE]") || end.contains("\"done\":true");
        }

        @Override
        public void ended() {
            clients.remove(this);
            if (waiting) {
                countLost(framesEach - next, "the connection ended after frame " + (next - 1));
            }
            if (!over) {
                connect();
            }
        }
    }
}
