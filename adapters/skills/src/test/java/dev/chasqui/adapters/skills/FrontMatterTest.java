package dev.chasqui.adapters.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMatterTest {
    private static FrontMatter read(String... members) throws SkillException {
        return FrontMatter.read("---\n" + String.join("\n", members) + "\n---\n# Title\n\nText\n");
    }

    private static String text(String... members) throws SkillException {
        return read(members).member("a").orElseThrow().text();
    }

    private static Object list(String... members) throws SkillException {
        return read(members).member("a").orElseThrow().list();
    }

    @Test
    void theRestIsTheTextAfterIt() throws Exception {
        assertThat(read("a: b").rest()).isEqualTo("# Title\n\nText");
        assertThat(FrontMatter.read("---\r\na: b\r\n---\r\nText").rest()).isEqualTo("Text");
    }

    @Test
    void plainTextsGoToTheEndOfTheirLines() throws Exception {
        assertThat(text("a: use it: when \"needed\", [x]"))
                .isEqualTo("use it: when \"needed\", [x]");
        assertThat(text("a: one # a comment")).isEqualTo("one");
        assertThat(text("a: issue#7")).isEqualTo("issue#7");
        assertThat(text("a: one", "  two", "", "  three", "b: c")).isEqualTo("one two three");
        assertThat(text("a:", "  below")).isEqualTo("below");
        assertThat(text("a:")).isEmpty();
    }

    @Test
    void quotedTextsHaveEscapes() throws Exception {
        assertThat(text("a: \"say \\\"hi\\\"\\n\\u00e9: #1\" # comment"))
                .isEqualTo("say \"hi\"\né: #1");
        assertThat(text("a: 'it''s'")).isEqualTo("it's");
        assertThat(text("a: \"one", "  two\"")).isEqualTo("one two");
    }

    @Test
    void blocksAreKeptOrFolded() throws Exception {
        assertThat(text("a: |", "  one", "    two", "", "  three"))
                .isEqualTo("one\n  two\n\nthree");
        assertThat(text("a: |-", "  one", "  two")).isEqualTo("one\ntwo");
        assertThat(text("a: >-", "  one", "  two", "", "  three")).isEqualTo("one two\nthree");
    }

    @Test
    void listsHaveThreeForms() throws Exception {
        assertThat(list("a: Read, Write Bash(git add:*, git log)").toString())
                .isEqualTo("[Read, Write, Bash(git add:*, git log)]");
        assertThat(list("a: [Read, \"Bash(a, b)\", 'x''y']").toString())
                .isEqualTo("[Read, Bash(a, b), x'y]");
        assertThat(list("a:", "  [\"Read\",", "   \"Write\"]").toString())
                .isEqualTo("[Read, Write]");
        assertThat(list("a:", "  - Read", "  - \"Write\"", "# no").toString())
                .isEqualTo("[Read, Write]");
        assertThat(list("a:", "- Read # here", "- Write").toString()).isEqualTo("[Read, Write]");
        assertThat(list("a: []").toString()).isEqualTo("[]");
    }

    @Test
    void aLongItemOfAListIsRead() throws Exception {
        String item = "a".repeat(100_000);

        assertThat(list("a: [\"" + item + "\", '" + item + "']"))
                .hasToString("[" + item + ", " + item + "]");
        assertThat(list("a: [x" + " ".repeat(100_000) + "y , z]").toString()).endsWith("y, z]");
        assertThat(text("a: b", "  c" + " #".repeat(100_000) + "\u2028d")).isEqualTo("b c");
    }

    @Test
    void membersThatNobodyAsksForMayHoldAnything() throws Exception {
        assertThat(text("metadata:", "  tags: [a, b]", "  deep:", "    - {x: &y 1}", "a: b"))
                .isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: &x 1|line 2, column 4: a cannot be read",
                "a: {x: 1}|line 2, column 4: a cannot be read",
                "a: \"open|line 2, column 4: a has a quote that is never closed",
                "a: \"x\" y|line 2, column 4: a has text after its closing quote",
                "a: \"\\q\"|line 2, column 4: a has an unknown escape",
                "a: \"\\u12\"|line 2, column 4: a has a wrong escape",
                "no colon|line 2, column 1: no member",
                "a:b|line 2, column 1: no member",
            })
    void mistakesHaveTheirPlace(String member, String message) {
        assertThatThrownBy(() -> text(member)).hasMessageStartingWith(message);
    }

    @Test
    void mistakesOfSeveralLinesHaveTheirPlace() {
        assertThatThrownBy(() -> text("b: c", "a:", "  - x")).hasMessageContaining("line 3");
        assertThatThrownBy(() -> text("a: |", "    x", "  y"))
                .hasMessageStartingWith("line 4, column 3");
        assertThatThrownBy(() -> text("a: b", "a: c"))
                .hasMessageStartingWith("line 3, column 1: a is given twice");
        assertThatThrownBy(() -> list("a: [x")).hasMessageContaining("never closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# Title", "----\na: b\n---", " ---\na: b\n---", "---\na: b\n"})
    void aTextWithoutFrontMatterIsRefused(String text) {
        assertThatThrownBy(() -> FrontMatter.read(text))
                .isInstanceOf(SkillException.class)
                .hasMessageContaining("front matter");
    }
}
