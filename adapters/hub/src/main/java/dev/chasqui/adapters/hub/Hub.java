package dev.chasqui.adapters.hub;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Hugging Face hub, from which models are brought to this machine. Safe for use by several
 * threads and several processes: a file that two want comes once.
 */
public final class Hub implements AutoCloseable {
    private final HubSettings settings;
    private final Web web;
    private final Delivery.FreeSpace space;
    private final Cancellation closing = new Cancellation();

    public Hub(HubSettings settings) {
        this(settings, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Hub(HubSettings settings, Delivery.FreeSpace space) {
        this.settings = settings;
        this.web = new Web(settings);
        this.space = space;
    }

    /**
     * The files of a model, in the order of their parts; those that are missing are brought first.
     * To see whether what is in the cache is what the hub has now takes one small request. It is
     * used as it is, and progress is told why, when the hub cannot be asked or what it has does not
     * come.
     *
     * <p>Blocks as long as the download takes. Whoever gives it up, or interrupts it, leaves what
     * has come for the next one.
     *
     * @param progress is told what happens, about twice a second, on this thread
     * @throws HubException if the model is not here in the end; its message is for users
     */
    public List<Path> fetch(HubModel model, Consumer<String> progress, Cancellation cancellation)
            throws HubException {
        try (Stop stop = new Stop(cancellation, closing)) {
            stop.check();
            RepoFolder folder = new RepoFolder(cache(), model);
            Optional<List<Path>> cached = folder.complete(model);
            if (settings.offline()) {
                return cached.orElseThrow(() -> missing(model, "HF_HUB_OFFLINE is set"));
            }
            try {
                Wanted wanted = ask(model, folder, cached.isPresent(), stop, progress);
                Delivery delivery =
                        new Delivery(
                                web,
                                settings,
                                space,
                                model,
                                wanted.revision(),
                                folder,
                                stop,
                                progress);
                return deliver(delivery, wanted, folder);
            } catch (HubException e) {
                if (cached.isEmpty() || e.reason() == HubException.Reason.CANCELLED) {
                    throw e;
                }
                progress.accept("using " + model + " as it is here: " + e.getMessage());
                return cached.get();
            }
        }
    }

    /** The files of a model as they are in the cache; empty if not all of them are. Asks nobody. */
    public Optional<List<Path>> cached(HubModel model) {
        return new RepoFolder(settings.cache(), model).complete(model);
    }

    /**
     * The files that a model has now.
     *
     * @param listed all of its repository, if the hub has just listed them
     */
    private record Wanted(String revision, List<RepoFile> files, Optional<List<RepoFile>> listed) {}

    /** A list is remembered once files of it came true, and forgotten when one did not. */
    private static List<Path> deliver(Delivery delivery, Wanted wanted, RepoFolder folder)
            throws HubException {
        try {
            List<Path> paths = delivery.bring(wanted.files());
            if (wanted.listed().isPresent()) {
                folder.remember(wanted.revision(), wanted.listed().get());
            }
            return paths;
        } catch (IOException e) {
            throw HubException.disk("the list of its files", e);
        } catch (HubException e) {
            if (e.reason() == HubException.Reason.UNTRUE) {
                folder.forget(wanted.revision());
            }
            throw e;
        }
    }

    private Wanted ask(
            HubModel model, RepoFolder folder, boolean cached, Stop stop, Consumer<String> progress)
            throws HubException {
        HubTimeouts timeouts = settings.timeouts();
        HubApi api =
                cached
                        ? new HubApi(web, settings, 1, timeouts.news(), stop, progress)
                        : new HubApi(
                                web, settings, timeouts.tries(), timeouts.answer(), stop, progress);
        String revision = revision(api, model, cached);
        Optional<List<RepoFile>> known =
                folder.listed(revision).flatMap(files -> chosen(model, files));
        if (known.isPresent()) {
            return new Wanted(revision, known.get(), Optional.empty());
        }
        List<RepoFile> listed = api.files(model, revision);
        return new Wanted(revision, RepoFolder.choose(model, listed), Optional.of(listed));
    }

    /** Empty if the list that is known lacks the model: the hub may have one that does not. */
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

    /** The cache by its real path, so that a file has one name for all. */
    private Path cache() throws HubException {
        try {
            Files.createDirectories(settings.cache());
            return settings.cache().toRealPath();
        } catch (IOException e) {
            throw HubException.disk("models", e);
        }
    }

    /** Gives up all downloads; what has come stays for later. */
    @Override
    public void close() {
        closing.cancel();
        web.close();
    }
}
