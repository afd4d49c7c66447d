package dev.chasqui.domain.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of a key: its help, with default and bounds at the end of the first sentence. */
public final class KeyText {
    private static final Pattern END_OF_SENTENCE = Pattern.compile("\\.(?= |$)");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]+\\)");

    private KeyText() {}

    /**
     * Returns the description for the page, in Markdown, whose table has a column for the default.
     */
    public static String markdown(Slot slot) {
        return sentences(slot, unset(slot));
    }

    /** Returns the description for editors, which show the text as it is. */
    public static String plain(Slot slot) {
        List<String> notes = unset(slot);
        if (!slot.fallback().isEmpty()) {
            notes = List.of("default " + slot.fallback());
        }
        return LINK.matcher(sentences(slot, notes)).replaceAll("$1").replace("`", "");
    }

    private static Optional<List<String>> choices(ValueType type) {
        return switch (type) {
            case ValueType.Choice(List<? extends Enum<?>> constants) ->
                    Optional.of(
                            constants.stream()
                                    .map(each -> "`" + each.name().toLowerCase(Locale.ROOT) + "`")
                                    .toList());
            case ValueType.Maybe(ValueType item) -> choices(item);
            default -> Optional.empty();
        };
    }

    private static List<String> unset(Slot slot) {
        return slot.unset().isEmpty() ? List.of() : List.of("default: " + slot.unset());
    }

    private static String sentences(Slot slot, List<String> defaults) {
        List<String> notes = new ArrayList<>(defaults);
        if (!slot.bounds().words().isEmpty()) {
            notes.add(slot.bounds().words());
        }
        choices(slot.type())
                .filter(choices -> !choices.stream().allMatch(slot.help()::contains))
                .ifPresent(choices -> notes.add("one of " + String.join(", ", choices)));
        Matcher end = END_OF_SENTENCE.matcher(slot.help());
        String help =
                notes.isEmpty() || !end.find()
                        ? slot.help()
                        : slot.help().substring(0, end.start())
                                + " ("
                                + String.join("; ", notes)
                                + ")"
                                + slot.help().substring(end.start());
        return help + (slot.restart() ? " A change takes effect with the next start." : "");
    }
}
