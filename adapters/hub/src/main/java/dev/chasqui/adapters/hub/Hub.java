package dev.chasqui.adapters.hub;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Hugging Face hub, from which models are downloaded to this machine. Thread-safe, and safe for
 * use by several processes: a file that two of them need is downloaded once.
 */
public final class Hub implements AutoCloseable {
    private final HubSettings settings;
    private final HubClient web;
    private final Delivery.FreeSpace space;
    private final Cancellation closing = new Cancellation();

    /** The models that are being fetched, once for each call; it guards itself. */
    private final List<HubModel> fetching = new ArrayList<>();

    public Hub(HubSettings settings) {
        this(settings, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Hub(HubSettings settings, Delivery.FreeSpace space) {
        this.settings = settings;
        this.web = new HubClient(settings);
        this.space = space;
    }

    /**
     * Returns the files of a model, in the order of their parts, and downloads the missing ones
     * first. One small request finds out if the cache has the hub's current files. If the hub
     * cannot be reached, or the download of newer files fails, the files in the cache are used, and
     * {@code progress} receives the reason.
     *
     * <p>Blocks as long as the download takes. After a cancellation or an interrupt, the bytes that
     * were received are kept for the next download.
     *
     * @param progress takes the progress as text, about twice a second, on this thread
     * @param cancellation ends the download
     * @throws HubException if the files are not available in the end; its message is for users
     */
    public List<Path> fetch(HubModel model, Consumer<String> progress, Cancellation cancellation)
            throws HubException {
        return fetch(model, progress, Optional.empty(), cancellation);
    }

    /**
     * Does the same as {@link #fetch(HubModel, Consumer, Cancellation)}, and reports the state of
     * each file in numbers.
     *
     * @param progress takes only what the numbers do not say
     * @param transfers takes the numbers
     */
    public List<Path> fetch(
            HubModel model,
            Consumer<String> progress,
            TransferProgress transfers,
            Cancellation cancellation)
            throws HubException {
        return fetch(model, progress, Optional.of(transfers), cancellation);
    }

    private List<Path> fetch(
            HubModel model,
            Consumer<String> progress,
            Optional<TransferProgress> transfers,
            Cancellation cancellation)
            throws HubException {
        synchronized (fetching) {
            fetching.add(model);
        }
        try (DownloadCancellation stop = new DownloadCancellation(cancellation, closing)) {
            stop.check();
            RepoFolder folder = new RepoFolder(cache(), model);
            Optional<List<Path>> cached = folder.complete(model);
            if (settings.offline()) {
                return cached.orElseThrow(() -> missing(model, "HF_HUB_OFFLINE is set"));
            }
            try {
                CurrentFiles current = ask(model, folder, cached.isPresent(), stop, progress);
                Delivery delivery =
                        new Delivery(
                                web,
                                settings,
                                space,
                                model,
                                current.revision(),
                                folder,
                                stop,
                                progress,
                                transfers);
                return deliver(delivery, current, folder);
            } catch (HubException e) {
                if (cached.isEmpty() || e.reason() == HubException.Reason.CANCELLED) {
                    throw e;
                }
                progress.accept("using " + model + " from the cache: " + e.getMessage());
                return cached.get();
            }
        } finally {
            synchronized (fetching) {
                fetching.remove(model);
            }
        }
    }

    /** Returns the files of a model from the cache; empty if some are missing. Sends no request. */
    public Optional<List<Path>> cached(HubModel model) {
        return new RepoFolder(settings.cache(), model).complete(model);
    }

    /**
     * Deletes the files of a model from the cache, in all revisions. A process that has them open
     * can go on.
     *
     * @param kept the models whose files stay
     * @throws HubException with {@code BUSY} if the model is being downloaded, with {@code DISK} if
     *     a file cannot be deleted; the deletion can be repeated
     */
    public void delete(HubModel model, Collection<HubModel> kept) throws HubException {
        if (!Files.isDirectory(settings.cache())) {
            return;
        }
        Path cache = cache();
        RepoFolder folder = new RepoFolder(cache, model);
        List<HubModel> neighbours =
                kept.stream().filter(other -> folder.isSame(new RepoFolder(cache, other))).toList();
        // The lock is for a download that has not reached its first file, or has passed its last.
        synchronized (fetching) {
            if (fetching.contains(model)) {
                throw HubException.isBeingDownloaded(model);
            }
            try {
                new RepoDeletion(folder, model).run(neighbours);
            } catch (IOException e) {
                throw HubException.disk(model.toString(), e);
            }
        }
    }

    /**
     * The current files of a model.
     *
     * @param revision the revision that has them
     * @param files the model's files
     * @param listed all files of the repository, if the hub has just listed them
     */
    private record CurrentFiles(
            String revision, List<RepoFile> files, Optional<List<RepoFile>> listed) {}

    /**
     * Downloads files. The list is saved once its files have matched it, and deleted when one has
     * not.
     */
    private static List<Path> deliver(Delivery delivery, CurrentFiles current, RepoFolder folder)
            throws HubException {
        try {
            List<Path> paths = delivery.download(current.files());
            if (current.listed().isPresent()) {
                folder.remember(current.revision(), current.listed().get());
            }
            return paths;
        } catch (IOException e) {
            throw HubException.disk("the list of its files", e);
        } catch (HubException e) {
            if (e.reason() == HubException.Reason.INVALID_ANSWER) {
                folder.forget(current.revision());
            }
            throw e;
        }
    }

    private CurrentFiles ask(
            HubModel model,
            RepoFolder folder,
            boolean cached,
            DownloadCancellation stop,
            Consumer<String> progress)
            throws HubException {
        HubTimeouts timeouts = settings.timeouts();
        HubApi api =
                cached
                        ? new HubApi(web, settings, 1, timeouts.freshnessCheck(), stop, progress)
                        : new HubApi(
                                web, settings, timeouts.tries(), timeouts.answer(), stop, progress);
        String revision = revision(api, model, cached);
        Optional<List<RepoFile>> known =
                folder.listed(revision).flatMap(files -> chosen(model, files));
        if (known.isPresent()) {
            return new CurrentFiles(revision, known.get(), Optional.empty());
        }
        List<RepoFile> listed = api.files(model, revision);
        return new CurrentFiles(revision, RepoFolder.choose(model, listed), Optional.of(listed));
    }

    /**
     * Returns the model's files in a saved list; empty if it lacks them, since the hub's list may
     * have them.
     */
    private static Optional<List<RepoFile>> chosen(HubModel model, List<RepoFile> listed) {
        try {
            return Optional.of(RepoFolder.choose(model, listed));
        } catch (HubException e) {
            return Optional.empty();
        }
    }

    private String revision(HubApi api, HubModel model, boolean cached) throws HubException {
        try {
            return api.revision(model);
        } catch (HubException e) {
            throw e.reason() == HubException.Reason.UNREACHABLE && !cached
                    ? missing(model, e.getMessage())
                    : e;
        }
    }

    private HubException missing(HubModel model, String why) {
        return new HubException(
                HubException.Reason.UNREACHABLE,
                "model: " + model + " is not complete in the cache folder, and " + why);
    }

    /** Returns the real path of the cache, so that each file has one name in all processes. */
    private Path cache() throws HubException {
        try {
            Files.createDirectories(settings.cache());
            return settings.cache().toRealPath();
        } catch (IOException e) {
            throw HubException.disk("models", e);
        }
    }

    /** Cancels all downloads; the bytes that were received are kept. */
    @Override
    public void close() {
        closing.cancel();
        web.close();
    }
}
