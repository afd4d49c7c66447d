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
 * A process that reads PDFs one after another ({@link PdfMain}), in a JVM with little memory. Used
 * by one thread at a time, but for {@link #kill}.
 */
final class PdfChild {
    /** What libraries keep of documents shall not pile up. */
    private static final int MOST_DOCUMENTS = 100;

    /** Well before the process ends by itself, so that no document meets it leaving. */
    private static final Duration LONGEST_IDLE = PdfMain.LONGEST_IDLE.minusSeconds(10);

    /** The exit code of a JVM that is started with ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    /** The heap of a process at most, in MiB. */
    private static final int MEMORY = 256;

    private static final int MOST_BYTES = 3 * PdfReader.MOST_TEXT;

    private final Process process;
    private final DataOutputStream in;
    private final DataInputStream out;
    private int documents;
    private boolean inStep = true;
    private long idleSince = System.nanoTime();

    /**
     * @param process does what {@link PdfMain} does
     */
    PdfChild(Process process) {
        this.process = process;
        this.in = new DataOutputStream(process.getOutputStream());
        this.out = new DataInputStream(process.getInputStream());
    }

    /** What it says of a document. */
    record Answer(PdfOutcome outcome, String text) {}

    /**
     * What is to be said of a document; empty if the process ended over it.
     *
     * @throws IOException if the file cannot be read
     */
    Optional<Answer> read(Source file) throws IOException {
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
            // The process would wait for what is missing.
            throw new EOFException("the file has another length than it had when it came");
        }
        return true;
    }

    /** Whether the process took it; one that is gone is not the file's failure to be read. */
    private boolean sent(Writing writing) {
        try {
            writing.to(in);
            in.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends something. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private Optional<Answer> receive() {
        try {
            PdfOutcome outcome = PdfOutcome.of(out.readUTF());
            int length = out.readInt();
            if (length < 0 || length > MOST_BYTES) {
                // A file that took the process over may say anything.
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
     * Whether it ended since it had no memory left; waits a little for it to end.
     *
     * @throws InterruptedException if the wait is interrupted
     */
    boolean ranOutOfMemory() throws InterruptedException {
        return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == OUT_OF_MEMORY;
    }

    /** Whether another document may be given to it. */
    boolean isFit() {
        long idle = System.nanoTime() - idleSince;
        return inStep
                && documents < MOST_DOCUMENTS
                && idle < LONGEST_IDLE.toNanos()
                && process.isAlive();
    }

    /** Ends it at once; safe for many threads, and idempotent. */
    void kill() {
        process.destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    /** Starts a process. */
    static PdfChild start() {
        return start(MEMORY);
    }

    /**
     * Starts a process.
     *
     * @param memory of its heap at most, in MiB
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
        // The server's environment may hold keys; a file's content shall not come near them.
        builder.environment().keySet().retainAll(Set.of("SystemRoot", "TMPDIR", "TEMP", "TMP"));
        try {
            return new PdfChild(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("no process for a PDF can be started", e);
        }
    }

    /** This plug-in's jar; while it is developed, the folder and the jars that it is made of. */
    private static String classPath() {
        return Stream.of(
                        PdfMain.class,
                        PDDocument.class,
                        RandomAccessRead.class,
                        TrueTypeFont.class,
                        Log.class)
                .map(PdfChild::origin)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the plug-in does not lie in a file", e);
        }
    }
}
