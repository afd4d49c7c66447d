package dev.chasqui.plugins.guard;

/** The answer to a finding, from the mildest to the strictest. */
enum Mode {
    /** The finding is reported, and the request goes on unchanged. */
    REPORT,
    /** The finding is taken out of the request. */
    REDACT,
    /** The request is refused. */
    REFUSE;

    /** Returns the stricter of two modes. */
    static Mode stricter(Mode a, Mode b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
