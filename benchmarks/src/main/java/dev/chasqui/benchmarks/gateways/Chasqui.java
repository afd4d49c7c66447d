package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Chasqui's distribution, with the mock behind it as a backend of either dialect.
 *
 * @param dist folder of the distribution
 * @param upstream port of the mock
 */
public record Chasqui(Path dist, int upstream, Pinning pinning) {
    /** How the tables name it. */
    public static final String NAME = "chasqui";

    /** The mock's model of Ollama's dialect. */
    public static final String OLLAMA_MODEL = "bench-ollama";

    /** Its path of Ollama's chat. */
    public static final String OLLAMA = "/api/chat";

    /**
     * Starts it with all plug-ins of the distribution, and the agents that only go on.
     *
     * @param work a folder of its own; it may have served there before
     */
    public Gateway start(Started started, Path work) throws IOException {
        Path plugins = work.resolve("agents");
        if (!Files.exists(plugins.resolve(PassJar.TRUSTED))) {
            PassJar.build(dist.resolve("lib"), work.resolve("pass"), plugins);
        }
        return new Distribution(dist, pinning)
                .serve(started, work, config(PassJar.trusted(plugins)), "--plugins=" + plugins);
    }

    /** Room for the most streams, and no line for each request, as the peers write none. */
    private String config(String trusted) {
        return """
        {
          "server": {"maxConnections": 4096},
          "backends": [
            {"name": "openai", "type": "openai", "url": "http://127.0.0.1:%1$d"},
            {"name": "ollama", "type": "ollama", "url": "http://127.0.0.1:%1$d"}
          ],
          "plugins": {"trusted": ["%2$s"]},
          "log": {"level": "warning"}
        }
        """
                .formatted(upstream, trusted);
    }
}
