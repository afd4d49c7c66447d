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

/** The folder of one repository in the cache. */
final class RepoFolder {
    /** A revision of git, SHA-1 or SHA-256. */
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

    /** Returns the path of a file by its checksum; an existing file is complete. */
    Path blob(RepoFile file) {
        return folder.resolve("blobs").resolve(file.content().hex());
    }

    /** Returns the path of a partly downloaded file. */
    Path part(RepoFile file) {
        return part(blob(file));
    }

    /** Returns the path of a partly downloaded file by its path when it is complete. */
    static Path part(Path blob) {
        return blob.resolveSibling(blob.getFileName() + ".part");
    }

    /**
     * Returns the path of the lock that is held during the download of a file, or its deletion.
     *
     * @param hex the checksum of the file
     */
    Path lock(String hex) {
        return locks.resolve(hex + ".chasqui");
    }

    /** Returns the path of a file by its name in a revision. */
    Path file(String revision, String path) {
        return folder.resolve("snapshots").resolve(revision).resolve(path);
    }

    /**
     * Returns true if the file exists under one of its names, so that it need not be downloaded.
     */
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

    /** Links an existing file to its name in a revision, and returns the link. */
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
                // Windows allows symbolic links to few users.
                Files.createLink(fresh, blob(file));
            }
            move(fresh, link);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return link;
    }

    /** Saves the hub's list of a revision, whose files have matched it. */
    void remember(String revision, List<RepoFile> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (RepoFile file : files) {
            lines.append(file.content().hex()).append(' ').append(file.size()).append(' ');
            lines.append(file.path()).append('\n');
        }
        write(list(revision), lines.toString());
    }

    /** Deletes the saved list of a revision, so that the hub is asked again. */
    void forget(String revision) {
        try {
            Files.deleteIfExists(list(revision));
        } catch (IOException e) {
            // If deleting fails, writing the listed files fails too, and that is reported.
        }
    }

    /** Returns the saved list of a revision; empty if there is none. */
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

    /** Sets the revision that is used when the hub cannot be reached. */
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

    /**
     * Returns the files of a model if one revision has all of them; the current revision is tried
     * first.
     */
    Optional<List<Path>> complete(HubModel model) {
        for (String revision : revisions()) {
            try {
                Optional<List<Path>> files = complete(model, revision);
                if (files.isPresent()) {
                    return files;
                }
            } catch (HubException | IOException e) {
                // This revision cannot be used; the next one is tried.
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

    /** Returns the files of a model in a revision with a known list; empty if one is missing. */
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

    /** Returns the files of a model among all files of its repository. */
    static List<RepoFile> choose(HubModel model, List<RepoFile> listed) throws HubException {
        List<String> paths = GgufChoice.choose(model, listed.stream().map(RepoFile::path).toList());
        return paths.stream()
                .map(path -> listed.stream().filter(f -> f.path().equals(path)).findFirst())
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns the name that a file of a revision has in the repository. */
    String name(Path file) {
        Path inRevision = folder.resolve("snapshots").relativize(file);
        return inRevision.subpath(1, inRevision.getNameCount()).toString().replace('\\', '/');
    }

    /**
     * Returns the path of the content to which the name of a file links; empty if the name is the
     * content itself, or links to a file elsewhere.
     */
    Optional<Path> blobOf(Path link) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        Path target = link.resolveSibling(Files.readSymbolicLink(link));
        Path blobs = folder.resolve("blobs");
        boolean ours =
                Files.isDirectory(blobs)
                        && Files.isSameFile(Objects.requireNonNull(target.getParent()), blobs);
        return ours ? Optional.of(blobs.resolve(target.getFileName())) : Optional.empty();
    }

    /** Returns true if the other folder is this one, such as by another case of letters. */
    boolean isSame(RepoFolder other) {
        try {
            return Files.isSameFile(folder, other.folder);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the revisions that the cache has, the current one first. */
    Set<String> revisions() {
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
            // There are no revisions yet.
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

    /** Returns the files of a revision that another program has downloaded. */
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

    /** Creates the folders that a download needs. */
    void prepare() throws IOException {
        Files.createDirectories(folder.resolve("blobs"));
        Files.createDirectories(locks);
    }

    /** Renames a completely downloaded file to its final name, which also survives a crash. */
    void complete(RepoFile file) throws IOException {
        move(part(file), blob(file));
        try (FileChannel blobs =
                FileChannel.open(folder.resolve("blobs"), StandardOpenOption.READ)) {
            blobs.force(true);
        } catch (IOException e) {
            // Not every system can open folders; such a system persists the name itself.
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

    /** Returns a name that no other process uses. */
    private static String fresh() {
        return "." + UUID.randomUUID() + ".tmp";
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
