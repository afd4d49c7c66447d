package dev.chasqui.application.library;

import dev.chasqui.domain.derived.DerivedModel;

import java.util.function.Supplier;

/** A change of the models that this server offers, as a client asks for it. */
public sealed interface ModelChange {

    /** Returns the name of the model that it is about, as the client spelled it. */
    String model();

    /** Returns true if a server works on large files for it, and may say nothing meanwhile. */
    default boolean takesLong() {
        return switch (this) {
            case Create _, Pull _, Push _ -> true;
            case Copy _, Delete _ -> false;
            case File file -> file.upload();
        };
    }

    /**
     * The making of a model from another one, or from files.
     *
     * @param base the model that it is made from; empty if the request names none
     * @param ofFiles true if it needs files that were uploaded, or work on the weights
     * @param made the model as it shall be, if this server makes it; fails with {@code Invalid} for
     *     a request that only another server can carry out
     */
    record Create(String model, String base, boolean ofFiles, Supplier<DerivedModel> made)
            implements ModelChange {}

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
