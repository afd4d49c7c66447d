package dev.chasqui.adapters.hub;

import dev.chasqui.domain.model.HubModel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The cache's folder of one repository. */
final class RepoFolder {
    /** A revision of git, as SHA-1 or SHA-256. */
    private static final Pattern REVISION = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private static final int DEEPEST = 8;
    private static final long LONGEST_LIST = 64L << 20;
    private static final int MOST_REVISIONS = 100;

    private final Path folder;
    private final Path locks;

    RepoFolder(Path cache, HubModel model) {
        String name = "models--" + model.org() + "--" + model.repo();
        this.folder = cache.resolve(name);
        this.locks = cache.resolve(".locks").resolve(name);
    }

    static boolean isRevision(String text) {
        return REVISION.matcher(text).matches();
    }

    /** The file by the name of its content; one that is there is complete. */
    Path blob(RepoFile file) {
        return folder.resolve("blobs").resolve(file.content().hex());
    }

    /** What is there of a file that is coming. */
    Path part(RepoFile file) {
        return folder.resolve("blobs").resolve(file.content().hex() + ".part");
    }

    /** What is locked while the file is coming. */
    Path lock(RepoFile file) {
        return locks.resolve(file.content().hex() + ".chasqui");
    }

    /** The file by its name in a revision. */
    Path file(String revision, String path) {
        return folder.resolve("snapshots").resolve(revision).resolve(path);
    }

    /** Whether the file need not be fetched, under whichever name it is there. */
    boolean has(String revision, RepoFile file) {
        return hasSize(blob(file), file.size())
                || hasSize(file(revision, file.path()), file.size());
    }

    private static boolean hasSize(Path path, long size) {
        try {
            return Files.isRegularFile(path) && Files.size(path) == size;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives a file that is there its name in a revision. */
    Path link(String revision, RepoFile file) throws IOException {
        Path link = file(revision, file.path());
        if (hasSize(link, file.size())) {
            return link;
        }
        Path parent = Objects.requireNonNull(link.getParent());
        Files.createDirectories(parent);
        Path fresh = parent.resolve(fresh());
        try {
            try {
                Files.createSymbolicLink(fresh, parent.relativize(blob(file)));
            } catch (IOException | UnsupportedOperationException e) {
                // Windows lets few people do so.
                Files.createLink(fresh, blob(file));
            }
            move(fresh, link);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return link;
    }

    /** Remembers what the hub listed of a revision, and what came true. */
    void remember(String revision, List<RepoFile> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (RepoFile file : files) {
            lines.append(file.content().hex()).append(' ').append(file.size()).append(' ');
            lines.append(file.path()).append('\n');
        }
        write(list(revision), lines.toString());
    }

    /** The hub is to be asked again what a revision has. */
    void forget(String revision) {
        try {
            Files.deleteIfExists(list(revision));
        } catch (IOException e) {
            // Whoever cannot delete it cannot write what it lists either, and is told that.
        }
    }

    /** What the hub listed of a revision when it was asked; empty if it was not. */
    Optional<List<RepoFile>> listed(String revision) {
        Path list = list(revision);
        try {
            if (!Files.isRegularFile(list) || Files.size(list) > LONGEST_LIST) {
                return Optional.empty();
            }
            List<RepoFile> files = new ArrayList<>();
            for (String line : Files.readAllLines(list)) {
                String[] words = line.split(" ", 3);
                files.add(
                        new RepoFile(
                                words[2],
                                Long.parseLong(words[1]),
                                new RepoFile.ContentId(words[0])));
            }
            return Optional.of(files);
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private Path list(String revision) {
        return folder.resolve("chasqui").resolve(revision);
    }

    /** From now on this is the revision to be used when the hub cannot be asked. */
    void use(String revision) throws IOException {
        if (!current().equals(Optional.of(revision))) {
            write(folder.resolve("refs").resolve("main"), revision);
        }
    }

    private Optional<String> current() {
        try {
            return Optional.of(Files.readString(folder.resolve("refs").resolve("main")).strip())
                    .filter(RepoFolder::isRevision);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The files of a model if one revision has all of them, the current one first. */
    Optional<List<Path>> complete(HubModel model) {
        for (String revision : revisions()) {
            try {
                Optional<List<Path>> files = complete(model, revision);
                if (files.isPresent()) {
                    return files;
                }
            } catch (HubException | IOException e) {
                // Nothing that can be used in this revision.
            }
        }
        return Optional.empty();
    }

    private Optional<List<Path>> complete(HubModel model, String revision)
            throws HubException, IOException {
        Optional<List<RepoFile>> listed = listed(revision);
        if (listed.isPresent()) {
            return complete(model, revision, listed.get());
        }
        List<Path> files = new ArrayList<>();
        for (String path : GgufChoice.choose(model, present(revision))) {
            files.add(file(revision, path));
        }
        return Optional.of(files);
    }

    /** The files of a model in a revision whose files are known; empty if one is missing. */
    Optional<List<Path>> complete(HubModel model, String revision, List<RepoFile> listed)
            throws HubException, IOException {
        List<RepoFile> wanted = choose(model, listed);
        List<Path> files = new ArrayList<>();
        for (RepoFile file : wanted) {
            if (!has(revision, file)) {
                return Optional.empty();
            }
        }
        for (RepoFile file : wanted) {
            files.add(link(revision, file));
        }
        return Optional.of(files);
    }

    /** The files of a model among all of its repository. */
    static List<RepoFile> choose(HubModel model, List<RepoFile> listed) throws HubException {
        List<String> paths = GgufChoice.choose(model, listed.stream().map(RepoFile::path).toList());
        return paths.stream()
                .map(path -> listed.stream().filter(f -> f.path().equals(path)).findFirst())
                .flatMap(Optional::stream)
                .toList();
    }

    private Set<String> revisions() {
        Set<String> revisions = new LinkedHashSet<>();
        current().ifPresent(revisions::add);
        try (Stream<Path> others = Files.list(folder.resolve("snapshots"))) {
            others.filter(Files::isDirectory)
                    .sorted(Comparator.comparingLong(RepoFolder::changed).reversed())
                    .map(other -> other.getFileName().toString())
                    .filter(RepoFolder::isRevision)
                    .limit(MOST_REVISIONS)
                    .forEach(revisions::add);
        } catch (IOException e) {
            // There is none yet.
        }
        return revisions;
    }

    private static long changed(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What another program has brought of a revision. */
    private List<String> present(String revision) throws IOException {
        Path snapshot = folder.resolve("snapshots").resolve(revision);
        try (Stream<Path> files = Files.walk(snapshot, DEEPEST, new FileVisitOption[0])) {
            return files.filter(Files::isRegularFile)
                    .map(path -> snapshot.relativize(path).toString().replace('\\', '/'))
                    .filter(RepoFile::isSafe)
                    .sorted()
                    .toList();
        }
    }

    /** Makes the folders that a file needs to come. */
    void prepare() throws IOException {
        Files.createDirectories(folder.resolve("blobs"));
        Files.createDirectories(locks);
    }

    /** Gives a file that has all its bytes on the disk its name; it is there after a crash, too. */
    void complete(RepoFile file) throws IOException {
        move(part(file), blob(file));
        try (FileChannel blobs =
                FileChannel.open(folder.resolve("blobs"), StandardOpenOption.READ)) {
            blobs.force(true);
        } catch (IOException e) {
            // Not every system opens folders; it then looks after the name itself.
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path fresh = file.resolveSibling(fresh());
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A name that nobody else has. */
    private static String fresh() {
        return "." + UUID.randomUUID() + ".tmp";
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
