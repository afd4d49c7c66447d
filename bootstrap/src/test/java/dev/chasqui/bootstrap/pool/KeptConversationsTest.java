package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Conversations that outlive a model's server: with a real llama-server, if one is installed. */
class KeptConversationsTest {
    private static final Pattern CACHED = Pattern.compile("\"cached_tokens\":(\\d+)");
    private static final String LONG_TALK =
            "Tell me of the mountains and the rivers. ".repeat(10) + "Good day";

    @TempDir Path data;

    @BeforeEach
    void needsAServer() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(one -> Files.isExecutable(Path.of(one, "llama-server"))),
                "no llama-server on the PATH");
    }

    @Test
    void aModelThatComesBackKnowsWhatItHasRead() throws Exception {
        try (StartedServer server = StartedServer.keeping(data, config(true))) {
            assertThat(cached(server, "a")).isZero();
            // The limit allows one model.
            assertThat(cached(server, "b")).isZero();

            assertThat(saved()).isNotEmpty();
            assertThat(cached(server, "a")).isGreaterThan(100);
        }
        try (StartedServer server = StartedServer.keeping(data, config(true))) {
            assertThat(cached(server, "a")).isGreaterThan(100);
        }
        try (StartedServer server = StartedServer.keeping(data, config(false))) {
            assertThat(saved()).isEmpty();
            assertThat(cached(server, "a")).isZero();
        }
        assertThat(saved()).isEmpty();
    }

    private static String config(boolean keep) {
        return """
        {"pool":{"maxModels":1,"keepConversations":%b,"models":{"a":%s,"b":%s}}}\
        """
                .formatted(keep, model(), model());
    }

    private static String model() {
        return """
        {"file":"%s","context":2048,"concurrency":1,"args":["-t","1"]}\
        """
                .formatted(PoolOfModels.MODELS.resolve("own-scripted.gguf"));
    }

    private static int cached(StartedServer server, String model) throws IOException {
        String answer =
                RawHttp.post(
                                server.port(),
                                "/v1/chat/completions",
                                PoolOfModels.question(model, LONG_TALK, false))
                        .text();
        Matcher cached = CACHED.matcher(answer);
        assertThat(cached.find()).as(answer).isTrue();
        return Integer.parseInt(cached.group(1));
    }

    private List<Path> saved() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(path -> path.toString().endsWith(".slot")).toList();
        }
    }
}
