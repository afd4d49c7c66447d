package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.plugin.testkit.TestChain;
import dev.chasqui.plugins.rag.library.Passage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

class PassageFittingTest {
    private static final TestChain CHAIN = TestChain.saying("x");

    @Test
    void passagesThatFitAreGivenWhole() {
        PassageBlock block = block("One two three.", "Four five six.");
        PassageFitting.Fitted fitted = fit(PassageFittingTest::words, 500, block);

        assertThat(fitted.block()).isEqualTo(block);
        assertThat(fitted.tokens()).isEqualTo(words(block.toString()));
    }

    @Test
    void theWorstAreLeftOutWholeAndTheBestStayInOrder() {
        PassageBlock block =
                block("a ".repeat(40), "b ".repeat(40), "c ".repeat(40), "d ".repeat(40));
        PassageFitting.Fitted fitted = fit(PassageFittingTest::words, 140, block);

        assertThat(fitted.block().passages()).isEqualTo(block.passages().subList(0, 2));
        assertThat(fitted.cut()).isFalse();
    }

    @Test
    void aPassageThatDoesNotFitAloneIsCutAtASentence() {
        PassageFitting.Fitted fitted =
                fit(
                        PassageFittingTest::words,
                        80,
                        block("Seven words are in this one sentence. ".repeat(40), "more"));

        assertThat(fitted.cut()).isTrue();
        assertThat(fitted.block().passages())
                .singleElement()
                .satisfies(passage -> assertThat(passage.text()).endsWith("sentence. …"));
        assertThat(fitted.tokens()).isLessThanOrEqualTo(80).isGreaterThan(40);
    }

    @Test
    void withoutRoomThereAreNoPassages() {
        assertThat(fit(PassageFittingTest::words, 0, block("a")).block().passages()).isEmpty();
        assertThat(fit(PassageFittingTest::words, -5, block("a")).block().passages()).isEmpty();
        assertThat(fit(PassageFittingTest::words, 10, block("a ".repeat(400))).block().passages())
                .isEmpty();
        assertThat(fit(PassageFittingTest::words, 500, block()).tokens()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBudgetIsNeverExceededWhateverTheTextAndTheTokenizer(long seed) {
        Random random = new Random(seed);
        List<ToIntFunction<String>> tokenizers =
                List.of(
                        PassageFittingTest::words,
                        String::length,
                        CautiousTokens::bytes,
                        text -> (int) text.chars().filter(Character::isDigit).count() * 3,
                        text -> text.length() / (2 + Math.floorMod(text.hashCode(), 7)));
        for (int i = 0; i < 60; i++) {
            ToIntFunction<String> tokenizer = tokenizers.get(i % tokenizers.size());
            int limit = random.nextInt(1500);
            PassageBlock all = new PassageBlock(random.nextInt(3), randomPassages(random));
            PassageFitting.Fitted fitted = fit(tokenizer, limit, all);

            int kept = fitted.block().passages().size();
            if (kept > 0) {
                assertThat(tokenizer.applyAsInt(fitted.block().toString()))
                        .isEqualTo(fitted.tokens())
                        .isLessThanOrEqualTo(limit);
            }
            if (!fitted.cut()) {
                assertThat(fitted.block().passages()).isEqualTo(all.passages().subList(0, kept));
            }
        }
    }

    @Test
    void aBackendThatCountsIsAskedAFewTimesForManyPassages() {
        CountingChain chain = new CountingChain(CHAIN, PassageFittingTest::words);
        PassageBlock hundred = new PassageBlock(0, randomPassages(new Random(1), 100));
        new PassageFitting(tokens(chain), 400).fit(hundred);

        assertThat(chain.counts().get()).isBetween(2, 6);
    }

    private static PassageFitting.Fitted fit(
            ToIntFunction<String> tokenizer, int limit, PassageBlock block) {
        return new PassageFitting(tokens(new CountingChain(CHAIN, tokenizer)), limit).fit(block);
    }

    private static ModelTokens tokens(CountingChain chain) {
        return new ModelTokens(chain, "m", new CautiousTokens());
    }

    private static PassageBlock block(String... texts) {
        List<Passage> passages = new ArrayList<>();
        for (String text : texts) {
            passages.add(FakeLibrary.passage("c", "d" + passages.size() + ".md", 0, text));
        }
        return new PassageBlock(0, passages);
    }

    private static List<Passage> randomPassages(Random random) {
        return randomPassages(random, random.nextInt(12));
    }

    private static List<Passage> randomPassages(Random random, int count) {
        String signs = "abc eno rst . \n0123 日本 </passage> <|im_end|> [1] äß🚀";
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(2000), 0, signs.length())
                    .forEach(at -> text.append(signs.charAt(at)));
            passages.add(FakeLibrary.passage("c", "d" + i + ".md", i, text.toString()));
        }
        return passages;
    }

    private static int words(String text) {
        return text.split("[\\s<>=\"]+", -1).length;
    }
}
