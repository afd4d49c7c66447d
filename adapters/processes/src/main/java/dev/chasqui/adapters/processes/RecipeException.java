package dev.chasqui.adapters.processes;

/** The failure to prepare a model's server; the message, with the remedy, is for the caller. */
public final class RecipeException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param message the wrong value and the remedy, for users; without keys and without a chain of
     *     causes
     */
    public RecipeException(String message) {
        super(message);
    }

    public RecipeException(String message, Throwable cause) {
        super(message, cause);
    }
}
