package dev.chasqui.plugins.guard;

/** A kind of prompt injection. */
enum InjectionKind {
    OVERRIDE("an order to ignore instructions"),
    ROLE("a new role or new instructions"),
    REVEAL("an order to reveal the instructions"),
    SEND("an order to send secrets away"),
    CONCEAL("an order to hide something from the user"),
    MARKUP("marks of a chat template");

    private final String words;

    InjectionKind(String words) {
        this.words = words;
    }

    /** Returns the kind in plain words. */
    String words() {
        return words;
    }
}
