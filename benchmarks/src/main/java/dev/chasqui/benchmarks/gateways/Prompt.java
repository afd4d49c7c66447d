package dev.chasqui.benchmarks.gateways;

/**
 * What is asked: a chat of one message.
 *
 * @param text the message; {@code flood} or {@code brief} in it tells the mock which stream
 * @param stream whether the answer shall come in frames
 * @param more further members of the body, each with its comma behind it
 */
public record Prompt(String text, boolean stream, String more) {
    private static final int LONG = 32 << 10;
    private static final String WORD = "runner ";

    /** A short question. */
    public static Prompt whole() {
        return new Prompt("Who carried the message from Cuzco?", false, "");
    }

    /** A question of 32 KiB. */
    public static Prompt ofManyWords() {
        return new Prompt(WORD.repeat(LONG / WORD.length()), false, "");
    }

    /** A stream at a model's pace. */
    public static Prompt paced() {
        return new Prompt("Tell me a story.", true, "");
    }

    /** A stream of few frames, for the first of which it is asked. */
    public static Prompt brief() {
        return new Prompt("brief", true, "");
    }

    /** A stream as fast as it is read. */
    public static Prompt flood() {
        return new Prompt("flood", true, "");
    }

    /** The same with another text. */
    public Prompt withText(String other) {
        return new Prompt(other, stream, more);
    }

    /** The same with one more member of the body, as JSON. */
    public Prompt with(String member) {
        return new Prompt(text, stream, more + member + ",");
    }

    /** The body: small members first, so that the mock need not read the message. */
    String json(String model) {
        return "{\"model\":\"%s\",\"stream\":%b,%s\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(model, stream, more, text);
    }
}
