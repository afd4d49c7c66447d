package dev.chasqui.adapters.hub;

import dev.chasqui.domain.model.HubModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The download of the missing files of one model, one after the other. Used by one thread. */
final class Delivery {
    /** The space that must remain free on the disk after the download, in bytes. */
    private static final long SPARE = 64L << 20;

    /** The query of the free space on the disk of a folder, in bytes. */
    @FunctionalInterface
    interface FreeSpace {
        long of(Path folder) throws IOException;
    }

    private final HubClient web;
    private final HubSettings settings;
    private final FreeSpace space;
    private final HubModel model;
    private final String revision;
    private final RepoFolder folder;
    private final DownloadCancellation stop;
    private final Consumer<String> progress;
    private final Optional<TransferProgress> transfers;

    Delivery(
            HubClient web,
            HubSettings settings,
            FreeSpace space,
            HubModel model,
            String revision,
            RepoFolder folder,
            DownloadCancellation stop,
            Consumer<String> progress,
            Optional<TransferProgress> transfers) {
        this.web = web;
        this.settings = settings;
        this.space = space;
        this.model = model;
        this.revision = revision;
        this.folder = folder;
        this.stop = stop;
        this.progress = progress;
        this.transfers = transfers;
    }

    /**
     * Downloads the missing files, and returns the paths of all files.
     *
     * @throws HubException if a file cannot be downloaded or written
     */
    List<Path> download(List<RepoFile> files) throws HubException {
        try {
            requireSpace(files);
            for (int i = 0; i < files.size(); i++) {
                RepoFile file = files.get(i);
                String count = " (" + (i + 1) + " of " + files.size() + ")";
                download(file, files.size() == 1 ? file.name() : file.name() + count);
            }
            List<Path> paths = new ArrayList<>();
            for (RepoFile file : files) {
                paths.add(folder.link(revision, file));
            }
            folder.use(revision);
            return paths;
        } catch (IOException e) {
            throw HubException.disk(model.toString(), e);
        }
    }

    private void download(RepoFile file, String name) throws HubException, IOException {
        if (folder.has(revision, file)) {
            transferred(file, file.size());
            return;
        }
        folder.prepare();
        transferred(file, 0);
        try (DownloadLock _ = lock(file)) {
            if (folder.has(revision, file)) {
                transferred(file, file.size());
                return;
            }
            words().accept("downloading " + name + ", " + HumanReadable.bytes(file.size()));
            ProgressMeter reading = meter("checking the existing part of " + name, 0, file);
            try (PartFile part = PartFile.open(folder.part(file), file, stop, reading)) {
                ProgressMeter meter = meter("downloading " + name, part.length(), file);
                new Download(web, settings, model, revision, file, part, meter, stop).run(progress);
            }
            folder.complete(file);
            transferred(file, file.size());
        }
    }

    private void transferred(RepoFile file, long bytes) {
        transfers.ifPresent(told -> told.at(file.content().prefixed(), file.size(), bytes));
    }

    /** Returns the receiver of words that repeat the numbers; none if the numbers are wanted. */
    private Consumer<String> words() {
        return transfers.isPresent() ? _ -> {} : progress;
    }

    private DownloadLock lock(RepoFile file) throws HubException {
        return DownloadLock.take(
                folder.lock(file.content().hex()),
                folder.part(file),
                file,
                settings.timeouts().otherDownload(),
                stop,
                words(),
                bytes -> transferred(file, bytes));
    }

    private ProgressMeter meter(String what, long start, RepoFile file) {
        return new ProgressMeter(
                what,
                start,
                file.size(),
                words(),
                bytes -> transferred(file, bytes),
                System::nanoTime);
    }

    private void requireSpace(List<RepoFile> files) throws HubException, IOException {
        long missing = 0;
        for (RepoFile file : files) {
            if (!folder.has(revision, file)) {
                Path part = folder.part(file);
                long there = Files.exists(part) ? Math.min(Files.size(part), file.size()) : 0;
                missing += file.size() - there;
            }
        }
        long free = missing == 0 ? Long.MAX_VALUE : space.of(settings.cache());
        if (free - SPARE < missing) {
            throw new HubException(
                    HubException.Reason.DISK,
                    "disk: "
                            + HumanReadable.bytes(free)
                            + " free where the cache folder is (expected: "
                            + HumanReadable.bytes(missing + SPARE)
                            + "; make room, or name another folder by HF_HUB_CACHE)");
        }
    }
}
