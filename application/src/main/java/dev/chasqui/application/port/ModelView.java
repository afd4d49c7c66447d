package dev.chasqui.application.port;

import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The models that one caller may ask for, and so may be shown, and the collections of documents.
 * Safe for use by several threads.
 */
public interface ModelView {
    /** The view of a caller that may ask for everything. */
    ModelView ALL = new ModelView() {};

    /** Returns true if nothing is hidden. */
    default boolean isAll() {
        return true;
    }

    /** Returns true if no model is hidden; collections may be. */
    default boolean isAllModels() {
        return true;
    }

    /** Returns true if the caller may ask for a name, which has no commands behind it. */
    default boolean mayAsk(String name) {
        return true;
    }

    /** Returns the kinds of requests that the caller may send. */
    default Set<ModelKind> kinds() {
        return EnumSet.allOf(ModelKind.class);
    }

    /** Returns true if backends of a zone may get the caller's requests. */
    default boolean mayReach(Zone zone) {
        return true;
    }

    /**
     * Returns true if the caller may use a collection of documents.
     *
     * @param name its name; empty for all of them
     */
    default boolean mayUseCollection(Optional<String> name) {
        return true;
    }

    /**
     * Checks that the caller may ask for a name.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Forbidden} if it may not
     */
    default void require(String name) {}

    /**
     * Checks that the caller's requests may go to a backend.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Forbidden} if they may not
     */
    default void require(String backend, Zone zone) {}
}
