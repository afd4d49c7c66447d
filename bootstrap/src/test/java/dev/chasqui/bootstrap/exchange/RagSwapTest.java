package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.bootstrap.HotServer;
import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The jar of {@code /rag} is swapped in its folder while documents are added. */
@Isolated("it counts the threads of /rag in any server")
class RagSwapTest {
    private static final int SWAPS = 4;

    @TempDir private Path temp;
    private FakeBackend backend;
    private HotServer server;
    private Path jar;

    @BeforeEach
    void start() throws IOException {
        backend = FakeOpenAi.start("tiny");
        backend.on("POST", Client.OPENAI.path(), Client.OPENAI.saying("Thirty days [1]."));
        Path folder = Files.createDirectory(temp.resolve("plugins"));
        jar = Files.copy(bundled(), folder.resolve("rag.jar"));
        server =
                HotServer.start(
                        temp.resolve("data"),
                        "{\"backends\":[" + HotServer.backend(backend) + "]}",
                        folder);
    }

    @AfterEach
    void stop() {
        server.close();
        backend.close();
    }

    private static Path bundled() throws IOException {
        try (Stream<Path> files = Files.list(PluginJars.RAG)) {
            return files.filter(
                            file -> file.getFileName().toString().startsWith("chasqui-plugin-rag"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void noDocumentIsLostAndNoWriterIsOpenedTooEarly() throws Exception {
        Collections collections = new Collections(server.port());
        var _ = collections.add("handbook", "leave", "Everybody has thirty days of leave a year.");
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>(RagWriters.loaders());
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Set<String>>> adding = new ArrayList<>();
            for (String who : List.of("a", "b")) {
                adding.add(threads.submit(() -> RagWriters.add(collections, who, over)));
            }
            try {
                for (int i = 1; i <= SWAPS; i++) {
                    swap(i);
                    int generation = i + 1;
                    Polled.until(
                            "generation " + generation, () -> rag().generation() == generation);
                    assertThat(rag().reason()).isEmpty();
                    loaders.addAll(RagWriters.loaders());
                }
                failToSwap();
            } finally {
                over.set(true);
            }
            Set<String> taken = new TreeSet<>(Set.of("leave"));
            for (Future<Set<String>> one : adding) {
                taken.addAll(one.get());
            }
            assertThat(taken).hasSizeGreaterThan(SWAPS);
            assertThat(collections.names("handbook")).containsExactlyElementsOf(taken);
        }
        var _ = collections.add("handbook", "late", "The old one writes again.");
        Polled.until("threads of the older ones", () -> RagWriters.threads().count() == 1);
        WeakReference<ClassLoader> present = RagWriters.loaders().getFirst();
        // The JDK's caches of method handles may hold one or two softly.
        Polled.until(
                "class loaders of the older ones",
                () -> {
                    System.gc();
                    return loaders.stream()
                                    .map(WeakReference::get)
                                    .filter(
                                            loader ->
                                                    loader != null && !loader.equals(present.get()))
                                    .distinct()
                                    .count()
                            <= 2;
                });
    }

    /** Puts another jar in the place, by turns renamed over it and written over it. */
    private void swap(int number) throws IOException {
        Path next = Files.copy(jar, temp.resolve("next.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = zip(next)) {
            Files.writeString(zip.getPath("swap.txt"), "swap " + number);
        }
        put(next, number % 2 == 0);
    }

    private void put(Path next, boolean renamed) throws IOException {
        if (renamed) {
            Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.write(jar, Files.readAllBytes(next));
        }
    }

    /** Puts a jar there that cannot start. */
    private void failToSwap() throws Exception {
        int before = rag().generation();
        Path next = Files.copy(jar, temp.resolve("next.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = zip(next);
                Stream<Path> writers = Files.list(zip.getPath("dev/chasqui/plugins/rag/store"))) {
            for (Path one : writers.toList()) {
                Files.delete(one);
            }
        }
        put(next, true);
        Polled.until("failure", () -> rag().reason().isPresent());
        assertThat(rag().reason().orElseThrow())
                .contains("it needs dev.chasqui.plugins.rag.store", "goes on")
                .doesNotContain("Overlapping");
        assertThat(rag().generation()).isEqualTo(before);
    }

    private static FileSystem zip(Path jar) throws IOException {
        return FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
    }

    private InstalledJar rag() {
        return server.jars().getFirst();
    }
}
