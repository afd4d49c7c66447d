package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.HeadForm;
import dev.chasqui.adapters.http.connection.RawBody;
import dev.chasqui.adapters.http.connection.RequestLine;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a request may go on to the route that it matched, and who asks.
 *
 * <p>What a route wants is a property of the route, so that no spelling of a path gets round it.
 * Safe for use by several threads.
 */
public final class EdgeChecks {
    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final String BEARER = "Bearer ";

    private final AllowedHosts hosts;
    private final Cors cors;
    private final Callers callers;
    private final ClientAddresses clients;
    private final boolean loopback;
    private final String instanceId;
    private final int mostBody;

    /**
     * @param loopback whether the listeners are bound to a loopback address
     */
    public EdgeChecks(ServerSettings settings, Callers callers, boolean loopback) {
        this.hosts = new AllowedHosts(settings.allowedHosts());
        this.cors = new Cors(new AllowedOrigins(settings.allowedOrigins()));
        this.callers = callers;
        this.clients = new ClientAddresses(settings.trustedProxies());
        this.loopback = loopback;
        this.instanceId = settings.instanceId();
        this.mostBody = settings.limits().body();
    }

    /**
     * Whether the request may come from where it comes.
     *
     * @throws FailureException with {@code Forbidden} if Host or Origin is foreign; with {@code
     *     Invalid} if Host is malformed
     */
    void checkProvenance(ServerRequest request, RequestLine line, ServerResponse response) {
        Optional<String> host = HeadForm.host(line, request.headers());
        if (loopback && host.isPresent()) {
            requireKnown(host);
        }
        cors.admit(request, response);
    }

    private void requireKnown(Optional<String> host) {
        if (!host.filter(hosts::allows).isPresent()) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "this host name is not known here; ask for localhost, or allow it in"
                                    + " 'server.allowedHosts' of the config"));
        }
    }

    /** Who asks as long as nothing else is known: an address that may nothing. */
    Caller stranger(Call call) {
        return Caller.anonymous(clients.name(call));
    }

    /**
     * Who asks, with the rights that this request has.
     *
     * @throws FailureException with {@code Loop}, {@code Unauthenticated}, {@code Forbidden} or
     *     {@code TooLarge}
     */
    Caller admit(HttpRoute route, Call call) {
        ServerRequestHeaders headers = call.request().headers();
        if (route.access() == Access.PUBLIC) {
            return call.caller();
        }
        refuseLoops(headers);
        boolean admin = route.access() == Access.ADMIN;
        Caller caller = callers.keysRequired() ? keyHolder(headers) : withoutKeys(call, admin);
        if (admin && caller.role() != Caller.Role.ADMIN) {
            call.admitted(Caller.anonymous(caller.name()));
            throw new FailureException(
                    new Failure.Forbidden("this takes the key of an administrator"));
        }
        refuseLarge(route, headers);
        return caller;
    }

    /**
     * The caller where there are no keys: anybody may ask, and programs of this machine may do the
     * rest. That these are not led by a page of a foreign site, the {@code Host} shows.
     */
    private Caller withoutKeys(Call call, boolean admin) {
        Caller asking = call.caller().withAllAgents();
        if (!admin) {
            return asking;
        }
        if (!clients.isLocal(call)) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "without keys this is answered to clients on the server's own machine"
                                    + " alone, and through no proxy but those of"
                                    + " 'server.trustedProxies' of the config"));
        }
        requireKnown(HeadForm.host(call.requestLine(), call.request().headers()));
        return asking.asAdmin();
    }

    private void refuseLoops(ServerRequestHeaders headers) {
        List<String> hops = Hops.of(headers);
        if (hops.contains(instanceId)) {
            throw new FailureException(
                    new Failure.Loop(
                            "this request has been through this server before; one of its backends"
                                    + " leads back to it"));
        }
        if (hops.size() > Hops.MOST) {
            throw new FailureException(
                    new Failure.Loop(
                            "this request has been through more than "
                                    + Hops.MOST
                                    + " servers; one of their backends seems to lead back to"
                                    + " another"));
        }
    }

    private Caller keyHolder(ServerRequestHeaders headers) {
        if (keys(headers).findAny().isEmpty()) {
            throw new FailureException(
                    new Failure.Unauthenticated(
                            "a key is needed: send it as 'Authorization: Bearer KEY' or"
                                    + " 'x-api-key: KEY'"));
        }
        return keys(headers)
                .map(callers::identify)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Unauthenticated("nobody here has this key")));
    }

    private static Stream<String> keys(ServerRequestHeaders headers) {
        Stream<String> bearer =
                headers.first(HeaderNames.AUTHORIZATION).stream()
                        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(value -> value.substring(BEARER.length()).strip());
        return Stream.concat(bearer, headers.first(API_KEY).map(String::strip).stream())
                .filter(key -> !key.isEmpty());
    }

    /** The largest body in bytes that a route may get. */
    long mostBody(HttpRoute route) {
        return route.mostBody().orElse(mostBody);
    }

    private void refuseLarge(HttpRoute route, ServerRequestHeaders headers) {
        long most = mostBody(route);
        if (headers.contentLength().orElse(0) > most) {
            throw new FailureException(RawBody.tooLarge(most));
        }
    }
}
