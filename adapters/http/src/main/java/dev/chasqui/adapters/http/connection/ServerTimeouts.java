package dev.chasqui.adapters.http.connection;

import java.time.Duration;

/**
 * How long the server waits for what.
 *
 * @param holdHeaders how long the headers of a stream wait for its first event, so that a failure
 *     still has its status; then they go out with a keep-alive (default 10 s; 0 does not wait)
 * @param showProgress how long progress that is told before a stream's first event is kept back, so
 *     that what fails at once still has its status; then it begins the stream (default 1 s)
 * @param keepAlive how long a stream may be silent before a keep-alive goes out (default 5 s)
 * @param write how long a client may take nothing of what is written to it before its connection is
 *     cut (default 30 s)
 * @param read how long a client may send nothing of its request, and how long the request may be
 *     waited for in all; for that a body has in addition a second for each 64 KiB that came of it,
 *     and the time in which nobody reads it does not count (default 30 s)
 * @param memory how long a body may wait for the memory that it takes (default 5 s)
 * @param idle how long a connection may be kept without a request (default 75 s)
 * @param stop how long running exchanges may take to end when the server stops (default 1 s)
 */
public record ServerTimeouts(
        Duration holdHeaders,
        Duration showProgress,
        Duration keepAlive,
        Duration write,
        Duration read,
        Duration memory,
        Duration idle,
        Duration stop) {

    public static final ServerTimeouts DEFAULT =
            new ServerTimeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(1));

    public ServerTimeouts {
        requireNotNegative("holdHeaders", holdHeaders);
        requireNotNegative("showProgress", showProgress);
        requirePositive("keepAlive", keepAlive);
        requirePositive("writeTimeout", write);
        requirePositive("readTimeout", read);
        requireNotNegative("memory", memory);
        requirePositive("idleTimeout", idle);
        requirePositive("stopTimeout", stop);
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    name + ": " + value.toMillis() + " ms (expected: 0 or more)");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    name + ": " + value.toMillis() + " ms (expected: more than 0)");
        }
    }

    public ServerTimeouts withHoldHeaders(Duration holdHeaders) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    public ServerTimeouts withShowProgress(Duration showProgress) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    public ServerTimeouts withKeepAlive(Duration keepAlive) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    public ServerTimeouts withWrite(Duration write) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    public ServerTimeouts withRead(Duration read) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    public ServerTimeouts withMemory(Duration memory) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    public ServerTimeouts withIdle(Duration idle) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }
}
