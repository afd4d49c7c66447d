package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import java.util.function.Consumer;

/**
 * The models that this server runs itself, which can be added and removed while it runs. Safe for
 * use by several threads.
 */
public interface ModelStore {

    /** Returns the backend whose models these are. */
    Backend backend();

    /**
     * Downloads a model of the hub and adds it. Returns when its files are here and it can be asked
     * for. Callers that pull the same model at the same time share the download.
     *
     * @param name the name under which clients will ask for it
     * @param progress takes the steps, on this thread
     * @param cancellation ends the download; a later one continues it
     * @throws dev.chasqui.domain.failure.FailureException with {@code NotFound} if the hub does not
     *     give it, with {@code DiskFull} if it cannot be written, with {@code Cancelled} after a
     *     cancellation
     */
    void pull(
            String name,
            HubModel model,
            Consumer<ChangeProgress> progress,
            Cancellation cancellation);

    /**
     * Downloads the files of one of the models as {@link #pull} does, if they come from the hub.
     *
     * @param name the name of a model of {@link #backend}
     */
    void update(String name, Consumer<ChangeProgress> progress, Cancellation cancellation);

    /**
     * Removes a model that was pulled, with those of its files that no other model uses. Requests
     * that use it go on to their end. After a failure it is still there.
     *
     * @param name the name of a model of {@link #backend}
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the config names
     *     the model, or it is being downloaded; with {@code DiskFull} if the disk cannot be written
     */
    void delete(String name);
}
