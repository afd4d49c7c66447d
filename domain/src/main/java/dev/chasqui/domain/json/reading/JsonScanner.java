package dev.chasqui.domain.json.reading;

import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;

/**
 * A strict scanner of a JSON text. It moves from value to value and builds only the values that are
 * asked for.
 *
 * <p>It refuses bytes that are not UTF-8, members that are given twice in one object, nesting
 * deeper than {@link JsonReader#MAX_DEPTH}, names and numbers of absurd length, and text after the
 * end. A caller that went from {@link #over} to {@link #finish} has checked the whole text.
 *
 * <p>The scanner is always before a value; {@link #kind} tells its kind. Either one call takes the
 * value ({@link #text}, {@link #number}, {@link #flag} or {@link #skip}), or the caller enters it
 * and takes each part of it:
 *
 * <pre>{@code
 * scanner.enter();
 * while (scanner.nextMember()) {
 *     switch (scanner.name(NAMES)) {
 *         case "model" -> model = scanner.textOrSkip();
 *         default -> scanner.skip();
 *     }
 * }
 * }</pre>
 *
 * <p>Every method throws a {@code FailureException} with {@code Invalid} if the text is wrong; the
 * message gives the place. Used by one thread; {@code over} makes it ready for another text.
 */
public final class JsonScanner {
    /** The longest name of a member, in bytes. */
    private static final int LONGEST_NAME = 50_000;

    private final JsonTokens tokens = new JsonTokens();
    private final MemberNames names = new MemberNames();
    private int depth;
    private int room;

    /** True if no part of the innermost object or array was visited yet. */
    private boolean first;

    private int nameFrom;
    private int nameTo;
    private int nameHash;
    private boolean nameEscaped;

    /** Begins before the value of a part of a buffer, which is not copied. */
    public JsonScanner over(byte[] text, int from, int to) {
        tokens.over(text, from, to);
        names.clear();
        depth = 0;
        room = Integer.MAX_VALUE;
        return this;
    }

    /** Sets the most values that {@link #count} accepts. */
    JsonScanner atMost(int values) {
        room = values;
        return this;
    }

    /** Counts a value that is kept. */
    void count() {
        if (--room < 0) {
            throw MalformedJson.tooManyValues();
        }
    }

    /** Begins before the value of a text. */
    public JsonScanner over(byte[] text) {
        return over(text, 0, text.length);
    }

    /** Returns the kind of the next value, by its first byte. */
    public JsonKind kind() {
        return switch (tokens.peek()) {
            case '"' -> JsonKind.STRING;
            case '{' -> JsonKind.OBJECT;
            case '[' -> JsonKind.ARRAY;
            case 't', 'f' -> JsonKind.FLAG;
            case 'n' -> JsonKind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonKind.NUMBER;
            default -> throw tokens.outOfPlace(tokens.at());
        };
    }

    /** Returns the position: of a value after {@link #kind}, or behind a value that was taken. */
    public int at() {
        return tokens.at();
    }

    /** Enters an object or an array. */
    public void enter() {
        if (tokens.peek() == '{') {
            tokens.pass('{');
            names.open();
        } else {
            tokens.pass('[');
        }
        if (++depth > JsonReader.MAX_DEPTH) {
            throw MalformedJson.limitExceeded();
        }
        first = true;
    }

    /**
     * Moves to the value of the object's next member; if there is none, leaves it and returns
     * false.
     */
    public boolean nextMember() {
        if (tokens.peek() == '}') {
            names.close();
            leave('}');
            return false;
        }
        passComma();
        if (tokens.peek() != '"') {
            throw tokens.outOfPlace(tokens.at());
        }
        tokens.passString();
        keepName();
        tokens.pass(':');
        return true;
    }

    private void keepName() {
        nameFrom = tokens.from();
        nameTo = tokens.to();
        nameEscaped = tokens.escaped();
        if (nameTo - nameFrom > LONGEST_NAME) {
            throw MalformedJson.limitExceeded();
        }
        nameHash = JsonNames.hash(tokens.text(), nameFrom, nameTo);
        boolean added =
                nameEscaped
                        ? names.add(tokens.text(), wholeName())
                        : names.add(tokens.text(), nameFrom, nameTo, nameHash);
        if (!added) {
            throw tokens.givenTwice();
        }
    }

    /**
     * Returns the name if it has no lone surrogate. Other readers would replace a lone surrogate
     * and so read another name, perhaps one that is given twice.
     */
    private String wholeName() {
        String name = name();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw tokens.outOfPlace(nameFrom);
        }
        return name;
    }

    /** Moves to the array's next item; if there is none, leaves it and returns false. */
    public boolean nextItem() {
        if (tokens.peek() == ']') {
            leave(']');
            return false;
        }
        passComma();
        return true;
    }

    private void passComma() {
        if (!first) {
            tokens.pass(',');
        }
        first = false;
    }

    private void leave(char bracket) {
        tokens.pass(bracket);
        depth--;
        first = false;
    }

    /** Returns the name of the member whose value is next, unescaped. */
    public String name() {
        return nameEscaped
                ? JsonStrings.unescaped(tokens.text(), nameFrom, nameTo)
                : JsonStrings.plain(tokens.text(), nameFrom, nameTo);
    }

    /**
     * Returns the name of the member whose value is next if it is a known one; else the empty text.
     */
    public String name(JsonNames known) {
        return nameEscaped
                ? known.find(name())
                : known.find(tokens.text(), nameFrom, nameTo, nameHash);
    }

    /** Returns the position of the name of the member whose value is next, its quote included. */
    public int nameAt() {
        return nameFrom - 1;
    }

    /** Takes a value that is a string, as {@link #kind} says, and returns it unescaped. */
    public String text() {
        tokens.peek();
        tokens.passString();
        return tokens.string();
    }

    /** Takes any value; returns the empty text if it is not a string. */
    public String textOrSkip() {
        if (kind() == JsonKind.STRING) {
            return text();
        }
        skip();
        return "";
    }

    /** Takes any value; returns true if it is this text. */
    public boolean isText(String expected) {
        boolean string = kind() == JsonKind.STRING;
        skip();
        return string && tokens.isString(expected);
    }

    /** Takes a number and returns it as it is spelled. */
    String number() {
        tokens.peek();
        int from = tokens.at();
        tokens.passNumber();
        return numberFrom(from);
    }

    private String numberFrom(int from) {
        return new String(tokens.text(), from, tokens.at() - from, StandardCharsets.US_ASCII);
    }

    /** Takes a number and returns it as a whole one; the fraction, if any, is cut off. */
    public long whole() {
        byte first = tokens.peek();
        int from = tokens.at();
        tokens.passNumber();
        return tokens.at() == from + 1 ? first - '0' : new Json.Num(numberFrom(from)).longValue();
    }

    /** Takes true or false. */
    boolean flag() {
        boolean value = tokens.peek() == 't';
        tokens.passLiteral(value ? "true" : "false");
        return value;
    }

    /** Takes any value without building it. */
    public void skip() {
        switch (kind()) {
            case STRING -> tokens.passString();
            case NUMBER -> tokens.passNumber();
            case FLAG -> flag();
            case NULL -> tokens.passLiteral("null");
            case OBJECT -> {
                enter();
                while (nextMember()) {
                    skip();
                }
            }
            case ARRAY -> {
                enter();
                while (nextItem()) {
                    skip();
                }
            }
        }
    }

    /** Takes any value and builds all of it. */
    public Json value() {
        return JsonReader.value(this);
    }

    /** Checks that the text is at its end. */
    public void finish() {
        if (!tokens.atEnd()) {
            throw MalformedJson.because("there is text after its end");
        }
    }
}
