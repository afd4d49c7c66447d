package dev.chasqui.application.port;

import dev.chasqui.domain.derived.DerivedModel;

import java.util.List;

/** The derived models, kept beyond the life of the process. Safe for use by several threads. */
public interface DerivedModels {
    /** No derived models; none can be added. */
    DerivedModels NONE =
            new DerivedModels() {
                @Override
                public List<DerivedModel> all() {
                    return List.of();
                }

                @Override
                public void put(DerivedModel model) {
                    throw new UnsupportedOperationException("nothing is kept here");
                }

                @Override
                public boolean remove(String name) {
                    return false;
                }
            };

    /** Returns all of them, by name; the same list until one changes. */
    List<DerivedModel> all();

    /**
     * Adds a model, or replaces the one of the same name. When this returns, it outlives a crash.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code DiskFull} if it cannot be
     *     written; with {@code Invalid} if it is too large, or there are too many
     */
    void put(DerivedModel model);

    /**
     * Removes a model.
     *
     * @param name its name, with a tag
     * @return false if there is no such model
     * @throws dev.chasqui.domain.failure.FailureException with {@code DiskFull} if the folder
     *     cannot be written
     */
    boolean remove(String name);
}
