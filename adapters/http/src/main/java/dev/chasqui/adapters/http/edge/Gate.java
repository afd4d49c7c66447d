package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.ConnectionWatch;
import dev.chasqui.adapters.http.connection.HeadChecks;
import dev.chasqui.adapters.http.connection.RequestLine;
import dev.chasqui.adapters.http.connection.WatchedConnections;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of every request before its route, and of every answer after it: id, checks, caller,
 * failure, record.
 *
 * <p>Safe for use by several threads.
 */
public final class Gate {
    /** The path of the liveness probe. */
    public static final String LIVE = "/health/live";

    /** The path of the readiness probe. */
    public static final String READY = "/health/ready";

    /** The paths of probes, which supervisors and load balancers request. */
    private static final Set<String> PROBES = Set.of(LIVE, READY);

    private final EdgeChecks checks;
    private final WatchedConnections connections;
    private final BodyMemory memory;
    private final RequestIds ids;
    private final List<ExchangeListener> listeners;
    private final Header version;
    private final Draining draining;

    /** Creates a gate for one configuration. */
    public Gate(
            EdgeChecks checks,
            WatchedConnections connections,
            Draining draining,
            BodyMemory memory,
            RequestIds ids,
            List<ExchangeListener> listeners,
            String version) {
        this.checks = checks;
        this.connections = connections;
        this.draining = draining;
        this.memory = memory;
        this.ids = ids;
        this.listeners = listeners;
        this.version = HeaderValues.createCached(HeaderNames.create(Call.VERSION_HEADER), version);
    }

    /** Handles a request that matched this route. */
    void pass(HttpRoute route, ServerRequest request, ServerResponse response) {
        ConnectionWatch watch = connections.watch(request);
        Call call =
                new Call(
                        ids.of(request.headers()),
                        route,
                        request,
                        response,
                        watch,
                        draining,
                        memory,
                        checks.aliases());
        call.journal().keepContentFor(listeners);
        response.header(RequestIds.HEADER, call.id());
        route.surface().requestIdHeader().ifPresent(name -> response.header(name, call.id()));
        response.header(version);
        if (request.content().hasEntity()) {
            watch.bodyExpected(checks.mostBody(route));
        } else {
            watch.requestComplete();
        }
        if (isLast(request, watch)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            watch.endAfterAnswer();
        }
        try {
            serve(route, call, response);
            watch.answered();
        } finally {
            call.releaseBody();
            if (route.recorded() && !call.isUpgraded()) {
                notifyListeners(call.toRecord());
            }
        }
    }

    private static boolean isLast(ServerRequest request, ConnectionWatch watch) {
        return watch.isHttp10()
                || watch.connection().refusal().isPresent()
                || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private void serve(HttpRoute route, Call call, ServerResponse response) {
        RequestLine line = call.requestLine();
        try {
            call.setCaller(checks.anonymousCaller(call));
            refuseAboveLimit(route, call);
            HeadChecks.checkFraming(line, call.request().headers());
            checks.checkHostAndOrigin(call.request(), line, response);
            if (Cors.isPreflight(call.request())) {
                Cors.answerPreflight(call.request(), response);
                call.send(new Answer(204, Answer.TEXT, new byte[0]));
                return;
            }
            call.admit(() -> checks.admit(route, call));
            route.endpoint().serve(call);
        } catch (FailureException e) {
            call.fail(e.failure(), null);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            call.fail(new Failure.Internal(), e);
        }
    }

    private static void refuseAboveLimit(HttpRoute route, Call call) {
        Optional<Failure> refusal = call.watch().connection().refusal();
        if (refusal.isPresent() && !PROBES.contains(route.path())) {
            throw new FailureException(refusal.get());
        }
    }

    private void notifyListeners(ExchangeRecord exchange) {
        for (ExchangeListener listener : listeners) {
            listener.finished(exchange);
        }
    }
}
