package dev.chasqui.adapters.upstream.client;

import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

/**
 * A client of one server over HTTP/1.1, with its own idle connections. It follows no redirect,
 * keeps no cookies and asks for no compression. Safe for use by several threads.
 *
 * <p>A request is sent a second time in one case alone: it went over a connection that was used
 * before, and that ended before any byte of the answer. The server may have closed that connection
 * just when we began. A streamed body cannot be sent twice, so its request goes over a fresh
 * connection.
 */
public final class HttpClient {
    private final BackendFaults faults;
    private final Dialer dialer;
    private final ConnectionPool pool = new ConnectionPool();
    private final BaseUrl url;
    private final String usualHeaders;
    private final Map<String, String> serverHeaders;
    private final String joinedHeaders;
    private final String instanceId;
    private final Gate gate;

    /** The check of each call before it is sent. */
    @FunctionalInterface
    public interface Gate {
        /** Lets every call pass. */
        Gate OPEN = call -> call;

        /**
         * Returns the call as it may be sent.
         *
         * @throws FailureException if it may not
         */
        HttpCall pass(HttpCall call);
    }

    /**
     * Creates the client without connecting.
     *
     * @param backend the name of the backend, for messages
     * @param url the address of the server
     * @param serverHeaders the headers of every request, which include our key if we have one
     * @param tls the source of the TLS context; used only for https, since loading it takes time
     * @param instanceId the id that our requests carry, by which we recognise one that comes back
     *     to us
     * @param rule the rule for the addresses of the host
     * @param gate the check of each call
     */
    public HttpClient(
            String backend,
            BaseUrl url,
            Map<String, String> serverHeaders,
            String instanceId,
            Supplier<SSLContext> tls,
            AddressRule rule,
            Gate gate) {
        this(
                backend,
                url,
                """
                Host: %s\r
                User-Agent: chasqui\r
                Accept: application/json, text/event-stream, application/x-ndjson\r
                Accept-Encoding: identity\r
                """
                        .formatted(url.authority()),
                serverHeaders,
                instanceId,
                new Dialer(backend, url, tls, rule),
                gate);
    }

    private HttpClient(
            String backend,
            BaseUrl url,
            String usualHeaders,
            Map<String, String> serverHeaders,
            String instanceId,
            Dialer dialer,
            Gate gate) {
        this.url = url;
        this.gate = gate;
        this.instanceId = instanceId;
        faults = new BackendFaults(backend, url);
        this.dialer = dialer;
        this.serverHeaders = Map.copyOf(serverHeaders);
        this.usualHeaders = usualHeaders;
        joinedHeaders = usualHeaders + lines(serverHeaders);
    }

    /**
     * Creates a client for requests that are not this server's own, without connecting. It does not
     * tell the server of this one, and each call may replace all headers but {@code Host}.
     *
     * @param rule the rule for the addresses of the host
     */
    public static HttpClient foreign(BaseUrl url, Supplier<SSLContext> tls, AddressRule rule) {
        return new HttpClient(
                url.host(),
                url,
                "Host: " + url.authority() + "\r\n",
                Map.of("User-Agent", "chasqui", "Accept", "*/*", "Accept-Encoding", "identity"),
                "",
                new Dialer(url.host(), url, tls, rule),
                Gate.OPEN);
    }

    private static String lines(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
    }

    /** Returns the usual headers, with the call's own ones in place of those of the same names. */
    private String headers(HttpCall call) {
        if (call.headers().isEmpty()) {
            return joinedHeaders;
        }
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(serverHeaders);
        all.putAll(call.headers());
        return usualHeaders + lines(all);
    }

    /** Returns the address of a path, for messages. */
    public String address(String path) {
        return url.at(path);
    }

    /** Returns the TLS context that trusts the certificates that this Java trusts. */
    public static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * Sends a request and waits for the head of the answer.
     *
     * @throws FailureException with {@code BackendUnreachable} if there is no connection, {@code
     *     BackendTimeout} if a limit passed, {@code BackendFailed} if the answer is missing or
     *     invalid, {@code Cancelled} if the call was cancelled; with the failure of the request's
     *     own body if that broke off; with that of the gate
     */
    public HttpAnswer send(HttpCall asked, Cancellation cancellation) {
        HttpCall call = gate.pass(asked);
        boolean repeatable = call.body() instanceof RequestContent.Bytes;
        Optional<Connection> kept = repeatable ? pool.take() : Optional.empty();
        if (kept.isPresent()) {
            try {
                return exchange(kept.get(), call, CancellableResources.under(cancellation));
            } catch (StaleException e) {
                // Try once more, on a connection that the server cannot have been about to close.
            }
        }
        CancellableResources held = CancellableResources.under(cancellation);
        Connection fresh = connect(call, held);
        try {
            return exchange(fresh, call, held);
        } catch (StaleException e) {
            throw faults.beforeTheAnswer(e.reason);
        }
    }

    /** Returns the number of idle connections; for tests. */
    public int idle() {
        return pool.size();
    }

    private Connection connect(HttpCall call, CancellableResources held) {
        try {
            return dialer.dial(ReadLimit.inAll("a connection", call.timeouts().connect()), held);
        } catch (IOException e) {
            throw held.closeAfter(e) ? BackendFaults.cancelled() : faults.whileConnecting(e);
        }
    }

    /**
     * @throws StaleException if the connection ended before any byte of the answer
     */
    private HttpAnswer exchange(Connection connection, HttpCall call, CancellableResources held)
            throws StaleException {
        Inflow inflow = connection.inflow();
        Timeouts timeouts = call.timeouts();
        RequestSending flowing =
                call.body() instanceof RequestContent.Flowing body
                        ? new RequestSending(body, connection, timeouts.idle())
                        : null;
        ReadLimit limit = firstByte(timeouts, flowing);
        inflow.beginAnswer(limit);
        try {
            held.hold(connection);
            if (flowing != null) {
                connection.send(flowing, head(call));
            } else if (call.body() instanceof RequestContent.Bytes(byte[] bytes)) {
                connection.send(head(call), bytes, limit);
            }
            AnswerHead head = AnswerHead.read(inflow);
            AnswerBody body = call.isHead() ? AnswerBody.none(inflow) : head.body(inflow);
            if (!call.brief()) {
                expectBody(inflow, between(timeouts, flowing));
            }
            return new HttpAnswer(head, body, connection, held, pool, faults);
        } catch (IOException e) {
            Optional<IOException> unsent = connection.sendingFailure();
            boolean givenUp = held.closeAfter(e);
            if (unsent.isPresent()) {
                throw faults.beforeTheAnswer(unsent.get());
            }
            if (givenUp) {
                throw BackendFaults.cancelled();
            }
            if (inflow.hasReceivedNothing() && !(e instanceof ReadLimit.TooSlowException)) {
                throw new StaleException(e);
            }
            throw faults.beforeTheAnswer(e);
        }
    }

    private static ReadLimit firstByte(Timeouts timeouts, @Nullable RequestSending flowing) {
        String phase = "the first byte";
        return flowing == null
                ? ReadLimit.inAll(phase, timeouts.firstByte())
                : ReadLimit.inAllAfter(flowing, phase, timeouts.firstByte());
    }

    private static ReadLimit between(Timeouts timeouts, @Nullable RequestSending flowing) {
        String phase = "more of the reply";
        return flowing == null
                ? ReadLimit.each(phase, timeouts.idle())
                : ReadLimit.eachAfter(flowing, phase, timeouts.idle());
    }

    /**
     * Sets the limit for the body. Some servers send their head at once and compute afterwards:
     * that time still belongs to the first byte.
     */
    private static void expectBody(Inflow inflow, ReadLimit between) {
        if (inflow.hasBytes()) {
            inflow.limitReads(between);
        } else {
            inflow.limitReadsAfterNext(between);
        }
    }

    private byte[] head(HttpCall call) {
        String type = call.contentType().map(it -> "Content-Type: " + it + "\r\n").orElse("");
        String length = length(call);
        return (call.method()
                        + " "
                        + url.pathOf(call.path())
                        + " HTTP/1.1\r\n"
                        + headers(call)
                        + hops(call)
                        + type
                        + length
                        + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the header by which a request that comes back to us is recognised. */
    private String hops(HttpCall call) {
        if (instanceId.isEmpty()) {
            return "";
        }
        List<String> hops = new ArrayList<>(call.hops());
        hops.add(instanceId);
        return "X-Chasqui-Hop: " + String.join(", ", hops) + "\r\n";
    }

    /** Returns the header that tells where the body ends. */
    private static String length(HttpCall call) {
        OptionalLong length = call.body().length();
        if (length.isEmpty()) {
            return "Transfer-Encoding: chunked\r\n";
        }
        return length.getAsLong() == 0 && !call.mayHaveBody()
                ? ""
                : "Content-Length: " + length.getAsLong() + "\r\n";
    }

    /** The end of a connection before any byte of the answer. */
    private static final class StaleException extends Exception {
        private final transient IOException reason;

        StaleException(IOException reason) {
            super(null, reason, false, false);
            this.reason = reason;
        }
    }
}
