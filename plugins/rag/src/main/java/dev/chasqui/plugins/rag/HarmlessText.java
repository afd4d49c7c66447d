package dev.chasqui.plugins.rag;

import java.util.regex.Pattern;

/**
 * Makes text of documents fit to stand in a prompt as data.
 *
 * <p>Backends put messages into the model's chat template and read special tokens in the result, so
 * a document that spells one could end its message and begin another. Nothing is removed, so that
 * no token comes about from the pieces around one; the sign that a token begins with is changed.
 */
final class HarmlessText {

    /**
     * Control characters, and those that nobody sees: marks of direction, tags, byte order marks.
     * The two joiners stay, since Persian, Hindi and emoji are written with them.
     */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\\n\\t\\u200C\\u200D]]");

    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n?|[\\u2028\\u2029\\u0085]");

    /**
     * The beginning of what reads as a tag of ours, or as a token of a chat template:
     *
     * <ul>
     *   <li>{@code <|im_start|>} (ChatML, Qwen), {@code <|eot_id|>} (Llama 3), {@code <|channel|>}
     *       (gpt-oss), {@code <|turn>} (Gemma), {@code <｜User｜>} (DeepSeek, with a wide bar);
     *   <li>{@code <s>}, {@code <<SYS>>} (Llama 2, Mistral), {@code <bos>}, {@code <start_of_turn>}
     *       (Gemma), {@code <sop>} (GLM), {@code <fim_prefix>} (coders);
     *   <li>{@code <think>}, {@code <tool_call>} and their like, in which models reason and call.
     * </ul>
     */
    private static final Pattern ANGLE =
            Pattern.compile(
                    "<(?=\\s*+/?\\s*+passage|[|｜][^|｜<>\\n"
                        + "]{1,64}[|｜]?>|/?[^|｜<>\\s]{1,64}[|｜]>|<SYS>|</SYS>"
                        + "|/?(?:s|bos|eos|pad|unk|mask|sop|eop|think|thinking|reasoning|answer"
                        + "|tools?|tool_calls?|tool_responses?|function_calls?|function_response"
                        + "|(?:start|end)_of_\\w{1,32}|(?:fim|seed|image|audio|reserved|SPECIAL)"
                        + "[_:]\\w{1,32})>)",
                    Pattern.CASE_INSENSITIVE);

    /** Tokens in brackets: {@code [INST]} (Llama 2, Mistral), {@code [gMASK]} (GLM), EXAONE's. */
    private static final Pattern BRACKET =
            Pattern.compile(
                    "\\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS"
                            + "|TOOL_CONTENT|TOOL_CALL|CALL_ID|ARGS|THINK|IMG|gMASK|sMASK)\\]"
                            + "|\\|[^|\\[\\]\\n]{1,64}\\|\\])");

    private HarmlessText() {}

    /**
     * Text of several lines. Citations of its own get a space, {@code [ 7 ]}: whoever quotes them
     * cites no passage, and code that means a list or an index means the same.
     */
    static String of(String text) {
        String seen = UNSEEN.matcher(LINE_BREAK.matcher(text).replaceAll("\n")).replaceAll("");
        String plain = BRACKET.matcher(ANGLE.matcher(seen).replaceAll("&lt;")).replaceAll("[ ");
        return CitationScanner.CITATION.matcher(plain).replaceAll("[ $1 ]");
    }

    /** Text on one line, fit to stand between double quotes in a tag. */
    static String attribute(String text) {
        return oneLine(text).replace("<", "&lt;").replace(">", "&gt;").replace('"', '\'');
    }

    /** Text on one line. */
    static String oneLine(String text) {
        return UNSEEN.matcher(text.replaceAll("\\s+", " ")).replaceAll("").strip();
    }
}
