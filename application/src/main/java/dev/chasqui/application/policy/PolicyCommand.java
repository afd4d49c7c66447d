package dev.chasqui.application.policy;

/**
 * A command of the config, which runs without being asked for.
 *
 * @param text the command as the config spells it
 * @param origin the key of the config, such as {@code pipeline.agents[0]}
 */
public record PolicyCommand(String text, String origin) {

    /** Returns true if the config asks for it in {@code pipeline} or for a key. */
    public boolean isOfPipeline() {
        return origin.startsWith("pipeline.") || origin.startsWith("keys[");
    }

    /** Returns the name of the command, without its slash and its arguments. */
    public String name() {
        int from = text.startsWith("/") ? 1 : 0;
        int end = from;
        while (end < text.length() && "([ ,".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(from, end);
    }
}
