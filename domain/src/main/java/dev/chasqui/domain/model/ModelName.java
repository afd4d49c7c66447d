package dev.chasqui.domain.model;

/**
 * The rules of model names: {@code [host/][namespace/]model[:tag]}, where a name without a tag
 * means {@code :latest}.
 */
public final class ModelName {
    private ModelName() {}

    /** The name with its tag, so that {@code llama3} and {@code llama3:latest} compare as equal. */
    public static String withTag(String name) {
        return hasTag(name) ? name : name + ":latest";
    }

    /** A colon after the last slash begins a tag; one before it belongs to a host's port. */
    private static boolean hasTag(String name) {
        return name.indexOf(':', name.lastIndexOf('/') + 1) >= 0;
    }

    /** Whether two names mean the same model. */
    public static boolean same(String one, String other) {
        return withTag(one).equals(withTag(other));
    }
}
