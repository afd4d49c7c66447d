package dev.chasqui.plugins.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Tests of the search: each kind by published examples, and look-alikes that are none. */
class SensitiveTextTest {
    private static final SensitiveText SENSITIVE =
            new SensitiveText(List.of("Ada Lovelace", "Bluebird", "Müller", "田中"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMAIL | bob@example.org",
                "EMAIL | Bob.O'Hara+x@mail.example.co.uk",
                "EMAIL | jörg@müller.example",
                "EMAIL | 用户@例子.公司",
                "PHONE | +49 (0)171 123-4567",
                "PHONE | +1 555 123 4567",
                "PHONE | 0049 30 1234567",
                "PHONE | (555) 123-4567",
                "PHONE | 555-123-4567",
                "PHONE | 030 1234567",
                "PHONE | 06 12 34 56 78",
                "PHONE | 020 7946 0958",
                "PHONE | 13812345678",
                "CARD | 4111 1111 1111 1111",
                "CARD | 5555555555554444",
                "CARD | 3782-822463-10005",
                "CARD | 6011 1111 1111 1117",
                "CARD | 2223003122003222",
                "IBAN | DE89 3704 0044 0532 0130 00",
                "IBAN | GB82WEST12345698765432",
                "IBAN | fr1420041010050500013m02606",
                "IBAN | NO93 8601 1117 947",
                "ACCOUNT | 539-0075470-34",
                "ACCOUNT | 000201231234567890154",
                "ID | 65929970489",
                "ID | 12345678Z",
                "ID | X1234567L",
                "ID | RSSMRA85T10A562S",
                "ID | 2 69 05 49 588 157 80",
                "ID | 85.07.30-033.28",
                "ID | 44051401359",
                "ID | 811218-9876",
                "ID | 131052-308T",
                "ID | 15076500565",
                "ID | 529.982.247-25",
                "ID | 11010519491231002X",
                "KEY | sk-proj-abcdEFGH1234_ijkl-5678",
                "KEY | ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "KEY | AKIAIOSFODNN7EXAMPLE",
                "KEY | xoxb-123456789012-abcdefABCDEF",
                "KEY | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_DEF-123",
                "NAME | ada  LOVELACE",
                "NAME | bluebird",
                "NAME | MÜLLER"
            })
    void aValueIsFoundWithItsBounds(Kind kind, String value) {
        for (String around : List.of("%s", "See %s.", "(%s)", "a: %s, b", "\n%s\n")) {
            String text = around.formatted(value);
            int start = text.indexOf(value);
            assertThat(SENSITIVE.findings(text))
                    .as(text)
                    .contains(new Finding(kind, start, start + value.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111 1111 1111 1112",
                "GB82WEST12345698765433",
                "539-0075470-35",
                "RSSMRA85T10A562T",
                "12345678A",
                "85.07.30-033.29",
                "on 2026-11-30 at 15:45, 05-11-2026 14:30 and 30.11.2026",
                "v1.2.3, 192.168.100.12, 1,234,567.89 and 3.14159265358979323",
                "550e8400-e29b-41d4-a716-446655440000",
                "9fceb02d0ae598e95dc970b74767f19372d61af8",
                "a@b and @everyone, x@1.2",
                "Bluebirds and Ada said: Lovelace's",
                "task-abcdefghijklmnopqrstuvwx and sk-short",
                "the bearer of this letter, Bearer instructions",
                "[EMAIL_1]"
            })
    void lookalikesAreLeft(String text) {
        assertThat(SENSITIVE.findings(text)).isEmpty();
    }

    @Test
    void onlyTheValueBehindBearerIsFound() {
        assertThat(found("Authorization: bearer abcDEF123456._~+/=x"))
                .containsExactly("abcDEF123456._~+/=x");
    }

    @Test
    void aPrivateKeyIsFoundWholeAndAlsoWhenItWasCut() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE+/=\nabc\n-----END RSA PRIVATE KEY-----";
        String cut = "-----BEGIN EC PRIVATE KEY-----\nMIIE+/=\nabc";

        assertThat(found("x " + key + " y")).containsExactly(key);
        assertThat(found(cut + " and more")).containsExactly(cut);
        assertThat(found("-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----")).isEmpty();
    }

    @Test
    void aNameInAScriptWithoutSpacesIsFoundAnywhere() {
        assertThat(found("今日は田中さんと")).containsExactly("田中");
    }

    @Test
    void aNumberBesideACharacterThatIsAWordByItselfIsFound() {
        assertThat(found("电话13812345678号，卡4111111111111111的"))
                .containsExactly("13812345678", "4111111111111111");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111 1111 1111 1111",
                "sk-proj-abcdEFGH1234_ijkl-5678",
                "DE89 3704 0044 0532 0130 00",
                "+49 170 1234567",
                "85.07.30-033.28",
                "Bluebird"
            })
    void aValueBehindAnEscapeIsFound(String value) {
        for (String escape : List.of("\\n", "\\t", "\\u000a", "\\r\\n")) {
            assertThat(found("{'a': 'x" + escape + value + "'")).contains(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "-", "_", "%20", "漢", "あ", "x"})
    void anAddressAtTheEndOfALongRunIsFound(String piece) {
        for (int length : List.of(1, 44, 45, 46, 60, 127, 128, 129, 1000)) {
            String text = "See " + piece.repeat(length) + "alice@example.com";

            assertThat(found(text))
                    .singleElement()
                    .asString()
                    .matches(each -> each.endsWith("alice@example.com"));
        }
    }

    @Test
    void anAddressBesideAnotherValueIsFound() {
        assertThat(found("+49 30 1234567.alice@example.com")).contains("alice@example.com");
        assertThat(found("a@example.com_alice@example.com"))
                .containsExactly("a@example.com", "alice@example.com");
    }

    @Test
    void anEntryWithoutAWordIsRefused() {
        assertThatThrownBy(() -> new SensitiveText(List.of("ok", " - ")))
                .hasMessage("words: ' - ' (expected: a word or a name)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.",
                "1 ",
                "(1",
                "0 ",
                "eyJaaaaaaaaaa.",
                "-----BEGIN PRIVATE KEY-----",
                "x@y-",
                "bearer-",
                "bearer :",
                ".a@",
                "@",
                "\\n"
            })
    void aMegabyteOfTheBeginningOfAValueIsSearched(String piece) {
        String text = piece.repeat((1 << 20) / piece.length());
        Placeholders placeholders = new Placeholders();
        placeholders.reserve(text);

        String redacted = placeholders.redacted(text, SENSITIVE);

        assertThat(Restorer.restored(redacted, placeholders.values())).isEqualTo(text);
    }

    private static List<String> found(String text) {
        return SENSITIVE.findings(text).stream()
                .map(each -> text.substring(each.start(), each.end()))
                .toList();
    }
}
