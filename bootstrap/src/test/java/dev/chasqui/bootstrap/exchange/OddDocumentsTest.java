package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Damaged and unusual documents, added to a started server. */
class OddDocumentsTest {
    @TempDir private static Path data;
    private static StartedServer server;
    private static Collections collections;

    @BeforeAll
    static void start() {
        server = StartedServer.keeping(data, "{\"backends\":[]}", PluginJars.RAG);
        collections = new Collections(server.port());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, a.html, '<p>Größe: 30 €</p>', Größe: 30 €",
        "windows-1252, a.html, '<meta charset=utf-8><p>Größe: 30 €</p>', Größe: 30 €",
        "UTF-8, b.html, '<meta charset=utf-16><p>Größe: 30 €</p>', Größe: 30 €",
        "UTF-16LE, b.txt, Größe: 30 €, Größe: 30 €",
        "Shift_JIS, c.txt, 人間は生まれながらにして自由である。, 自由である",
        "ISO-8859-2, d.md, 'Zażółć gęślą jaźń. Łódź jest miastem w Polsce, gdzie mieszkają"
                + " ludzie.', Łódź jest",
        "windows-1251, e.csv, Все люди рождаются свободными и равными, свободными"
    })
    void textIsFoundWhateverItsCharset(String charset, String name, String text, String expected)
            throws IOException {
        byte[] bytes = text.getBytes(Charset.forName(charset));

        assertThat(collections.upload("charsets", name, bytes).status()).isIn(200, 201);
        assertThat(collections.get("/charsets/documents/" + name).text()).contains(expected);
    }

    @Test
    void aBadByteChangesNothingElse() throws IOException {
        byte[] bytes = "Größe: 30 € ?".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0xff;

        assertThat(collections.upload("charsets", "bad.txt", bytes).status()).isEqualTo(201);
        assertThat(collections.get("/charsets/documents/bad.txt").text()).contains("Größe: 30 €");
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty.pdf", "empty.txt", "empty.html"})
    void aFileWithoutBytesIsRefusedByName(String name) throws IOException {
        WireMessage answer = collections.upload("refused", name, new byte[0]);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(name + ": is empty");
    }

    @Test
    void whatIsNoPdfIsRefusedByName() throws IOException {
        WireMessage answer = collections.upload("refused", "no.pdf", "just text");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("no.pdf: cannot be read as PDF; it is no PDF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b.txt", "", " ", ".", "..", "a\u0001b.txt", "a\u007f", "\u200b"})
    void aNameThatCannotBeOneIsTheCallersFault(String name) throws IOException {
        assertThat(collections.upload("names", name, "text").status()).isEqualTo(400);
        assertThat(collections.post("names", name, "text").status()).isEqualTo(400);
        assertThat(collections.get("/names").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 5_000, 100_000})
    void aNameThatIsTooLongIsTheCallersFault(int length) throws IOException {
        assertThat(collections.upload("names", "a".repeat(length), "text").status()).isEqualTo(400);
        assertThat(collections.post("names", "a".repeat(length), "text").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00.txt", "%ED%A0%80", "%2e%2e", "a%0Ab"})
    void aNameInThePathThatNoDocumentHasIsNotFound(String name) throws IOException {
        var _ = collections.add("paths", "a.txt", "text");

        assertThat(collections.get("/paths/documents/" + name).status()).isIn(400, 404);
        assertThat(collections.get("/paths/documents?name=" + name).status()).isIn(400, 404);
        assertThat(collections.delete("/paths/documents/" + name).status()).isIn(400, 404);
        assertThat(collections.names("paths")).containsExactly("a.txt");
    }

    /** Linux has a file that behaves like a full disk. */
    @Test
    void aFullDiskIs507AndTheNextDocumentIsAddedOnceThereIsRoom() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(Files.exists(full)).isTrue();
        var _ = collections.add("kept", "a.txt", "Llamas carry loads.");
        Path marker = Files.createDirectories(folders().resolve("full")).resolve("current.next");
        Files.createSymbolicLink(marker, full);

        WireMessage refused = collections.post("full", "a.txt", "text");
        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.text())
                .contains("disk is full", "collection 'full'", "disk_full")
                .doesNotContain(data.toString());
        assertThat(collections.get("/full").status()).isEqualTo(404);
        assertThat(collections.names("kept")).containsExactly("a.txt");

        Files.delete(marker);
        assertThat(collections.post("full", "a.txt", "text").status()).isEqualTo(201);
        assertThat(collections.names("full")).containsExactly("a.txt");
    }

    private static Path folders() throws IOException {
        try (Stream<Path> inside = Files.walk(data)) {
            return inside.filter(path -> path.endsWith("collections")).findFirst().orElseThrow();
        }
    }
}
