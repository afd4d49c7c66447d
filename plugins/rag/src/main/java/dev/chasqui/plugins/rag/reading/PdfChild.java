package dev.chasqui.plugins.rag.reading;

import org.apache.commons.logging.Log;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server's end of a process that reads PDFs one after another ({@link PdfMain}), in a JVM with
 * little memory. Used by one thread at a time, except for {@link #kill}.
 */
final class PdfChild {
    /**
     * The most documents of one process, so that memory which libraries keep of documents does not
     * pile up.
     */
    private static final int MOST_DOCUMENTS = 100;

    /**
     * The longest idle time after which the process is used again. It is well below the time after
     * which the process ends by itself, so that no document is sent to a process that is ending.
     */
    private static final Duration LONGEST_IDLE = PdfMain.LONGEST_IDLE.minusSeconds(10);

    /**
     * The exit code of a JVM that ran out of memory, if it was started with ExitOnOutOfMemoryError.
     */
    private static final int OUT_OF_MEMORY = 3;

    /** The largest heap of a process, in MiB. */
    private static final int MEMORY = 256;

    private static final int MOST_BYTES = 3 * PdfReader.MOST_TEXT;

    private final Process process;
    private final DataOutputStream in;
    private final DataInputStream out;
    private int documents;
    private boolean inStep = true;
    private long idleSince = System.nanoTime();

    /**
     * @param process a process that speaks the protocol of {@link PdfMain}
     */
    PdfChild(Process process) {
        this.process = process;
        this.in = new DataOutputStream(process.getOutputStream());
        this.out = new DataInputStream(process.getInputStream());
    }

    /** The answer of the process for one document. */
    record Answer(PdfOutcome outcome, String text) {}

    /**
     * Sends a document to the process and returns its answer; empty if the process ended over it or
     * sent nonsense.
     *
     * @throws IOException if the file cannot be read
     */
    Optional<Answer> read(FileBytes file) throws IOException {
        inStep = false;
        documents++;
        try (InputStream bytes = file.open()) {
            if (!send(bytes, file.length())) {
                return Optional.empty();
            }
        }
        Optional<Answer> answer = receive();
        inStep = answer.isPresent();
        idleSince = System.nanoTime();
        return answer;
    }

    private boolean send(InputStream bytes, long length) throws IOException {
        byte[] some = new byte[1 << 16];
        if (!sent(out -> out.writeInt(Math.toIntExact(length)))) {
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
            PdfOutcome outcome = PdfOutcome.of(out.readUTF());
            int length = out.readInt();
            if (length < 0 || length > MOST_BYTES) {
                // A hostile file may have taken the process over, so its output is not trusted.
                return Optional.empty();
            }
            byte[] text = new byte[length];
            out.readFully(text);
            return Optional.of(new Answer(outcome, new String(text, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty();
        }
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
    static PdfChild start() {
        return start(MEMORY);
    }

    /**
     * Starts a process.
     *
     * @param memory the largest heap, in MiB
     */
    static PdfChild start(int memory) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + memory + "m",
                        "-Xss4m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.awt.headless=true",
                        "-Dpdfbox.fontcache=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        classPath(),
                        PdfMain.class.getName());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // The server's environment may hold keys, and a hostile file must not be able to read them.
        builder.environment().keySet().retainAll(Set.of("SystemRoot", "TMPDIR", "TEMP", "TMP"));
        try {
            return new PdfChild(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("a process that reads PDFs cannot be started", e);
        }
    }

    /**
     * Returns the class path of the process: this plug-in's jar, or in development the folder of
     * its classes and the jars of its libraries.
     */
    private static String classPath() {
        return Stream.of(
                        PdfMain.class,
                        PDDocument.class,
                        RandomAccessRead.class,
                        TrueTypeFont.class,
                        Log.class)
                .map(PdfChild::location)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the plug-in's classes do not come from a file", e);
        }
    }
}
