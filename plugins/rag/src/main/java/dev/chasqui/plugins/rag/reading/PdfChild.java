package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.apache.commons.logging.Log;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads PDFs, each in a JVM of its own with little memory and a deadline, so that none can harm the
 * server; the process ends when the server does. A few run at a time, others wait. Safe for many
 * threads.
 */
final class PdfProcess {
    /** The most characters that the text of a PDF may have. */
    static final int MOST_TEXT = 16 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int MOST_PROCESSES = 2;

    private final Semaphore places = new Semaphore(MOST_PROCESSES, true);
    private final Duration deadline;

    PdfProcess() {
        this(DEADLINE);
    }

    /**
     * @param deadline how long one PDF may take, and how long one waits for a place
     */
    PdfProcess(Duration deadline) {
        this.deadline = deadline;
    }

    /**
     * The text of a PDF, a form feed after each page.
     *
     * @param name the file's, for messages
     * @throws FailureException with {@code Invalid} if it cannot be read, is encrypted, holds no
     *     text or takes too long; with {@code Overloaded} if too many are being read; with {@code
     *     Cancelled} if it is given up
     */
    String read(String name, Source file, Cancellation cancellation) {
        if (!enter()) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "too many PDFs are being read; try again later",
                            Duration.ofSeconds(10)));
        }
        try {
            return readNow(name, file, cancellation);
        } finally {
            places.release();
        }
    }

    private boolean enter() {
        try {
            return places.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private String readNow(String name, Source file, Cancellation cancellation) {
        Process process = start();
        Thread.startVirtualThread(() -> killLate(process));
        try (Cancellation.Registration _ = cancellation.onCancel(process::destroyForcibly);
                OutputStream in = process.getOutputStream()) {
            send(file, in);
            String text = receive(process.getInputStream());
            int code = process.waitFor();
            if (code == PdfExit.DONE.code()) {
                return text;
            }
            if (cancellation.isCancelled()) {
                throw new FailureException(new Failure.Cancelled());
            }
            throw FileReader.unreadable(name, why(code));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void send(Source file, OutputStream in) {
        try (InputStream bytes = file.open()) {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(in, 1 << 16));
            out.writeInt(Math.toIntExact(file.length()));
            bytes.transferTo(out);
            out.flush();
        } catch (IOException e) {
            // The process is gone already; how it ended says why.
        }
    }

    private static String receive(InputStream out) {
        try {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Killing a process closes what it says; how it ended says why.
            return "";
        }
    }

    private String why(int code) {
        return PdfExit.of(code)
                .map(PdfExit::meaning)
                .orElseGet(
                        () ->
                                "cannot be read as PDF; it needs more memory than a PDF may have,"
                                        + " or more than "
                                        + deadline.toSeconds()
                                        + " s");
    }

    private void killLate(Process process) {
        try {
            if (!process.waitFor(deadline)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private static Process start() {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
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
            return builder.start();
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
                .map(PdfProcess::origin)
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
