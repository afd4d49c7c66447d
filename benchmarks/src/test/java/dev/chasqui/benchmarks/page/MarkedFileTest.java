package dev.chasqui.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class MarkedFileTest {
    @TempDir Path folder;

    @Test
    void handWrittenTextStaysAndFiguresAreReplaced() throws IOException {
        Path file = folder.resolve("page.md");
        MarkedFile page = new MarkedFile(file);
        page.write("first figures", PerformancePage.fresh());
        Files.writeString(
                file, Files.readString(file).replace("Not looked into yet.", "In the kernel."));

        page.write("second figures", PerformancePage.fresh());

        assertThat(Files.readString(file))
                .startsWith("# Performance")
                .contains("second figures", "## Where the time goes", "In the kernel.")
                .doesNotContain("first figures");
    }

    @Test
    void writingTheSameAgainChangesNothing() throws IOException {
        Path file = folder.resolve("page.md");
        new MarkedFile(file).write("figures", PerformancePage.fresh());
        String before = Files.readString(file);

        new MarkedFile(file).write("figures", PerformancePage.fresh());

        assertThat(file).hasContent(before);
    }

    @Test
    void aPageWithoutMarksIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("page.md"), "mine");

        assertThatIOException()
                .isThrownBy(() -> new MarkedFile(file).write("figures", PerformancePage.fresh()))
                .withMessageContaining("marks");
        assertThat(file).hasContent("mine");
    }
}
