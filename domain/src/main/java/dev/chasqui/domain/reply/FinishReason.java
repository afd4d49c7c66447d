package dev.chasqui.domain.reply;

/** Why a reply ended. An open set, under OpenAI's names and Ollama's two of its own. */
public record FinishReason(String name) {
    public static final FinishReason STOP = new FinishReason("stop");
    public static final FinishReason LENGTH = new FinishReason("length");
    public static final FinishReason TOOL_CALLS = new FinishReason("tool_calls");
    public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

    /** Ollama: nothing was asked, the model was loaded. */
    public static final FinishReason LOAD = new FinishReason("load");

    /** Ollama: nothing was asked, the model was unloaded. */
    public static final FinishReason UNLOAD = new FinishReason("unload");

    @Override
    public String toString() {
        return name;
    }
}
