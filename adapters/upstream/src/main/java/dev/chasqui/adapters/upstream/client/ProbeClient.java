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
 * A client of one server for questions off the path of requests. It is Helidon's, over our own
 * connections, one for each question. It follows no redirect and uses no proxy. Safe for use by
 * several threads.
 */
public final class ProbeClient {
    /** The longest time for one question. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final String HOP = "X-Chasqui-Hop";

    /**
     * The holder of Helidon's client, which is made at its first use, since its classes take time
     * to load.
     */
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
     * Creates the client without connecting.
     *
     * @param backend the name of the backend, for messages
     * @param url the address of the server
     * @param credentials the headers that carry our key; none without a key
     * @param tls the source of the TLS context; used only for https, since loading it takes time
     * @param instanceId the id that our requests carry, by which we recognise one that comes back
     *     to us
     * @param rule the rule for the addresses of the host
     */
    public ProbeClient(
            String backend,
            BaseUrl url,
            Map<String, String> credentials,
            String instanceId,
            Supplier<SSLContext> tls,
            AddressRule rule) {
        this.faults = new BackendFaults(backend, url);
        this.dialer = new Dialer(backend, url, tls, rule);
        this.url = url;
        this.credentials = Map.copyOf(credentials);
        this.instanceId = instanceId;
    }

    /**
     * A server's answer.
     *
     * @param status the status code
     * @param headers the values by name in lower case
     * @param body the beginning of the body
     */
    public record Response(int status, Map<String, String> headers, byte[] body) {}

    /**
     * Sends a GET and waits for the whole answer.
     *
     * @param path the path below the server's base address
     * @param most the number of bytes of the body that are read
     * @throws FailureException with {@code BackendUnreachable} if there is no connection, {@code
     *     BackendTimeout} if the time was over, {@code BackendFailed} if the answer is missing or
     *     invalid, {@code Cancelled} if the call was cancelled
     */
    public Response get(String path, int most, Cancellation cancellation) {
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

    private Response get(String path, int most, Connection connection, ReadLimit limit)
            throws IOException {
        connection.inflow().beginAnswer(limit);
        try (HttpClientResponse answer =
                Shared.CLIENT
                        .get()
                        .uri(URI.create(url.at(path)))
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
            return new Response(answer.status().code(), headers, body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            // Helidon throws any exception that its parser runs into. The message is dropped: it
            // may hold our key, if the server repeats it.
            throw new ProtocolException("it cannot be read");
        }
    }
}
