package dev.chasqui.bootstrap.clients;

/**
 * What a user asks the model {@code tiny} through a client library.
 *
 * @param stream whether the library shall have the answer piece by piece
 * @param structured whether the answer shall be a JSON object of one text, {@code location}
 * @param thinking whether the library shall ask to be told what the model thinks
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
