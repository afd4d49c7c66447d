package dev.chasqui.plugins.rag.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

class FileReaderTest {
    private final FileReader reader = new FileReader();

    private DocumentText read(String name, byte[] bytes) {
        return reader.read(new Upload(name, Optional.empty(), bytes), new Cancellation());
    }

    private DocumentText read(String name, String text) {
        return read(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textIsDecodedByItsBytes() {
        String text = "Größe: 30 €";

        assertThat(read("a.txt", text).text()).isEqualTo(text);
        assertThat(read("a.txt", "\ufeff" + text).text()).isEqualTo(text);
        assertThat(read("a.txt", ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE)).text())
                .isEqualTo(text);
        assertThat(read("a.txt", ("\ufeff" + text).getBytes(StandardCharsets.UTF_16BE)).text())
                .isEqualTo(text);
        assertThat(read("a.txt", text.getBytes(Charset.forName("windows-1252"))).text())
                .isEqualTo(text);
    }

    @Test
    void aDeclaredCharsetIsUsed() {
        byte[] bytes = "Łódź".getBytes(Charset.forName("ISO-8859-2"));
        Upload upload = new Upload("a", Optional.of("text/plain; charset=iso-8859-2"), bytes);

        assertThat(reader.read(upload, new Cancellation()).text()).isEqualTo("Łódź");
    }

    @Test
    void binaryDataAndArchivesAreRefused() {
        assertThatThrownBy(() -> read("x.bin", new byte[] {1, 0, 2, 0}))
                .hasMessageContaining("x.bin")
                .hasMessageContaining("PDF, office files, EPUB and e-mail are understood");
        assertThatThrownBy(() -> read("x.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0}))
                .hasMessageContaining("is an archive; add the files in it one by one");
    }

    @Test
    void aPageOfTagsAloneIsRefusedBeforeItIsParsed() {
        Upload bomb =
                new Upload(
                        "bomb.html",
                        Optional.empty(),
                        ("<html>" + "<b>".repeat(500_000)).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> reader.memory(bomb))
                .hasMessageContaining("bomb.html: is too large for HTML")
                .hasMessageContaining("500000 tags");
    }

    @Test
    void aFileWithoutTextIsRefused() {
        assertThatThrownBy(() -> read("a.txt", " \n ")).hasMessageContaining("a.txt: has no text");
    }

    @Test
    void aPageIsReadAsItIsSeen() {
        DocumentText content =
                read(
                        "page",
                        """
                        <!DOCTYPE html><html><head><title>Leave</title><style>p{}</style>
                        <script>alert('no')</script></head><body><nav>Home</nav>
                        <h2>How   much</h2><p>Thirty <b>days</b>.</p><ul><li>one<li>two</ul>
                        <pre>a  b
                        c</pre><p hidden>secret</p></body></html>
                        """);

        assertThat(content.kind()).isEqualTo(FileKind.HTML);
        assertThat(content.text())
                .startsWith("# Leave\n")
                .contains("## How much\n\nThirty days.")
                .contains("- one\n- two")
                .contains("a  b\nc")
                .doesNotContain("alert", "Home", "secret", "p{}");
    }

    @Test
    void aPdfIsReadWithItsPages() throws IOException {
        DocumentText content = read("no ending", Pdfs.pdf("Thirty days of leave.", ""));

        assertThat(content.kind()).isEqualTo(FileKind.PDF);
        assertThat(content.text()).contains("Thirty days of leave.");
        assertThat(content.pages()).containsExactly(0);
    }

    @Test
    void aBrokenPdfIsRefusedByName() throws IOException {
        byte[] whole = Pdfs.pdf("Thirty days of leave.", "");

        assertThatThrownBy(() -> read("broken.pdf", "%PDF-1.7 and nothing more"))
                .hasMessageContaining("broken.pdf: cannot be read as PDF");
        assertThatThrownBy(() -> read("no.pdf", "just text"))
                .hasMessageContaining("no.pdf: cannot be read as PDF");
        assertThatThrownBy(() -> read("half.pdf", Arrays.copyOf(whole, 60)))
                .hasMessageContaining("half.pdf: cannot be read as PDF")
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pdf", "a.txt", "a.md", "a.html", "a"})
    void aFileWithoutBytesIsRefusedAtOnce(String name) {
        Upload empty = new Upload(name, Optional.empty(), new byte[0]);

        assertThatThrownBy(() -> reader.memory(empty)).hasMessage(name + ": is empty");
        assertThatThrownBy(() -> read(name, new byte[0])).hasMessage(name + ": is empty");
    }

    @Test
    void aFileThatIsNoPdfIsRefusedWithoutAProcess() throws IOException {
        Upload text = new Upload("no.pdf", Optional.empty(), "%PDF%PD".getBytes(UTF_8));
        byte[] pdf = Pdfs.pdf("Thirty days of leave.", "");
        byte[] late = Arrays.copyOf("From: a printer\n%%PD\n".repeat(99).getBytes(UTF_8), 4096);
        byte[] mailed = Arrays.copyOf(late, late.length + pdf.length);
        System.arraycopy(pdf, 0, mailed, late.length, pdf.length);

        assertThatThrownBy(() -> reader.memory(text))
                .hasMessageContaining("no.pdf: cannot be read as PDF; it is no PDF");
        assertThat(read("mailed.pdf", mailed).text()).contains("Thirty days of leave.");
    }

    @Test
    void anEncryptedPdfIsCalledSo() throws IOException {
        byte[] encrypted = Pdfs.pdf("secret", "password");

        assertThatThrownBy(() -> read("locked.pdf", encrypted))
                .hasMessageContaining("locked.pdf")
                .hasMessageContaining("encrypted");
    }

    @Test
    void aPdfWithoutTextIsRefusedSinceThereIsNoOcr() throws IOException {
        byte[] scan = Pdfs.pdf("", "");

        assertThatThrownBy(() -> read("scan.pdf", scan)).hasMessageContaining("OCR");
    }

    @Test
    void aPdfThatNobodyWantsAnyMoreIsNotRead() throws IOException {
        Cancellation left = new Cancellation();
        left.cancel();
        byte[] pdf = Pdfs.pdf("Thirty days of leave.", "");

        assertThatThrownBy(() -> reader.read(new Upload("a.pdf", Optional.empty(), pdf), left))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Cancelled.class);
    }
}
