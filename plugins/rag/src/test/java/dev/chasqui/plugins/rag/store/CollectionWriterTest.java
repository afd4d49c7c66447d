package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

class CollectionWriterTest {
    private static final CollectionName NAME = new CollectionName("handbook");

    @TempDir private Path data;

    @Test
    void anAddThatIsGivenUpMidwayLeavesTheOldVersionWhole() throws IOException {
        CollectionFolders folders = new CollectionFolders(data);
        CollectionReader reader = new CollectionReader(NAME, folders);
        CollectionWriter writer =
                new CollectionWriter(
                        NAME,
                        folders,
                        new Disk(),
                        reader,
                        new Indexing(new PassageAnalyzer(), Languages.of(java.util.List.of())),
                        Clock.systemUTC());
        String old = "Llamas carry loads. ".repeat(500);
        writer.add(Submission.ofText("a", old), () -> false);
        writer.commit();
        CollectionInfo before = reader.info();
        AtomicInteger asked = new AtomicInteger();
        Submission next = Submission.ofText("a", "Alpacas give wool. ".repeat(1_000));

        assertThatThrownBy(() -> writer.add(next, () -> asked.incrementAndGet() > 3))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Cancelled.class);
        writer.add(Submission.ofText("b", "Vicuñas do neither."), () -> false);
        writer.commit();

        assertThat(next.spans()).hasSizeGreaterThan(4);
        assertThat(reader.text("a")).contains(old);
        assertThat(reader.info().passages()).isEqualTo(before.passages() + 1);
        writer.close();
        reader.close();
    }
}
