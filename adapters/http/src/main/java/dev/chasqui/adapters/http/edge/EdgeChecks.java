package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.HeadChecks;
import dev.chasqui.adapters.http.connection.RawBody;
import dev.chasqui.adapters.http.connection.RequestLine;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.Loop;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks between the match of a route and its handler; they also identify the caller.
 *
 * <p>The demands of a route are properties of the route, so that no spelling of a path evades them.
 * Safe for use by several threads.
 */
public final class EdgeChecks {
    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final HeaderName TRACE = HeaderNames.create("X-Chasqui-Trace");
    private static final String BEARER = "Bearer ";

    private final AllowedHosts hosts;
    private final Cors cors;
    private final Callers callers;
    private final ClientAddresses clients;
    private final boolean loopback;

    /** False if every request needs a key, also while there is none. */
    private final boolean mayBeOpen;

    private final String instanceId;
    private final HeaderAliases aliases;
    private final int mostBody;

    /**
     * Creates the checks.
     *
     * @param loopback true if the listeners are bound to a loopback address
     */
    public EdgeChecks(ServerSettings settings, Callers callers, boolean loopback) {
        this.hosts = new AllowedHosts(settings.allowedHosts());
        this.cors = new Cors(new AllowedOrigins(settings.allowedOrigins()), settings.aliases());
        this.callers = callers;
        this.clients = new ClientAddresses(settings.trustedProxies());
        this.loopback = loopback;
        this.mayBeOpen = loopback || settings.open();
        this.instanceId = settings.instanceId();
        this.aliases = settings.aliases();
        this.mostBody = settings.limits().body();
    }

    /** Returns further names of headers of answers. */
    HeaderAliases aliases() {
        return aliases;
    }

    /**
     * Checks the Host and the Origin of a request.
     *
     * @throws FailureException with {@code Forbidden} if one of them is foreign; with {@code
     *     Invalid} if Host is malformed
     */
    void checkHostAndOrigin(ServerRequest request, RequestLine line, ServerResponse response) {
        Optional<String> host = HeadChecks.host(line, request.headers());
        if (loopback && host.isPresent()) {
            requireKnown(host);
        }
        cors.admit(request, response);
    }

    private void requireKnown(Optional<String> host) {
        if (!host.filter(hosts::allows).isPresent()) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "this host name is unknown to the server; use localhost, or allow it in"
                                    + " 'server.allowedHosts' of the config"));
        }
    }

    /** Returns the caller before any check: its address, without rights. */
    Caller anonymousCaller(Call call) {
        return Caller.anonymous(clients.name(call));
    }

    /**
     * Returns the caller with the rights of this request.
     *
     * @throws FailureException with {@code Loop} if the request has been here before, with {@code
     *     Unauthenticated} if its key is missing or not accepted, with {@code StoreAway} if that is
     *     not known now, with {@code Forbidden} if the caller may not use the route, with {@code
     *     TooLarge} if its declared body is too large
     */
    Caller admit(HttpRoute route, Call call) {
        ServerRequestHeaders headers = call.request().headers();
        if (route.access() == Access.PUBLIC) {
            return call.caller();
        }
        refuseLoops(headers);
        boolean admin = route.access() == Access.ADMIN;
        boolean keyed = admin ? callers.adminKeyRequired() : !mayBeOpen || callers.keysRequired();
        Caller caller = keyed ? callerOfKey(headers) : callerWithoutKey(call, route.access());
        if (admin && caller.role() != Caller.Role.ADMIN) {
            call.setCaller(Caller.anonymous(caller.name()));
            throw new FailureException(
                    new Failure.Forbidden("this route needs the key of an administrator"));
        }
        refuseLarge(route, headers);
        return caller;
    }

    /**
     * Returns the caller of a server without keys, or without those of administrators. Every caller
     * may use the routes of users; programs on this machine may use those of administrators, too.
     * The {@code Host} shows that no page of a foreign site makes them do so.
     */
    private Caller callerWithoutKey(Call call, Access access) {
        Caller asking = call.caller().withAllAgents();
        if (access == Access.OWN && isLocal(call)) {
            return asking.asAdmin();
        }
        if (access != Access.ADMIN) {
            return call.request().headers().contains(TRACE) && isLocal(call)
                    ? asking.withTrace()
                    : asking;
        }
        if (!clients.isLocal(call)) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "without keys, only programs on the server's own machine may use this"
                                    + " route, and through no proxy except those in"
                                    + " 'server.trustedProxies' of the config"));
        }
        requireKnown(HeadChecks.host(call.requestLine(), call.request().headers()));
        return asking.asAdmin();
    }

    private boolean isLocal(Call call) {
        return clients.isLocal(call)
                && HeadChecks.host(call.requestLine(), call.request().headers())
                        .filter(hosts::allows)
                        .isPresent();
    }

    private void refuseLoops(ServerRequestHeaders headers) {
        List<String> hops = Hops.of(headers);
        if (hops.contains(instanceId)) {
            throw new FailureException(
                    new Loop(
                            "this request has been through this server before; one of its backends"
                                    + " leads back to it"));
        }
        if (hops.size() > Hops.MOST) {
            throw new FailureException(
                    new Loop(
                            "this request has been through more than "
                                    + Hops.MOST
                                    + " servers; one of their backends seems to lead back to"
                                    + " another"));
        }
    }

    private Caller callerOfKey(ServerRequestHeaders headers) {
        Set<String> keys = keys(headers);
        if (keys.isEmpty()) {
            throw new FailureException(callers.missingKey());
        }
        if (keys.size() > 1) {
            throw new FailureException(
                    new Failure.Unauthenticated(
                            "the request has different keys in 'Authorization' and 'x-api-key', so"
                                    + " it is not clear whose it is; send one"));
        }
        return callers.identify(keys.iterator().next());
    }

    private static Set<String> keys(ServerRequestHeaders headers) {
        Set<String> keys = new HashSet<>();
        for (String value : values(headers, HeaderNames.AUTHORIZATION)) {
            if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                keys.add(value.substring(BEARER.length()).strip());
            }
        }
        for (String value : values(headers, API_KEY)) {
            keys.add(value.strip());
        }
        keys.remove("");
        return keys;
    }

    private static List<String> values(ServerRequestHeaders headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).allValues() : List.of();
    }

    /** Returns the largest body in bytes that a route may get. */
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
