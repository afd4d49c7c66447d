package dev.chasqui.application.routing.stuck;

/** One call of a model, as far as it tells whether the model is stuck. */
public interface ModelCall {
    /** A call of which nothing is noted. */
    ModelCall UNNOTED =
            new ModelCall() {
                @Override
                public void sent() {}

                @Override
                public void begun() {}

                @Override
                public void ended(boolean left) {}
            };

    /** Notes that a chat is sent; without this nothing else is noted. */
    void sent();

    /** Notes the first event of its reply. */
    void begun();

    /**
     * Notes the end of the call.
     *
     * @param left true if its client has left before the end
     */
    void ended(boolean left);
}
