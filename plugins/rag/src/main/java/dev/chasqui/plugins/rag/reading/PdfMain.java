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
 * The process that reads PDFs, one after another. Each comes on standard input, its length before
 * it; what is said of it goes to standard output: a name of {@link PdfOutcome}, the length of the
 * text, and the text, with a form feed after each page. It ends when standard input does, which the
 * server holds open as long as it lives, also in the midst of a document; and when no document came
 * for some time.
 */
final class PdfMain {
    /** How long it waits for the next document. */
    static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private PdfMain() {}

    /** Runs in a JVM of its own. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // What a library may print shall not come between answers.
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

    /** The next document, which may be empty; null if none comes. */
    private static byte @Nullable [] next(SynchronousQueue<byte[]> documents)
            throws InterruptedException {
        return documents.poll(LONGEST_IDLE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Reads ahead, so that the end of standard input is noticed while a document is read. */
    private static void receive(SynchronousQueue<byte[]> documents) {
        try (DataInputStream in = new DataInputStream(System.in)) {
            while (true) {
                byte[] document = new byte[in.readInt()];
                in.readFully(document);
                documents.put(document);
            }
        } catch (IOException | InterruptedException e) {
            // The server is gone, or wants nothing more.
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
