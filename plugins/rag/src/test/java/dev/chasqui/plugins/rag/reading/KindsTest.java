package dev.chasqui.plugins.rag.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.domain.exchange.Cancellation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Optional;

/** Each kind of file as text, with its structure and what it says of itself. */
class KindsTest {
    private static final FileReader READER = new FileReader();

    @AfterAll
    static void close() {
        READER.close();
    }

    private static DocumentText read(String name, byte[] bytes) {
        return READER.read(new Upload(name, Optional.empty(), bytes), new Cancellation());
    }

    private static DocumentText read(String name, String text) {
        return read(name, text.getBytes(UTF_8));
    }

    @Test
    void wordFilesKeepHeadingsAndTables() throws Exception {
        DocumentText content = read("a.docx", Samples.docx());

        assertThat(content.kind()).isEqualTo(FileKind.DOCX);
        assertThat(content.text().strip())
                .isEqualTo(
                        """
                        # Urlaub

                        Jeder hat 30 Tage Urlaub.

                        有給休暇は三十日です。

                        ## Ausnahmen

                        | Name | Tage |
                        | --- | --- |
                        | Ana \\| Bo | 31 |\
                        """);
        assertThat(content.title()).contains("Handbuch");
        assertThat(content.metadata()).contains(entry("author", "Ana Müller")).containsKey("date");
    }

    @Test
    void eachSheetIsAPageWithItsNameAsHeading() throws Exception {
        for (DocumentText content :
                new DocumentText[] {read("a.xlsx", Samples.xlsx()), read("a.xls", Samples.xls())}) {
            assertThat(content.text())
                    .contains("# Preise\n\n| Obst | Preis |\n| --- | --- |\n| Birne | 2,50 € |")
                    .contains("# 価格\n\n| りんご | 300円 |");
            assertThat(content.pages()).hasSize(2);
            assertThat(content.text().substring(content.pages().get(1))).startsWith("# 価格");
        }
    }

    @Test
    void eachSlideIsAPageWithItsTitleAsHeading() throws Exception {
        for (DocumentText content :
                new DocumentText[] {read("a.pptx", Samples.pptx()), read("a.odp", Samples.odp())}) {
            assertThat(content.text()).startsWith("# Ziele\n\n");
            assertThat(content.pages()).hasSize(2);
            assertThat(content.text().substring(content.pages().get(1))).startsWith("# Zahlen");
        }
    }

    @Test
    void openDocumentsAreReadAsThoseOfOffice() throws Exception {
        DocumentText text = read("a.odt", Samples.odt());
        DocumentText sheets = read("a.ods", Samples.ods());

        assertThat(text.text())
                .startsWith("# Urlaub\n\n30 Tage im Jahr.\n\n- eins\n\n")
                .contains("| Name | Tage |\n| --- | --- |\n| Ana | 31 |");
        assertThat(text.title()).contains("Titel");
        assertThat(text.metadata())
                .containsOnly(entry("author", "Ana"), entry("date", "2025-03-04T05:06:07"));
        assertThat(sheets.text()).contains("# Preise\n\n| Obst | x | x |").contains("# Zwei");
        assertThat(sheets.pages()).hasSize(2);
    }

    @Test
    void aPackedFileIsWhatIsInItWhateverItsName() throws Exception {
        assertThat(read("a.docx", Samples.xlsx()).kind()).isEqualTo(FileKind.XLSX);
        assertThat(read("a.txt", Samples.docx()).kind()).isEqualTo(FileKind.DOCX);
        assertThat(read("a.txt", Pdfs.pdf("Thirty days.", "")).kind()).isEqualTo(FileKind.PDF);
    }

    @Test
    void chaptersOfABookAreInTheOrderOfReading() throws Exception {
        String first = Samples.page("<h1>Anfang</h1><p>Es war einmal.</p>");
        DocumentText content = read("a.epub", Samples.epub(first));

        assertThat(content.text().strip())
                .isEqualTo("# Anfang\n\nEs war einmal.\n\n# Ende\n\nEin fetter Satz.");
        assertThat(content.title()).contains("Das Buch");
        assertThat(content.metadata()).contains(entry("author", "Ana"));
    }

    @Test
    void richTextIsRead() {
        String text =
                "{\\r"
                        + "tf1\\ansi{\\info{\\title Titel}}\\pard Gr\\'fc\\'dfe aus"
                        + " \\u26085?\\u26412?.\\par}";
        DocumentText content = read("a.rtf", text);

        assertThat(content.text()).contains("Grüße aus 日本.");
        assertThat(content.title()).contains("Titel");
    }

    private static final String MAIL =
            """
            From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.org>
            To: Ana <ana@example.org>
            Subject: =?UTF-8?B?5pel5pys6Kqe?= Urlaub
            Date: Tue, 4 Mar 2025 05:06:07 +0100
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=B

            --B
            Content-Type: multipart/alternative; boundary=C

            --C
            Content-Type: text/plain; charset=iso-8859-1

            Viele Gr\u00fc\u00dfe,
            zweite Zeile
            --C
            Content-Type: text/html; charset=utf-8

            <p>HTML</p>
            --C--
            --B
            Content-Type: text/plain
            Content-Disposition: attachment; filename=liste.txt

            not read
            --B--
            """;

    @Test
    void theSubjectOfAMailIsItsTitleAndItsHeading() {
        DocumentText content = read("a.eml", MAIL.getBytes(ISO_8859_1));

        assertThat(content.text().strip())
                .isEqualTo(
                        """
                        # 日本語 Urlaub

                        From: Jürgen <j@example.org>
                        To: Ana <ana@example.org>
                        Date: 2025-03-04T04:06:07Z

                        Viele Grüße,
                        zweite Zeile

                        Attachment: liste.txt\
                        """);
        assertThat(content.title()).contains("日本語 Urlaub");
        assertThat(content.metadata())
                .containsOnly(
                        entry("author", "Jürgen <j@example.org>"),
                        entry("date", "2025-03-04T04:06:07Z"));
    }

    @Test
    void aMailboxHasAHeadingForEachMail() {
        String box =
                """
                From a@example.org Tue Mar  4 05:06:07 2025
                Subject: Eins

                Erster Text
                From here on it is the same mail.

                From b@example.org Tue Mar  4 05:06:07 2025
                Subject: Zwei
                Content-Type: text/html

                <h1>Hallo</h1><p>Zweiter <b>Text</b></p><script>no</script>
                """;

        assertThat(read("a.mbox", box).text().strip())
                .isEqualTo(
                        """
                        # Eins

                        Erster Text
                        From here on it is the same mail.

                        # Zwei

                        ## Hallo

                        Zweiter Text\
                        """);
    }

    @Test
    void separatedValuesAreATable() {
        assertThat(read("a.csv", "Obst;Preis\r\n\"Birne; gelb\";\"2,50 \"\"€\"\"\"\r\n").text())
                .isEqualTo("| Obst | Preis |\n| --- | --- |\n| Birne; gelb | 2,50 \"€\" |\n");
        assertThat(read("a.tsv", "a\tb\n1\t2|3\n").text()).contains("| 1 | 2\\|3 |");
    }

    @Test
    void jsonIsALineForEachValue() {
        assertThat(
                        read(
                                        "a.json",
                                        "[{\"name\":\"Ana\",\"address\":{\"city\":\"Köln\"}},{\"n\":1}]")
                                .text())
                .isEqualTo("name: Ana\naddress.city: Köln\n\nn: 1\n\n");
        assertThat(read("a.jsonl", "{\"a\":1}\n{\"a\":2}\n").text()).isEqualTo("a: 1\n\na: 2\n\n");
        assertThat(read("a.json", "{no json").text()).isEqualTo("{no json");
        assertThat(read("a.json", "[".repeat(9_000)).text()).startsWith("[[[");
    }

    @Test
    void aNotebookKeepsItsTextCodeAndOutputs() {
        DocumentText content =
                read(
                        "a.ipynb",
                        """
                        {"metadata":{"kernelspec":{"language":"python"}},"cells":[
                        {"cell_type":"markdown","source":["# Lamas\\n","How many?"]},
                        {"cell_type":"code","source":"print(7)","outputs":[
                        {"output_type":"stream","text":["7\\n"]},
                        {"output_type":"display_data","data":{"image/png":"iVBORw0"}}]}]}
                        """);

        assertThat(content.text())
                .isEqualTo("# Lamas\nHow many?\n\n```python\nprint(7)\n```\n\n```\n7\n```\n\n");
        assertThat(content.title()).contains("Lamas");
    }

    @Test
    void subtitlesAreWhatIsSaidWithATimeNowAndThen() {
        String srt =
                """
                1
                00:00:01,000 --> 00:00:03,000
                <i>Guten Tag.</i>

                2
                00:00:04,000 --> 00:00:06,000
                Wie geht es?

                3
                00:01:04,000 --> 00:01:06,000
                Gut.
                """;
        String said = "[0:00:01]\nGuten Tag.\nWie geht es?\n\n[0:01:04]\nGut.\n";

        assertThat(read("a.srt", srt).text()).isEqualTo(said);
        assertThat(read("a.vtt", "WEBVTT\n\n" + srt.replace(',', '.')).text()).isEqualTo(said);
    }

    @Test
    void codeHasItsPathAsTitle() {
        DocumentText content = read("src/Llama.java", "# no heading\nclass Llama {}\n");

        assertThat(content.kind()).isEqualTo(FileKind.CODE);
        assertThat(content.title()).contains("src/Llama.java");
        assertThat(Chunker.spans(content)).extracting(PassageSpan::heading).containsExactly("");
    }

    @Test
    void pagesHaveTitleAuthorAndTables() {
        DocumentText content =
                read(
                        "a.html",
                        "<html><head><title>Preise</title><meta name=author content=Ana></head>"
                                + "<body><table><tr><th>Obst<th>Preis<tr><td>Birne<td>2</table>"
                                + "<table><tr><td><h2>Layout</h2></table></body></html>");

        assertThat(content.title()).contains("Preise");
        assertThat(content.metadata()).containsOnly(entry("author", "Ana"));
        assertThat(content.text())
                .contains("| Obst | Preis |\n| --- | --- |\n| Birne | 2 |\n\n## Layout");
    }

    @Test
    void aFileIsOfTheKindThatItsContentTypeSaysWhereItsNameSaysNone() {
        Upload upload = new Upload("table", Optional.of("text/csv"), "a,b\n1,2\n".getBytes(UTF_8));

        assertThat(READER.read(upload, new Cancellation()).text()).startsWith("| a | b |");
    }

    /** The process and the plug-in name the kinds alike, and so the outcomes. */
    @Test
    void theProcessSpeaksOfTheSameKindsAndOutcomes() {
        assertThat(Arrays.stream(dev.chasqui.readers.Kind.values()).map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(FileKind.values())
                                .filter(FileKind::isSeparate)
                                .map(Enum::name)
                                .toList());
        assertThat(Arrays.stream(dev.chasqui.readers.Outcome.values()).map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(ReadOutcome.values()).map(Enum::name).toList());
    }
}
