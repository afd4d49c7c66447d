package dev.chasqui.plugins.guard;

/** A kind of sensitive data. */
enum Kind {
    EMAIL("e-mail address"),
    PHONE("phone number"),
    CARD("payment card number"),
    IBAN("IBAN"),
    ACCOUNT("bank account number"),
    ID("national number"),
    KEY("key or token"),
    NAME("word of the list");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /** Returns the kind in plain words, for one value. */
    String words() {
        return words;
    }
}
