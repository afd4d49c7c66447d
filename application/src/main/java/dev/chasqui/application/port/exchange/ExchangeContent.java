package dev.chasqui.application.port.exchange;

/**
 * The text of an exchange, for the ledger alone and only if the config says so. It is in no log:
 * its text form hides it.
 *
 * @param question the text of the request, at most {@link #MOST} characters: of a longer one the
 *     end, since clients send the whole conversation
 * @param answer the text of the answer, and names and arguments of tool calls, at most {@link
 *     #MOST} characters: of a longer one the beginning
 */
public record ExchangeContent(String question, String answer) {
    /** The most characters of either text. */
    public static final int MOST = 16_384;

    public ExchangeContent {
        if (question.length() > MOST) {
            question = question.substring(question.length() - MOST);
        }
        if (answer.length() > MOST) {
            answer = answer.substring(0, MOST);
        }
    }

    @Override
    public String toString() {
        return "content of " + question.length() + " and " + answer.length() + " characters";
    }
}
