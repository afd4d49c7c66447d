package dev.chasqui.plugins.guard;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Edits of text that may be JSON. JSON stays valid and keeps its layout: strings are edited as they
 * read, without their escapes, and a number whose text changes becomes a string.
 */
final class JsonTexts {
    /** The most levels of JSON as text within JSON. */
    private static final int MOST_LEVELS = 4;

    private JsonTexts() {}

    /** Returns the edited text: as JSON if it is an object or an array, else as a whole. */
    static String edit(String text, UnaryOperator<String> edit) {
        return edit(text, edit, MOST_LEVELS);
    }

    /** Returns a value with all in it edited; a number whose text changes becomes a string. */
    static Json edit(Json value, UnaryOperator<String> edit) {
        return switch (value) {
            case Json.Str(String text) -> new Json.Str(edit(text, edit));
            case Json.Obj object -> edit(object, edit);
            case Json.Arr(List<Json> items) -> {
                List<Json> edited = new ArrayList<>(items.size());
                items.forEach(item -> edited.add(edit(item, edit)));
                yield new Json.Arr(edited);
            }
            case Json.Num(String literal) -> {
                String changed = edit.apply(literal);
                yield changed.equals(literal) ? value : new Json.Str(changed);
            }
            case Json.Bool _, Json.Null _ -> value;
        };
    }

    /**
     * Returns an object with all in it edited, also names of members that are more than a plain
     * word: those belong to the format. The bytes of files stay.
     */
    static Json.Obj edit(Json.Obj object, UnaryOperator<String> edit) {
        if (object.isEmpty()) {
            return object;
        }
        Map<String, Json> edited = new LinkedHashMap<>();
        object.members()
                .forEach(
                        (name, value) -> {
                            boolean bytes =
                                    value instanceof Json.Str(String text)
                                            && FileBytes.isMember(object, name, text);
                            edited.put(
                                    name(name, object, edited, edit),
                                    bytes ? value : edit(value, edit));
                        });
        return new Json.Obj(edited);
    }

    /** Returns the edited name of a member, unlike that of any other one. */
    private static String name(
            String name, Json.Obj object, Map<String, Json> edited, UnaryOperator<String> edit) {
        if (isPlainWord(name)) {
            return name;
        }
        String changed = edit.apply(name);
        if (changed.equals(name)) {
            return name;
        }
        while (edited.containsKey(changed) || object.get(changed).isPresent()) {
            changed += "_";
        }
        return changed;
    }

    private static boolean isPlainWord(String name) {
        return name.chars().allMatch(c -> Chars.isAsciiLetter((char) c) || c == '_');
    }

    private static String edit(String text, UnaryOperator<String> edit, int levels) {
        return levels > 0 && isJson(text) ? editTokens(text, edit, levels) : edit.apply(text);
    }

    private static boolean isJson(String text) {
        int begin = 0;
        while (begin < text.length() && text.charAt(begin) <= ' ') {
            begin++;
        }
        if (begin == text.length() || (text.charAt(begin) != '{' && text.charAt(begin) != '[')) {
            return false;
        }
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return JsonReader.readRequest(bytes, 0, bytes.length) != Json.Null.NULL;
        } catch (FailureException e) {
            return false;
        }
    }

    /** Edits the strings and numbers of valid JSON and leaves all between them. */
    private static String editTokens(String json, UnaryOperator<String> edit, int levels) {
        StringBuilder edited = new StringBuilder(json.length() + 64);
        int at = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            int end = at + 1;
            if (c == '"') {
                end = endOfString(json, at);
                edited.append(editString(json.substring(at, end), edit, levels));
            } else if (c == '-' || Chars.isAsciiDigit(c)) {
                while (end < json.length() && isOfNumber(json.charAt(end))) {
                    end++;
                }
                String number = json.substring(at, end);
                String changed = edit.apply(number);
                edited.append(changed.equals(number) ? number : new Json.Str(changed));
            } else {
                edited.append(c);
            }
            at = end;
        }
        return edited.toString();
    }

    private static String editString(String token, UnaryOperator<String> edit, int levels) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        if (!(JsonReader.read(bytes) instanceof Json.Str(String value))) {
            return token;
        }
        String changed = edit(value, edit, levels - 1);
        return changed.equals(value) ? token : new Json.Str(changed).toString();
    }

    private static int endOfString(String json, int at) {
        int end = at + 1;
        while (json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    private static boolean isOfNumber(char c) {
        return Chars.isAsciiDigit(c) || "+-.eE".indexOf(c) >= 0;
    }
}
