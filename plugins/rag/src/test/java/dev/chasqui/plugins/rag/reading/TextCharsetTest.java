package dev.chasqui.plugins.rag.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

class TextCharsetTest {
    private static final String GERMAN = "Größe der Straße: für Fußgänger zu schmal, kostet 30 €.";

    private final FileReader reader = new FileReader();

    private String read(String name, Optional<String> contentType, byte[] bytes) {
        return reader.read(new Upload(name, contentType, bytes), new Cancellation()).text();
    }

    private String read(String name, byte[] bytes) {
        return read(name, Optional.empty(), bytes);
    }

    private static byte[] bytes(String text, String charset) {
        return text.getBytes(Charset.forName(charset));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.md", "a.html", "a.log", "a"})
    void westernTextWithoutADeclarationIsRead(String name) {
        assertThat(read(name, bytes(GERMAN, "windows-1252"))).isEqualTo(GERMAN);
        assertThat(read(name, bytes("naïve café", "windows-1252"))).isEqualTo("naïve café");
        assertThat(read(name, bytes("It’s 5 £ “more”", "windows-1252")))
                .isEqualTo("It’s 5 £ “more”");
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-8859-2, 'Zażółć gęślą jaźń. Łódź jest miastem w Polsce, gdzie mieszkają ludzie.'",
        "ISO-8859-5, Все люди рождаются свободными и равными в своём достоинстве и правах.",
        "windows-1251, Все люди рождаются свободными и равными в своём достоинстве и правах.",
        "windows-1251, Все люди рождаются свободными",
        "KOI8-R, Люди рождаются свободными",
        "KOI8-R, Все люди рождаются свободными и равными в своём достоинстве и правах.",
        "ISO-8859-7, Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια.",
        "ISO-8859-8, כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
        "windows-1256, يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
        "ISO-8859-9, Bütün insanlar hür ve haklar bakımından eşit doğarlar. İstanbul güzel şehir.",
        "Shift_JIS, すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
        "EUC-JP, すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
        "EUC-KR, 모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
        "GB18030, 人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。",
        "Big5, 人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心。",
        "UTF-16LE, Die Größe der Straße ist für Fußgänger ungünstig.",
        "UTF-16BE, Die Größe der Straße ist für Fußgänger ungünstig.",
        "UTF-16LE, Все люди рождаются свободными и равными в своём достоинстве.",
        "UTF-16BE, Все люди рождаются свободными и равными в своём достоинстве.",
        "UTF-16LE, '人人生而自由，在尊严和权利上 OK'",
        "UTF-16LE, hi"
    })
    void textThatSaysNothingOfItselfIsRecognised(String charset, String text) {
        byte[] english = bytes("The whole chapter in English. ".repeat(500), charset);

        assertThat(read("a.txt", bytes(text, charset))).isEqualTo(text);
        assertThat(read("a.html", bytes("<html><p>" + text + "</p>", charset))).isEqualTo(text);
        assertThat(read("a.md", joined(english, bytes(text, charset)))).endsWith(text);
    }

    @Test
    void aFewBadBytesLeaveAUtf8TextAsItIs() {
        for (String bad : new String[] {"ff", "fc", "c3", "e282", "f09f98", "8080"}) {
            byte[] middle = joined(bytes(GERMAN, "UTF-8"), hex(bad), bytes(" Ende", "UTF-8"));
            byte[] end = joined(bytes(GERMAN, "UTF-8"), hex(bad));

            assertThat(read("a.txt", middle)).startsWith(GERMAN).endsWith("\ufffd Ende");
            assertThat(read("a.txt", end)).startsWith(GERMAN);
            assertThat(read("a.html", middle)).startsWith(GERMAN).endsWith(" Ende");
        }
        assertThat(read("a.md", joined(bytes("Café ", "UTF-8"), hex("ff")))).startsWith("Café ");
    }

    @Test
    void aMarkCountsMoreThanADeclaration() {
        Optional<String> lie = Optional.of("text/plain; charset=windows-1251");

        assertThat(read("a.txt", lie, bytes("\ufeff" + GERMAN, "UTF-8"))).isEqualTo(GERMAN);
        assertThat(read("a.txt", lie, bytes("\ufeff" + GERMAN, "UTF-16LE"))).isEqualTo(GERMAN);
        assertThat(read("a.txt", lie, bytes("\ufeff" + GERMAN, "UTF-16BE"))).isEqualTo(GERMAN);
        assertThat(read("a.txt", lie, bytes("\ufeff" + GERMAN, "UTF-32LE"))).isEqualTo(GERMAN);
        assertThat(read("a.html", lie, bytes("\ufeff" + GERMAN, "UTF-32BE"))).isEqualTo(GERMAN);
        assertThat(read("a.html", bytes("\ufeff<meta charset=koi8-r><p>" + GERMAN, "UTF-16LE")))
                .isEqualTo(GERMAN);
    }

    @ParameterizedTest
    @CsvSource({
        "iso-8859-2, Łódź",
        "koi8-r, мир",
        "windows-1253, Αθήνα",
        "shift_jis, 東京",
        "euc-kr, 서울",
        "gb2312, 联通",
        "big5, 臺北",
        "iso-2022-jp, 東京",
        "iso-8859-8-i, שלום",
        "utf-16le, 東京",
        "utf-16, hi"
    })
    void aDeclarationIsBelievedWhereTheBytesAgree(String declared, String text) {
        String charset = declared.equals("utf-16") ? "UTF-16LE" : declared.replace("-8-i", "-8");
        byte[] bytes = bytes(text, charset);

        assertThat(read("a", Optional.of("text/plain; charset=\"" + declared + "\""), bytes))
                .isEqualTo(text);
        assertThat(read("a", Optional.of("text/html;charset=" + declared), bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<meta charset=windows-1251>",
                "<META CHARSET = 'windows-1251'/>",
                "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">",
                "<!-- <meta charset=utf-16> --><meta charset=\"windows-1251\">",
                "<meta charset=nonsense><?xml?>"
            })
    void aPageDeclaresItsCharsetItself(String meta) {
        String text = "Все люди рождаются свободными";

        assertThat(read("a.html", bytes(meta + "<p>" + text, "windows-1251"))).isEqualTo(text);
    }

    @Test
    void anXmlDeclarationIsUsedToo() {
        byte[] xml = bytes("<?xml version='1.0' encoding='ISO-8859-2'?><a>Łódź</a>", "ISO-8859-2");

        assertThat(read("a.xml", xml)).contains("Łódź");
        assertThat(read("a.xhtml", xml)).contains("Łódź");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-16", "UTF-16LE", "utf-16be", "utf-32"})
    void utf16ThatIsDeclaredInAsciiIsNone(String declared) {
        String meta = "<meta charset=" + declared + ">";
        Optional<String> type = Optional.of("text/html; charset=" + declared);

        assertThat(read("a.html", bytes(meta + "<p>plain", "UTF-8"))).isEqualTo("plain");
        assertThat(read("a.html", bytes(meta + "<p>" + GERMAN, "UTF-8"))).isEqualTo(GERMAN);
        assertThat(read("a.html", bytes(meta + "<p>" + GERMAN, "windows-1252"))).isEqualTo(GERMAN);
        assertThat(read("a.html", type, bytes("<p>" + GERMAN, "UTF-8"))).isEqualTo(GERMAN);
        assertThat(read("a.txt", type, bytes("plain", "UTF-8"))).isEqualTo("plain");
    }

    @Test
    void aDeclarationThatTheBytesContradictIsPassedOver() {
        Optional<String> utf8 = Optional.of("text/html; charset=utf-8");
        Optional<String> latin1 = Optional.of("text/plain; charset=iso-8859-1");
        Optional<String> ebcdic = Optional.of("text/plain; charset=ibm037");

        assertThat(read("a.html", utf8, bytes("<p>" + GERMAN, "windows-1252"))).isEqualTo(GERMAN);
        assertThat(read("a.html", bytes("<meta charset=utf-8><p>" + GERMAN, "windows-1252")))
                .isEqualTo(GERMAN);
        assertThat(read("a.txt", latin1, bytes(GERMAN, "UTF-8"))).isEqualTo(GERMAN);
        assertThat(read("a.txt", latin1, bytes(GERMAN, "windows-1252"))).isEqualTo(GERMAN);
        assertThat(read("a.txt", ebcdic, bytes("plain", "UTF-8"))).isEqualTo("plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 00 02 00",
                "48 69 00 21",
                "89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52",
                "7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00"
            })
    void binaryDataIsNoTextInAnyCharset(String hex) {
        assertThatThrownBy(() -> read("x.bin", hex(hex)))
                .hasMessageContaining("x.bin")
                .hasMessageContaining("office files, EPUB and e-mail are understood");
    }

    @Test
    void asciiIsReadWhateverIsDeclared() {
        byte[] plain = "plain".getBytes(StandardCharsets.US_ASCII);

        for (String declared : new String[] {"shift_jis", "x-unknown", "a b", "", "utf-7"}) {
            assertThat(read("a.txt", Optional.of("text/plain; charset=" + declared), plain))
                    .isEqualTo("plain");
        }
    }
}
