package dev.chasqui.bootstrap.clients;

/**
 * A user's request to the model {@code tiny} through a client library.
 *
 * @param stream true if the library shall get the answer piece by piece
 * @param structured true if the answer shall be a JSON object of one text, {@code location}
 * @param thinking true if the library shall ask for the reasoning
 */
record Question(String text, boolean stream, boolean structured, boolean thinking) {

    Question(String text, boolean stream) {
        this(text, stream, false, false);
    }

    Question inJson() {
        return new Question(text, stream, true, thinking);
    }

    Question withThinking() {
        return new Question(text, stream, structured, true);
    }
}
