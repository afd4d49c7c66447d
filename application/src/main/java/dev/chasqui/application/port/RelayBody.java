package dev.chasqui.application.port;

import java.util.OptionalLong;

/** The body of a relayed request, in which the model's name can be replaced. */
public interface RelayBody {

    /**
     * Returns the body with this model name and all other bytes unchanged.
     *
     * @param model the name by which a backend knows the model
     */
    RequestContent named(String model);

    /** Returns the bytes of the text in the body; empty if they are not known. */
    default OptionalLong size() {
        return OptionalLong.empty();
    }

    /** Returns true if {@link #named} still gives a whole body; see {@link RequestContent}. */
    boolean isWhole();
}
