package dev.chasqui.domain.model;

/**
 * The rules of model names: {@code [host/][namespace/]model[:tag]}, where a name without a tag
 * means {@code :latest}.
 */
public final class ModelName {
    private static final String LATEST = ":latest";

    private ModelName() {}

    /**
     * Returns the name with its tag, so that {@code llama3} and {@code llama3:latest} are equal.
     */
    public static String withTag(String name) {
        return hasTag(name) ? name : name + LATEST;
    }

    /**
     * Returns true if a colon follows the last slash; an earlier colon belongs to a host's port.
     */
    private static boolean hasTag(String name) {
        return name.indexOf(':', name.lastIndexOf('/') + 1) >= 0;
    }

    /** Returns the name without the tag {@code :latest}, which is the usual one. */
    public static String withoutLatest(String name) {
        return name.endsWith(LATEST) ? name.substring(0, name.length() - LATEST.length()) : name;
    }

    /** Returns true if two names mean the same model. */
    public static boolean same(String one, String other) {
        return withTag(one).equals(withTag(other));
    }
}
