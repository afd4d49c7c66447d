package dev.chasqui.plugins.rag.reading;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The main class of the process that reads PDFs, one after another. Each document arrives on
 * standard input, preceded by its length. The answer goes to standard output: a name of {@link
 * PdfOutcome}, the length of the text, and the text with a form feed after each page.
 *
 * <p>The process ends at the end of standard input, also while it reads a document: the server
 * holds the input open as long as it lives. It also ends if no document arrives for {@link
 * #LONGEST_IDLE}.
 */
final class PdfMain {
    /** The longest wait for the next document. */
    static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private PdfMain() {}

    /** Runs in a JVM of its own. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Output that a library prints must not get between the answers.
        System.setOut(System.err);
        SynchronousQueue<byte[]> documents = new SynchronousQueue<>();
        Thread.ofPlatform().daemon().start(() -> receive(documents));
        byte[] document = next(documents);
        while (document != null) {
            answer(document, out);
            document = next(documents);
        }
        Runtime.getRuntime().halt(0);
    }

    /** Returns the next document, which may be empty; null if none arrives in time. */
    private static byte @Nullable [] next(SynchronousQueue<byte[]> documents)
            throws InterruptedException {
        return documents.poll(LONGEST_IDLE.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Reads documents ahead on a thread of its own, so that the end of standard input is noticed
     * while another document is parsed.
     */
    private static void receive(SynchronousQueue<byte[]> documents) {
        try (DataInputStream in = new DataInputStream(System.in)) {
            while (true) {
                byte[] document = new byte[in.readInt()];
                in.readFully(document);
                documents.put(document);
            }
        } catch (IOException | InterruptedException e) {
            // The server has ended or closed the input.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void answer(byte[] document, DataOutputStream out) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        LimitedWriter writer =
                new LimitedWriter(
                        new OutputStreamWriter(text, StandardCharsets.UTF_8), PdfReader.MOST_TEXT);
        PdfOutcome outcome = read(document, writer);
        boolean whole = outcome == PdfOutcome.DONE;
        out.writeUTF(outcome.name());
        out.writeInt(whole ? text.size() : 0);
        if (whole) {
            text.writeTo(out);
        }
        out.flush();
    }

    private static PdfOutcome read(byte[] bytes, LimitedWriter out) {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setParagraphEnd(stripper.getLineSeparator());
            stripper.setPageEnd("\f");
            stripper.writeText(document, out);
            out.flush();
            return out.sawText() ? PdfOutcome.DONE : PdfOutcome.SCANNED;
        } catch (InvalidPasswordException e) {
            return PdfOutcome.ENCRYPTED;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return out.isFull() ? PdfOutcome.TOO_LARGE : PdfOutcome.BROKEN;
        }
    }
}
