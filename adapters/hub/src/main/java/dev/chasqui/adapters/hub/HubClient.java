package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

/**
 * The HTTP client of the hub: it follows redirects, and sends the token to the hub alone.
 * Thread-safe.
 */
final class HubClient implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;
    private static final int PROXY_WANTS_CREDENTIALS = 407;

    private final HubSettings settings;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("hub-http-", 0).factory());
    private final HttpClient client;

    static {
        // The JDK's client reads this property once. Without it, a proxy receives no password
        // before a tunnel is established, though no other way to send it is safer.
        String schemes = "jdk.http.auth.tunneling.disabledSchemes";
        if (System.getProperty(schemes) == null) {
            System.setProperty(schemes, "");
        }
    }

    HubClient(HubSettings settings) {
        this.settings = settings;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.timeouts().connect())
                        .executor(threads);
        settings.proxies().selector().ifPresent(builder::proxy);
        this.client = builder.build();
    }

    /**
     * Sends a GET and returns the answer at the end of its redirects.
     *
     * @param patience the timeout for the head of each answer
     * @return an answer that is no redirect and is not {@linkplain HubAnswer#isBusy busy}
     * @throws IOException if another try may help
     * @throws HubException if it does not help
     */
    HubAnswer get(
            URI address, Map<String, String> headers, Duration patience, DownloadCancellation stop)
            throws IOException, HubException {
        URI at = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HubAnswer answer = ask(at, headers, patience, stop);
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
                HubException.Reason.INVALID_ANSWER,
                address.getHost()
                        + ": more than "
                        + MOST_REDIRECTS
                        + " redirects (expected: a file at the end of them; try again later)");
    }

    private HubAnswer ask(
            URI at, Map<String, String> headers, Duration patience, DownloadCancellation stop)
            throws IOException, HubException {
        stop.check();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at)
                        .header("User-Agent", "chasqui")
                        .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        settings.token()
                .filter(_ -> settings.endpoint().isOnThisServer(at))
                .ifPresent(token -> request.header("Authorization", "Bearer " + token.secret()));
        Optional<HubProxy> proxy = settings.proxies().of(at);
        // The client does not send this header to the server behind the proxy.
        proxy.flatMap(HubProxy::authorization)
                .ifPresent(shown -> request.header("Proxy-Authorization", shown));
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> coming =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        try (var _ = stop.onStop(() -> coming.cancel(true))) {
            var head = coming.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (head.statusCode() == PROXY_WANTS_CREDENTIALS) {
                close(head, stop);
                throw refused(at, proxy);
            }
            return new HubAnswer(head, settings.timeouts().silence(), stop);
        } catch (TimeoutException e) {
            drop(coming, stop);
            throw new IOException("no answer for " + HumanReadable.time(patience) + by(proxy));
        } catch (CancellationException e) {
            throw HubException.cancelled();
        } catch (ExecutionException e) {
            stop.check();
            throw new IOException(words(e.getCause() == null ? e : e.getCause()) + by(proxy));
        } catch (InterruptedException e) {
            drop(coming, stop);
            throw DownloadCancellation.interrupted();
        }
    }

    /** Describes the failure of a connection; the JDK's exceptions often have no message. */
    static String words(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException
                    || cause instanceof UnknownHostException) {
                return "its name cannot be resolved";
            }
        }
        return switch (fault) {
            case HttpConnectTimeoutException _ -> "no connection in time";
            case ConnectException _ -> "no connection (nothing listens there, or no network)";
            case SSLException tls -> "no safe connection (" + tls.getMessage() + ")";
            case Throwable other when other.getMessage() != null -> other.getMessage();
            case Throwable other -> other.getClass().getSimpleName();
        };
    }

    private static String by(Optional<HubProxy> proxy) {
        return proxy.map(there -> ", through the proxy " + there).orElse("");
    }

    private static HubException refused(URI at, Optional<HubProxy> proxy) {
        return new HubException(
                HubException.Reason.REFUSED,
                at.getHost()
                        + ": the proxy"
                        + proxy.map(there -> " " + there).orElse("")
                        + " answers "
                        + PROXY_WANTS_CREDENTIALS
                        + " (expected: credentials that it takes, in "
                        + at.getScheme().toUpperCase(Locale.ROOT)
                        + "_PROXY)");
    }

    /** Ends a request; an answer that arrives at the same moment is closed. */
    private void drop(
            CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> coming,
            DownloadCancellation stop) {
        if (!coming.cancel(true) && !coming.isCompletedExceptionally()) {
            close(coming.resultNow(), stop);
        }
    }

    private void close(
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> head, DownloadCancellation stop) {
        // The answer of a proxy that refuses a tunnel has no body.
        if (head.body() != null) {
            new HubAnswer(head, settings.timeouts().silence(), stop).close();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdown();
    }
}
