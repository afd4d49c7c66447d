package dev.chasqui.plugins.rag.folders;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.intake.DocumentFacts;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.reading.FileBytes;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.StoredDocument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder that is kept the same as a collection. Documents that were added to the collection in
 * another way stay as they are: those of the folder are marked by their metadata.
 *
 * <p>{@link #scan} is called by one thread at a time; {@link #report} by any.
 */
final class WatchedFolder {
    /** The metadata key that names the folder of a document. */
    static final String MARK = "folder";

    private static final int PAGE = 1_000;
    private static final int MOST_REPORTED = 100;

    private final CollectionName collection;
    private final Path folder;
    private final Collections store;
    private final DocumentIntake intake;

    /** The files as they were when they were last added or found unreadable, by name. */
    private final Map<String, FolderFiles.FileState> seen = new HashMap<>();

    private final Map<String, String> failed = new TreeMap<>();

    /** The names of the folder's documents in the collection; empty before the first scan. */
    private Optional<Set<String>> stored = Optional.empty();

    private volatile FolderReport report;

    WatchedFolder(
            CollectionName collection, Path folder, Collections store, DocumentIntake intake) {
        this.collection = collection;
        this.folder = folder;
        this.store = store;
        this.intake = intake;
        this.report = new FolderReport(folder, 0, 0, Map.of(), Optional.empty());
    }

    CollectionName collection() {
        return collection;
    }

    /** Returns the result of the last scan, or the progress of the present one. */
    FolderReport report() {
        return report;
    }

    /**
     * Makes the collection the same as the folder. A file that cannot be read is reported and tried
     * again when it has changed.
     *
     * @param cancellation ends the scan, between two files or amid one
     */
    void scan(Cancellation cancellation) {
        FolderFiles found;
        try {
            found = FolderFiles.of(folder);
        } catch (IOException e) {
            report = report.with("cannot be read (" + e.getClass().getSimpleName() + ")");
            return;
        }
        try {
            Set<String> known = stored.orElseGet(this::storedDocuments);
            stored = Optional.of(known);
            if (found.files().isEmpty() && !known.isEmpty()) {
                // An unmounted disk looks so, too.
                report =
                        report.with(
                                "is empty, so its documents stay; remove the collection if they"
                                        + " shall go");
                return;
            }
            if (found.complete()) {
                removeAllBut(found.files().keySet(), known, cancellation);
            }
            addChanged(found.files(), known, cancellation);
            publish(
                    found.files().size(),
                    0,
                    found.complete() ? "" : "is read in part: too many files, or no rights");
        } catch (FailureException e) {
            if (!(e.failure() instanceof Failure.Cancelled)) {
                report = report.with(e.failure().message());
            }
        }
    }

    private void addChanged(
            Map<String, FolderFiles.FileState> files,
            Set<String> known,
            Cancellation cancellation) {
        List<Map.Entry<String, FolderFiles.FileState>> changed =
                files.entrySet().stream()
                        .filter(file -> !file.getValue().equals(seen.get(file.getKey())))
                        .toList();
        int left = changed.size();
        for (Map.Entry<String, FolderFiles.FileState> file : changed) {
            publish(files.size(), left, "");
            add(file.getKey(), file.getValue(), known, cancellation);
            left--;
        }
    }

    private void add(
            String name, FolderFiles.FileState file, Set<String> known, Cancellation cancellation) {
        try {
            DocumentIntake.check(name, file.size());
            Upload upload =
                    new Upload(
                            name, Optional.empty(), new FileBytes.OnDisk(file.path(), file.size()));
            DocumentFacts facts =
                    new DocumentFacts(
                            Optional.empty(),
                            Map.of(MARK, folder.toString()),
                            Optional.of(file.modified()));
            try (DocumentIntake.Prepared prepared =
                    intake.prepare(collection, upload, facts, cancellation)) {
                var _ = prepared.add();
            }
            known.add(name);
            failed.remove(name);
        } catch (FailureException e) {
            switch (e.failure()) {
                // The next scan tries these again, since the file is not at fault.
                case Failure.Overloaded _, Failure.DiskFull _, Failure.Cancelled _ -> throw e;
                default -> failed.put(name, e.failure().message());
            }
        } catch (UncheckedIOException e) {
            failed.put(name, "cannot be read (" + e.getMessage() + ")");
        }
        seen.put(name, file);
    }

    private void removeAllBut(Set<String> files, Set<String> known, Cancellation cancellation) {
        seen.keySet().retainAll(files);
        failed.keySet().retainAll(files);
        for (String gone : known.stream().filter(name -> !files.contains(name)).toList()) {
            store.removeIfThere(collection, gone, cancellation);
            known.remove(gone);
        }
    }

    /** Returns the names of the documents that are marked as this folder's. */
    private Set<String> storedDocuments() {
        Set<String> names = new HashSet<>();
        if (!store.collections().contains(collection.value())) {
            return names;
        }
        Optional<String> after = Optional.empty();
        List<StoredDocument> page;
        do {
            page = store.documents(collection, after, PAGE);
            page.stream()
                    .filter(document -> folder.toString().equals(document.metadata().get(MARK)))
                    .forEach(document -> names.add(document.name()));
            after = page.isEmpty() ? after : Optional.of(page.getLast().name());
        } while (page.size() == PAGE);
        return names;
    }

    private void publish(int files, int pending, String problem) {
        Map<String, String> some = new TreeMap<>();
        failed.entrySet().stream()
                .limit(MOST_REPORTED)
                .forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        report =
                new FolderReport(
                        folder,
                        files,
                        pending,
                        some,
                        Optional.of(problem).filter(text -> !text.isEmpty()));
    }
}
