package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.adapters.processes.SpawnedStandIns.Connection;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A real llama-server with a tiny model, if one is installed. */
class RealLlamaServerTest {
    @TempDir private Path folder;
    private Path model = Path.of("");

    @BeforeEach
    void needsAServer() throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(one -> Files.isExecutable(Path.of(one, "llama-server"))),
                "no llama-server on the PATH");
        model = folder.resolve("own-scripted.gguf");
        try (InputStream file =
                Objects.requireNonNull(getClass().getResourceAsStream("own-scripted.gguf"))) {
            Files.copy(file, model);
        }
    }

    @Test
    void itLoadsAnswersWhoHasTheKeyAndEnds() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe(model))) {
            Told told = one.start();
            Footprint memory = Told.await(told.memory).toFootprint(Footprint.NONE);
            Connection connection = one.connection();

            assertThat(chat(connection.port(), connection.key()).body())
                    .contains("Hello! How can I help you today?");
            assertThat(chat(connection.port(), "wrong").statusCode()).isEqualTo(401);
            if (LinuxProcesses.isLinux()) {
                assertThat(memory.ram()).isGreaterThan(ByteSize.ofMebibytes(2));
            }
            assertThat(one.log()).noneMatch(line -> line.contains(connection.key()));

            one.models.stop(MODEL);

            Told.await(told.exited);
        }
    }

    @Test
    void aFileThatIsNoModelIsSaidToBeNone() throws Exception {
        Files.writeString(model, "GGUF, or so it says");
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe(model))) {
            assertThat(Told.await(one.start().failed).why())
                    .startsWith("llama-server ended with status ")
                    .contains("own-scripted.gguf");
        }
    }

    private static Recipe recipe(Path model) {
        Launch launch =
                new Launch(
                        List.of(
                                "llama-server",
                                "-m",
                                model.toString(),
                                "-c",
                                "2048",
                                "-np",
                                "1",
                                "-t",
                                "1",
                                "--jinja",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "${port}"),
                        Map.of("LLAMA_API_KEY", "${key}"),
                        "/health",
                        StandIns.LONG,
                        Duration.ofSeconds(5));
        return _ -> new Recipe.Prepared(launch, Footprint.NONE);
    }

    private static HttpResponse<String> chat(int port, String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .timeout(StandIns.LONG)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        """
                                        {"messages":[{"role":"user","content":"Good day"}]}\
                                        """))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
