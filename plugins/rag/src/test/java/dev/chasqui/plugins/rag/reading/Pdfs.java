package dev.chasqui.plugins.rag.reading;

import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Makes PDFs, valid and hostile ones. */
final class Pdfs {
    private static final int MIB = 1 << 20;

    private Pdfs() {}

    /** Returns a page with a line of text, encrypted if there is a password. */
    static byte[] pdf(String text, String password) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream out = new PDPageContentStream(document, page)) {
                out.beginText();
                out.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                out.newLineAtOffset(72, 700);
                out.showText(text);
                out.endText();
            }
            if (!password.isEmpty()) {
                document.protect(
                        new StandardProtectionPolicy(password, password, new AccessPermission()));
            }
            return saved(document);
        }
    }

    /** Returns a small file whose page has one string of 64 MiB when it is decompressed. */
    static byte[] bomb() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDStream contents = new PDStream(document);
            try (OutputStream out = contents.createOutputStream(COSName.FLATE_DECODE)) {
                byte[] letters = "a".repeat(MIB).getBytes(StandardCharsets.US_ASCII);
                out.write('(');
                for (int i = 0; i < 64; i++) {
                    out.write(letters);
                }
                out.write(')');
            }
            page.setContents(contents);
            return saved(document);
        }
    }

    /** Returns a tree of pages that contains itself. */
    static byte[] endless() {
        return """
        %PDF-1.4
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
        2 0 obj <</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000/Parent 2 0 R>> endobj
        trailer <</Root 1 0 R>>
        """
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns a page with a picture that paints itself twice, without end. */
    static byte[] paintsItself() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDFormXObject picture = new PDFormXObject(document);
            picture.setBBox(new PDRectangle(10, 10));
            PDResources resources = new PDResources();
            COSName name = resources.add(picture);
            picture.setResources(resources);
            String twice = "/" + name.getName() + " Do\n/" + name.getName() + " Do\n";
            try (OutputStream out = picture.getContentStream().createOutputStream()) {
                out.write(twice.getBytes(StandardCharsets.US_ASCII));
            }
            PDStream contents = new PDStream(document);
            try (OutputStream out = contents.createOutputStream()) {
                out.write(twice.getBytes(StandardCharsets.US_ASCII));
            }
            page.setContents(contents);
            page.setResources(resources);
            return saved(document);
        }
    }

    /** Returns a file of deeply nested arrays. */
    static byte[] deep() {
        return ("%PDF-1.4\n1 0 obj " + "[".repeat(3 * MIB) + "\nendobj\ntrailer <</Root 1 0 R>>\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] saved(PDDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }
}
