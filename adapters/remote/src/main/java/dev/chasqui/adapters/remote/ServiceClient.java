package dev.chasqui.adapters.remote;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP client for services, with its threads. Safe for use by several threads. */
final class ServiceClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("remote-", 0).factory());
    private final HttpClient http =
            HttpClient.newBuilder()
                    // Small servers take the offer of HTTP/2 for an error.
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT)
                    .executor(threads)
                    .build();

    HttpClient http() {
        return http;
    }

    /** Ends all calls that run. */
    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
