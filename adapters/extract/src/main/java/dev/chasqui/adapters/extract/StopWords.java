package dev.chasqui.adapters.extract;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Frequent words of a few languages, which say nothing about the subject of a question. */
final class StopWords {
    private static final String ENGLISH =
            "a an and are as at be been but by can could did do does for from had has have he her"
                + " him his how i if in into is it its me my of on or our please she should so tell"
                + " than that the their them then there these they this those to us was we were"
                + " what when where which who whom whose why will with would you your about s t"
                + " many much long often any some may might must shall not no yes just also only am"
                + " being myself mine get gets got while during happen happens";

    private static final String GERMAN =
            "der die das den dem des ein eine einen einem einer eines und oder ist sind war waren"
                + " wer wen wem wie wo wann warum was welche welcher welches welchen welchem"
                + " wieviel viel viele lange oft zu zum zur im am in an ab von vom bis mit für auf"
                + " aus bei nach nicht ich du er sie es wir ihr uns mir mich man sich bitte hat"
                + " habe haben hatte wird werden kann können darf dürfen muss müssen soll sollte"
                + " als auch noch nur wenn falls dass denn da mein meine meinen unser unsere gibt"
                + " mal";

    private static final String SPANISH =
            "el la los las un una unos unas y o de del al a que qué en es son por para con se su"
                + " sus lo cómo dónde cuándo quién cuál cuánto cuánta cuántos cuántas me mi si sí"
                + " hay ser está están tengo tiene puedo puede hago hacer hace debo no";

    private static final String FRENCH =
            "les des du et ou est sont qui quoi dans sur pour avec ce cette ces je il elle nous"
                    + " vous comment où quand combien";

    private static final Set<String> WORDS =
            Stream.of(ENGLISH, GERMAN, SPANISH, FRENCH)
                    .flatMap(words -> Arrays.stream(words.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());

    private StopWords() {}

    static boolean contains(String word) {
        return WORDS.contains(word);
    }
}
