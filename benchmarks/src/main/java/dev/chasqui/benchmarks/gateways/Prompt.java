package dev.chasqui.benchmarks.gateways;

/**
 * The prompt of a request: a chat of one message.
 *
 * @param text the message; {@code flood} or {@code brief} in it selects the mock's stream
 * @param stream true if the answer is streamed
 * @param more further members of the body, each with a comma after it
 */
public record Prompt(String text, boolean stream, String more) {
    private static final int LONG = 32 << 10;
    private static final String WORD = "runner ";

    /** Returns a short question with a whole answer. */
    public static Prompt whole() {
        return new Prompt("Who carried the message from Cuzco?", false, "");
    }

    /** Returns a question of 32 KiB with a whole answer. */
    public static Prompt ofManyWords() {
        return new Prompt(WORD.repeat(LONG / WORD.length()), false, "");
    }

    /** Returns a prompt for a stream at a model's pace. */
    public static Prompt paced() {
        return new Prompt("Tell me a story.", true, "");
    }

    /** Returns a prompt for a stream of few frames, which serves to time the first frame. */
    public static Prompt brief() {
        return new Prompt("brief", true, "");
    }

    /** Returns a prompt for a stream that is sent as fast as it is read. */
    public static Prompt flood() {
        return new Prompt("flood", true, "");
    }

    /** Returns the same prompt with another text. */
    public Prompt withText(String other) {
        return new Prompt(other, stream, more);
    }

    /** Returns the same prompt with one more member of the body, given as JSON. */
    public Prompt with(String member) {
        return new Prompt(text, stream, more + member + ",");
    }

    /** Returns the body. Small members come first, so that the mock need not read the message. */
    String json(String model) {
        return "{\"model\":\"%s\",\"stream\":%b,%s\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(model, stream, more, text);
    }
}
