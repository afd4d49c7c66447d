package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonScanner;

import java.util.Set;

/**
 * A checker of the kinds of values below the top of a body. A scanner passes over them while it
 * notes oddities; it does not enter values that no dialect reads. Used by one thread.
 */
final class ShapeScanner {
    private static final JsonNames IN_CALLS = JsonNames.of("id", "type", "function");
    private static final JsonNames IN_FUNCTIONS =
            JsonNames.of("name", "description", "parameters", "arguments");
    private static final JsonNames IN_FORMATS = JsonNames.of("type", "json_schema");
    private static final JsonNames IN_IMAGES = JsonNames.of("url", "detail");

    private final JsonScanner scanner;
    private final Set<Oddity> oddities;

    ShapeScanner(JsonScanner scanner, Set<Oddity> oddities) {
        this.scanner = scanner;
        this.oddities = oddities;
    }

    /** Passes over a value that must be of this kind, or null. */
    void take(JsonKind kind) {
        expect(kind);
        scanner.skip();
    }

    /** Returns true if the value is of this kind; any other kind but null is noted as odd. */
    private boolean expect(JsonKind expected) {
        JsonKind kind = scanner.kind();
        if (kind != expected && kind != JsonKind.NULL) {
            oddities.add(Oddity.WRONG_KIND);
        }
        return kind == expected;
    }

    /** Enters a value of this kind and returns true; passes over any other and returns false. */
    boolean enter(JsonKind kind) {
        if (expect(kind)) {
            scanner.enter();
            return true;
        }
        scanner.skip();
        return false;
    }

    /**
     * Enters an item that is an object and returns true; passes over any other, which is odd, and
     * returns false.
     */
    boolean enterItem() {
        if (scanner.kind() == JsonKind.NULL) {
            oddities.add(Oddity.WRONG_KIND);
        }
        return enter(JsonKind.OBJECT);
    }

    /** Passes over a list of strings. */
    void texts() {
        if (enter(JsonKind.ARRAY)) {
            while (scanner.nextItem()) {
                if (scanner.kind() != JsonKind.STRING) {
                    oddities.add(Oddity.WRONG_KIND);
                }
                scanner.skip();
            }
        }
    }

    /** Passes over {@code tools} or {@code tool_calls}. */
    void functions(boolean calls) {
        if (enter(JsonKind.ARRAY)) {
            while (scanner.nextItem()) {
                if (enterItem()) {
                    call(calls);
                }
            }
        }
    }

    private void call(boolean isCall) {
        boolean function = false;
        while (scanner.nextMember()) {
            switch (scanner.name(IN_CALLS)) {
                case "id", "type" -> take(JsonKind.STRING);
                case "function" -> {
                    function = scanner.kind() == JsonKind.OBJECT;
                    if (enter(JsonKind.OBJECT)) {
                        function();
                    }
                }
                default -> scanner.skip();
            }
        }
        if (isCall && !function) {
            oddities.add(Oddity.WRONG_KIND);
        }
    }

    private void function() {
        boolean named = false;
        while (scanner.nextMember()) {
            switch (scanner.name(IN_FUNCTIONS)) {
                case "name" -> {
                    named = scanner.kind() == JsonKind.STRING;
                    take(JsonKind.STRING);
                }
                case "description" -> take(JsonKind.STRING);
                case "parameters" -> take(JsonKind.OBJECT);
                case "arguments" -> arguments();
                default -> scanner.skip();
            }
        }
        if (!named) {
            oddities.add(Oddity.WRONG_KIND);
        }
    }

    private void arguments() {
        switch (scanner.kind()) {
            case STRING -> oddities.add(Oddity.TEXT_ARGUMENTS);
            case OBJECT -> oddities.add(Oddity.OBJECT_ARGUMENTS);
            case NULL -> {}
            case NUMBER, FLAG, ARRAY -> oddities.add(Oddity.WRONG_KIND);
        }
        scanner.skip();
    }

    /** Passes over the {@code image_url} of a part: an address, or an object that has one. */
    void image() {
        if (scanner.kind() == JsonKind.STRING) {
            scanner.skip();
            return;
        }
        boolean address = false;
        if (enter(JsonKind.OBJECT)) {
            while (scanner.nextMember()) {
                String name = scanner.name(IN_IMAGES);
                if (name.equals(JsonNames.OTHER)) {
                    scanner.skip();
                } else {
                    address |= name.equals("url") && scanner.kind() == JsonKind.STRING;
                    take(JsonKind.STRING);
                }
            }
        }
        if (!address) {
            oddities.add(Oddity.WRONG_KIND);
        }
    }

    /** Passes over OpenAI's {@code response_format}. */
    void format() {
        if (enter(JsonKind.OBJECT)) {
            while (scanner.nextMember()) {
                switch (scanner.name(IN_FORMATS)) {
                    case "type" -> take(JsonKind.STRING);
                    case "json_schema" -> take(JsonKind.OBJECT);
                    default -> scanner.skip();
                }
            }
        }
    }

    /** Passes over Ollama's {@code options}. */
    void options() {
        if (enter(JsonKind.OBJECT)) {
            while (scanner.nextMember()) {
                String name = scanner.name();
                if (name.equals("stop")) {
                    texts();
                } else if (Sampling.isNumber(name)) {
                    take(JsonKind.NUMBER);
                } else {
                    scanner.skip();
                }
            }
        }
    }
}
