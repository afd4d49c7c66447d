package dev.chasqui.readers;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

import java.io.IOException;
import java.io.Writer;
import java.util.Calendar;
import java.util.Optional;

/** Reads PDFs. */
final class PdfFile {
    private PdfFile() {}

    /**
     * Reads a PDF into a text.
     *
     * @throws Unreadable if it is encrypted
     * @throws IOException if it is damaged
     */
    static void read(byte[] bytes, TextBuilder text) throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            PDFTextStripper stripper = new Pages(text);
            stripper.setParagraphEnd("\n");
            stripper.setLineSeparator("\n");
            stripper.writeText(document, new Into(text));
            describe(document.getDocumentInformation(), text);
        } catch (InvalidPasswordException e) {
            throw new Unreadable(Outcome.ENCRYPTED);
        }
    }

    private static void describe(PDDocumentInformation said, TextBuilder text) {
        Optional.ofNullable(said.getTitle()).ifPresent(it -> text.property("title", it));
        Optional.ofNullable(said.getAuthor()).ifPresent(it -> text.property("author", it));
        Optional.ofNullable(said.getModificationDate())
                .or(() -> Optional.ofNullable(said.getCreationDate()))
                .map(Calendar::toInstant)
                .ifPresent(date -> text.property("date", date.toString()));
    }

    /** A stripper that marks where a page begins. */
    private static final class Pages extends PDFTextStripper {
        private final TextBuilder text;

        Pages(TextBuilder text) {
            this.text = text;
            setPageEnd("");
        }

        @Override
        protected void writePageStart() {
            if (getCurrentPageNo() > 1) {
                text.newPage();
            }
        }
    }

    /** A writer into a text. */
    private static final class Into extends Writer {
        private final TextBuilder text;

        Into(TextBuilder text) {
            this.text = text;
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            text.append(new String(chars, offset, length));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
