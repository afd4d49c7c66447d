package dev.chasqui.application.fleet;

/**
 * One change that would serve the requests of the past better.
 *
 * @param action the change
 * @param model the model that it is about
 * @param backend the backend on which it is to be done
 * @param reason the figures behind it, in words
 */
public record Advice(Action action, String model, String backend, String reason) {

    /** The changes that can be advised. */
    public enum Action {
        /** The pool is to keep the model loaded. */
        PIN,
        /** The pool need not keep the model loaded. */
        UNPIN,
        /** The model is to be had from this backend, too. */
        LOAD,
        /** This backend is to answer for the model before one that costs money. */
        PREFER
    }
}
