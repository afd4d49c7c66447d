package dev.chasqui.benchmarks.mock;

import java.time.Duration;

/** The shape of a mock's stream: its frames and its pace. */
public enum StreamShape {
    /** A stream at a model's pace. */
    PACED(64, Duration.ofMillis(20)),
    /** A short stream, used to time its first frame; for requests that contain {@code brief}. */
    BRIEF(4, Duration.ofMillis(2)),
    /** A stream that is sent as fast as it is read; for requests that contain {@code flood}. */
    FLOOD(4096, Duration.ZERO);

    private final int frames;
    private final Duration beat;

    StreamShape(int frames, Duration beat) {
        this.frames = frames;
        this.beat = beat;
    }

    /** Returns the number of frames of a stream, without its end. */
    public int frames() {
        return frames;
    }

    /** Returns the time between two frames. */
    Duration beat() {
        return beat;
    }

    /** Returns the shape that a request selects. */
    static StreamShape of(RequestReader request) {
        if (request.contains("flood")) {
            return FLOOD;
        }
        return request.contains("brief") ? BRIEF : PACED;
    }
}
