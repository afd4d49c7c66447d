package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The script at the root, run in a project whose build and launcher only print that they ran. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a POSIX script")
class StartScriptTest {
    private static final String BUILT = "built by /a jdk";

    @TempDir private Path folder = Path.of("");

    private Path root = Path.of("");

    @BeforeEach
    void checkOut() throws IOException {
        root = folder.toRealPath().resolve("a project");
        for (String module : List.of("domain", "application", "adapters", "plugins", "cli")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
        }
        Files.createDirectories(root.resolve("domain/src/test"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        ScriptRun.write(root.resolve("chasqui"), Files.readString(Path.of("..", "chasqui")));
        ScriptRun.write(root.resolve("bootstrap/src/main/dist/bin/find-java"), "echo \"/a jdk\"\n");
        ScriptRun.write(
                root.resolve("mvnw"),
                """
                #!/bin/sh
                echo "built by $JAVA_HOME"
                mkdir -p bootstrap/target/dist/bin
                printf '#!/bin/sh\\necho "$@"\\n' > bootstrap/target/dist/bin/chasqui
                chmod +x bootstrap/target/dist/bin/chasqui
                touch bootstrap/target/dist/version.properties
                """);
    }

    @Test
    void whatIsMissingIsBuiltOnce() throws Exception {
        ScriptRun first = start();

        assertThat(first.out()).containsExactly("serve --port 0");
        assertThat(first.err()).hasSize(2).last().isEqualTo(BUILT);
        assertThat(first.err().getFirst()).startsWith("chasqui: building");
        assertThat(start()).isEqualTo(new ScriptRun(0, List.of("serve --port 0"), List.of()));
    }

    @Test
    void aNewerSourceIsBuiltAgain() throws Exception {
        start();
        later(Files.writeString(root.resolve("domain/src/main/New.java"), "class New {}"));

        assertThat(start().err()).contains(BUILT);
    }

    @Test
    void aNewerTestIsNot() throws Exception {
        start();
        later(Files.writeString(root.resolve("domain/src/test/NewTest.java"), "class NewTest {}"));

        assertThat(start().err()).isEmpty();
    }

    @Test
    void aBuildThatFailsEndsIt() throws Exception {
        ScriptRun.write(root.resolve("mvnw"), "#!/bin/sh\necho no >&2\nexit 3\n");

        ScriptRun run = start();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no");
    }

    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    private ScriptRun start() throws IOException, InterruptedException {
        return ScriptRun.of(
                root.resolve("chasqui"), Map.of("PATH", "/usr/bin:/bin"), "serve", "--port", "0");
    }
}
