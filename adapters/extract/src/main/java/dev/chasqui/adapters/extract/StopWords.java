package dev.chasqui.adapters.extract;

import java.util.Arrays;
import java.util.Set;

/** Frequent words of a few languages, which say nothing about the subject of a question. */
final class StopWords {
    private static final Set<String> WORDS =
            Set.copyOf(
                    Arrays.asList(
                            ("a an and are as at be been but by can could did do does for from had"
                                 + " has have he her him his how i if in into is it its me my of on"
                                 + " or our please she should so tell than that the their them then"
                                 + " there these they this those to us was we were what when where"
                                 + " which who whom whose why will with would you your about s t"
                                 + " der die das den dem des ein eine einen einem einer und oder"
                                 + " ist sind war waren wer wie wo wann warum was welche welcher"
                                 + " welches zu zum zur im am von mit für auf aus bei nicht ich du"
                                 + " er sie es wir ihr sich bitte hat haben wird el la los las un"
                                 + " una unos unas y o de del al que qué en es son por para con se"
                                 + " su sus lo cómo dónde cuándo quién cuál le les des du et ou est"
                                 + " sont que qui quoi dans sur pour avec ce cette ces je il elle"
                                 + " nous vous comment où quand")
                                    .split(" ")));

    private StopWords() {}

    static boolean contains(String word) {
        return WORDS.contains(word);
    }
}
