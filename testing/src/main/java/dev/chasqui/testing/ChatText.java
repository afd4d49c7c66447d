package dev.chasqui.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little that the fakes of both dialects read from JSON and write of it. */
final class ChatText {
    private static final Pattern MODEL = Pattern.compile("\"(?:model|name)\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*(true|false)");
    private static final Pattern WORD = Pattern.compile("\\S+\\s*");

    private ChatText() {}

    static String model(WireMessage request) {
        Matcher matcher = MODEL.matcher(request.text());
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Returns the request's {@code stream} flag; empty if it has none. */
    static Optional<Boolean> stream(WireMessage request) {
        Matcher matcher = STREAM.matcher(request.text());
        return matcher.find() ? Optional.of(matcher.group(1).equals("true")) : Optional.empty();
    }

    /** Returns the words of a text, each with the white space behind it. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** Returns a text as a JSON string. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\').append((char) c);
                            } else if (c < ' ') {
                                quoted.append("\\u%04x".formatted(c));
                            } else {
                                quoted.append((char) c);
                            }
                        });
        return quoted.append('"').toString();
    }
}
