package dev.chasqui.plugins.rag.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Files that are damaged, mislabelled or made to harm: each is refused by name, with a reason. */
class HostileFilesTest {
    private static final FileReader READER = new FileReader();

    @AfterAll
    static void close() {
        READER.close();
    }

    private static String read(String name, byte[] bytes) {
        return READER.read(new Upload(name, Optional.empty(), bytes), new Cancellation()).text();
    }

    private static void refused(String name, byte[] bytes, String... why) {
        ThrowingCallable reading = () -> read(name, bytes);
        assertThatThrownBy(reading)
                .hasMessageStartingWith(name + ": cannot be read as ")
                .hasMessageContainingAll(why)
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void halfAFileIsDamaged() throws Exception {
        for (byte[] whole : new byte[][] {Samples.docx(), Samples.xlsx(), Samples.odt()}) {
            refused("half.docx", Arrays.copyOf(whole, whole.length / 2), "it is damaged");
        }
        refused("half.xls", Arrays.copyOf(Samples.xls(), 1500), "XLS", "it is damaged");
        byte[] torn = Samples.docx();
        Arrays.fill(torn, 200, torn.length - 2_000, (byte) 7);
        refused("torn.docx", torn, "it is damaged");
    }

    @Test
    void whatIsEncryptedIsCalledSo() throws Exception {
        refused("locked.docx", Samples.encrypted(Samples.docx()), "it is encrypted");
        refused("locked.xlsx", Samples.encrypted(Samples.xlsx()), "it is encrypted");
        byte[] zip = Samples.docx();
        // The flag of an encrypted part, in the directory of the archive.
        for (int i = 0; i < zip.length - 4; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                zip[i + 8] |= 1;
            }
        }
        refused("locked.docx", zip, "it is encrypted: save it without a password");
    }

    @Test
    void aBombIsNotUnpacked() throws Exception {
        byte[] bomb = Samples.bomb(1);

        assertThat(bomb.length).isLessThan(2 << 20);
        refused("bomb.docx", bomb, "it unpacks to more than 512 MiB");
        assertThat(read("after.docx", Samples.docx())).contains("30 Tage");
    }

    @Test
    void anArchiveIsNoDocument() throws Exception {
        byte[] zip = Samples.zip(Samples.parts("a.txt", "a", "b.txt", "b"));

        refused("files.zip", zip, "it is an archive", "add the files in it one by one");
    }

    @Test
    void noEntityOfADocumentReadsAFileOrTheNetwork(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the-secret");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String place :
                    new String[] {
                        secret.toUri().toString(), "http://127.0.0.1:" + server.getLocalPort() + "/"
                    }) {
                String type = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + place + "\">]>";
                assertThat(tried("a.odt", Samples.odt(type + "<x>before &e; after</x>")))
                        .doesNotContain("the-secret");
                assertThat(tried("a.epub", Samples.epub(type + Samples.page("<p>a &e;</p>"))))
                        .doesNotContain("the-secret");
                String include = "<!DOCTYPE x SYSTEM \"" + place + "\">";
                assertThat(tried("b.odt", Samples.odt(include + "<x>a</x>")))
                        .doesNotContain("the-secret");
                byte[] word =
                        Samples.zip(
                                Samples.parts(
                                        "[Content_Types].xml",
                                        type + "<Types>&e;</Types>",
                                        "word/document.xml",
                                        type + "<w:document>&e;</w:document>"));
                assertThat(tried("a.docx", word)).doesNotContain("the-secret");
            }
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void entitiesThatGrowWithoutEndAreNotExpanded() throws Exception {
        StringBuilder type = new StringBuilder("<!DOCTYPE x [<!ENTITY e0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            type.append("<!ENTITY e%d \"%s\">".formatted(i, ("&e" + (i - 1) + ";").repeat(10)));
        }
        type.append("]>");

        assertThat(tried("a.odt", Samples.odt(type + "<x>&e11;</x>")).length()).isLessThan(10_000);
        assertThat(tried("a.epub", Samples.epub(type + Samples.page("&e11;"))).length())
                .isLessThan(10_000);
    }

    @Test
    void deepNestingEndsTheReadingAndNothingElse() throws Exception {
        String deep = "<a>".repeat(300_000);
        assertThat(tried("deep.odt", Samples.odt(deep))).contains("cannot be read");
        assertThat(tried("deep.epub", Samples.epub(deep))).isNotEmpty();
        assertThat(tried("deep.rtf", ("{\\rtf1" + "{".repeat(2_000_000)).getBytes(UTF_8)))
                .contains("cannot be read");
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n".formatted(i, i));
        }
        assertThat(tried("deep.eml", mail.toString().getBytes(UTF_8))).isNotEmpty();
        assertThat(read("after.docx", Samples.docx())).contains("30 Tage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pdf", "a.docx", "a.xlsx", "a.odt", "a.epub", "a.doc", "a.rtf"})
    void aPictureOrAProgramIsNoDocument(String name) {
        byte[] picture = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");
        byte[] program = HexFormat.of().parseHex("4d5a90000300000004000000ffff0000");

        refused(name, picture, "it is no " + name.substring(2).toUpperCase(Locale.ROOT));
        refused(name, program, "it is no ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.txt", "a.md", "a.csv", "a.json", "a.srt", "a.java", "a.eml", "a.mbox"})
    void binaryDataIsNoText(String name) {
        byte[] program = HexFormat.of().parseHex("4d5a90000300000004000000ffff0000");

        assertThatThrownBy(() -> read(name, program)).hasMessageStartingWith(name + ": ");
    }

    @Test
    void aDocumentWithoutTextIsRefused() throws Exception {
        refused("empty.odt", Samples.odt("<x/>"), "it holds no text");
    }

    /** Returns the text of a file, or the reason why there is none. */
    private static String tried(String name, byte[] bytes) throws IOException {
        try {
            return read(name, bytes);
        } catch (FailureException e) {
            return e.failure().toString();
        }
    }
}
