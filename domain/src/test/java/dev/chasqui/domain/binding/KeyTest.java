package dev.chasqui.domain.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The binding of values by the rules in a component's annotation. */
class KeyTest {
    private static final RecordReader READER =
            new RecordReader(RecordReader.Source.SERVER, Path.of(""));

    /** Accepts texts in small letters; a text that begins with sk- is a secret. */
    static final class Small implements TextRule {
        @Override
        public String expected() {
            return "small letters";
        }

        @Override
        public boolean fits(String text) {
            return text.matches("[a-z]+");
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of("^[a-z]+$");
        }

        @Override
        public boolean hides(String wrong) {
            return wrong.startsWith("sk-");
        }
    }

    private record Item(@Key(help = "x", rule = Small.class) String name) {}

    private record All(
            @Key(help = "x", fallback = "3", least = "1", most = "9") int count,
            @Key(help = "x", least = "-5") Optional<Long> long_,
            @Key(help = "x", fallback = "0.5", most = "1") double share,
            @Key(help = "x", fallback = "1h30m", least = "1s", most = "2d") Duration pause,
            @Key(help = "x", fallback = "1MiB", least = "1KiB", most = "1GiB") ByteSize size,
            @Key(help = "x", fallback = "a b", rule = Small.class) List<String> words,
            @Key(help = "x", rule = Small.class, names = Small.class) Map<String, String> table,
            @Key(help = "x") Optional<URI> url,
            @Key(help = "x") List<Item> items) {}

    @Test
    void whatIsLeftOutHasTheDefaultThatTheAnnotationSays() {
        All all = READER.read(RecordType.of(All.class), Json.Obj.EMPTY, "");

        assertThat(all)
                .isEqualTo(
                        new All(
                                3,
                                Optional.empty(),
                                0.5,
                                Duration.ofMinutes(90),
                                ByteSize.ofMebibytes(1),
                                List.of("a", "b"),
                                Map.of(),
                                Optional.empty(),
                                List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "count | 0      | count: 0 (expected: a number from 1 to 9)",
                "count | 10     | count: 10 (expected: a number from 1 to 9)",
                "count | '4'    | count: \"4\" (expected: a number from 1 to 9, without quotes)",
                "count | '0'    | count: \"0\" (expected: a number from 1 to 9)",
                "long_ | -6     | long_: -6 (expected: a number of at least -5)",
                "share | 1.1    | share: 1.1 (expected: a number of at most 1.0)",
                "pause | '3d'   | pause: \"3d\" (expected: 1s to 2d, such as \"10s\", \"500ms\" or"
                        + " \"1h30m\", or a number of seconds)",
                "pause | 0.5    | pause: 0.5 (expected: 1s to 2d, such as \"10s\", \"500ms\" or"
                        + " \"1h30m\", or a number of seconds)",
                "size  | 1      | size: 1 (expected: 1KiB to 1GiB, such as \"32MiB\" or \"20GB\")",
                "size  | '2GiB' | size: \"2GiB\" (expected: 1KiB to 1GiB, such as \"32MiB\" or"
                        + " \"20GB\")",
                "words | ['a','B'] | words[1]: \"B\" (expected: small letters)",
                "words | ['sk-1']  | words[0]: a text of 4 characters (expected: small letters)",
                "words | 'a'    | words: \"a\" (expected: a list, each small letters)",
                "table | {'a':'B'} | table.a: \"B\" (expected: small letters)",
                "table | {'A':'b'} | table: \"A\" (expected: small letters)",
                "url   | 'a b'  | url: \"a b\" (expected: a URL)",
                "items | {}     | items: an object (expected: a list of objects)",
                "items | [1]    | items[0]: 1 (expected: an object of name)",
                "items | [{}]   | items[0].name: missing (expected: small letters)",
                "items | [{'name':null}] | items[0].name: null (expected: small letters)",
                "puase | 1      | puase: unknown key (did you mean 'pause'?)",
            })
    void whatIsOutOfBoundsOrAgainstTheRuleIsTold(String key, String value, String expected) {
        assertThatThrownBy(() -> READER.read(RecordType.of(All.class), object(key, value), ""))
                .isInstanceOfSatisfying(
                        Mistake.class,
                        mistake -> assertThat(mistake.sentence()).isEqualTo(expected));
    }

    @Test
    void readingGoesOnWithTheDefaultOrWithWhatIsMadeUp() {
        List<Mistake> told = new ArrayList<>();

        All all =
                READER.readLeniently(
                        RecordType.of(All.class),
                        object("count", "0")
                                .withAll(object("words", "['a','B','c']"))
                                .withAll(object("items", "[1,{'name':'b'},{}]"))
                                .withAll(object("xyz", "1")),
                        "at",
                        told);

        assertThat(told)
                .extracting(Mistake::where)
                .containsExactly(
                        "at.xyz", "at.count", "at.words[1]", "at.items[0]", "at.items[2].name");
        assertThat(told.getFirst().named()).contains("at.xyz");
        assertThat(told.get(1).named()).isEmpty();
        assertThat(all.count()).isEqualTo(3);
        assertThat(all.words()).containsExactly("a", "c");
        assertThat(all.items()).containsExactly(new Item(""), new Item("b"), new Item(""));
    }

    @Test
    void aDefaultThatIsNoneIsFound() {
        record Wrong(@Key(help = "x", fallback = "10", most = "9") int n) {}
        record NoBound(@Key(help = "x", most = "many") int n) {}

        assertThatThrownBy(() -> READER.read(RecordType.of(Wrong.class), Json.Obj.EMPTY, ""))
                .hasMessageContaining("10\" (expected: a number of at most 9");
        assertThatThrownBy(() -> RecordType.of(NoBound.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordIsCopiedWithAnotherValueInOneSlot() {
        RecordType<Item> type = RecordType.of(Item.class);

        assertThat(type.with(new Item("a"), "name", "b")).isEqualTo(new Item("b"));
        assertThat(type.values(new Item("a"))).containsExactly("a");
    }

    private record Open(
            @Key(help = "x", fallback = "1") int count,
            @Key(help = "x", others = true, names = Small.class) Map<String, Item> all) {}

    @Test
    void membersThatNoOtherComponentNamesMayBelongToOne() {
        assertThat(
                        READER.read(
                                RecordType.of(Open.class),
                                object("count", "2").withAll(object("all", "{'name':'b'}")),
                                "at"))
                .isEqualTo(new Open(2, Map.of("all", new Item("b"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mine  | {'name':'B'} | at.mine.name: \"B\" (expected: small letters)",
                "Mine  | {'name':'b'} | at: \"Mine\" (expected: small letters)",
                "conut | 2            | at.conut: unknown key (did you mean 'count'?)",
            })
    void aMistakeAmongThemIsToldAtItsPlace(String key, String value, String expected) {
        assertThatThrownBy(() -> READER.read(RecordType.of(Open.class), object(key, value), "at"))
                .isInstanceOfSatisfying(
                        Mistake.class,
                        mistake -> assertThat(mistake.sentence()).isEqualTo(expected));
    }

    /** Makes an object of one member, whose value has single quotes for double ones. */
    private static Json.Obj object(String key, String value) {
        return Json.Obj.EMPTY.with(key, parse(value.replace('\'', '"')));
    }

    /** Parses the little JSON that these tests need. */
    private static Json parse(String text) {
        return switch (text.charAt(0)) {
            case '"' -> Json.of(text.substring(1, text.length() - 1));
            case '[' -> new Json.Arr(parts(text).stream().map(KeyTest::parse).toList());
            case '{' -> {
                Json.Obj object = Json.Obj.EMPTY;
                for (String member : parts(text)) {
                    String[] sides = member.split(":", 2);
                    object = object.with(sides[0].replace("\"", ""), parse(sides[1]));
                }
                yield object;
            }
            case 'n' -> Json.Null.NULL;
            default -> new Json.Num(text);
        };
    }

    private static List<String> parts(String brackets) {
        String inside = brackets.substring(1, brackets.length() - 1);
        return inside.isEmpty() ? List.of() : List.of(inside.split(",", -1));
    }
}
