package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.DialectProbe.Finding;
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

/**
 * Finds inference servers that listen on 127.0.0.1, on the ports where they usually do.
 *
 * <p>A server that is there again keeps its {@link Backend} object and its name. One that lists its
 * models only to holders of a key is not found: without a config there is none. Safe for use by
 * several threads, one search at a time.
 */
public final class LocalBackends implements BackendFinder {

    /**
     * Ollama; then, with OpenAI's dialect, llama-server and many others, LM Studio, vLLM,
     * text-generation-webui, Jan, GPT4All, SGLang and exo.
     */
    public static final List<Integer> USUAL_PORTS =
            List.of(11434, 8080, 1234, 8000, 5000, 1337, 4891, 30000, 52415);

    /** Leaves room below the second that a search may take. */
    private static final Duration DEADLINE = Duration.ofMillis(800);

    private final List<Integer> ports;
    private final IntPredicate ours;
    private final ServerDialects dialects;
    private final String instanceId;
    private final Duration deadline;

    /** What was found, by port; also what does not answer at the moment. */
    private final Map<Integer, Found> found = new HashMap<>();

    private record Found(ServerDialect dialect, HttpBackend backend) {}

    /**
     * @param ports where to look, in the order of the result; mostly {@link #USUAL_PORTS}
     * @param ours whether a port is one of this server's own; asked at each search
     * @param instanceId goes out as {@code X-Chasqui-Hop}, so that this server knows itself
     */
    public LocalBackends(
            List<Integer> ports, IntPredicate ours, ServerDialects dialects, String instanceId) {
        this(ports, ours, dialects, instanceId, DEADLINE);
    }

    LocalBackends(
            List<Integer> ports,
            IntPredicate ours,
            ServerDialects dialects,
            String instanceId,
            Duration deadline) {
        this.ports = List.copyOf(ports);
        this.ours = ours;
        this.dialects = dialects;
        this.instanceId = instanceId;
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
                                () -> look(port, late), Thread::startVirtualThread));
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

    private Optional<Finding> look(int port, Cancellation late) {
        ProbeClient client =
                new ProbeClient(
                        "local", address(port), Map.of(), instanceId, HttpClient::defaultTls);
        try {
            return new DialectProbe(dialects, _ -> client)
                    .ask(late)
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
        return new HttpBackend(endpoint, dialects, instanceId);
    }

    /** The program's name, else the dialect's with the port, as where the name is taken. */
    private String name(int port, Finding finding) {
        Optional<String> program = finding.server().program();
        boolean taken =
                found.values().stream()
                        .map(other -> other.backend.name())
                        .anyMatch(name -> program.filter(name::equals).isPresent());
        return program.filter(_ -> !taken)
                .orElseGet(() -> program.orElse(finding.dialect().type()) + "-" + port);
    }

    private static BaseUrl address(int port) {
        return new BaseUrl(false, "127.0.0.1", port, "");
    }
}
