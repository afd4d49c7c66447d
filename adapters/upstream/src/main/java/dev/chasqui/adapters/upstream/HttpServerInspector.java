package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.ProgramProbe;
import dev.chasqui.adapters.dialects.server.ProgramProbe.Program;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.DialectSearch.Found;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/** An inspector of servers that asks them over HTTP. Safe for use by several threads. */
public final class HttpServerInspector implements ServerInspector {
    /** The longest time for all questions to one server, and for the addresses of its name. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Names at which clouds give out the machine's credentials, wherever they lead. */
    private static final Set<String> METADATA =
            Set.of("metadata", "metadata.google.internal", "metadata.goog");

    private final IntPredicate ours;
    private final ServerDialects dialects;
    private final String instanceId;

    /**
     * @param ours returns true for a port that this server itself listens on
     * @param dialects the dialects that a server is probed for
     * @param instanceId the id sent as {@code X-Chasqui-Hop}, by which this server recognises its
     *     own requests
     */
    public HttpServerInspector(IntPredicate ours, ServerDialects dialects, String instanceId) {
        this.ours = ours;
        this.dialects = dialects;
        this.instanceId = instanceId;
    }

    @Override
    public String admit(String written) {
        BaseUrl url = parse(written);
        boolean metadata = METADATA.contains(url.host());
        for (InetAddress address : addresses(url.host())) {
            metadata |= !ServerAddressRule.INSTANCE.allows(address);
            if (ours.test(url.port()) && isOfThisMachine(address)) {
                throw refused(url, "is this server itself (expected: another server)");
            }
        }
        if (metadata) {
            throw refused(
                    url,
                    "is an address that no server may have, such as one at which a cloud gives out"
                            + " credentials (expected: the address of a server)");
        }
        return url.written();
    }

    private static BaseUrl parse(String written) {
        try {
            BaseUrl url = BaseUrl.parse(written);
            String host = url.host().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
            return new BaseUrl(url.tls(), host, url.port(), url.path(), url.versioned(), Map.of());
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    new Failure.Invalid("url", String.valueOf(e.getMessage())), e);
        }
    }

    private static FailureException refused(BaseUrl url, String why) {
        return new FailureException(new Failure.Invalid("url", "url: " + url + " " + why));
    }

    /** Returns the addresses of a name; none if there are none, or not in time. */
    private static List<InetAddress> addresses(String host) {
        return CompletableFuture.supplyAsync(() -> lookUp(host), Thread::startVirtualThread)
                .completeOnTimeout(List.of(), LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    @Override
    public Inspected inspect(String id, String url, Optional<ServerKey> key) {
        Cancellation late = new Cancellation();
        CompletableFuture.delayedExecutor(
                        LIMIT.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(late::cancel);
        ServerEntry asked = new ServerEntry(id, url, Set.of(), key, Optional.empty(), List.of());
        try {
            return inspect(BackendEndpoint.of(asked, dialects), late)
                    .orElseThrow(
                            () ->
                                    new FailureException(
                                            new Failure.BackendFailed(
                                                    id,
                                                    "it speaks none of the known APIs ("
                                                            + dialects.displayNames()
                                                            + "), or is a Chasqui")));
        } catch (FailureException e) {
            throw new FailureException(
                    new Failure.BackendUnreachable(
                            id,
                            why(e.failure())
                                    + " (expected: a server that answers at "
                                    + url
                                    + "; \"force\": true takes it without asking)"),
                    e);
        }
    }

    /** Returns the reason without the words for a backend of the config. */
    private static String why(Failure failure) {
        return switch (failure) {
            case Failure.BackendUnreachable away -> away.why();
            case Failure.BackendFailed bad -> bad.why();
            case Failure.BackendTimeout _, Failure.Cancelled _ ->
                    "no answer within " + LIMIT.toSeconds() + " s";
            default -> failure.message();
        };
    }

    /** Returns empty if the server speaks no known API, or is a Chasqui. */
    private Optional<Inspected> inspect(BackendEndpoint endpoint, Cancellation late) {
        DialectSearch search =
                new DialectSearch(endpoint, dialects, instanceId, HttpClient::defaultTls);
        Optional<Found> found = search.search(late);
        boolean isCertain =
                found.filter(one -> !one.type().equals(one.dialect().usualProgram())).isPresent();
        HttpProbe probe =
                new HttpProbe(search.client(dialects.get("openai"), endpoint.url()), late);
        Optional<Program> program = isCertain ? Optional.empty() : ProgramProbe.ask(probe);
        if (probe.isOurs()) {
            return Optional.empty();
        }
        return program.map(one -> new Inspected(one.name(), one.model().stream().toList()))
                .or(() -> found.map(one -> new Inspected(one.type(), List.of())));
    }
}
