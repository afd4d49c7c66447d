package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.plugins.rag.library.Passage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Tests that an index that an older version of the program wrote is rebuilt. */
class RebuildTest {
    private static final CollectionName NAME = new CollectionName("handbook");

    @TempDir private Path data;

    /** Puts an index of the first format into the folder; the first release wrote it. */
    private void unpack() throws IOException {
        Path folder = Files.createDirectories(data.resolve("collections/handbook"));
        try (InputStream in = RebuildTest.class.getResourceAsStream("first-format.zip");
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(in))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Path target = folder.resolve(e.getName());
                if (e.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(zip, target);
                }
            }
        }
    }

    private List<String> generations() throws IOException {
        try (Stream<Path> children = Files.list(data.resolve("collections/handbook"))) {
            return children.filter(Files::isDirectory)
                    .map(child -> String.valueOf(child.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private void awaitGeneration(String name) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!generations().equals(List.of(name))) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void anIndexOfTheFirstFormatServesAndIsReplacedByOneOfThePresentFormat() throws IOException {
        unpack();
        try (Collections store = Collections.open(data)) {
            assertThat(found(store, "days of leave")).isEqualTo("leave.md");
            awaitGeneration("generation-2");

            assertThat(found(store, "days of leave")).isEqualTo("leave.md");
            assertThat(found(store, "Vertrag")).isEqualTo("urlaub.txt");
            assertThat(store.info(NAME).documents()).isEqualTo(2);
            assertThat(store.text(NAME, "leave.md"))
                    .startsWith("# Leave\n\nEvery employee")
                    .endsWith("The rest is lost in March.\n");
            assertThat(store.document(NAME, "urlaub.txt").orElseThrow().language()).isEqualTo("de");
            var again =
                    Submission.ofText(
                            "urlaub.txt",
                            "Jeder Mitarbeiter hat dreißig Tage Urlaub, und die Verträge liegen im"
                                    + " Schrank.");
            assertThat(store.add(NAME, again, new Cancellation()).outcome())
                    .isEqualTo(Receipt.Outcome.UNCHANGED);
        }
    }

    @Test
    void anIndexOfTheFirstFormatIsReadWhileItIsNotRebuilt() throws IOException {
        unpack();
        CollectionReader reader = new CollectionReader(NAME, new CollectionFolders(data));

        assertThat(reader.text("leave.md").orElseThrow()).startsWith("# Leave\n\nEvery employee");
        assertThat(reader.documents(Optional.empty(), 9)).hasSize(2);
        assertThat(reader.passages("leave.md", 0, 0)).hasSize(1);
        assertThat(reader.vectors()).isEmpty();
        PassageSearch search = new PassageSearch(new PassageAnalyzer());
        List<Passage> found = reader.read(s -> search.distinct(s, NAME.value(), "Verträge", 5));
        assertThat(found).hasSize(1);
        reader.close();
    }

    @Test
    void aCrashAmidTheRebuildLeavesTheOldOneAndTheRebuildBeginsAnew() throws IOException {
        unpack();
        Path half = Files.createDirectories(data.resolve("collections/handbook/generation-2"));
        Files.writeString(half.resolve("_0.cfs"), "half an index");
        try (Collections store = Collections.open(data)) {
            awaitGeneration("generation-2");
            assertThat(found(store, "days of leave")).isEqualTo("leave.md");
        }
    }

    @Test
    void otherConfiguredLanguagesRebuildAndVectorsAreKept() throws IOException {
        FakeEmbedder embedder = new FakeEmbedder();
        VectorModel model = new VectorModel("m", embedder);
        try (Collections store = Collections.open(data, Optional.of(model), List.of("en"))) {
            store.add(
                    NAME,
                    Submission.ofText("a", "Jeder Mitarbeiter hat dreißig Tage Urlaub."),
                    new Cancellation());
            awaitVector(store);
        }
        int texts = embedder.texts.size();
        try (Collections store = Collections.open(data, Optional.of(model), List.of("en", "de"))) {
            awaitGeneration("generation-2");
            awaitVector(store);
            assertThat(store.document(NAME, "a").orElseThrow().language()).isEqualTo("de");
        }
        assertThat(embedder.texts).hasSize(texts);
    }

    @Test
    void passagesOfARebuiltIndexGetVectors() throws IOException {
        unpack();
        VectorModel model = new VectorModel("m", new FakeEmbedder());
        try (Collections store = Collections.open(data, Optional.of(model), List.of())) {
            awaitVector(store);
        }
    }

    private static void awaitVector(Collections store) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (store.vectors(NAME.value()).done() == 0) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aFullDiskAmidTheRebuildLeavesTheOldOne() throws IOException {
        unpack();
        FullDisk disk = new FullDisk();
        disk.leave(100);
        try (Collections store = Collections.open(data, disk)) {
            assertThat(found(store, "days of leave")).isEqualTo("leave.md");
        }
        CollectionReader reader = new CollectionReader(NAME, new CollectionFolders(data));
        assertThat(reader.format()).isEmpty();
        reader.close();
    }

    private static String found(Collections store, String question) {
        return store.search(NAME.value(), question, 1).stream()
                .map(Passage::document)
                .findFirst()
                .orElse("");
    }
}
