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
import java.util.regex.Pattern;

/** An inspector of servers that asks them over HTTP. Safe for use by several threads. */
public final class HttpServerInspector implements ServerInspector {
    /** The longest time for all questions to one server, and for the addresses of its name. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Names at which clouds give out the machine's credentials, wherever they lead. */
    private static final Set<String> METADATA =
            Set.of("metadata", "metadata.google.internal", "metadata.goog");

    private static final Pattern PATH =
            Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*");

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
            metadata |= !ServerAddressRule.ANY.allows(address);
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
        BaseUrl url;
        try {
            url = BaseUrl.parse(written);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    new Failure.Invalid("url", String.valueOf(e.getMessage())), e);
        }
        if (!PATH.matcher(url.path()).matches()) {
            throw refused(
                    url,
                    "has a path with a character that no path may have (expected: letters, digits"
                            + " and -._~!$&'()*+,;=:@/, or others as %XX)");
        }
        String host = url.host().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return new BaseUrl(url.tls(), host, url.port(), url.path(), url.versioned(), Map.of());
    }

    private static FailureException refused(BaseUrl url, String why) {
        return new FailureException(new Failure.Invalid("url", "url: " + url + " " + why));
    }

    @Override
    public List<InetAddress> addresses(String host) {
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
        BackendEndpoint endpoint =
                BackendEndpoint.of(
                        new ServerEntry(
                                id,
                                url,
                                Set.of(),
                                key,
                                Optional.empty(),
                                Optional.empty(),
                                List.of()),
                        dialects);
        DialectSearch search =
                new DialectSearch(endpoint, dialects, instanceId, HttpClient::defaultTls);
        HttpProbe probe =
                new HttpProbe(search.client(dialects.get("openai"), endpoint.url()), late);
        Optional<Inspected> inspected;
        try {
            inspected = inspect(search, probe, late);
        } catch (FailureException e) {
            throw new FailureException(unreachable(id, url, why(e.failure())), e);
        }
        if (probe.isOurs()) {
            throw refused(endpoint.url(), "is a Chasqui (expected: a server of models)");
        }
        return inspected.orElseThrow(
                () ->
                        new FailureException(
                                unreachable(
                                        id,
                                        url,
                                        "it speaks none of the known APIs ("
                                                + dialects.displayNames()
                                                + ")")));
    }

    private static Failure unreachable(String id, String url, String why) {
        return new Failure.BackendUnreachable(
                id,
                why
                        + " (expected: a server that answers at "
                        + url
                        + "; \"force\": true takes it without asking)");
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

    /**
     * Asks a server of one of the dialects what it is, and else by the probe.
     *
     * @return empty if it speaks no known API
     */
    private static Optional<Inspected> inspect(
            DialectSearch search, HttpProbe probe, Cancellation late) {
        Optional<Found> found = search.search(late);
        boolean isCertain =
                found.filter(one -> !one.type().equals(one.dialect().usualProgram())).isPresent();
        Optional<Program> program = isCertain ? Optional.empty() : ProgramProbe.ask(probe);
        boolean isOpen = found.map(Found::open).orElse(true);
        return program.map(one -> new Inspected(one.name(), one.model().stream().toList(), isOpen))
                .or(() -> found.map(one -> new Inspected(one.type(), List.of(), isOpen)));
    }
}
