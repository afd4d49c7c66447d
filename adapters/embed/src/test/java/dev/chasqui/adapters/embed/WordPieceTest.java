package dev.chasqui.adapters.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

class WordPieceTest {
    private static final int ALL = Integer.MAX_VALUE;

    private static final WordPiece WORD_PIECE = new WordPiece(Reference.vocabulary());

    @Test
    void theIdsAreThoseOfTheModelsMakers() {
        List<Json.Obj> recorded = Reference.objects("tokens.jsonl");

        assertThat(recorded).hasSizeGreaterThan(700);
        for (Json.Obj line : recorded) {
            String text = line.text("text").orElseThrow();
            assertThat(ids(text)).as(text).isEqualTo(toInts(Reference.numbers(line, "ids")));
        }
    }

    /**
     * Compares the tokens of every character. New characters may differ, since the Unicode tables
     * of Hugging Face's tokenizer are some years older than Java's.
     */
    @Test
    void theSameHoldsForEachCharacterButNewOnes() {
        int different = 0;
        int lowest = Character.MAX_CODE_POINT;
        for (String line : Reference.lines("characters.txt")) {
            String[] parts = line.split(" ", 3);
            String expected = parts[2];
            int to = Integer.parseInt(parts[1], 16);
            for (int character = Integer.parseInt(parts[0], 16); character <= to; character++) {
                boolean half = character >= Character.MIN_SURROGATE && character < 0xE000;
                if (!half
                        && !joinedIds("a" + Character.toString(character) + "b").equals(expected)) {
                    different++;
                    lowest = Math.min(lowest, character);
                }
            }
        }

        assertThat(different).isLessThan(1000);
        assertThat(lowest).isGreaterThan(0x600);
    }

    @Test
    void whatDoesNotFitIsCountedAndTheEndIsMarkedAllTheSame() {
        Tokens cut = WORD_PIECE.read("one two three four", 4, () -> {});

        assertThat(cut.ids()).isEqualTo(ids("one two"));
        assertThat(cut.count()).isEqualTo(6);
        assertThat(cut.isCut()).isTrue();
        assertThat(WORD_PIECE.read("one two", 4, () -> {}).isCut()).isFalse();
        assertThat(WORD_PIECE.read("one", 2, () -> {})).isEqualTo(new Tokens(ids(""), 3));
    }

    @Test
    void anUnknownWordThatBeginsAtTheEdgeIsOneToken() {
        Tokens cut = WORD_PIECE.read("one embeddi😀ng", 4, () -> {});

        assertThat(cut.ids()).isEqualTo(ids("one 😀"));
        assertThat(cut.count()).isEqualTo(4);
    }

    @Test
    void halvesOfSurrogatesAreAsIfTheyWereNotThere() {
        assertThat(ids("he\ud83dllo \udc00 wor\udfffld\ud800")).isEqualTo(ids("hello world"));
    }

    @Test
    void theMarksOfTheModelAreOrdinaryText() {
        assertThat(ids("[SEP] [CLS] [PAD]")).isEqualTo(ids("[ sep ] [ cls ] [ pad ]"));
    }

    @Test
    void megabytesOfOneWordAreOneToken() {
        String word = "x".repeat(8 << 20);

        assertThat(WORD_PIECE.read(word, 512, () -> {})).isEqualTo(new Tokens(ids("😀"), 3));
    }

    /** Normalizing the whole text would sort its accents, which takes hours for so many. */
    @Test
    void megabytesOfAccentsAreNothing() {
        String accents = "a" + "\u0301\u0323".repeat(2 << 20);

        assertThat(WORD_PIECE.read(accents, 512, () -> {}).ids()).isEqualTo(ids("a"));
    }

    @Test
    void megabytesOfWordsOfWhichNoPieceIsKnownToItsEnd() {
        String hard = ("a".repeat(99) + "\u0b85 ").repeat(3_000);

        assertThat(WORD_PIECE.read(hard, 512, () -> {}).count()).isEqualTo(3_002);
    }

    @Test
    void aLongTextIsGivenUpWhenNobodyWaitsForIt() {
        Runnable gone =
                () -> {
                    throw new CancellationException();
                };

        assertThatThrownBy(() -> WORD_PIECE.read("a ".repeat(20_000), 512, gone))
                .isInstanceOf(CancellationException.class);
    }

    private static int[] ids(String text) {
        return WORD_PIECE.read(text, ALL, () -> {}).ids();
    }

    private static String joinedIds(String text) {
        return String.join(" ", Arrays.stream(ids(text)).mapToObj(Integer::toString).toList());
    }

    private static int[] toInts(double[] numbers) {
        return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
    }
}
