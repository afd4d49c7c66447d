package dev.chasqui.adapters.http.routes.plugins;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RawRoutes;
import dev.chasqui.adapters.http.edge.RequestPath;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.route.WebRoute;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes of plug-ins under {@code /admin/}, {@code /agents/} and {@code /v1/}. They are looked
 * up at each call, since plug-ins come and go. A call stays in the generation of agents that
 * answers it.
 *
 * <p>Safe for use by several threads.
 */
public final class PluginRoutes implements RawRoutes {
    private static final String ADMIN = "/admin/";
    private static final String AGENTS = "/agents/";
    private static final String V1 = "/v1/";

    private final Surface house;
    private final Agents agents;
    private final AgentThreads threads;
    private final Function<Caller, ModelView> views;
    private final Set<String> ours;

    /** The beginnings of the server's own paths with a variable. */
    private final List<String> oursBelow;

    private final ChainCallRoute chain;

    /**
     * Prepares the routes.
     *
     * @param ours the paths of the server's own routes, which plug-ins cannot replace
     * @param views returns what a caller may use
     */
    public PluginRoutes(
            Surface house,
            Agents agents,
            AgentThreads threads,
            Set<String> ours,
            Function<Caller, ModelView> views) {
        this.house = house;
        this.agents = agents;
        this.threads = threads;
        this.views = views;
        this.ours = Set.copyOf(ours);
        this.oursBelow =
                ours.stream()
                        .filter(path -> path.indexOf('{') > 0)
                        .map(path -> path.substring(0, path.indexOf('{')))
                        .distinct()
                        .toList();
        this.chain = new ChainCallRoute(house, agents, threads);
    }

    /**
     * {@inheritDoc} True for all paths that a plug-in may have, even if none has it; below {@code
     * /v1/} only for those whose noun a plug-in has, since the dialects answer the others.
     */
    @Override
    public boolean takes(String raw) {
        return (raw.startsWith(ADMIN) || raw.startsWith(AGENTS) || raw.startsWith(V1))
                && oursBelow.stream().noneMatch(raw::startsWith)
                && !ours.contains(plain(raw))
                && (!raw.startsWith(V1) || isClaimed(raw));
    }

    private boolean isClaimed(String raw) {
        int end = raw.indexOf('/', V1.length());
        String noun = end < 0 ? raw : raw.substring(0, end);
        try (AgentGeneration now = agents.enter()) {
            return now.routes().stream()
                    .map(WebRoute::path)
                    .anyMatch(path -> path.equals(noun) || path.startsWith(noun + "/"));
        }
    }

    @Override
    public HttpRoute find(ServerRequest request) {
        String raw = request.prologue().uriPath().rawPath();
        List<PluginRoute> matches;
        try {
            Optional<RequestPath> path = RequestPath.of(plain(raw));
            Optional<HttpRoute> ofChain =
                    path.flatMap(known -> chain.find(known, request.prologue().method()));
            if (ofChain.isPresent()) {
                return ofChain.get();
            }
            matches = path.map(this::matches).orElse(List.of());
        } catch (FailureException e) {
            return unknown(
                    raw,
                    call -> {
                        throw e;
                    });
        }
        if (matches.isEmpty()) {
            return unknown(raw, call -> call.send(RouteTable.notFound(house, call)));
        }
        Method asked = request.prologue().method();
        String method = asked.equals(Method.HEAD) ? Method.GET.text() : asked.text();
        return matches.stream()
                .filter(match -> match.method().equals(method))
                .findFirst()
                .map(this::serving)
                .orElseGet(() -> notAllowed(matches));
    }

    /** Returns a path without one slash at its end. */
    private static String plain(String raw) {
        return raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    }

    /** Returns the routes that match; those with fewer values in the path come first. */
    private List<PluginRoute> matches(RequestPath path) {
        try (AgentGeneration now = agents.enter()) {
            return now.routes().stream()
                    .map(route -> PluginRoute.match(route, path))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparingInt(match -> match.segments().size()))
                    .toList();
        }
    }

    private HttpRoute serving(PluginRoute match) {
        return new HttpRoute(
                Method.create(match.method()),
                match.pattern(),
                access(match.pattern()),
                house,
                true,
                OptionalLong.of(match.route().mostBody()),
                call -> serve(match, call));
    }

    /** Calls the route in the present generation, since the one that matched may be gone. */
    private void serve(PluginRoute match, Call call) {
        try (AgentGeneration now = agents.enter()) {
            Optional<PluginRoute> present = match.in(now.routes());
            if (present.isPresent()) {
                present.get().on(threads, views).serve(call);
            } else {
                call.send(RouteTable.notFound(house, call));
            }
        }
    }

    private HttpRoute notAllowed(List<PluginRoute> matches) {
        String allowed =
                matches.stream()
                        .map(PluginRoute::method)
                        .flatMap(PluginRoutes::withHead)
                        .distinct()
                        .collect(Collectors.joining(", "));
        String pattern = matches.getFirst().pattern();
        return new HttpRoute(
                Method.GET,
                pattern,
                access(pattern),
                house,
                true,
                call -> call.send(RouteTable.notAllowed(house, call, allowed)));
    }

    private static Stream<String> withHead(String method) {
        return method.equals("GET") ? Stream.of(method, "HEAD") : Stream.of(method);
    }

    private HttpRoute unknown(String raw, Endpoint endpoint) {
        return new HttpRoute(Method.GET, RouteTable.UNKNOWN, access(raw), house, true, endpoint);
    }

    private static Access access(String path) {
        return path.startsWith(ADMIN) ? Access.ADMIN : Access.USER;
    }
}
