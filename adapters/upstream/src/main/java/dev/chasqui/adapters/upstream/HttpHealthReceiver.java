package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.AddressRule;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.application.port.push.HealthReceiver;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A web service that is told the health of the backends by a POST. It follows no redirect, and
 * takes no longer than 15 s. Safe for use by several threads.
 */
public final class HttpHealthReceiver implements HealthReceiver {
    private static final String NAME = "routing.push";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int REDIRECT = 300;

    private final HttpClient client;
    private final String path;
    private final Supplier<Optional<String>> key;

    /**
     * Creates the receiver without connecting.
     *
     * @param url its address, without a query
     * @param key returns the key to send as {@code Authorization: Bearer KEY}; asked at each report
     */
    public HttpHealthReceiver(URI url, Supplier<Optional<String>> key) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        client =
                HttpClient.foreign(
                        new BaseUrl(tls, host, port, ""), HttpClient::defaultTls, AddressRule.ANY);
        String written = URI.create(url.toASCIIString()).getRawPath();
        path = written.isEmpty() ? "/" : written;
        this.key = key;
    }

    @Override
    public void receive(Json.Obj report) {
        HttpCall call =
                new HttpCall(
                        "POST",
                        path,
                        Optional.of("application/json"),
                        RequestContent.of(report.toBytes()),
                        List.of(),
                        new Timeouts(LIMIT, LIMIT, LIMIT),
                        key.get()
                                .map(one -> Map.of("Authorization", "Bearer " + one))
                                .orElse(Map.of()),
                        true);
        try (HttpAnswer answer = client.send(call, new Cancellation())) {
            if (answer.status() >= REDIRECT) {
                throw failed("it answered with status " + answer.status());
            }
        } catch (FailureException e) {
            // The words of a time-out would send people to the config of a backend.
            throw e.failure() instanceof Failure.BackendTimeout
                    ? failed("it did not answer within " + LIMIT.toSeconds() + " s")
                    : e;
        }
    }

    private static FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(NAME, why));
    }
}
