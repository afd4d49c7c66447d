package dev.chasqui.plugins.rag.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class ChunkerTest {
    private static final String SENTENCE = "The llama carries the load along the road to town. ";

    private static List<String> texts(FileKind kind, String text) {
        return Chunker.spans(new DocumentText(kind, text)).stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList();
    }

    @Test
    void underlinedLinesAreHeadings() {
        String text =
                """
                Handbook
                ========

                Leave
                -----
                Thirty days.

                - an item
                ---
                More.
                """;

        assertThat(Chunker.spans(new DocumentText(FileKind.MARKDOWN, text + "Days. ".repeat(300))))
                .extracting(PassageSpan::heading)
                .endsWith("Handbook > Leave");
        assertThat(Chunker.spans(new DocumentText(FileKind.TEXT, text)))
                .extracting(PassageSpan::heading)
                .containsExactly("");
    }

    @Test
    void aShortTextIsOnePassage() {
        assertThat(texts(FileKind.TEXT, "One.\n\nTwo.")).containsExactly("One.\n\nTwo.");
    }

    @Test
    void passagesAreOfSomeSizeAndShareTheirEnds() {
        String text = SENTENCE.repeat(200);
        List<PassageSpan> spans = Chunker.spans(new DocumentText(FileKind.TEXT, text));

        for (int i = 1; i < spans.size(); i++) {
            PassageSpan before = spans.get(i - 1);
            assertThat(spans.get(i).start()).isLessThan(before.end()).isGreaterThan(before.start());
            assertThat(before.end() - before.start()).isBetween(500, 1_500);
        }
    }

    @Test
    void aPassageEndsWithAParagraphWhereItIsFullEnough() {
        String paragraph = SENTENCE.repeat(12).strip() + "\n\n";

        assertThat(texts(FileKind.TEXT, paragraph.repeat(5)))
                .allSatisfy(passage -> assertThat(passage).endsWith("\n\n"));
    }

    @Test
    void aSectionBeginsAPassageThatKnowsTheHeadingsAboveIt() {
        String text =
                "# Handbook\n\n"
                        + SENTENCE.repeat(10)
                        + "\n\n## Leave\n\n"
                        + SENTENCE.repeat(30)
                        + "\n\n## Travel\n\nBy train.";
        List<PassageSpan> spans = Chunker.spans(new DocumentText(FileKind.MARKDOWN, text));

        assertThat(spans).extracting(PassageSpan::heading).contains("Handbook", "Handbook > Leave");
        assertThat(texts(FileKind.MARKDOWN, text).getLast()).startsWith("## Travel");
    }

    @Test
    void aPassageThatBeginsWithAHeadingHasTheHeadingsAboveIt() {
        String text =
                "# Handbook\n\n## Leave\n\n" + SENTENCE.repeat(30) + "\n\n## Travel\n\nBy train.";
        List<PassageSpan> spans = Chunker.spans(new DocumentText(FileKind.MARKDOWN, text));

        assertThat(texts(FileKind.MARKDOWN, text).getLast()).startsWith("## Travel");
        assertThat(spans.getLast().heading()).isEqualTo("Handbook");
    }

    @Test
    void aSignOfANumberInCodeIsNoHeading() {
        String text = "```\n# a comment\n```\n" + SENTENCE.repeat(30);

        assertThat(Chunker.spans(new DocumentText(FileKind.MARKDOWN, text)))
                .extracting(PassageSpan::heading)
                .containsOnly("");
    }

    @Test
    void noRowIsCutAndAPassageWithinATableKnowsItsColumns() {
        StringBuilder text = new StringBuilder("# Preise\n\n| Obst | Preis |\n| --- | --- |\n");
        for (int i = 0; i < 200; i++) {
            text.append("| Birne %d. Sorte! | 2,%02d € |\n".formatted(i, i % 100));
        }
        text.append("\nEnde.");
        DocumentText content = new DocumentText(FileKind.DOCX, text.toString());
        List<PassageSpan> spans = Chunker.spans(content);

        assertThat(texts(FileKind.DOCX, text.toString()))
                .hasSizeGreaterThan(5)
                .allMatch(passage -> passage.startsWith("#") || passage.startsWith("|"))
                .allMatch(passage -> passage.endsWith("|\n") || passage.endsWith("Ende."));
        assertThat(spans.subList(1, spans.size() - 1))
                .extracting(PassageSpan::heading)
                .containsOnly("Preise > Obst | Preis");
    }

    @Test
    void aRowThatIsLongerThanAPassageIsCut() {
        String row = "| " + "wort ".repeat(2_000) + "|\n";

        assertThat(texts(FileKind.CSV, "| a |\n| --- |\n" + row)).hasSizeGreaterThan(5);
    }

    @Test
    void codeBetweenFencesStaysWholeWhereItFits() {
        String code = "```java\n" + "int a = b + c; // sum\n\n".repeat(18) + "```\n\n";
        String text = SENTENCE.repeat(7).strip() + "\n\n" + code + SENTENCE.repeat(20);

        assertThat(texts(FileKind.MARKDOWN, text)).anyMatch(passage -> passage.contains(code));
    }

    @Test
    void aProgramIsCutBetweenItsFunctions() {
        String function = "    int f() {\n" + "        call(a, b);\n\n".repeat(12) + "    }\n\n";

        assertThat(texts(FileKind.CODE, "class A {\n" + function.repeat(12) + "}\n"))
                .hasSizeGreaterThan(3)
                .allSatisfy(passage -> assertThat(passage.stripTrailing()).endsWith("}"));
    }

    @Test
    void aPassageKnowsThePageOnWhichItBegins() {
        String page = SENTENCE.repeat(40).strip();
        DocumentText content =
                DocumentText.ofPages(FileKind.PDF, page + "\f" + page + "\f" + page, Map.of());
        List<PassageSpan> spans = Chunker.spans(content);

        assertThat(content.pages()).containsExactly(0, page.length() + 1, 2 * page.length() + 2);
        assertThat(spans.getFirst().page()).hasValue(1);
        assertThat(spans.getLast().page()).hasValue(3);
        assertThat(Chunker.spans(new DocumentText(FileKind.TEXT, page)).getFirst().page())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                " ",
                "\n",
                "😀",
                "休",
                "#",
                "a. ",
                "# a\n",
                "\ud83d",
                "x\f",
                "|",
                "| a |\n",
                "| a |\n| - |\n",
                "```\n",
                "```\na\n\n",
                "|\n",
                "| a b\n\n",
                "    "
            })
    void noTextMakesAnEndlessPassageOrAGap(String unit) {
        for (FileKind kind : new FileKind[] {FileKind.MARKDOWN, FileKind.CODE, FileKind.CSV}) {
            covers(kind, unit.repeat(200_000 / unit.length()));
        }
    }

    private static void covers(FileKind kind, String text) {
        List<PassageSpan> spans = Chunker.spans(new DocumentText(kind, text));

        int covered = 0;
        for (PassageSpan span : spans) {
            assertThat(span.start()).isLessThanOrEqualTo(covered);
            assertThat(span.end()).isGreaterThan(covered);
            assertThat(span.end() - span.start()).isLessThan(10_000);
            covered = span.end();
            boolean split =
                    covered < text.length()
                            && Character.isSurrogatePair(
                                    text.charAt(covered - 1), text.charAt(covered));
            assertThat(split).isFalse();
        }
        assertThat(covered).isEqualTo(text.length());
    }
}
