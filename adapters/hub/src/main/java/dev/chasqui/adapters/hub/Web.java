package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks servers, follows their redirects, and shows the token to the hub alone. */
final class Web implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;

    private final HubSettings settings;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("hub-http-", 0).factory());
    private final HttpClient client;

    Web(HubSettings settings) {
        this.settings = settings;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.timeouts().connect())
                        .executor(threads)
                        .build();
    }

    /**
     * Gets what an address has.
     *
     * @param patience how long each answer may take to begin
     * @return an answer that is no redirect and is not {@linkplain Answer#isBusy busy}
     * @throws IOException if trying again may help
     * @throws HubException if it does not
     */
    Answer get(URI address, Map<String, String> headers, Duration patience, Stop stop)
            throws IOException, HubException {
        URI at = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Answer answer = ask(at, headers, patience, stop);
            if (answer.isRedirect()) {
                try (answer) {
                    at = Redirect.next(at, answer.header("Location"));
                }
            } else if (answer.isBusy()) {
                try (answer) {
                    throw answer.busy();
                }
            } else {
                return answer;
            }
        }
        throw new HubException(
                HubException.Reason.UNTRUE,
                address.getHost()
                        + ": more than "
                        + MOST_REDIRECTS
                        + " redirects (expected: a file at the end of them; try again later)");
    }

    private Answer ask(URI at, Map<String, String> headers, Duration patience, Stop stop)
            throws IOException, HubException {
        stop.check();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at)
                        .header("User-Agent", "chasqui")
                        .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        settings.token()
                .filter(_ -> settings.endpoint().holds(at))
                .ifPresent(token -> request.header("Authorization", "Bearer " + token.secret()));
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> coming =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        try (var _ = stop.onStop(() -> coming.cancel(true))) {
            var head = coming.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(head, settings.timeouts().silence(), stop);
        } catch (TimeoutException e) {
            drop(coming, stop);
            throw new IOException("no answer for " + Amount.time(patience));
        } catch (CancellationException e) {
            throw HubException.cancelled();
        } catch (ExecutionException e) {
            stop.check();
            throw new IOException(Faults.words(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            drop(coming, stop);
            throw Stop.interrupted();
        }
    }

    /** Ends a request; an answer that came at the same moment is closed. */
    private void drop(
            CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> coming, Stop stop) {
        if (!coming.cancel(true) && !coming.isCompletedExceptionally()) {
            new Answer(coming.resultNow(), settings.timeouts().silence(), stop).close();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdown();
    }
}
