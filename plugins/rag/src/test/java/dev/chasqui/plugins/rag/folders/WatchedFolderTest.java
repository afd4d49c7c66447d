package dev.chasqui.plugins.rag.folders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.StoredDocument;
import dev.chasqui.plugins.rag.store.Submission;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class WatchedFolderTest {
    private static final CollectionName NAME = new CollectionName("handbook");

    @TempDir private Path data;
    @TempDir private Path folder;
    private Collections store;
    private DocumentIntake intake;
    private WatchedFolder watched;

    @BeforeEach
    void open() {
        store = Collections.open(data);
        intake = new DocumentIntake(store);
        watched = new WatchedFolder(NAME, folder, store, intake);
    }

    @AfterEach
    void close() {
        intake.close();
        store.close();
    }

    private void scan() {
        watched.scan(new Cancellation());
    }

    private List<StoredDocument> documents() {
        return store.documents(NAME, Optional.empty(), 100);
    }

    private List<String> names() {
        return documents().stream().map(StoredDocument::name).toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void whatIsInTheFolderIsInTheCollection() throws Exception {
        write("leave.md", "Every employee has 30 days of leave.");
        write("deep/er/travel.txt", "Travel by train.");
        write(".hidden/a.md", "x");
        write("build/b.md", "x");
        write("picture.png", "x");
        write(".gitignore", "build/");

        scan();

        assertThat(names()).containsExactly("deep/er/travel.txt", "leave.md");
        assertThat(watched.report().files()).isEqualTo(2);
        assertThat(watched.report().pending()).isZero();
        assertThat(watched.report().problem()).isEmpty();
    }

    @Test
    void whatChangesIsReplacedAndWhatGoesIsRemoved() throws Exception {
        write("leave.md", "Every employee has 30 days of leave.");
        write("travel.md", "Travel by train.");
        write("kept.md", "This stays.");
        scan();
        Instant added = document("kept.md").added();

        write("leave.md", "Every employee has 31 days of leave, from now on.");
        Files.delete(folder.resolve("travel.md"));
        scan();

        assertThat(names()).containsExactly("kept.md", "leave.md");
        assertThat(store.text(NAME, "leave.md")).contains("31 days");
        assertThat(document("kept.md").added()).isEqualTo(added);
    }

    private StoredDocument document(String name) {
        return store.document(NAME, name).orElseThrow();
    }

    @Test
    void aNewStartRemovesWhatWentMeanwhileAndNothingElse() throws Exception {
        write("leave.md", "Every employee has 30 days of leave.");
        write("travel.md", "Travel by train.");
        scan();
        store.add(NAME, Submission.ofText("uploaded.md", "By hand."), new Cancellation());
        Files.delete(folder.resolve("travel.md"));

        watched = new WatchedFolder(NAME, folder, store, intake);
        scan();

        assertThat(names()).containsExactly("leave.md", "uploaded.md");
    }

    @Test
    void aFileThatCannotBeReadIsReportedUntilItChangesAndTheOthersAreAdded() throws Exception {
        write("broken.pdf", "no pdf at all");
        write("leave.md", "Every employee has 30 days of leave.");

        scan();

        assertThat(names()).containsExactly("leave.md");
        assertThat(watched.report().failed()).containsOnlyKeys("broken.pdf");
        assertThat(watched.report().json().toString()).contains("broken.pdf");

        Files.delete(folder.resolve("broken.pdf"));
        scan();

        assertThat(watched.report().failed()).isEmpty();
    }

    @Test
    void anEmptyOrMissingFolderRemovesNothing() throws Exception {
        write("leave.md", "Every employee has 30 days of leave.");
        scan();

        Files.delete(folder.resolve("leave.md"));
        scan();

        assertThat(names()).containsExactly("leave.md");
        assertThat(watched.report().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("is empty"));

        Files.delete(folder);
        scan();

        assertThat(names()).containsExactly("leave.md");
        assertThat(watched.report().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("cannot be read"));
        Files.createDirectory(folder);
    }

    @Test
    void aFileWithAnotherTimeAndTheSameBytesIsUnchanged() throws Exception {
        write("leave.md", "Every employee has 30 days of leave.");
        scan();
        Instant added = document("leave.md").added();

        Files.setLastModifiedTime(folder.resolve("leave.md"), FileTime.from(Instant.EPOCH));
        scan();

        assertThat(document("leave.md").added()).isEqualTo(added);
    }
}
