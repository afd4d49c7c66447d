package dev.chasqui.plugins.rag.reading;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The server's end of a process that reads files one after another, in a JVM with little memory.
 * Its main class, in the module {@code readers}, describes the protocol. Used by one thread at a
 * time, except for {@link #kill}.
 */
final class ReaderChild {
    /**
     * The most documents of one process, so that memory which libraries keep of documents does not
     * pile up.
     */
    private static final int MOST_DOCUMENTS = 100;

    /**
     * The longest idle time after which the process is used again. It is well below the 30 s after
     * which the process ends by itself, so that no document is sent to a process that is ending.
     */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

    private static final String MAIN = "dev.chasqui.readers.ReaderMain";

    /** The most properties of a document that the process may send. */
    private static final int MOST_PROPERTIES = 8;

    /**
     * The exit code of a JVM that ran out of memory, if it was started with ExitOnOutOfMemoryError.
     */
    private static final int OUT_OF_MEMORY = 3;

    /** The largest heap of a process, in MiB. */
    private static final int MEMORY = 256;

    private static final int MOST_BYTES = 3 * DocumentReader.MOST_TEXT;

    private static final System.Logger LOG = System.getLogger(ReaderChild.class.getName());

    private final Process process;
    private final DataOutputStream in;
    private final DataInputStream out;
    private int documents;
    private boolean inStep = true;
    private long idleSince = System.nanoTime();

    /**
     * @param process a process that speaks the protocol
     */
    ReaderChild(Process process) {
        this.process = process;
        this.in = new DataOutputStream(process.getOutputStream());
        this.out = new DataInputStream(process.getInputStream());
    }

    /** The answer of the process for one document. */
    sealed interface Answer {
        /** A document that was read. */
        record Done(DocumentText text) implements Answer {}

        /** A document that cannot be read. */
        record Refused(ReadOutcome outcome) implements Answer {}
    }

    /**
     * Sends a document to the process and returns its answer; empty if the process ended over it or
     * sent nonsense.
     *
     * @throws IOException if the file cannot be read
     */
    Optional<Answer> read(FileKind kind, FileBytes file) throws IOException {
        inStep = false;
        documents++;
        try (InputStream bytes = file.open()) {
            if (!send(kind, bytes, file.length())) {
                return Optional.empty();
            }
        }
        Optional<Answer> answer = receive();
        inStep = answer.isPresent();
        idleSince = System.nanoTime();
        return answer;
    }

    private boolean send(FileKind kind, InputStream bytes, long length) throws IOException {
        byte[] some = new byte[1 << 16];
        if (!sent(
                out -> {
                    out.writeUTF(kind.name());
                    out.writeInt(Math.toIntExact(length));
                })) {
            return false;
        }
        long left = length;
        for (int got = bytes.read(some); got >= 0; got = bytes.read(some)) {
            int count = got;
            if (!sent(out -> out.write(some, 0, count))) {
                return false;
            }
            left -= got;
        }
        if (left != 0) {
            // The process would wait for the missing bytes.
            throw new EOFException("the length of the file has changed since its upload");
        }
        return true;
    }

    /**
     * Writes to the process and returns true if it accepted the bytes. A process that has ended is
     * no error here, since callers take an {@code IOException} for a file that cannot be read.
     */
    private boolean sent(Writing writing) {
        try {
            writing.to(in);
            in.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A write to the process. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private Optional<Answer> receive() {
        try {
            ReadOutcome outcome = ReadOutcome.of(out.readUTF());
            return outcome == ReadOutcome.DONE
                    ? receiveText()
                    : Optional.of(new Answer.Refused(outcome));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A hostile file may have taken the process over, so its output is not trusted. */
    private Optional<Answer> receiveText() throws IOException {
        FileKind kind = FileKind.valueOf(out.readUTF());
        int count = out.readInt();
        if (count < 0 || count > MOST_PROPERTIES || !kind.isSeparate()) {
            return Optional.empty();
        }
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(out.readUTF(), out.readUTF());
        }
        int length = out.readInt();
        if (length < 0 || length > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] text = new byte[length];
        out.readFully(text);
        return Optional.of(
                new Answer.Done(
                        DocumentText.ofPages(
                                kind, new String(text, StandardCharsets.UTF_8), properties)));
    }

    /**
     * Returns true if the process ended because its memory ran out. Waits up to a second for its
     * end.
     *
     * @throws InterruptedException if the wait is interrupted
     */
    boolean ranOutOfMemory() throws InterruptedException {
        return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == OUT_OF_MEMORY;
    }

    /** Returns true if the process may read another document. */
    boolean isReusable() {
        long idle = System.nanoTime() - idleSince;
        return inStep
                && documents < MOST_DOCUMENTS
                && idle < LONGEST_IDLE.toNanos()
                && process.isAlive();
    }

    /** Ends the process at once. Safe for use by several threads, and idempotent. */
    void kill() {
        process.destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    /** Starts a process with the usual heap. */
    static ReaderChild start() {
        return start(MEMORY);
    }

    /**
     * Starts a process.
     *
     * @param memory the largest heap, in MiB
     */
    static ReaderChild start(int memory) {
        try {
            Path folder = Files.createTempDirectory("chasqui-reader-");
            Process process = command(memory, folder).start();
            // Files that a killed process leaves are deleted with it.
            var _ = process.onExit().thenRun(() -> delete(folder));
            return new ReaderChild(process);
        } catch (IOException e) {
            throw new UncheckedIOException("a process that reads files cannot be started", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a folder of temporary files stays", e);
        }
    }

    private static ProcessBuilder command(int memory, Path folder) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + memory + "m",
                        "-Xss4m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.awt.headless=true",
                        "-Dorg.apache.commons.logging.LogFactory="
                                + "org.apache.commons.logging.impl.LogFactoryImpl",
                        "-Dorg.apache.commons.logging.Log="
                                + "org.apache.commons.logging.impl.NoOpLog",
                        "-Dlog4j2.statusLoggerLevel=OFF",
                        "-Djava.io.tmpdir=" + folder,
                        "-Dpdfbox.fontcache=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        ReaderJars.classPath(),
                        MAIN);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // The server's environment may hold keys, and a hostile file must not be able to read them.
        builder.environment().keySet().retainAll(Set.of("SystemRoot", "TMPDIR", "TEMP", "TMP"));
        return builder;
    }
}
