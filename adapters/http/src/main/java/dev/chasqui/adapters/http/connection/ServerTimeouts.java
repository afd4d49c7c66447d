package dev.chasqui.adapters.http.connection;

import java.time.Duration;

/**
 * The timeouts of the server.
 *
 * @param holdHeaders the longest time that the headers of a stream wait for its first event, so
 *     that a failure still has its status; then they go out with a keep-alive (default 10 s; 0 does
 *     not wait)
 * @param showProgress the time that progress before a stream's first event is held back, so that an
 *     immediate failure still has its status; then the progress begins the stream (default 1 s)
 * @param keepAlive the longest silence of a stream before a keep-alive goes out (default 5 s)
 * @param write the longest time in which a client may read nothing of an answer before its
 *     connection is cut (default 30 s)
 * @param read the longest silence of a client within a request, and the longest wait for the whole
 *     request (default 30 s). A body adds one second to the whole for each 64 KiB that have come;
 *     the time in which the server does not read does not count
 * @param memory the longest wait of a body for its memory (default 5 s)
 * @param idle the longest time that a connection is kept without a request (default 75 s)
 * @param stop the longest time in which running exchanges may end when the server stops (default 1
 *     s)
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

    /** The default timeouts. */
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

    /** Returns these timeouts with another {@code holdHeaders}. */
    public ServerTimeouts withHoldHeaders(Duration holdHeaders) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    /** Returns these timeouts with another {@code showProgress}. */
    public ServerTimeouts withShowProgress(Duration showProgress) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    /** Returns these timeouts with another {@code keepAlive}. */
    public ServerTimeouts withKeepAlive(Duration keepAlive) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    /** Returns these timeouts with another {@code write}. */
    public ServerTimeouts withWrite(Duration write) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    /** Returns these timeouts with another {@code read}. */
    public ServerTimeouts withRead(Duration read) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    /** Returns these timeouts with another {@code memory}. */
    public ServerTimeouts withMemory(Duration memory) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }

    /** Returns these timeouts with another {@code idle}. */
    public ServerTimeouts withIdle(Duration idle) {
        return new ServerTimeouts(
                holdHeaders, showProgress, keepAlive, write, read, memory, idle, stop);
    }
}
