package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugins.branches.BranchAnswer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The citations of several answers under numbers that mean one passage each.
 *
 * <p>A passage keeps its number unless an answer before has another passage under it; then it gets
 * the next free one, and the marks such as {@code [1]} in its answer are changed. A passage of
 * several answers has one number. Used by one thread.
 */
final class CitationNumbers {
    private static final Pattern MARK =
            Pattern.compile("\\[(\\d{1,4}(?:\\s{0,2}[,;–-]\\s{0,2}\\d{1,4}){0,99})\\]");
    private static final Pattern NUMBER_OR_RANGE =
            Pattern.compile("(\\d{1,4})(?:\\s*[–-]\\s*(\\d{1,4}))?");

    private final boolean prose;
    private final SortedMap<Integer, Citation> byNumber = new TreeMap<>();

    /**
     * @param prose true if the answers are prose; the text of others is not changed, and a passage
     *     whose number is taken is left out
     */
    CitationNumbers(boolean prose) {
        this.prose = prose;
    }

    /** Adds the citations of an answer and returns its text with their numbers. */
    String add(BranchAnswer answer) {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (Citation citation : answer.citations()) {
            int number = number(citation);
            Citation known = byNumber.get(number);
            if (known == null || (citation.cited() && samePassage(known, citation))) {
                byNumber.put(number, numbered(citation, number));
            }
            numbers.putIfAbsent(citation.number(), number);
        }
        boolean same =
                numbers.entrySet().stream().allMatch(each -> each.getKey().equals(each.getValue()));
        return same ? answer.text() : renumbered(answer.text(), numbers);
    }

    /** Returns an event with each citation once, marked as cited if any answer cites it. */
    List<ReplyEvent> events() {
        return byNumber.isEmpty()
                ? List.of()
                : List.of(new ReplyEvent.Cited(List.copyOf(byNumber.values())));
    }

    private int number(Citation citation) {
        int own = citation.number();
        if (!prose) {
            return own;
        }
        Optional<Integer> known =
                byNumber.values().stream()
                        .filter(each -> samePassage(each, citation))
                        .map(Citation::number)
                        .findFirst();
        return known.orElseGet(() -> byNumber.containsKey(own) ? byNumber.lastKey() + 1 : own);
    }

    private static Citation numbered(Citation citation, int number) {
        return new Citation(
                number,
                citation.document(),
                citation.collection(),
                citation.url(),
                citation.passage(),
                citation.cited());
    }

    private static boolean samePassage(Citation one, Citation other) {
        return one.document().equals(other.document())
                && one.collection().equals(other.collection())
                && one.passage().equals(other.passage());
    }

    private static String renumbered(String text, Map<Integer, Integer> numbers) {
        return MARK.matcher(text)
                .replaceAll(
                        mark ->
                                NUMBER_OR_RANGE
                                        .matcher(mark.group())
                                        .replaceAll(each -> renumbered(each, numbers)));
    }

    /** Returns the new numbers of a number or a range; the same if one of them cites nothing. */
    private static String renumbered(MatchResult mark, Map<Integer, Integer> numbers) {
        int first = Integer.parseInt(mark.group(1));
        int last = mark.group(2) == null ? first : Integer.parseInt(mark.group(2));
        if (!numbers.containsKey(first) || !numbers.containsKey(last)) {
            return mark.group();
        }
        return IntStream.rangeClosed(first, last)
                .mapToObj(numbers::get)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
