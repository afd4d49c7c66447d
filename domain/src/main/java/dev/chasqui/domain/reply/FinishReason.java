package dev.chasqui.domain.reply;

/** The reason why a reply ended. The set is open: OpenAI's names, and two more of Ollama. */
public record FinishReason(String name) {
    public static final FinishReason STOP = new FinishReason("stop");
    public static final FinishReason LENGTH = new FinishReason("length");
    public static final FinishReason TOOL_CALLS = new FinishReason("tool_calls");
    public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

    /** Ollama: the request asked nothing and loaded the model. */
    public static final FinishReason LOAD = new FinishReason("load");

    /** Ollama: the request asked nothing and unloaded the model. */
    public static final FinishReason UNLOAD = new FinishReason("unload");

    @Override
    public String toString() {
        return name;
    }
}
