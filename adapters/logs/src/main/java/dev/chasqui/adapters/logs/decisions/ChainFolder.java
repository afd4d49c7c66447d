package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.domain.files.OwnerOnly;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of the chain's files, each named by the number of its first line. It and they are
 * their owner's alone.
 */
record ChainFolder(Path path) {
    private static final Pattern NAME = Pattern.compile("decisions-(\\d{12})\\.jsonl");

    /** A file, and the number of its first line by its name. */
    record ChainFile(Path path, long first) {}

    /** Returns the files in the order of their lines; none if there is no folder. */
    List<ChainFile> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.flatMap(ChainFolder::file)
                    .sorted(Comparator.comparingLong(ChainFile::first))
                    .toList();
        }
    }

    private static Stream<ChainFile> file(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        return name.matches()
                ? Stream.of(new ChainFile(path, Long.parseLong(name.group(1))))
                : Stream.empty();
    }

    /** Makes the folder if it is missing, and closes it to others. */
    void make() throws IOException {
        Files.createDirectories(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Path _ =
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Opens a file to write it. */
    static FileChannel open(ChainFile file) throws IOException {
        return FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Makes the file whose first line has a number.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there, for its lines are not to be
     *     overwritten
     */
    FileChannel create(long first) throws IOException {
        return FileChannel.open(
                path.resolve("decisions-%012d.jsonl".formatted(first)),
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                OwnerOnly.on(path.getFileSystem()));
    }

    /** Writes the names of files through to the disk, where the system can. */
    void sync() {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every system can open folders; such a system persists names itself.
        }
    }
}
