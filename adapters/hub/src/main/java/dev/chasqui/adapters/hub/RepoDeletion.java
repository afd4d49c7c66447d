package dev.chasqui.adapters.hub;

import dev.chasqui.domain.model.HubModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The deletion of the files of one model from the folder of its repository.
 *
 * <p>All files are chosen before the first is deleted: among those that remain, the name of the
 * model may mean another one.
 *
 * @param folder the folder
 * @param model the model
 */
record RepoDeletion(RepoFolder folder, HubModel model) {

    /**
     * The paths of a model's files.
     *
     * @param links the names in the revisions
     * @param blobs the contents
     */
    private record Paths(Set<Path> links, Set<Path> blobs) {}

    /**
     * Deletes the files, the partly downloaded ones included.
     *
     * @param kept the models of the same folder whose files stay
     * @throws HubException with {@code BUSY} if one of the files is being downloaded; then all of
     *     them stay
     */
    void run(Collection<HubModel> kept) throws HubException, IOException {
        Paths own = paths(model);
        for (HubModel other : kept) {
            Paths used = paths(other);
            own.links().removeAll(used.links());
            own.blobs().removeAll(used.blobs());
        }
        if (own.links().isEmpty() && own.blobs().isEmpty()) {
            return;
        }
        folder.prepare();
        List<DownloadLock> locks = new ArrayList<>();
        try {
            for (Path blob : own.blobs()) {
                String name = blob.getFileName().toString();
                locks.add(
                        DownloadLock.tryToTake(folder.lock(name), name)
                                .orElseThrow(() -> HubException.isBeingDownloaded(model)));
            }
            delete(own);
        } finally {
            for (DownloadLock lock : locks) {
                lock.close();
            }
        }
    }

    private static void delete(Paths own) throws IOException {
        for (Path link : own.links()) {
            Files.deleteIfExists(link);
        }
        for (Path blob : own.blobs()) {
            Files.deleteIfExists(blob);
            Files.deleteIfExists(RepoFolder.part(blob));
        }
    }

    /**
     * Returns the paths of a model in all revisions. Where the list of a revision is not known,
     * only files of the same names belong to the model.
     */
    private Paths paths(HubModel some) throws IOException {
        Paths found = new Paths(new LinkedHashSet<>(), new LinkedHashSet<>());
        Set<String> names = new TreeSet<>();
        List<String> unlisted = new ArrayList<>();
        for (String revision : folder.revisions()) {
            var listed = folder.listed(revision);
            if (listed.isEmpty()) {
                unlisted.add(revision);
                continue;
            }
            for (RepoFile file : chosen(some, listed.get())) {
                names.add(file.path());
                found.links().add(folder.file(revision, file.path()));
                found.blobs().add(folder.blob(file));
            }
        }
        if (names.isEmpty()) {
            folder.complete(some).ifPresent(files -> files.forEach(f -> names.add(folder.name(f))));
        }
        for (String revision : unlisted) {
            for (String name : names) {
                Path link = folder.file(revision, name);
                if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    found.links().add(link);
                    folder.blobOf(link).ifPresent(found.blobs()::add);
                }
            }
        }
        return found;
    }

    private static List<RepoFile> chosen(HubModel some, List<RepoFile> listed) {
        try {
            return RepoFolder.choose(some, listed);
        } catch (HubException e) {
            return List.of();
        }
    }
}
