package dev.chasqui.adapters.processes;

/** Says to whoever asked for a model why it cannot be prepared, and what to do. */
public final class RecipeException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param message for users: what was wrong, with which value; no key and no stack of causes
     */
    public RecipeException(String message) {
        super(message);
    }

    public RecipeException(String message, Throwable cause) {
        super(message, cause);
    }
}
