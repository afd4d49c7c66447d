package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.DialectProbe.Finding;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.BackendFinder;
import dev.chasqui.domain.chat.Dialect;
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
    private final Codecs codecs;
    private final String instanceId;
    private final Duration deadline;

    /** What was found, by port; also what does not answer at the moment. */
    private final Map<Integer, Found> found = new HashMap<>();

    private record Found(Dialect dialect, HttpBackend backend) {}

    /**
     * @param ports where to look, in the order of the result; mostly {@link #USUAL_PORTS}
     * @param ours whether a port is one of this server's own; asked at each search
     * @param instanceId goes out as {@code X-Chasqui-Hop}, so that this server knows itself
     */
    public LocalBackends(List<Integer> ports, IntPredicate ours, Codecs codecs, String instanceId) {
        this(ports, ours, codecs, instanceId, DEADLINE);
    }

    LocalBackends(
            List<Integer> ports,
            IntPredicate ours,
            Codecs codecs,
            String instanceId,
            Duration deadline) {
        this.ports = List.copyOf(ports);
        this.ours = ours;
        this.codecs = codecs;
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
                        "local",
                        address(port),
                        Optional.empty(),
                        instanceId,
                        HttpClient::defaultTls);
        try {
            return new DialectProbe(client).ask(late).filter(Finding::open);
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
        BackendType type =
                finding.dialect().equals(Dialect.OLLAMA) ? BackendType.OLLAMA : BackendType.OPENAI;
        Endpoint endpoint =
                new Endpoint(
                        name,
                        type,
                        address(port),
                        Optional.empty(),
                        Optional.empty(),
                        Timeouts.DEFAULT);
        return new HttpBackend(endpoint, codecs, instanceId);
    }

    private String name(int port, Finding finding) {
        String program =
                finding.dialect().equals(Dialect.OLLAMA)
                        ? "ollama"
                        : program(finding.owner().orElse(""));
        boolean taken =
                found.values().stream().anyMatch(other -> other.backend.name().equals(program));
        return taken || program.equals("openai") ? program + "-" + port : program;
    }

    /** The program that calls itself so in the lists of its models. */
    private static String program(String owner) {
        return switch (owner) {
            case "llamacpp" -> "llama.cpp";
            case "vllm", "sglang" -> owner;
            case "organization_owner" -> "lm-studio";
            default -> "openai";
        };
    }

    private static BaseUrl address(int port) {
        return new BaseUrl(false, "127.0.0.1", port, "");
    }
}
