package dev.chasqui.domain.json.reading;

import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;

/**
 * Goes over a JSON text from value to value, strictly, and makes nothing of what nobody asks for.
 *
 * <p>Refused are: what is no UTF-8, members that are given twice in one object, nesting deeper than
 * {@link JsonReader#MAX_DEPTH}, names and numbers of absurd length, and text after the end. Whoever
 * went from {@link #over} to {@link #finish} has checked the whole text.
 *
 * <p>It stands before a value; {@link #kind} says which. One call takes the value: {@link #text},
 * {@link #number}, {@link #flag} or {@link #skip}; or it is entered and each part of it is taken:
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
 * <p>Every method throws a {@code FailureException} with {@code Invalid} that says where the text
 * is wrong. Used by one thread; {@code over} makes it new.
 */
public final class JsonScanner {
    /** Bytes that a name may have. */
    private static final int LONGEST_NAME = 50_000;

    private final JsonTokens tokens = new JsonTokens();
    private final MemberNames names = new MemberNames();
    private int depth;
    private int room;

    /** Whether the innermost object or array has had no part yet. */
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

    /** Refuses a text of which more values than these are {@linkplain #count counted}. */
    JsonScanner atMost(int values) {
        room = values;
        return this;
    }

    /** A value is kept. */
    void count() {
        if (--room < 0) {
            throw MalformedJson.tooMany();
        }
    }

    /** Begins before the value of a text. */
    public JsonScanner over(byte[] text) {
        return over(text, 0, text.length);
    }

    /** What the next value is, by its first byte. */
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

    /** Where it stands: at a value whose kind was asked for, or after one that was taken. */
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
            throw MalformedJson.tooMuch();
        }
        first = true;
    }

    /** Goes to the value of the object's next member; false if there is none, which leaves it. */
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
            throw MalformedJson.tooMuch();
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
     * With half a character others would read the name as another one, maybe as one given twice.
     */
    private String wholeName() {
        String name = name();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw tokens.outOfPlace(nameFrom);
        }
        return name;
    }

    /** Goes to the array's next item; false if there is none, which leaves it. */
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

    /** The name of the member whose value is next, unescaped. */
    public String name() {
        return nameEscaped
                ? JsonStrings.unescaped(tokens.text(), nameFrom, nameTo)
                : JsonStrings.plain(tokens.text(), nameFrom, nameTo);
    }

    /** The name of the member whose value is next if it is one of these; else the empty one. */
    public String name(JsonNames known) {
        return nameEscaped
                ? known.find(name())
                : known.find(tokens.text(), nameFrom, nameTo, nameHash);
    }

    /** Where the name of the member whose value is next begins, its quote included. */
    public int nameAt() {
        return nameFrom - 1;
    }

    /** Takes a string; the value must be one, as its kind says. */
    public String text() {
        tokens.peek();
        tokens.passString();
        return tokens.string();
    }

    /** Takes any value; the empty text if it is no string. */
    public String textOrSkip() {
        if (kind() == JsonKind.STRING) {
            return text();
        }
        skip();
        return "";
    }

    /** Takes any value; whether it is this text. */
    public boolean isText(String expected) {
        boolean string = kind() == JsonKind.STRING;
        skip();
        return string && tokens.isString(expected);
    }

    /** Takes a number, as it is spelled. */
    String number() {
        tokens.peek();
        int from = tokens.at();
        tokens.passNumber();
        return numberFrom(from);
    }

    private String numberFrom(int from) {
        return new String(tokens.text(), from, tokens.at() - from, StandardCharsets.US_ASCII);
    }

    /** Takes a number, as a whole one; the fraction, if any, is cut off. */
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

    /** Takes any value, of which nothing is kept. */
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

    /** Takes any value, and keeps all of it. */
    public Json value() {
        return JsonReader.value(this);
    }

    /** The text must be at its end. */
    public void finish() {
        if (!tokens.atEnd()) {
            throw MalformedJson.because("there is text after its end");
        }
    }
}
