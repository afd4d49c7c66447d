package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * A client of one server for questions off the path of requests: Helidon's, over connections of
 * ours, each for one question. Follows no redirect, asks no proxy. Safe for use by several threads.
 */
public final class ProbeClient {
    /** How long one question may take in all. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final String HOP = "X-Chasqui-Hop";

    /** Made when it is first needed, since its classes take time to load. */
    private static final class Shared {
        private static final Http1Client CLIENT =
                Http1Client.builder()
                        .followRedirects(false)
                        .sendExpectContinue(false)
                        .shareConnectionCache(false)
                        .servicesDiscoverServices(false)
                        .keepAlive(false)
                        .proxy(Proxy.noProxy())
                        .build();
    }

    private final BackendFaults faults;
    private final Dialer dialer;
    private final BaseUrl url;
    private final Map<String, String> credentials;
    private final String instanceId;

    /**
     * @param backend its name in messages
     * @param credentials the headers by which we show our key; none without one
     * @param tls asked only for https, since it takes time to load
     * @param instanceId what our requests carry, so that they are known if they come back to us
     */
    public ProbeClient(
            String backend,
            BaseUrl url,
            Map<String, String> credentials,
            String instanceId,
            Supplier<SSLContext> tls) {
        this.faults = new BackendFaults(backend, url);
        this.dialer = new Dialer(backend, url, tls);
        this.url = url;
        this.credentials = Map.copyOf(credentials);
        this.instanceId = instanceId;
    }

    /**
     * What a server answers.
     *
     * @param headers by names in lower case
     */
    public record Told(int status, Map<String, String> headers, byte[] body) {}

    /**
     * Asks for a path and waits for the whole answer.
     *
     * @param most bytes of the body that are read
     * @throws FailureException with {@code BackendUnreachable}, {@code BackendTimeout}, {@code
     *     BackendFailed} or {@code Cancelled}
     */
    public Told get(String path, int most, Cancellation cancellation) {
        ReadLimit limit = ReadLimit.inAll("an answer", LIMIT);
        try (CancellableResources held = CancellableResources.under(cancellation)) {
            try {
                return get(path, most, connect(limit, held), limit);
            } catch (IOException e) {
                throw held.closeAfter(e) ? BackendFaults.cancelled() : faults.beforeTheAnswer(e);
            }
        }
    }

    private Connection connect(ReadLimit limit, CancellableResources held) throws IOException {
        Connection connection;
        try {
            connection = dialer.dial(limit, held);
        } catch (IOException e) {
            throw held.closeAfter(e) ? BackendFaults.cancelled() : faults.whileConnecting(e);
        }
        held.hold(connection);
        return connection;
    }

    private Told get(String path, int most, Connection connection, ReadLimit limit)
            throws IOException {
        connection.inflow().begin(limit);
        try (HttpClientResponse answer =
                Shared.CLIENT
                        .get()
                        .uri(URI.create(url + path))
                        .connection(new ProbeConnection(connection, limit))
                        .headers(
                                headers -> {
                                    headers.set(HeaderNames.HOST, url.authority());
                                    headers.set(HeaderNames.USER_AGENT, "chasqui");
                                    headers.set(HeaderNames.ACCEPT, "application/json");
                                    headers.set(HeaderNames.ACCEPT_ENCODING, "identity");
                                    headers.set(HeaderNames.create(HOP), instanceId);
                                    credentials.forEach(
                                            (name, value) ->
                                                    headers.set(HeaderNames.create(name), value));
                                })
                        .request()) {
            Map<String, String> headers = new HashMap<>();
            answer.headers()
                    .forEach(
                            header ->
                                    headers.put(
                                            header.name().toLowerCase(Locale.ROOT),
                                            header.values()));
            byte[] body =
                    answer.entity().hasEntity()
                            ? answer.inputStream().readNBytes(most)
                            : new byte[0];
            return new Told(answer.status().code(), headers, body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            // Helidon throws whatever its parser stumbles over. What that says may hold our key, if
            // the server repeats it.
            throw new ProtocolException("it cannot be read");
        }
    }
}
