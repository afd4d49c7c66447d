package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.DialectProbe.Finding;
import dev.chasqui.adapters.upstream.client.AddressRule;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.BackendFinder;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A finder of inference servers that listen on the usual ports of 127.0.0.1.
 *
 * <p>A server that is found again keeps its {@link Backend} object and its name. A server that
 * lists its models only to holders of a key is not found, since without a config there is no key.
 * Safe for use by several threads; searches run one at a time.
 */
public final class LocalBackends implements BackendFinder {

    /**
     * The usual ports: Ollama; then, with OpenAI's dialect, llama-server and many others, LM
     * Studio, vLLM, text-generation-webui, Jan, GPT4All, SGLang and exo.
     */
    public static final List<Integer> USUAL_PORTS =
            List.of(11434, 8080, 1234, 8000, 5000, 1337, 4891, 30000, 52415);

    /**
     * The time that one search may take; it leaves room below the second that its caller allows.
     */
    private static final Duration DEADLINE = Duration.ofMillis(800);

    private final List<Integer> ports;
    private final IntPredicate ours;
    private final ServerDialects dialects;
    private final String instanceId;
    private final Predicate<String> taken;
    private final Duration deadline;

    /** The servers found so far, by port; one that does not answer at the moment stays in it. */
    private final Map<Integer, Found> found = new HashMap<>();

    private record Found(ServerDialect dialect, HttpBackend backend) {}

    /**
     * Creates a finder; it searches nothing yet.
     *
     * @param ports the ports to search, in the order of the result; mostly {@link #USUAL_PORTS}
     * @param ours returns true for a port that this server itself listens on; called at each search
     * @param instanceId the id sent as {@code X-Chasqui-Hop}, by which this server recognises its
     *     own requests
     * @param taken returns true for a name that a server found later may not have
     */
    public LocalBackends(
            List<Integer> ports,
            IntPredicate ours,
            ServerDialects dialects,
            String instanceId,
            Predicate<String> taken) {
        this(ports, ours, dialects, instanceId, taken, DEADLINE);
    }

    LocalBackends(
            List<Integer> ports,
            IntPredicate ours,
            ServerDialects dialects,
            String instanceId,
            Predicate<String> taken,
            Duration deadline) {
        this.ports = List.copyOf(ports);
        this.ours = ours;
        this.dialects = dialects;
        this.instanceId = instanceId;
        this.taken = taken;
        this.deadline = deadline;
    }

    @Override
    public synchronized List<Backend> find() {
        Cancellation late = new Cancellation();
        Executor afterDeadline =
                CompletableFuture.delayedExecutor(
                        deadline.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
        afterDeadline.execute(late::cancel);

        Map<Integer, CompletableFuture<Optional<Finding>>> searches = new HashMap<>();
        for (int port : ports) {
            if (!ours.test(port)) {
                searches.put(
                        port,
                        CompletableFuture.supplyAsync(
                                () -> probe(port, late), Thread::startVirtualThread));
            }
        }
        List<Backend> answering = new ArrayList<>();
        for (int port : ports) {
            Optional.ofNullable(searches.get(port))
                    .flatMap(CompletableFuture::join)
                    .map(finding -> backend(port, finding))
                    .ifPresent(answering::add);
        }
        return answering;
    }

    private Optional<Finding> probe(int port, Cancellation late) {
        ProbeClient client =
                new ProbeClient(
                        "local",
                        address(port),
                        Map.of(),
                        instanceId,
                        HttpClient::defaultTls,
                        AddressRule.ANY);
        try {
            return new DialectProbe(dialects, _ -> client)
                    .probe(late)
                    .filter(finding -> finding.server().open());
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    private Backend backend(int port, Finding finding) {
        Found known = found.get(port);
        if (known == null || !known.dialect.equals(finding.dialect())) {
            found.remove(port);
            known = new Found(finding.dialect(), backend(port, name(port, finding), finding));
            found.put(port, known);
        }
        return known.backend;
    }

    private HttpBackend backend(int port, String name, Finding finding) {
        BackendEndpoint endpoint =
                new BackendEndpoint(
                        name,
                        Optional.of(finding.dialect()),
                        address(port),
                        Optional.empty(),
                        Optional.empty(),
                        Timeouts.DEFAULT);
        return new HttpBackend(
                endpoint.typed(finding.type(endpoint.url().host())), dialects, instanceId);
    }

    /**
     * Returns the program's name, or the dialect's if no program is known; the port follows it if
     * there is no program or its name is taken, and then a number if that is taken, too.
     */
    private String name(int port, Finding finding) {
        Optional<String> program = finding.server().program();
        String usual = program.orElse(finding.dialect().type()) + "-" + port;
        return Stream.concat(
                        program.stream(),
                        Stream.concat(
                                Stream.of(usual),
                                IntStream.iterate(2, number -> number + 1)
                                        .mapToObj(number -> usual + "-" + number)))
                .filter(Predicate.not(this::isTaken))
                .findFirst()
                .orElseThrow();
    }

    private boolean isTaken(String name) {
        return taken.test(name)
                || found.values().stream().anyMatch(other -> other.backend.name().equals(name));
    }

    private static BaseUrl address(int port) {
        return new BaseUrl(false, "127.0.0.1", port, "");
    }
}
