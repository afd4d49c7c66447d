package dev.chasqui.adapters.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** The quotations from the passages of a search. */
class AnswerTest {
    private static final String INTRODUCTION = "The context says (I only quote from it):\n\n";

    @Test
    void aRowComesWithTheHeadOfItsTable() {
        assertThat(
                        answer(
                                "What does error E07 mean?",
                                """
                                # Error codes

                                | code | meaning |
                                | --- | --- |
                                | E01 | No water |
                                | E07 | The meter does not turn |
                                | E08 | The door is open |\
                                """))
                .isEqualTo(
                        INTRODUCTION
                                + "> | code | meaning |\n"
                                + "> | --- | --- |\n"
                                + "> | E07 | The meter does not turn |\n"
                                + ">\n"
                                + "> [1]");
    }

    @Test
    void anItemComesWithTheSentenceThatLeadsToIt() {
        assertThat(
                        answer(
                                "Is damage by lime covered?",
                                "The guarantee does not cover:\n\n- damage by lime;\n- hoses."))
                .isEqualTo(INTRODUCTION + "> The guarantee does not cover: damage by lime; [1]");
    }

    @Test
    void aLineOfCodeComesWithThoseAroundIt() {
        assertThat(answer("What is the timeout?", "```\nport = 1\ntimeout = 4\nname = x\n```"))
                .isEqualTo(
                        INTRODUCTION
                                + "> ```\n> port = 1\n> timeout = 4\n> name = x\n> ```\n>\n> [1]");
    }

    @Test
    void theTextUnderAHeadingAnswersAndNotTheHeading() {
        assertThat(
                        answer(
                                "Which parts go into the dishwasher?",
                                "## Which parts go into the dishwasher\n\nTray and grid may."
                                        + "\n\n## Filter\n\nChange it."))
                .isEqualTo(INTRODUCTION + "> Tray and grid may. [1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Where is the serial number? | Have the serial number ready. It is behind the"
                        + " tank.",
                "Who opens the cellar? | Eve has the key. She opens the cellar.",
                "Bis wann gilt der Vertrag? | Der Vertrag gilt bis zum 31. Dezember 2029.",
            })
    void asMuchAsItTakesIsQuotedInWholeSentences(String question, String quote) {
        assertThat(answer(question, "The canteen is closed.\n\n" + quote + "\n\nThat is all."))
                .isEqualTo(INTRODUCTION + "> " + quote + " [1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How heavy is the pump? | The pump is red. | The pump has 12 kg.",
                "What does the pump cost? | The pump is red. | The pump is 30 euros.",
                "When is the outing? | The outing is fun. | The outing is on 12 June.",
                "Wie lange dauert die Reise? | Die Reise ist schön. | Die Reise hat 3 Tage.",
                "Wie viel Strom zieht die Pumpe? | Die Pumpe hat 90 %. | Die Pumpe hat 6 bis 48 W.",
                "How many keys may a guest have? | Each guest may have one of v2. | 4 keys for"
                        + " each.",
                "How long is the guarantee? | Rinse it for 2 minutes. | The guarantee is 12"
                        + " months.",
                "Why was the pump changed? | The pump was changed by Eve."
                        + " | The pump was changed because it leaked.",
            })
    void whatLooksLikeTheThingAskedForIsPreferred(String question, String other, String right) {
        assertThat(answer(question, other, right)).isEqualTo(INTRODUCTION + "> " + right + " [2]");
    }

    @Test
    void theOrderOfTheSearchDecidesBetweenEquals() {
        assertThat(answer("What about the pump?", "The pump hums.", "The pump leaks."))
                .isEqualTo(INTRODUCTION + "> The pump hums. [1]");
    }

    @Test
    void theFirstPassageOfASearchMayAnswerInOtherWords() {
        assertThat(
                        answer(
                                "How much do people pay for a cabin on the sleeper?",
                                "A private compartment is worth 46 euros.",
                                "It has been run since 2015.",
                                "Many people travel."))
                .isEqualTo(
                        "The context does not say exactly that. The nearest that it says (I only"
                                + " quote from it):\n\n> A private compartment is worth 46 euros."
                                + " [1]");
    }

    @Test
    void passagesWithoutAnyWordOfTheQuestionAreNoAnswer() {
        assertThat(answer("How much is a cabin?", "It was 46 euros.", "It rains."))
                .startsWith("I found nothing about that");
    }

    @Test
    void aQuestionIsNoAnswer() {
        assertThat(
                        answer(
                                "How do I reset the pump?",
                                "How do I reset the pump? Hold the red button for a while."))
                .isEqualTo(INTRODUCTION + "> Hold the red button for a while. [1]");
    }

    @Test
    void anAnswerThatHasLittleOfTheQuestionSaysSo() {
        assertThat(
                        answer(
                                "Does the red pump of the northern cellar leak at night?",
                                "It rains at night."))
                .isEqualTo(
                        "The context does not say exactly that. The nearest that it says (I only"
                                + " quote from it):\n\n> It rains at night. [1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "code ",
                "a.\n",
                "| a ",
                "| a |\n",
                "```\n",
                "(((",
                "- x\n",
                "code: 1\n",
                "12. ",
                "\"code\": ",
                "code = (;\n",
                "<code document=\"",
                "1,1.1 "
            })
    @Timeout(20)
    void textOfAnyShapeTakesTimeInProportionToItsLength(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        assertThat(answer("How much is the code of 1, and why is it 12?", text)).isNotEmpty();
    }

    private static String answer(String question, String... passages) {
        StringBuilder text = new StringBuilder("<passages>\n");
        for (int i = 0; i < passages.length; i++) {
            text.append("<passage number=\"%d\">\n%s\n</passage>\n".formatted(i + 1, passages[i]));
        }
        Message message = Message.of(Role.USER, text + "</passages>\n\n" + question);
        return AnswerWording.answer(Context.of(List.of(message)), () -> {});
    }
}
