package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Chasqui's distribution, with the mock behind it as a backend of both dialects.
 *
 * @param dist the folder of the distribution
 * @param upstream the port of the mock
 * @param pinning the cores of the server
 */
public record Chasqui(Path dist, int upstream, Pinning pinning) {
    /** The name in tables. */
    public static final String NAME = "chasqui";

    /** The mock's model of Ollama's dialect. */
    public static final String OLLAMA_MODEL = "bench-ollama";

    /** The mock's model whose embeddings are sent together. */
    public static final String BATCHED_MODEL = "bench-batched";

    /** The name in tables of the server with keys, limits, budgets and a ledger. */
    public static final String GOVERNED = "governed";

    /** The path of Anthropic's messages. */
    public static final String ANTHROPIC = "/v1/messages";

    /** The path of Ollama's chat. */
    public static final String OLLAMA = "/api/chat";

    /**
     * Starts a server with all plug-ins of the distribution, and the agents that only pass requests
     * on.
     *
     * @param work the server's folder, which an earlier server may have used
     */
    public Gateway start(StartedProcesses started, Path work) throws IOException {
        Path plugins = work.resolve("agents");
        if (!Files.exists(plugins.resolve(PassJar.TRUSTED))) {
            PassJar.build(dist.resolve("lib"), work.resolve("pass"), plugins);
        }
        return new Distribution(dist, pinning)
                .serve(started, work, config(PassJar.trusted(plugins)), "--plugins=" + plugins);
    }

    /**
     * Starts a server with one backend of OpenAI's dialect that counts each request: a key, limits
     * and budgets of key, user and team, prices, metrics and the ledger. Returns when it has made
     * the key that its requests have.
     *
     * @param work the server's folder
     */
    public Gateway startGoverned(StartedProcesses started, Path work)
            throws IOException, InterruptedException {
        String config =
                """
                {
                  "server": {"maxConnections": 4096},
                  "backends": [
                    {"name": "openai", "type": "openai", "url": "http://127.0.0.1:%d"}
                  ],
                  "limits": {"all": {"concurrency": 4096}},
                  "prices": {"models": {"bench*": {"input": 0.01, "output": 0.02}}},
                  "budget": {"amount": 1000000000},
                  "ledger": {"on": true},
                  "log": {"level": "warning"}
                }
                """
                        .formatted(upstream);
        Gateway server = new Distribution(dist, pinning).serve(started, work, config);
        return GovernedCaller.of(server);
    }

    /**
     * Starts a server with one backend of OpenAI's dialect and options for Java, and returns before
     * it listens.
     *
     * @param java the options, such as {@code -Xmx64m}
     * @param work the server's folder
     */
    public Gateway startSmall(String java, StartedProcesses started, Path work) throws IOException {
        String config =
                """
                {
                  "backends": [
                    {"name": "openai", "type": "openai", "url": "http://127.0.0.1:%d"}
                  ],
                  "log": {"level": "warning"}
                }
                """
                        .formatted(upstream);
        return new Distribution(dist, pinning).serveWith(java, started, work, config);
    }

    /**
     * Returns a config with room for the most streams, and without a log line and an entry in the
     * ledger for each request, since the peers write none.
     */
    private String config(String trusted) {
        return """
        {
          "server": {"maxConnections": 4096},
          "backends": [
            {"name": "openai", "type": "openai", "url": "http://127.0.0.1:%1$d"},
            {"name": "ollama", "type": "ollama", "url": "http://127.0.0.1:%1$d"},
            {"name": "batched", "type": "openai", "url": "http://127.0.0.1:%1$d",
             "models": ["%3$s"], "embeddingWindow": "1ms"}
          ],
          "plugins": {"trusted": ["%2$s"]},
          "ledger": {"on": false},
          "log": {"level": "warning"}
        }
        """
                .formatted(upstream, trusted, BATCHED_MODEL);
    }
}
