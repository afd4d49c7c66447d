package dev.chasqui.domain.model;

/**
 * The rules of model names: {@code [host/][namespace/]model[:tag]}, where a name without a tag
 * means {@code :latest}.
 */
public final class ModelName {
    private ModelName() {}

    /**
     * Returns the name with its tag, so that {@code llama3} and {@code llama3:latest} are equal.
     */
    public static String withTag(String name) {
        return hasTag(name) ? name : name + ":latest";
    }

    /**
     * Returns true if a colon follows the last slash; an earlier colon belongs to a host's port.
     */
    private static boolean hasTag(String name) {
        return name.indexOf(':', name.lastIndexOf('/') + 1) >= 0;
    }

    /** Returns true if two names mean the same model. */
    public static boolean same(String one, String other) {
        return withTag(one).equals(withTag(other));
    }
}
