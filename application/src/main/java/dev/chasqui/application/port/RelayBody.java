package dev.chasqui.application.port;

/** The body of a request that is relayed, in which the model's name may be replaced. */
public interface RelayBody {

    /**
     * Returns the body with this name of the model, and with all other bytes unchanged.
     *
     * @param model the name by which a backend knows the model
     */
    RequestContent named(String model);

    /** Returns true if {@link #named} still gives a whole body; see {@link RequestContent}. */
    boolean isWhole();
}
