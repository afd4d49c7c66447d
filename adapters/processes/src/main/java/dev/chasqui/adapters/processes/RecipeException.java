package dev.chasqui.adapters.processes;

/** The reason why a model cannot be prepared, and what to do; for the caller. */
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
