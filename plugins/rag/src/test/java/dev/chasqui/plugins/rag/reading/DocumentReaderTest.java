package dev.chasqui.plugins.rag.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

class DocumentReaderTest {
    private final List<ReaderChild> started = new CopyOnWriteArrayList<>();
    private final DocumentReader reader = reader(Duration.ofSeconds(60));

    @AfterEach
    void close() {
        reader.close();
    }

    private DocumentReader reader(Duration deadline) {
        return reader(deadline, Duration.ofSeconds(30));
    }

    private DocumentReader reader(Duration deadline, Duration shortTime) {
        return reader(deadline, shortTime, ReaderChild::start);
    }

    private DocumentReader reader(Supplier<ReaderChild> starting) {
        return reader(Duration.ofSeconds(60), Duration.ofSeconds(30), starting);
    }

    private DocumentReader reader(
            Duration deadline, Duration shortTime, Supplier<ReaderChild> starting) {
        return new DocumentReader(
                deadline,
                shortTime,
                () -> {
                    ReaderChild child = starting.get();
                    started.add(child);
                    return child;
                });
    }

    /** A process that never answers. */
    private static ReaderChild silent() {
        try {
            return new ReaderChild(new ProcessBuilder("sleep", "60").start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(DocumentReader reader, byte[] pdf) throws IOException {
        return reader.read("a.pdf", FileKind.PDF, new FileBytes.InMemory(pdf), new Cancellation())
                .text();
    }

    @Test
    void oneProcessReadsManyDocumentsBrokenOnesAmongThem() throws IOException {
        byte[] pdf = Pdfs.pdf("Thirty days of leave.", "");
        for (int i = 0; i < 3; i++) {
            assertThat(read(reader, pdf)).contains("Thirty days");
            assertThatThrownBy(() -> read(reader, new byte[] {1, 2, 3}))
                    .hasMessageContaining("damaged");
        }
        assertThat(started).hasSize(1);
    }

    @Test
    void aBombKillsItsProcessAndTheNextDocumentIsReadByAnother() throws IOException {
        byte[] bomb = Pdfs.bomb();
        DocumentReader small = reader(() -> ReaderChild.start(48));

        assertThat(bomb.length).isLessThan(1 << 20);
        assertThatThrownBy(() -> read(small, bomb))
                .hasMessageContaining("cannot be read as PDF; it needs too much memory");
        assertThat(read(small, Pdfs.pdf("Thirty days.", ""))).contains("Thirty days.");
        assertThat(started).hasSize(2);
        small.close();
    }

    @Test
    void pagesWithoutEndAndBracketsWithoutBottomAreRefused() {
        assertThatThrownBy(() -> read(reader, Pdfs.endless()))
                .hasMessageContaining("cannot be read as PDF");
        assertThatThrownBy(() -> read(reader, Pdfs.deep()))
                .hasMessageContaining("cannot be read as PDF");
    }

    @Test
    void aPdfThatTakesTooLongIsGivenUpWithItsProcess() throws IOException {
        byte[] pdf = Pdfs.pdf("Thirty days of leave.", "");
        DocumentReader hasty =
                reader(Duration.ofMillis(1), Duration.ofSeconds(30), DocumentReaderTest::silent);

        assertThatThrownBy(() -> read(hasty, pdf))
                .hasMessageContaining("a.pdf: cannot be read as PDF; it takes more than");
        assertThat(ended(started.getFirst().pid())).isTrue();
    }

    @Test
    void aProcessThatIsKilledMidwayIsReplaced() throws Exception {
        byte[] pdf = Pdfs.pdf("Thirty days.", "");
        DocumentReader killing =
                reader(
                        () -> {
                            if (!started.isEmpty()) {
                                return ReaderChild.start();
                            }
                            ReaderChild child = silent();
                            Thread.startVirtualThread(child::kill);
                            return child;
                        });

        assertThatThrownBy(() -> read(killing, pdf)).hasMessageContaining("cannot be read");
        assertThat(read(killing, pdf)).contains("Thirty days.");
        killing.close();
    }

    @Test
    void aFileWithoutBytesIsAnsweredAndItsProcessGoesOn() throws IOException {
        assertThatThrownBy(() -> read(reader, new byte[0])).hasMessageContaining("damaged");
        assertThat(read(reader, Pdfs.pdf("Thirty days.", ""))).contains("Thirty days.");
        assertThat(started).hasSize(1);
    }

    @Test
    void aFileThatIsShorterThanItWasIsNotWaitedFor(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.pdf"), Pdfs.pdf("Thirty days.", ""));
        FileBytes longer = new FileBytes.OnDisk(file, Files.size(file) + 1);

        assertThatThrownBy(() -> reader.read("a.pdf", FileKind.PDF, longer, new Cancellation()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void pdfsThatNeverEndLeaveAPlaceForTheOthers() throws Exception {
        Cancellation enough = new Cancellation();
        DocumentReader crowded = reader(Duration.ofSeconds(60), Duration.ofSeconds(4));
        Callable<String> endless =
                () ->
                        crowded.read(
                                        "a.pdf",
                                        FileKind.PDF,
                                        new FileBytes.InMemory(Pdfs.paintsItself()),
                                        enough)
                                .text();
        try (crowded;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> reading = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reading.add(threads.submit(endless));
            }
            for (int i = 0; i < 2; i++) {
                assertThat(read(crowded, Pdfs.pdf("Thirty days.", ""))).contains("Thirty days.");
            }
            assertThat(reading).noneMatch(Future::isDone);
            enough.cancel();
        }
    }

    @Test
    void aLongPdfThatMetOthersIsReadWhenTheseAreDone() throws Exception {
        DocumentReader crowded = reader(Duration.ofSeconds(60), Duration.ofMillis(1));
        byte[] pdf = Pdfs.pdf("Thirty days.", "");
        try (crowded;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> reading = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reading.add(threads.submit(() -> read(crowded, pdf)));
            }
            for (Future<String> read : reading) {
                assertThat(read.get()).contains("Thirty days.");
            }
        }
    }

    @Test
    void cancellingARunningReadEndsItsProcess() throws Exception {
        byte[] pdf = Pdfs.pdf("Thirty days.", "");
        Cancellation cancellation = new Cancellation();
        DocumentReader leaving =
                reader(
                        () -> {
                            ReaderChild child = silent();
                            Thread.startVirtualThread(cancellation::cancel);
                            return child;
                        });

        assertThatThrownBy(
                        () ->
                                leaving.read(
                                        "a.pdf",
                                        FileKind.PDF,
                                        new FileBytes.InMemory(pdf),
                                        cancellation))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Cancelled.class);
        assertThat(ended(started.getFirst().pid())).isTrue();
    }

    @Test
    void closingEndsTheProcessThatWaits() throws IOException {
        assertThat(read(reader, Pdfs.pdf("Thirty days.", ""))).contains("Thirty days.");

        reader.close();

        assertThat(ended(started.getFirst().pid())).isTrue();
    }

    /** A server that reads a PDF, prints the id of the process that read it, and then waits. */
    static final class Serving {
        private Serving() {}

        public static void main(String[] arguments) throws Exception {
            ReaderChild child = ReaderChild.start();
            DocumentReader reader =
                    new DocumentReader(Duration.ofSeconds(60), Duration.ofSeconds(30), () -> child);
            read(reader, Pdfs.pdf("Thirty days.", ""));
            System.out.println(child.pid());
            System.out.flush();
            new CompletableFuture<Void>().join();
        }
    }

    @Test
    void theProcessEndsWithAServerThatIsKilled() throws IOException {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dlog4j2.statusLoggerLevel=OFF",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Serving.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out = server.inputReader()) {
            long pid = Long.parseLong(out.readLine());

            server.destroyForcibly();

            assertThat(ended(pid)).isTrue();
        }
    }

    /** Returns true if a process ends before its idle time, after which it would end by itself. */
    private static boolean ended(long pid) {
        return ProcessHandle.of(pid)
                .map(
                        process ->
                                process.onExit()
                                        .completeOnTimeout(process, 15, TimeUnit.SECONDS)
                                        .thenApply(ended -> !ended.isAlive())
                                        .join())
                .orElse(true);
    }
}
