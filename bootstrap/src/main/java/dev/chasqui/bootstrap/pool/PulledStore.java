package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubException;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChangeProgress;
import dev.chasqui.application.port.ModelStore;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.HubModel;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The models of the pool as a store: models of the hub are added and removed while the server runs.
 *
 * @param pool the pool
 * @param hub the source of its models
 */
record PulledStore(ModelPool pool, Hub hub) implements ModelStore {
    @Override
    public Backend backend() {
        return pool.backend();
    }

    @Override
    public void pull(
            String name,
            HubModel model,
            Consumer<ChangeProgress> progress,
            Cancellation cancellation) {
        fetch(model, progress, cancellation);
        if (pool.model(name).isEmpty()) {
            changing(() -> pool.add(name, model));
        }
    }

    /** Changes the models of the pool, whose folder of files may have become unreadable. */
    private static void changing(Runnable change) {
        try {
            change.run();
        } catch (StartFailure e) {
            throw new FailureException(
                    new Failure.Invalid(Optional.empty(), String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public void update(String name, Consumer<ChangeProgress> progress, Cancellation cancellation) {
        pool.model(name)
                .flatMap(PoolModelConfig::hf)
                .ifPresent(model -> fetch(model, progress, cancellation));
    }

    private void fetch(
            HubModel model, Consumer<ChangeProgress> progress, Cancellation cancellation) {
        try {
            var _ =
                    hub.fetch(
                            model,
                            text -> progress.accept(new ChangeProgress.Step(text)),
                            (digest, total, completed) ->
                                    progress.accept(
                                            new ChangeProgress.Transfer(digest, total, completed)),
                            cancellation);
            progress.accept(new ChangeProgress.Step("verifying sha256 digest"));
        } catch (HubException e) {
            throw new FailureException(failure(e), e);
        }
    }

    private static Failure failure(HubException e) {
        return switch (e.reason()) {
            case CANCELLED -> new Failure.Cancelled();
            case DISK -> new Failure.DiskFull(e.getMessage());
            case UNREACHABLE, REFUSED, NOT_FOUND, INVALID_ANSWER, BUSY ->
                    new Failure.NotFound("pull model manifest: " + e.getMessage());
        };
    }

    @Override
    public void delete(String name) {
        if (!pool.isPulled(name)) {
            throw new FailureException(
                    new Failure.Invalid(
                            "model",
                            "model '"
                                    + name
                                    + "' is described in the config, or a file of pool.folder;"
                                    + " remove it there and reload"));
        }
        changing(() -> remove(name));
    }

    private void remove(String name) {
        try {
            pool.remove(name);
        } catch (HubException e) {
            throw new FailureException(
                    e.reason() == HubException.Reason.BUSY
                            ? new Failure.Invalid("model", e.getMessage())
                            : failure(e),
                    e);
        }
    }
}
