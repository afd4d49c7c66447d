package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class HistoryCutTest {

    @Test
    void theOldestTurnsOfTheMiddleGoFirst() {
        List<Message> messages = talk("S:s U:q1 A:a1 U:q2 A:a2 U:q3 A:a3 U:q4");
        assertThat(cut(messages, 1)).hasValue("S:s U:q1 A:a1 U:q3 A:a3 U:q4");
        assertThat(cut(messages, 2)).hasValue("S:s U:q1 A:a1 U:q3 A:a3 U:q4");
        assertThat(cut(messages, 3)).hasValue("S:s U:q1 A:a1 U:q4");
        assertThat(cut(messages, 4)).hasValue("S:s U:q1 A:a1 U:q4");
        assertThat(cut(messages, 5)).isEmpty();
    }

    @Test
    void instructionsStayWhereverTheyAre() {
        assertThat(cut(talk("S:s U:q1 A:a1 U:q2 D:d A:a2 U:q3"), 2))
                .hasValue("S:s U:q1 A:a1 D:d U:q3");
    }

    @Test
    void roundsOfToolsGoWithTheirResults() {
        List<Message> messages = talk("U:q C:1,2 T:1 T:2 C:3 T:3 C:4,5 T:4 T:5 A:said C:6 T:6");
        assertThat(cut(messages, 1)).hasValue("U:q C:3 T:3 C:4,5 T:4 T:5 A:said C:6 T:6");
        assertThat(cut(messages, 4)).hasValue("U:q C:4,5 T:4 T:5 A:said C:6 T:6");
        assertThat(cut(messages, 9)).hasValue("U:q C:6 T:6");
        assertThat(cut(messages, 10)).isEmpty();
    }

    @Test
    void roundsOfTheFirstTurnGoAfterTheMiddleAndItsAnswerStays() {
        List<Message> messages = talk("U:q1 C:1 T:1 A:a1 U:q2 A:a2 U:q3 C:2 T:2 C:3 T:3");
        assertThat(cut(messages, 2)).hasValue("U:q1 C:1 T:1 A:a1 U:q3 C:2 T:2 C:3 T:3");
        assertThat(cut(messages, 3)).hasValue("U:q1 A:a1 U:q3 C:2 T:2 C:3 T:3");
        assertThat(cut(messages, 5)).hasValue("U:q1 A:a1 U:q3 C:3 T:3");
        assertThat(cut(messages, 7)).isEmpty();
    }

    @Test
    void aResultWithoutAnIdBelongsToTheLastCalls() {
        assertThat(cut(talk("U:q C:1 T: T: C:2 T: C:3 T:"), 1)).hasValue("U:q C:2 T: C:3 T:");
    }

    @Test
    void aLateResultGoesWithItsCall() {
        assertThat(cut(talk("U:q1 A:a1 U:q2 C:1 U:q3 T:1 A:a3 U:q4"), 1))
                .hasValue("U:q1 A:a1 U:q4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "U:q", "S:s U:q", "U:q1 A:a1 U:q2", "U:q C:1 T:1", "T:1 U:q", "A:a"})
    void aConversationWithoutAMiddleCannotBeShortened(String talk) {
        assertThat(cut(talk(talk), 1)).isEmpty();
    }

    @Test
    void noCutSplitsACallFromItsResultOrDropsTheQuestion() {
        Random random = new Random(27);
        for (int i = 0; i < 5_000; i++) {
            List<Message> messages = anyTalk(random);
            int excess = 1 + random.nextInt(messages.size() + 2);
            HistoryCut.middle(messages, _ -> 1, excess)
                    .ifPresent(shortened -> check(messages, shortened, excess));
        }
    }

    private static void check(List<Message> messages, HistoryCut.Shortened shortened, int excess) {
        List<Message> kept = shortened.kept();
        assertThat(messages).containsSubsequence(kept);
        assertThat(shortened.leftOut()).hasSizeGreaterThanOrEqualTo(excess);
        assertThat(kept.size() + shortened.leftOut().size()).isEqualTo(messages.size());
        assertThat(kept).endsWith(messages.getLast());
        List<Message> users = with(messages, Role.USER);
        if (!users.isEmpty()) {
            assertThat(kept).contains(users.getFirst(), users.getLast());
        }
        assertThat(with(kept, Role.SYSTEM)).isEqualTo(with(messages, Role.SYSTEM));
        // Each call that was answered before still is, and no result is left without its call.
        assertThat(answered(kept)).isEqualTo(calls(kept, answered(messages)));
    }

    private static List<Message> with(List<Message> messages, Role role) {
        return messages.stream().filter(message -> message.role().equals(role)).toList();
    }

    private static List<String> answered(List<Message> messages) {
        return messages.stream().flatMap(one -> one.toolCallId().stream()).sorted().toList();
    }

    private static List<String> calls(List<Message> messages, List<String> among) {
        return messages.stream()
                .flatMap(one -> one.toolCalls().stream())
                .map(ToolCall::id)
                .filter(among::contains)
                .sorted()
                .toList();
    }

    private static List<Message> anyTalk(Random random) {
        List<String> words = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        int id = 0;
        int length = 1 + random.nextInt(14);
        while (words.size() < length) {
            switch (random.nextInt(7)) {
                case 0, 1 -> words.add("U:u" + words.size());
                case 2 -> words.add("A:a" + words.size());
                case 3 -> words.add("S:s" + words.size());
                case 4 -> {
                    words.add("C:" + ++id + "," + ++id);
                    open.add(id - 1);
                    open.add(id);
                }
                default -> {
                    if (!open.isEmpty()) {
                        int answered = random.nextInt(open.size());
                        words.add("T:" + open.get(answered));
                        open.remove(/* index */ answered);
                    }
                }
            }
        }
        return talk(String.join(" ", words));
    }

    private static Optional<String> cut(List<Message> messages, int excess) {
        return HistoryCut.middle(messages, _ -> 1, excess)
                .map(shortened -> shortened.kept().stream().map(HistoryCutTest::word))
                .map(words -> words.collect(Collectors.joining(" ")));
    }

    private static List<Message> talk(String words) {
        return Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(HistoryCutTest::message)
                .toList();
    }

    private static Message message(String word) {
        String text = word.substring(2);
        return switch (word.charAt(0)) {
            case 'S' -> Message.of(Role.SYSTEM, text);
            case 'D' -> Message.of(Role.DEVELOPER, text);
            case 'U' -> Message.of(Role.USER, text);
            case 'A' -> Message.of(Role.ASSISTANT, text);
            case 'C' -> tool(Role.ASSISTANT, text, "");
            default -> tool(Role.TOOL, "", text);
        };
    }

    private static Message tool(Role role, String calls, String answers) {
        return new Message(
                role,
                List.of(),
                Optional.empty(),
                Stream.of(calls.split(","))
                        .filter(id -> !id.isEmpty())
                        .map(id -> new ToolCall(id, "f", "{}"))
                        .toList(),
                Optional.of(answers).filter(id -> !id.isEmpty()),
                Optional.empty(),
                Json.Obj.EMPTY,
                Optional.empty());
    }

    private static String word(Message message) {
        if (!message.toolCalls().isEmpty()) {
            return message.toolCalls().stream()
                    .map(ToolCall::id)
                    .collect(Collectors.joining(",", "C:", ""));
        }
        return message.role().equals(Role.TOOL)
                ? "T:" + message.toolCallId().orElse("")
                : Character.toUpperCase(message.role().name().charAt(0)) + ":" + message.text();
    }
}
