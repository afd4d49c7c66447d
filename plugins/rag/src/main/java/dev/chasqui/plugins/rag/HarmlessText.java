package dev.chasqui.plugins.rag;

import java.util.regex.Pattern;

/**
 * Makes text of documents safe to quote as data in a prompt.
 *
 * <p>Backends put messages into the model's chat template and parse special tokens in the result,
 * so a document that contains such a token could end its message and begin another. No token is
 * removed, since the text around it could then form a new one; the token's first character is
 * changed instead.
 */
final class HarmlessText {

    /**
     * Control characters and invisible ones: marks of direction, tags, byte order marks. The two
     * joiners stay, since Persian, Hindi and emoji are written with them.
     */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\\n\\t\\u200C\\u200D]]");

    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n?|[\\u2028\\u2029\\u0085]");

    /**
     * The first character of a tag of ours, or of a token of a chat template:
     *
     * <ul>
     *   <li>{@code <|im_start|>} (ChatML, Qwen), {@code <|eot_id|>} (Llama 3), {@code <|channel|>}
     *       (gpt-oss), {@code <|turn>} (Gemma), {@code <｜User｜>} (DeepSeek, with a wide bar);
     *   <li>{@code <s>}, {@code <<SYS>>} (Llama 2, Mistral), {@code <bos>}, {@code <start_of_turn>}
     *       (Gemma), {@code <sop>} (GLM), {@code <fim_prefix>} (coders);
     *   <li>{@code <think>}, {@code <tool_call>} and similar ones, in which models reason and call
     *       tools.
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
     * Returns a text of several lines made safe. Citations in it get spaces, {@code [ 7 ]}: a model
     * that quotes them then cites no passage, and code with a list or an index keeps its meaning.
     */
    static String of(String text) {
        String seen = INVISIBLE.matcher(LINE_BREAK.matcher(text).replaceAll("\n")).replaceAll("");
        String plain = BRACKET.matcher(ANGLE.matcher(seen).replaceAll("&lt;")).replaceAll("[ ");
        return CitationScanner.CITATION.matcher(plain).replaceAll("[ $1 ]");
    }

    /** Returns the text on one line, safe between double quotes in a tag. */
    static String attribute(String text) {
        return oneLine(text).replace("<", "&lt;").replace(">", "&gt;").replace('"', '\'');
    }

    /** Returns the text on one line, without invisible characters. */
    static String oneLine(String text) {
        return INVISIBLE.matcher(text.replaceAll("\\s+", " ")).replaceAll("").strip();
    }
}
