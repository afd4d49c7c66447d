package dev.chasqui.adapters.hub;

import dev.chasqui.domain.exchange.Cancellation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings models of the Hugging Face hub to this machine. Safe for use by several threads and
 * several processes: a file that two want comes once.
 */
public final class Hub implements AutoCloseable {
    /** What a disk should have left when all is there. */
    private static final long SPARE = 64L << 20;

    private final HubSettings settings;
    private final Web web;
    private final FreeSpace space;
    private final Cancellation closing = new Cancellation();

    /** How many bytes the disk of a folder can still take. */
    @FunctionalInterface
    interface FreeSpace {
        long of(Path folder) throws IOException;
    }

    public Hub(HubSettings settings) {
        this(settings, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Hub(HubSettings settings, FreeSpace space) {
        this.settings = settings;
        this.web = new Web(settings);
        this.space = space;
    }

    /**
     * The files of a model, in the order of their parts; those that are missing are brought first.
     * What is in the cache is used as it is when the hub cannot be asked, else only if it is what
     * the hub has now, which takes one small request.
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
            Wanted wanted;
            try {
                wanted = ask(model, folder, cached.isPresent(), stop, progress);
            } catch (HubException e) {
                stop.check();
                if (cached.isPresent()) {
                    progress.accept("using " + model + " as it is here: " + e.getMessage());
                    return cached.get();
                }
                throw e.reason() == HubException.Reason.UNREACHABLE
                        ? missing(model, e.getMessage())
                        : e;
            }
            return bring(model, wanted, folder, stop, progress);
        }
    }

    /** The files that a model has now. */
    private record Wanted(String revision, List<RepoFile> files) {}

    private Wanted ask(
            HubModel model, RepoFolder folder, boolean cached, Stop stop, Consumer<String> progress)
            throws HubException {
        int tries = cached ? 1 : settings.timeouts().tries();
        HubApi api = new HubApi(web, settings, tries, stop, progress);
        String revision = api.revision(model);
        Optional<List<RepoFile>> known = folder.listed(revision);
        if (known.isPresent()) {
            return new Wanted(revision, RepoFolder.choose(model, known.get()));
        }
        List<RepoFile> listed = api.files(model, revision);
        List<RepoFile> chosen = RepoFolder.choose(model, listed);
        try {
            folder.remember(revision, listed);
        } catch (IOException e) {
            throw HubException.disk("the list of " + model.repository(), e);
        }
        return new Wanted(revision, chosen);
    }

    private List<Path> bring(
            HubModel model, Wanted wanted, RepoFolder folder, Stop stop, Consumer<String> progress)
            throws HubException {
        String revision = wanted.revision();
        try {
            folder.prepare();
            requireSpace(wanted, folder);
            int number = 0;
            for (RepoFile file : wanted.files()) {
                number++;
                String what =
                        wanted.files().size() == 1
                                ? file.name()
                                : file.name()
                                        + " ("
                                        + number
                                        + " of "
                                        + wanted.files().size()
                                        + ")";
                bring(model, revision, file, what, folder, stop, progress);
            }
            List<Path> files = new ArrayList<>();
            for (RepoFile file : wanted.files()) {
                files.add(folder.link(revision, file));
            }
            folder.use(revision);
            return files;
        } catch (IOException e) {
            throw HubException.disk(model.toString(), e);
        }
    }

    private void bring(
            HubModel model,
            String revision,
            RepoFile file,
            String what,
            RepoFolder folder,
            Stop stop,
            Consumer<String> progress)
            throws HubException, IOException {
        if (folder.has(revision, file)) {
            return;
        }
        Path partPath = folder.part(file);
        try (Turn _ =
                Turn.take(
                        folder.lock(file),
                        partPath,
                        file,
                        settings.timeouts().others(),
                        stop,
                        progress)) {
            if (folder.has(revision, file)) {
                return;
            }
            progress.accept("downloading " + what + ", " + Amount.bytes(file.size()));
            try (PartFile part =
                    PartFile.open(
                            partPath,
                            file,
                            stop,
                            meter("reading what is there of " + what, 0, file, progress))) {
                ProgressMeter meter = meter("downloading " + what, part.length(), file, progress);
                new Download(web, settings, model, revision, file, part, meter, stop).run(progress);
            }
            folder.complete(file);
        }
    }

    private static ProgressMeter meter(
            String what, long start, RepoFile file, Consumer<String> progress) {
        return new ProgressMeter(what, start, file.size(), progress, System::nanoTime);
    }

    private void requireSpace(Wanted wanted, RepoFolder folder) throws HubException, IOException {
        long missing = 0;
        for (RepoFile file : wanted.files()) {
            if (!folder.has(wanted.revision(), file)) {
                Path part = folder.part(file);
                long there = Files.exists(part) ? Math.min(Files.size(part), file.size()) : 0;
                missing += file.size() - there;
            }
        }
        long free = space.of(cache());
        if (missing > 0 && free - SPARE < missing) {
            throw new HubException(
                    HubException.Reason.DISK,
                    "disk: "
                            + Amount.bytes(free)
                            + " free where the cache folder is (expected: "
                            + Amount.bytes(missing + SPARE)
                            + "; make room, or name another folder by HF_HUB_CACHE)");
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
