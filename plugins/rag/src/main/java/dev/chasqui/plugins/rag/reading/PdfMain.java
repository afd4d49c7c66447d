package dev.chasqui.plugins.rag.reading;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * The process that reads one PDF: takes its length and its bytes from standard input, writes its
 * text to standard output, a form feed after each page, and ends with a code of {@link PdfExit}. It
 * ends too when standard input does, which the server holds open as long as it wants the text.
 */
final class PdfMain {
    private PdfMain() {}

    /** Runs in a JVM of its own. */
    public static void main(String[] arguments) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        Thread.ofPlatform().daemon().start(() -> endWith(in));
        PdfExit exit = read(bytes, new LimitedWriter(standardOutput(), PdfProcess.MOST_TEXT));
        Runtime.getRuntime().halt(exit.code());
    }

    private static Writer standardOutput() {
        return new OutputStreamWriter(
                new BufferedOutputStream(System.out, 1 << 16), StandardCharsets.UTF_8);
    }

    private static PdfExit read(byte[] bytes, LimitedWriter out) throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setParagraphEnd(stripper.getLineSeparator());
            stripper.setPageEnd("\f");
            stripper.writeText(document, out);
            out.flush();
            return out.sawText() ? PdfExit.DONE : PdfExit.SCANNED;
        } catch (InvalidPasswordException e) {
            return PdfExit.ENCRYPTED;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return out.isFull() ? PdfExit.TOO_LARGE : PdfExit.BROKEN;
        }
    }

    private static void endWith(DataInputStream in) {
        try {
            while (in.read() >= 0) {
                // Nothing more is expected than the end.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(PdfExit.BROKEN.code());
        }
    }
}
