package dev.chasqui.plugins.rag.reading;

import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFSlideLayout;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFStyles;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STStyleType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files of the kinds that are read in a process, honest and hostile ones. */
final class Samples {
    private static final String OPEN_DOCUMENT =
            """
            xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
            xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
            xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
            xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
            xmlns:dc="http://purl.org/dc/elements/1.1/"
            """;

    private Samples() {}

    static byte[] docx() throws Exception {
        try (XWPFDocument document = new XWPFDocument()) {
            document.getProperties().getCoreProperties().setTitle("Handbuch");
            document.getProperties().getCoreProperties().setCreator("Ana Müller");
            heading(document, "heading 1", "Urlaub");
            document.createParagraph().createRun().setText("Jeder hat 30 Tage Urlaub.");
            document.createParagraph().createRun().setText("有給休暇は三十日です。");
            heading(document, "heading 2", "Ausnahmen");
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("Name");
            table.getRow(0).getCell(1).setText("Tage");
            table.getRow(1).getCell(0).setText("Ana | Bo");
            table.getRow(1).getCell(1).setText("31");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.write(bytes);
            return bytes.toByteArray();
        }
    }

    private static void heading(XWPFDocument document, String name, String text) {
        String id = name.replace(" ", "");
        CTStyle style = CTStyle.Factory.newInstance();
        style.setStyleId(id);
        style.setType(STStyleType.PARAGRAPH);
        style.addNewName().setVal(name);
        XWPFStyles styles = document.createStyles();
        styles.addStyle(new XWPFStyle(style));
        XWPFParagraph paragraph = document.createParagraph();
        paragraph.setStyle(id);
        paragraph.createRun().setText(text);
    }

    /** Returns the file encrypted by a password. */
    static byte[] encrypted(byte[] office) throws Exception {
        try (POIFSFileSystem files = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("password");
            try (OutputStream out = encryptor.getDataStream(files)) {
                out.write(office);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            files.writeFilesystem(bytes);
            return bytes.toByteArray();
        }
    }

    static byte[] xlsx() throws IOException {
        try (Workbook book = new XSSFWorkbook()) {
            return workbook(book);
        }
    }

    static byte[] xls() throws IOException {
        try (Workbook book = new HSSFWorkbook()) {
            return workbook(book);
        }
    }

    private static byte[] workbook(Workbook book) throws IOException {
        Sheet prices = book.createSheet("Preise");
        row(prices, "Obst", "Preis");
        row(prices, "Birne", "2,50 €");
        row(book.createSheet("価格"), "りんご", "300円");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        book.write(bytes);
        return bytes.toByteArray();
    }

    private static void row(Sheet sheet, String... cells) {
        Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
        for (int i = 0; i < cells.length; i++) {
            row.createCell(i).setCellValue(cells[i]);
        }
    }

    static byte[] pptx() throws IOException {
        try (XMLSlideShow show = new XMLSlideShow()) {
            XSLFSlideLayout layout =
                    show.getSlideMasters().getFirst().getLayout(SlideLayout.TITLE_AND_CONTENT);
            for (String title : new String[] {"Ziele", "Zahlen"}) {
                XSLFSlide slide = show.createSlide(layout);
                slide.getPlaceholder(0).setText(title);
                slide.getPlaceholder(1).setText("Text zu " + title);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            show.write(bytes);
            return bytes.toByteArray();
        }
    }

    static byte[] odt() throws IOException {
        return openDocument(
                "text",
                """
                <office:text><text:h text:outline-level="1">Urlaub</text:h>
                <text:p>30 Tage<text:s/>im Jahr.</text:p>
                <text:list><text:list-item><text:p>eins</text:p></text:list-item></text:list>
                <table:table><table:table-row>
                <table:table-cell><text:p>Name</text:p></table:table-cell>
                <table:table-cell><text:p>Tage</text:p></table:table-cell></table:table-row>
                <table:table-row><table:table-cell><text:p>Ana</text:p></table:table-cell>
                <table:table-cell><text:p>31</text:p></table:table-cell></table:table-row>
                </table:table></office:text>
                """);
    }

    static byte[] ods() throws IOException {
        return openDocument(
                "spreadsheet",
                """
                <office:spreadsheet><table:table table:name="Preise"><table:table-row>
                <table:table-cell><text:p>Obst</text:p></table:table-cell>
                <table:table-cell table:number-columns-repeated="2"><text:p>x</text:p>
                </table:table-cell></table:table-row></table:table>
                <table:table table:name="Zwei"><table:table-row>
                <table:table-cell><text:p>りんご</text:p></table:table-cell></table:table-row>
                </table:table></office:spreadsheet>
                """);
    }

    static byte[] odp() throws IOException {
        return openDocument(
                "presentation",
                """
                <office:presentation><draw:page><draw:frame><draw:text-box>
                <text:p>Ziele</text:p></draw:text-box></draw:frame><draw:frame><draw:text-box>
                <text:p>Mehr Lamas.</text:p></draw:text-box></draw:frame></draw:page>
                <draw:page><draw:frame><draw:text-box><text:p>Zahlen</text:p></draw:text-box>
                </draw:frame></draw:page></office:presentation>
                """);
    }

    private static byte[] openDocument(String type, String body) throws IOException {
        return zip(
                parts(
                        "mimetype",
                        "application/vnd.oasis.opendocument." + type,
                        "content.xml",
                        "<office:document-content "
                                + OPEN_DOCUMENT
                                + "><office:body>"
                                + body
                                + "</office:body></office:document-content>",
                        "meta.xml",
                        "<office:document-meta "
                                + OPEN_DOCUMENT
                                + "><office:meta><dc:title>Titel</dc:title>"
                                + "<dc:creator>Ana</dc:creator>"
                                + "<dc:date>2025-03-04T05:06:07</dc:date>"
                                + "</office:meta></office:document-meta>"));
    }

    /** Returns a text document whose content is this XML. */
    static byte[] odt(String content) throws IOException {
        return zip(
                parts(
                        "mimetype",
                        "application/vnd.oasis.opendocument.text",
                        "content.xml",
                        content));
    }

    static byte[] epub(String chapter) throws IOException {
        return zip(
                parts(
                        "mimetype",
                        "application/epub+zip",
                        "META-INF/container.xml",
                        """
                        <container version="1.0"
                            xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
                        <rootfiles><rootfile full-path="c.opf"
                            media-type="application/oebps-package+xml"/></rootfiles></container>
                        """,
                        "c.opf",
                        """
                        <package xmlns="http://www.idpf.org/2007/opf" version="3.0">
                        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
                        <dc:title>Das Buch</dc:title><dc:creator>Ana</dc:creator></metadata>
                        <manifest>
                        <item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
                        <item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
                        </manifest><spine><itemref idref="two"/><itemref idref="one"/></spine>
                        </package>
                        """,
                        "one.xhtml",
                        page("<h1>Ende</h1><p>Ein\n <b>fetter</b> Satz.</p>"),
                        "two.xhtml",
                        chapter));
    }

    static String page(String body) {
        return "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>t</title></head><body>"
                + body
                + "</body></html>";
    }

    /** Returns a file of Word with a main part of this many GiB of blanks. */
    static byte[] bomb(int gib) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            byte[] blanks = new byte[1 << 20];
            for (int i = 0; i < gib << 10; i++) {
                zip.write(blanks);
            }
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    /** Returns an archive whose parts are these names and contents, one after another. */
    static Map<String, String> parts(String... namesAndContents) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            parts.put(namesAndContents[i], namesAndContents[i + 1]);
        }
        return parts;
    }

    static byte[] zip(Map<String, String> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
