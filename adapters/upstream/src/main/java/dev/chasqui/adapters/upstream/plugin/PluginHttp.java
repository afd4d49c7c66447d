package dev.chasqui.adapters.upstream.plugin;

import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.HttpReply;
import dev.chasqui.plugin.service.HttpRequest;
import dev.chasqui.plugin.service.HttpStream;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/** The HTTP client of one plug-in. Safe for use by several threads. */
public final class PluginHttp implements Http {
    /** The largest number of hosts whose idle connections are kept. */
    private static final int MOST_HOSTS = 32;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String plugin;
    private final Supplier<HostRule> rule;
    private final Supplier<SSLContext> tls;

    /** The clients by their origins, the one used last at the end. */
    private final Map<BaseUrl, HttpClient> clients =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<BaseUrl, HttpClient> eldest) {
                    return size() > MOST_HOSTS;
                }
            };

    /**
     * @param plugin the name of the plug-in, for messages
     * @param rule returns the rule of the present configuration
     */
    public PluginHttp(String plugin, Supplier<HostRule> rule) {
        this(plugin, rule, HttpClient::defaultTls);
    }

    /**
     * @param tls the source of the TLS context
     */
    PluginHttp(String plugin, Supplier<HostRule> rule, Supplier<SSLContext> tls) {
        this.plugin = plugin;
        this.rule = rule;
        this.tls = tls;
    }

    @Override
    public HttpReply send(HttpRequest request, Cancellation cancellation) {
        try (HttpAnswer answer = answer(request, true, cancellation)) {
            byte[] body = answer.whole(request.largestReply());
            return new HttpReply(answer.status(), answer.head().headers(), body);
        }
    }

    @Override
    public HttpStream open(HttpRequest request, Cancellation cancellation) {
        HttpAnswer answer = answer(request, false, cancellation);
        return new HttpStream(answer.status(), answer.head().headers(), new StreamedBody(answer));
    }

    /**
     * Returns the answer at the end of the redirects.
     *
     * @param brief true if the request's time is for the whole call
     */
    private HttpAnswer answer(HttpRequest first, boolean brief, Cancellation cancellation) {
        long deadline = System.nanoTime() + first.timeout().toNanos();
        HttpRequest request = first;
        for (int left = first.redirects(); ; left--) {
            Duration time =
                    brief ? Duration.ofNanos(deadline - System.nanoTime()) : first.timeout();
            if (!time.isPositive()) {
                throw new FailureException(
                        new Failure.BackendTimeout(
                                host(request.uri()), "the end of its redirects", first.timeout()));
            }
            HttpAnswer answer = ask(request, time, brief, cancellation);
            Optional<HttpRequest> next =
                    left == 0 ? Optional.empty() : Redirects.next(request, answer);
            if (next.isEmpty()) {
                return answer;
            }
            answer.close();
            request = next.get();
        }
    }

    private HttpAnswer ask(
            HttpRequest request, Duration time, boolean brief, Cancellation cancellation) {
        URI uri = request.uri();
        String host = host(uri);
        if (!rule.get().allows(host)) {
            throw new FailureException(
                    new Failure.BackendUnreachable(
                            host,
                            "plug-in '%s' may not call it (expected: a pattern for it in"
                                            .formatted(plugin)
                                    + " 'plugins.hosts' of the config)"));
        }
        Duration connect = time.compareTo(CONNECT) < 0 ? time : CONNECT;
        HttpCall call =
                new HttpCall(
                        request.method(),
                        path(uri),
                        Optional.empty(),
                        RequestContent.of(request.body()),
                        List.of(),
                        new Timeouts(connect, time, time),
                        request.headers(),
                        brief);
        return client(origin(uri, host)).send(call, cancellation);
    }

    private static String host(URI uri) {
        return HostRule.normal(uri.getHost());
    }

    private static BaseUrl origin(URI uri, String host) {
        boolean tls = uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new BaseUrl(tls, host, port, "");
    }

    private static String path(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null ? "" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return (path.startsWith("/") ? path : "/" + path) + query;
    }

    private HttpClient client(BaseUrl origin) {
        synchronized (clients) {
            return clients.computeIfAbsent(origin, this::newClient);
        }
    }

    private HttpClient newClient(BaseUrl origin) {
        String host = origin.host();
        return HttpClient.foreign(origin, tls, address -> rule.get().allows(host, address));
    }
}
