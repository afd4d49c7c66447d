package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Jars that change in a plug-in folder while a server runs; nobody asks for a reload. */
@Isolated("it waits for changes that take effect by themselves")
class HotJarsTest {
    @TempDir private Path folder;

    @Test
    void aJarTakesEffectByItselfHoweverItChanges() throws Exception {
        Path jars = Files.createDirectory(folder.resolve("plugins"));
        Path jar = jars.resolve("greet.jar");
        try (LaunchedServer server = LaunchedServer.launch(folder, "{}")) {
            int port = server.awaitPort();
            assertThat(answer(port)).isEqualTo("none");

            Files.write(jar, AgentJar.answering("greet", "one"));
            await(port, "one");
            Path beside = Files.write(folder.resolve("beside"), AgentJar.answering("greet", "two"));
            Files.move(beside, jar, StandardCopyOption.ATOMIC_MOVE);
            await(port, "two");
            byte[] three = AgentJar.answering("greet", "three");
            Files.write(jar, Arrays.copyOf(three, three.length / 2));
            await(port, "not loaded");
            assertThat(answer(port)).isEqualTo("two");
            Files.write(jar, three);
            await(port, "three");
            Files.delete(jar);
            await(port, "none");
            // The configuration was never read again.
            Files.writeString(folder.resolve("config.json"), "{}");
        }
    }

    private static void await(int port, String wanted) throws IOException {
        Polled.until(
                wanted,
                () -> wanted.equals(wanted.equals("not loaded") ? health(port) : answer(port)));
    }

    private static String health(int port) throws IOException {
        return RawHttp.get(port, "/health").text().contains("not loaded") ? "not loaded" : "";
    }

    /** Returns the answer of the agent; {@code none} if there is no such agent. */
    private static String answer(int port) throws IOException {
        if (!RawHttp.get(port, "/admin/agents").text().contains("\"greet\"")) {
            return "none";
        }
        String body =
                """
                {"model":"extract","messages":[{"role":"user","content":"/greet Hi"}]}
                """;
        String text = RawHttp.post(port, "/v1/chat/completions", body).text();
        return text.replaceAll("(?s).*\"content\":\"([^\"]*)\".*", "$1");
    }
}
