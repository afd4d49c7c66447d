package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a server of this machine again and again whether it is ready. */
final class HealthCheck {
    private static final int READY = 200;
    private static final Duration FIRST_REST = Duration.ofMillis(10);
    private static final Duration LONGEST_REST = Duration.ofMillis(250);

    /** A server that is loading may be slow to answer, or not answer at all. */
    private static final Duration ONE_ANSWER = Duration.ofSeconds(2);

    /** What became of a server that was to become ready. */
    enum Outcome {
        READY,
        GONE,
        TOO_SLOW
    }

    private HealthCheck() {}

    /** Waits until the server is ready, its process is gone, or the time is over. */
    static Outcome await(ServerProcess process, int port, String path, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Duration rest = FIRST_REST;
        while (!process.isGone()) {
            if (isReady(port, path)) {
                return Outcome.READY;
            }
            if (System.nanoTime() > end) {
                return Outcome.TOO_SLOW;
            }
            pause(process, rest);
            Duration longer = rest.multipliedBy(2);
            rest = longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
        }
        return Outcome.GONE;
    }

    /** Ends early when the process does. */
    private static void pause(ServerProcess process, Duration rest) throws InterruptedException {
        try {
            process.gone().get(rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It lives.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isReady(int port, String path) {
        try {
            HttpURLConnection request =
                    (HttpURLConnection)
                            URI.create("http://127.0.0.1:" + port + path)
                                    .toURL()
                                    .openConnection(Proxy.NO_PROXY);
            request.setConnectTimeout((int) ONE_ANSWER.toMillis());
            request.setReadTimeout((int) ONE_ANSWER.toMillis());
            request.setInstanceFollowRedirects(false);
            try {
                return request.getResponseCode() == READY;
            } finally {
                request.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
