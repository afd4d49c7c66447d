package dev.chasqui.benchmarks.mock;

import java.time.Duration;

/** How a stream of the mock goes. */
public enum Shape {
    /** At a model's pace. */
    PACED(64, Duration.ofMillis(20)),
    /** A short one, where the request says {@code brief}: for the sake of its first frame. */
    BRIEF(4, Duration.ofMillis(2)),
    /** As fast as it is read, where the request says {@code flood}. */
    FLOOD(4096, Duration.ZERO);

    private final int frames;
    private final Duration beat;

    Shape(int frames, Duration beat) {
        this.frames = frames;
        this.beat = beat;
    }

    /** How many frames a stream has, its end not counted. */
    public int frames() {
        return frames;
    }

    /** Time between two frames. */
    Duration beat() {
        return beat;
    }

    /** What a request asks for. */
    static Shape askedBy(RequestReader request) {
        if (request.says("flood")) {
            return FLOOD;
        }
        return request.says("brief") ? BRIEF : PACED;
    }
}
