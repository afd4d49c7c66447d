package dev.chasqui.application.library;

import dev.chasqui.domain.derived.DerivedModel;

/** A change of the models that this server offers, as a client asks for it. */
public sealed interface ModelChange {

    /** Returns the name of the model that it is about, as the client spelled it. */
    String model();

    /**
     * The making of a model from another one, or from files.
     *
     * @param made the model as it shall be; its base is empty if the request names none
     * @param ofFiles true if it needs files that were uploaded, or work on the weights
     */
    record Create(DerivedModel made, boolean ofFiles) implements ModelChange {
        @Override
        public String model() {
            return made.name();
        }
    }

    /** The copy of a model to another name. */
    record Copy(String model, String destination) implements ModelChange {}

    /** The removal of a model. */
    record Delete(String model) implements ModelChange {}

    /** The download of a model. */
    record Pull(String model) implements ModelChange {}

    /** The upload of a model to a registry. */
    record Push(String model) implements ModelChange {}

    /**
     * The upload of a file for a later {@link Create}, or the question whether it is here.
     *
     * @param digest its checksum
     * @param upload false for the question
     */
    record File(String digest, boolean upload) implements ModelChange {
        @Override
        public String model() {
            return "";
        }
    }
}
