package dev.chasqui.adapters.http.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tests of the search for the model's name. In the texts a line feed stands for a CRLF. */
class FormScannerTest {
    private static final String FIELD = "Content-Disposition: form-data; name=\"model\"\n\n";
    private static final String FILE =
            """
            Content-Disposition: form-data; name="file"; filename="a;\\"b.wav"
            Content-Type: audio/wav

            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void theFieldIsFoundHoweverTheBytesCome(int step) {
        String form =
                "--b\n" + FILE + "\n--\n--a\r\r\n-\n--b \t\n" + FIELD + "whisper-ñ\n--b--\nrest";
        byte[] bytes = bytes(form);
        FormScanner scanner = scanner();
        for (int i = 0; i < bytes.length; i += step) {
            scanner.take(bytes, i, Math.min(step, bytes.length - i));
        }
        scanner.finish();

        FormScanner.ModelField field = scanner.model().orElseThrow();
        assertThat(field.name()).isEqualTo("whisper-ñ");
        assertThat(
                        new String(
                                bytes,
                                (int) field.from(),
                                (int) (field.to() - field.from()),
                                StandardCharsets.UTF_8))
                .isEqualTo("whisper-ñ");
    }

    @Test
    void theFieldIsKnownBeforeTheFormEnds() {
        FormScanner scanner = scanner();
        take(scanner, "--b\n" + FIELD + "m\n--b");
        assertThat(scanner.model()).map(FormScanner.ModelField::name).contains("m");
        assertThatThrownBy(scanner::finish).isInstanceOf(FailureException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b\nContent-Disposition: form-data; name=model\n\nm\n--b--",
                "--b\ncontent-disposition:form-data;name=\"model\"\nX: y\n\nm\n--b--\n",
                "--b\nContent-Transfer-Encoding: 8bit\n" + FIELD + "m\n--b--",
            })
    void aFieldMayBeWrittenInManyWays(String form) {
        assertThat(name(form)).contains("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b--",
                "--b\nContent-Disposition: form-data; name=\"Model\"\n\nm\n--b--",
                "--b\nContent-Disposition: form-data; name=\"models\"\n\n" + FIELD + "\n--b--",
            })
    void aFormMayNameNoModel(String form) {
        assertThat(name(form)).isEmpty();
    }

    @Test
    void aNameMayBeEmpty() {
        assertThat(name("--b\n" + FIELD + "\n--b--")).contains("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    ^^                                                    | ends before
                    --b                                                   | ends before
                    --b-                                                  | ends before
                    --b~D: form-data; name="model"~~m                     | ends before
                    --b~D: form-data; name="model"~~m~--b                 | ends before
                    --b~D: form-data; name="model"~~m~--c--               | ends before
                    x--b                                                  | does not begin
                    ~--b                                                  | does not begin
                    --c--                                                 | does not begin
                    --bb~                                                 | other characters
                    --b-x                                                 | other characters
                    --b x                                                 | other characters
                    --b~~m~--b--                                          | no Content-Disposition
                    --b~X: y~~m~--b--                                     | no Content-Disposition
                    --b~D: attachment; name="model"~~m~--b--              | no clear
                    --b~D: form-data~~m~--b--                             | no clear
                    --b~D: form-data; name="a"; name="model"~~m~--b--     | no clear
                    --b~D: form-data; name="model~~m~--b--                | no clear
                    --b~D: form-data; name="mo\\del"~~m~--b--           | no clear
                    --b~D: form-data; name="a"; name*=utf-8''model~~m~--b-- | no clear
                    --b~D: form-data; name="a"~D: form-data; name="model"~~m~--b-- | no clear
                    --b~D: form-data;~ name="model"~~m~--b--              | no clear
                    --b~D : form-data; name="model"~~m~--b--              | malformed header
                    --b~D: form-data; name="x"~ folded~~m~--b--           | malformed header
                    --b~D: form-data; name="x"~~--b~D: form-data; name="model"~~m~--b-- | followed by a boundary at once
                    --b~D: form-data; name="model"; filename="x"~~m~--b-- | no plain text
                    --b~Content-Transfer-Encoding: base64~D: form-data; name="model"~~bQ==~--b-- | no plain text
                    --b~D: form-data; name="model"~~m~--b~D: form-data; name="model"~~m~--b-- | 'model' twice
                    """)
    void aFormThatTwoReadersMayUnderstandDifferentlyIsRefused(String form, String why) {
        assertThat(
                        failure(
                                form.replace("D:", "Content-Disposition:")
                                        .replace("D :", "Content-Disposition :")
                                        .replace('~', '\n')))
                .isInstanceOf(Failure.Invalid.class)
                .extracting(Failure::message)
                .asString()
                .contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: a\rb", "X: a\u0000b"})
    void aHeaderWithControlCharactersIsRefused(String header) {
        assertThat(failure("--b\n" + header + "\n")).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aBareLineFeedEndsNoHeader() {
        FormScanner scanner = scanner();
        byte[] bytes = "--b\r\nX: y\nZ: a".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> scanner.take(bytes, 0, bytes.length)).hasMessageContaining("bare");
    }

    @Test
    void headersAndNamesHaveALimit() {
        assertThat(failure("--b\n" + "X: y\n".repeat(3_000)).message()).contains("too long");
        assertThat(failure("--b\nX: " + "y".repeat(10_000)).message()).contains("too long");
        assertThat(failure("--b\n" + FIELD + "m".repeat(2_000)).message())
                .contains("longer than 1024 bytes");
    }

    @Test
    void aNameIsUtf8() {
        FormScanner scanner = scanner();
        take(scanner, "--b\n" + FIELD);
        byte[] bytes = {(byte) 0xff, '\r', '\n', '-', '-', 'b'};
        assertThatThrownBy(() -> scanner.take(bytes, 0, bytes.length))
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"a\\b\"",
                "multipart/form-data; boundary=a; boundary=b",
                "multipart/form-data; boundary=\"a",
                "multipart/form-data; boundary=ñ",
                "multipart/form-data; charset",
                "multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        + "aaaaaaaaaaaaaaaaaaaaaaaa",
                "multipart/form-data-x; boundary=a"
            })
    void aTypeWithoutAClearBoundaryIsRefused(String type) {
        assertThatThrownBy(() -> FormBoundary.delimiter(type))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("boundary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=a'b",
                "Multipart/Form-Data;charset=utf-8; BOUNDARY=\"a'b\" ",
            })
    void aBoundaryMayBeWrittenInSeveralWays(String type) {
        assertThat(new String(FormBoundary.delimiter(type), StandardCharsets.US_ASCII))
                .isEqualTo("\r\n--a'b");
    }

    private static Failure failure(String form) {
        return catchThrowableOfType(FailureException.class, () -> name(form)).failure();
    }

    private static Optional<String> name(String form) {
        FormScanner scanner = scanner();
        take(scanner, form);
        scanner.finish();
        return scanner.model().map(FormScanner.ModelField::name);
    }

    private static void take(FormScanner scanner, String form) {
        byte[] bytes = bytes(form);
        scanner.take(bytes, 0, bytes.length);
    }

    private static FormScanner scanner() {
        return new FormScanner(FormBoundary.delimiter("multipart/form-data; boundary=b"));
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
