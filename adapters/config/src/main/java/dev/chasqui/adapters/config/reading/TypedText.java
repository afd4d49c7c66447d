package dev.chasqui.adapters.config.reading;

import dev.chasqui.domain.binding.Mistake;
import dev.chasqui.domain.binding.ValueType;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The conversion of a variable's or an option's text to the JSON that a file would have in its
 * place. A text that does not fit the type stays a string, which the binder refuses.
 */
final class TypedText {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    private TypedText() {}

    /**
     * Returns the value that a text stands for.
     *
     * @param type the expected type; empty if this module does not know it
     * @throws Mistake if the type requires JSON and the text is none
     */
    static Node node(Optional<ValueType> type, ConfigPosition at, String text) {
        return type.map(known -> known(known, at, text)).orElseGet(() -> unknown(at, text));
    }

    private static Node known(ValueType type, ConfigPosition at, String text) {
        return switch (type) {
            case ValueType.Maybe(ValueType item) -> known(item, at, text);
            case ValueType.Many(ValueType.Scalar item) -> list(item, at, text);
            case ValueType.Many _, ValueType.Table _, ValueType.Section _, ValueType.Open _ ->
                    NodeReader.value(at, text).orElseThrow(() -> noJson(type, text));
            case ValueType.Scalar single -> new Node.Leaf(at, single(single, text));
        };
    }

    /** The message does not show the text, which may be a secret. */
    private static Mistake noJson(ValueType type, String text) {
        return new Mistake(
                "",
                "a text of "
                        + text.length()
                        + " characters (expected: "
                        + type.description()
                        + ", as JSON)");
    }

    /** A list is written with commas between its items, or as JSON. */
    private static Node list(ValueType.Scalar item, ConfigPosition at, String text) {
        Optional<Node> json =
                text.startsWith("[") ? NodeReader.value(at, text) : Optional.<Node>empty();
        if (json.isPresent()) {
            return json.get();
        }
        List<Node> items = new ArrayList<>();
        for (String each : text.split(",", 0)) {
            items.add(new Node.Leaf(at, single(item, each.strip())));
        }
        return new Node.Items(at, items);
    }

    private static Json single(ValueType.Scalar type, String text) {
        return switch (type) {
            case ValueType.Whole _, ValueType.Decimal _, ValueType.Span _
                    when NUMBER.matcher(text).matches() ->
                    new Json.Num(text);
            case ValueType.Flag _ ->
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "true" -> Json.of(true);
                        case "false" -> Json.of(false);
                        default -> Json.of(text);
                    };
            default -> Json.of(text);
        };
    }

    /** A text that is JSON is read as JSON; a string that looks like JSON has to be quoted. */
    private static Node unknown(ConfigPosition at, String text) {
        return NodeReader.value(at, text)
                .filter(value -> value.json() != Json.Null.NULL)
                .orElseGet(() -> new Node.Leaf(at, Json.of(text)));
    }
}
